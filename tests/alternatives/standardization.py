"""The gamma interval a second time: from gamma distributions named by mean and variance, found by halving."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import special


def gamma_quantile(share: float, mean: float, variance: float) -> float:
    """The quantile of the gamma distribution with this mean and variance, by halving the distribution function."""
    shape, scale = mean * mean / variance, variance / mean
    low, high = 0.0, mean
    while special.gammainc(shape, high / scale) < share:
        high *= 2
    for _ in range(120):
        middle = (low + high) / 2
        if special.gammainc(shape, middle / scale) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_interval(events: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    mean = variance = 0.0
    for x, w in zip(events, weights, strict=True):
        mean += w * x
        variance += w * w * x
    largest = sorted(weights)[-1]
    low = gamma_quantile(0.025, mean, variance) if mean > 0 else 0.0
    return low, gamma_quantile(0.975, mean + largest, variance + largest * largest)
