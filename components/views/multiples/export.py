"""Small multiples for documents: one map or one trend of each, on one scale, and the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.exports.document import Contents, DocumentFigure
from components.exports.legend import legend_of
from components.figures import descriptions as words
from components.figures.alt_text import map_text, trend_text
from components.figures.map import map_svg
from components.figures.style import Figure, nice_scale
from components.figures.tables import data_tables, trend_tables
from components.figures.trend import Line, lines_figure, lines_of
from components.formatting import phrases
from components.formatting.numbers import figure, interval, is_number, listed
from components.views.multiples.panels import panels_of, pooled_places
from data.language import plural, say
from data.query.related import each_of
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS

SHARE = 1 / 3
PANELS = 24
"""Trends a picture shows; the CSV has all."""
HEIGHT = 180


def multiples(answer: Answer) -> Contents:
    """The panels of the view and the rows of each; none where nothing can be set side by side."""
    each = each_of(answer.selection, answer.catalog)
    if not each:
        return Contents()
    if each in ("group", "period"):
        panels = panels_of(answer)
        return Contents(tuple(_maps(panels, each)), tuple(data_tables(panel)[0] for panel in panels), panels)
    assert answer.series is not None, "an answer whose small multiples are lines comes with their series"
    return Contents(tuple(_trends(answer, answer.series, each)), tuple(trend_tables(answer.series, answer)))


def _maps(panels: Sequence[Answer], each: str) -> list[DocumentFigure]:
    figures = [_map(panel, each) for panel in panels]
    if not panels:
        return figures
    pooled = pooled_places(panels)
    legend = replace(legend_of(pooled), state="", words="")
    said = say("Under each colour: how many figures on these maps it stands for.") if legend.classes else ""
    key = DocumentFigure("legend", say("One scale for every map"), legend, "", 2 / 3, below=(said,) if said else ())
    return [*figures, key]


def _map(panel: Answer, each: str) -> DocumentFigure:
    selection = panel.selection
    title = GROUPS[selection.group].label if each == "group" else selection.period.long_label
    row = panel.state.only()
    if row is None:
        state = say("No figure for the state")
    elif phrases.has_value(row):
        value = figure(row.value, panel.indicator) + ("†" if row.status == "unreliable" else "")
        ends = f" ({interval(row.ci_low, row.ci_high, panel.indicator)})" if is_number(row.ci_low) else ""
        state = say("State {value}", value=value + ends)
    else:
        state = say("State: {status}", status=STATUS_WORDS[row.status])
    shown = phrases.shown_words(panel)
    return DocumentFigure(
        f"map-{selection.group}-{selection.period.slug}",
        title,
        map_svg(panel, labelled=False),
        map_text(panel),
        SHARE,
        note=state,
        below=(shown,),
    )


def _trends(answer: Answer, series: Rows, each: str) -> list[DocumentFigure]:
    """A trend of each group or place on the same axes; beyond `PANELS` they stand in the data file only."""
    column = "stratum" if each == "group_trend" else "geo_id"
    rest = OVERALL if each == "group_trend" else answer.catalog.state.geo_id
    panels, without = [], []
    for name, own in series.without(**{column: rest}).by(column).items():
        title = GROUPS[name].label if each == "group_trend" else own[0].name
        lines = lines_of(replace(answer, trend=own))
        if lines:
            panels.append((title, own, lines))
        else:
            without.append(title)
    shown = panels[:PANELS]
    drawn = _drawn([lines for _, _, lines in shown], answer)
    figures = [
        DocumentFigure(
            f"trend-{i}", title, chart, trend_text(replace(answer, trend=own)), SHARE
        )
        for i, ((title, own, _), chart) in enumerate(zip(shown, drawn, strict=True))
    ]  # fmt: skip
    if figures:
        figures[-1] = replace(figures[-1], below=_left_out(len(panels) - len(shown), without))
    return figures


def _left_out(more: int, without: list[str]) -> tuple[str, ...]:
    """How many trends the picture has no room for, and who has none."""
    said = []
    if more:
        said.append(
            plural(
                "{number} more trend is in the data file of this view (CSV).",
                "{number} more trends are in the data file of this view (CSV).",
                more,
            )
        )
    if len(without) > words.MOST_NAMED:
        said.append(say("Without a figure in any period: {number} others.", number=len(without)))
    elif without:
        said.append(say("Without a figure in any period: {names}.", names=listed(without)))
    return tuple(said)


def _drawn(panels: Sequence[list[Line]], answer: Answer) -> list[Figure]:
    """The lines of each panel as a chart, all with the axes that hold every line and without names at their ends."""
    every = [point for lines in panels for line in lines for point in line.points]
    scale = nice_scale([v for p in every for v in (p.row.ci_low, p.row.ci_high, p.y)], answer.indicator)
    first = min((p.period.start.year for p in every), default=2000)
    last = max((p.period.end.year for p in every), default=2001)
    charts = []
    for lines in panels:
        chart = lines_figure(lines, answer, [], HEIGHT)
        layout = chart["layout"]
        across = {"range": [first - 0.8, last + 0.8], "tick0": first, "dtick": max(1, last - first)}
        up = {"range": [scale.low, scale.high], "tick0": scale.low, "dtick": scale.step}
        own = {"margin": {**layout["margin"], "l": scale.margin, "r": 16}, "annotations": []}
        charts.append({
            **chart,
            "layout": {**layout, **own, "xaxis": {**layout["xaxis"], **across}, "yaxis": {**layout["yaxis"], **up}},
        })  # fmt: skip
    return charts
