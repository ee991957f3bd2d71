"""Export contents of the trend view: figures and tables."""

from __future__ import annotations

from components.exports.document import Contents
from components.views.export_figures import (
    LISTED,
    places_figure,
    tables_by_subject,
    trend_figure_of,
)
from components.views.panels import TALL
from data.query.selection import Answer


def trend_contents(answer: Answer) -> Contents:
    """The figures and tables of the trend view."""
    tables, _, listed = tables_by_subject(answer)
    trend = trend_figure_of(answer, 1 - LISTED if listed else 1.0, TALL, alone=True)
    figures = [*trend, *([places_figure(answer, LISTED)] if listed else [])]
    return Contents(tuple(figures), (*tables["trend"], *(tables["places"] if listed else [])), (answer,))
