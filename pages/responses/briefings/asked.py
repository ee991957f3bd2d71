"""Which briefing is asked for: by the word of a link, by a form, by the topic of a focus area, or by a place."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g

from components.page.paths import BRIEFING
from components.views.briefing.shown import Kind, ShownBriefing, ShownView
from data.dates import today
from data.query.answers import Answers
from data.query.briefings.codec import LONGEST_LINK, PARAMETER, BriefingError, link_word, read_link
from data.query.briefings.kept import KeptBriefing, said_of
from data.query.url_parameters import in_language
from pages.responses.briefings.ready_made import area_briefing, place_briefing
from pages.responses.briefings.sections import shown_views, stamp_of
from pages.responses.exports.formats import BOOKS

Posted = KeptBriefing | BriefingError


def post(posted: Posted) -> None:
    """What a form of this request sent, for the page that answers it."""
    g.briefing = posted


def asked_briefing(words: Mapping[str, str], source: Answers, origin: str) -> ShownBriefing:
    """The briefing of the words of an address, or of the form of the request. Raises DatabaseUnavailableError."""
    try:
        kind, kept, place = _asked(words, source)
    except BriefingError as error:
        return _shown("empty", KeptBriefing(), (), problem=str(error))
    views = shown_views(kept, source, origin, today())
    if kind == "ready":
        views = tuple(view for view in views if view.document is not None)  # some places are nowhere clearly worse
        kept = _with_said(kept, views, source)
    return _shown(kind if views else "empty", kept, views, place=place)


def address_of(kept: KeptBriefing) -> str:
    """The address of a briefing in the language of the request; empty where it is too long for one."""
    word = link_word(kept)
    return in_language(BRIEFING, **{PARAMETER: word}) if len(word) <= LONGEST_LINK else ""


def _asked(words: Mapping[str, str], source: Answers) -> tuple[Kind, KeptBriefing, str]:
    posted: Posted | None = g.get("briefing")
    if isinstance(posted, BriefingError):
        raise posted
    if posted is not None:
        return "own", posted, ""
    if PARAMETER in words:
        return "own", read_link(words[PARAMETER]), ""
    if "topic" in words:
        return "ready", area_briefing(words["topic"], source), ""
    if "place" in words:
        kept, place = place_briefing(words["place"], source)
        return "ready", kept, place.slug
    return "empty", KeptBriefing(), ""


def _with_said(kept: KeptBriefing, views: tuple[ShownView, ...], source: Answers) -> KeptBriefing:
    """A briefing that is made ready, each view with what it says now: whoever keeps it is told when that changes."""
    told = []
    for shown in views:
        document = shown.document
        if document is not None:
            said = said_of(document.title, document.reading)
            data = stamp_of(shown.kept, source, document.data_version)
            told.append(shown.kept.model_copy(update={"data": data, "said": said}))
    return kept.model_copy(update={"views": tuple(told)})


def _shown(
    kind: Kind, kept: KeptBriefing, views: tuple[ShownView, ...], *, problem: str = "", place: str = ""
) -> ShownBriefing:
    link = address_of(kept) if kept.views else ""
    return ShownBriefing(kind, kept, views, link, tuple(BOOKS), problem, place)
