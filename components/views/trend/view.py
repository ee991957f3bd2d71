"""The trend view."""

from __future__ import annotations

from components.views.chart import chart_panel
from components.views.charts import TREND_CHART
from components.views.trend.export import trend_contents
from components.views.trend.panels import trend_view
from components.views.view import View

VIEW = View(
    "trend",
    trend_view,
    trend_contents,
    figure=lambda answer: chart_panel(TREND_CHART, answer),
    alone=("trend",),
    embed_height=760,
)
