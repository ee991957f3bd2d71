"""Distances from a city or town to the nearest unit that is open, in straight lines between label points, in miles."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from data.analysis.maternity.units import Unit
from data.catalog.models import Catalog, Place

EARTH_MILES = 6371.0088 / 1.609344
"""Mean radius of the earth, 6,371.0088 km (IUGG), in miles."""
ISLANDS = ("dukes-county", "nantucket-county")
"""Counties that are reached over the sea: their units count for their own cities and towns."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Distance:
    """The nearest unit that is known to be open: `miles` away, at its city's or town's label point.

    `low` is how near one may be, counting the units of which it is not known whether they were open; `perhaps` is the
    one that would be nearer. Without such a one `low` is `miles`.
    """

    miles: float
    unit: Unit
    low: float
    perhaps: Unit | None = None

    @property
    def certain(self) -> bool:
        """Whether no unit of which it is not known would be nearer."""
        return self.perhaps is None

    def beyond(self, miles: float) -> bool | None:
        """Whether it is farther than so many miles; None where that hangs on a unit of which it is not known."""
        return self.low > miles if (self.low > miles) == (self.miles > miles) else None


# The same pairs of points come again each year.
@lru_cache(maxsize=1 << 15)
def great_circle(one: Point, other: Point) -> float:
    """Miles between two points, each longitude and latitude in degrees, along the earth's surface (haversine)."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * math.asin(min(1.0, math.sqrt(half)))


def nearest(units: Iterable[Unit], catalog: Catalog, geo_id: str, year: int) -> Distance | None:
    """Distance of a city or town at the end of a year; None where no hospital unit is known to be open.

    Birth centers are not counted. Of several units as near, the first by name.
    """
    return distances(units, catalog, (geo_id,), year).get(geo_id)


def distances(units: Iterable[Unit], catalog: Catalog, geo_ids: Iterable[str], year: int) -> dict[str, Distance]:
    """Distances of cities and towns at the end of a year, as `nearest` gives each; those without one are left out."""
    islands = _island_towns(catalog)
    points = {status: list[_Point]() for status in ("open", "unknown")}
    for unit in units:
        status = unit.status(year)
        if unit.kind == "hospital" and status in points:
            point = catalog.places[unit.geo_id].label_point
            points[status].append(_Point(unit.slug, unit, point, unit.geo_id in islands))
    found = {}
    for geo_id in geo_ids:
        here, on_island = catalog.places[geo_id].label_point, geo_id in islands
        known = _first(here, points["open"], on_island)
        if known is not None:
            perhaps = _first(here, points["unknown"], on_island)
            nearer = perhaps if perhaps is not None and perhaps[0] < known[0] else None
            found[geo_id] = Distance(*known, *(nearer or (known[0], None)))
    return found


class _Point(NamedTuple):
    """A unit and where it stands."""

    slug: str
    unit: Unit
    point: Point
    on_island: bool


def _first(here: Point, points: Iterable[_Point], on_island: bool) -> tuple[float, Unit] | None:
    """The nearest of some units, with its distance in miles."""
    reached = [(great_circle(here, p.point), p.slug, p.unit) for p in points if on_island or not p.on_island]
    best = min(reached, default=None, key=lambda found: found[:2])
    return None if best is None else (best[0], best[2])


def _island_towns(catalog: Catalog) -> frozenset[str]:
    counties: list[Place] = [catalog.by_slug[slug] for slug in ISLANDS if slug in catalog.by_slug]
    return frozenset(member for county in counties for member in county.members)
