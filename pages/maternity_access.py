"""Maternity access: where hospitals deliver babies, what has closed, and how far the nearest unit is, by year."""

from __future__ import annotations

from typing import Any

from dash import register_page

from components.formatting import html as markup
from components.formatting.markup import html_fragment
from components.page.notices import unavailable
from components.page.paths import MATERNITY_ACCESS
from components.page.shell import NAME
from components.views.maternity.panels import maternity_page
from data.errors import DatabaseUnavailableError
from data.language import gettext
from pages.responses.addresses import answers, read_parameters
from pages.responses.maternity import maternity_view

register_page(
    __name__,
    path=MATERNITY_ACCESS,
    name="Maternity access",
    title=lambda: f"{gettext('Maternity access')} · {NAME}",
    order=8,
    navigation=False,
    reading=True,
)


def layout(**words: str | list[str]) -> Any:
    """Page of a query string, complete at once."""
    parameters = read_parameters(words)
    try:
        view = maternity_view(answers(), parameters)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    return _nothing() if view is None else maternity_page(view)


def _nothing() -> Any:
    """The page of a file without statements."""
    parts = [
        markup.H1(gettext("Maternity access")),
        markup.P(gettext("This data file has no statements about maternity units.")),
    ]
    return html_fragment(parts, className="page")
