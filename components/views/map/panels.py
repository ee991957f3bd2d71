"""The panels of the map view."""

from __future__ import annotations

from dash import html as dash_html
from dash.development.base_component import Component

from components.formatting.rank_text import extremes
from components.views.context_rows import missing_data_row
from components.views.panels import LOW, beside_ranking, groups_panel, has_groups, map_panel, trend_panel
from data.query.selection import Answer


def map_view(answer: Answer, path: str) -> list[Component]:
    """The map beside the list of places; groups and the trend under it, and what is not known."""
    groups: list[Component] = [groups_panel(answer)] if has_groups(answer) else []
    if answer.selection.level == "state":
        rows: list[list[Component]] = [[map_panel(answer), *groups], [trend_panel(answer, LOW, alone=not groups)]]
        drawn = [dash_html.Div(row, className="panel-row" if len(row) > 1 else "panel-row single") for row in rows]
        return [*drawn, *missing_data_row(answer)]
    lower = [*groups, trend_panel(answer, LOW, alone=not groups)]
    return [
        beside_ranking(map_panel(answer), answer, path, extremes(answer)),
        *missing_data_row(answer),
        dash_html.Div(lower, className="panel-row" if groups else "panel-row single"),
    ]
