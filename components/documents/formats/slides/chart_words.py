"""Where the words of a chart stand on a slide: names of rows, figures beside them, names of lines and years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.documents.native_chart import MOST_TICKS, ChartSeries, NativeChart
from components.figures.trend.labels import pushed_apart
from components.formatting.typeface import length, wrapped

Side = Literal["l", "r", "t", "b", "ctr"]
"""The side of its point that a label stands on."""

SIZE, SMALL = 16.0, 14.0
"""Pixels of the letters of names and figures, and of an axis."""
LINE = 1.25
"""Height of a line of text, in its size."""
NAME = 190.0
"""Pixels of a name of a row before it goes on in a second line."""
END = 200.0
"""Pixels of a line of the words at the end of a line."""
GAP = 10.0
YEAR = 52.0
"""Pixels of an axis that a year under it needs."""
LABEL = 24.0
"""Pixels above the plot for the name of each line through a chart."""


@dataclass(frozen=True, slots=True)
class Run:
    """A line of a label."""

    text: str
    bold: bool = False
    colour: str = ""
    small: bool = False

    @property
    def size(self) -> float:
        """Pixels of its letters."""
        return SMALL if self.small else SIZE

    @property
    def width(self) -> float:
        """Pixels it is wide, a little more for another typeface than ours."""
        return 1.06 * length(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a chart at a point of it, on a side of the point, in lines."""

    across: float
    up: float
    side: Side
    lines: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The words on one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Frame:
    """A chart's room on its slide in pixels, the plot in it, the ends of both axes, and its words."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]
    step: float
    """Between two ticks of the axis across."""
    labels: tuple[Label, ...]

    @property
    def plot(self) -> tuple[float, float, float, float]:
        """The plot's left, top, width and height as shares of the chart."""
        wide, high = self.width - self.left - self.right, self.height - self.top - self.bottom
        return self.left / self.width, self.top / self.height, wide / self.width, high / self.height


def framed(chart: NativeChart, width: float, height: float) -> Frame:
    """A chart in its room."""
    return _dots(chart, width, height) if chart.kind == "dots" else _lines(chart, width, height)


def row_of(chart: NativeChart, at: float) -> float:
    """The height of a row on the upright axis, which begins with 0 under the last row."""
    return len(chart.rows) - 0.5 - at


def _dots(chart: NativeChart, width: float, height: float) -> Frame:
    # Where rows are low a name stays on one line, in smaller letters.
    low = (height - 40 - LABEL * len(chart.references)) / max(len(chart.rows), 1) < 2 * SIZE * LINE + 6
    most = max(NAME, 0.46 * width) if low else NAME
    names = [
        tuple(
            Run(line, bold=i in chart.strong, small=low) for line in wrapped(name, most, SIZE, bold=i in chart.strong)
        )
        for i, name in enumerate(chart.rows)
    ]
    values = [
        Label(chart.high, row_of(chart, p.at), "r", (_value(p.words, series, hollow=p.hollow, hidden=p.value is None),))
        for series in chart.series
        for p in series.points
    ]
    left = max((run.width for lines in names for run in lines), default=0.0) + 2 * GAP
    right = max((label.lines[0].width for label in values), default=0.0) + 2 * GAP
    top, bottom = 4 + LABEL * len(chart.references), 30.0
    # Lines through the rows go on above them to their names, the first to the lowest.
    high = len(chart.rows) * (1 + 0.25 / max(len(chart.rows), 1)) if chart.references else float(len(chart.rows))
    labels = [Label(chart.low, row_of(chart, i), "l", lines) for i, lines in enumerate(names)] + values
    pixel = high / max(height - top - bottom, 1.0)
    top = 4.0
    room = LABEL * len(chart.references) * pixel
    for number, line in enumerate(chart.references):
        words = f"{line.name} {line.words}".strip()
        side = _side(line.value, chart, width - left - right, Run(words, bold=number == 0).width)
        at = high + (LABEL * (number + 0.5)) * pixel
        labels.append(Label(line.value, at, side, (Run(words, bold=number == 0),)))
    return Frame(width, height, left, top, right, bottom, (chart.low, chart.high), (0.0, high + room), chart.step,
                 tuple(labels))  # fmt: skip


def _value(words: str, series: ChartSeries, *, hollow: bool, hidden: bool) -> Run:
    return Run(words, bold=series.chosen and not hollow and not hidden, colour="quiet" if hollow or hidden else "")


def _side(value: float, chart: NativeChart, plot: float, needed: float) -> Side:
    """Over its line where a name has room on both sides, else on the wider one."""
    share = (value - chart.low) / (chart.high - chart.low) if chart.high > chart.low else 0.5
    if needed / 2 <= min(share, 1 - share) * plot + GAP:
        return "ctr"
    return "r" if share < 0.5 else "l"


def _lines(chart: NativeChart, width: float, height: float) -> Frame:
    left = max(length(f"{value:,.4g}", SMALL) for value in (chart.low, chart.high, chart.step)) + 2 * GAP
    bottom, top = 30.0, (LABEL if chart.marks else 8.0)
    ends = [(series, _end(series)) for series in chart.series if series.end is not None]
    right = max((run.width for _, lines in ends for run in lines), default=0.0) + (2 * GAP if ends else GAP)
    start, end, step = chart.years_within(min(MOST_TICKS, int((width - left - right) / YEAR)))
    high = chart.high + 0.02 * (chart.high - chart.low)
    plot = height - top - bottom
    scale = plot / (high - chart.low) if high > chart.low else 1.0
    wanted = sorted(
        ((_last(series) - chart.low) * scale, sum(run.size * LINE for run in lines) + 4, number)
        for number, (series, lines) in enumerate(ends)
    )
    placed = pushed_apart([(at, tall) for at, tall, _ in wanted], plot)
    labels = [
        Label(end, chart.low + at / scale, "r", ends[number][1])
        for at, (_, _, number) in zip(placed, wanted, strict=True)
    ]
    labels += [Label(mark.at, high, "t", (Run(mark.name, colour="quiet", small=True),)) for mark in chart.marks]
    for line in chart.references:
        above = any(_first(series) >= line.value for series in chart.series if series.points)
        at = line.value + (-12 if above else 12) / scale
        labels.append(Label(start, at, "r", (Run(f"{line.name} {line.words}", small=True),)))
    for turn in chart.turns:
        point = turn.points[-1]
        if point.value is not None:
            labels.append(
                Label(point.at, point.value + 20 / scale, "ctr", (Run(turn.name, colour="quiet", small=True),))
            )
    return Frame(width, height, left, top, right, bottom, (start, end), (chart.low, high), step, tuple(labels))


def _end(series: ChartSeries) -> tuple[Run, ...]:
    end = series.end
    assert end is not None
    colour, bold = end.colour, not end.colour
    lines = [Run(line, bold=bold, colour=colour) for line in wrapped(end.name, END, SIZE, bold=bold)]
    return (*lines, *(Run(line, colour=colour) for line in wrapped(end.figure, END, SIZE) if line))


def _last(series: ChartSeries) -> float:
    return next((p.value for p in reversed(series.points) if p.value is not None), 0.0)


def _first(series: ChartSeries) -> float:
    return next((p.value for p in series.points if p.value is not None), 0.0)
