"""A measure of the gap over time: a mark and a whisker for every period, joined only where single years follow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from components.figures.style import Figure, Trace, axis, layout, nice_scale
from components.formatting.palette import ACCENT, INK
from components.views.gaps.text import format_measure, interval_of
from data.analysis.gaps import Gap
from data.catalog.models import Indicator
from data.statistics.inequality import Measure
from data.vocabulary import Period

HEIGHT = 272
REACH = 3.0
"""How many times the largest value the axis reaches at most."""


TICKS = 6
"""How many names of periods stand side by side on the narrowest phone."""


def gap_figure(series: Sequence[Gap], measure: str, indicator: Indicator) -> Figure:
    """The values of one measure by period; every gap of `series` must have it."""
    measures = [(gap.period, result) for gap in series if isinstance(result := gap.results[measure], Measure)]
    # A few intervals reach so far that the values would not be seen: whiskers may leave the picture, values never do.
    far = REACH * max((abs(r.estimate) for _, r in measures), default=1.0)
    ends = [v for _, r in measures for v in (r.estimate, r.ci_high, r.ci_low) if v is not None]
    scale = nice_scale([*(min(max(v, -far), far) for v in ends), 0.0], indicator.model_copy(update={"measure": "rate"}))
    traces: list[Trace] = []
    for (before, first), (after, last) in pairwise(measures):
        if before.length_years <= 1 and after.length_years <= 1 and after.midpoint - before.midpoint <= 1:
            traces.append({
                "type": "scatter", "mode": "lines", "x": [before.midpoint, after.midpoint],
                "y": [first.estimate, last.estimate], "line": {"color": ACCENT, "width": 2}, "hoverinfo": "skip",
            })  # fmt: skip
    traces.append(_marks(measures, measure, indicator))
    first_year = min((p.start.year for p, _ in measures), default=2000)
    last_year = max((p.end.year for p, _ in measures), default=2001)
    periods = [p for p, _ in measures]
    ticks = _apart(periods[:: max(1, len(periods) // 4)], (last_year - first_year + 1) / TICKS)
    return {
        "data": traces,
        "layout": layout(
            height=HEIGHT,
            margin={"l": scale.margin, "r": 16, "t": 12, "b": 44},
            xaxis=axis(range=[first_year - 0.6, last_year + 0.6], showgrid=False, showline=True, linecolor=INK,
                       tickvals=[p.midpoint for p in ticks], tickangle=0,
                       ticktext=[p.label.replace("–", "–<br>", 1) for p in ticks]),
            yaxis=axis(range=[scale.low, scale.high], dtick=scale.step, tick0=scale.low, tickformat=","),
        ),
    }  # fmt: skip


def _apart(periods: Sequence[Period], years: float) -> list[Period]:
    """The last period, and of the earlier ones those whose names have room: `years` between the middles of two."""
    kept: list[Period] = []
    for period in reversed(periods):
        if not kept or kept[-1].midpoint - period.midpoint >= years:
            kept.append(period)
    return kept[::-1]


def _marks(measures: Sequence[tuple[Any, Measure]], measure: str, indicator: Indicator) -> Trace:
    has_interval = [r.ci_low is not None and r.ci_high is not None for _, r in measures]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [p.midpoint for p, _ in measures],
        "y": [r.estimate for _, r in measures],
        "marker": {"size": 9, "color": ACCENT},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [
                (r.ci_high or 0) - r.estimate if k else 0 for (_, r), k in zip(measures, has_interval, strict=True)
            ],
            "arrayminus": [
                r.estimate - (r.ci_low or 0) if k else 0 for (_, r), k in zip(measures, has_interval, strict=True)
            ],
            "color": ACCENT,
            "thickness": 2,
            "width": 0,
        },
        "text": [
            f"<b>{p.long_label}</b><br>{format_measure(r.estimate, measure, indicator)}<br>{interval_of(r, indicator)}"
            for p, r in measures
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }
