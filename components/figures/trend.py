"""The trend: lines of single years with interval bands, pooled periods as bars, labels at the line's end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components.descriptions import people_at_start
from components.figures.style import TEXT, Figure, Scale, Trace, annotation, axis, layout, nice_scale
from components.figures.turns import break_marks, breaks_in_view, turn_marks, turnings
from components.numbers import figure, interval, is_number
from components.palette import INK, PAPER, mark
from data.catalog import Break, Indicator
from data.selection import Answer, records
from data.vocabulary import GROUPS, OVERALL, Period

RIGHT, LEFT, TOP, BOTTOM = 152, 12, 16, 32
LONGEST_PLACE = 14
"""Letters of a place's name beside its line; the list and the table have the whole name."""
LABEL_HEIGHT = 40
"""Pixels a label of two lines needs, so that two lines that end together keep theirs apart."""


@dataclass(frozen=True)
class _Point:
    period: Period
    row: Any

    @property
    def x(self) -> float:
        return self.period.midpoint

    @property
    def y(self) -> float:
        return float(self.row.value)


@dataclass(frozen=True)
class _Line:
    """The figures of one place and group from one source, all of one length of period."""

    name: str
    stratum: str
    is_state: bool
    points: tuple[_Point, ...]

    @property
    def pooled(self) -> bool:
        return self.points[0].period.length_years > 1

    @property
    def colour(self) -> str:
        return mark(self.stratum).colour


def trend_figure(answer: Answer, height: int = 300) -> Figure:
    """Every period of the group and of everyone, for the place and the state, on one axis that starts at zero."""
    lines = _lines(answer)
    ends = [v for line in lines for p in line.points for v in (p.row.ci_low, p.row.ci_high, p.y)]
    scale = nice_scale(ends, answer.indicator)
    traces: list[Trace] = []
    for line in lines:
        traces += _bars(line, answer) if line.pooled else _band(line) + _line(line, answer)
    starts = [p.period.start.year for line in lines for p in line.points]
    ends = [p.period.end.year for line in lines for p in line.points]
    first, last = min(starts, default=2000), max(ends, default=2001)
    room = max((last - first) * 0.02, 0.6)
    turns, turn_names = _turns(lines, answer)
    shapes, break_names = break_marks(drawn_breaks(answer), (first + last) / 2)
    return {
        "data": traces + turns,
        "layout": layout(
            height=height,
            margin={"l": LEFT + 7 * len(f"{scale.high:,g}"), "r": RIGHT, "t": TOP, "b": BOTTOM},
            xaxis=axis(range=[first - room, last + room], showgrid=False, dtick=max(1, round((last - first) / 4)),
                       tick0=first, tickformat="d", linecolor=INK, showline=True),
            yaxis=axis(range=[scale.low, scale.high], dtick=scale.step, tick0=scale.low, tickformat=","),
            shapes=shapes,
            annotations=[*_end_labels(lines, answer, scale, height - TOP - BOTTOM), *turn_names, *break_names],
        ),
    }  # fmt: skip


def drawn_breaks(answer: Answer) -> list[Break]:
    """The breaks in the series that some line in view goes across."""
    series: dict[tuple[str, str], list[Period]] = {}
    for line in _lines(answer):
        series.setdefault((line.name, line.stratum), []).extend(p.period for p in line.points)
    return breaks_in_view(answer.indicator, [(stratum, periods) for (_, stratum), periods in series.items()])


def _turns(lines: list[_Line], answer: Answer) -> tuple[list[Trace], list[dict[str, Any]]]:
    """The joinpoints of every line that has some."""
    traces: list[Trace] = []
    names: list[dict[str, Any]] = []
    for turning in turnings(answer):
        own = [line for line in lines if (line.name, line.stratum) == (turning.name, turning.stratum)]
        at = {p.period: p.y for line in own for p in line.points if not line.pooled}
        marks, labels = turn_marks(turning, at, mark(turning.stratum).colour, answer.indicator)
        traces += marks
        names += labels
    return traces, names


def _lines(answer: Answer) -> list[_Line]:
    found: dict[tuple[str, str, str, float], list[_Point]] = {}
    for row in records(answer.trend.dropna(subset=["value"])):
        period = Period.parse(str(row.period))
        key = (str(row.geo_id), str(row.stratum), str(row.source), round(period.length_years, 3))
        found.setdefault(key, []).append(_Point(period, row))
    drawn = [
        _Line(
            str(points[0].row.name), stratum, points[0].row.level == "state", tuple(sorted(points, key=lambda p: p.x))
        )
        for (_, stratum, _, _), points in found.items()
    ]
    # Where single years are published, a pool of the same years would draw them twice.
    yearly = {(line.name, line.stratum) for line in drawn if not line.pooled}
    return [line for line in drawn if not line.pooled or (line.name, line.stratum) not in yearly]


def _runs(points: tuple[_Point, ...]) -> list[list[_Point]]:
    """The points in unbroken runs: a missing year is a gap, not a straight line across it."""
    runs = [[points[0]]]
    for before, after in pairwise(points):
        if after.x - before.x > 1.01:
            runs.append([])
        runs[-1].append(after)
    return runs


def _band(line: _Line) -> list[Trace]:
    traces = []
    for run in _runs(line.points):
        known = [p for p in run if is_number(p.row.ci_low)]
        if len(known) > 1:
            x = [p.x for p in known]
            traces.append({
                "type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip",
                "x": [*x, *reversed(x)],
                "y": [*(p.row.ci_high for p in known), *(p.row.ci_low for p in reversed(known))],
                "line": {"width": 0}, "fillcolor": _tint(line.colour),
            })  # fmt: skip
    return traces


def _tint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _line(line: _Line, answer: Answer) -> list[Trace]:
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


def _stroke(points: list[_Point], line: _Line, dash: str | None) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": [p.x for p in points],
        "y": [p.y for p in points],
        "line": {"color": line.colour, "width": 2.5 if line.stratum == OVERALL else 2,
                 "dash": dash or mark(line.stratum).dash},
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


def _markers(line: _Line, answer: Answer) -> Trace:
    """A mark on every point for the hand; seen only where it says something: alone, provisional, or last."""
    provisional = [p.period.slug in answer.indicator.provisional for p in line.points]
    alone = {id(run[0]) for run in _runs(line.points) if len(run) == 1}
    last = line.points[-1]
    seen = [hollow or id(p) in alone or p is last for p, hollow in zip(line.points, provisional, strict=True)]
    symbol = "circle" if line.stratum == OVERALL else mark(line.stratum).symbol
    return {
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        "marker": {"symbol": symbol, "size": 9, "opacity": [1 if s else 0 for s in seen],
                   "color": [PAPER if h or (line.is_state and answer.chosen) else line.colour for h in provisional],
                   "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def _bars(line: _Line, answer: Answer) -> list[Trace]:
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
    fill = PAPER if line.is_state and answer.chosen else line.colour
    traces.append({
        "type": "scatter", "mode": "markers", "x": [p.x for p in line.points], "y": [p.y for p in line.points],
        "marker": {"symbol": symbol, "size": 9, "color": fill, "line": {"color": line.colour, "width": 2}},
        "text": [_hover(p, line, answer.indicator) for p in line.points],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    })  # fmt: skip
    return traces


def _hover(point: _Point, line: _Line, indicator: Indicator) -> str:
    lines = [f"<b>{line.name}, {people_at_start(line.stratum, indicator)}</b>",
             f"{point.period.long_label}: {figure(point.y, indicator)}"]  # fmt: skip
    if is_number(point.row.ci_low):
        lines.append(f"95% interval {interval(point.row.ci_low, point.row.ci_high, indicator)}")
    if point.period.slug in indicator.provisional:
        lines.append("Provisional")
    return "<br>".join(lines)


def _end_labels(lines: list[_Line], answer: Answer, scale: Scale, pixels: int) -> list[dict[str, Any]]:
    """A label beside the last point of each place and group, pushed apart where two would overlap."""
    last: dict[tuple[str, str], _Line] = {}
    for line in lines:
        key = (line.name, line.stratum)
        if key not in last or line.points[-1].x > last[key].points[-1].x:
            last[key] = line
    ends = sorted(last.values(), key=lambda line: line.points[-1].y)
    placed: list[float] = []
    for line in ends:
        wanted = scale.share(line.points[-1].y) * pixels
        placed.append(max(wanted, placed[-1] + LABEL_HEIGHT if placed else LABEL_HEIGHT / 2))
    excess = max(0.0, placed[-1] - (pixels - LABEL_HEIGHT / 2)) if placed else 0.0
    placed = [max(p - excess, LABEL_HEIGHT * (i + 0.5)) for i, p in enumerate(placed)]
    return [
        annotation(
            _end_text(line, answer),
            xref="paper",
            x=1,
            xshift=8,
            xanchor="left",
            yref="paper",
            y=height / pixels,
            yanchor="middle",
            align="left",
            font=TEXT,
        )
        for line, height in zip(ends, placed, strict=True)
    ]


def _end_text(line: _Line, answer: Answer) -> str:
    last = line.points[-1]
    who = "All" if line.stratum == OVERALL else people_at_start(line.stratum, answer.indicator).split(" ")[0]
    place = "state" if line.is_state else answer.catalog.places[str(last.row.geo_id)].short_name
    if len(place) > LONGEST_PLACE:
        place = f"{place[: LONGEST_PLACE - 1].rstrip()}…"
    star = "*" if last.period.slug in answer.indicator.provisional else ""
    head = f"{who}, {place}" if answer.chosen else f"{who} {answer.indicator.words.people.split(' ')[0]}"
    when = last.period.label if last.period.is_years else f"To {last.period.end:%b %Y}"
    return f"<b>{head}</b><br>{when}: {figure(last.y, answer.indicator)}{star}"
