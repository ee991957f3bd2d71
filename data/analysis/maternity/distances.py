"""Distances from a city or town to the nearest unit that is open, in straight lines between label points, in miles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data.analysis.maternity.units import Unit
from data.catalog.models import Catalog, Place

EARTH_MILES = 3958.7613
"""Mean radius of the earth: 6,371.0088 km (IUGG) over 1.609344."""
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


def great_circle(one: Point, other: Point) -> float:
    """Miles between two points, each longitude and latitude in degrees, along the earth's surface (haversine)."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * math.asin(min(1.0, math.sqrt(half)))


def nearest(units: Sequence[Unit], catalog: Catalog, geo_id: str, year: int) -> Distance | None:
    """Distance of a city or town at the end of a year; None where no hospital unit is known to be open.

    Birth centers are not counted. Of several units as near, the first by name.
    """
    place = catalog.places[geo_id]
    island_towns = _island_towns(catalog)
    candidates = [
        (great_circle(place.label_point, catalog.places[unit.geo_id].label_point), unit.slug, unit, unit.status(year))
        for unit in units
        if unit.kind == "hospital" and (unit.geo_id not in island_towns or geo_id in island_towns)
    ]
    known = min((c for c in candidates if c[3] == "open"), default=None, key=lambda c: c[:2])
    if known is None:
        return None
    nearer = [c for c in candidates if c[3] == "unknown" and c[0] < known[0]]
    perhaps = min(nearer, default=None, key=lambda c: c[:2])
    return Distance(known[0], known[2], perhaps[0] if perhaps else known[0], perhaps[2] if perhaps else None)


def _island_towns(catalog: Catalog) -> frozenset[str]:
    counties: list[Place] = [catalog.by_slug[slug] for slug in ISLANDS if slug in catalog.by_slug]
    return frozenset(member for county in counties for member in county.members)
