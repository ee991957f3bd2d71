"""A second, slow and obvious way to derive figures: row by row in plain Python, where data.derivation asks a database.

Counts are summed and populations are summed, then divided; rates are never averaged. A sum with a part missing is not
available. Published intervals are kept as published, and what is published goes before what could be computed.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from data.catalog.models import Indicator
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.statistics.rates import is_unreliable, rate, wilson_interval
from data.vocabulary import Level, Period

Populations = Mapping[tuple[str, int, str], int]
"""Residents by (geo_id, year, stratum)."""


class _Question(NamedTuple):
    """What figures of different places must share to be summed or set side by side."""

    dimension: str
    stratum: str
    period: Period
    source: str


def population_index(rows: Iterable[Population]) -> Populations:
    """Populations by place, year and stratum; of two sources the later in the alphabet."""
    return {(r.geo_id, r.year, r.stratum): r.population for r in sorted(rows, key=lambda r: r.source)}


def derive(
    indicator: Indicator, rows: Iterable[Observation], populations: Populations, geography: Geography
) -> list[Observation]:
    """All rows of one indicator: the published ones, what follows from them, and a row for every place without one."""
    published = list(rows)
    if indicator.population_denominator:
        published = [with_population(row, populations) for row in published]
    published += [row for level in indicator.rollup for row in rolled_up(published, level, geography)[0]]
    published += [row for period in indicator.pooled for row in pooled(published, Period.parse(period))]
    rated = [with_rate(row, indicator.per, percent=indicator.measure == "percent") for row in published]
    return [with_warning(row, years=indicator.measure == "years") for row in completed(rated, geography)]


def missing_members(
    indicator: Indicator, rows: Iterable[Observation], populations: Populations, geography: Geography
) -> list[tuple[Observation, str]]:
    """Each roll-up that is not available with each member it lacks."""
    published = list(rows)
    if indicator.population_denominator:
        published = [with_population(row, populations) for row in published]
    return [lack for level in indicator.rollup for lack in rolled_up(published, level, geography)[1]]


def with_population(row: Observation, populations: Populations) -> Observation:
    """A count with the people it is counted among over its years; not available where a population is missing.

    A published rate stays where the population is missing: it is only not summed.
    """
    if row.numerator is None or row.denominator is not None:
        return row
    years = range(row.period.start.year, row.period.end.year + 1)
    people = [populations.get((row.geo_id, year, row.stratum)) for year in years]
    if not row.period.is_years or any(p is None for p in people):
        return row if row.value is not None else replace(row, status="not_available", numerator=None)
    return replace(row, denominator=float(sum(p for p in people if p is not None)))


def with_rate(row: Observation, per: float, *, percent: bool = False) -> Observation:
    """A count over its population as a rate with its exact interval; rows that carry a value are left as published."""
    if row.value is not None or row.numerator is None:
        return row
    if not row.denominator:
        return _blank(row)
    value, low, high = rate(row.numerator, row.denominator, per)
    if percent:
        low, high = (end * per for end in wilson_interval(row.numerator, row.denominator))
    return replace(row, value=value, ci_low=low, ci_high=high)


def with_warning(row: Observation, *, years: bool = False) -> Observation:
    """The row marked unreliable where its count, its population or the width of its interval says so."""
    if row.status != "reported" or row.value is None:
        return row
    unreliable = is_unreliable(row.value, row.ci_low, row.ci_high, row.numerator, row.denominator, years=years)
    return replace(row, status="unreliable") if unreliable else row


def rolled_up(
    rows: Iterable[Observation], level: Level | str, geography: Geography
) -> tuple[list[Observation], list[tuple[Observation, str]]]:
    """Sums of municipal counts for the places of a level, and the members each unavailable sum lacks.

    Not available unless every member has its count. A place and question with a published row keeps that; of two
    sources the first with every member is taken, else the first.
    """
    known = list(rows)
    by_question: dict[_Question, dict[str, Observation]] = defaultdict(dict)
    taken = {(r.geo_id, r.dimension, r.stratum, r.period) for r in known}
    sample: dict[_Question, Observation] = {}
    for row in known:
        if row.geo_level == "municipality":
            question = _Question(row.dimension, row.stratum, row.period, row.source)
            by_question[question][row.geo_id] = row
            sample[question] = row
    sums: dict[tuple[object, ...], list[tuple[Observation, list[str]]]] = defaultdict(list)
    for question, members in sorted(by_question.items(), key=lambda item: item[0].source):
        for place in geography.of_level(level):
            key = (place.geo_id, question.dimension, question.stratum, question.period)
            if key in taken:
                continue
            parts = [members.get(geo_id) for geo_id in place.members]
            lacking = [
                geo_id
                for geo_id, part in zip(place.members, parts, strict=True)
                if part is None or part.numerator is None or part.denominator is None
            ]
            sums[key].append((_sum(_blank(sample[question], place.level, place.geo_id), parts), lacking))
    chosen = [next((s for s in result if not s[1]), result[0]) for result in sums.values()]
    return [row for row, _ in chosen], [(row, member) for row, lacking in chosen for member in lacking]


def _blank(row: Observation, level: Level | None = None, geo_id: str | None = None) -> Observation:
    """The row without its figures, of another place where one is given."""
    return Observation(
        row.indicator,
        level or row.geo_level,
        geo_id or row.geo_id,
        row.dimension,
        row.stratum,
        row.period,
        row.source,
        status="not_available",
    )


def _sum(blank: Observation, parts: Iterable[Observation | None]) -> Observation:
    numerator = denominator = 0.0
    for part in parts:
        if part is None or part.numerator is None or part.denominator is None:
            return blank
        numerator += part.numerator
        denominator += part.denominator
    return replace(blank, status="reported", numerator=numerator, denominator=denominator)


def pooled(rows: Iterable[Observation], period: Period) -> list[Observation]:
    """Sums over the single years of a period, for every place and group of which one source has every year's count.

    A place and group that already has a figure for the period keeps it: what is published goes first.
    """
    years = {Period.years(y) for y in range(period.start.year, period.end.year + 1)}
    by_key: dict[tuple[str, str, str], dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    taken = set()
    for row in sorted(rows, key=lambda row: row.source):
        key = (row.geo_id, row.dimension, row.stratum)
        if row.period == period:
            taken.add(key)
        elif row.period in years:
            by_key[key][row.source].append(row)
    result = []
    for key, by_source in by_key.items():
        for parts in by_source.values():
            if key in taken or {p.period for p in parts} != years:
                continue
            total = _sum(replace(_blank(parts[0]), period=period), parts)
            if total.status == "reported":
                result.append(total)
                taken.add(key)
    return result


def completed(rows: Iterable[Observation], geography: Geography) -> list[Observation]:
    """The rows, and a `not_available` one for each place of a level that lacks a row others of its level have.

    The state gets a row for every question, too: it is what a place is compared with.
    """
    known = sorted(rows, key=lambda row: row.source)
    have: dict[tuple[Level, str, str, Period], set[str]] = defaultdict(set)
    source: dict[tuple[Level, str, str, Period], Observation] = {}
    for row in known:
        for level in (row.geo_level, "state"):
            source.setdefault((level, row.dimension, row.stratum, row.period), row)
        have[(row.geo_level, row.dimension, row.stratum, row.period)].add(row.geo_id)
    missing = itertools.chain.from_iterable(
        (
            _blank(sample, level, place.geo_id)
            for place in geography.of_level(level)
            if place.geo_id not in have[(level, dimension, stratum, period)]
        )
        for (level, dimension, stratum, period), sample in source.items()
    )
    return known + list(missing)
