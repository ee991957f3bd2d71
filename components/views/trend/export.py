"""Export contents of the trend view: figures and tables."""

from __future__ import annotations

from components.documents.document import Contents
from components.views.chart import chart_figures
from components.views.charts import TREND_CHART
from components.views.export_figures import tables_by_subject
from data.query.selection import Answer


def trend_contents(answer: Answer) -> Contents:
    """The chart of the trend view, and the tables: its periods, and the places of its level."""
    tables, _, listed = tables_by_subject(answer)
    return Contents(
        tuple(chart_figures(TREND_CHART, answer, 1.0)),
        (*tables["trend"], *(tables["places"] if listed else [])),
        (answer,),
    )
