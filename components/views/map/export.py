"""Export contents of the map view: figures and tables."""

from __future__ import annotations

from components.exports.document import Contents, DocumentFigure
from components.formatting.rank_text import extremes
from components.views.chart import Chart, chart_figures, chart_rows
from components.views.charts import charts_under_map
from components.views.export_figures import LISTED, map_figure, passages, places_figure, tables_by_subject
from data.query.selection import Answer


def map_contents(answer: Answer) -> Contents:
    """The figures and tables of the map view: the charts stand as on the page (`map_view`)."""
    tables, _, listed = tables_by_subject(answer)
    charts = charts_under_map(answer)
    if listed:
        places = places_figure(answer, LISTED, tuple(extremes(answer)))
        figures = [map_figure(answer, 1 - LISTED), places, *_rows(charts, answer)]
    else:
        first, rest = (charts[:1], charts[1:]) if len(charts) > 1 else ([], charts)
        beside = [figure for chart in first for figure in chart_figures(chart, answer, 0.5)]
        figures = [map_figure(answer, 0.5 if beside else 1.0), *beside, *_rows(rest, answer)]
    return Contents(
        tuple(figures), (*tables["places"], *tables["groups"], *tables["trend"]), (answer,), passages(answer)
    )


def _rows(charts: list[Chart], answer: Answer) -> list[DocumentFigure]:
    return [
        figure for row in chart_rows(charts) for chart in row for figure in chart_figures(chart, answer, 1 / len(row))
    ]
