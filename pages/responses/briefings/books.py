"""Briefings as files: what the workshop does, with answers of its own, so that no reader of a page waits for it."""

from __future__ import annotations

from datetime import date

from data.language import gettext
from data.query.answers import Answers
from data.query.briefings.codec import BriefingError
from data.query.briefings.kept import KeptBriefing
from pages.responses.briefings.sections import briefing_of, shown_views
from pages.responses.exports.formats import BOOKS


def book(source: Answers, kind: str, kept: KeptBriefing, address: str, origin: str, day: date) -> bytes:
    """The briefing in a format, in the language that is spoken. `address` is its own, `origin` the site's.

    Raises BriefingError where nothing of it can be shown, DatabaseUnavailableError.
    """
    briefing = briefing_of(kept, shown_views(kept, source, origin, day), source, address, day)
    if not briefing.sections:
        raise BriefingError(gettext("No view of this briefing can be shown."))
    return BOOKS[kind][1](briefing)
