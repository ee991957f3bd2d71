"""The frame around every page: skip link, header with navigation, main, footer."""

from __future__ import annotations

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from components.markup import aria

NAME = "Massachusetts Health Equity Dashboard"

# The patterns live in the page because a style sheet's url(#…) only finds them there: hatch for hidden places, dots for
# unreliable ones. The style sheet turns the map's two signal colours into them.
_PATTERNS = """
<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute">
  <defs>
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="#ffffff"/><line x1="0" y1="0" x2="0" y2="6" stroke="#a4adb6" stroke-width="3"/>
    </pattern>
    <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
      <circle cx="1.5" cy="1.5" r="1.1" fill="#ffffff" stroke="#46525e" stroke-width="0.5"/>
      <circle cx="4.5" cy="4.5" r="1.1" fill="#ffffff" stroke="#46525e" stroke-width="0.5"/>
    </pattern>
  </defs>
</svg>
"""

INDEX = f"""<!DOCTYPE html>
<html lang="en">
  <head>
    {{%metas%}}
    <title>{{%title%}}</title>
    {{%favicon%}}
    {{%css%}}
  </head>
  <body>
    {_PATTERNS}
    {{%app_entry%}}
    <noscript>This site draws its maps and tables in your browser and needs JavaScript to do so.</noscript>
    <div hidden>{{%config%}}{{%scripts%}}{{%renderer%}}</div>
  </body>
</html>
"""


def shell() -> html.Div:
    """The layout every page appears in. A function, so that navigation knows every registered page."""
    return html.Div(
        [
            html.A("Skip to the content", href="#main", className="skip-link"),
            html.Header(html.Div([_brand(), _navigation()], className="bar"), className="site-header"),
            html.Div(id="failure", role="alert"),
            html.Main(dash.page_container, id="main", tabIndex="-1"),
            html.Footer(
                html.Div(
                    [
                        html.Span("Executive Office of Health and Human Services"),
                        html.Span(
                            "Figures are those of the publishers named under each view.", className="site-footer-note"
                        ),
                    ],
                    className="bar",
                ),
                className="site-footer",
            ),
        ]
    )


def _brand() -> dcc.Link:
    return dcc.Link(
        [html.Span("Massachusetts ", className="brand-place"), html.Strong("Health Equity Dashboard")],
        href="/",
        className="brand",
    )


def _navigation() -> html.Nav:
    pages: list[dict[str, Any]] = [p for p in dash.page_registry.values() if p.get("navigation")]
    links = [dbc.NavLink(p["name"], href=p["path"], active="exact", class_name="site-nav-link") for p in pages]
    return html.Nav(html.Ul([html.Li(link) for link in links]), className="site-nav", **aria(label="Pages"))
