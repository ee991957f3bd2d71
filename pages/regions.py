"""Regions: any cities and towns, chosen on a map or in a list, and what is known of them together."""

from __future__ import annotations

from dash import html, register_page

from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import unavailable
from components.page.shell import NAME
from components.views.regions.addresses import REGIONS
from components.views.regions.chooser import chooser
from components.views.regions.opening import opening, page_purpose, page_title
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from pages.responses.addresses import answers, read_parameters

register_page(
    __name__, path=REGIONS, name="Regions", title=lambda: f"{gettext('Regions')} · {NAME}", navigation=True, order=4,
    reading=True,
)  # fmt: skip


def layout(**words: str | list[str]) -> html.Div:
    """Page of a region; without members, the page to choose them."""
    parameters = read_parameters(words)
    try:
        source = answers()
        catalog = source.catalog
        form = chooser(
            catalog, (), parameters.get("name", ""), source.shapes("municipality"), source.shapes("county"),
            {"lang": "" if language() == "en" else language()},
        )  # fmt: skip
        return html_fragment(
            opening(catalog, form),
            className="regions-page",
            **data_attributes(languages="", title=page_title(), description=page_purpose()),
        )
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
