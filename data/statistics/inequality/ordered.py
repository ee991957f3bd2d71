"""Measures of ordered groups: slope and relative index of inequality, concentration indices.

Each ranks everybody from the most disadvantaged (0) to the most advantaged (1); a group's rank is the midpoint of its
range. All are positive when the figure is higher among the advantaged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.statistics.inequality.groups import (
    Declined,
    Measure,
    OrderedGroups,
    Reported,
    UnorderedGroupsError,
    Values,
    refusal,
    reported,
)
from data.statistics.inequality.intervals import log_normal, normal

Model = Literal["linear", "logit"]

_MAX_STEPS = 100
# Newton's method has converged when no coefficient changes by more than this share of the largest; an information
# matrix whose condition number is above the inverse is singular.
_TOLERANCE = 1e-12
# Standard errors below this share of the estimate are rounding error: the groups lie on the line exactly.
_EXACT_FIT = 1e-9
_METHODS = {
    "linear": "normal, from the regression's robust (HC1) standard error",
    "logit": "normal, from the logistic regression's robust (HC1) standard error",
}
_NO_RESIDUALS = "no interval: the groups lie on the model's line exactly, which tells nothing of the uncertainty"


@dataclass(frozen=True)
class _Fit:
    """Regression on rank: predictions at ranks 0 and 1, their gradients in the coefficients, and the covariance."""

    bottom: float
    top: float
    bottom_slopes: Values
    top_slopes: Values
    covariance: Values

    def error(self, slopes: Values) -> float:
        return math.sqrt(max(float(slopes @ self.covariance @ slopes), 0.0))


def slope_index(groups: OrderedGroups, model: Model) -> Measure | Declined:
    """Slope index of inequality (SII): the estimate predicted at rank 1 less that at rank 0, in the indicator's unit.

    `linear`: least squares of the estimates on rank, weighted by people. `logit`: quasi-binomial regression of the
    events the estimates imply, the groups' `scale` being everyone. Interval from the heteroscedasticity-robust (HC1)
    standard error by the delta method. Declines for equal estimates, and `logit` where no scale is said. Raises
    UnorderedGroupsError for groups without an order. Mackenbach JP, Kunst AE. Soc Sci Med 1997;44:757–771.
    """
    measure = f"sii_{model}"
    fit = _fit(measure, groups, model)
    if isinstance(fit, Declined):
        return fit
    data, line, scale = fit
    estimate = scale * (line.top - line.bottom)
    error = scale * line.error(line.top_slopes - line.bottom_slopes)
    if error <= _EXACT_FIT * abs(estimate):
        return normal(measure, estimate, None, _NO_RESIDUALS, data)
    return normal(measure, estimate, error, _METHODS[model], data)


def relative_index(groups: OrderedGroups, model: Model) -> Measure | Declined:
    """Relative index of inequality (RII): the estimate predicted at rank 1 over that at rank 0.

    Models as for `slope_index`; the interval is normal on the scale of logarithms. Declines for equal estimates, and
    when a line goes through 0 before it reaches an end. Raises UnorderedGroupsError for groups without an order.
    Mackenbach JP, Kunst AE. Soc Sci Med 1997;44:757–771.
    """
    measure = f"rii_{model}"
    fit = _fit(measure, groups, model)
    if isinstance(fit, Declined):
        return fit
    data, line, _ = fit
    if line.bottom <= 0 or line.top <= 0:
        return Declined(measure, "the line predicts 0 or less at an end of the order", data.missing)
    estimate = line.top / line.bottom
    error = line.error(line.top_slopes / line.top - line.bottom_slopes / line.bottom)
    if error <= _EXACT_FIT:
        return normal(measure, estimate, None, _NO_RESIDUALS, data)
    return log_normal(measure, estimate, error, _METHODS[model], data)


def absolute_concentration_index(groups: OrderedGroups) -> Measure | Declined:
    """Absolute concentration index (ACI): 2 Σ sⱼ (yⱼ − μ)(Rⱼ − ½), R the rank; in the indicator's unit.

    It is the slope of the convenient regression of 2σ²y on rank, weighted by people, whose standard error gives the
    interval. Raises UnorderedGroupsError for groups without an order.
    Kakwani N, Wagstaff A, van Doorslaer E. J Econom 1997;77:87–103.
    """
    concentration = _concentration("aci", groups)
    if isinstance(concentration, Declined):
        return concentration
    data, estimate, error = concentration
    return _index_with_interval("aci", data, estimate, error)


def relative_concentration_index(groups: OrderedGroups) -> Measure | Declined:
    """Relative concentration index (RCI): ACI / μ, from −1 to 1.

    Interval as for `absolute_concentration_index`, the mean taken as known. Declines when the mean is 0. Raises
    UnorderedGroupsError for groups without an order. Kakwani N et al. J Econom 1997;77:87–103.
    """
    concentration = _concentration("rci", groups)
    if isinstance(concentration, Declined):
        return concentration
    data, estimate, error = concentration
    if data.mean == 0:
        return Declined("rci", "every estimate is 0, and nothing can be divided by their mean", data.missing)
    return _index_with_interval("rci", data, estimate / data.mean, error / data.mean)


def _index_with_interval(measure: str, data: Reported, estimate: float, error: float) -> Measure:
    if error <= _EXACT_FIT * max(abs(estimate), _EXACT_FIT):
        return normal(measure, estimate, None, _NO_RESIDUALS, data)
    return normal(measure, estimate, error, "normal, from the regression's standard error", data)


def _concentration(measure: str, groups: OrderedGroups) -> tuple[Reported, float, float] | Declined:
    """Reported groups, absolute concentration index and its standard error."""
    data = _ordered(measure, groups)
    if isinstance(data, Declined):
        return data
    centred = _ranks(data.people) - 0.5
    spread = float(data.shares @ centred**2)
    convenient = 2 * spread * data.estimates
    slope = float(data.shares @ (convenient * centred)) / spread
    residuals = convenient - data.shares @ convenient - slope * centred
    freedom = len(data.names) - 2
    variance = float(data.people @ residuals**2) / freedom / float(data.people @ centred**2)
    return data, slope, math.sqrt(variance)


def _ordered(measure: str, groups: OrderedGroups) -> Reported | Declined:
    # The annotation rejects other groups where types are checked; this rejects them at run time.
    if not isinstance(groups, OrderedGroups):
        raise UnorderedGroupsError(measure)
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    if np.count_nonzero(data.people) < 2:
        return Declined(measure, "fewer than two groups have people to rank", data.missing)
    return data


def _ranks(people: Values) -> Values:
    ranks: Values = (np.cumsum(people) - people / 2) / people.sum()
    return ranks


def _fit(measure: str, groups: OrderedGroups, model: Model) -> tuple[Reported, _Fit, float] | Declined:
    """Reported groups, regression on the scale of shares, and the value of a share of 1 in the indicator's unit."""
    data = _ordered(measure, groups)
    if isinstance(data, Declined):
        return data
    if np.ptp(data.estimates) == 0:
        return Declined(measure, "every group has the same estimate: there is no slope to measure", data.missing)
    people = np.ceil(data.people)  # healthequal rounds people up
    if model == "linear":
        return data, _least_squares(_ranks(people), data.estimates, people), 1.0
    scale = groups.scale
    if scale is None:
        reason = "a logistic curve is of shares of people, and what an estimate of everyone would be is not said"
        return Declined(measure, reason, data.missing)
    events = np.round(data.estimates / scale * people)
    line = _logistic(_ranks(people), events, people)
    if line is None:
        reason = "a logistic curve cannot be fitted: the estimates imply that nobody, or everybody, has an event"
        return Declined(measure, reason, data.missing)
    return data, line, scale


def _least_squares(ranks: Values, shares: Values, weights: Values) -> _Fit:
    design = np.column_stack([np.ones_like(ranks), ranks])
    bread = np.asarray(np.linalg.inv(design.T @ (weights[:, np.newaxis] * design)), dtype=np.float64)
    coefficients = bread @ design.T @ (weights * shares)
    scores = (weights * (shares - design @ coefficients))[:, np.newaxis] * design
    constant, slope = (float(c) for c in coefficients)
    return _Fit(constant, constant + slope, np.array([1.0, 0.0]), np.array([1.0, 1.0]), _robust(bread, scores))


def _logistic(ranks: Values, events: Values, people: Values) -> _Fit | None:
    """Quasi-binomial regression by Newton's method; None when it has no solution.

    healthequal passes people both as the binomial's number and as weights, so a group is weighted by its people
    squared; without that its figures cannot be reproduced.
    """
    design = np.column_stack([np.ones_like(ranks), ranks])
    present = people > 0
    shares = np.divide(events, people, out=np.zeros_like(events), where=present)
    weights = people**2
    average = float(weights @ shares / weights.sum())
    if not 0 < average < 1:
        return None
    coefficients = np.array([math.log(average / (1 - average)), 0.0])
    for _ in range(_MAX_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(design @ coefficients, -700, 700)))
        information = design.T @ ((weights * fitted * (1 - fitted))[:, np.newaxis] * design)
        if np.linalg.cond(information) > 1 / _TOLERANCE:
            return None
        step = np.linalg.solve(information, design.T @ (weights * (shares - fitted)))
        coefficients = coefficients + step
        if np.max(np.abs(step)) < _TOLERANCE * max(1.0, float(np.max(np.abs(coefficients)))):
            break
    else:
        return None
    scores = (weights * (shares - fitted))[:, np.newaxis] * design
    bread = np.asarray(np.linalg.inv(information), dtype=np.float64)
    bottom, top = (1 / (1 + math.exp(-c)) for c in (coefficients[0], coefficients.sum()))
    return _Fit(
        bottom,
        top,
        bottom * (1 - bottom) * np.array([1.0, 0.0]),
        top * (1 - top) * np.array([1.0, 1.0]),
        _robust(bread, scores),
    )


def _robust(bread: Values, scores: Values) -> Values:
    """Sandwich variance of the coefficients with the HC1 factor n / (n − 2)."""
    number = len(scores)
    covariance: Values = number / (number - 2) * bread @ (scores.T @ scores) @ bread
    return covariance
