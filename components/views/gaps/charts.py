"""A pair over time as charts that are data: both sides by period, and their ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.documents.charts.dots import groups_chart
from components.documents.native_chart import ChartPoint, ChartSeries, EndWords, NativeChart
from components.formatting.numbers import capitalize_first
from components.formatting.palette import text_colour
from components.formatting.phrases import people
from components.views.gaps.figures import Line, is_joined, pair_lines, ratio_line, values_scale
from components.views.gaps.panels import groups_answer
from components.views.gaps.words import names
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.catalog.models import Indicator
from data.language import gettext
from data.vocabulary import OVERALL

_RATIO_DECIMALS = 2


def gap_groups_chart(view: GapView) -> NativeChart:
    """The groups of the period in view, the pair's own group as the chosen one."""
    title = gettext("Groups in {place}", place=view.answer.place.name)
    return replace(groups_chart(groups_answer(view)), title=title)


def pair_chart(view: GapView) -> NativeChart:
    """Both sides of the pair by period, as `pair_figure` draws them; of one group alone its own figures."""
    indicator, lines = view.answer.indicator, pair_lines(view)
    one = names(view) if view.pair is not None else (people(view.group or OVERALL, indicator),)
    # The lines are in the order in which they are drawn: the group's over the other's.
    called = [capitalize_first(name) for name in reversed(one)]
    return _chart(lines, called, gettext("Over time"), indicator.unit, indicator.decimals, indicator)


def ratio_chart(series: Sequence[Pair], indicator: Indicator) -> NativeChart:
    """The ratio of a pair by period, as `ratio_figure` draws it."""
    name = gettext("Ratio")
    rate = indicator.model_copy(update={"measure": "rate"})
    return _chart([ratio_line(series)], [name], gettext("The ratio over time"), name, _RATIO_DECIMALS, rate)


def _chart(
    lines: Sequence[Line], called: Sequence[str], title: str, unit: str, decimals: int, indicator: Indicator
) -> NativeChart:
    scale = values_scale(lines, indicator)
    periods = [point.period for line in lines for point in line.points]
    return NativeChart(
        "lines",
        title,
        unit,
        decimals,
        scale.low,
        scale.high,
        tuple(
            _series(line, name, first=line is lines[-1], named=len(lines) > 1)
            for line, name in zip(lines, called, strict=True)
        ),
        step=scale.step,
        years=(
            min((period.start.year for period in periods), default=2000),
            max((period.end.year for period in periods), default=2001),
        ),
    )


def _series(line: Line, name: str, *, first: bool, named: bool) -> ChartSeries:
    joined = {other.period.midpoint for one, other in zip(line.points, line.points[1:], strict=False)
              if is_joined(one, other)}  # fmt: skip
    return ChartSeries(
        name,
        line.color,
        line.symbol,
        "solid" if joined else "",
        tuple(
            ChartPoint(
                p.period.midpoint,
                p.period.label,
                p.value,
                p.low if p.high is not None else None,
                p.high if p.low is not None else None,
                p.text,
            )
            for p in line.points
        ),
        breaks=tuple(p.period.midpoint for p in line.points[1:] if p.period.midpoint not in joined),
        chosen=first,
        end=EndWords(name, "", text_colour(line.color)) if named else None,
    )
