"""Charts of a workbook: native ones, from figures that stand in a sheet of their own and can be edited there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from components.documents.charts.sheet import (
    ABOVE,
    AT,
    BELOW,
    HIGH,
    LOW,
    SYMBOLS,
    VALUE,
    WORDS,
    reach_of,
    sheet_heads,
)
from components.documents.document import ViewDocument
from components.documents.formats.workbook.book import CHOSEN, FONT
from components.documents.native_chart import ChartPoint, ChartSeries, NativeChart, ReferenceLine, YearMark
from components.formatting.palette import INK, INK_2, LINE
from data.language import gettext

WIDTH, ROW_HEIGHT, LINES_HEIGHT = 920, 44, 440
"""Sizes of charts in pixels: of dots, a height for each row."""
_SHEET_ROW = 20
"""Pixels of a row of a sheet."""
_NAMES = 0.26
"""Part of the width that the names of rows have, left of the dots."""
LONGEST_TEXT = 2000
"""Letters of a text alternative that office programs take."""
_DASHES = {"": "solid", "solid": "solid", "dash": "dash", "dot": "round_dot", "dashdot": "dash_dot"}
_FONT = {"name": FONT, "size": 10, "color": INK_2, "bold": False}


def place_charts(
    workbook: Workbook, sheet: Worksheet, row: int, document: ViewDocument, new_sheet: Callable[[str], Worksheet]
) -> int:
    """The charts of a view, one under the other from a row of a sheet on; the row under them.

    Their figures go into a new sheet.
    """
    drawn = [(figure, figure.chart) for figure in document.figures if figure.chart is not None]
    if not drawn:
        return row - 1
    figures = _Figures(new_sheet(gettext("Chart data")), workbook)
    for figure, chart in drawn:
        height = LINES_HEIGHT if chart.kind == "lines" else 110 + ROW_HEIGHT * max(len(chart.rows), 3)
        made = _chart(workbook, figures, chart)
        made.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(
            row, 0, made, {"description": figure.text[:LONGEST_TEXT], "object_position": 3, "y_offset": 4}
        )
        row += height // _SHEET_ROW + 2
    return row


class _Figures:
    """The sheet of the charts' figures, written from above to below."""

    def __init__(self, sheet: Worksheet, workbook: Workbook) -> None:
        self.sheet, self.row = sheet, 0
        self.head = workbook.add_format({"font_name": FONT, "bold": True, "bg_color": CHOSEN})
        self.title = workbook.add_format({"font_name": FONT, "bold": True, "font_size": 13})
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, WORDS, 18)

    def range(self, first: int, last: int, column: int) -> list[Any]:
        """The cells of a column as a chart names them."""
        return [self.sheet.get_name(), first, column, last, column]

    def formula(self, first: int, last: int, column: int) -> str:
        """The same as a formula, as error bars want it."""
        return f"={quote_sheetname(self.sheet.get_name())}!{xl_range_abs(first, column, last, column)}"

    def cell(self, row: int) -> list[Any]:
        """The first cell of a row as a chart names it."""
        return [self.sheet.get_name(), row, 0]

    def pairs(self, name: str, ends: list[tuple[float, float]]) -> tuple[int, int]:
        """A name, and beside it places of points in two columns; the first and the last row."""
        first = self.row
        self.sheet.write_string(first, 0, name)
        for down, (x, y) in enumerate(ends, first):
            self.sheet.write_number(down, 1, x)
            self.sheet.write_number(down, 2, y)
        self.row = first + len(ends) + 1
        return first, first + len(ends) - 1


def _chart(workbook: Workbook, figures: _Figures, chart: NativeChart) -> Chart:
    """A chart, its figures written under those that are there."""
    made = workbook.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    figures.sheet.write_string(figures.row, 0, chart.title, figures.title)
    figures.row += 1
    named: list[bool] = []
    known = set[str]()
    for series in (*chart.series, *chart.turns):
        _series(made, figures, series, chart)
        # A line that is broken is several series: the key has it once.
        new = series.name not in known and any(point.value is not None for point in series.points)
        named.append(chart.kind == "lines" and series in chart.series and new)
        known |= {series.name} if new else set()
    for line in chart.references:
        _reference(made, figures, line, chart)
        named.append(True)
    for mark in chart.marks:
        _year_mark(made, figures, mark, chart)
        named.append(False)
    if chart.kind == "dots":
        _names(made, figures, chart)
        named.append(False)
        made.set_plotarea({"layout": {"x": _NAMES, "y": 0.13, "width": 0.94 - _NAMES, "height": 0.65}})
    figures.row += 1
    _axes(made, chart)
    made.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12, "color": INK}, "overlay": False})
    unnamed = [number for number, has_entry in enumerate(named) if not has_entry]
    made.set_legend({"position": "bottom", "font": _FONT, **({"delete_series": unnamed} if unnamed else {})})
    made.set_chartarea({"border": {"color": LINE}})
    made.show_blanks_as("gap")
    return made


def _axes(made: Chart, chart: NativeChart) -> None:
    value_axis = {"min": chart.low, "max": chart.high, "name": chart.unit, "num_font": _FONT, "name_font": _FONT,
                  "num_format": "General", "major_gridlines": {"visible": True, "line": {"color": LINE}},
                  "line": {"none": True}, "crossing": "min",
                  **({"major_unit": chart.step} if chart.step else {})}  # fmt: skip
    if chart.kind == "lines":
        first, last, step = _years(chart)
        made.set_y_axis({**value_axis, "major_tick_mark": "none"})
        made.set_x_axis({"min": first, "max": last, "major_unit": step, "num_format": "0", "num_font": _FONT,
                         "line": {"color": INK_2}, "major_gridlines": {"visible": False},
                         "crossing": "min"})  # fmt: skip
    else:
        # Rows go from above to below, so the axis of values crosses at the greatest, which is the lowest.
        made.set_x_axis({**value_axis, "line": {"color": INK_2}})
        made.set_y_axis({"min": -0.6, "max": max(len(chart.rows), 1) - 0.4, "reverse": True, "crossing": "max",
                         "label_position": "none", "major_tick_mark": "none", "minor_tick_mark": "none",
                         "line": {"none": True}, "major_gridlines": {"visible": False}})  # fmt: skip


def _years(chart: NativeChart) -> tuple[float, float, int]:
    if chart.years != (0, 0):
        return chart.years_axis
    ats = [point.at for series in chart.series for point in series.points]
    return (min(ats) // 1 - 1, max(ats) // 1 + 1, 1) if ats else (0, 1, 1)


def _series(made: Chart, figures: _Figures, series: ChartSeries, chart: NativeChart) -> None:
    at = figures.row
    for column, head in enumerate(sheet_heads(series.name)):
        figures.sheet.write_string(at, column, head, figures.head)
    # A row without a figure stands where the line is not drawn through.
    rows: list[ChartPoint | None] = []
    for found in series.points:
        rows += [None, found] if found.at in series.breaks and rows else [found]
    reaches = [_point(figures.sheet, down, point) if point else None for down, point in enumerate(rows, at + 1)]
    last = at + max(len(rows), 1)
    figures.row = last + 2
    lines = chart.kind == "lines"
    where, value = figures.range(at + 1, last, AT), figures.range(at + 1, last, VALUE)
    errors = {
        "type": "custom",
        "plus_values": figures.formula(at + 1, last, ABOVE),
        "minus_values": figures.formula(at + 1, last, BELOW),
        # Some programs draw what stands here, and look the cells up only when they are edited.
        "plus_data": [reach[1] if reach else 0 for reach in reaches],
        "minus_data": [reach[0] if reach else 0 for reach in reaches],
        "line": {"color": series.colour, "width": 1.5},
        "end_style": 0,
    }
    has_interval = series.whiskers and any(reaches)
    line = {"color": series.colour, "width": 0.75 * series.width, "dash_type": _DASHES.get(series.dash, "dash")}
    made.add_series(
        {
            "name": figures.cell(at),
            "categories": where if lines else value,
            "values": value if lines else where,
            "marker": {"type": SYMBOLS.get(series.symbol, "circle"), "size": max(5, min(round(series.size), 12)),
                       "border": {"color": series.colour}, "fill": {"color": series.colour}},
            "line": line if lines and series.dash else {"none": True},
            "points": [_mark(point) for point in rows],
            **({("y_error_bars" if lines else "x_error_bars"): errors} if has_interval else {}),
        }
    )  # fmt: skip


def _mark(point: ChartPoint | None) -> dict[str, Any] | None:
    """What is its own of a point's mark: none where it is not drawn, open where its figure is less sure."""
    return {"fill": {"color": "#ffffff"}} if point is not None and point.hollow else None


def _point(sheet: Worksheet, row: int, point: ChartPoint) -> tuple[float, float] | None:
    """Write a point; how far its interval goes below and above its figure, None without one."""
    sheet.write_string(row, 0, point.name)
    sheet.write_string(row, WORDS, point.words)
    reach = reach_of(point)
    below, above = reach or (None, None)
    # An end without the other is no interval.
    low, high = (point.low, point.high) if reach else (None, None)
    numbers = {AT: point.at, VALUE: point.value, LOW: low, HIGH: high, BELOW: below, ABOVE: above}
    for column, number in numbers.items():
        if number is not None:
            sheet.write_number(row, column, number)
    return reach


def _reference(made: Chart, figures: _Figures, line: ReferenceLine, chart: NativeChart) -> None:
    """A line that values are compared with, as a series of two points."""
    if chart.kind == "lines":
        first, last, _ = _years(chart)
        ends = [(first, line.value), (last, line.value)]
    else:
        ends = [(line.value, -0.6), (line.value, max(len(chart.rows), 1) - 0.4)]
    name = gettext("{name}: {value}", name=line.name, value=line.words) if line.words else line.name
    style = {"color": line.colour, "width": 0.75 * line.width, "dash_type": _DASHES.get(line.dash, "dash")}
    _joined(made, figures, name, ends, style)


def _year_mark(made: Chart, figures: _Figures, mark: YearMark, chart: NativeChart) -> None:
    """An upright line before a year from which on figures mean something else."""
    ends = [(mark.at, chart.low), (mark.at, chart.high)]
    _joined(made, figures, mark.name, ends, {"color": INK_2, "width": 1, "dash_type": "round_dot"})


def _joined(made: Chart, figures: _Figures, name: str, ends: list[tuple[float, float]], line: dict[str, Any]) -> None:
    first, last = figures.pairs(name, ends)
    made.add_series(
        {
            "name": figures.cell(first),
            "categories": figures.range(first, last, 1),
            "values": figures.range(first, last, 2),
            "marker": {"type": "none"},
            "line": line,
        }
    )


def _names(made: Chart, figures: _Figures, chart: NativeChart) -> None:
    """The names of rows left of the axis, as labels of points that are not seen; a row without a figure says why."""
    first = figures.row
    for down, name in enumerate(chart.rows):
        figures.sheet.write_string(first + down, 0, name)
        figures.sheet.write_number(first + down, 1, chart.low)
        figures.sheet.write_number(first + down, 2, down)
    last = first + max(len(chart.rows) - 1, 0)
    figures.row = last + 2
    font = {"name": FONT, "size": 10, "color": INK}
    made.add_series(
        {
            "name": gettext("Rows"),
            "categories": figures.range(first, last, 1),
            "values": figures.range(first, last, 2),
            "marker": {"type": "none"},
            "line": {"none": True},
            "data_labels": {
                "value": True, "position": "left", "font": font,
                "custom": [
                    {"value": _row_name(chart, row), "font": {**font, "bold": row in chart.strong}}
                    for row in range(len(chart.rows))
                ],
            },
        }
    )  # fmt: skip


def _row_name(chart: NativeChart, row: int) -> str:
    """The name of a row; where it has no figure at all, with the words that say why."""
    points = [point for series in chart.series for point in series.points if round(point.at) == row]
    if points and all(point.value is None for point in points):
        return gettext("{name}: {value}", name=chart.rows[row], value=points[0].words)
    return chart.rows[row]
