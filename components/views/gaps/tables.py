"""Tables and alt texts of the page of gaps: groups, the pair period by period, and the measures over all groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html as dash_html
from dash.development.base_component import Component

from components.figures.tables import ABSENT, Table, figure_cell, groups_tables
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import region, row, scrolled, table
from components.formatting.markup import data_attributes, html_fragment
from components.formatting.numbers import capitalize_first, format_value
from components.formatting.phrases import amount, people_at_start
from components.views.gaps.measures import format_interval, format_measure, lacking_words, measure_words
from components.views.gaps.words import figure_text, names, plain_span, ratio_text, shown_difference, with_interval
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.analysis.gaps import AllGroups
from data.catalog.models import Indicator
from data.language import gettext
from data.query.selection import Answer
from data.statistics.comparisons import Estimate
from data.statistics.inequality import ABSOLUTE
from data.vocabulary import Period


def groups_details(answer: Answer) -> dash_html.Details:
    """The groups of the place and the state in tables, closed, and the way to the same figures in Explore."""
    content = [*map(_groups, groups_tables(answer)), _explore(answer)]
    return _details(gettext("Groups in a table"), "groups-table", content)


def over_time_details(view: GapView) -> dash_html.Details:
    """Both figures, difference and ratio of every period in a table, closed; of one group alone its own figures."""
    title, indicator = gettext("Over time in a table"), view.answer.indicator
    caption = gettext("The gap between groups over time, {unit}", unit=indicator.unit)
    if view.pair is None:
        assert view.group is not None
        heads = [gettext("Period"), people_at_start(view.group, indicator)]
        rows = [
            row(Period.parse(r.period).long_label, [html.Td(amount(r.value, indicator), className="number")])
            for r in reversed(view.own)
        ]
    else:
        sides = [capitalize_first(name) for name in names(view)]
        heads = [gettext("Period"), *sides, gettext("Difference"), gettext("Ratio")]
        rows = [_period(pair, indicator) for pair in reversed(view.series)]
    return _details(title, "gap-table", [_table(caption, heads, rows)])


def pair_cells(pair: Pair, indicator: Indicator) -> list[str]:
    """Both figures, the difference and the ratio of a pair, each with its interval."""
    found = pair.difference
    ends = plain_span(found.low, found.high, indicator) if found else ""
    return [
        *(_figure_cell(side.estimate, indicator) for side in (pair.group, pair.reference)),
        with_interval(format_value(shown_difference(pair, indicator), indicator), ends),
        with_interval(*ratio_text(pair)) or ABSENT,
    ]


def _figure_cell(estimate: Estimate, indicator: Indicator) -> str:
    low, high = estimate.low, estimate.high
    ends = "" if low is None or high is None else plain_span(low, high, indicator)
    return with_interval(format_value(estimate.value, indicator), ends)


def all_groups_details(found: AllGroups, indicator: Indicator) -> SafeHtml:
    """Every measure over all groups in a table, closed; or the one sentence on why there is none."""
    if found.lacking is not None:
        return html.P(lacking_words(found.lacking), className="figure-note all-groups-none")
    caption = gettext("Measures over all groups")
    heads = (
        gettext("Measure"),
        gettext("Kind"),
        gettext("Value"),
        gettext("95% interval"),
        gettext("What it means, and what it does not"),
    )
    words = measure_words()
    rows = []
    said: set[str] = set()
    for measure, result in found.results.items():
        of = words[measure]
        told = [sentence for sentence in (of.means, of.limitation) if sentence not in said]
        said.update(told)
        cells = [
            html.Td(gettext("absolute") if measure in ABSOLUTE else gettext("relative")),
            html.Td(format_measure(result.estimate, of.kind, indicator), className="number"),
            html.Td(format_interval(result, of.kind, indicator) or ABSENT, className="number"),
            html.Td(" ".join(told)),
        ]
        rows.append(row(of.name, cells))
    summary = html.Summary(caption, **data_attributes(key="all-measures"))
    return html.Details([summary, scrolled(table(caption, heads, rows), caption)], className="all-measures")


def pair_text(title: str, view: GapView) -> str:
    """The chart of a pair over time in words: every period's two figures with their intervals."""
    indicator = view.answer.indicator
    if view.pair is None:
        figures = [f"{Period.parse(r.period).label} {amount(r.value, indicator)}" for r in view.own]
        return f"{title}: {'; '.join(figures)}."
    one, other = names(view)
    figures = [
        gettext(
            "{period}: {people} {value}, {others} {other}",
            period=pair.period.label,
            people=one,
            value=figure_text(pair.group, indicator),
            others=other,
            other=figure_text(pair.reference, indicator),
        )
        for pair in view.series
    ]
    return f"{title}. {'; '.join(figures)}."


def ratio_over_time_text(title: str, series: Sequence[Pair]) -> str:
    """The chart of the ratio over time in words."""
    figures = [f"{pair.period.label} {with_interval(*ratio_text(pair)) or ABSENT}" for pair in series]
    return f"{title}: {'; '.join(figures)}."


def _period(pair: Pair, indicator: Indicator) -> SafeHtml:
    return row(pair.period.long_label, [html.Td(cell, className="number") for cell in pair_cells(pair, indicator)])


def _groups(groups_table: Table) -> dash_html.Div:
    first, *others = groups_table.columns
    rows = [row(r.cells[first.id].words, [figure_cell(r, column) for column in others]) for r in groups_table.rows]
    return _table(groups_table.caption, [column.head for column in groups_table.columns], rows)


def _explore(answer: Answer) -> dash_html.P:
    href = f"/explore{answer.selection.with_words(view='table')}"
    return dash_html.P(dash_html.A(gettext("The same figures in Explore’s table"), href=href), className="figure-note")


def _table(caption: str, heads: Sequence[str], rows: Iterable[SafeHtml]) -> dash_html.Div:
    return html_fragment(table(caption, heads, rows), **region(caption))


def _details(summary: str, name: str, content: Sequence[Component]) -> dash_html.Details:
    parts = [dash_html.Summary(summary, **data_attributes(key=name)), *content]
    return dash_html.Details(parts, className="all-measures")
