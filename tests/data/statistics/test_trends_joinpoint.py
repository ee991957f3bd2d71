"""Joinpoint regression: a case reckoned by hand, a second, slow way, properties, and when it refuses."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data.statistics import joinpoint
from data.statistics.joinpoint import Grid, fit, max_joinpoints, permutation_test, places, select
from tests.alternatives import joinpoint as slow

pytestmark = pytest.mark.slow


@st.composite
def series(draw: st.DrawFn) -> tuple[list[float], list[float], list[float]]:
    """Years with gaps, values and weights, none of them special."""
    points = draw(st.integers(10, 14))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    times = 2000 + np.cumsum(random.integers(1, 3, points))
    return (
        times.astype(float).tolist(),
        np.cumsum(random.normal(0, 0.2, points)).tolist(),
        random.uniform(0.5, 4, points).tolist(),
    )


# A case by hand: seven years, three possible joinpoints. Around the middle the weights are even, so that t is at right
# angles to 1 and to |t|, and the line a + b t + c |t| falls into a division and two equations.

TIMES = [-3.0, -2, -1, 0, 1, 2, 3]
VALUES = [6.0, 4, 1, 0, 4, 7, 12]
WEIGHTS = [1.0, 1, 2, 2, 2, 1, 1]


def test_the_line_of_a_case_reckoned_by_hand() -> None:
    b = (-18 - 8 - 2 + 0 + 8 + 14 + 36) / (9 + 4 + 2 + 0 + 2 + 4 + 9)  # Σ w t y / Σ w t² = 30/30
    # Σ w = 10, Σ w |t| = 14, Σ w t² = 30; Σ w y = 39, Σ w |t| y = 86
    a = (39 * 30 - 14 * 86) / (10 * 30 - 14 * 14)  # −34/104
    c = (10 * 86 - 14 * 39) / (10 * 30 - 14 * 14)  # 314/104
    actual = fit(TIMES, VALUES, WEIGHTS, 1)
    assert actual.places == (3,)
    assert actual.slopes == pytest.approx((b - c, b + c))
    assert actual.fitted == pytest.approx([a + b * t + c * abs(t) for t in TIMES])
    assert actual.squares == pytest.approx(
        sum(w * (y - a - b * t - c * abs(t)) ** 2 for t, y, w in zip(TIMES, VALUES, WEIGHTS, strict=True))
    )


def test_the_variances_of_a_case_reckoned_by_hand() -> None:
    """After Lerman, as the Joinpoint program: the year of the joinpoint is set aside, each side has its own line."""
    left_spread = (9 + 4 + 2) - (3 + 2 + 2) ** 2 / 4  # Σ w t² − (Σ w t)² / Σ w = 11/4
    left_squares = (54 - 12**2 / 4) - (-28 + 7 * 12 / 4) ** 2 / left_spread  # 18 − (−7)² / (11/4) = 2/11
    right_spread = (2 + 4 + 9) - (2 + 2 + 3) ** 2 / 4  # 11/4
    right_squares = (225 - 27**2 / 4) - (58 - 7 * 27 / 4) ** 2 / right_spread  # 8/11
    degrees = 7 - 1 - 2 * 2
    scatter = (left_squares + right_squares) / degrees  # 5/11
    actual = fit(TIMES, VALUES, WEIGHTS, 1)
    assert actual.degrees == degrees
    assert actual.variances == pytest.approx((scatter / left_spread, scatter / right_spread))
    assert actual.variances == pytest.approx((20 / 121, 20 / 121))


def test_without_joinpoints_it_is_the_straight_line_of_any_textbook() -> None:
    """y = 1, 3, 2, 5, 4 at 1 … 5: slope 8/10, squares 10 − 6.4 = 3.6, variance 3.6 / 3 / 10."""
    actual = fit([1, 2, 3, 4, 5], [1, 3, 2, 5, 4], [1] * 5, 0)
    assert actual.slopes == pytest.approx((0.8,))
    assert actual.squares == pytest.approx(3.6)
    assert actual.variances == pytest.approx((0.12,))
    assert actual.degrees == 3


# Where joinpoints may lie


def test_two_observations_lie_on_each_side_of_a_joinpoint_and_between_two() -> None:
    assert places(5, 1) == ((2,),)
    assert places(4, 1) == ()
    assert places(8, 2) == ((2, 5),)
    assert places(7, 2) == ()
    assert places(9, 2) == ((2, 5), (2, 6), (3, 6))


@given(st.integers(3, 16), st.integers(0, 3))
@settings(deadline=None)
def test_places_are_all_that_are_allowed(points: int, joinpoints: int) -> None:
    allowed = [c for c in combinations(range(points), joinpoints) if slow.is_allowed(c, points)]
    assert list(places(points, joinpoints)) == allowed


@pytest.mark.parametrize(
    ("points", "most"), [(5, 0), (6, 0), (7, 1), (11, 1), (12, 2), (16, 2), (17, 3), (25, 3), (60, 3)]
)
def test_longer_series_may_have_more_joinpoints(points: int, most: int) -> None:
    assert max_joinpoints(points) == most


@given(st.integers(7, 60))
@settings(max_examples=30, deadline=None)
def test_the_most_joinpoints_always_fit_and_leave_an_interval(points: int) -> None:
    actual = fit(range(points), np.sin(np.arange(points)).tolist(), [1] * points, max_joinpoints(points))
    assert actual.degrees >= 2


# A second, slow way


@given(series(), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_the_fit_and_its_intervals_are_those_of_the_slow_way(
    known: tuple[list[float], list[float], list[float]], joinpoints: int
) -> None:
    actual, other = fit(*known, joinpoints), slow.best(*known, joinpoints)
    assert tuple(known[0][i] for i in actual.places) == other.joinpoints
    assert actual.slopes == pytest.approx(other.slopes, abs=1e-9)
    assert actual.fitted == pytest.approx(other.fitted, abs=1e-9)
    assert actual.squares == pytest.approx(other.squares, rel=1e-6, abs=1e-12)
    reach = float(stats.t.ppf(0.975, actual.degrees))
    intervals = [
        (b - reach * math.sqrt(v), b + reach * math.sqrt(v))
        for b, v in zip(actual.slopes, actual.variances, strict=True)
    ]
    for ours, theirs in zip(intervals, slow.slope_intervals(*known, other), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-7)


@pytest.mark.parametrize(("fewer", "more"), [(0, 1), (0, 2), (1, 2)])
def test_p_values_are_those_of_the_slow_way_but_for_chance(
    fewer: int, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joinpoint, "_is_decided", lambda *_: False)
    random = np.random.default_rng(4)
    times, weights = [float(t) for t in range(12)], random.uniform(1, 3, 12).tolist()
    values = (0.12 * np.abs(np.arange(12) - 5) + random.normal(0, 0.15, 12)).tolist()
    fast = permutation_test(Grid(times, weights), values, fewer, more, 0.05).p_value
    made = 400
    other = slow.p_value(times, values, weights, fewer, more, made, seed=1)
    assert other == pytest.approx(fast, abs=4 * math.sqrt(fast * (1 - fast) / made) + 2 / made)


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_number_of_joinpoints_is_that_of_the_slow_way(turns: int) -> None:
    """Synthetic: a zigzag of twelve years with little noise."""
    zigzag = np.interp(range(12), [0, 4, 8, 11], [0, 1, 2 if turns == 0 else 0, 2.75 if turns == 0 else 0.75])
    if turns == 1:
        zigzag = np.interp(range(12), [0, 5, 11], [0, 1, -0.2])
    values = (zigzag + np.random.default_rng(turns).normal(0, 0.03, 12)).tolist()
    times, weights = [float(t) for t in range(12)], [1.0] * 12
    assert len(select(times, values, weights).fit.places) == turns
    assert slow.chosen_number(times, values, weights, 2, 199, seed=3) == turns


# Properties


@given(series(), st.integers(0, 2), st.floats(-50, 50), st.floats(0.01, 100))
@settings(max_examples=50, deadline=None)
def test_slopes_do_not_depend_on_the_origin_of_time_the_level_or_the_scale_of_the_weights(
    known: tuple[list[float], list[float], list[float]], joinpoints: int, shift: float, scale: float
) -> None:
    times, values, weights = known
    one = fit(times, values, weights, joinpoints)
    other = fit([t + shift for t in times], [y + shift for y in values], [w * scale for w in weights], joinpoints)
    assert other.places == one.places
    assert other.slopes == pytest.approx(one.slopes, abs=1e-8)
    assert other.variances == pytest.approx(one.variances, rel=1e-5, abs=1e-12)


@given(series())
@settings(max_examples=30, deadline=None)
def test_more_joinpoints_never_fit_worse(known: tuple[list[float], list[float], list[float]]) -> None:
    squares = [fit(*known, k).squares for k in range(3)]
    assert squares[0] >= squares[1] - 1e-12
    assert squares[1] >= squares[2] - 1e-12


@given(series())
@settings(max_examples=15, deadline=None)
def test_the_same_series_gives_the_same_answer(known: tuple[list[float], list[float], list[float]]) -> None:
    assert select(*known) == select(*known)


def test_stopping_early_decides_as_all_permutations_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Synthetic: forty bent series of fourteen years, from clear to doubtful."""
    times, weights = [float(t) for t in range(14)], [1.0] * 14
    random = np.random.default_rng(8)
    bent = [
        (bend * np.maximum(np.arange(14) - 6, 0) + random.normal(0, 0.1, 14)).tolist()
        for bend in np.linspace(0, 0.15, 40)
    ]
    early = [select(times, values, weights) for values in bent]
    monkeypatch.setattr(joinpoint, "_is_decided", lambda *_: False)
    whole = [select(times, values, weights) for values in bent]
    assert [e.fit.places for e in early] == [w.fit.places for w in whole]
    assert all(t.permutations == joinpoint.PERMUTATIONS for w in whole for t in w.tests)
    made = sum(t.permutations for e in early for t in e.tests)
    assert made < sum(t.permutations for w in whole for t in w.tests) / 4


def test_levels_share_five_percent() -> None:
    tests = select([float(t) for t in range(20)], np.sin(np.arange(20)).tolist(), [1.0] * 20).tests
    assert {t.level for t in tests} == {0.05 / 3}
    assert (tests[0].fewer, tests[0].more) == (0, 3)
    assert all(t.rejects == (t.p_value < t.level) for t in tests)


# Lines without any scatter


def test_a_line_without_scatter_has_no_joinpoint() -> None:
    actual = select([float(t) for t in range(12)], [0.1 * t for t in range(12)], [1.0] * 12)
    assert actual.fit.places == ()
    assert actual.fit.slopes == pytest.approx((0.1,))


def test_a_bend_without_scatter_is_found() -> None:
    actual = select([float(t) for t in range(20)], [abs(t - 9.0) for t in range(20)], [1.0] * 20)
    assert actual.fit.places == (9,)
    assert actual.fit.slopes == pytest.approx((-1, 1))


# What it refuses


@pytest.mark.parametrize(
    ("times", "weights"),
    [
        ([1.0, 2], [1.0, 1]),
        ([1.0, 1, 2], [1.0, 1, 1]),
        ([3.0, 2, 1], [1.0, 1, 1]),
        ([1.0, 2, 3], [1.0, 0, 1]),
        ([1.0, 2, 3], [1.0, math.inf, 1]),
        ([1.0, 2, 3], [1.0, 1]),
        ([float(t) for t in range(61)], [1.0] * 61),
    ],
)
def test_a_grid_needs_ordered_times_and_weights_above_zero(times: list[float], weights: list[float]) -> None:
    with pytest.raises(ValueError, match="times"):
        Grid(times, weights)


def test_too_few_observations_for_so_many_joinpoints() -> None:
    with pytest.raises(ValueError, match="too few"):
        fit([1, 2, 3, 4], [1, 2, 1, 2], [1] * 4, 1)
    with pytest.raises(ValueError, match="too few"):
        fit([1, 2, 3, 4, 5], [1, 2, 1, 2, 1], [1] * 5, 1)
