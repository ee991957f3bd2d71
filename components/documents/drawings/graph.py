"""A chart of the page: the drawing that exports have, fluid, with its text alternative and its description beside it.

The browser shows the drawing. Plotly.js takes its place when the chart is pointed at: see `assets/charts.js`.
"""

from __future__ import annotations

import logging
from html import escape

import orjson
from dash.development.base_component import Component

from components.documents.drawings.chart_svg import DrawingError, fluid_chart
from components.figures.style import Figure
from components.formatting import dash_html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, html_fragment
from data.language import gettext

log = logging.getLogger(__name__)


def graph(name: str, drawn: Figure, text: str, height: int, title: str = "", kind: str = "") -> Component:
    """A drawn figure with its text alternative; `name` becomes the id of its parts, `kind`, else the name, their class.

    The figure is named by its title: named by the whole alternative, it would be heard twice. It takes the focus, and
    arrow keys then go from mark to mark, as pointing does.
    """
    keys = gettext("Arrow keys show one figure after the other.")
    return dash_html.Figure(
        [
            dash_html.Figcaption(text, className="visually-hidden", id=f"{name}-text"),
            html_fragment(_chart(name, drawn, height), className=f"{kind or name}-graph", **DECORATIVE),
            dash_html.P(keys, id=f"{name}-keys", className="chart-keys"),
        ],
        className=f"{kind or name}-figure",
        tabIndex=0,
        **aria(label=title or gettext("Chart"), describedby=f"{name}-keys"),
    )


def _chart(name: str, drawn: Figure, height: int) -> SafeHtml:
    try:
        drawing = fluid_chart(drawn, name)
    except DrawingError:
        # Its words stand beside it, and plotly.js draws it when it is pointed at.
        log.exception("the chart %s is not drawn", name)
        drawing = ""
    style = f"height:{height}px;--height:{height}px"  # assets/narrow.css keeps the room of a larger one
    return SafeHtml(f'<div class="chart" style="{style}" data-figure=\'{_attribute(drawn)}\'>{drawing}</div>')


def _attribute(drawn: Figure) -> str:
    """A figure dictionary as JSON between single quotation marks, which leave its own as they are."""
    return escape(orjson.dumps(drawn).decode(), quote=False).replace("'", "&#39;")
