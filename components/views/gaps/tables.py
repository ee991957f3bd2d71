"""Tables and alt texts of the page of gaps: groups, the pair period by period, and the measures over all groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html as dash_html
from dash.development.base_component import Component

from components.figures.tables import ABSENT, Cell, Column, Table, TableRow, figure_cell, groups_tables
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
from data.statistics.inequality import ABSOLUTE
from data.vocabulary import Period


def groups_details(answer: Answer) -> dash_html.Details:
    """The groups of the place and the state in tables, closed, and the way to the same figures in Explore."""
    content = [*map(_groups, groups_tables(answer)), _explore(answer)]
    return _details(gettext("Groups in a table"), "groups-table", content)


def over_time_details(view: GapView) -> dash_html.Details:
    """Both figures, difference and ratio of every period in a table, closed; of one group alone its own figures."""
    content = over_time_table(view)
    heads = [column.head for column in content.columns if column.kind != "interval"]
    rows = []
    for line in content.rows:
        head, *cells = merged_words(line, content.columns)
        rows.append(row(head, [html.Td(cell, className="number") for cell in cells]))
    return _details(gettext("Over time in a table"), "gap-table", [_table(content.caption, heads, rows)])


def over_time_table(view: GapView) -> Table:
    """The pair in every period, the latest first, each figure with its interval behind it; or the group's own."""
    indicator = view.answer.indicator
    caption = gettext("The gap between groups over time, {unit}", unit=indicator.unit)
    period = Column("period", gettext("Period"), "period")
    if view.pair is None:
        assert view.group is not None
        name = people_at_start(view.group, indicator)
        own = Column("value", name, "number", indicator.unit, indicator.decimals)
        rows = [
            TableRow(
                {"period": _period_cell(Period.parse(r.period)), "value": Cell(amount(r.value, indicator), r.value)},
                period=r.period,
                source=r.source,
            )
            for r in reversed(view.own)
        ]
        return Table("over_time", indicator.id, caption, (period, own), tuple(rows))
    one, other = (capitalize_first(name) for name in names(view))
    parts = (("group", one), ("reference", other), ("difference", gettext("Difference")), ("ratio", gettext("Ratio")))
    columns = (period, *(column for key, name in parts for column in _with_interval(key, name, indicator)))
    rows = [
        TableRow(_pair_row(pair, indicator), period=pair.period.slug, source=pair.group.row.source)
        for pair in reversed(view.series)
    ]
    return Table("over_time", indicator.id, caption, columns, tuple(rows))


def _with_interval(key: str, name: str, indicator: Indicator) -> tuple[Column, Column]:
    """The column of a figure and that of its interval."""
    unit, decimals = ("", 2) if key == "ratio" else (indicator.unit, indicator.decimals)
    interval = gettext("{figure}, 95% interval", figure=name)
    return (
        Column(key, name, "number", unit, decimals),
        Column(f"{key}_interval", interval, "interval", unit, decimals),
    )


def merged_words(line: TableRow, columns: Sequence[Column]) -> list[str]:
    """The cells of a row in words, an interval in the cell of the figure before it."""
    words = list[str]()
    for column in columns:
        cell = line.cells[column.id]
        if column.kind == "interval":
            words[-1] = with_interval(words[-1], cell.words if cell.value is not None else "")
        else:
            words.append(cell.words)
    return words


def pair_cells(pair: Pair, indicator: Indicator) -> list[str]:
    """Both figures, the difference and the ratio of a pair, each with its interval."""
    columns = [c for key in ("group", "reference", "difference", "ratio") for c in _with_interval(key, "", indicator)]
    return merged_words(TableRow(_pair_row(pair, indicator)), columns)


def _pair_row(pair: Pair, indicator: Indicator) -> dict[str, Cell]:
    found, ratio = pair.difference, ratio_text(pair)
    ends = None if pair.ratio is None else (pair.ratio.low, pair.ratio.high)
    cells = {"period": _period_cell(pair.period)}
    for key, side in (("group", pair.group), ("reference", pair.reference)):
        cells[key] = Cell(format_value(side.estimate.value, indicator), side.estimate.value)
        cells[f"{key}_interval"] = _ends_cell(side.estimate.low, side.estimate.high, indicator)
    shown = shown_difference(pair, indicator)
    cells["difference"] = Cell(format_value(shown, indicator), shown)
    low, high = (found.low, found.high) if found else (None, None)
    cells["difference_interval"] = _ends_cell(low, high, indicator)
    cells["ratio"] = Cell(ratio[0] or ABSENT, pair.ratio_value)
    cells["ratio_interval"] = Cell(ratio[1] or ABSENT, ends if ratio[1] else None)
    return cells


def _period_cell(period: Period) -> Cell:
    return Cell(period.long_label, period.slug)


def _ends_cell(low: float | None, high: float | None, indicator: Indicator) -> Cell:
    if low is None or high is None:
        return Cell(ABSENT, None)
    return Cell(plain_span(low, high, indicator), (low, high))


def all_groups_details(found: AllGroups, indicator: Indicator) -> SafeHtml:
    """Every measure over all groups in a table, closed; or the one sentence on why there is none."""
    if found.lacking is not None:
        return html.P(lacking_words(found.lacking), className="figure-note all-groups-none")
    content = all_groups_table(found, indicator)
    first, *others = content.columns
    rows = [row(line.cells[first.id].words, [_cell(line, c) for c in others]) for line in content.rows]
    summary = html.Summary(content.caption, **data_attributes(key="all-measures"))
    written = table(content.caption, [column.head for column in content.columns], rows)
    return html.Details([summary, scrolled(written, content.caption)], className="all-measures")


def all_groups_table(found: AllGroups, indicator: Indicator) -> Table:
    """Every measure over all groups, what it means and what it does not; each sentence is said once."""
    columns = (
        Column("measure", gettext("Measure"), "text"),
        Column("kind", gettext("Kind"), "text"),
        Column("value", gettext("Value"), "number", "", 1),
        Column("interval", gettext("95% interval"), "interval", "", 1),
        Column("meaning", gettext("What it means, and what it does not"), "text"),
    )
    words = measure_words()
    rows = []
    said: set[str] = set()
    for measure, result in found.results.items():
        of = words[measure]
        told = [sentence for sentence in (of.means, of.limitation) if sentence not in said]
        said.update(told)
        ends = None if result.ci_low is None or result.ci_high is None else (result.ci_low, result.ci_high)
        cells = {
            "measure": Cell(of.name, measure),
            "kind": Cell(gettext("absolute") if measure in ABSOLUTE else gettext("relative"), None),
            "value": Cell(format_measure(result.estimate, of.kind, indicator), result.estimate),
            "interval": Cell(format_interval(result, of.kind, indicator) or ABSENT, ends),
            "meaning": Cell(" ".join(told), None),
        }
        rows.append(TableRow(cells))
    return Table("measures", indicator.id, gettext("Measures over all groups"), columns, tuple(rows))


def _cell(line: TableRow, column: Column) -> SafeHtml:
    """A cell; one of words has no class."""
    if column.kind == "text":
        return html.Td(line.cells[column.id].words)
    return figure_cell(line, column)


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
