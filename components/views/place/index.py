"""All places that have a profile: counties with their cities and towns, regions, and each kind of area."""

from __future__ import annotations

from collections.abc import Iterable

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes, html_fragment
from components.views.place.panels import profile_path
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.vocabulary import LEVEL_WORDS


def places_index(catalog: Catalog) -> Component:
    """The page of all places."""
    places = sorted(catalog.places.values(), key=lambda p: p.name)
    counties = [p for p in places if p.level == "county"]
    parts: list[html.Content] = [
        html.H1(gettext("Places")),
        html.P(
            gettext(
                "Each has a community health profile: what is known of it on every question, beside the state. "
                "Search in the header finds a place by its name."
            )
        ),
        html.H2(gettext("Counties, and their cities and towns")),
        *(_county(county, catalog) for county in counties),
        html.H2(LEVEL_WORDS["eohhs_region"].plural.capitalize()),
        _listed(p for p in places if p.level == "eohhs_region"),
    ]
    for kind in catalog.area_kinds.values():
        areas = [p for p in places if p.kind == kind.id]
        if areas:
            parts += [html.H2(kind.title), html.P(kind.coverage_note, className="figure-note"), _listed(areas)]
    return html_fragment(parts, className="page places-page", **data_attributes(languages=""))


def _county(county: Place, catalog: Catalog) -> SafeHtml:
    towns = sorted((catalog.places[m] for m in county.members), key=lambda p: p.name)
    heading = html.H3(html.A(county.name, href=profile_path(county.slug)))
    return html.Section([heading, _listed(towns)])


def _listed(places: Iterable[Place]) -> SafeHtml:
    items = [html.Li(html.A(p.name, href=profile_path(p.slug))) for p in places]
    return html.Ul(items, className="places-list")
