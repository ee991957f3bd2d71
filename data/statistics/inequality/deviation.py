"""Mean absolute differences of groups from their mean, from the best group, or from a reference group."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.statistics.inequality.groups import Declined, Groups, Measure, Reported, Values, best, refusal, reported
from data.statistics.inequality.intervals import simulated


def mean_difference_from_mean(groups: Groups, *, weighted: bool) -> Measure | Declined:
    """Mean difference from the mean: Σ |yⱼ − μ| / n (MDMU), or Σ sⱼ |yⱼ − μ| by people (MDMW); in the indicator's unit.

    μ is the mean weighted by people in both. Simulated interval.
    Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health 2022;19(6):3697.
    """
    measure = "mdmw" if weighted else "mdmu"
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    return simulated(measure, groups, data, lambda y: _mean_deviation(y, _mean(y, data), data, weighted))


def mean_difference_from_best(groups: Groups, *, weighted: bool) -> Measure | Declined:
    """Mean difference from the best group: Σ |yⱼ − y*| / n (MDBU), or Σ sⱼ |yⱼ − y*| by people (MDBW).

    y* is the highest estimate of a favourable indicator, else the lowest; in a simulated draw, that of the draw.
    Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health 2022;19(6):3697.
    """
    measure = "mdbw" if weighted else "mdbu"
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    end: Callable[..., Values] = np.max if groups.favourable else np.min
    return simulated(
        measure,
        groups,
        data,
        lambda y: _mean_deviation(y, end(y, axis=-1, keepdims=True), data, weighted),
        between=(data.names[best(groups, data)],),
    )


def mean_difference_from_reference(groups: Groups, *, weighted: bool) -> Measure | Declined:
    """Mean difference from the reference group: Σ |yⱼ − y_ref| / n (MDRU), or Σ sⱼ |yⱼ − y_ref| by people (MDRW).

    Declines without a reference that has a figure. Simulated interval.
    Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health 2022;19(6):3697.
    """
    measure = "mdrw" if weighted else "mdru"
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    if groups.reference is None:
        return Declined(measure, "no reference group is named", data.missing)
    if groups.reference in data.missing:
        return Declined(measure, f"there is no figure for the reference, {groups.reference}", data.missing)
    at = data.names.index(groups.reference)
    return simulated(
        measure,
        groups,
        data,
        lambda y: _mean_deviation(y, y[..., at : at + 1], data, weighted),
        between=(groups.reference,),
    )


def index_of_disparity(groups: Groups, *, weighted: bool) -> Measure | Declined:
    """Index of disparity: the mean difference from the mean as a percentage of the mean, 100 × MDM / μ.

    Unweighted (IDISU) or weighted by people (IDISW); μ is weighted by people in both. Declines when the mean is 0.
    Simulated interval, each draw relative to its mean. Pearcy JN, Keppel KG. Public Health Rep 2002;117:273–280.
    """
    measure = "idisw" if weighted else "idisu"
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    if data.mean == 0:
        return Declined(measure, "every estimate is 0, and nothing can be divided by their mean", data.missing)
    return simulated(
        measure,
        groups,
        data,
        lambda y: 100 * _mean_deviation(y, _mean(y, data), data, weighted) / _mean(y, data)[..., 0],
    )


def _mean(estimates: Values, data: Reported) -> Values:
    mean: Values = (estimates @ data.shares)[..., np.newaxis]
    return mean


def _mean_deviation(estimates: Values, point: Values, data: Reported, weighted: bool) -> Values:
    """Mean absolute difference of the estimates from a point, over the last axis."""
    weights = data.shares if weighted else np.full(len(data.shares), 1 / len(data.shares))
    deviation: Values = np.abs(estimates - point) @ weights
    return deviation
