"""Rates and proportions of counts with 95 % intervals, and the rule of their reliability."""

from __future__ import annotations

import math

from data.statistics import special

CONFIDENCE = 0.95
FEWEST_EVENTS = 10
"""NCHS: a rate on fewer events, or fewer people, than this is unreliable."""
WIDEST_RELATIVE_INTERVAL = 1.60
"""NCHS: an interval wider than 160 % of the rate makes it unreliable."""
WIDEST_YEARS = 3.0
"""Half the widest interval of a reliable figure in years of life: a life expectancy of 94 is no tenth of it uncertain
with an interval from 79 to 108, and yet says nothing."""


def poisson_interval(events: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact interval of the mean of a Poisson count.

    Half the chi-square quantiles with 2x and 2x + 2 degrees of freedom; the lower end is 0 for a count of 0.
    Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437–442.
    Raises ValueError for a negative count.
    """
    if events < 0:
        raise ValueError(f"a count cannot be negative: {events}")
    tail = (1 - confidence) / 2
    low = float(special.gammaincinv(events, tail)) if events > 0 else 0.0
    return low, float(special.gammaincinv(events + 1, 1 - tail))


def rate(events: float, population: float, per: float) -> tuple[float, float, float]:
    """Crude rate per `per` people and its exact Poisson interval: (value, low, high).

    Raises ValueError when nobody is in the population.
    """
    if population <= 0:
        raise ValueError(f"a rate needs people to count events among: {population}")
    low, high = poisson_interval(events)
    scale = per / population
    return events * scale, low * scale, high * scale


def wilson_interval(events: float, people: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Interval of a proportion (0 to 1).

    Wilson EB. Probable inference, the law of succession, and statistical inference. JASA 1927;22:209–212.
    Raises ValueError unless 0 ≤ events ≤ people and people > 0.
    """
    if people <= 0 or not 0 <= events <= people:
        raise ValueError(f"a proportion needs 0 ≤ events ≤ people and people: {events} of {people}")
    z = float(special.ndtri(1 - (1 - confidence) / 2))
    p = events / people
    centre = p + z * z / (2 * people)
    half = z * math.sqrt(p * (1 - p) / people + z * z / (4 * people * people))
    below = 1 + z * z / people
    return max(0.0, (centre - half) / below), min(1.0, (centre + half) / below)


def is_unreliable(
    value: float,
    low: float | None,
    high: float | None,
    events: float | None = None,
    people: float | None = None,
    *,
    years: bool = False,
) -> bool:
    """Whether a figure is unreliable; an argument of None is not tested.

    By the presentation standards of NCHS for rates. Of a figure in `years` of life the interval may be `WIDEST_YEARS`
    to each side: as a share of some 80 years it is always narrow.

    Parker JD et al. National Center for Health Statistics Data Presentation Standards for Rates and Counts.
    Vital Health Stat 2(200), 2023.
    """
    if events is not None and events < FEWEST_EVENTS:
        return True
    if people is not None and people < FEWEST_EVENTS:
        return True
    if low is None or high is None or value <= 0:
        return False
    if years and (high - low) / 2 > WIDEST_YEARS:
        return True
    return (high - low) / value > WIDEST_RELATIVE_INTERVAL
