"""Measures of the spread of the groups around their mean: variance, standard deviation, coefficient of variation."""

from __future__ import annotations

import math

import numpy as np

from data.statistics.inequality.groups import Declined, Groups, Measure, Values, refusal, reported
from data.statistics.inequality.intervals import NO_STANDARD_ERRORS, normal, simulated


def between_group_variance(groups: Groups) -> Measure | Declined:
    """Between-group variance (BGV): Σ sⱼ (yⱼ − μ)², s shares of people, μ = Σ sⱼ yⱼ; in the indicator's unit squared.

    Variance of it, with vⱼ = seⱼ²: 4 Σ sⱼ² vⱼ (yⱼ − μ)² + 2 [(Σ sⱼ² vⱼ)² − Σ sⱼ⁴ vⱼ² + Σ sⱼ² (1 − sⱼ)² vⱼ²];
    normal interval, cut at 0. Ahn J et al. Variance estimation and confidence intervals for 11 commonly used health
    disparity measures. JCO Clin Cancer Inform 2018;2:1–19.
    """
    refused = refusal("bgv", groups)
    if refused is not None:
        return refused
    data = reported(groups)
    shares, deviations = data.shares, data.estimates - data.mean
    estimate = float(shares @ deviations**2)
    if data.standard_errors is None:
        return normal("bgv", estimate, None, NO_STANDARD_ERRORS, data)
    variances = data.standard_errors**2
    pairs = (shares**2 @ variances) ** 2 - shares**4 @ variances**2 + (shares * (1 - shares)) ** 2 @ variances**2
    error = math.sqrt(4 * (shares**2 * variances) @ deviations**2 + 2 * pairs)
    return normal("bgv", estimate, error, "normal, from the standard errors (Ahn 2018)", data, lowest=0)


def between_group_standard_deviation(groups: Groups) -> Measure | Declined:
    """Between-group standard deviation (BGSD): √BGV, in the indicator's unit; simulated interval.

    Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health 2022;19(6):3697.
    """
    refused = refusal("bgsd", groups)
    if refused is not None:
        return refused
    data = reported(groups)
    return simulated("bgsd", groups, data, lambda y: _deviation(y, data.shares))


def coefficient_of_variation(groups: Groups) -> Measure | Declined:
    """Coefficient of variation (COV): 100 × BGSD / μ, in per cent; simulated interval.

    Declines when the mean is 0. Schlotheuber A, Hosseinpoor AR. Int J Environ Res Public Health 2022;19(6):3697.
    """
    refused = refusal("cov", groups)
    if refused is not None:
        return refused
    data = reported(groups)
    if data.mean == 0:
        return Declined("cov", "every estimate is 0, and nothing can be divided by their mean", data.missing)
    return simulated("cov", groups, data, lambda y: 100 * _deviation(y, data.shares) / (y @ data.shares))


def _deviation(estimates: Values, shares: Values) -> Values:
    mean = (estimates @ shares)[..., np.newaxis]
    deviation: Values = np.sqrt((estimates - mean) ** 2 @ shares)
    return deviation
