"""Ranks of places with simulated 95 % intervals: most ranks are far less certain than they look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.statistics.comparisons import Estimate

DRAWS = 10_000
SEED = 20_240_917
"""Any number would do; a fixed one makes intervals reproducible."""

_Z_95 = 1.959963984540054
# As in comparisons: up to this asymmetry an interval is taken as symmetric.
_MAX_ASYMMETRY = 0.05
_INTERVAL = (0.025, 0.975)
_FEW = 60
"""Up to so many places each is compared with each, in half the time of sorting; a count of them fits into a byte."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Rank of a place, 1 being first, with its 95 % interval; equal figures share the better rank."""

    position: int
    low: int
    high: int


def ranks(
    estimates: Sequence[Estimate], *, highest_first: bool = False, draws: int = DRAWS, seed: int = SEED
) -> list[Rank | None]:
    """Rank of each estimate among those whose uncertainty is known; None for the others.

    Every estimate is simulated `draws` times from its interval — normal, or log-normal where the interval is asymmetric
    — and the draws are ranked; the interval is the 2.5th and 97.5th percentiles of a place's ranks, widened where
    needed to include its published rank.
    Goldstein H, Spiegelhalter DJ. J R Stat Soc A 1996;159:385–443; Zhang S et al. Stat Med 2014;33:1853–1866.
    Raises ValueError for fewer than 1,000 draws.
    """
    if draws < 1_000:
        raise ValueError(f"simulated intervals take at least 1,000 draws: {draws}")
    noise = (_held_noise if len(estimates) <= _FEW else _noise)(seed, draws, len(estimates))
    draws_by_estimate = [_simulate(estimate, own) for estimate, own in zip(estimates, noise, strict=False)]
    ranked = [index for index, values in enumerate(draws_by_estimate) if values is not None]
    result: list[Rank | None] = [None] * len(estimates)
    if not ranked:
        return result
    sign = -1 if highest_first else 1
    simulated = np.array([draws_by_estimate[index] for index in ranked])
    low, high = _percentiles(_positions(np.multiply(simulated, sign, out=simulated)))
    published = _positions(sign * np.array([[estimates[index].value] for index in ranked]))[:, 0]
    for index, rank, lowest, highest in zip(ranked, published, low, high, strict=True):
        result[index] = Rank(int(rank), min(int(lowest), int(rank)), max(int(highest), int(rank)))
    return result


def _noise(seed: int, draws: int, estimates: int) -> NDArray[np.float64]:
    """Standard normal draws for each of some estimates; read only, since all who rank share them."""
    noise = np.random.default_rng(seed).standard_normal((estimates, draws))
    noise.flags.writeable = False
    return noise


@lru_cache(maxsize=4)
def _most_noise(seed: int, draws: int) -> NDArray[np.float64]:
    return _noise(seed, draws, _FEW)


def _held_noise(seed: int, draws: int, estimates: int) -> NDArray[np.float64]:
    """The same of few estimates, held: drawing takes as long as ranking.

    The numbers of one seed are always the same, and few estimates have the first of those that many have. Of hundreds
    of towns they would be forty megabytes.
    """
    return _most_noise(seed, draws)[:estimates]


def _simulate(estimate: Estimate, noise: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Simulated values of an estimate from standard normal draws; None when its uncertainty is unknown."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if low is None or high is None or high < low:
        if not estimate.events or value <= 0:
            return None
        return value * np.exp(noise / math.sqrt(estimate.events))
    if value <= 0:
        # An interval from 0 up: possible values lie on one side of the figure, so a half-normal is drawn.
        return np.abs(noise) * high / _Z_95
    width = high - low
    if abs((high - value) - (value - low)) > _MAX_ASYMMETRY * width and low > 0:
        return value * np.exp(noise * math.log(high / low) / (2 * _Z_95))
    return value + noise * width / (2 * _Z_95)


def _positions(columns: NDArray[np.float64]) -> NDArray[np.integer[Any]]:
    """Rank of each value in its column, 1 for the lowest; equal values share the lower rank. A row is a place's."""
    places = len(columns)
    if places <= _FEW:
        # Added as bytes, not as truth values: these would be cast one by one.
        lower = [np.add.reduce((columns < own).view(np.uint8), axis=0, dtype=np.uint8) for own in columns]
        return np.array(lower) + np.uint8(1)
    rows = columns.T
    order = rows.argsort(axis=-1)
    ordered = np.take_along_axis(rows, order, axis=-1)
    # Equal values get the rank of the first of them.
    first = np.tile(np.arange(1, places + 1), (len(rows), 1))
    first[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    positions = np.empty_like(first)
    np.put_along_axis(positions, order, np.maximum.accumulate(first, axis=-1), axis=-1)
    return positions.T


def _percentiles(positions: NDArray[np.integer[Any]]) -> list[NDArray[np.int64]]:
    """The ends of the interval of each place's row of ranks: the least that so large a share of them does not exceed.

    By counting, since ranks are few: `np.percentile(…, method="inverted_cdf")` sorts.
    """
    places, draws = positions.shape
    reached = np.array([np.bincount(own, minlength=places + 1) for own in positions]).cumsum(axis=1)
    return [(reached >= math.ceil(draws * share)).argmax(axis=1) for share in _INTERVAL]
