"""The panels of the trend view."""

from __future__ import annotations

from dash.development.base_component import Component

from components.views.chart import chart_panel
from components.views.charts import TREND_CHART
from components.views.panels import beside_ranking
from data.query.selection import Answer


def trend_view(answer: Answer, path: str) -> list[Component]:
    """The trend beside the list of places."""
    return [beside_ranking(chart_panel(TREND_CHART, answer), answer, path)]
