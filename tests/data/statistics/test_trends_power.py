"""How often joinpoint regression finds what is there: a thousand synthetic series of every kind, seeded."""

from __future__ import annotations

import numpy as np
import pytest

from data.statistics.joinpoint import select
from tests.examples import number_of

pytestmark = pytest.mark.slow

RUNS = 1_000
"""Of which each day's run of the tests makes the first hundred."""


def found_in(
    years: int, corners: list[int], slopes: list[float], noise: float, *, counts: float | None = None
) -> np.ndarray:
    """How many joinpoints are found in each of RUNS series with known ones.

    Synthetic. Logarithms go straight between the corners, with these slopes a year and normal noise of this standard
    deviation; with `counts` the noise is that of Poisson counts of this size, and the series is weighted by them.
    """
    ends = [0, *corners, years - 1]
    heights = np.concatenate([[0], np.cumsum(np.array(slopes) * np.diff(ends))])
    line = np.interp(np.arange(years), ends, heights)
    random = np.random.default_rng([2026, years, len(corners)])
    times, actual = np.arange(years, dtype=float).tolist(), []
    for _ in range(number_of(RUNS)):
        if counts is None:
            values, weights = line + random.normal(0, noise, years), np.ones(years)
        else:
            events = np.maximum(random.poisson(counts * np.exp(line)), 1).astype(float)
            values, weights = np.log(events), events
        actual.append(len(select(times, values.tolist(), weights.tolist()).fit.places))
    return np.array(actual)


@pytest.mark.parametrize(
    ("years", "corners", "slopes", "noise"),
    [
        (10, [5], [0.10, -0.06], 0.03),
        (14, [7], [0.08, -0.04], 0.04),
        (20, [10], [0.05, -0.03], 0.05),
        (16, [5, 10], [0.10, -0.10, 0.10], 0.03),
        (20, [6, 13], [0.06, -0.06, 0.06], 0.03),
        (22, [5, 11, 16], [0.10, -0.10, 0.10, -0.10], 0.03),
    ],
)
def test_the_number_of_joinpoints_is_right_in_95_percent(
    years: int, corners: list[int], slopes: list[float], noise: float
) -> None:
    assert np.mean(found_in(years, corners, slopes, noise) == len(corners)) >= 0.95


def test_the_number_is_right_in_95_percent_of_weighted_series_like_that_of_opioid_deaths() -> None:
    """Twenty-five years of counts that begin at 440 a year: 4 % a year, 27 % for four years, level, then −20 %."""
    actual = found_in(25, [12, 16, 22], [0.04, 0.27, 0.02, -0.22], 0, counts=440)
    assert np.mean(actual == 3) >= 0.95


@pytest.mark.parametrize(("years", "slope"), [(7, 0.0), (10, 0.02), (14, -0.03), (25, 0.02)])
def test_no_joinpoint_is_found_in_93_percent_of_straight_series(years: int, slope: float) -> None:
    assert np.mean(found_in(years, [], [slope], 0.05) == 0) >= 0.93


def test_no_joinpoint_is_found_in_93_percent_of_straight_series_of_small_counts() -> None:
    assert np.mean(found_in(20, [], [0.02], 0, counts=25) == 0) >= 0.93
