"""All places that have a profile: found by name, on a map, where one is, and in lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes, html_fragment
from components.formatting.numbers import capitalize_first
from components.page.search.results import hit_detail
from components.views.place.finder import finder, names_list, near_me
from components.views.place.map import linked_map
from data.analysis.profiles.addresses import profile_path
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.map_shapes import Shapes
from data.query.search.found import Hit, SearchResult
from data.vocabulary import LEVEL_WORDS


def places_index(
    catalog: Catalog, towns: Shapes, counties_drawn: Shapes, result: SearchResult | None = None
) -> Component:
    """The page of all places; with a `result` of a search by name, what was found stands first."""
    places = sorted(catalog.places.values(), key=lambda p: p.name)
    counties = [p for p in places if p.level == "county"]
    typed = result.words.strip() if result is not None else ""
    parts: list[html.Content] = [
        html.H1(gettext("Places")),
        html.P(
            gettext(
                "Every city, town, county and region has a community health profile: what is known of it on every "
                "question, beside the state."
            ),
            className="view-subtitle",
        ),
        html.Div([finder(typed=typed), near_me()], className="places-find"),
        names_list(catalog),
        *([] if result is None else _found(result, catalog)),
        html.Div(linked_map(catalog, towns, counties_drawn), className="places-map-box"),
        html.P(gettext("Each city and town on the map leads to its profile. The list below has the same links."),
               className="figure-note"),
        html.H2(gettext("Counties, and their cities and towns")),
        *(_county(county, catalog) for county in counties),
        html.H2(capitalize_first(LEVEL_WORDS["eohhs_region"].plural)),
        _listed(p for p in places if p.level == "eohhs_region"),
    ]  # fmt: skip
    for kind in catalog.area_kinds.values():
        areas = [p for p in places if p.kind == kind.id]
        if areas:
            parts += [html.H2(kind.title), html.P(kind.coverage_note, className="figure-note"), _listed(areas)]
    return html_fragment(
        parts,
        className="places-page",
        **data_attributes(
            title=gettext("Places"),
            description=gettext("Community health profiles of every city, town, county and region of Massachusetts."),
        ),
    )  # fmt: skip


def _found(result: SearchResult, catalog: Catalog) -> Iterable[SafeHtml]:
    hits: Sequence[Hit] = [hit for hit in result.hits if hit.kind == "place" and hit.id in catalog.by_slug]
    hits = [hit for hit in hits if catalog.by_slug[hit.id].level != "state"]
    if not hits:
        yield html.P(gettext("No place is called “{words}”. Choose it below.", words=result.words.strip()[:60]))
        return
    said = gettext("Places found") if result.sure else gettext("No place has just this name. The nearest are:")
    links = [
        [
            html.A(hit.title, href=profile_path(hit.id)),
            html.Span(hit_detail(hit, catalog, around=False), className="profile-of"),
        ]
        for hit in hits
    ]
    items = [html.Li(link) for link in links]
    yield html.Section([html.H2(said), html.Ul(items, className="places-list")], className="places-found")


def _county(county: Place, catalog: Catalog) -> SafeHtml:
    towns = sorted((catalog.places[m] for m in county.members), key=lambda p: p.name)
    heading = html.H3(html.A(county.name, href=profile_path(county.slug)))
    return html.Section([heading, _listed(towns)])


def _listed(places: Iterable[Place]) -> SafeHtml:
    items = [html.Li(html.A(p.name, href=profile_path(p.slug))) for p in places]
    return html.Ul(items, className="places-list")
