"""Figures of counts: for every place, group and period the share, rate or expectancy with its interval and status.

Counts are whole numbers and come from the engine; everything with decimals is made here, in one way whatever the engine
was. What is made here may rest on a single person: it is for the job's memory alone, until `protected` has seen it, and
no error of this module has a number of people in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalog.models import Place
from data.errors import InternalError
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation
from data.records.definition import CaseDefinition
from data.records.publishing.populations import UNKNOWN_TOWN, Populations
from data.statistics.errors import FiguresError
from data.statistics.life_table import FEWEST_PERSON_YEARS, life_table, years_left
from data.statistics.rates import is_unreliable, rate, wilson_interval
from data.statistics.standardization import US_2000, Ages, ages_of, gamma_interval
from data.vocabulary import OVERALL, Level, Period

Counts = NDArray[np.int64]

FEWEST_RESIDENTS_BY_GROUP = 50_000
"""Residents from which a municipality has figures by group; smaller ones have figures of everyone alone.

Nearly all counts of a group in a smaller place are small. Hiding them one by one, so that none follows from the others,
takes a linear program for each, on thousands of cells: hours, to show next to nothing.
"""
LEVELS_BY_GROUP: tuple[Level, ...] = ("state", "eohhs_region", "county", "municipality")
"""Levels that have figures by group. Areas overlap with one another: more ways in which a small count follows."""
REST = "rest_of_"
"""Begins the name of what is left of a place without the municipalities that have figures by group: control sees it."""


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A figure before disclosure control: its row as if nothing were small, its cases, and the records these are of.

    `records` is None where the cases are counted among people. Its text names no number, so that no log can have one.
    """

    row: Observation
    cases: int
    records: int | None

    def __repr__(self) -> str:
        row = self.row
        return f"Figure({row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug})"


def windows(years: Sequence[int], lengths: Iterable[int]) -> tuple[Period, ...]:
    """Each year, and all spans of these lengths that end with the last year and go back without overlapping.

    A span is left out where one of its years is not among `years`.
    """
    present = set(years)
    spans = {(year, year) for year in present}
    for length in lengths:
        for end in range(max(present, default=0), min(present, default=1) - 1, -length):
            if present.issuperset(range(end - length + 1, end + 1)):
                spans.add((end - length + 1, end))
    return tuple(Period.years(*span) for span in sorted(spans))


def is_published(row: Observation) -> bool:
    """Whether the place of a row is one of the site, and not one that only control sees."""
    return row.geo_id != UNKNOWN_TOWN and not row.geo_id.startswith(REST)


def figures(
    counts: Any,
    definition: CaseDefinition,
    geography: Geography,
    populations: Populations,
    source_id: str,
    periods: Sequence[Period] | None = None,
    levels: Sequence[Level] | None = None,
) -> list[Figure]:
    """Figures of a frame of counts (data.records.counting): each place of the levels × each group × each period.

    The state has everyone, with those whose municipality is not known, who are one more municipality here. Where there
    are no records, or the people are not known, a row is not available. `periods` are those of `windows` for the
    years of the frame, `levels` those of the definition, unless said. Raises InternalError where a town is unknown.
    """
    geography = with_unknown(geography)
    cube = _Cube(counts, definition, geography)
    if periods is None:
        periods = windows(cube.years, definition.pooled)
    made = []
    large = _large(geography, populations)
    for level in levels if levels is not None else definition.levels:
        for group in cube.groups:
            places = geography.of_level(level)
            if group[0] != OVERALL:
                if level not in LEVELS_BY_GROUP:
                    continue
                if level == "municipality":
                    places = (*(p for p in places if p.geo_id in large), *rests(geography, large))
            belongs = cube.members(places)
            for period in periods:
                if period.start.year < definition.from_year:
                    continue
                cases, records = cube.of(group, period, belongs)
                for number, place in enumerate(places):
                    people = _People(populations, definition, place, group, period)
                    made.append(
                        _figure(definition, source_id, place, group, period, cases[number], records[number], people)
                    )
    return made


def with_unknown(geography: Geography) -> Geography:
    """The geography with one more municipality of the state: of residents whose municipality is not known."""
    if UNKNOWN_TOWN in geography.places:
        return geography
    state = geography.places[STATE_ID]
    unknown = Place(UNKNOWN_TOWN, UNKNOWN_TOWN, "Unknown", "municipality", (UNKNOWN_TOWN,))
    everyone = replace(state, members=(*state.members, UNKNOWN_TOWN))
    return replace(geography, places={**geography.places, STATE_ID: everyone, UNKNOWN_TOWN: unknown})


def _large(geography: Geography, populations: Populations) -> frozenset[str]:
    """Municipalities that have figures by group, by their residents in the newest year that these are known."""
    years = sorted({key[3] for key in populations.people}, reverse=True)
    large = set()
    for place in geography.of_level("municipality"):
        known = (populations.number(place, (OVERALL, OVERALL), year) for year in years)
        if next((n for n in known if n is not None), 0) >= FEWEST_RESIDENTS_BY_GROUP:
            large.add(place.geo_id)
    return frozenset(large)


def rests(geography: Geography, large: Collection[str]) -> list[Place]:
    """What is left of the state and of each county and region without its large municipalities, each once.

    Whoever takes these from their whole knows it, so control has to see it; it is no place of the site.
    """
    found: dict[frozenset[str], Place] = {}
    for place in sorted(geography.places.values(), key=lambda p: p.geo_id):
        rest = frozenset(place.members) - set(large)
        if place.level in LEVELS_BY_GROUP and place.level != "municipality" and 0 < len(rest) < len(place.members):
            name = f"{REST}{place.geo_id}"
            found.setdefault(rest, Place(name, name, name, "municipality", tuple(sorted(rest))))
    return list(found.values())


class _Cube:
    """Counts of a frame as arrays: group × year × municipality, and cases by age too."""

    def __init__(self, frame: Any, definition: CaseDefinition, geography: Geography) -> None:
        self.towns = [p.geo_id for p in geography.of_level("municipality")]
        self.years = sorted({int(year) for year in frame["year"]})
        groups = zip(frame["dimension"], frame["stratum"], strict=True)
        self.groups = sorted({(str(d), str(s)) for d, s in groups} | {(OVERALL, OVERALL)})
        self.ages = [*definition.ages, ""]
        place = {name: number for number, name in enumerate(self.towns)}
        town_number = {int(t): place[geo_id] for t, geo_id in geography.town_ids.items()} | {0: place[UNKNOWN_TOWN]}
        index = (
            _numbers(zip(frame["dimension"], frame["stratum"], strict=True), self.groups),
            _numbers(frame["year"], self.years),
            np.array([town_number.get(int(t), -1) for t in frame["town_id"]], dtype=np.int64),
        )
        if (index[2] < 0).any():
            raise InternalError("the counts have a municipality that is not in the list of municipalities")
        shape = (len(self.groups), len(self.years), len(self.towns))
        self.cases: Counts = np.zeros((*shape, len(self.ages)), dtype=np.int64)
        self.records: Counts = np.zeros(shape, dtype=np.int64)
        known = {age: number for number, age in enumerate(self.ages)}
        ages = np.array([known.get(str(age), len(self.ages) - 1) for age in frame["age_group"]], dtype=np.int64)
        np.add.at(self.cases, (*index, ages), frame["cases"].to_numpy(dtype=np.int64))
        np.add.at(self.records, index, frame["eligible"].to_numpy(dtype=np.int64))

    def members(self, places: Sequence[Place]) -> Counts:
        """Places × municipalities: 1 where a municipality is part of a place."""
        members = [frozenset(place.members) for place in places]
        rows = [[int(town in inside) for town in self.towns] for inside in members]
        return np.array(rows, dtype=np.int64).reshape(len(members), len(self.towns))

    def of(self, group: tuple[str, str], period: Period, belongs: Counts) -> tuple[Counts, Counts]:
        """Cases (places × ages, the last column those of no age of the definition) and eligible records (places)."""
        at = self.groups.index(group)
        inside = [n for n, year in enumerate(self.years) if period.start.year <= year <= period.end.year]
        cases = belongs @ self.cases[at, inside].sum(axis=0)
        return cases, belongs @ self.records[at, inside].sum(axis=0)


def _numbers(values: Iterable[Any], names: Sequence[Any]) -> Counts:
    number = {name: n for n, name in enumerate(names)}
    return np.array([number[value] for value in values], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _People:
    """Person-years that the cases of one figure are counted among, asked for when they are needed."""

    populations: Populations
    definition: CaseDefinition
    place: Place
    group: tuple[str, str]
    period: Period

    def number(self, ages: Ages | None = None) -> float | None:
        """Person-years at some ages, those of the definition unless said; None where a year's people are not known."""
        wanted = self.definition.population
        group = _of_sex(self.group, wanted.sex)
        if ages is None:
            ages = (wanted.first_age, wanted.last_age)
        if group is None:
            return None
        years = range(self.period.start.year, self.period.end.year + 1)
        numbers = [self.populations.number(self.place, group, year, ages) for year in years]
        return None if None in numbers else sum(n for n in numbers if n is not None)

    def by_age(self) -> dict[str, float] | None:
        """Person-years by the age groups of the definition; None where one has nobody, or nobody knows how many."""
        numbers: dict[str, float] = {}
        for name in self.definition.ages:
            number = self.number(ages_of(name))
            if not number:
                return None
            numbers[name] = number
        return numbers


def _of_sex(group: tuple[str, str], sex: str) -> tuple[str, str] | None:
    """The group's people of one sex, where the definition counts among these; None where there is no such group."""
    dimension, stratum = group
    if not sex:
        return group
    if dimension == OVERALL:
        return "sex", sex
    if dimension == "race_ethnicity":
        return "race_by_sex", f"{stratum}_{sex}"
    return group if stratum.rpartition("_")[2] == sex else None


@dataclass(frozen=True, slots=True, repr=False)
class _Measured:
    """A measured value with its interval, the events it is made of and what they are counted among."""

    value: float
    low: float
    high: float
    events: int
    among: float


def _figure(
    definition: CaseDefinition,
    source_id: str,
    place: Place,
    group: tuple[str, str],
    period: Period,
    cases: Counts,
    records: int,
    people: _People,
) -> Figure:
    over_people = definition.denominator == "population"
    # An age-adjusted rate is of the deaths whose age is known, as the certificate's publishers have it.
    events = int(cases[:-1].sum()) if definition.ages else int(cases.sum())
    measured = _measured(definition, cases, events, int(records), people)
    key = (definition.id, place.level, place.geo_id, *group, period, source_id)
    if measured is None:
        return Figure(Observation(*key, "not_available"), events, None if over_people else int(records))
    unreliable = is_unreliable(
        measured.value, measured.low, measured.high, measured.events, measured.among,
        years=definition.measure == "life_expectancy",
    )  # fmt: skip
    row = Observation(
        *key, "unreliable" if unreliable else "reported", measured.value, measured.low, measured.high,
        measured.events, measured.among,
    )  # fmt: skip
    return Figure(row, events, None if over_people else int(records))


def _measured(
    definition: CaseDefinition, cases: Counts, events: int, records: int, people: _People
) -> _Measured | None:
    """The measure of a definition; None where nothing can be counted among."""
    if definition.measure in ("share", "rate"):
        among = people.number() if definition.denominator == "population" else records
        if not among:
            return None
        if definition.measure == "rate":
            return _Measured(*rate(events, among, definition.per), events, among)
        if events > among:
            raise InternalError(f"{definition.id}: more cases than eligible records: the counts are wrong")
        low, high = (end * definition.per for end in wilson_interval(events, among))
        return _Measured(events * definition.per / among, low, high, events, among)
    numbers = people.by_age()
    if numbers is None:
        return None
    deaths = {name: int(n) for name, n in zip(definition.ages, cases, strict=False)}
    if definition.measure == "life_expectancy":
        return _expectancy(deaths, numbers)
    return _adjusted(definition, deaths, numbers)


def _adjusted(definition: CaseDefinition, events: Mapping[str, int], people: Mapping[str, float]) -> _Measured:
    """Age-standardized rate of events, or of the years they lose before an age, with Fay and Feuer's interval.

    The standard's shares are those of the ages of the definition among themselves.
    """
    whole = sum(US_2000[name] for name in events)
    lost = dict.fromkeys(events, 1.0)
    if definition.measure == "years_lost":
        assert definition.before_age is not None
        lost = years_left(tuple(events), definition.before_age)
    weights = [definition.per * US_2000[n] / whole / people[n] * lost[n] for n in events]
    counts = list(events.values())
    low, high = gamma_interval(counts, weights)
    value = float(np.dot(counts, weights))
    return _Measured(value, low, high, sum(counts), sum(people.values()))


def _expectancy(deaths: Mapping[str, int], people: Mapping[str, float]) -> _Measured | None:
    """Life expectancy at birth; None among too few people for one, or where the deaths make no table."""
    if sum(people.values()) < FEWEST_PERSON_YEARS:
        return None
    try:
        table = life_table(deaths, people)
    except FiguresError:
        return None
    low, high = table.interval()
    return _Measured(float(table.expected[0]), low, high, sum(deaths.values()), sum(people.values()))
