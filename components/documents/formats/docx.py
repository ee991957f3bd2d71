"""A view, or a briefing of several, as a text document (DOCX): headings, captions, tables and pictures that say it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.shared import Pt

from components.documents.briefing import Briefing, Section
from components.documents.document import Definition, ViewDocument
from components.documents.formats import media_types
from components.documents.formats.csv import plain_text
from components.documents.formats.word.blocks import Writer
from components.documents.formats.word.figures import add_figure
from components.documents.formats.word.styles import COMMENT, COVER, LANGUAGES, NOTE
from components.documents.formats.word.tables import add_table
from components.page.notes import BOUNDARIES, source_words
from components.page.paths import BRIEFING, METHODS
from components.page.shell import NAME, PUBLISHER
from data.catalog.models import Source
from data.language import day, gettext, use_language
from data.query.url_parameters import in_language

MIME = media_types.DOCX
ROWS, ROWS_OF_SECTION = 40, 15
"""Rows of a table in the document of a view, and in that of a briefing, at most."""
TABLES_OF_SECTION = 1
"""Tables of a view with figures that a briefing has: its figures say the rest."""


def docx_bytes(document: ViewDocument) -> bytes:
    """The view as a document."""
    with use_language(document.language):
        writer = Writer(document.language)
        _describe(
            writer, document.title, document.subtitle, document.path, document.exported.isoformat(), document.language,
            plain_text(" ".join(document.reading)),
        )  # fmt: skip
        stamp = _stamp(document.data_version, document.built, day(document.exported))
        writer.page_lines(" › ".join(document.path), stamp)
        writer.heading(document.title, 1)
        _view(writer, document, 2, ROWS, len(document.tables))
        _definitions(writer, document.definitions, 2)
        _listed(writer, gettext("Notes"), (*document.notes, *document.source_notes), 2)
        _sources(writer, document.sources, 2)
        writer.heading(gettext("This view"), 2)
        writer.paragraph(_filters(document), NOTE)
        writer.paragraph(stamp, NOTE)
        writer.link(document.address, document.address)
        return writer.saved()


def docx_book(briefing: Briefing) -> bytes:
    """The briefing as a document: a cover, the contents, each view from a new page on, and the appendix."""
    with use_language(briefing.language):
        writer = Writer(briefing.language)
        _describe(
            writer, briefing.title, gettext("Briefing"), (gettext("Briefing"),), briefing.exported.isoformat(),
            briefing.language, "; ".join(section.title for section in briefing.sections),
        )  # fmt: skip
        writer.page_lines(briefing.title, _stamp(briefing.data_version, briefing.built, day(briefing.exported)))
        _cover(writer, briefing)
        named = [(section.title, f"view_{n}") for n, section in enumerate(briefing.sections, 1)]
        appendix = (gettext("Appendix"), "appendix")
        writer.heading(gettext("Contents"), 1, on_new_page=True).paragraph_format.space_after = Pt(12)
        writer.contents([*named, appendix])
        for section, (title, bookmark) in zip(briefing.sections, named, strict=True):
            writer.heading(title, 1, on_new_page=True, bookmark=bookmark)
            _section(writer, section)
        writer.heading(appendix[0], 1, on_new_page=True, bookmark=appendix[1])
        _definitions(writer, briefing.definitions, 2)
        _listed(writer, gettext("Notes"), briefing.notes, 2)
        _sources(writer, briefing.sources, 2)
        writer.heading(gettext("How every number is made"), 2)
        methods = briefing.address.partition(BRIEFING)[0] + in_language(METHODS)
        writer.link(methods, methods)
        return writer.saved()


def _describe(
    writer: Writer, title: str, subject: str, keywords: tuple[str, ...], made: str, code: str, comments: str
) -> None:
    """What the file says of itself."""
    told: Any = writer.document.core_properties
    told.title, told.subject, told.author = title[:255], subject[:255], PUBLISHER
    told.keywords, told.language, told.comments = ", ".join(keywords)[:255], LANGUAGES.get(code, code), comments[:255]
    told.created = told.modified = datetime.fromisoformat(made).replace(tzinfo=UTC)
    told.last_modified_by, told.category = NAME, ""


def _cover(writer: Writer, briefing: Briefing) -> None:
    writer.paragraph("", NOTE).paragraph_format.space_after = Pt(120)
    writer.paragraph(f"{PUBLISHER}\n{NAME}", COVER)
    writer.heading(briefing.title, 0)
    writer.paragraph(f"{gettext('Briefing')}, {day(briefing.exported)}", COVER)
    below = writer.paragraph(_stamp(briefing.data_version, briefing.built, day(briefing.exported)), NOTE)
    below.paragraph_format.space_before = Pt(28)
    writer.link(gettext("This briefing on the site, with the newest data"), briefing.address)


def _section(writer: Writer, section: Section) -> None:
    """What a view of a briefing says under its title: the person's comment, what has changed, then the view."""
    document = section.document
    if section.heading:
        writer.heading(document.title, 2).paragraph_format.space_before = 0
    if section.comment:
        writer.paragraph(section.comment.replace("**", ""), COMMENT)
    if section.changes:
        writer.notices(section.changes, gettext("The data has changed since this view was added."))
    tables = TABLES_OF_SECTION if document.figures else len(document.tables)
    _view(writer, document, 2, ROWS_OF_SECTION, tables)
    writer.paragraph(_filters(document), NOTE).paragraph_format.space_before = Pt(12)
    writer.link(gettext("This view on the site"), document.address)


def _view(writer: Writer, document: ViewDocument, level: int, rows: int, tables: int) -> None:
    """Subtitle, reading, notices, figures, tables and passages of a view."""
    writer.paragraph(document.subtitle, "Subtitle")
    writer.notices(document.notices)
    if document.reading:
        writer.paragraph(" ".join(document.reading))
    drawn = [add_figure(writer, each, document.subtitle, needed=not document.tables) for each in document.figures]
    for table in document.tables[:tables] if all(drawn) else document.tables:
        add_table(writer, table, rows)
    for passage in document.passages:
        _listed(writer, passage.title, passage.said, level, style="Normal")


def _definitions(writer: Writer, definitions: tuple[Definition, ...], level: int) -> None:
    told = tuple(f"**{found.name}.** {found.definition} {found.unit}" for found in definitions)
    _listed(writer, gettext("Definitions"), told, level)


def _sources(writer: Writer, sources: tuple[Source, ...], level: int) -> None:
    boundaries = gettext("Boundaries: {boundaries}, simplified.", boundaries=BOUNDARIES)
    _listed(writer, gettext("Sources"), (*(source_words(source) for source in sources), boundaries), level)


def _listed(writer: Writer, title: str, said: tuple[str, ...], level: int, style: str = NOTE) -> None:
    """A heading and its sentences, each a paragraph; nothing where there is nothing to say."""
    if said:
        writer.heading(title, level)
        for sentence in said:
            writer.paragraph(sentence, style)


def _filters(document: ViewDocument) -> str:
    return " · ".join(gettext("{name}: {value}", name=f.name, value=f.value) for f in document.filters)


def _stamp(version: str, built: str, made: str) -> str:
    words = {"version": version, "built": built, "day": made}
    return gettext("Data version {version}, built {built}. Document made {day}.", **words)
