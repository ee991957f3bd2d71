"""The view of groups."""

from __future__ import annotations

from components.views.chart import chart_panel
from components.views.charts import GROUPS_CHART, has_groups
from components.views.groups.export import groups_contents
from components.views.groups.panels import groups_view
from components.views.view import View

VIEW = View(
    "groups",
    groups_view,
    groups_contents,
    figure=lambda answer: chart_panel(GROUPS_CHART, answer) if has_groups(answer) else None,
    alone=("groups",),
    embed_height=760,
    names_group=True,
)
