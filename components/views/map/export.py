"""Export contents of the map view: figures and tables."""

from __future__ import annotations

from components.exports.document import Contents
from components.formatting.rank_text import extremes
from components.views.export_figures import (
    LISTED,
    groups_figure_of,
    map_figure,
    passages,
    places_figure,
    tables_by_subject,
    trend_figure_of,
)
from components.views.panels import LOW
from data.query.selection import Answer


def map_contents(answer: Answer) -> Contents:
    """The figures and tables of the map view."""
    tables, grouped, listed = tables_by_subject(answer)
    groups = [groups_figure_of(answer, 0.5)] if grouped else []
    if listed:
        below = [*groups, *trend_figure_of(answer, 0.5 if grouped else 1.0, LOW, alone=not grouped)]
        figures = [map_figure(answer, 1 - LISTED), places_figure(answer, LISTED, tuple(extremes(answer))), *below]
    else:
        figures = [
            map_figure(answer, 0.5 if grouped else 1.0),
            *groups,
            *trend_figure_of(answer, 1.0, LOW, alone=not grouped),
        ]
    return Contents(
        tuple(figures), (*tables["places"], *tables["groups"], *tables["trend"]), (answer,), passages(answer)
    )  # fmt: skip
