"""Sheets of tables: as the page shows them, and the rows for machines. Numbers are numbers, what is hidden is words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from components.documents.dataset import Dataset
from components.documents.formats.workbook.book import LINE_HEIGHT, Book, lines_of
from components.figures.tables import Cell, Column, Table
from data.language import gettext

_WIDEST, _NARROWEST, _WIDEST_DATA = 64, 10, 28
"""Widths of columns, in letters."""
_NAME, _TEXT = 32, 110


def write_table(book: Book, sheet: Worksheet, table: Table) -> None:
    """A table as the page shows it: intervals as their two ends, its head frozen and filtered."""
    columns = _columns(table)
    widths = []
    for at, (column, head, part) in enumerate(columns):
        right = column.kind in ("number", "interval")
        sheet.write_string(0, at, head, book.head(right=right))
        shown = [str(_value(row.cells[column.id], column, part)) for row in table.rows if column.id in row.cells]
        # What is hidden is said in full beside it; a column of numbers is as wide as its numbers.
        widths.append(_width([*([] if right else shown), *head.split()], _WIDEST))
        for down, row in enumerate(table.rows, 1):
            if column.id not in row.cells:
                continue
            value = _value(row.cells[column.id], column, part)
            if isinstance(value, float):
                style = book.cell(chosen=row.chosen, right=right, number=_number_format(row.cells[column.id], column))
                sheet.write_number(down, at, value, style)
            else:
                sheet.write_string(down, at, value, book.cell(chosen=row.chosen, right=right))
        sheet.set_column(at, at, widths[-1])
    heads = [lines_of(head, width) for (_, head, _), width in zip(columns, widths, strict=True)]
    _headed(sheet, len(table.rows), len(columns), table.caption, max(heads, default=1))


def write_dataset(book: Book, sheet: Worksheet, dataset: Dataset) -> None:
    """The rows for machines, as the CSV has them; each head says in a comment what its column holds."""
    plain = book.style()
    for at, column in enumerate(dataset.fields):
        sheet.write_string(0, at, column.name, book.head(right=column.kind != "text"))
        sheet.write_comment(0, at, column.meaning)
        values = [row.get(column.name) for row in dataset.rows]
        for down, value in enumerate(values, 1):
            if isinstance(value, str):
                sheet.write_string(down, at, value, plain)
            elif value is not None:
                sheet.write_number(down, at, value, plain)
        shown = [value if isinstance(value, str) else f"{value:.6g}" for value in values if value is not None]
        sheet.set_column(at, at, _width([*shown, column.name], _WIDEST_DATA))
    _headed(sheet, len(dataset.rows), len(dataset.fields), gettext("Data"), 1)


def write_pairs(book: Book, sheet: Worksheet, pairs: Iterable[tuple[str, str]]) -> None:
    """What is said, one name and one text in a row."""
    sheet.set_column(0, 0, _NAME)
    sheet.set_column(1, 1, _TEXT)
    sheet.set_landscape()
    for row, (item, text) in enumerate(pairs):
        sheet.write_string(row, 0, item, book.quiet)
        if text.startswith("https://"):
            book.address(sheet, row, 1, text)
        else:
            sheet.write_string(row, 1, text, book.body)
        sheet.set_row(row, LINE_HEIGHT * max(lines_of(text, _TEXT), lines_of(item, _NAME)) + 2)


def _headed(sheet: Worksheet, rows: int, columns: int, caption: str, lines: int) -> None:
    sheet.set_row(0, LINE_HEIGHT * lines + 6)
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
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


def _number_format(cell: Cell, column: Column) -> str:
    """The decimals of a column, or of the cell in one whose numbers are of several kinds."""
    decimals = column.decimals if cell.decimals is None else cell.decimals
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _width(words: Sequence[str], widest: int) -> int:
    return max(_NARROWEST, min(widest, max((len(word) for word in words), default=0) + 4))
