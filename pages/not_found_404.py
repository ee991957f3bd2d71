"""What an unknown address shows."""

from __future__ import annotations

from dash import dcc, html, register_page

register_page(__name__, path="/404", title="Page not found · Massachusetts Health Equity Dashboard")


def layout(**_query: str) -> html.Div:
    """A sentence and the way back."""
    return html.Div(
        [
            html.H1("There is no page at this address"),
            html.P("It may have been mistyped, or the page may have moved."),
            html.P(dcc.Link("Explore health indicators by place and group", href="/explore")),
        ],
        className="page",
    )
