"""Briefings as files: what the workshop does, with answers of its own, so that no reader of a page waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components.page.paths import BRIEFING
from data.language import gettext
from data.query.answers import Answers
from data.query.briefings.codec import BriefingError, file_bytes
from data.query.briefings.kept import KeptBriefing
from pages.responses.briefings.asked import address_of
from pages.responses.briefings.ready_made import area_briefing, place_briefing
from pages.responses.briefings.sections import briefing_of, file_stem, shown_views
from pages.responses.exports.formats import BOOKS

FILE = "json"
"""The ending of the list itself, as it is kept and opened again."""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A ready-made briefing that is asked for: `about` a "topic" or a "place", by its word in an address."""

    about: str
    word: str


def book(source: Answers, kind: str, wanted: KeptBriefing | ReadyMade, origin: str, day: date) -> tuple[bytes, str]:
    """The briefing in a format, in the language that is spoken, and its file's name without the ending.

    `origin` is the site's. Raises BriefingError where nothing of it can be shown, DatabaseUnavailableError.
    """
    kept = wanted if isinstance(wanted, KeptBriefing) else _ready_made(wanted, source)
    if kind == FILE:
        return file_bytes(kept), file_stem(kept, day)
    address = f"{origin.rstrip('/')}{address_of(kept) or BRIEFING}"
    briefing = briefing_of(kept, shown_views(kept, source, origin, day), source, address, day)
    if not briefing.sections:
        raise BriefingError(gettext("No view of this briefing can be shown."))
    return BOOKS[kind][1](briefing), briefing.file_stem


def _ready_made(wanted: ReadyMade, source: Answers) -> KeptBriefing:
    if wanted.about == "topic":
        return area_briefing(wanted.word, source)
    return place_briefing(wanted.word, source)[0]
