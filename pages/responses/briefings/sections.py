"""The views of a kept briefing as they are today: documents, what has changed since, and the briefing formats write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from components.documents.briefing import Briefing, Section
from components.documents.document import NothingToExportError, ViewDocument
from components.page.paths import GAPS, MATERNITY_ACCESS, REGIONS, WORST
from components.views.briefing.shown import Figures, ShownView
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.analysis.profiles.addresses import profile_path
from data.dates import day_of
from data.language import gettext, language, language_of
from data.query.answers import Answers
from data.query.briefings.kept import KeptBriefing, KeptView, said_of
from data.query.link_stamp import compare_stamp, make_stamp
from data.query.selection import EXPLORE, Answer
from data.query.url import parse_query
from data.query.url_parameters import in_language
from data.vocabulary import slugify
from pages.responses.exports.documents import document_of

_PATHS = {"explore": EXPLORE, "gaps": GAPS, "region": REGIONS, "maternity-access": MATERNITY_ACCESS, "worst": WORST}


def shown_views(kept: KeptBriefing, source: Answers, origin: str, day: date) -> tuple[ShownView, ...]:
    """The views in the language of the request, in their order. Raises DatabaseUnavailableError."""
    return tuple(_shown(view, source, origin, day) for view in kept.views)


def briefing_of(kept: KeptBriefing, views: tuple[ShownView, ...], source: Answers, link: str, day: date) -> Briefing:
    """The briefing as formats write it; views that cannot be shown are left out. `link` is its address."""
    catalog = source.catalog
    title = kept.title or gettext("Briefing")
    sections = [
        Section(shown.document, shown.kept.heading, shown.kept.comment, shown.changes)
        for shown in views
        if shown.document is not None
    ]
    return Briefing(
        title=title,
        sections=tuple(sections),
        data_version=catalog.version,
        built=day_of(catalog.built).isoformat(),
        exported=day,
        address=link,
        file_stem=file_stem(kept, day),
        language=language(),
    )


def file_stem(kept: KeptBriefing, day: date) -> str:
    """The name of a briefing's file without its ending: `briefing_overdose_2026-11-30`."""
    return "_".join(part for part in ("briefing", slugify(kept.title)[:80], day.isoformat()) if part)


def _shown(view: KeptView, source: Answers, origin: str, day: date) -> ShownView:
    words = _spoken(view.words, language())
    try:
        document = document_of(view.page, words, source, origin, day)
    except NothingToExportError as error:
        return ShownView(view, None, _address(view), str(error))
    if view.version in ("", document.data_version):
        return ShownView(view, document, _address(view))
    figures = _figures(view, words, source)
    changes = _changes(view, document, source, origin, day) if view.said else ()
    if not changes and figures == "changed":
        changes = (gettext("It says the same as then, but other figures in it are not the same."),)
    return ShownView(view, document, _address(view), "", changes, figures)


def stamp_of(view: KeptView, source: Answers, version: str) -> str:
    """What a view is kept with: the stamp of its figures where it has one answer, or the version of the data."""
    answer = _answer(view, view.words, source)
    return version if answer is None else make_stamp(answer)


def _figures(view: KeptView, words: Mapping[str, str], source: Answers) -> Figures:
    """Whether the figures of a view are those it was added with, where another version of the data was."""
    answer = _answer(view, words, source) if "." in view.data else None
    finding = "unknown" if answer is None else compare_stamp(view.data, answer)
    return finding if finding in ("same", "changed") else "unknown"


def _answer(view: KeptView, words: Mapping[str, str], source: Answers) -> Answer | None:
    if view.page == "explore":
        return source.to(parse_query(dict(words), source.catalog)[0])
    return gap_view(words, source, side_name).answer if view.page == "gaps" else None


def _changes(view: KeptView, document: ViewDocument, source: Answers, origin: str, day: date) -> tuple[str, ...]:
    """What the view said when it was added and says now, in the language it was added in; empty if that is the same."""
    added_in = language_of(view.words.get("lang", ""))
    if added_in != document.language:
        try:
            document = document_of(view.page, _spoken(view.words, added_in), source, origin, day)
        except NothingToExportError:
            return ()
    now = said_of(document.title, document.reading)
    if now == view.said:
        return ()
    return (
        gettext("When this view was added, it said: “{words}”", words=view.said),
        gettext("Now it says: “{words}”", words=now),
    )


def _spoken(words: Mapping[str, str], code: str) -> dict[str, str]:
    said = {key: word for key, word in words.items() if key != "lang"}
    return said if code == "en" else {**said, "lang": code}


def _address(view: KeptView) -> str:
    """The address of the page of a view, in the language of the request."""
    words = {key: word for key, word in view.words.items() if key != "lang"}
    if view.page == "place":
        slug = words.pop("place", "")
        return profile_path(slug, **words)
    return in_language(_PATHS[view.page], **words)
