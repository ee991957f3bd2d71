"""A view, or a briefing of several, as an Excel workbook: numbers that are numbers, charts that can be edited.

What is hidden or not there is words, which no formula can add up; codes of places are text. The first sheet says what
the workbook shows; then come the tables, the rows for machines, the figures of the charts, definitions and sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from components.documents.briefing import Briefing, Section
from components.documents.document import Definition, ViewDocument
from components.documents.formats import media_types
from components.documents.formats.csv import plain_text
from components.documents.formats.workbook.book import LINE_HEIGHT, Book, lines_of, new_book
from components.documents.formats.workbook.opening import TITLE, opening
from components.documents.formats.workbook.tables import write_dataset, write_pairs, write_table
from components.formatting.palette import INK_2
from components.page.notes import source_words
from components.page.shell import NAME
from data.catalog.models import Source
from data.language import gettext

MIME = media_types.XLSX


def xlsx_bytes(document: ViewDocument) -> bytes:
    """The view as a workbook, in the reader's language."""
    written = BytesIO()
    said = plain_text(" ".join(document.reading))
    keywords = ", ".join(document.path)
    with new_book(written, document.title, document.subtitle, said, keywords, document.exported) as book:
        _view(book, document, "", gettext("This view"), ())
        notes = [*document.notes, *document.source_notes]
        _ending(book, document.definitions, notes, document.sources)
    return written.getvalue()


def xlsx_book(briefing: Briefing) -> bytes:
    """A briefing as one workbook: its contents, the sheets of each section under its number, and what all share."""
    written = BytesIO()
    titles = "; ".join(section.title for section in briefing.sections)
    with new_book(written, briefing.title, NAME, titles, "", briefing.exported) as book:
        contents = book.sheet(gettext("Contents"))
        first = [
            _view(book, section.document, f"{number} ", section.title, _own(section))
            for number, section in enumerate(briefing.sections, 1)
        ]
        _ending(book, briefing.definitions, briefing.notes, briefing.sources)
        _contents(book, contents, briefing, first)
    return written.getvalue()


def _view(book: Book, document: ViewDocument, number: str, name: str, own: Iterable[str]) -> str:
    """The sheets of a view, their names with a number before them in a briefing; the name of the first of them."""
    sheet = book.sheet(number + name)
    for table in document.tables:
        write_table(book, book.sheet(number + table.caption), table)
    write_dataset(book, book.sheet(number + gettext("Data")), document.dataset)
    opening(book, sheet, document, own, lambda name: book.sheet(number + name))
    return str(sheet.get_name())


def _own(section: Section) -> Iterator[str]:
    """What the person who made a briefing says of a view, and what has changed in it since."""
    if section.comment:
        yield section.comment
    yield from (plain_text(change) for change in section.changes)


def _ending(book: Book, definitions: Iterable[Definition], notes: Iterable[str], sources: Iterable[Source]) -> None:
    """The sheets that stand once in a workbook."""
    defined = [(found.name, f"{found.definition} ({found.unit})") for found in definitions]
    write_pairs(book, book.sheet(gettext("Definitions")), defined)
    write_pairs(book, book.sheet(gettext("Notes")), [(gettext("Note"), plain_text(note)) for note in notes])
    write_pairs(book, book.sheet(gettext("Sources")), _sources(list(sources)))


def _sources(sources: list[Source]) -> Iterator[tuple[str, str]]:
    for source in sources:
        yield source.short, source_words(source)
        yield "", str(source.address)
    for licence in dict.fromkeys(source.licence for source in sources):
        yield gettext("License"), licence


def _contents(book: Book, sheet: Worksheet, briefing: Briefing, first: list[str]) -> None:
    """The first sheet of a briefing: its title, a link to the sheet of each section, and where it is from."""
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 110)
    sheet.merge_range(0, 0, 0, 1, "", book.title)
    sheet.write_string(0, 0, briefing.title, book.title)
    sheet.set_row(0, 28 * lines_of(briefing.title, TITLE))
    sheet.write_string(1, 0, NAME, book.style(font_color=INK_2))
    row = 3
    for number, (section, name) in enumerate(zip(briefing.sections, first, strict=True), 1):
        sheet.write_number(row, 0, number, book.style(font_color=INK_2, align="left", valign="top"))
        sheet.write_url(row, 1, f"internal:'{name}'!A1", book.link, section.title)
        row += 1
        for text in (section.document.subtitle, *_own(section)):
            sheet.write_string(row, 1, text, book.quiet)
            sheet.set_row(row, LINE_HEIGHT * lines_of(text, 110))
            row += 1
        row += 1
    for name, text in (
        (gettext("Data version"), briefing.data_version),
        (gettext("Data built"), briefing.built),
        (gettext("Exported"), briefing.exported.isoformat()),
    ):
        sheet.write_string(row, 1, gettext("{name}: {value}", name=name, value=text), book.quiet)
        row += 1
    book.address(sheet, row, 1, briefing.address)
