"""Where it is worst, a second time: in plain loops over the tables of the file, every rule written out.

Nothing here asks the site's own queries, estimators or tests; the definitions are those of the catalogue.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from data.catalog.least_differences import worth_saying
from data.catalog.models import Catalog, Indicator
from tests.alternatives import comparisons
from tests.alternatives.multiple_tests import standing
from tests.alternatives.statistics import binomial_at_most

OLDEST = 2017
"""Figures of periods that end before this year are not listed."""
LEFT_OUT = ("other", "not_stated")
Z = 1.959963984540054


class Figure(NamedTuple):
    """A row of the table `observation`; numbers that are not published are None."""

    geo_level: str
    geo_id: str
    dimension: str
    stratum: str
    period_start: Any
    period_end: Any
    value: float
    ci_low: float | None
    ci_high: float | None
    numerator: float | None
    denominator: float | None
    status: str
    source: str


@dataclass(frozen=True)
class Listed:
    """A line of the list: what it is of, and the excess a year with its ends, where it has any."""

    indicator: str
    geo_id: str
    stratum: str
    period: tuple[Any, Any]
    excess: float
    low: float | None
    high: float | None


def listed(database: Path, catalog: Catalog) -> list[Listed]:
    """The list of the file, in its order."""
    with duckdb.connect(str(database), read_only=True) as connection:
        residents = {
            (geo_id, stratum, year): people
            for geo_id, stratum, year, people in connection.execute(
                "SELECT geo_id, stratum, year, population FROM population"
            ).fetchall()
        }
        tried: list[tuple[Listed, float]] = []
        for indicator in catalog.indicators.values():
            if not _is_of_people(indicator):
                continue
            figures = [
                Figure(*row)
                for row in connection.execute(
                    f"SELECT {', '.join(Figure._fields)} FROM observation WHERE indicator = ?",
                    [indicator.id],
                ).fetchall()
            ]
            tried += _tried(figures, indicator, catalog, residents)
    kept = _newest_version(tried, catalog)
    stand = standing([p for _, p in kept], 0.05)
    found = [line for n, (line, p) in enumerate(kept) if n in stand and p < 1]
    return sorted(found, key=lambda line: (-line.excess, line.indicator, line.geo_id, line.stratum))


def _is_of_people(indicator: Indicator) -> bool:
    return (
        indicator.measure in ("rate", "percent")
        and indicator.polarity in ("higher_is_worse", "higher_is_better")
        and indicator.adjustment in ("crude", "modelled")
    )


def _tried(
    figures: list[Figure], indicator: Indicator, catalog: Catalog, residents: dict[Any, int]
) -> list[tuple[Listed, float]]:
    found = []
    by_stratum = defaultdict(list)
    for figure in figures:
        by_stratum[figure.geo_level, figure.stratum].append(figure)
    for (level, stratum), own in by_stratum.items():
        dimension = own[0].dimension
        if dimension in ("age", "race_by_sex") or stratum in LEFT_OUT or (level, stratum) == ("state", "overall"):
            continue
        period = _opened(own, figures, stratum)
        if period is None or period[1].year < OLDEST:
            continue
        states = [
            f for f in figures
            if f.geo_level == "state" and f.stratum == "overall" and (f.period_start, f.period_end) == period
        ]  # fmt: skip
        if not states or not _is_reliable(states[0], indicator, unknown_will_do=True) or not states[0].value > 0:
            continue
        for figure in own:
            if (figure.period_start, figure.period_end) == period and _is_reliable(figure, indicator):
                line = _line(figure, states[0], indicator, catalog, residents)
                found += [line] if line is not None else []
    return found


def _opened(own: list[Figure], every: list[Figure], stratum: str) -> tuple[Any, Any] | None:
    """The newest period with at least half as many reliable figures as the one that has most.

    Of these one in which the state has a reliable figure, where it ends at most three years earlier.
    """
    periods = {(f.period_start, f.period_end) for f in own}

    def reliable(period: tuple[Any, Any]) -> int:
        return sum(f.status == "reported" and (f.period_start, f.period_end) == period for f in own)

    def state_has(period: tuple[Any, Any]) -> bool:
        return any(
            f.geo_level == "state" and f.stratum == stratum and f.status == "reported"
            and (f.period_start, f.period_end) == period
            for f in every
        )  # fmt: skip

    most = max(map(reliable, periods))
    if not most:
        return None
    enough = [p for p in periods if reliable(p) * 2 >= most]
    newest = max(p[1].year for p in enough)
    of_state = [p for p in enough if state_has(p) and newest - p[1].year <= 3]
    return max(of_state or enough, key=lambda p: (p[1], p[0]))


def _is_reliable(figure: Figure, indicator: Indicator, *, unknown_will_do: bool = False) -> bool:
    """Ten events or more, and an interval of no more than 160 % of the figure; something must tell."""
    if figure.status != "reported" or (figure.numerator is not None and figure.numerator < 10):
        return False
    if figure.ci_low is None or figure.ci_high is None:
        return figure.numerator is not None or unknown_will_do
    return not figure.value > 0 or (figure.ci_high - figure.ci_low) / figure.value <= 1.6


def _line(
    figure: Figure, state: Figure, indicator: Indicator, catalog: Catalog, residents: dict[Any, int]
) -> tuple[Listed, float] | None:
    """A line and its one-sided p-value, 1 where it would not be named; None where nothing can be tested."""
    if figure.geo_level != "state" and indicator.estimated(figure.geo_level) != indicator.estimated("state"):
        return None
    if figure.source != state.source and not {figure.source, state.source} <= set(catalog.sources):
        return None
    years = figure.period_end.year - figure.period_start.year + (
        (figure.period_end.month - figure.period_start.month + 1) / 12
    )  # fmt: skip
    people = _people(figure, indicator, residents)
    tested = _tested(figure, state, indicator)
    if people is None or people <= 0 or tested is None:
        return None
    p_value, is_higher = tested
    sign = 1 if indicator.polarity == "higher_is_worse" else -1
    scale = people / max(years, 1) / indicator.per
    excess = sign * (figure.value - state.value) * scale
    low = high = None
    ends = (figure.ci_low, figure.ci_high, state.ci_low, state.ci_high)
    if all(end is not None for end in ends):
        own_low, own_high, state_low, state_high = (float(end) for end in ends if end is not None)
        # What draws the excess down, and what draws it up, each as the root of a sum of squares.
        down = math.hypot(figure.value - own_low, state_high - state.value)
        up = math.hypot(own_high - figure.value, state.value - state_low)
        if sign < 0:
            down, up = up, down
        low, high = excess - down * scale, excess + up * scale
    named = p_value < 0.05 and is_higher == (sign > 0) and worth_saying(figure.value, state.value, indicator)
    named = named and (low is None or low > 0)
    line = Listed(
        indicator.id, figure.geo_id, figure.stratum, (figure.period_start, figure.period_end), excess, low, high
    )
    return line, p_value / 2 if named else 1.0


def _people(figure: Figure, indicator: Indicator, residents: dict[Any, int]) -> float | None:
    """The publisher's people, else the residents of as many years as are counted, else what counts and rate give."""
    if figure.denominator is not None:
        return figure.denominator
    if indicator.words.people == "residents":
        years = range(figure.period_start.year, figure.period_end.year + 1)
        counted = [residents[key] for year in years if (key := (figure.geo_id, figure.stratum, year)) in residents]
        if counted:
            return sum(counted) / len(counted) * len(years)
    if figure.numerator and figure.value > 0:
        return figure.numerator * indicator.per / figure.value
    return None


def _tested(figure: Figure, state: Figure, indicator: Indicator) -> tuple[float, bool] | None:
    """The two-sided p-value against the state, and whether the figure is the higher one; None without a test."""
    counts = (figure.numerator, figure.denominator, state.numerator, state.denominator)
    if indicator.adjustment == "crude" and all(counts):
        events, people, all_events, everyone = (float(count) for count in counts if count is not None)
        if people < everyone and events <= all_events:
            share, trials = people / everyone, int(all_events)
            at_most = binomial_at_most(int(events), trials, share)
            at_least = binomial_at_most(trials - int(events), trials, 1 - share)
            return min(1.0, 2 * min(at_most, at_least)), events / all_events > share
    figures = []
    for one in (figure, state):
        if not one.value > 0:
            return None
        if one.ci_low is not None and one.ci_high is not None and one.ci_high > one.ci_low:
            figures.append(comparisons.spread((one.value, one.ci_low, one.ci_high)))
        elif one.numerator and indicator.adjustment == "crude" and (indicator.measure == "rate" or one.denominator):
            figures.append(1 / math.sqrt(one.numerator))
        else:
            return None
    z = abs(math.log(figure.value / state.value)) / math.hypot(*figures)
    return math.erfc(z / math.sqrt(2)), figure.value > state.value


def _newest_version(tried: list[tuple[Listed, float]], catalog: Catalog) -> list[tuple[Listed, float]]:
    """One line of each question, place and group: the newest period, then the version its question names first."""
    by_fact = defaultdict(list)
    for line, p in tried:
        by_fact[catalog.question_of[line.indicator].id, line.geo_id, line.stratum].append((line, p))
    kept = []
    for (question, _, _), lines in by_fact.items():
        versions = catalog.questions[question].indicators
        lines.sort(key=lambda of: (of[0].period[1], of[0].period[0], -versions.index(of[0].indicator)))
        kept.append(lines[-1])
    return kept
