"""What the charts of the Gaps page draw, in tables and words: groups, and the gap period by period, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.figures.tables import Table, groups_tables
from components.formatting.markup import aria, data_attributes
from components.views.gaps.text import format_measure, interval_of
from data.analysis.gaps import Gap
from data.catalog.models import Indicator
from data.query.selection import Answer
from data.statistics.inequality import Measure

ABSENT = "–"
OVER_TIME = ("d", "r")
"""The measures that are drawn over time."""


def groups_details(answer: Answer) -> html.Details:
    """The groups of the place and the state in tables, closed, and the way to the same figures in Explore."""
    return _details("Groups in a table", "groups-table", [*map(_groups, groups_tables(answer)), _explore(answer)])


def over_time_details(series: Sequence[Gap], indicator: Indicator) -> html.Details:
    """Difference and ratio of every period in a table, closed. `series` has the periods, earliest first."""
    names = ("Period", "Difference", "95% interval", "Ratio", "95% interval")
    heads = [html.Th(name, scope="col") for name in names]
    lines = [_period(gap, indicator) for gap in reversed(series)]
    return _details(
        "The gap over time in a table", "gap-table", [_table("The gap between groups over time", heads, lines)]
    )


def measured_text(title: str, series: Sequence[Gap], measure: str, indicator: Indicator) -> str:
    """A chart of a measure over time in words: every period's value and interval. Every gap of `series` has it."""
    said = [f"{gap.period.label} {value} ({interval})" for gap in series
            for value, interval in [_cells(gap, measure, indicator)]]  # fmt: skip
    return f"{title}: {'; '.join(said)}."


def _period(gap: Gap, indicator: Indicator) -> html.Tr:
    cells = [cell for measure in OVER_TIME for cell in _cells(gap, measure, indicator)]
    return html.Tr(
        [
            html.Th(gap.period.long_label, scope="row"),
            *(html.Td(cell.removeprefix("95% interval "), className="number") for cell in cells),
        ]
    )


def _cells(gap: Gap, measure: str, indicator: Indicator) -> tuple[str, str]:
    result = gap.results[measure]
    if not isinstance(result, Measure):
        return ABSENT, ABSENT
    return format_measure(result.estimate, measure, indicator), interval_of(result, indicator)


def _groups(table: Table) -> html.Div:
    first, *others = table.columns
    heads = [html.Th(column.head, scope="col") for column in table.columns]
    lines = [
        html.Tr(
            [
                html.Th(row.cells[first.id].words, scope="row"),
                *(html.Td(row.cells[c.id].words, className="" if c.id == "status" else "number") for c in others),
            ]
        )
        for row in table.rows
    ]
    return _table(table.caption, heads, lines)


def _explore(answer: Answer) -> html.P:
    href = f"/explore{answer.selection.with_words(view='table')}"
    return html.P(dcc.Link("The same figures in Explore’s table", href=href), className="figure-note")


def _table(caption: str, heads: Sequence[html.Th], lines: Sequence[html.Tr]) -> html.Div:
    parts = [html.Caption(caption), html.Thead(html.Tr(list(heads))), html.Tbody(list(lines))]
    table = html.Table(parts, className="figures-table")
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **aria(label=caption))


def _details(summary: str, name: str, content: Sequence[Component]) -> html.Details:
    return html.Details([html.Summary(summary, **data_attributes(key=name)), *content], className="all-measures")
