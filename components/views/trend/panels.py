"""The panels of the trend view."""

from __future__ import annotations

from dash.development.base_component import Component

from components.formatting import dash_html
from components.formatting.markup import html_fragment
from components.views.chart import chart_panel
from components.views.charts import TREND_CHART
from components.views.multiples.table import behind_groups
from data.query.selection import Answer


def trend_view(answer: Answer, _path: str) -> list[Component]:
    """The trend over the whole width, and under it the figures of every group as a table to be opened."""
    table = behind_groups(answer) if answer.series is not None else []
    return [
        dash_html.Div(chart_panel(TREND_CHART, answer), className="panel-row single"),
        *([html_fragment(table)] if table else []),
    ]
