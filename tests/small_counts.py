"""Synthetic tables of small counts: places within places, groups within everyone, years within spans of years."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.catalog.models import Indicator, Place, Source
from data.disclosure.protection import ProtectedRows, protect
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation
from data.vocabulary import OVERALL, Period
from tests.towns import make_indicator

SYNTHETIC = "synthetic"
RACES = ("black_nh", "hispanic", "not_stated", "white_nh")
PEOPLE = 10_000
"""Of each group of a town in a year."""
SHARE = {"black_nh": 0.12, "hispanic": 0.15, "not_stated": 0.05, "white_nh": 0.68}


def make_source(name: str = SYNTHETIC, **changes: Any) -> Source:
    """A synthetic source with the usual threshold."""
    content: dict[str, Any] = {
        "id": name, "reader": "r", "publisher": "p", "title": "t", "short": "s", "release": "r", "period": "p",
        "retrieved": date(2026, 1, 1), "address": "https://example.org", "licence": "l", "redistribution": "free",
        "citation": "c", "update_frequency": "u", "disclosure": "threshold",
    }  # fmt: skip
    return Source.model_validate(content | changes)


def geography_of(counties: Sequence[Sequence[str]], areas: Iterable[Sequence[str]] = ()) -> Geography:
    """A state of counties C0, C1, … of the given towns, and areas A0, A1, … across them."""
    towns = [t for county in counties for t in county]
    places = [Place(t, t.lower(), t, "municipality", (t,)) for t in towns]
    places += [Place(f"C{n}", f"c{n}", f"C{n}", "county", tuple(c)) for n, c in enumerate(counties)]
    places += [Place(f"A{n}", f"a{n}", f"A{n}", "area", tuple(a), "consortium") for n, a in enumerate(areas)]
    places.append(Place(STATE_ID, "state", "State", "state", tuple(towns)))
    return Geography({p.geo_id: p for p in places}, {}, {})


@dataclass
class Counts:
    """Counts of single towns, groups and years, and all sums that are published of them."""

    geography: Geography
    years: Sequence[int]
    spans: Sequence[tuple[int, int]]
    strata: Sequence[str]
    atoms: dict[tuple[str, str, int], int]
    """Events by town, group (or overall, where there are no groups) and year."""

    def rows(self, levels: Iterable[str] = ("municipality", "county", "area", "state")) -> list[Observation]:
        """Every count as a row with its rate: places of these levels × overall and groups × years and spans."""
        spans = [(y, y) for y in self.years] + list(self.spans)
        strata = [OVERALL, *self.strata]
        places = [p for level in levels for p in self.geography.of_level(level)]
        return [self.row(p, s, *span) for p in places for s in strata for span in spans]

    def count(self, place: Place, stratum: str, first: int, last: int) -> int:
        groups = [stratum] if stratum != OVERALL or not self.strata else self.strata
        return sum(self.atoms[t, g, y] for t in place.members for g in groups for y in self.years if first <= y <= last)

    def row(self, place: Place, stratum: str, first: int, last: int) -> Observation:
        count = self.count(place, stratum, first, last)
        groups = len(self.strata) if stratum == OVERALL and self.strata else 1
        people = PEOPLE * groups * len(place.members) * (last - first + 1)
        value = 100_000 * count / people
        dimension = OVERALL if stratum == OVERALL else "race_ethnicity"
        return Observation(
            "deaths", place.level, place.geo_id, dimension, stratum, Period.years(first, last), SYNTHETIC, "reported",
            value, value * 0.5, value * 2, count, people,
        )  # fmt: skip


def random_counts(seed: int) -> Counts:
    """A synthetic table as small towns give it: most counts of groups are under 11, many are 0."""
    draw = random.Random(seed)
    counties = [[f"T{c}{t}" for t in range(draw.randint(2, 4))] for c in range(draw.randint(1, 3))]
    towns = [t for c in counties for t in c]
    areas = [draw.sample(towns, draw.randint(2, len(towns) - 1))] if len(towns) > 3 and draw.random() < 0.4 else []
    years = (2021, 2022) if draw.random() < 0.4 else (2022,)
    strata = draw.sample(RACES, draw.randint(2, 4)) if draw.random() < 0.6 else []
    atoms = {}
    for town in towns:
        mean = draw.lognormvariate(2.3, 0.9)
        for year in years:
            for group in strata or [OVERALL]:
                atoms[town, group, year] = _poisson(draw, mean * (3 * SHARE[group] if strata else 1))
    return Counts(geography_of(counties, areas), years, [(2021, 2022)] if len(years) > 1 else [], strata, atoms)


def _poisson(draw: random.Random, mean: float) -> int:
    count, left = 0, draw.expovariate(1)
    while left < mean:
        count, left = count + 1, left + draw.expovariate(1)
    return count


def protected(
    rows: Iterable[Observation], geography: Geography, indicators: Iterable[Indicator] = (), **sources: Source
) -> ProtectedRows:
    """The rows under disclosure control; the source `synthetic` has a threshold of 11, unless said."""
    known = {SYNTHETIC: make_source(), **sources}
    by_id = {i.id: i for i in (make_indicator(), *indicators)}
    return protect(rows, (), geography, known, by_id)
