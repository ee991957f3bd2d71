"""Export contents of the trend view: figures and tables."""

from __future__ import annotations

from components.exports.document import Contents
from components.views.chart import chart_figures
from components.views.charts import TREND_CHART
from components.views.export_figures import LISTED, places_figure, tables_by_subject
from data.query.selection import Answer


def trend_contents(answer: Answer) -> Contents:
    """The figures and tables of the trend view."""
    tables, _, listed = tables_by_subject(answer)
    trend = chart_figures(TREND_CHART, answer, 1 - LISTED if listed else 1.0)
    figures = [*trend, *([places_figure(answer, LISTED)] if listed else [])]
    return Contents(tuple(figures), (*tables["trend"], *(tables["places"] if listed else [])), (answer,))
