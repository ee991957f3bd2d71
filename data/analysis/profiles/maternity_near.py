"""What a profile says of maternity units: those in the place, and of a city or town the nearest that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.analysis.maternity.distances import Distance, nearest
from data.analysis.maternity.units import Unit, units
from data.catalog.models import Catalog, Place
from data.query.maternity.statements import Statement


@dataclass(frozen=True, slots=True)
class MaternityNear:
    """Units in a place, hospitals first, and how far the nearest open one is, all at the end of a `year`.

    `nearest` is of a city or town alone; None of larger places, and where no unit is known to be open.
    """

    place: Place
    year: int
    here: tuple[Unit, ...]
    nearest: Distance | None


def maternity_near(place: Place, statements: Sequence[Statement], catalog: Catalog) -> MaternityNear | None:
    """What is known of the year of the newest statement; None without any statement."""
    if not statements:
        return None
    year, every = max(s.end.year for s in statements), units(statements, catalog)
    here = sorted((u for u in every if u.geo_id in place.members), key=lambda u: (u.kind != "hospital", u.name))
    far = nearest(every, catalog, place.geo_id, year) if place.level == "municipality" else None
    return MaternityNear(place, year, tuple(here), far)
