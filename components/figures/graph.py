"""A chart with its text alternative."""

from __future__ import annotations

from typing import Any, cast

from dash import dcc
from dash.development.base_component import Component

from components.figures.style import CONFIG, Figure
from components.formatting import dash_html
from components.formatting.markup import DECORATIVE, aria
from data.language import gettext


def graph(name: str, drawn: Figure, text: str, height: int, title: str = "", kind: str = "") -> Component:
    """A drawn figure with its text alternative; `name` becomes the id of its parts, `kind`, else the name, their class.

    The figure is named by its title: named by the whole alternative, it would be heard twice.
    """
    size = {"height": f"{height}px", "--height": f"{height}px"}  # assets/narrow.css keeps the room of a larger one
    graph = dcc.Graph(id={"figure": name}, figure=drawn, config=cast("Any", CONFIG), style=size, responsive=True)
    return dash_html.Figure(
        [
            dash_html.Figcaption(text, className="visually-hidden", id=f"{name}-text"),
            dash_html.Div(graph, className=f"{kind or name}-graph", **DECORATIVE),
        ],
        className=f"{kind or name}-figure",
        **aria(label=title or gettext("Chart")),
    )
