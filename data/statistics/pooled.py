"""Figures of several parts together: of counts, and of estimates that have standard errors.

Of counts it is what a build computes for counties, regions and areas in SQL on whole tables, for one sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data.statistics.comparisons import Z_95
from data.statistics.rates import is_unreliable, rate, wilson_interval


@dataclass(frozen=True, slots=True)
class PooledFigure:
    """A figure with its 95 % interval, None without one, and whether it is unreliable by the rule of all figures."""

    value: float
    low: float | None
    high: float | None
    unreliable: bool


def pooled_rate(events: float, people: float, per: float, *, percent: bool) -> PooledFigure | None:
    """Rate of summed events over summed people; a percentage has Wilson's interval, a rate Garwood's.

    None without people, and for a share of more events than people.
    """
    if people <= 0 or (percent and events > people):
        return None
    if percent:
        low, high = (end * per for end in wilson_interval(events, people))
        value = events * per / people
    else:
        value, low, high = rate(events, people, per)
    return PooledFigure(value, low, high, is_unreliable(value, low, high, events, people))


def pooled_amount(amount: float, events: float | None) -> PooledFigure:
    """Sum of amounts; of numbers of events it is unreliable where there are too few of them."""
    return PooledFigure(amount, None, None, is_unreliable(amount, None, None, events))


def weighted_mean(
    values: Sequence[float], errors: Sequence[float], weights: Sequence[float]
) -> tuple[float, float, float]:
    """Weighted mean of independent estimates, and its 95 percent interval.

    The mean is Σ w·x / Σ w; its variance Σ w²·s² / (Σ w)², the estimates being independent and the weights known. The
    three sequences are of one length; `errors` are standard errors, `weights` at least 0 and not all 0. Raises
    ValueError otherwise.
    """
    total = math.fsum(weights)
    if not len(values) == len(errors) == len(weights) or total <= 0 or min(weights) < 0 or min(errors) < 0:
        raise ValueError("a weighted mean needs an error and a weight of at least 0 for each value, not all weights 0")
    mean = math.fsum(w * x for w, x in zip(weights, values, strict=True)) / total
    error = math.sqrt(math.fsum((w * s) ** 2 for w, s in zip(weights, errors, strict=True))) / total
    return mean, mean - Z_95 * error, mean + Z_95 * error
