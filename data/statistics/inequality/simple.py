"""Simple measures of inequality between two of the groups: difference and ratio."""

from __future__ import annotations

import math

import numpy as np

from data.statistics.inequality.groups import (
    Declined,
    Groups,
    Measure,
    OrderedGroups,
    Reported,
    refusal,
    reported,
)
from data.statistics.inequality.intervals import NO_STANDARD_ERRORS, log_normal, normal


def difference(groups: Groups) -> Measure | Declined:
    """Difference (D) between two groups, y₁ − y₂, in the indicator's unit.

    Of ordered groups the two are the ends of the order: the most advantaged less the most disadvantaged when a high
    value is good, else the other way round. Of others with a reference: the reference less the lowest when a high value
    is good, else the highest less the reference; declined where the reference has that figure itself. Of others
    without: the highest less the lowest.
    Standard error √(se₁² + se₂²); normal interval. Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health
    2022;19(6):3697; Ahn J et al. JCO Clin Cancer Inform 2018;2:1–19.
    """
    comparison = _compared_groups("d", groups)
    if isinstance(comparison, Declined):
        return comparison
    data, first, second = comparison
    estimate = float(data.estimates[first] - data.estimates[second])
    between = (data.names[first], data.names[second])
    if data.standard_errors is None:
        return normal("d", estimate, None, NO_STANDARD_ERRORS, data, between=between)
    error = math.hypot(data.standard_errors[first], data.standard_errors[second])
    return normal("d", estimate, error, "normal, from the two standard errors", data, between=between)


def ratio(groups: Groups) -> Measure | Declined:
    """Ratio (R) of two groups, y₁ / y₂, the groups being those of `difference`.

    Standard error of ln R: √(se₁²/y₁² + se₂²/y₂²); the interval is normal on the scale of logarithms. Declines when the
    second group's estimate is 0. References as for `difference`.
    """
    comparison = _compared_groups("r", groups)
    if isinstance(comparison, Declined):
        return comparison
    data, first, second = comparison
    above, below = float(data.estimates[first]), float(data.estimates[second])
    between = (data.names[first], data.names[second])
    if below == 0:
        return Declined("r", f"the estimate of {between[1]} is 0, and nothing can be divided by it", data.missing)
    estimate = above / below
    if data.standard_errors is None or above == 0:
        method = NO_STANDARD_ERRORS if data.standard_errors is None else f"no interval: {between[0]} has 0"
        return Measure("r", estimate, None, None, method, between, data.missing)
    errors = data.standard_errors
    error = math.hypot(errors[first] / above, errors[second] / below)
    return log_normal("r", estimate, error, "log-normal, from the two standard errors", data, between)


def _compared_groups(measure: str, groups: Groups) -> tuple[Reported, int, int] | Declined:
    """Reported groups and the indices of the two that are compared."""
    refused = refusal(measure, groups, fewest=2)
    if refused is not None:
        return refused
    data = reported(groups)
    if isinstance(groups, OrderedGroups):
        ends = (groups.members[0].name, groups.members[-1].name)
        hidden = [name for name in ends if name in data.missing]
        if hidden:
            reason = f"it compares the two ends of the order, and there is no figure for {' and '.join(hidden)}"
            return Declined(measure, reason, data.missing)
        top, bottom = len(data.names) - 1, 0
        return (data, top, bottom) if groups.favourable else (data, bottom, top)
    if groups.reference in data.missing:
        return Declined(measure, f"there is no figure for the reference, {groups.reference}", data.missing)
    lowest, highest = int(np.argmin(data.estimates)), int(np.argmax(data.estimates))
    if groups.reference is None:
        # Of figures that are all the same any two groups will do, but not one with itself.
        return data, highest, lowest if lowest != highest else highest + 1
    reference = data.names.index(groups.reference)
    other = lowest if groups.favourable else highest
    if data.estimates[reference] == data.estimates[other]:
        end = "lowest" if groups.favourable else "highest"
        reason = f"the reference, {groups.reference}, has the {end} figure, and a group is not compared with itself"
        return Declined(measure, reason, data.missing)
    return (data, reference, other) if groups.favourable else (data, other, reference)
