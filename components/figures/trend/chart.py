"""The trend: lines of single years with interval bands, pooled periods as bars, labels at the line's end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components.figures.benchmarks import Benchmark, benchmarks
from components.figures.groups import LINES
from components.figures.style import TEXT, Figure, Scale, Trace, annotation, axis, layout, nice_scale
from components.figures.trend.turns import Turning, break_marks, breaks_in_view, turn_marks, turnings
from components.formatting.numbers import format_value, interval, is_number
from components.formatting.palette import INK, PAPER, mark
from components.formatting.phrases import people_at_start
from components.formatting.typeface import length, wrapped
from data.catalog.models import Break, Indicator
from data.language import gettext, month
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL, Period

RIGHT, TOP, BOTTOM = 152, 16, 32
"""Pixels right of the plot for end labels, more where these are wider (`_right`); above it; below it for the years."""
NAME, FIGURE = 132, 172
"""Pixels of a line of a name, and of the figure below it, beside the end of a line: what is longer goes on below."""
MOST_LINES = 5
"""Lines a name may take, where the labels have room for so many."""
LONGEST_GROUP = 18
"""Letters of a group and its noun beside its line; a longer one goes without the noun."""
WIDER = 1.15
"""Factor by which letters of a fallback typeface are wider than ours."""
LABEL_LINE, LABEL_GAP = 18.2, 3.6
"""Pixels of a line of a label, and between two labels, so that two lines that end together keep theirs apart."""


@dataclass(frozen=True)
class Point:
    """A figure on the chart: its period and its row of a trend frame."""

    period: Period
    row: Row

    @property
    def x(self) -> float:
        """The middle of the period, in years."""
        return self.period.midpoint

    @property
    def y(self) -> float:
        """The figure, in the indicator's unit."""
        return float(self.row.value)


@dataclass(frozen=True)
class Line:
    """The figures of one place and group from one series, all of one length of period."""

    name: str
    stratum: str
    points: tuple[Point, ...]
    colour: str
    dash: str
    hollow: bool = False
    """Whether its marks are open: it is what another line is looked at beside."""

    @property
    def pooled(self) -> bool:
        """Whether its periods are of several years, and so drawn as bars."""
        return self.points[0].period.length_years > 1

    @property
    def is_state(self) -> bool:
        """Whether it is the state's."""
        return bool(self.points[0].row.level == "state")


def trend_figure(answer: Answer, height: int = 300) -> Figure:
    """Trend chart: every period of the group and of everyone, for the place and the state, on an axis from zero."""
    targets = [benchmark for benchmark in benchmarks(answer) if benchmark.kind == "target"]
    return lines_figure(lines_of(answer), answer, turnings(answer), height, targets)


def lines_figure(
    lines: list[Line], answer: Answer, turned: list[Turning], height: int, targets: Sequence[Benchmark] = ()
) -> Figure:
    """Lines on one axis, with their intervals, the turns of those that have some, breaks, targets and their names."""
    ends = [v for line in lines for p in line.points for v in (p.row.ci_low, p.row.ci_high, p.y)]
    scale = nice_scale([*ends, *(target.value for target in targets)], answer.indicator)
    traces: list[Trace] = []
    for line in lines:
        traces += _bars(line, answer) if line.pooled else _band(line) + _line(line, answer)
    starts = [p.period.start.year for line in lines for p in line.points]
    ends = [p.period.end.year for line in lines for p in line.points]
    first, last = min(starts, default=2000), max(ends, default=2001)
    # Half a year before the first year's middle and after the last one's, and a little: marks at the ends are not cut.
    room = max((last - first) * 0.02, 0.6)
    turns, turn_names = _turns(lines, turned, answer.indicator, lambda year: (year - first) / max(last - first, 1))
    shapes, break_names = break_marks(drawn_breaks(lines, answer.indicator), (first + last) / 2)
    labels = _end_labels(lines, answer, height - TOP - BOTTOM)
    return {
        "data": traces + turns,
        "layout": layout(
            height=height,
            margin={"l": scale.margin, "r": _right(labels), "t": TOP, "b": BOTTOM},
            xaxis=axis(range=[first - room, last + room], showgrid=False, tickangle=0,
                       dtick=max(1, math.ceil((last - first) / 3)),
                       tick0=first, tickformat="d", linecolor=INK, showline=True),
            yaxis=axis(range=[scale.low, scale.high], dtick=scale.step, tick0=scale.low, tickformat=","),
            shapes=[*shapes, *map(_target_line, targets)],
            annotations=[*_placed(labels, scale, height - TOP - BOTTOM), *turn_names, *break_names,
                         *(_target_name(target, lines, answer) for target in targets)],
        ),
    }  # fmt: skip


def _target_line(target: Benchmark) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target.value, "y1": target.value,
            "line": LINES["target"], "layer": "below"}  # fmt: skip


def _target_name(target: Benchmark, lines: list[Line], answer: Answer) -> dict[str, Any]:
    """On the side of the target's line that the figures do not begin on."""
    above = any(line.points[0].y >= target.value for line in lines)
    return annotation(f"{target.short} {format_value(target.value, answer.indicator)}", xref="paper", x=0, xshift=6,
                      xanchor="left", yref="y", y=target.value, yanchor="top" if above else "bottom")  # fmt: skip


def drawn_breaks(lines: list[Line], indicator: Indicator) -> list[Break]:
    """The breaks in the series that some line goes across."""
    series: dict[tuple[str, str], list[Period]] = {}
    for line in lines:
        series.setdefault((line.name, line.stratum), []).extend(p.period for p in line.points)
    return breaks_in_view(indicator, [(stratum, periods) for (_, stratum), periods in series.items()])


def _turns(
    lines: list[Line], turned: list[Turning], indicator: Indicator, share: Callable[[float], float]
) -> tuple[list[Trace], list[dict[str, Any]]]:
    """The joinpoints of every line that has some."""
    traces: list[Trace] = []
    names: list[dict[str, Any]] = []
    for turning in turned:
        pieces = [line for line in lines if (line.name, line.stratum) == (turning.name, turning.stratum)]
        at = {p.period: p.y for line in pieces for p in line.points if not line.pooled}
        marks, labels = turn_marks(turning, at, pieces[0].colour if pieces else INK, indicator, share)
        traces += marks
        names += labels
    return traces, names


def lines_of(answer: Answer) -> list[Line]:
    """The lines of an answer's trend frame as the chart draws them: pooled periods only where no single year is."""
    points_by_line: dict[tuple[str, str, str, float], list[Point]] = {}
    for row in answer.trend.with_value():
        period = Period.parse(str(row.period))
        key = (str(row.geo_id), str(row.stratum), _series(row, answer), round(period.length_years, 3))
        points_by_line.setdefault(key, []).append(Point(period, row))
    drawn = [_drawn(stratum, points, answer) for (_, stratum, _, _), points in points_by_line.items()]
    # Where single years are published, a pool of the same years would draw them twice.
    yearly = {(line.name, line.stratum) for line in drawn if not line.pooled}
    return [line for line in drawn if not line.pooled or (line.name, line.stratum) not in yearly]


def _drawn(stratum: str, points: list[Point], answer: Answer) -> Line:
    first, style = points[0].row, mark(stratum)
    hollow = answer.chosen and first.level == "state"
    return Line(str(first.name), stratum, tuple(sorted(points, key=lambda p: p.x)), style.colour, style.dash, hollow)


def _series(row: Row, answer: Answer) -> str:
    """Series of a row, whose points are joined by a line: for everyone the publisher's, across its releases.

    Releases may count groups differently, so those of a group are joined within one release only.
    """
    source = answer.catalog.sources.get(row.source)
    return source.publisher if source is not None and row.stratum == OVERALL else str(row.source)


def _runs(points: tuple[Point, ...]) -> list[list[Point]]:
    """The points in unbroken runs: a missing year is a gap, not a straight line across it."""
    runs = [[points[0]]]
    for before, after in pairwise(points):
        if after.x - before.x > 1.01:  # a year, but for the rounding of twelfths
            runs.append([])
        runs[-1].append(after)
    return runs


def _band(line: Line) -> list[Trace]:
    traces = []
    for run in _runs(line.points):
        points = [p for p in run if is_number(p.row.ci_low)]
        if len(points) > 1:
            x = [p.x for p in points]
            traces.append({
                "type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip",
                "x": [*x, *reversed(x)],
                "y": [*(p.row.ci_high for p in points), *(p.row.ci_low for p in reversed(points))],
                "line": {"width": 0}, "fillcolor": _tint(line.colour),
            })  # fmt: skip
    return traces


def _tint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    # So light that grid lines show through two bands over each other; lighter, one is not seen on white.
    return f"rgba({red},{green},{blue},0.18)"


def _line(line: Line, answer: Answer) -> list[Trace]:
    indicator = answer.indicator
    breaks = [b.at for b in indicator.breaks if b.bears_on(GROUPS[line.stratum].dimension)]
    traces = []
    for run in _runs(line.points):
        for before, after in pairwise(run):
            broken = any(before.x < at <= after.x for at in breaks) or after.period.slug in indicator.provisional
            traces.append(_stroke([before, after], line, "dash" if broken else None))
    traces = _joined(traces)
    traces.append(_markers(line, answer))
    return traces


def _stroke(points: list[Point], line: Line, dash: str | None) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": [p.x for p in points],
        "y": [p.y for p in points],
        "line": {"color": line.colour, "width": 2.5 if line.stratum == OVERALL else 2,
                 "dash": dash or line.dash},
    }  # fmt: skip


def _joined(strokes: list[Trace]) -> list[Trace]:
    """Strokes of one dash that meet as one line, so that the dash pattern runs through."""
    joined: list[Trace] = []
    for stroke in strokes:
        last = joined[-1] if joined else None
        if last and last["line"] == stroke["line"] and last["x"][-1] == stroke["x"][0]:
            last["x"].append(stroke["x"][1])
            last["y"].append(stroke["y"][1])
        else:
            joined.append(stroke)
    return joined


def _markers(line: Line, answer: Answer) -> Trace:
    """A mark on every point for the hand; seen only where it says something: alone, provisional, or last."""
    provisional = [p.period.slug in answer.indicator.provisional for p in line.points]
    alone = {id(run[0]) for run in _runs(line.points) if len(run) == 1}
    last = line.points[-1]
    seen = [hollow or id(p) in alone or p is last for p, hollow in zip(line.points, provisional, strict=True)]
    symbol = "circle" if line.stratum == OVERALL else mark(line.stratum).symbol
    return {
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        **_whiskers([p if id(p) in alone else None for p in line.points], line.colour),
        "marker": {"symbol": symbol, "size": 9, "opacity": [1 if s else 0 for s in seen],
                   "color": [PAPER if h or line.hollow else line.colour for h in provisional],
                   "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def _whiskers(points: list[Point | None], colour: str) -> Trace:
    """The intervals of points that stand alone, where there is no band; nothing when none has one."""
    with_interval = [p if p is not None and is_number(p.row.ci_low) else None for p in points]
    if not any(with_interval):
        return {}
    return {
        "error_y": {
            "type": "data", "symmetric": False, "color": colour, "thickness": 2, "width": 0,
            "array": [p.row.ci_high - p.y if p else 0 for p in with_interval],
            "arrayminus": [p.y - p.row.ci_low if p else 0 for p in with_interval],
        }
    }  # fmt: skip


def _bars(line: Line, answer: Answer) -> list[Trace]:
    """Pooled periods: a bar over the years, a box for the interval, a mark in the middle; never joined."""
    traces: list[Trace] = []
    for p in line.points:
        left, right = p.x - p.period.length_years / 2 + 0.5, p.x + p.period.length_years / 2 - 0.5
        if is_number(p.row.ci_low):
            traces.append({
                "type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip",
                "x": [left, right, right, left], "line": {"width": 0}, "fillcolor": _tint(line.colour),
                "y": [p.row.ci_low, p.row.ci_low, p.row.ci_high, p.row.ci_high],
            })  # fmt: skip
        traces.append(_stroke([p, p], line, "solid") | {"x": [left, right]})
    symbol = "circle" if line.stratum == OVERALL else mark(line.stratum).symbol
    fill = PAPER if line.hollow else line.colour
    traces.append({
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        "marker": {"symbol": symbol, "size": 9, "color": fill, "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    })  # fmt: skip
    return traces


def _hover(point: Point, line: Line, indicator: Indicator) -> str:
    lines = [f"<b>{line.name}, {people_at_start(line.stratum, indicator)}</b>",
             f"{point.period.long_label}: {format_value(point.y, indicator)}"]  # fmt: skip
    if is_number(point.row.ci_low):
        lines.append(
            gettext("95% interval {interval}", interval=interval(point.row.ci_low, point.row.ci_high, indicator))
        )
    if point.period.slug in indicator.provisional:
        lines.append(gettext("Provisional"))
    return "<br>".join(lines)


@dataclass(frozen=True)
class EndLabel:
    """Label at the end of a line of the trend chart: its name in bold, then its last figure."""

    at: float
    name: tuple[str, ...]
    figure: tuple[str, ...]

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return LABEL_LINE * (len(self.name) + len(self.figure)) + LABEL_GAP


def _end_labels(lines: list[Line], answer: Answer, pixels: int) -> list[EndLabel]:
    """A label for the last point of each place and group, lowest first; names are cut only where all have no room."""
    last: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = (line.name, line.stratum)
        if key not in last or line.points[-1].x > last[key].points[-1].x:
            last[key] = line
    ends = sorted(last.values(), key=lambda line: line.points[-1].y)
    for most in range(MOST_LINES, 0, -1):
        labels = [_end_label(line, answer, most) for line in ends]
        if sum(label.height for label in labels) <= pixels:
            break
    return labels


def _placed(labels: list[EndLabel], scale: Scale, pixels: int) -> list[dict[str, Any]]:
    """The labels at the height of their points, pushed apart where two would overlap."""
    middles: list[float] = []
    below = 0.0
    for label in labels:
        middles.append(max(scale.share(label.at) * pixels, below + label.height / 2))
        below = middles[-1] + label.height / 2
    excess, lowest = max(0.0, below - pixels), 0.0
    placed = []
    for label, middle in zip(labels, middles, strict=True):
        y = max(middle - excess, lowest + label.height / 2)
        lowest += label.height
        text = "<br>".join([f"<b>{'<br>'.join(label.name)}</b>", *label.figure])
        placed.append(annotation(text, xref="paper", x=1, xshift=8, xanchor="left", yref="paper", y=y / pixels,
                                 yanchor="middle", align="left", font=TEXT))  # fmt: skip
    return placed


def _month(period: Period) -> str:
    return f"{month(period.end.month, short=True)} {period.end.year}"


def _right(labels: list[EndLabel]) -> float:
    """Room for the longest line of a label; other languages have longer words than English."""
    widths = [length(line, bold=True) for label in labels for line in label.name]
    widths += [length(line) for label in labels for line in label.figure]
    return max([RIGHT, *(math.ceil(WIDER * width) + 12 for width in widths)])


def _end_label(line: Line, answer: Answer, most: int) -> EndLabel:
    last = line.points[-1]
    who = GROUPS[line.stratum].short
    place = LEVEL_WORDS["state"].singular if line.is_state else answer.catalog.places[str(last.row.geo_id)].short_name
    star = "*" if last.period.slug in answer.indicator.provisional else ""
    named = people_at_start(line.stratum, answer.indicator)
    name = f"{who}, {place}" if answer.chosen else named if len(named) <= LONGEST_GROUP else who
    when = last.period.label if last.period.is_years else gettext("To {month}", month=_month(last.period))
    value = f"{when}: {format_value(last.y, answer.indicator)}{star}"
    return EndLabel(last.y, wrapped(name, NAME, bold=True, most=most), wrapped(value, FIGURE))
