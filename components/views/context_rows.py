"""Context rows under the figures of a view: shares of events, and missing data."""

from __future__ import annotations

from dash.development.base_component import Component

from components.figures.event_shares import shares_section
from components.figures.missing_data import missing_data_section
from components.formatting import dash_html
from components.formatting.html import SafeHtml
from components.formatting.markup import html_fragment
from data.query.selection import Answer


def missing_data_row(answer: Answer) -> list[Component]:
    """Missing data of a view as a row of panels; empty where nothing can be missing."""
    return _row(missing_data_section(answer))


def shares_row(answer: Answer) -> list[Component]:
    """Shares of events beside shares of people, as a row of panels; none where events are not counted."""
    return _row(shares_section(answer))


def _row(panels: list[SafeHtml]) -> list[Component]:
    return [dash_html.Div(html_fragment(panels, className="panel"), className="panel-row single")] if panels else []
