"""The first sheet of a view: what it shows in words, its charts, what was chosen, and what the file is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xlsxwriter.worksheet import Worksheet

from components.documents.document import ViewDocument
from components.documents.formats.csv import plain_text
from components.documents.formats.workbook.book import LINE_HEIGHT, Book, lines_of
from components.documents.formats.workbook.charts import place_charts
from data.language import gettext

FIRST, SECOND = 26, 104
"""Widths of the two columns, in letters."""
TITLE = 76
"""Letters of a title, which are larger, in a line over both."""


def opening(
    book: Book, sheet: Worksheet, document: ViewDocument, own: Iterable[str], new_sheet: Callable[[str], Worksheet]
) -> None:
    """Write the sheet; the figures of its charts go into a new one.

    `own` is what a person who put the view into a briefing says of it.
    """
    sheet.set_column(0, 0, FIRST)
    sheet.set_column(1, 1, SECOND)
    page = _Page(book, sheet)
    sheet.merge_range(0, 0, 0, 1, "", book.title)
    sheet.write_string(0, 0, document.title, book.title)
    sheet.set_row(0, 28 * lines_of(document.title, TITLE))
    sheet.merge_range(1, 0, 1, 1, "", book.quiet)
    sheet.write_string(1, 0, document.subtitle, book.quiet)
    sheet.set_row(1, LINE_HEIGHT * lines_of(document.subtitle, FIRST + SECOND))
    page.row = 3
    page.sentences([*own, plain_text(" ".join(document.reading)), *document.notices])
    page.row = place_charts(book.workbook, sheet, page.row + 1, document, new_sheet)
    page.heading(gettext("Chosen"))
    page.pairs((chosen.name, chosen.value) for chosen in document.filters)
    below = [plain_text(said) for figure in document.figures for said in figure.below]
    if below:
        page.heading(gettext("Under the figure"))
        page.sentences(below)
    if document.passages:
        page.heading(gettext("Beside the figures"))
        page.pairs((passage.title, plain_text(said)) for passage in document.passages for said in passage.said)
    page.heading(gettext("This file"))
    page.pairs(
        [
            (gettext("Data version"), document.data_version),
            (gettext("Data built"), document.built),
            (gettext("Exported"), document.exported.isoformat()),
        ]
    )
    sheet.write_string(page.row, 0, gettext("Address"), book.quiet)
    sheet.set_row(page.row, LINE_HEIGHT * lines_of(document.address, SECOND))
    book.address(sheet, page.row, 1, document.address)


class _Page:
    """A sheet of two columns that is written from above to below."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book, self._sheet, self.row = book, sheet, 0

    def heading(self, words: str) -> None:
        """A heading over both columns."""
        self.row += 1
        self._sheet.write_string(self.row, 0, words, self._book.section)
        self._sheet.write_blank(self.row, 1, None, self._book.section)
        self._sheet.set_row(self.row, 22)
        self.row += 1

    def sentences(self, said: Iterable[str]) -> None:
        """Sentences over both columns."""
        for text in said:
            if not text:
                continue
            self._sheet.merge_range(self.row, 0, self.row, 1, "", self._book.body)
            self._sheet.write_string(self.row, 0, text, self._book.body)
            self._sheet.set_row(self.row, LINE_HEIGHT * lines_of(text, FIRST + SECOND))
            self.row += 1

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """A name and a text in each row; a name that is the same as above is not said again."""
        before = ""
        for name, text in pairs:
            self._sheet.write_string(self.row, 0, "" if name == before else name, self._book.quiet)
            self._sheet.write_string(self.row, 1, text, self._book.body)
            self._sheet.set_row(self.row, LINE_HEIGHT * max(lines_of(text, SECOND), lines_of(name, FIRST)))
            self.row += 1
            before = name
