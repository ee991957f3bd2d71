"""A pair over time: marks and whiskers of both sides for every period, joined only where single years follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from components.figures.style import Figure, Scale, Trace, axis, layout, nice_scale, tick_label
from components.formatting.palette import ACCENT, INK, mark
from components.formatting.phrases import amount
from components.formatting.typeface import length
from components.views.gaps.words import interval_text, ratio_text, with_interval
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.catalog.models import Indicator
from data.query.rows import is_missing
from data.vocabulary import OVERALL, REST, Period

HEIGHT = 272
REACH = 3.0
"""How many times the largest value the axis reaches at most."""
TICKS = 6
"""How many names of periods stand side by side on the narrowest phone, in two lines each."""
PHONE, RIGHT, APART = 280, 16, 8
"""Pixels of the chart on the narrowest phone, right of its plot, and between two names under its axis."""
EDGE, HEADROOM = 0.6, 0.02
"""Years before the first and after the last, and share of the axis over its highest tick, whose line is drawn so."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart in a period, its interval where one is known, and what is read when it is pointed at."""

    period: Period
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one side, with its color and the symbol of its marks."""

    points: Sequence[Point]
    color: str
    symbol: str = "circle"


def pair_figure(view: GapView) -> Figure:
    """Both sides of the pair by period; of one group alone its own figures."""
    return _figure(pair_lines(view), view.answer.indicator)


def pair_lines(view: GapView) -> list[Line]:
    """The lines of a pair, the group's own last: it is drawn over the other's."""
    indicator = view.answer.indicator
    if view.pair is None:
        own = [
            Point(
                Period.parse(r.period),
                r.value,
                None if is_missing(r.ci_low) else r.ci_low,
                None if is_missing(r.ci_high) else r.ci_high,
                amount(r.value, indicator),
            )
            for r in view.own
        ]
        return [Line(own, *side_mark(view.group or OVERALL))]
    sides = []
    for name, stratum in (("reference", view.reference), ("group", view.group)):
        points = []
        for pair in view.series:
            estimate = getattr(pair, name).estimate
            text = with_interval(
                amount(estimate.value, indicator), interval_text(estimate.low, estimate.high, indicator)
            )
            points.append(Point(pair.period, estimate.value, estimate.low, estimate.high, text))
        sides.append(Line(points, *side_mark(stratum or OVERALL)))
    return sides


def ratio_figure(series: Sequence[Pair], indicator: Indicator) -> Figure:
    """The ratio of a pair by period; every pair of `series` must have one."""
    return _figure([ratio_line(series)], indicator.model_copy(update={"measure": "rate"}))


def ratio_line(series: Sequence[Pair]) -> Line:
    """The line of a ratio; every pair of `series` must have one."""
    points = []
    for pair in series:
        value = pair.ratio_value
        assert value is not None
        low, high = (pair.ratio.low, pair.ratio.high) if pair.ratio else (None, None)
        points.append(Point(pair.period, value, low, high, with_interval(*ratio_text(pair))))
    return Line(points, ACCENT)


def side_mark(stratum: str) -> tuple[str, str]:
    """Color and symbol of a side: a group's own; of everyone, and everyone else, an open square of ink."""
    if stratum in (REST, OVERALL):
        return INK, "square"
    style = mark(stratum)
    return style.colour, style.symbol


def values_scale(lines: Sequence[Line], indicator: Indicator) -> Scale:
    """The axis of values."""
    points = [point for line in lines for point in line.points]
    # A few intervals reach so far that the values would not be seen: whiskers may leave the picture, values never do.
    far = REACH * max((abs(p.value) for p in points), default=1.0)
    ends = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    return nice_scale([min(max(v, -far), far) for v in ends], indicator)


def is_joined(one: Point, other: Point) -> bool:
    """Whether a stroke joins two points that follow each other: single years, none missing between them."""
    before, after = one.period, other.period
    return before.length_years <= 1 and after.length_years <= 1 and after.midpoint - before.midpoint <= 1


def _figure(lines: Sequence[Line], indicator: Indicator) -> Figure:
    points = [point for line in lines for point in line.points]
    scale = values_scale(lines, indicator)
    traces: list[Trace] = []
    for line in lines:
        for one, other in pairwise(line.points):
            if is_joined(one, other):
                traces.append({
                    "type": "scatter", "mode": "lines", "x": [one.period.midpoint, other.period.midpoint],
                    "y": [one.value, other.value], "line": {"color": line.color, "width": 2}, "hoverinfo": "skip",
                })  # fmt: skip
        traces.append(_marks(line))
    first_year = min((p.period.start.year for p in points), default=2000)
    last_year = max((p.period.end.year for p in points), default=2001)
    periods = list(dict.fromkeys(p.period for p in points))
    years = last_year - first_year + 2 * EDGE
    ticks = _apart(periods[:: max(1, len(periods) // 4)], (last_year - first_year + 1) / TICKS)
    return {
        "data": traces,
        "layout": layout(
            height=HEIGHT,
            margin={"l": scale.margin, "r": RIGHT, "t": 12, "b": 44},
            xaxis=axis(range=[first_year - EDGE, last_year + EDGE], showgrid=False, showline=True, linecolor=INK,
                       tickvals=[p.midpoint for p in ticks], tickangle=0,
                       ticktext=_names(ticks, (PHONE - scale.margin - RIGHT) / years)),
            yaxis=axis(range=[scale.low, scale.high + HEADROOM * (scale.high - scale.low)], tickvals=scale.ticks,
                       ticktext=[tick_label(tick, scale.step) for tick in scale.ticks]),
        ),
    }  # fmt: skip


def _apart(periods: Sequence[Period], years: float) -> list[Period]:
    """The last period, and of the earlier ones those whose names have room: `years` between the middles of two."""
    kept: list[Period] = []
    for period in reversed(periods):
        if not kept or kept[-1].midpoint - period.midpoint >= years:
            kept.append(period)
    return kept[::-1]


def _names(periods: Sequence[Period], year: float) -> list[str]:
    """The names of periods under an axis of so many pixels a year: in two lines where one has no room by the next."""
    labels = [period.label for period in periods]
    between = [(after.midpoint - before.midpoint) * year for before, after in pairwise(periods)]
    wide = [(length(one) + length(other)) / 2 + APART for one, other in pairwise(labels)]
    if all(room >= needed for room, needed in zip(between, wide, strict=True)):
        return labels
    return [label.replace("–", "–<br>", 1) for label in labels]


def _marks(line: Line) -> Trace:
    known = [(p, p.low is not None and p.high is not None) for p in line.points]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [p.period.midpoint for p in line.points],
        "y": [p.value for p in line.points],
        "marker": {"size": 9, "color": line.color, "symbol": line.symbol},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [(p.high or 0) - p.value if has else 0 for p, has in known],
            "arrayminus": [p.value - (p.low or 0) if has else 0 for p, has in known],
            "color": line.color,
            "thickness": 2,
            "width": 0,
        },
        "text": [f"<b>{p.period.long_label}</b><br>{p.text}" for p in line.points],
        "hovertemplate": "%{text}<extra></extra>",
    }
