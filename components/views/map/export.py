"""Export contents of the map view: figures and tables."""

from __future__ import annotations

from components.documents.document import Contents
from components.formatting.rank_text import extremes
from components.views.chart import chart_figures
from components.views.charts import map_charts
from components.views.export_figures import LISTED, map_figure, passages, places_figure, tables_by_subject
from data.query.selection import Answer


def map_contents(answer: Answer) -> Contents:
    """The figures and tables of the map view: the charts stand as on the page (`map_view`)."""
    tables, _, listed = tables_by_subject(answer)
    charts, rows = map_charts(answer)
    beside = [figure for chart in charts for figure in chart_figures(chart, answer, 0.5)]
    if listed:
        beside = [places_figure(answer, LISTED, tuple(extremes(answer)))]
    share = 1 - LISTED if listed else 0.5 if beside else 1.0
    under = [figure for row in rows for chart in row for figure in chart_figures(chart, answer, 1 / len(row))]
    return Contents(
        (map_figure(answer, share), *beside, *under),
        (*tables["places"], *tables["groups"], *tables["trend"]),
        (answer,),
        passages(answer),
    )
