"""The panels of the view of tables."""

from __future__ import annotations

from dash.development.base_component import Component

from components.figures.tables import tables
from components.formatting.markup import (
    html_fragment,
)
from data.query.selection import Answer


def table_view(answer: Answer, path: str) -> list[Component]:
    """Every table of the view."""
    return [html_fragment(tables(answer, path))]
