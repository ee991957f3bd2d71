"""Errors that resemble their neighbors in time: how much, and whether they alone could make what a series shows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from data.statistics import special

Array = NDArray[np.float64]

DRAWS = 999
"""Series simulated with autocorrelated errors: the p-value at 1.7 % is then known to half a percent."""
SUSPECTED = 0.5
"""Correlation that a turn must stand up to where the figures seem correlated at all."""
_MOST = 0.95


def lag_one(residuals: Array, parameters: int) -> float:
    """Correlation of errors with those of the period before (0 to 0.95), from the residuals of a fit.

    Residuals of a fit with p parameters to n points are less correlated than the errors, by about (p + (p + 2) ρ) / n,
    which is put back; a negative correlation counts as none, since it makes no false trends.
    Durbin J, Watson GS. Testing for serial correlation in least squares regression. Biometrika 1950;37:409–428;
    Marriott FHC, Pope JA. Bias in the estimation of autocorrelations. Biometrika 1954;41:390–402.
    """
    points, squares = len(residuals), float(residuals @ residuals)
    room = 1 - (parameters + 2) / points
    if squares <= 0 or room <= 0:
        return 0.0
    seen = float(residuals[1:] @ residuals[:-1]) / squares
    return min(max((seen + parameters / points) / room, 0.0), _MOST)


def autocorrelated_errors(correlation: float, points: int, draws: int, seed: list[int]) -> Array:
    """Errors of first-order autoregressive series with variance 1, a series in each row; the seed makes them again."""
    noise = np.random.default_rng(seed).standard_normal((draws, points))
    errors = np.empty_like(noise)
    errors[:, 0] = noise[:, 0]
    left = math.sqrt(1 - correlation**2)
    for at in range(1, points):
        errors[:, at] = correlation * errors[:, at - 1] + left * noise[:, at]
    return errors


def widened_half(slope_variance: float, degrees: int, correlation: float, confidence: float = 0.95) -> float:
    """Half the interval of a slope whose errors are correlated: so many points tell as much as fewer independent ones.

    The variance is (1 + ρ) / (1 − ρ) times as large, and the degrees of freedom of the t quantile fewer by as much
    (at least one). Bayley GV, Hammersley JM. The effective number of independent observations in an autocorrelated time
    series. Suppl J R Stat Soc 1946;8:184–197.
    """
    more = (1 + correlation) / (1 - correlation)
    quantile = float(special.stdtrit(max(degrees / more, 1.0), (1 + confidence) / 2))
    return quantile * math.sqrt(slope_variance * more)
