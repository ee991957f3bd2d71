"""A chart as data: the series that an office program draws itself, so that they can be edited there.

It has the numbers, order, colours, marks and words of the figure on the page, whose drawing stays the same beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChartKind = Literal["lines", "dots"]
"""`lines`: values over years, from left to right. `dots`: values of named rows, from top to bottom."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point of a series.

    `at` is the middle of a period in years (of lines), or the place of a row from 0 at the top (of dots). `value` is
    None where there is no figure or it is hidden, and `words` say which, or the value as it is read on the page.
    """

    at: float
    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A series: its name, colour (#rrggbb), mark (a symbol of `components/formatting/palette.py:MARKS`) and line.

    `dash` is Plotly's name of the line's dash; empty where points are not joined. `breaks` are the places between
    points (`at` of the later one) over which the line is not drawn through.
    """

    name: str
    colour: str
    symbol: str
    dash: str
    points: tuple[ChartPoint, ...]
    breaks: tuple[float, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line across a chart that values are compared with: the state's value, no difference."""

    name: str
    value: float


@dataclass(frozen=True)
class NativeChart:
    """A chart: the names of its rows (of dots), series, unit in words, decimals of its numbers, and the value axis."""

    kind: ChartKind
    title: str
    unit: str
    decimals: int
    low: float
    high: float
    series: tuple[ChartSeries, ...]
    rows: tuple[str, ...] = ()
    references: tuple[ReferenceLine, ...] = ()
