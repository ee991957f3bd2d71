"""Panels of small multiples of trends (sparklines): their order, lines and text, and the axes they share.

The page and every export draw these same panels, with the marks of `sparkline`.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.figures.style import Scale, nice_scale
from components.formatting import phrases
from components.formatting.numbers import format_number
from components.views.multiples.lines import changes
from components.views.multiples.panel_text import span_words
from components.views.multiples.sparkline import Axes, Line, axes_of, line_of
from components.views.multiples.titles import MANY
from data.analysis.period_changes import Change
from data.language import gettext
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """One small trend: of a group or of a place (`key`: its stratum or geo_id), with the tested change of its line.

    `behind` are faint lines on the same axes, `text` the alternative text; `chosen` marks the selection's own.
    """

    key: str
    name: str
    rows: Rows
    line: Line
    behind: tuple[Line, ...]
    text: str
    change: Change | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class TrendPanels:
    """The panels of a view in their order, their axes, and the sentences that say how to read one."""

    panels: tuple[TrendPanel, ...]
    axes: Axes
    reading: tuple[str, ...]


def group_panels(answer: Answer) -> TrendPanels:
    """A trend for each group of the place, everyone's faint behind it: of all groups there is one chart, the trend."""
    assert answer.series is not None
    rows, place = answer.series.by("stratum"), answer.place
    lines = {group: line_of(line_rows, place.geo_id, group) for group, line_rows in rows.items()}
    groups = [g for g in GROUPS if g in lines and g != OVERALL]
    # Everyone may have been counted for longer than the groups have: the axes are those of the groups.
    series = answer.series.without(stratum=OVERALL)
    axes = axes_of([lines[g] for g in groups], _scale(series, answer, intervals=True))
    tested = changes(answer, "stratum")
    behind = (lines[OVERALL],) if OVERALL in lines and lines[OVERALL].points else ()
    panels = []
    for group in groups:
        who = gettext("{people}, {place}", people=phrases.people_at_start(group, answer.indicator), place=place.name)
        panels.append(
            TrendPanel(
                group, GROUPS[group].label, rows[group], lines[group], behind, span_words(rows[group], who, answer),
                tested[group], group == answer.selection.group,
            )
        )  # fmt: skip
    order = (
        "" if DIMENSIONS[answer.selection.breakdown].ordered else gettext("Groups stand in the order of the alphabet.")
    )
    gray = gettext("The gray line is everyone’s, on the same axes.") if behind else ""
    return TrendPanels(tuple(panels), axes, _reading(answer, series, axes, (gray, order)))


def place_panels(answer: Answer) -> TrendPanels:
    """A trend for each place, by name, the state's faint behind it."""
    assert answer.series is not None
    rows, state = answer.series.by("geo_id"), answer.catalog.state.geo_id
    lines = {geo_id: line_of(line_rows, geo_id, answer.selection.group) for geo_id, line_rows in rows.items()}
    # The state's number of events would leave no height for those of places.
    series = answer.series if answer.indicator.comparable else answer.series.without(geo_id=state)
    axes = axes_of(list(lines.values()), _scale(series, answer, intervals=len(lines) <= MANY))
    tested = changes(answer, "geo_id")
    behind = (lines[state],) if state in lines and answer.indicator.comparable else ()
    panels = []
    for geo_id, line in lines.items():
        if geo_id == state:
            continue
        place = answer.catalog.places[geo_id]
        text = span_words(rows[geo_id], place.name, answer)
        chosen = place.slug == answer.selection.place
        panels.append(TrendPanel(geo_id, place.name, rows[geo_id], line, behind, text, tested[geo_id], chosen))
    sentences = [gettext("The gray line is the state’s, on the same axes.")] if behind else []
    level = LEVEL_WORDS[answer.selection.level].plural
    sentences.append(gettext("The {places} stand in the order of their names.", places=level))
    return TrendPanels(tuple(panels), axes, _reading(answer, series, axes, tuple(sentences)))


def _scale(rows: Rows, answer: Answer, *, intervals: bool) -> Scale:
    """The upright axis: every reliable figure, and where few its interval; what is beyond it is marked at its end."""
    reliable = rows.without(status="unreliable")
    rows = reliable if reliable.has("value") else rows
    columns = ("value", "ci_low", "ci_high") if intervals else ("value",)
    return nice_scale([value for column in columns for value in rows.column(column)], answer.indicator)


def _round(tick: float) -> str:
    return format_number(tick, 0 if float(tick).is_integer() else 1)


def _reading(answer: Answer, rows: Rows, axes: Axes, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """How to read the panels of the figures of `rows`; there is nothing else to decode."""
    indicator = answer.indicator
    parts = [
        gettext("Every trend has the same axes: {unit}, from {low} to {high}.", unit=indicator.unit,
            low=_round(axes.scale.low), high=_round(axes.scale.high)),
        *sentences,
    ]  # fmt: skip
    if rows.has("ci_low"):
        parts.append(gettext("Bands and boxes are 95% intervals."))
    if rows.where(status="unreliable"):
        parts.append(gettext("An open circle is unreliable: few events, or a very wide interval."))
    if len(set(rows.column("geo_id"))) > MANY:
        parts.append(gettext("Of many comparisons at 95%, one in twenty is “higher” or “lower” by chance alone."))
    if any(rows.where(period=period) for period in indicator.provisional):
        parts.append(gettext("The open circle at the end is provisional."))
    if any(row.value > axes.scale.high or row.ci_high > axes.scale.high for row in rows):
        parts.append(gettext("What reaches the upper edge goes on beyond the axis; an arrow there is a figure."))
    dimensions = set(rows.column("dimension"))
    if any(b.bears_on(d) and axes.first < b.at - 0.5 < axes.last for b in indicator.breaks for d in dimensions):
        parts.append(
            gettext("The dotted upright line is a break: figures from before and after it do not mean the same.")
        )
    return tuple(part for part in parts if part)
