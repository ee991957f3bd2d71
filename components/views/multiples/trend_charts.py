"""Small trends as charts that are data: one for each panel, on the axes all panels share."""

from __future__ import annotations

from components.documents.native_chart import ChartPoint, ChartSeries, NativeChart
from components.figures.groups import value_words
from components.formatting.numbers import is_number
from components.formatting.palette import mark
from components.formatting.phrases import people_at_start
from components.views.multiples.sparkline import Axes, Line, Point, half, is_open, is_seen, joined, within
from components.views.multiples.trend_panels import TrendPanel
from data.query.selection import Answer

BEHIND = "#9aa4ae"
"""The colour of the lines behind a panel's own."""


def panel_chart(panel: TrendPanel, axes: Axes, answer: Answer) -> NativeChart:
    """A panel's trend with what stands behind it, as `small_trend_svg` draws it."""
    indicator = answer.indicator
    return NativeChart(
        "lines",
        panel.name,
        indicator.unit,
        indicator.decimals,
        axes.scale.low,
        axes.scale.high,
        (
            *(_series(within(line, axes), answer, behind=True) for line in panel.behind),
            _series(panel.line, answer, behind=False),
        ),
        step=axes.scale.step,
        years=axes.ends,
    )


def _series(line: Line, answer: Answer, *, behind: bool) -> ChartSeries:
    pairs = [] if line.pooled else joined(line, answer.indicator, answer.catalog)
    through = {other.period.midpoint for _, other, _ in pairs}
    place = answer.catalog.places[line.geo_id].name
    return ChartSeries(
        f"{place}, {people_at_start(line.stratum, answer.indicator)}",
        BEHIND if behind else mark(line.stratum).colour,
        "circle",
        "solid" if pairs else "",
        tuple(_point(p, line, answer, behind=behind) for p in line.points),
        breaks=tuple(p.period.midpoint for p in line.points[1:] if p.period.midpoint not in through),
        dashed=tuple(other.period.midpoint for _, other, dashed in pairs if dashed and not behind),
        chosen=not behind,
        width=1.5 if behind else 2.5,
        size=5,
        whiskers=not behind,
    )


def _point(point: Point, line: Line, answer: Answer, *, behind: bool) -> ChartPoint:
    row = point.row
    low, high = (float(row.ci_low), float(row.ci_high)) if is_number(row.ci_low) else (None, None)
    return ChartPoint(
        point.period.midpoint,
        point.period.label,
        float(row.value),
        low,
        high,
        value_words(row, answer.indicator),
        hollow=not behind and is_open(point, answer.indicator),
        seen=not behind and is_seen(point, line, answer.indicator),
        reach=half(point) if line.pooled else 0.0,
    )
