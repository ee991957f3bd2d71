"""The charts of Explore's views, and which of them stand under its map.

To add one: its drawing and alternative text in a module of `components/figures`, and a line in `UNDER_MAP`.
"""

from __future__ import annotations

from dataclasses import replace

from components.documents.charts.dots import groups_chart
from components.documents.charts.lines import trend_chart
from components.documents.document import KeyMark
from components.figures.alt_text import groups_text, trend_text
from components.figures.groups import groups_figure
from components.figures.trend.chart import trend_figure
from components.figures.trend.lines import drawn_words, lines_of
from components.figures.trend.text import trend_words
from components.formatting.numbers import capitalize_first
from components.formatting.phrases import people
from components.views.chart import Chart, chart_rows
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import OVERALL

TALL, LOW = 440, 300
"""Heights in pixels of a trend that is the main figure of its view, and of one under others. Set by eye: higher, a
chart and its title do not fit a laptop's screen; lower, more end labels are cut (trend.labels.end_labels)."""


def has_groups(answer: Answer) -> bool:
    """Whether there is a group besides everyone."""
    return bool(answer.groups.without(stratum=OVERALL))


def _groups_title(answer: Answer) -> str:
    if not answer.chosen:
        return gettext("Groups in the state")
    return gettext("Groups in {place} and the state", place=answer.place.name)


def _groups_key(answer: Answer) -> list[KeyMark]:
    if not answer.chosen:
        return []
    return [KeyMark(True, answer.place.name), KeyMark(False, answer.catalog.state.name)]


def _trend_note(answer: Answer) -> str:
    unit = capitalize_first(answer.indicator.unit)
    if not answer.trend.has("ci_low"):
        return unit
    if any(line.quiet for line in lines_of(answer)):
        return gettext("{unit}. Only the bold names have their 95% interval drawn.", unit=unit)
    return gettext("{unit}, band = 95% interval", unit=unit)


def _no_trend(answer: Answer) -> str:
    if answer.selection.group == OVERALL:
        text = gettext("There is no figure for {place} in any period.", place=answer.place.name)
    else:
        who = people(answer.selection.group, answer.indicator)
        text = gettext("There is no figure for {people} in {place} in any period.", people=who, place=answer.place.name)
    if not answer.chosen and answer.selection.level != "state":
        text += f" {gettext('Choose a place to see its figures.')}"
    return text


GROUPS_CHART = Chart(
    "groups",
    _groups_title,
    groups_figure,
    groups_text,
    note=lambda answer: gettext("Line = 95% interval") if answer.groups.has("ci_low") else "",
    key=_groups_key,
    benchmarks=lambda _: True,
    is_shown=has_groups,
    data=groups_chart,
)
TREND_CHART = Chart(
    "trend",
    lambda _: gettext("Over time"),
    lambda answer: trend_figure(answer, TALL),
    trend_text,
    note=_trend_note,
    sentences=lambda answer: [*trend_words(answer), *drawn_words(answer)],
    benchmarks=lambda _: True,
    missing=_no_trend,
    data=trend_chart,
)
LOW_TREND_CHART = replace(
    TREND_CHART,
    draw=lambda answer: trend_figure(answer, LOW),
    benchmarks=lambda answer: not has_groups(answer),  # the chart of groups has them
)
UNDER_MAP = (GROUPS_CHART, LOW_TREND_CHART)
"""The charts of the map view, in their order."""


def map_charts(answer: Answer) -> tuple[list[Chart], list[tuple[Chart, ...]]]:
    """The charts of the map view that stand at the side of the map, and those under it by row.

    The state's map, which has no list of places at its side, has the first of several charts there.
    """
    charts = [chart for chart in UNDER_MAP if chart.is_shown(answer)]
    beside = 1 if answer.selection.level == "state" and len(charts) > 1 else 0
    return charts[:beside], chart_rows(charts[beside:])
