"""Regions: any cities and towns, chosen on a map or in a list, and what is known of them together."""

from __future__ import annotations

from dash import html, register_page
from flask import request

from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import notices, unavailable
from components.page.paths import REGIONS
from components.page.shell import NAME
from components.views.place.citation import citation
from components.views.regions.addresses import region_address
from components.views.regions.opening import opening, page_purpose, page_title
from data.analysis.regions.region_query import RegionQuery, parse_region_query
from data.code_release import content_version
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.answers import Answers
from pages.responses.addresses import answers, read_parameters
from pages.responses.region_pages.rendered import region_form, rendered_region

register_page(
    __name__, path=REGIONS, name="Regions", title=lambda: f"{gettext('Regions')} · {NAME}", navigation=True, order=4,
    reading=True,
)  # fmt: skip


def layout(**words: str | list[str]) -> html.Div:
    """Page of a region; without members, the page to choose them."""
    parameters = read_parameters(words)
    try:
        source = answers()
        query, said = parse_region_query(parameters, source.catalog)
        return _region(source, query, said) if query.members else _opening(source, query, said)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))


def _opening(source: Answers, query: RegionQuery, said: tuple[str, ...]) -> html.Div:
    form = region_form(source, query)
    return html.Div(
        [*notices(said), html_fragment(opening(source.catalog, form))],
        className="regions-page",
        **data_attributes(title=page_title(), description=page_purpose()),
    )


def _region(source: Answers, query: RegionQuery, said: tuple[str, ...]) -> html.Div:
    catalog = source.catalog
    shown = rendered_region(source, content_version(catalog.version), query)
    address = region_address(query.members, query.name, catalog, **query.further)
    cited = citation(shown.title, catalog.version, today(), f"{request.host_url.rstrip('/')}{address}")
    told = [html.Div(notices(said), className="profile-notices")] if said else []
    return html.Div(
        [*told, *shown.fragments(), html_fragment(cited, className="profile-foot")],
        className="profile regions-page",
        **data_attributes(title=shown.title, description=shown.description),
    )
