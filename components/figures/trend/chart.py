"""The trend: lines of single years with interval bands, pooled periods as bars, labels at the line's end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from components.figures.benchmarks import Benchmark, benchmarks
from components.figures.groups import LINES
from components.figures.style import Figure, Scale, Trace, annotation, axis, layout, nice_scale
from components.figures.trend.labels import end_labels, placed_labels, right_margin
from components.figures.trend.lines import Line, Point, lines_of, runs
from components.figures.trend.turns import Turning, break_marks, breaks_in_view, turn_marks, turnings
from components.formatting.numbers import format_value, interval, is_number
from components.formatting.palette import INK, PAPER, mark
from components.formatting.phrases import people_at_start
from data.catalog.models import Break, Indicator
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, Period

TOP, BOTTOM = 26, 32
"""Pixels above the plot, for the names of breaks, and below it for the years."""
HEADROOM = 0.04
"""Share of the axis kept free above its last tick: the line of that tick is drawn, and no mark at it is cut."""
BROKEN = "dash"
"""The dash of a line over a break, and to a provisional figure."""
SIZE, QUIET_SIZE, QUIET_WIDTH = 9, 7, 1.25
"""Pixels of a mark, and of a mark and a line of a group beside the chosen one."""


def trend_figure(answer: Answer, height: int = 300) -> Figure:
    """Trend chart: every period of the group and of everyone, for the place and the state, on an axis from zero."""
    targets = [benchmark for benchmark in benchmarks(answer) if benchmark.kind == "target"]
    return lines_figure(lines_of(answer), answer, turnings(answer), height, targets)


def lines_figure(
    lines: list[Line], answer: Answer, turned: list[Turning], height: int, targets: Sequence[Benchmark] = ()
) -> Figure:
    """Lines on one axis, with their intervals, the turns of those that have some, breaks, targets and their names."""
    scale = lines_scale(lines, answer, targets)
    traces: list[Trace] = []
    for line in lines:
        traces += (
            _bars(line, answer) if line.pooled else [*(_band(line) if line.has_intervals else []), *_line(line, answer)]
        )
    starts = [p.period.start.year for line in lines for p in line.points]
    ends = [p.period.end.year for line in lines for p in line.points]
    first, last = min(starts, default=2000), max(ends, default=2001)
    years = shown_years(first, last)
    # Half a year before the first year's middle and after the last one's, and a little: marks at the ends are not cut.
    room = max((last - first) * 0.02, 0.6)
    turns, turn_names = _turns(lines, turned, answer.indicator, lambda year: (year - first) / max(last - first, 1))
    shapes, break_names = break_marks(drawn_breaks(lines, answer.indicator), (first + last) / 2)
    labels = end_labels(lines, answer, height - TOP - BOTTOM)
    plot = max(height - TOP - BOTTOM, math.ceil(sum(label.height for label in labels)))
    top = scale.high + HEADROOM * (scale.high - scale.low)
    return {
        "data": traces + turns,
        "layout": layout(
            height=plot + TOP + BOTTOM,
            margin={"l": scale.margin, "r": right_margin(labels), "t": TOP, "b": BOTTOM},
            xaxis=axis(range=[first - room, last + room], showgrid=False, tickangle=0,
                       tickvals=years, ticktext=[str(year) for year in years], linecolor=INK, showline=True),
            yaxis=axis(range=[scale.low, top], dtick=scale.step, tick0=scale.low, tickformat=","),
            shapes=[*shapes, *map(_target_line, targets)],
            annotations=[*placed_labels(labels, replace(scale, high=top), plot), *turn_names, *break_names,
                         *(_target_name(target, lines, answer) for target in targets)],
        ),
    }  # fmt: skip


def lines_scale(lines: Sequence[Line], answer: Answer, targets: Sequence[Benchmark] = ()) -> Scale:
    """The axis of values: it holds every figure, every interval that is drawn, and the targets."""
    reach = [v for line in lines for p in line.points for v in (p.y, *_bounds(p, line))]
    return nice_scale([*reach, *(target.value for target in targets)], answer.indicator)


def shown_years(first: int, last: int) -> list[int]:
    """The years named under the axis: the first, the last, and up to two between, none beside each other."""
    parts = max(1, min(3, (last - first) // 2))
    return sorted({first + round((last - first) * part / parts) for part in range(parts + 1)})


def _bounds(point: Point, line: Line) -> tuple[float, float] | tuple[()]:
    """The ends of an interval that is drawn: not every line has some."""
    return () if not line.has_intervals else (point.row.ci_low, point.row.ci_high)


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


def _band(line: Line) -> list[Trace]:
    traces = []
    for run in runs(line.points):
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
    pairs = joined_points(line, answer.indicator)
    traces = _joined([_stroke([one, other], line, BROKEN if broken else None) for one, other, broken in pairs])
    traces.append(_markers(line, answer))
    return traces


def joined_points(line: Line, indicator: Indicator) -> list[tuple[Point, Point, bool]]:
    """The points of a line that a stroke joins, and whether it is dashed: across a break, or to a provisional one."""
    breaks = [b.at for b in indicator.breaks if b.bears_on(GROUPS[line.stratum].dimension)]
    return [
        (one, other, any(one.x < at <= other.x for at in breaks) or other.period.slug in indicator.provisional)
        for run in runs(line.points)
        for one, other in pairwise(run)
    ]


def _stroke(points: list[Point], line: Line, dash: str | None) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": [p.x for p in points],
        "y": [p.y for p in points],
        "line": {"color": line.colour, "width": line_width(line), "dash": dash or line.dash},
    }  # fmt: skip


def line_width(line: Line) -> float:
    """Pixels of a line."""
    return QUIET_WIDTH if line.quiet else 2.5 if line.stratum == OVERALL else 2


def mark_size(line: Line) -> int:
    """Pixels of a line's marks."""
    return QUIET_SIZE if line.quiet else SIZE


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
    alone = {id(run[0]) for run in runs(line.points) if len(run) == 1}
    looks = point_looks(line, answer.indicator)
    return {
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        **_whiskers([p if id(p) in alone and line.has_intervals else None for p in line.points], line.colour),
        "marker": {"symbol": mark_symbol(line), "size": mark_size(line),
                   "opacity": [1 if seen else 0 for seen, _ in looks],
                   "color": [PAPER if hollow else line.colour for _, hollow in looks],
                   "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def point_looks(line: Line, indicator: Indicator) -> list[tuple[bool, bool]]:
    """Of every point of a line, whether its mark is seen and whether it is open."""
    if line.pooled:
        return [(True, line.hollow)] * len(line.points)
    alone = {id(run[0]) for run in runs(line.points) if len(run) == 1}
    looks = []
    for point in line.points:
        open_ = point.period.slug in indicator.provisional or (line.quiet and point.row.status == "unreliable")
        looks.append((open_ or id(point) in alone or point is line.points[-1], line.hollow or open_))
    return looks


def mark_symbol(line: Line) -> str:
    """The symbol of a line's marks; everyone's own is a stroke, which says nothing on a line, and so a circle."""
    return line.symbol or ("circle" if line.stratum == OVERALL else mark(line.stratum).symbol)


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
        left, right = p.x - bar_reach(p), p.x + bar_reach(p)
        if is_number(p.row.ci_low) and line.has_intervals:
            traces.append({
                "type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip",
                "x": [left, right, right, left], "line": {"width": 0}, "fillcolor": _tint(line.colour),
                "y": [p.row.ci_low, p.row.ci_low, p.row.ci_high, p.row.ci_high],
            })  # fmt: skip
        traces.append(_stroke([p, p], line, "solid") | {"x": [left, right]})
    fill = PAPER if line.hollow else line.colour
    traces.append({
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        "marker": {"symbol": mark_symbol(line), "size": mark_size(line), "color": fill,
                   "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    })  # fmt: skip
    return traces


def bar_reach(point: Point) -> float:
    """How far the bar of a pooled period goes to each side, in years: to the middle of its first and its last year."""
    return point.period.length_years / 2 - 0.5


def _hover(point: Point, line: Line, indicator: Indicator) -> str:
    lines = [f"<b>{line_name(line, indicator)}</b>",
             f"{point.period.long_label}: {format_value(point.y, indicator)}"]  # fmt: skip
    if is_number(point.row.ci_low):
        lines.append(
            gettext("95% interval {interval}", interval=interval(point.row.ci_low, point.row.ci_high, indicator))
        )
    if point.period.slug in indicator.provisional:
        lines.append(gettext("Provisional"))
    return "<br>".join(lines)


def line_name(line: Line, indicator: Indicator) -> str:
    """Whose line it is, in words."""
    return f"{line.name}, {people_at_start(line.stratum, indicator)}"
