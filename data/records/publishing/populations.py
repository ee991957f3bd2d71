"""People that events are counted among: by place, group, year and age, from the snapshot and from a file with ages.

The snapshot has people of all ages only. Rates by age need a file with ages (`AGE_COLUMNS`): whoever works with the
records has one, from the Census Bureau or the bridged estimates of the National Center for Health Statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from data.catalog.models import Place
from data.observations.models import Population
from data.records.errors import RecordsError
from data.snapshot_rows import read_rows
from data.statistics.standardization import Ages, ages_of
from data.vocabulary import OVERALL

AGE_COLUMNS = ("geo_id", "year", "dimension", "stratum", "age_group", "population")
"""Columns of a file of people by age. `age_group` is written `<1`, `1-4`, `85+`, or `18` for one year of age."""

UNKNOWN_TOWN = "unknown"
"""Stands for the municipality of residents whose municipality the records do not say: part of the state alone."""

EVERY_AGE: Ages = (0, None)
_Key = tuple[str, str, str, int]
_RACE = ("race_ethnicity", "race_by_sex")


@dataclass(frozen=True)
class Populations:
    """People by (geo_id, dimension, stratum, year) and by the ages that are known of them."""

    people: Mapping[_Key, Mapping[Ages, float]] = field(default_factory=dict)

    def number(self, place: Place, group: tuple[str, str], year: int, ages: Ages = EVERY_AGE) -> float | None:
        """People of a place, a group (dimension and stratum), a year and ages; None where they are not known.

        A place without people of its own has those of its municipalities, where all of them have.
        """
        own = self._known(place.geo_id, group, year, ages)
        if own is not None or place.level == "municipality":
            return own
        members = [self._known(member, group, year, ages) for member in place.members if member != UNKNOWN_TOWN]
        return None if None in members or not members else sum(n for n in members if n is not None)

    def _known(self, geo_id: str, group: tuple[str, str], year: int, ages: Ages) -> float | None:
        bands = self.people.get((geo_id, *group, year))
        if bands is None:
            return None
        if ages in bands:
            return bands[ages]
        tiles = _tiles(tuple(sorted(bands, key=_order)), ages)
        return None if tiles is None else sum(bands[band] for band in tiles)


def _order(band: Ages) -> tuple[int, float]:
    return band[0], float("inf") if band[1] is None else band[1]


@lru_cache(maxsize=4096)
def _tiles(bands: tuple[Ages, ...], ages: Ages) -> tuple[Ages, ...] | None:
    """Bands that cover ages without a gap or an overlap; None where none do."""
    first, last = ages
    for band in bands:
        start, end = band
        if start != first or (last is not None and (end is None or end > last)):
            continue
        if end == last:
            return (band,)
        if end is None:
            continue
        rest = _tiles(bands, (end + 1, last))
        if rest is not None:
            return (band, *rest)
    return None


def collect_populations(
    rows: Iterable[Population], by_age: Sequence[Path] = (), *, by_race: bool = True
) -> Populations:
    """Populations of the snapshot, and of files with ages, which are believed first.

    Where two sources of the snapshot give one number, the later in the alphabet is taken, as in a build. Not `by_race`:
    the snapshot's people by race are left out, because the records tell race by another rule.
    Raises RecordsError naming file and row where a file of ages is malformed or has a number twice.
    """
    people: dict[_Key, dict[Ages, float]] = defaultdict(dict)
    for row in sorted(rows, key=lambda p: p.source):
        if not by_race and row.dimension in _RACE:
            continue
        people[row.geo_id, row.dimension, row.stratum, row.year][EVERY_AGE] = float(row.population)
    given: set[tuple[_Key, Ages]] = set()
    for path in by_age:
        if not path.is_file():
            raise RecordsError(f"{path.name} is not there: name a file of people by age")
        for number, cells in enumerate(read_rows(path, AGE_COLUMNS), start=2):
            try:
                ages = ages_of(cells["age_group"])
                key = (cells["geo_id"], cells["dimension"] or OVERALL, cells["stratum"] or OVERALL, int(cells["year"]))
                persons = float(cells["population"])
                if not 0 <= persons < float("inf"):
                    raise ValueError(f"“{cells['population']}” is no number of people")
            except ValueError as error:
                raise RecordsError(f"{path.name}, row {number}: {error}") from error
            if (key, ages) in given:
                raise RecordsError(
                    f"{path.name}, row {number}: {cells['age_group']} of this place and year stands twice"
                )
            given.add((key, ages))
            people[key][ages] = persons
    return Populations(dict(people))
