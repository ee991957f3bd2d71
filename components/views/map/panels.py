"""The panels of the map view."""

from __future__ import annotations

from dash.development.base_component import Component

from components.formatting import dash_html
from components.formatting.rank_text import extremes
from components.views.chart import chart_panel, chart_rows
from components.views.charts import charts_under_map
from components.views.context_rows import missing_data_row
from components.views.panels import beside_ranking, map_panel
from data.query.selection import Answer


def map_view(answer: Answer, path: str) -> list[Component]:
    """The map beside the list of places; groups and the trend under it, and what is not known.

    The state's map has the first of several charts at its side.
    """
    charts = charts_under_map(answer)
    if answer.selection.level == "state":
        first, rest = (charts[:1], charts[1:]) if len(charts) > 1 else ([], charts)
        beside = [chart_panel(chart, answer) for chart in first]
        under = [[chart_panel(chart, answer) for chart in row] for row in chart_rows(rest)]
        return [*(_row(panels) for panels in [[map_panel(answer), *beside], *under]), *missing_data_row(answer)]
    return [
        beside_ranking(map_panel(answer), answer, path, extremes(answer)),
        *missing_data_row(answer),
        *(_row([chart_panel(chart, answer) for chart in row]) for row in chart_rows(charts)),
    ]


def _row(panels: list[Component]) -> Component:
    return dash_html.Div(panels, className="panel-row" if len(panels) > 1 else "panel-row single")
