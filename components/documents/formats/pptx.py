"""A view, or a briefing, as slides: charts and tables that can be edited, and what a speaker says in the notes."""

from __future__ import annotations

from datetime import UTC, datetime

from components.documents.briefing import Briefing
from components.documents.document import ViewDocument
from components.documents.formats import media_types
from components.documents.formats.csv import plain_text
from components.documents.formats.slides.book import write_book
from components.documents.formats.slides.deck import Deck
from components.documents.formats.slides.view_slides import write_view
from components.page.shell import NAME
from data.language import use_language
from data.settings import Settings

MIME = media_types.PPTX

LONGEST = 255
"""Letters of what the file says of itself that office programs take."""


def pptx_bytes(document: ViewDocument) -> bytes:
    """The view as slides, at most five, in the reader's language."""
    with use_language(document.language):
        deck = _deck(document.language)
        write_view(deck, document)
        words = plain_text(" ".join(document.reading))
        return _finished(deck, document, document.title, document.subtitle, words)


def pptx_book(briefing: Briefing) -> bytes:
    """The briefing as one deck."""
    with use_language(briefing.language):
        deck = _deck(briefing.language)
        write_book(deck, briefing)
        return _finished(deck, briefing, briefing.title, NAME, "; ".join(part.title for part in briefing.sections))


def _deck(language: str) -> Deck:
    return Deck(Settings.from_environment().slides, language)


def _finished(deck: Deck, of: ViewDocument | Briefing, title: str, subject: str, words: str) -> bytes:
    said = deck.file.core_properties
    said.title, said.subject, said.comments = map(_short, (title, subject, words))
    said.author = NAME
    said.language, said.identifier = deck.lang, of.address[:LONGEST]
    said.keywords, said.last_modified_by = of.data_version, NAME
    said.created = said.modified = datetime.combine(of.exported, datetime.min.time(), UTC).replace(tzinfo=None)
    return deck.content()


def _short(text: str) -> str:
    """As much of a text as a property of a file takes."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rpartition(' ')[0]}…"
