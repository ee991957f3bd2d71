"""The panels of the view of groups."""

from __future__ import annotations

from dash.development.base_component import Component

from components.page.notices import empty
from components.views.chart import chart_panel
from components.views.charts import GROUPS_CHART, has_groups
from components.views.context_rows import missing_data_row, shares_row
from components.views.panels import beside_ranking, no_groups, with_timeline
from data.query.selection import Answer


def groups_view(answer: Answer, path: str) -> list[Component]:
    """The groups beside the list of places, shares of events and what is not known."""
    if not has_groups(answer):
        return [empty(no_groups(answer))]
    return [
        beside_ranking(with_timeline(chart_panel(GROUPS_CHART, answer), answer), answer, path),
        *shares_row(answer),
        *missing_data_row(answer),
    ]
