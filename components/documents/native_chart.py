"""A chart as data: the series that an office program draws itself, so that they can be edited there.

It has the numbers, order, colours, marks and words of the figure on the page, whose drawing stays the same beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

ChartKind = Literal["lines", "dots"]
"""`lines`: values over years, from left to right. `dots`: values of named rows, from top to bottom."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point of a series.

    `at` is the middle of a period in years (of lines), or the place of a row from 0 at the top (of dots). `value` is
    None where there is no figure or it is hidden, and `words` say which, or the value as it is read on the page.
    `seen` says whether its mark is drawn, `reach` how many years the bar of a pooled period goes to each side.
    """

    at: float
    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    hollow: bool = False
    seen: bool = True
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class EndWords:
    """What stands at the end of a line: whose it is in bold, then its last figure; in one colour if it has one."""

    name: str
    figure: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A series: its name, colour (#rrggbb), mark (a symbol of `components/formatting/palette.py:MARKS`) and line.

    `dash` is Plotly's name of the line's dash, or its lengths in pixels; empty where points are not joined. `breaks`
    are the places between points (`at` of the later one) over which the line is not drawn through, `dashed` those over
    which it is dashed. `width` and `size` are pixels of the line and the marks; `whiskers` says whether the intervals
    are drawn.
    """

    name: str
    colour: str
    symbol: str
    dash: str
    points: tuple[ChartPoint, ...]
    breaks: tuple[float, ...] = ()
    dashed: tuple[float, ...] = ()
    chosen: bool = False
    width: float = 2.0
    size: float = 9.0
    whiskers: bool = True
    end: EndWords | None = None


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line across a chart that values are compared with: the state's value, a target, no difference."""

    name: str
    value: float
    words: str = ""
    colour: str = "#141414"
    dash: str = "solid"
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class YearMark:
    """A year from which on figures mean something else: an upright line before it, and its name."""

    at: float
    name: str


@dataclass(frozen=True)
class NativeChart:
    """A chart: the names of its rows (of dots), series, unit in words, decimals of its numbers, and the value axis.

    `turns` are marks on lines without a line of their own: where a trend turned. `years` are the first and the last
    year of the axis of lines.
    """

    kind: ChartKind
    title: str
    unit: str
    decimals: int
    low: float
    high: float
    series: tuple[ChartSeries, ...]
    rows: tuple[str, ...] = ()
    references: tuple[ReferenceLine, ...] = ()
    step: float = 0.0
    years: tuple[int, int] = (0, 0)
    marks: tuple[YearMark, ...] = ()
    turns: tuple[ChartSeries, ...] = ()
    strong: tuple[int, ...] = ()
    """The rows (of dots) whose names are bold: the chosen group."""

    @property
    def years_axis(self) -> tuple[float, float, int]:
        """An axis of whole years for an office program: its start, its end, and the years between two of its ticks."""
        return self.years_within(MOST_TICKS)

    def years_within(self, most: int) -> tuple[float, float, int]:
        """An axis of years with at most so many ticks (two are the least).

        The last year has a tick, and the axis begins with one: of all steps it is the one that leaves least room
        before the first year.
        """
        first, last = self.years
        most = max(most, 2)
        steps = [step for step in range(1, max(last - first, 1) + 2) if (last - first + 1) / step <= most - 1]
        step = min(steps, key=lambda step: (-(-(last - first + 1) // step) * step, step))
        return last - math.ceil((last - first + 1) / step) * step, last + 1.0, step


MOST_TICKS = 8
"""Years named under an axis."""
