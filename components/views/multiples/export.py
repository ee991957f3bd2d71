"""Export contents of small multiples: one map or one trend of each, on one scale, and the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.document import Contents, DocumentFigure, Passage
from components.figures.alt_text import map_text
from components.figures.map import map_svg
from components.figures.tables import data_tables, trend_tables
from components.formatting import phrases
from components.formatting.numbers import format_value, interval, is_number
from components.views.multiples.panels import maps_legend, panels_of
from components.views.multiples.trend_export import SHARE, trend_figures
from components.views.multiples.trend_panels import group_panels, place_panels
from data.language import gettext
from data.query.related import multiples_by
from data.query.selection import Answer
from data.vocabulary import GROUPS, STATUS_WORDS


def multiples(answer: Answer) -> Contents:
    """The panels of the view and the rows of each; none where nothing can be set side by side."""
    each = multiples_by(answer.selection, answer.catalog)
    if not each:
        return Contents()
    if each in ("group", "period"):
        panels = panels_of(answer)
        return Contents(tuple(_maps(panels, answer, each)), tuple(data_tables(panel)[0] for panel in panels), panels)
    assert answer.series is not None, "an answer whose small multiples are lines comes with their series"
    trends = group_panels(answer) if each == "group_trend" else place_panels(answer)
    how = Passage(gettext("How to read a panel"), (" ".join(trends.reading),))
    return Contents(tuple(trend_figures(trends, answer)), tuple(trend_tables(answer.series, answer)), passages=(how,))


def _maps(panels: Sequence[Answer], answer: Answer, each: str) -> list[DocumentFigure]:
    figures = [_map(panel, each) for panel in panels]
    if not panels:
        return figures
    legend = maps_legend(panels, answer)
    note = gettext("Under each color: how many figures on these maps it stands for.") if legend.classes else ""
    key = DocumentFigure("legend", gettext("One scale for every map"), legend, "", 2 / 3, below=(note,) if note else ())
    return [*figures, key]


def _map(panel: Answer, each: str) -> DocumentFigure:
    selection = panel.selection
    title = GROUPS[selection.group].label if each == "group" else selection.period.long_label
    row = panel.state.only()
    if row is None:
        state = gettext("No figure for the state")
    elif phrases.has_value(row):
        value = format_value(row.value, panel.indicator) + ("†" if row.status == "unreliable" else "")
        ends = f" ({interval(row.ci_low, row.ci_high, panel.indicator)})" if is_number(row.ci_low) else ""
        state = gettext("State {value}", value=value + ends)
    else:
        state = gettext("State: {status}", status=STATUS_WORDS[row.status])
    coverage = phrases.shown_words(panel)
    return DocumentFigure(
        f"map-{selection.group}-{selection.period.slug}",
        title,
        map_svg(panel, labelled=False),
        map_text(panel),
        SHARE,
        note=state,
        below=(coverage,),
    )
