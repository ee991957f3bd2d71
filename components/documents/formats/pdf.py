"""A view as a PDF: one sheet of letter paper, its charts as lines and letters, tagged for screen readers (PDF/UA-1).

A briefing is a book of such sheets, with a cover, the contents, and what bears on all of them at the end.
"""

from __future__ import annotations

import json
from typing import Any

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.documents.formats import media_types
from components.documents.formats.csv import plain_text
from components.documents.formats.page import boundaries, compiled, page, runs_of, set_page, stamp
from components.page.notes import source_words
from components.page.shell import NAME
from data.language import day, gettext, use_language

MIME = media_types.PDF
STANDARD = "ua-1"
"""The standard the file declares; the compiler refuses a page that breaks a rule of it that it can check."""


def pdf_bytes(document: ViewDocument) -> bytes:
    """The view as one page: structure, language, title, alternative texts, and headings as bookmarks."""
    return set_page(document, "letter", format="pdf", pdf_standards=[STANDARD])


def pdf_book(briefing: Briefing) -> bytes:
    """The briefing as pages: a cover, the contents, a sheet for each section, and definitions, notes and sources."""
    with use_language(briefing.language):
        book = json.dumps(_book(briefing), ensure_ascii=False)
    return compiled("book", {"book": book}, format="pdf", pdf_standards=[STANDARD])


def _book(briefing: Briefing) -> dict[str, Any]:
    """Everything the book is set from, as plain data."""
    titles = [section.title for section in briefing.sections]
    return {
        "lang": briefing.language,
        "name": NAME,
        "title": briefing.title,
        "description": "; ".join(titles),
        "path": [],
        "made": [briefing.exported.year, briefing.exported.month, briefing.exported.day],
        "filters": [day(briefing.exported)],
        "stamp": stamp(briefing, "letter"),
        "address": briefing.address,
        "words": {
            "contents": gettext("Contents"),
            "definitions": gettext("Definitions"),
            "notes": gettext("Notes"),
            "sources": gettext("Sources"),
        },
        "sections": [_section(section) for section in briefing.sections],
        "definitions": [
            {"name": found.name, "said": f"{found.definition} ({found.unit})"} for found in briefing.definitions
        ],
        "notes": [runs_of(note) for note in briefing.notes],
        "sources": [
            *({"said": source_words(source), "address": source.address} for source in briefing.sources),
            {"said": boundaries(), "address": ""},
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    heading = "" if section.heading == section.document.title else section.heading
    return {
        "heading": heading,
        "comment": plain_text(section.comment),
        "changes": [runs_of(change) for change in section.changes],
        "view": page(section.document, "letter"),
    }
