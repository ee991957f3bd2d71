"""Direct age standardization to the 2000 U.S. standard population, with Fay and Feuer's gamma interval."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.statistics import special
from data.statistics.errors import FiguresError
from data.statistics.rates import CONFIDENCE

US_2000: Mapping[str, float] = {
    "<1": 0.013818,
    "1-4": 0.055317,
    "5-14": 0.145565,
    "15-24": 0.138646,
    "25-34": 0.135573,
    "35-44": 0.162613,
    "45-54": 0.134834,
    "55-64": 0.087247,
    "65-74": 0.066037,
    "75-84": 0.044842,
    "85+": 0.015508,
}
"""Share of the standard population in each age group (years). Klein RJ, Schoenborn CA. Age adjustment using the 2000
projected U.S. population. Healthy People Statistical Notes 20, 2001."""


Ages = tuple[int, int | None]
"""First and last year of age; None: and over."""
_AGES = re.compile(r"<(?P<under>[0-9]+)|(?P<first>[0-9]+)(?:[-–](?P<last>[0-9]+)|(?P<open>\+))?")


def ages_of(name: str) -> Ages:
    """Ages of a group by its name: `<1`, `1-4`, `85+`, `18`. Raises FiguresError for another."""
    match = _AGES.fullmatch(name.strip())
    if match is None:
        raise FiguresError(f"“{name}” is no age group: write <1, 1-4, 85+ or 18")
    if match["under"]:
        first, last = 0, int(match["under"]) - 1
    else:
        first, last = int(match["first"]), int(match["last"] or match["first"])
    if last < first:
        raise FiguresError(f"“{name}” ends before it begins")
    return first, None if match["open"] else last


@dataclass(frozen=True, slots=True)
class StandardizedRate:
    """An age-standardized rate with its 95 % interval, and its events and people."""

    value: float
    low: float
    high: float
    events: float
    people: float


def gamma_interval(
    events: Sequence[float], weights: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Interval of a weighted sum of Poisson counts, y = Σ wᵢ xᵢ, in the unit of the weights.

    With v = Σ wᵢ² xᵢ and w* the largest weight: v/2y × the lower quantile of chi-square with 2y²/v degrees of freedom,
    and (v + w*²)/2(y + w*) × the upper quantile with 2(y + w*)²/(v + w*²); 0 for no events.
    Fay MP, Feuer EJ. Confidence intervals for directly standardized rates: a method based on the gamma distribution.
    Stat Med 1997;16:791–801. Raises ValueError for a negative count, or weights that are not positive or not as many.
    """
    x, w = np.asarray(events, dtype=float), np.asarray(weights, dtype=float)
    if x.shape != w.shape or x.size == 0:
        raise ValueError(f"each count needs a weight: {x.size} counts, {w.size} weights")
    if (x < 0).any() or (w <= 0).any():
        raise ValueError("counts cannot be negative, and weights are above 0")
    tail, largest = (1 - confidence) / 2, float(w.max())
    total, variance = float(w @ x), float(w**2 @ x)
    low = 0.0
    if total > 0:
        low = float(variance / total * special.gammaincinv(total**2 / variance, tail))
    total, variance = total + largest, variance + largest**2
    return low, float(variance / total * special.gammaincinv(total**2 / variance, 1 - tail))


def age_standardized_rate(
    events: Mapping[str, float],
    people: Mapping[str, float],
    per: float,
    standard: Mapping[str, float] = US_2000,
) -> StandardizedRate:
    """Directly age-standardized rate: per × Σ sᵢ xᵢ / nᵢ, per `per` people.

    `events` and `people` (or person-years) are by the age groups of `standard`, whose shares must sum to 1.
    Interval: `gamma_interval` with the weights sᵢ / nᵢ.
    Raises ValueError when an age group is missing, has no people or is not of the standard.
    """
    if abs(sum(standard.values()) - 1) > 1e-6:
        raise ValueError(f"the shares of a standard population sum to 1, not {sum(standard.values())}")
    for values in (events, people):
        if values.keys() != standard.keys():
            mismatched = ", ".join(sorted(values.keys() ^ standard.keys()))
            raise ValueError(f"the age groups are not those of the standard population: {mismatched}")
    empty = [age for age in standard if people[age] <= 0]
    if empty:
        raise ValueError(f"nobody is in the age group {', '.join(empty)}: its rate cannot be known")
    counts = [float(events[age]) for age in standard]
    weights = [per * share / people[age] for age, share in standard.items()]
    low, high = gamma_interval(counts, weights)
    value = float(np.dot(counts, weights))
    return StandardizedRate(value, low, high, sum(counts), float(sum(people[age] for age in standard)))
