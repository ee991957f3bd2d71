"""Charts of a workbook: native ones, from figures that stand in a sheet of their own and can be edited there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from components.documents.document import DocumentFigure, ViewDocument
from components.documents.native_chart import ChartSeries, NativeChart
from components.formatting.palette import INK, INK_2, LINE
from data.language import gettext

WIDTH, ROW_HEIGHT, LINES_HEIGHT = 900, 30, 420
"""Sizes of charts in pixels: of dots, a height for each row."""
_SHEET_ROW = 20
"""Pixels of a row of a sheet."""
_SYMBOLS = {
    "circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle",
    "triangle-down": "triangle", "x": "x", "cross": "plus", "star": "star", "hexagon": "circle",
}  # fmt: skip
_DASHES = {"": "solid", "solid": "solid", "dash": "dash", "dot": "round_dot", "dashdot": "dash_dot"}
_FONT = {"name": "Inter", "size": 10, "color": INK_2}


def place_charts(
    workbook: Workbook, sheet: Worksheet, row: int, document: ViewDocument, new_sheet: Callable[[str], Worksheet]
) -> None:
    """The charts of a view, one under the other from a row of a sheet on; their figures go into a new sheet."""
    drawn = [(figure, figure.chart) for figure in document.figures if figure.chart is not None]
    if not drawn:
        return
    figures = new_sheet(gettext("Chart data"))
    figures.set_column(0, 0, 30)
    at = 0
    for figure, chart in drawn:
        made, at = _chart(workbook, figures, at, chart)
        height = LINES_HEIGHT if chart.kind == "lines" else 90 + ROW_HEIGHT * max(len(chart.rows), 3)
        made.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(row, 0, made, {"description": _said(figure), "object_position": 3})
        row += height // _SHEET_ROW + 2


def _said(figure: DocumentFigure) -> str:
    return figure.text[:2000]


def _chart(workbook: Workbook, sheet: Worksheet, at: int, chart: NativeChart) -> tuple[Chart, int]:
    """A chart and the row under its figures."""
    made = workbook.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    sheet.write_string(at, 0, chart.title)
    at += 1
    for series in chart.series:
        at = _series(made, sheet, at, series, chart)
    for line in chart.references:
        at = _reference(made, sheet, at, line.name, line.value, chart)
    if chart.kind == "dots":
        at = _names(made, sheet, at, chart)
    made.set_title({"name": chart.title, "name_font": {"name": "Inter", "size": 12, "color": INK}, "overlay": False})
    value_axis = {"min": chart.low, "max": chart.high, "name": chart.unit, "num_font": _FONT, "name_font": _FONT,
                  "num_format": "#,##0.####", "major_gridlines": {"visible": True, "line": {"color": LINE}},
                  "line": {"color": INK_2}}  # fmt: skip
    if chart.kind == "lines":
        made.set_y_axis(value_axis)
        made.set_x_axis({"num_format": "0", "num_font": _FONT, "major_gridlines": {"visible": False}, **_years(chart)})
    else:
        made.set_x_axis(value_axis)
        made.set_y_axis({"min": -1, "max": len(chart.rows), "reverse": True, "visible": False,
                         "major_gridlines": {"visible": False}})  # fmt: skip
    made.set_legend({"position": "bottom", "font": _FONT, **_hidden_entries(chart)})
    made.show_blanks_as("gap")
    return made, at + 1


def _years(chart: NativeChart) -> dict[str, float]:
    ats = [point.at for series in chart.series for point in series.points]
    return {"min": min(ats) // 1 - 1, "max": max(ats) // 1 + 1} if ats else {}


def _hidden_entries(chart: NativeChart) -> dict[str, Any]:
    """The series of row names has no entry in the key."""
    return {"delete_series": [len(chart.series) + len(chart.references)]} if chart.kind == "dots" else {}


def _series(made: Chart, sheet: Worksheet, at: int, series: ChartSeries, chart: NativeChart) -> int:
    heads = (series.name, gettext("Place on the axis"), gettext("Value"), gettext("95% interval, from"),
             gettext("95% interval, to"), gettext("Below"), gettext("Above"), gettext("In words"))  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(at, column, head)
    first = at + 1
    for down, point in enumerate(series.points, first):
        sheet.write_string(down, 0, point.name)
        sheet.write_number(down, 1, point.at)
        sheet.write_string(down, 7, point.words)
        if point.value is None:
            continue
        sheet.write_number(down, 2, point.value)
        if point.low is not None and point.high is not None:
            for column, number in enumerate(
                (point.low, point.high, point.value - point.low, point.high - point.value), 3
            ):
                sheet.write_number(down, column, number)
    last = at + max(len(series.points), 1)
    lines = chart.kind == "lines"
    where, value = _range(sheet, first, last, 1), _range(sheet, first, last, 2)
    error = {
        "type": "custom",
        "plus_values": _range(sheet, first, last, 6),
        "minus_values": _range(sheet, first, last, 5),
        "line": {"color": series.colour, "width": 1.5},
        "end_style": 0,
    }
    marker = {"type": _SYMBOLS.get(series.symbol, "circle"), "size": 8, "border": {"color": series.colour},
              "fill": {"color": series.colour}}  # fmt: skip
    joined = lines and bool(series.dash)
    made.add_series(
        {
            "name": [sheet.get_name(), at, 0],
            "categories": where if lines else value,
            "values": value if lines else where,
            "marker": marker,
            "line": {"color": series.colour, "width": 2.5 if series.chosen else 1.75, "dash_type": _DASHES[series.dash]}
            if joined
            else {"none": True},
            "points": [{"fill": {"color": "#ffffff"}} if point.hollow else None for point in series.points],
            ("y_error_bars" if lines else "x_error_bars"): error,
        }
    )
    return last + 2


def _reference(made: Chart, sheet: Worksheet, at: int, name: str, value: float, chart: NativeChart) -> int:
    """A line that values are compared with, as a series of two points."""
    if chart.kind == "lines":
        years = _years(chart)
        ends = [(years.get("min", 0), value), (years.get("max", 1), value)]
    else:
        ends = [(value, -1), (value, len(chart.rows))]
    sheet.write_string(at, 0, name)
    for down, (x, y) in enumerate(ends, at):
        sheet.write_number(down, 1, x)
        sheet.write_number(down, 2, y)
    made.add_series(
        {
            "name": [sheet.get_name(), at, 0],
            "categories": _range(sheet, at, at + 1, 1),
            "values": _range(sheet, at, at + 1, 2),
            "marker": {"type": "none"},
            "line": {"color": INK, "width": 1.5},
        }
    )
    return at + 3


def _names(made: Chart, sheet: Worksheet, at: int, chart: NativeChart) -> int:
    """The names of rows at the low end of the axis, as labels of points that are not seen."""
    for down, name in enumerate(chart.rows):
        sheet.write_string(at + down, 0, name)
        sheet.write_number(at + down, 1, chart.low)
        sheet.write_number(at + down, 2, down)
    last = at + max(len(chart.rows) - 1, 0)
    made.add_series(
        {
            "name": gettext("Rows"),
            "categories": _range(sheet, at, last, 1),
            "values": _range(sheet, at, last, 2),
            "marker": {"type": "none"},
            "line": {"none": True},
            "data_labels": {"value": True, "position": "right", "font": {"name": "Inter", "size": 10, "color": INK},
                            "custom": [{"value": name} for name in chart.rows]},
        }
    )  # fmt: skip
    return last + 2


def _range(sheet: Worksheet, first: int, last: int, column: int) -> list[Any]:
    return [sheet.get_name(), first, column, last, column]
