"""Intervals of measures of inequality: normal, from an analytic standard error, or simulated."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from data.statistics import special
from data.statistics.inequality.groups import Groups, Measure, Reported, Values, reported

Z_95 = 1.959963984540054
DRAWS = 10_000
SEED = 20_240_917
"""Any number would do; a fixed one makes intervals reproducible."""
NO_STANDARD_ERRORS = "no interval: the standard error of a group is not known"

_ENDS_OF_SHARES = (1.0, 100.0)
_WIDEST_LOG = 50.0
"""An interval wider than e⁵⁰ times the estimate is of no use, and soon overflows a float."""


def normal(
    measure: str,
    estimate: float,
    standard_error: float | None,
    method: str,
    data: Reported,
    *,
    lowest: float = -math.inf,
    highest: float = math.inf,
    between: tuple[str, ...] = (),
) -> Measure:
    """Measure with the interval estimate ± 1.96 standard errors, clipped to the range of the measure."""
    if standard_error is None:
        return Measure(measure, estimate, None, None, method, between, data.missing)
    half = Z_95 * standard_error
    low, high = (float(np.clip(bound, lowest, highest)) for bound in (estimate - half, estimate + half))
    return Measure(measure, estimate, low, high, method, between, data.missing)


def log_normal(
    measure: str, estimate: float, error_of_log: float, method: str, data: Reported, between: tuple[str, ...] = ()
) -> Measure:
    """Ratio with the interval estimate × or ÷ exp(1.96 standard errors of its logarithm)."""
    half = Z_95 * error_of_log
    if half > _WIDEST_LOG:
        method = "no interval: it would reach from 0 to beyond any number of use"
        return Measure(measure, estimate, None, None, method, between, data.missing)
    low, high = estimate * math.exp(-half), estimate * math.exp(half)
    return Measure(measure, estimate, low, high, method, between, data.missing)


def simulated(
    measure: str,
    groups: Groups,
    data: Reported,
    value: Callable[[Values], Values],
    between: tuple[str, ...] = (),
) -> Measure:
    """Measure with the 2.5th and 97.5th percentiles of its values in simulated groups.

    `value` computes it from estimates in the last axis; means and the best group are those of each draw. Chance alone
    makes draws more unequal than the estimates, so an interval that excludes the estimate is widened to include it.
    """
    estimate = float(value(data.estimates))
    if data.standard_errors is None:
        return Measure(measure, estimate, None, None, NO_STANDARD_ERRORS, between, data.missing)
    low, high = np.percentile(value(_draws(groups)), [2.5, 97.5])
    method = f"percentiles of {DRAWS:,} seeded draws from the standard errors"
    return Measure(
        measure, estimate, min(float(low), estimate), max(float(high), estimate), method, between, data.missing
    )


# The measures of one gap are computed one after the other from the same draws; an entry is 80 KB a group.
@lru_cache(maxsize=4)
def _draws(groups: Groups) -> Values:
    """Estimates of simulated groups, one row a draw: normal, truncated at 0 and, for shares, at the scale.

    Truncation by quantiles is equivalent to drawing again until the value is possible, and takes no loop.
    """
    data = reported(groups)
    assert data.standard_errors is not None
    errors = data.standard_errors
    positive_errors = np.where(errors > 0, errors, 1.0)
    top = groups.scale if groups.scale in _ENDS_OF_SHARES else math.inf
    floor, ceiling = (
        special.ndtr(-data.estimates / positive_errors),
        special.ndtr((top - data.estimates) / positive_errors),
    )
    random = np.random.default_rng(SEED).random((DRAWS, len(errors)))
    values = data.estimates + positive_errors * special.ndtri(floor + random * (ceiling - floor))
    result: Values = np.clip(np.where(errors > 0, values, data.estimates), 0, None)
    result.setflags(write=False)
    return result
