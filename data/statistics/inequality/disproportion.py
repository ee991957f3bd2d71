"""Measures of disproportion between a group's share of the events and its share of the people."""

from __future__ import annotations

import math

import numpy as np

from data.statistics.inequality.groups import Declined, Groups, Measure, Reported, refusal, reported
from data.statistics.inequality.intervals import NO_STANDARD_ERRORS, normal

_PER = 1000
"""Both measures are times 1,000, as in healthequal; their standard errors too."""
_METHOD = "normal, from the standard errors by the delta method"


def theil_index(groups: Groups) -> Measure | Declined:
    """Theil index (TI): 1000 × Σ sⱼ rⱼ ln rⱼ, with rⱼ = yⱼ / μ; no unit.

    Standard error, by the delta method: 1000 × √Σ [1 + ln rⱼ − Σ sₖ rₖ (1 + ln rₖ)]² sⱼ² seⱼ² / μ². Normal interval,
    cut at 0. Declines when an estimate is 0: its logarithm does not exist (healthequal puts 0.000001 in its place).
    Theil H. Economics and Information Theory, 1967; Ahn J et al. JCO Clin Cancer Inform 2018;2:1–19.
    """
    data = _positive("ti", groups)
    if isinstance(data, Declined):
        return data
    relative = data.estimates / data.mean
    logs = np.log(relative)
    estimate = _PER * float(data.shares @ (relative * logs))
    if data.standard_errors is None:
        return normal("ti", estimate, None, NO_STANDARD_ERRORS, data)
    slopes = 1 + logs - data.shares @ (relative * (1 + logs))
    error = _PER * math.sqrt(float(np.sum((slopes * data.shares * data.standard_errors / data.mean) ** 2)))
    return normal("ti", estimate, error, _METHOD, data, lowest=0)


def mean_log_deviation(groups: Groups) -> Measure | Declined:
    """Mean log deviation (MLD): 1000 × Σ sⱼ (−ln rⱼ), with rⱼ = yⱼ / μ; no unit.

    Standard error, by the delta method: 1000 × √Σ (1 − 1/rⱼ)² sⱼ² seⱼ² / μ². Normal interval, cut at 0. Declines when
    an estimate is 0, as `theil_index` does. Ahn J et al. JCO Clin Cancer Inform 2018;2:1–19.
    """
    data = _positive("mld", groups)
    if isinstance(data, Declined):
        return data
    relative = data.estimates / data.mean
    estimate = -_PER * float(data.shares @ np.log(relative))
    if data.standard_errors is None:
        return normal("mld", estimate, None, NO_STANDARD_ERRORS, data)
    slopes = 1 - 1 / relative
    error = _PER * math.sqrt(float(np.sum((slopes * data.shares * data.standard_errors / data.mean) ** 2)))
    return normal("mld", estimate, error, _METHOD, data, lowest=0)


def _positive(measure: str, groups: Groups) -> Reported | Declined:
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    zero = [name for name, value in zip(data.names, data.estimates, strict=True) if value == 0]
    if zero:
        return Declined(measure, f"it takes logarithms, and the estimate of {', '.join(zero)} is 0", data.missing)
    return data
