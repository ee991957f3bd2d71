"""What an unknown address shows."""

from __future__ import annotations

from dash import dcc, html, register_page

from components.page.shell import NAME
from data.language import say
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from pages.addresses import heard

register_page(__name__, path="/404", title=lambda: f"{say('Page not found')} · {NAME}")


def layout(**words: str | list[str]) -> html.Div:
    """A sentence and the way back, in the language of the address."""
    heard(words)
    return html.Div(
        [
            html.H1(say("There is no page at this address")),
            html.P(say("It may have been mistyped, or the page may have moved.")),
            html.P(dcc.Link(say("Explore health indicators by place and group"), href=in_language(EXPLORE))),
        ],
        className="page",
    )
