"""The charts of two places as data: their groups, and their lines over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from components.documents.charts.dots import dots_chart
from components.documents.charts.lines import lines_chart
from components.documents.native_chart import NativeChart
from components.figures.groups import LANE, rows_scale
from components.views.compare.figures import compared_lines
from data.analysis.place_comparison import Comparison
from data.query.selection import Answer


def compared_groups_chart(comparisons: Mapping[str, Comparison], one: Answer, other: Answer) -> NativeChart:
    """Every group of two places, as `compared_groups_figure` draws it: the first place above and filled."""
    rows = [row for c in comparisons.values() for row in (c.first, c.second) if row is not None]
    groups = [
        (stratum, [(one.place.name, c.first, -LANE, True), (other.place.name, c.second, LANE, False)])
        for stratum, c in comparisons.items()
    ]
    return dots_chart(groups, one, rows_scale(rows, one.indicator))


def compared_trend_chart(one: Answer, other: Answer) -> NativeChart:
    """The group in view in both places, as `compared_trend_figure` draws it."""
    both, lines, turned = compared_lines(one, other)
    return lines_chart(lines, replace(both, selection=replace(both.selection, place=one.place.slug)), turned)
