"""A view as an Excel workbook: its tables with numbers that are numbers, charts that can be edited, notes and sources.

What is hidden or not there is words, which no formula can add up; codes of places are text. The first sheet says what
the workbook shows; then come the tables, the rows for machines, the figures of the charts, definitions and sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from components.documents.dataset import Dataset
from components.documents.document import ViewDocument
from components.documents.formats.csv import about, plain_text
from components.documents.formats.xlsx_charts import place_charts
from components.figures.tables import Cell, Column, Table
from components.formatting.palette import ACCENT, INK, INK_2, LINE, WASH
from components.page.notes import source_words
from components.page.shell import NAME
from data.language import gettext

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "Inter"
LONGEST_NAME = 31
"""Letters of a sheet's name that Excel takes."""
_ELSEWHERE = frozenset(
    ("title", "subtitle", "note", "source note", "source", "source address", "licence", "boundaries", "address")
)
_WIDEST, _NARROWEST = 44, 9
"""Widths of columns, in letters."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def xlsx_bytes(document: ViewDocument) -> bytes:
    """The view as a workbook, in the reader's language."""
    written = BytesIO()
    # Text is text, whatever it begins with; no value is calculated here, so that nothing waits to be.
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        _Book(workbook).write(document)
    return written.getvalue()


@dataclass
class _Book:
    """A workbook while it is written, with its styles and the names of its sheets."""

    workbook: Workbook
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.workbook.formats[0].set_font_name(FONT)
        self.workbook.formats[0].set_font_size(11)
        self.title = self._style(bold=True, font_size=18, font_color=INK)
        self.section = self._style(bold=True, font_size=12, font_color=ACCENT)
        self.quiet = self._style(font_color=INK_2, text_wrap=True, valign="top")
        self.body = self._style(text_wrap=True, valign="top")
        self.link = self._style(font_color=ACCENT, underline=1)

    def _style(self, **options: Any) -> Format:
        return self.workbook.add_format({"font_name": FONT, "font_size": 11, **options})

    def head(self, *, right: bool) -> Format:
        """The style of a column's head."""
        align = "right" if right else "left"
        return self._style(bold=True, font_color=INK_2, bg_color=WASH, bottom=1, bottom_color=INK_2, align=align,
                           valign="vcenter", text_wrap=True)  # fmt: skip

    def cell(self, *, chosen: bool, right: bool = False, number: str = "") -> Format:
        """The style of a cell: numbers with their decimals, the chosen place on a ground."""
        options: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "align": "right" if right else "left"}
        if number:
            options["num_format"] = number
        if chosen:
            options |= {"bold": True, "bg_color": "#e6eff7"}
        return self._style(**options)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet; where a name is taken or too long, it is shortened and numbered."""
        plain = _NOT_IN_NAMES.sub(" ", name).strip() or "1"
        found, number = plain[:LONGEST_NAME].strip(), 1
        while found.casefold() in self.names:
            number += 1
            end = f" {number}"
            found = plain[: LONGEST_NAME - len(end)].strip() + end
        self.names.add(found.casefold())
        sheet: Worksheet = self.workbook.add_worksheet(found)
        sheet.hide_gridlines(2)
        return sheet

    def write(self, document: ViewDocument) -> None:
        """All sheets, and what the file says of itself."""
        self.workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": NAME,
                "comments": plain_text(" ".join(document.reading)),
                "keywords": ", ".join(document.path),
                "created": datetime.combine(document.exported, datetime.min.time(), UTC).replace(tzinfo=None),
            }
        )
        first = self.sheet(gettext("This view"))
        for table in document.tables:
            self._table(table)
        self._rows(document.dataset)
        below = self._first(first, document)
        place_charts(self.workbook, first, below, document, self.sheet)
        self._pairs(
            gettext("Definitions"),
            [(found.name, f"{found.definition} ({found.unit})") for found in document.definitions],
        )
        notes = (gettext("Note"), [*document.notes, *document.source_notes])
        self._pairs(gettext("Notes"), [(notes[0], plain_text(note)) for note in notes[1]])
        self._pairs(gettext("Sources"), _sources(document))

    def _first(self, sheet: Worksheet, document: ViewDocument) -> int:
        """What the workbook shows, in words; the row under them."""
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, document.title, self.title)
        sheet.set_row(0, 30)
        sheet.write_string(1, 0, document.subtitle, self._style(font_color=INK_2))
        row = 3
        # The title and subtitle stand above; licences and sources have a sheet of their own.
        kept = [(item, text) for item, text in about(document) if item not in _ELSEWHERE]
        for item, text in kept:
            sheet.write_string(row, 0, _item_words(item), self.section)
            sheet.write_string(row, 1, text, self.body)
            row += 1
        sheet.write_string(row, 0, gettext("Address"), self.section)
        sheet.write_url(row, 1, document.address, self.link, document.address) if len(document.address) <= 2000 else (
            sheet.write_string(row, 1, document.address, self.body)
        )
        return row + 2

    def _table(self, table: Table) -> None:
        """A table as the page shows it: intervals as their two ends, its head frozen and filtered."""
        sheet = self.sheet(table.caption)
        columns = _columns(table)
        for at, (column, head, _) in enumerate(columns):
            sheet.write_string(0, at, head, self.head(right=column.kind in ("number", "interval")))
        styles: dict[tuple[bool, bool, str], Format] = {}
        for down, row in enumerate(table.rows, 1):
            for at, (column, _, part) in enumerate(columns):
                value = _value(row.cells[column.id], column, part)
                number = isinstance(value, float)
                key = (row.chosen, column.kind in ("number", "interval"), _number_format(column) if number else "")
                if key not in styles:
                    styles[key] = self.cell(chosen=key[0], right=key[1], number=key[2])
                if isinstance(value, float):
                    sheet.write_number(down, at, value, styles[key])
                else:
                    sheet.write_string(down, at, value, styles[key])
        for at, (column, head, part) in enumerate(columns):
            shown = [str(_value(row.cells[column.id], column, part)) for row in table.rows]
            sheet.set_column(at, at, _width([*shown, *head.split()]))
        self._headed(sheet, len(table.rows), len(columns), table.caption)

    def _rows(self, dataset: Dataset) -> None:
        """The rows for machines, as the CSV has them."""
        sheet = self.sheet(gettext("Data"))
        for at, column in enumerate(dataset.fields):
            sheet.write_string(0, at, column.name, self.head(right=column.kind != "text"))
            sheet.write_comment(0, at, column.meaning)
        plain = self._style()
        for down, row in enumerate(dataset.rows, 1):
            for at, column in enumerate(dataset.fields):
                value = row.get(column.name)
                if isinstance(value, str):
                    sheet.write_string(down, at, value, plain)
                elif value is not None:
                    sheet.write_number(down, at, value, plain)
        sheet.set_column(0, len(dataset.fields) - 1, 14)
        self._headed(sheet, len(dataset.rows), len(dataset.fields), gettext("Data"))

    def _pairs(self, name: str, pairs: Iterable[tuple[str, str]]) -> None:
        """A sheet of what is said: one name and one text in a row."""
        sheet = self.sheet(name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        for row, (item, text) in enumerate(pairs):
            sheet.write_string(row, 0, item, self.quiet)
            sheet.write_string(row, 1, text, self.body)

    @staticmethod
    def _headed(sheet: Worksheet, rows: int, columns: int, caption: str) -> None:
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.set_paper(1)
        sheet.set_header(f"&L{caption.replace('&', '&&')[:200]}")


def _columns(table: Table) -> list[tuple[Column, str, int]]:
    """The columns of a sheet: each with its head; an interval is two, its lower and its upper end (parts 0 and 1)."""
    columns = []
    for column in table.columns:
        if column.kind == "interval":
            columns.append((column, gettext("{interval}, from", interval=column.head), 0))
            columns.append((column, gettext("{interval}, to", interval=column.head), 1))
        else:
            columns.append((column, column.head, 0))
    return columns


def _value(cell: Cell, column: Column, part: int) -> float | str:
    """What a cell of the workbook holds: the number as it is stored, or words where there is none."""
    if column.kind == "interval":
        return cell.value[part] if isinstance(cell.value, tuple) else cell.words
    if column.kind == "number" and isinstance(cell.value, float):
        return cell.value
    return cell.words


def _number_format(column: Column) -> str:
    return "#,##0" + (f".{'0' * column.decimals}" if column.decimals else "")


def _width(words: Sequence[str]) -> int:
    return max(_NARROWEST, min(_WIDEST, max((len(word) for word in words), default=0) + 3))


def _sources(document: ViewDocument) -> Iterable[tuple[str, str]]:
    for source in document.sources:
        yield source.short, source_words(source)
        yield "", source.address
    for licence in document.licences:
        yield gettext("License"), licence


def _item_words(item: str) -> str:
    """The names of what is said of a file, for a reader."""
    return {
        "reading": gettext("In words"),
        "filter": gettext("Chosen"),
        "notice": gettext("Notice"),
        "under the figure": gettext("Under the figure"),
        "beside the figures": gettext("Beside the figures"),
        "data version": gettext("Data version"),
        "data built": gettext("Data built"),
        "exported": gettext("Exported"),
    }[item]
