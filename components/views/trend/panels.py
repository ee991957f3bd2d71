"""The panels of the trend view."""

from __future__ import annotations

from dash.development.base_component import Component

from components.views.panels import TALL, beside_ranking, trend_panel
from data.query.selection import Answer


def trend_view(answer: Answer, path: str) -> list[Component]:
    """The trend beside the list of places."""
    return [beside_ranking(trend_panel(answer, TALL, alone=True), answer, path)]
