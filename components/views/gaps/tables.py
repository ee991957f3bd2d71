"""Tables and alt texts of the charts of the Gaps page: groups, and the gap period by period, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import dcc
from dash import html as dash_html
from dash.development.base_component import Component

from components.figures.tables import ABSENT, Table, figure_cell, groups_tables
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import region, row, scrolled, table
from components.formatting.markup import data_attributes, html_fragment
from components.views.gaps.text import MEASURE_TEXT, format_measure, interval_of, reason_not_computed
from data.analysis.gaps import Gap
from data.catalog.models import Indicator
from data.query.selection import Answer
from data.statistics.inequality import ABSOLUTE, Measure

OVER_TIME = ("d", "r")
"""The measures that are drawn over time."""


def groups_details(answer: Answer) -> dash_html.Details:
    """The groups of the place and the state in tables, closed, and the way to the same figures in Explore."""
    return _details("Groups in a table", "groups-table", [*map(_groups, groups_tables(answer)), _explore(answer)])


def over_time_details(series: Sequence[Gap], indicator: Indicator) -> dash_html.Details:
    """Difference and ratio of every period in a table, closed. `series` has the periods, earliest first."""
    names = ("Period", "Difference", "95% interval", "Ratio", "95% interval")
    rows = [_period(gap, indicator) for gap in reversed(series)]
    return _details(
        "The gap over time in a table", "gap-table", [_table("The gap between groups over time", names, rows)]
    )


def measures_details(gap: Gap, indicator: Indicator) -> SafeHtml:
    """Every measure of a gap in a table, closed: what it means, or why it is not computed."""
    names = ("Measure", "Kind", "Value", "95% interval", "What it means, or why it is not given")
    rows = [_measure(measure, gap, indicator) for measure in MEASURE_TEXT]
    caption = "Every measure of the gap between groups"
    summary = html.Summary("All measures", **data_attributes(key="all-measures"))
    return html.Details([summary, scrolled(table(caption, names, rows), caption)], className="all-measures")


def _measure(measure: str, gap: Gap, indicator: Indicator) -> SafeHtml:
    words, result = MEASURE_TEXT[measure], gap.results[measure]
    means = words.means if isinstance(result, Measure) else reason_not_computed(result)
    kind = "absolute" if measure in ABSOLUTE else "relative"
    cells = [html.Td(cell, className="number") for cell in _cells(gap, measure, indicator)]
    return row(words.name, [html.Td(kind), *cells, html.Td(means)])


def measured_text(title: str, series: Sequence[Gap], measure: str, indicator: Indicator) -> str:
    """A chart of a measure over time in words: every period's value and interval. Every gap of `series` has it."""
    figures = [f"{gap.period.label} {value} ({interval})" for gap in series
            for value, interval in [_cells(gap, measure, indicator)]]  # fmt: skip
    return f"{title}: {'; '.join(figures)}."


def _period(gap: Gap, indicator: Indicator) -> SafeHtml:
    cells = [cell for measure in OVER_TIME for cell in _cells(gap, measure, indicator)]
    numbers = [html.Td(cell.removeprefix("95% interval "), className="number") for cell in cells]
    return row(gap.period.long_label, numbers)


def _cells(gap: Gap, measure: str, indicator: Indicator) -> tuple[str, str]:
    result = gap.results[measure]
    if not isinstance(result, Measure):
        return ABSENT, ABSENT
    return format_measure(result.estimate, measure, indicator), interval_of(result, indicator)


def _groups(groups_table: Table) -> dash_html.Div:
    first, *others = groups_table.columns
    rows = [row(r.cells[first.id].words, [figure_cell(r, column) for column in others]) for r in groups_table.rows]
    return _table(groups_table.caption, [column.head for column in groups_table.columns], rows)


def _explore(answer: Answer) -> dash_html.P:
    href = f"/explore{answer.selection.with_words(view='table')}"
    return dash_html.P(dcc.Link("The same figures in Explore’s table", href=href), className="figure-note")


def _table(caption: str, heads: Sequence[str], rows: Iterable[SafeHtml]) -> dash_html.Div:
    return html_fragment(table(caption, heads, rows), **region(caption))


def _details(summary: str, name: str, content: Sequence[Component]) -> dash_html.Details:
    parts = [dash_html.Summary(summary, **data_attributes(key=name)), *content]
    return dash_html.Details(parts, className="all-measures")
