"""Maps of places: where a place lies in the state, and the map of all cities and towns, each a link to its profile."""

from __future__ import annotations

import re
from html import escape

from components.formatting.html import SafeHtml
from components.formatting.palette import ACCENT, EDGE, WASH
from data.analysis.profiles.addresses import profile_path
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.map_shapes import MARGIN, Shapes

COARSE = 60
"""Units between two points of an outline that is small: under three pixels where a map of 5,000 is 240 wide."""
_STEP = re.compile(r"(-?\d+) ?(-?\d+)")


def thinned(path: str, least: int = COARSE) -> str:
    """SVG path data (`M…l…z`) whose points are at least so many units apart; a ring that has no two left goes."""
    rings = []
    for ring in path.split("z"):
        start, _, steps = ring.partition("l")
        kept, x, y = list[tuple[int, int]](), 0, 0
        for dx, dy in _STEP.findall(steps):
            x, y = x + int(dx), y + int(dy)
            if x * x + y * y >= least * least:
                kept.append((x, y))
                x = y = 0
        if len(kept) > 2:
            rings.append(f"{start}l{''.join(f'{a}{str() if b < 0 else chr(32)}{b} ' for a, b in kept).strip()}z")
    return "".join(rings)


def view_box(shapes: Shapes) -> str:
    """The frame of a map without the room for labels in the sea, of which the maps of these pages have none."""
    left, top, right, bottom = MARGIN
    return f"0 0 {shapes.frame.width - right + left} {shapes.frame.height - bottom + top}"


def locator(place: Place, counties: Shapes, own: Shapes) -> SafeHtml:
    """Where a place lies among the counties, as a small picture."""
    shape = own.places.get(place.geo_id)
    if shape is None:
        return SafeHtml("")
    outlines = "".join(
        f'<path d="{thinned(county.path)}" fill="{WASH}" stroke="{EDGE}" stroke-width="12"/>'
        for county in counties.places.values()
    )
    return SafeHtml(
        f'<svg class="locator" viewBox="{view_box(counties)}" role="img" '
        f'aria-label="{escape(locator_text(place))}">{outlines}'
        f'<path d="{shape.path}" fill="{ACCENT}" stroke="{ACCENT}" stroke-width="24"/></svg>'
    )


def locator_text(place: Place) -> str:
    """Text alternative of that picture."""
    return gettext("Map of Massachusetts with {place} filled in", place=place.name)


LABELS = 24
"""Cities that are named on the map at most, the largest first."""
LETTERS = 68
"""Height of the letters of a name, in units of the map."""
ROOM = (520, 110)
"""Units between two names, across and down, so that none covers another."""


def linked_map(catalog: Catalog, towns: Shapes, counties: Shapes) -> SafeHtml:
    """All cities and towns, each a link to its profile. By keyboard they are reached in the list that follows it."""
    lines = "".join(county.path for county in counties.places.values())
    links = "".join(
        f'<a href="{escape(profile_path(place.slug))}" tabindex="-1" data-geo="{place.geo_id}">'
        f'<path d="{towns.places[place.geo_id].path}"><title>{escape(place.name)}</title></path></a>'
        for place in catalog.places_of("municipality")
        if place.geo_id in towns.places
    )
    return SafeHtml(
        f'<svg class="places-map" viewBox="{view_box(towns)}" '
        f'aria-hidden="true" focusable="false">{links}<path class="county-lines" d="{lines}"/>'
        f"{_names(catalog, towns)}</svg>"
    )


def _names(catalog: Catalog, towns: Shapes) -> str:
    """The names of the largest cities, as many as have room."""
    largest = sorted(catalog.places_of("municipality"), key=lambda p: -catalog.residents.get(p.geo_id, 0.0))
    placed: list[tuple[float, float, str]] = []
    for place in (p for p in largest if p.geo_id in towns.places):
        x, y = towns.frame.point(*place.label_point)
        if all(abs(x - a) > ROOM[0] or abs(y - b) > ROOM[1] for a, b, _ in placed):
            placed.append((x, y, place.name))
        if len(placed) == LABELS:
            break
    return "".join(f'<text x="{x:g}" y="{y:g}" font-size="{LETTERS}">{escape(name)}</text>' for x, y, name in placed)
