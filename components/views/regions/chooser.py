"""Choosing the cities and towns of a region: a form with a map, and a list by county that does the same by keyboard.

The form works as it is: the server turns what is ticked into an address. `assets/regions.js` lets the map be clicked,
finds names in the list, and keeps the address as it will be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import aria, data_attributes
from components.page.paths import REGIONS
from components.views.place.map import view_box
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext, language
from data.query.map_shapes import Shapes
from data.query.regions.member_code import municipalities
from data.query.regions.region import LONGEST_NAME

MAP = "region-map"
"""Id of the group of outlines, which the small map beside the figures shows again."""
NAMES = 24
"""Cities and towns that are named under the map while they are chosen; of more, the list and the map tell."""
_LOCALES = {"en": "en-US", "es": "es-US", "pt": "pt-BR"}
"""How the browser is to write numbers, so that its counts are those of the server."""


def chooser(
    catalog: Catalog, members: Collection[str], name: str, towns: Shapes, counties: Shapes, words: Mapping[str, str]
) -> SafeHtml:
    """The form. `members` are the geo_ids that are chosen; `words` are further words of the address to keep."""
    positions = positions_of(catalog)
    kept = [html.Input(type="hidden", name=key, value=word) for key, word in words.items() if word]
    return html.Form(
        [
            *kept,
            html.Div(
                [_map(catalog, members, towns, counties, positions), _side(catalog, members, name, positions)],
                className="region-choose",
            ),
            html.Div([_total(catalog, members), _actions()], className="region-foot"),
        ],
        action=REGIONS, method="get", id="region-form", className="region-form",
        **data_attributes(path=REGIONS, locale=_LOCALES.get(language(), "en-US")),
    )  # fmt: skip


def positions_of(catalog: Catalog) -> dict[str, int]:
    """The number of each city and town, by geo_id, as an address counts them."""
    return {geo_id: n for n, geo_id in enumerate(municipalities(catalog))}


def _map(
    catalog: Catalog, members: Collection[str], towns: Shapes, counties: Shapes, positions: Mapping[str, int]
) -> SafeHtml:
    paths = "".join(
        f'<path class="region-town{" is-in" if i in members else ""}" data-town="{n}" d="{towns.places[i].path}">'
        f"<title>{escape(catalog.places[i].name)}</title></path>"
        for i, n in positions.items()
        if i in towns.places
    )
    borders = "".join(f'<path d="{shape.path}"/>' for shape in counties.places.values())
    label = gettext("Map of the cities and towns: those of the region are dark. The list does the same by keyboard.")
    drawing = SafeHtml(
        f'<svg class="region-map" viewBox="{view_box(towns)}" role="img" aria-label="{escape(label)}">'
        f'<g id="{MAP}"><g class="region-towns">{paths}</g><g class="region-borders">{borders}</g>'
        f'<path class="region-coast" d="{towns.coast}"/></g></svg>'
    )
    hint = html.Figcaption(
        gettext("Click or tap a city or town to put it in the region, or to take it out."),
        className="figure-note region-hint",
        hidden=True,
    )
    return html.Figure([hint, drawing], className="region-figure")


def small_map(towns: Shapes, label: str) -> SafeHtml:
    """The same outlines once more, small: they are not sent twice, and follow what is chosen."""
    return SafeHtml(
        f'<svg class="region-map small" viewBox="{view_box(towns)}" role="img" aria-label="{escape(label)}">'
        f'<use href="#{MAP}"/></svg>'
    )


def _side(catalog: Catalog, members: Collection[str], name: str, positions: Mapping[str, int]) -> SafeHtml:
    """The list by county, what finds a name in it, and the name of the region."""
    find = html.Div(
        [
            html.Label(gettext("Find a city or town"), htmlFor="region-find", className="region-label"),
            html.Input(
                id="region-find", type="search", className="form-control", autocomplete="off", spellcheck="false",
                **aria(controls="region-list"),
            ),
            html.P("", id="region-found", className="figure-note", role="status", **data_attributes(
                words=gettext("Names found: {number}"), none=gettext("No city or town has that name."))),
        ],
        className="region-find",
        hidden=True,
    )  # fmt: skip
    counties = [_county(county, catalog, members, positions) for county in catalog.places_of("county")]
    name_field = html.Div(
        [
            html.Label(gettext("Name of the region, if it has one"), htmlFor="region-name", className="region-label"),
            html.Input(
                id="region-name", name="name", type="text", value=name, maxlength=str(LONGEST_NAME),
                className="form-control", autocomplete="off",
            ),
        ],
        className="region-named",
    )  # fmt: skip
    return html.Div(
        [find, html.Div(counties, id="region-list", className="region-list"), name_field], className="region-side"
    )


def _county(county: Place, catalog: Catalog, members: Collection[str], positions: Mapping[str, int]) -> SafeHtml:
    towns = sorted((catalog.places[m] for m in county.members), key=lambda p: p.name)
    chosen = sum(town.geo_id in members for town in towns)
    told = gettext("{chosen} of {number}", chosen=format_integer(chosen), number=format_integer(len(towns)))
    words = data_attributes(of=gettext("{chosen} of {number}", chosen="{chosen}", number=format_integer(len(towns))))
    head = html.Summary([html.Span(county.name), html.Span(told, className="region-count", **words)])
    everyone = html.Li(
        html.Label(
            [
                html.Input(type="checkbox", checked=chosen == len(towns), **data_attributes(all="")),
                html.Span(gettext("All of {county}", county=county.name)),
            ]
        ),
        className="region-all",
        hidden=True,
    )
    items = [everyone, *(_town(town, catalog, members, positions) for town in towns)]
    legend = html.Legend(county.name, className="visually-hidden")
    return html.Details(
        [head, html.Fieldset([legend, html.Ul(items)])], className="region-county", open=0 < chosen < len(towns)
    )


def _town(town: Place, catalog: Catalog, members: Collection[str], positions: Mapping[str, int]) -> SafeHtml:
    number = positions[town.geo_id]
    box = html.Input(
        type="checkbox", name="town", value=str(number), checked=town.geo_id in members,
        **data_attributes(residents=f"{catalog.residents.get(town.geo_id, 0):.0f}"),
    )  # fmt: skip
    return html.Li(html.Label([box, html.Span(town.name)]))


def _total(catalog: Catalog, members: Collection[str]) -> SafeHtml:
    """How many are chosen, with their residents and their names; said anew whenever that changes."""
    people = sum(catalog.residents.get(i, 0) for i in members)
    words = total_words()
    told = words.replace("{number}", format_integer(len(members))).replace("{total}", format_integer(round(people)))
    stale = html.P(
        gettext("The figures on this page are still those of the choice before."), className="region-stale", hidden=True
    )
    parts = [
        html.P(told, id="region-total", role="status", **data_attributes(words=words)),
        html.P(_names(catalog, members), id="region-names", **data_attributes(most=str(NAMES))),
        *([stale] if members else []),
    ]
    return html.Div(parts, className="region-total")


def _names(catalog: Catalog, members: Collection[str]) -> str:
    """The names of what is chosen, where they are few enough to read."""
    return ", ".join(sorted(catalog.places[i].name for i in members)) if len(members) <= NAMES else ""


def total_words() -> str:
    """The sentence of how many are chosen, with its two places to fill."""
    return gettext("Cities and towns chosen: {number}. Their residents: {total}.", number="{number}", total="{total}")


def _actions() -> SafeHtml:
    clear = html.Button(
        gettext("Clear"), type="button", className="action", hidden=True, **data_attributes(region_clear="")
    )
    return html.Div(
        [html.Button(gettext("Show the numbers"), type="submit", className="action primary"), clear],
        className="region-actions",
    )
