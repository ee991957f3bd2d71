"""Many tests at once: p-values, and which stand when few may be false."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.comparisons import Estimate, Ratio, ratio, ratio_to_whole
from data.statistics.multiple_tests import benjamini_hochberg, p_value, p_value_in_whole
from tests.alternatives import multiple_tests as slow


def test_the_example_of_benjamini_and_hochberg() -> None:
    """Their table of 15 p-values of myocardial infarction trials: the four smallest stand at 5 %."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                0.7590, 1.0]  # fmt: skip
    assert benjamini_hochberg(p_values) == [True] * 4 + [False] * 11


def test_one_test_stands_at_five_percent_and_none_of_none() -> None:
    assert benjamini_hochberg([0.049]) == [True]
    assert benjamini_hochberg([0.051]) == [False]
    assert benjamini_hochberg([]) == []


@given(st.lists(st.floats(0, 1), max_size=40), st.sampled_from([0.01, 0.05, 0.2]))
@settings(max_examples=200, deadline=None)
def test_those_that_stand_are_those_of_the_slow_way(p_values: list[float], rate: float) -> None:
    # Equal p-values stand or fall together in both.
    found = {i for i, stands in enumerate(benjamini_hochberg(p_values, rate)) if stands}
    assert found == slow.standing(p_values, rate)


def test_of_places_that_do_not_differ_hardly_any_view_names_one() -> None:
    """Fifty towns without a difference: a false one is named in about 5 of 100 views; one by one, in 92 of 100."""
    random = np.random.default_rng(1)
    views = random.uniform(size=(1_000, 50))
    named = sum(any(benjamini_hochberg(list(view))) for view in views)
    alone = sum(bool(np.any(view < 0.05)) for view in views)
    assert named < 70
    assert alone > 900


@given(st.integers(1, 60), st.integers(1, 200), st.integers(50, 400))
@settings(max_examples=100, deadline=None)
def test_the_exact_test_is_the_sum_of_the_binomial_and_agrees_with_the_interval(
    events: int, more: int, people: int
) -> None:
    whole_events, whole_people = events + more, 1_000
    part = Estimate(events / people, events=events, people=people)
    whole = Estimate(whole_events / whole_people, events=whole_events, people=whole_people)
    found, interval = p_value_in_whole(part, whole), ratio_to_whole(part, whole)
    assert found == pytest.approx(slow.binomial_p_value(events, whole_events, people / whole_people), abs=1e-9)
    assert interval is not None
    assert found is not None
    if abs(found - 0.05) > 1e-9:
        assert (found < 0.05) == (not interval.low <= 1 <= interval.high)


@given(st.floats(1, 100), st.floats(0.01, 0.4), st.floats(1, 100), st.floats(0.01, 0.4))
@settings(max_examples=100, deadline=None)
def test_the_p_value_of_an_interval_is_that_of_the_normal_test(
    one: float, error: float, other: float, second: float
) -> None:
    def made(value: float, share: float) -> Estimate:
        return Estimate(value, value * (1 - 1.959963984540054 * share), value * (1 + 1.959963984540054 * share))

    found = ratio(made(one, error), made(other, second))
    assert found is not None
    normal = math.erfc(abs(math.log(one / other)) / math.hypot(error, second) / math.sqrt(2))
    assert p_value(found) == pytest.approx(normal, abs=1e-6)


def test_a_ratio_without_an_arm_towards_one_is_no_finding() -> None:
    assert p_value(Ratio(0.0, 0.0, 0.4)) == 1.0
    assert p_value(Ratio(2.0, 0.0, 5.0)) == 1.0
    assert p_value(Ratio(1.0, 0.8, 1.25)) == pytest.approx(1.0)
