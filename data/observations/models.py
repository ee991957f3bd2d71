"""The records that importers yield and snapshot tables hold: observations (published figures) and populations."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary import OVERALL, Level, Period, Status


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure.

    `value` and its 95 % interval are in the indicator's own unit (a percentage is 7.6, not 0.076). `numerator` counts
    events over the whole period; `denominator` is the population, births or person-years the events are counted
    against over the whole period. A suppressed or unavailable row has neither value nor interval nor numerator. A
    reported row of a count without a rate may leave `value` empty: the build divides it by the population.
    """

    indicator: str
    geo_level: Level
    geo_id: str
    dimension: str
    stratum: str
    period: Period
    source: str
    status: Status = "reported"
    value: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Residents of a place in a year, as the Census Bureau estimates them on 1 July."""

    geo_level: Level
    geo_id: str
    year: int
    population: int
    source: str
    dimension: str = OVERALL
    stratum: str = OVERALL
