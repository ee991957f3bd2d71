"""Weighted mean of estimates that have standard errors."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z_95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


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
