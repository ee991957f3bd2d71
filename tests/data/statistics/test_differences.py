"""Differences of two figures, and of a part from its whole."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.statistics.comparisons import Estimate, ratio
from data.statistics.differences import Difference, difference_between, difference_from_whole, standard_error
from tests.alternatives import comparisons as slow


def test_variances_of_independent_figures_add() -> None:
    """Standard errors 3 and 4 make 5."""
    actual = difference_between(Estimate(50, 50 - 3 * 1.96, 50 + 3 * 1.96), Estimate(40, 40 - 4 * 1.96, 40 + 4 * 1.96))
    assert actual is not None
    assert actual.value == 10
    assert (actual.low, actual.high) == pytest.approx((10 - 5 * 1.96, 10 + 5 * 1.96))


def test_a_count_alone_has_the_error_of_a_poisson_count() -> None:
    assert standard_error(Estimate(40, events=16)) == pytest.approx(40 / math.sqrt(16))
    assert standard_error(Estimate(40)) is None
    assert difference_between(Estimate(40), Estimate(30, 20, 40)) is None


def test_a_published_interval_goes_before_the_count() -> None:
    assert standard_error(Estimate(40, 30.2, 49.8, events=16)) == pytest.approx(5, rel=1e-4)


def test_a_part_differs_from_its_whole_by_what_it_differs_from_the_rest() -> None:
    """Half of the people, 60 of 100 events: 12 less 10 per 1,000 is half of 12 less 8."""
    actual = difference_from_whole(Estimate(12, events=60, people=5000), Estimate(10, events=100, people=10_000))
    error = 1000 * math.hypot(math.sqrt(60) / 5000, math.sqrt(40) / 5000) / 2
    assert actual is not None
    assert actual.value == (12 - 8) / 2
    assert actual.high - actual.value == pytest.approx(1.959964 * error)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (Estimate(0, events=0, people=500), Estimate(10, events=10, people=1000)),
        (Estimate(10, events=10, people=500), Estimate(10, events=10, people=1000)),
        (Estimate(10, events=5, people=1000), Estimate(10, events=10, people=1000)),
        (Estimate(10), Estimate(10, events=10, people=1000)),
    ],
)
def test_without_events_on_both_sides_no_difference_from_the_whole_is_given(part: Estimate, whole: Estimate) -> None:
    assert difference_from_whole(part, whole) is None


figures = st.tuples(st.floats(1, 200), st.floats(0.01, 0.9), st.floats(0.01, 3)).map(
    lambda f: (f[0], f[0] * (1 - f[1]), f[0] * (1 + f[2]))
)


@given(figures, figures)
def test_the_second_way_gives_the_same(one: slow.Figure, other: slow.Figure) -> None:
    difference = difference_between(Estimate(*one), Estimate(*other))
    actual = ratio(Estimate(*one), Estimate(*other))
    assert difference is not None
    assert actual is not None
    assert (difference.value, difference.low, difference.high) == pytest.approx(slow.difference(one, other), abs=1e-6)
    assert (actual.value, actual.low, actual.high) == pytest.approx(slow.ratio(one, other), rel=1e-6)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1000, 10**6), st.integers(1000, 10**6))
def test_the_difference_from_the_whole_is_that_with_the_covariance_spelt_out(
    events: int, rest: int, people: int, others: int
) -> None:
    whole = (events + rest, float(people + others))
    part = Estimate(1e5 * events / people, events=events, people=people)
    actual = difference_from_whole(part, Estimate(1e5 * whole[0] / whole[1], events=whole[0], people=whole[1]))
    assert actual is not None
    other = slow.part_from_whole((events, people), whole, 1e5)
    assert (actual.value, actual.low, actual.high) == pytest.approx(other, rel=1e-6, abs=1e-6)


@given(figures, figures)
def test_the_other_way_about_it_is_the_opposite(one: slow.Figure, other: slow.Figure) -> None:
    there, back = (difference_between(Estimate(*a), Estimate(*b)) for a, b in ((one, other), (other, one)))
    assert there is not None
    assert back == Difference(pytest.approx(-there.value), pytest.approx(-there.high), pytest.approx(-there.low))
