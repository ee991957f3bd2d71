"""Briefing: views in an order of one's own, from a link, a file or the data, to preview, change and take along."""

from __future__ import annotations

from dash import html, register_page
from flask import request

from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import unavailable
from components.page.paths import BRIEFING
from components.page.shell import NAME
from components.views.briefing.panels import briefing_parts, page_description, page_title
from data.errors import DatabaseUnavailableError
from data.language import gettext
from pages.responses.addresses import answers, read_parameters
from pages.responses.briefings.asked import asked_briefing

register_page(
    __name__,
    path=BRIEFING,
    name="Briefing",
    title=lambda: f"{gettext('Briefing')} · {NAME}",
    order=9,
    navigation=False,
    reading=True,
)


def layout(**words: str | list[str]) -> html.Div:
    """The briefing of an address or of a form; without one, how to make it."""
    parameters = read_parameters(words)
    try:
        source = answers()
        shown = asked_briefing(parameters, source, request.host_url)
        return html_fragment(
            briefing_parts(shown, source.catalog),
            className="briefing",
            **data_attributes(title=page_title(shown), description=page_description()),
        )
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
