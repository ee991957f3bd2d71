"""The workbook inside a chart of a slide: every point with its interval and words, which the chart refers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from components.documents.charts.sheet import (
    ABOVE,
    AT,
    BELOW,
    HIGH,
    LOW,
    VALUE,
    WORDS,
    reach_of,
    sheet_heads,
)
from components.documents.native_chart import ChartSeries, NativeChart
from data.language import gettext

Column = Sequence[float | None]
"""Numbers of a column from a row on; None where a cell is empty."""

_LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Range:
    """Cells of the sheet under each other, and the numbers in them."""

    cells: str
    values: Column


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of a series: its name, where its points stand, their values, and the arms of their whiskers.

    Of dots, `intervals` has the two ends of each point's interval instead, each with its place on the upright axis.
    """

    name: str
    name_cell: str
    across: Range
    up: Range
    below: Range
    above: Range
    intervals: tuple[tuple[Range, Range], ...] = ()


@dataclass
class ChartBook:
    """A workbook with one sheet, which series are written into, one under the other."""

    most: int = 0
    """The points of the longest series: the first one has as many cells, as LibreOffice draws none that is longer."""
    row: int = 0
    _cells: list[tuple[int, int, float | str]] = field(default_factory=list)
    _formulas: list[tuple[int, int, str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheet = gettext("Chart data")

    def series(self, series: ChartSeries, chart: NativeChart, places: Sequence[float]) -> Block:
        """Write a series; `places` says where each point stands across the values."""
        dots = chart.kind == "dots"
        found = [reach_of(point) for point in series.points]
        if dots:
            found = [reach and (at, at) for at, reach in zip(places, found, strict=True)]
        arms = [reach or (None, None) for reach in found]
        first = self._heads(sheet_heads(series.name, levels=dots))
        values = [p.value for p in series.points]
        columns: dict[int, Column] = {
            AT: list(places), VALUE: values, LOW: [p.low for p in series.points],
            HIGH: [p.high for p in series.points], BELOW: [a for a, _ in arms], ABOVE: [b for _, b in arms],
        }  # fmt: skip
        for down, point in enumerate(series.points):
            self._cells += [(first + down, 0, point.name), (first + down, WORDS, point.words)]
        ranges = {column: self._column(first, column, numbers) for column, numbers in columns.items()}
        self.row = first + self._rows(first, series.points) + 1
        across, up = (AT, VALUE) if chart.kind == "lines" else (VALUE, AT)
        name_cell = self._reference(first - 1, first - 1, 0)
        intervals = tuple(
            (
                Range(self._across(first + down, LOW), (point.low, point.high)),
                Range(self._across(first + down, BELOW), (at, at)),
            )
            for down, (point, at) in enumerate(zip(series.points, places, strict=True))
            if dots and point.value is not None and point.low is not None
        )
        return Block(series.name, name_cell, ranges[across], ranges[up], ranges[BELOW], ranges[ABOVE], intervals)

    def bars(self, name: str, block: Block, reaches: Sequence[float]) -> Block:
        """Write both ends of the bars of a series of pooled periods, which follow the cells of its points."""
        first = self._heads((name, gettext("Place on the axis"), gettext("Value")))
        top = int(block.across.cells.split("$")[2].rstrip(":"))
        ends: list[tuple[float | None, float | None]] = []
        found = zip(block.across.values, block.up.values, reaches, strict=False)
        for number, (at, value, reach) in enumerate(found):
            if at is None or value is None:
                continue
            for sign in (-1, 1):
                row = first + len(ends)
                place = f"=${_LETTERS[AT]}${top + number}{sign * reach:+g}"
                self._formulas += [(row, AT, place, at + sign * reach),
                                   (row, VALUE, f"=${_LETTERS[VALUE]}${top + number}", value)]  # fmt: skip
                ends.append((at + sign * reach, value))
            ends.append((None, None))
        across = Range(self._reference(first, first + len(ends) - 1, AT), [x for x, _ in ends])
        up = Range(self._reference(first, first + len(ends) - 1, VALUE), [y for _, y in ends])
        self.row = first + len(ends) + 1
        none = Range("", ())
        return Block(name, self._reference(first - 1, first - 1, 0), across, up, none, none)

    def points(self, name: str, points: Sequence[tuple[str, float, float]]) -> Block:
        """Write points that are no figures, each with its name: of a line through the chart, of words in it."""
        first = self._heads((name, gettext("Place on the axis"), gettext("Value")))
        for down, (said, _, _) in enumerate(points):
            self._cells.append((first + down, 0, said))
        across = self._column(first, AT, [x for _, x, _ in points])
        up = self._column(first, VALUE, [y for _, _, y in points])
        self.row = first + self._rows(first, points) + 1
        none = Range("", ())
        return Block(name, self._reference(first - 1, first - 1, 0), across, up, none, none)

    def content(self) -> bytes:
        """The workbook."""
        written = BytesIO()
        options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
        with xlsxwriter.Workbook(written, options) as workbook:
            sheet: Worksheet = workbook.add_worksheet(self.sheet)
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, WORDS, 16)
            for row, column, value in self._cells:
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write_number(row, column, value)
            for row, column, formula, value in self._formulas:
                sheet.write_formula(row, column, formula, None, value)
        return written.getvalue()

    def _heads(self, heads: Sequence[str]) -> int:
        self._cells += [(self.row, column, head) for column, head in enumerate(heads)]
        return self.row + 1

    def _column(self, first: int, column: int, numbers: Column) -> Range:
        self._cells += [(first + down, column, number) for down, number in enumerate(numbers) if number is not None]
        padded = [*numbers, *[None] * (self._rows(first, numbers) - len(numbers))]
        return Range(self._reference(first, first + max(len(padded), 1) - 1, column), padded)

    def _rows(self, first: int, points: Sequence[object]) -> int:
        return max(len(points), self.most if first == 1 else 0)

    def _across(self, row: int, column: int) -> str:
        """Two cells beside each other."""
        sheet = self.sheet.replace("'", "''")
        return f"'{sheet}'!${_LETTERS[column]}${row + 1}:${_LETTERS[column + 1]}${row + 1}"

    def _reference(self, first: int, last: int, column: int) -> str:
        letter, sheet = _LETTERS[column], self.sheet.replace("'", "''")
        end = "" if first == last else f":${letter}${last + 1}"
        return f"'{sheet}'!${letter}${first + 1}{end}"
