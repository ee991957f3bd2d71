"""Regions: any cities and towns, chosen on a map or in a list, and what is known of them together."""

from __future__ import annotations

from dash import html, register_page

from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import notices, unavailable
from components.page.shell import NAME
from components.views.regions.addresses import REGIONS, region_words
from components.views.regions.chooser import chooser
from components.views.regions.opening import opening, page_purpose, page_title
from components.views.regions.panels import RegionView, members_words, region_fragments, region_title
from data.analysis.regions.read_region import read_region
from data.analysis.regions.region_pairs import region_pairs
from data.analysis.regions.region_query import RegionQuery, parse_region_query
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.query.answers import Answers
from data.query.regions.region import region_place
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
        query, said = parse_region_query(parameters, source.catalog)
        return _region(source, query, said) if query.members else _opening(source, query, said)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))


def _opening(source: Answers, query: RegionQuery, said: tuple[str, ...]) -> html.Div:
    form = _form(source, query)
    return html.Div(
        [*notices(said), html_fragment(opening(source.catalog, form))],
        className="regions-page",
        **data_attributes(languages="", title=page_title(), description=page_purpose()),
    )


def _region(source: Answers, query: RegionQuery, said: tuple[str, ...]) -> html.Div:
    catalog = source.catalog
    reading = read_region(source, region_place(catalog, query.members, query.name), query.question)
    words = region_words(query.members, query.name, catalog, **query.further)
    two = region_pairs(source, reading.profile, query.beside, language()) if query.beside is not None else None
    view = RegionView(
        reading, query.name, query.beside, two, query.order or "topic", words, source.shapes("municipality"),
        _form(source, query),
    )  # fmt: skip
    description = members_words(reading.profile.place, catalog)
    return html.Div(
        [html.Div(notices(said), className="profile-notices"), *region_fragments(view)],
        className="profile regions-page",
        **data_attributes(languages="", title=region_title(view), description=description),
    )


def _form(source: Answers, query: RegionQuery) -> SafeHtml:
    kept = {**query.further, "lang": "" if language() == "en" else language()}
    return chooser(
        source.catalog, query.members, query.name, source.shapes("municipality"), source.shapes("county"), kept
    )  # fmt: skip
