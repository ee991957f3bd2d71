"""Export contents of the groups view: figures and tables."""

from __future__ import annotations

from components.documents.document import Contents
from components.figures.event_shares import shares_words
from components.views.chart import chart_figures
from components.views.charts import GROUPS_CHART
from components.views.export_figures import LISTED, passages, places_figure, tables_by_subject
from data.query.selection import Answer


def groups_contents(answer: Answer) -> Contents:
    """The figures and tables of the view of groups; none where there are no groups."""
    tables, grouped, listed = tables_by_subject(answer)
    if not grouped:
        return Contents()
    figures = [
        *chart_figures(GROUPS_CHART, answer, 1 - LISTED if listed else 1.0),
        *([places_figure(answer, LISTED)] if listed else []),
    ]
    document_tables = (*tables["groups"], *(tables["places"] if listed else []))
    return Contents(tuple(figures), document_tables, (answer,), passages(answer, shares_words(answer)))
