"""How many people are far from a maternity unit: of the state, its regions, counties and community types, each year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.analysis.maternity.distances import Distance, distances
from data.analysis.maternity.units import FIRST_YEAR, Status, Unit, units
from data.catalog.models import Catalog, Place
from data.query.maternity.statements import Statement
from data.vocabulary import OVERALL

FAR_MILES = (15, 30)
COMMUNITY_TYPE = "community_type"
"""The kind of area that tells rural towns apart."""
Residents = Mapping[str, Mapping[tuple[str, int], int]]
"""Residents by geo_id, then by stratum and year."""


@dataclass(frozen=True, slots=True)
class People:
    """Number of people: at least `low`, at most `high`; the two are one where nothing is unknown."""

    low: int
    high: int

    @property
    def certain(self) -> bool:
        """Whether there is one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class FarAway:
    """People of a place, residents of `residents_year`, who at the end of `year` lived farther than so many miles.

    `far` has them for each distance of `FAR_MILES`.
    """

    geo_id: str
    year: int
    residents: int
    residents_year: int
    far: Mapping[int, People]

    def everyone(self, miles: int) -> bool:
        """Whether all live farther."""
        return self.far[miles].low == self.residents > 0

    def nobody(self, miles: int) -> bool:
        """Whether none lives farther."""
        return self.far[miles].high == 0


@dataclass(frozen=True)
class Access:
    """Units, the years that are shown, distances of cities and towns by (geo_id, year), and people by the same."""

    units: tuple[Unit, ...]
    years: tuple[int, ...]
    distances: Mapping[tuple[str, int], Distance]
    people: Mapping[tuple[str, int], FarAway]

    @property
    def newest(self) -> int:
        """The newest year: that of the last statement."""
        return self.years[-1]

    def hospitals(self, year: int, *statuses: Status) -> tuple[Unit, ...]:
        """Hospital units by name that at the end of a year had one of some statuses."""
        return tuple(u for u in self.units if u.kind == "hospital" and u.status(year) in statuses)

    def ended(self) -> tuple[Unit, ...]:
        """Hospital units that were open at the end of the first year and are not at the end of the newest."""
        still_there = self.hospitals(self.newest, "closed", "suspended")
        return tuple(u for u in still_there if u.status(self.years[0]) == "open")

    def farthest(self, year: int) -> tuple[tuple[str, Distance], ...]:
        """Cities and towns (geo_id) with their distance at the end of a year, the farthest first."""
        found = [(geo_id, distance) for (geo_id, of), distance in self.distances.items() if of == year]
        return tuple(sorted(found, key=lambda pair: (-pair[1].miles, pair[0])))


@dataclass(frozen=True, eq=False)
class _Figures:
    """Statements, residents and places as a key of the cache: those of one file are the same objects."""

    statements: tuple[Statement, ...]
    residents: Residents
    catalog: Catalog

    def __hash__(self) -> int:
        return id(self.statements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Figures) and other.statements is self.statements


def access(statements: tuple[Statement, ...], residents: Residents, catalog: Catalog) -> Access | None:
    """Everything the page tells, of the file in place; None where it has no statement about a unit."""
    return _access(_Figures(statements, residents, catalog))


@lru_cache(maxsize=2)
def _access(figures: _Figures) -> Access | None:
    catalog = figures.catalog
    found = units(figures.statements, catalog)
    if not found:
        return None
    newest = max(max(s.end.year for s in figures.statements), FIRST_YEAR)
    years = tuple(range(FIRST_YEAR, newest + 1))
    towns = [town.geo_id for town in catalog.places_of("municipality")]
    reached = {
        (geo_id, year): distance
        for year in years
        for geo_id, distance in distances(found, catalog, towns, year).items()
    }
    people = {
        (place.geo_id, year): far
        for year in years
        for place in grouped_places(catalog)
        if (far := far_away(place, year, reached, figures.residents)) is not None
    }
    return Access(found, years, reached, people)


def grouped_places(catalog: Catalog) -> Iterable[Place]:
    """The state, regions, counties and community types."""
    yield catalog.state
    yield from catalog.places_of("eohhs_region")
    yield from catalog.places_of("county")
    if COMMUNITY_TYPE in catalog.area_kinds:
        yield from catalog.places_of("area", COMMUNITY_TYPE)


def far_away(
    place: Place, year: int, distances_of: Mapping[tuple[str, int], Distance], residents: Residents
) -> FarAway | None:
    """People of a place by distance at the end of a year; None where a member's residents or distance is not known.

    Residents are those of the year, else of the newest year before it that all members have.
    """
    counted = [residents.get(member, {}) for member in place.members]
    years = [of for of in _common_years(counted) if of <= year]
    if not years or any((member, year) not in distances_of for member in place.members):
        return None
    numbers = [of[OVERALL, years[-1]] for of in counted]
    reached = [distances_of[member, year] for member in place.members]
    far = {
        miles: People(
            sum(n for n, d in zip(numbers, reached, strict=True) if d.low > miles),
            sum(n for n, d in zip(numbers, reached, strict=True) if d.miles > miles),
        )
        for miles in FAR_MILES
    }
    return FarAway(place.geo_id, year, sum(numbers), years[-1], far)


def _common_years(counted: Sequence[Mapping[tuple[str, int], int]]) -> list[int]:
    """Years in which every member has a number of residents, in order."""
    if not counted:
        return []
    of_each = [{year for stratum, year in of if stratum == OVERALL} for of in counted]
    return sorted(set.intersection(*of_each))
