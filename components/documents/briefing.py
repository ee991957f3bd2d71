"""Briefing: views in an order of somebody's own, with headings and comments of their own, as formats write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components.documents.document import Definition, ViewDocument
from data.catalog.models import Source


@dataclass(frozen=True)
class Section:
    """A view of a briefing under the person's own heading (the view's title where there is none) and comment.

    `changes` are sentences that say what the view said when it was added and says now, where the data has changed.
    """

    document: ViewDocument
    heading: str = ""
    comment: str = ""
    changes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the section is called in the contents."""
        return self.heading or self.document.title


@dataclass(frozen=True)
class Briefing:
    """A briefing, whole: every format writes a cover, the contents, each section, and an appendix of what is in it."""

    title: str
    sections: tuple[Section, ...]
    data_version: str
    built: str
    exported: date
    address: str
    file_stem: str
    language: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all sections, each once."""
        return tuple({source.id: source for part in self.sections for source in part.document.sources}.values())

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What the measures of all sections are, each once."""
        return tuple(dict.fromkeys(found for part in self.sections for found in part.document.definitions))

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all sections, each once: those on method, then those on sources."""
        documents = [section.document for section in self.sections]
        methods = [note for document in documents for note in document.notes]
        return tuple(dict.fromkeys([*methods, *(note for document in documents for note in document.source_notes)]))
