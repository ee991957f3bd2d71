"""The panels of the map view."""

from __future__ import annotations

from dash.development.base_component import Component

from components.formatting import dash_html
from components.formatting.rank_text import extremes
from components.views.chart import chart_panel
from components.views.charts import map_charts
from components.views.context_rows import missing_data_row
from components.views.panels import beside_ranking, map_panel, with_timeline
from data.query.selection import Answer


def map_view(answer: Answer, path: str) -> list[Component]:
    """The map beside the list of places or a chart; other charts under it, and what is not known."""
    beside, rows = map_charts(answer)
    under = [_row([chart_panel(chart, answer) for chart in row]) for row in rows]
    figure = with_timeline(map_panel(answer), answer)
    if answer.selection.level == "state":
        first = _row([figure, *(chart_panel(chart, answer) for chart in beside)])
        return [first, *under, *missing_data_row(answer)]
    return [beside_ranking(figure, answer, path, extremes(answer)), *missing_data_row(answer), *under]


def _row(panels: list[Component]) -> Component:
    return dash_html.Div(panels, className="panel-row" if len(panels) > 1 else "panel-row single")
