"""Page of an unknown URL."""

from __future__ import annotations

from dash import html, register_page

from components.formatting.markup import data_attributes
from components.page.notices import reference_note
from components.page.shell import NAME
from data.language import gettext
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from pages.responses.addresses import read_parameters

register_page(__name__, path="/404", title=lambda: f"{gettext('Page not found')} · {NAME}", reading=True)


def layout(**words: str | list[str]) -> html.Div:
    """A sentence and the way back, in the language of the address."""
    read_parameters(words)
    return html.Div(
        [
            html.H1(gettext("There is no page at this address")),
            html.P(gettext("It may have been mistyped, or the page may have moved.")),
            html.P(html.A(gettext("Explore health indicators by place and group"), href=in_language(EXPLORE))),
            reference_note(),
        ],
        className="page",
        **data_attributes(status="404"),
    )
