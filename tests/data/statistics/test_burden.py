"""Burden: the mock-up's number, by hand, and what simulation says of the intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.burden import (
    Burden,
    GroupRate,
    best_reference,
    excess_over,
    population_attributable_number,
)
from data.statistics.comparisons import Estimate
from data.statistics.errors import FiguresError
from data.statistics.rates import rate

# Drug overdose deaths, Massachusetts, 2021–23. Black residents: County Health Rankings 2026, 54.13 (50.50–57.75); their
# number by the Census Bureau. All residents: 7,614 deaths among 20,948,671 (CDC WONDER), Poisson interval 35.5–37.2.
BLACK = GroupRate("Black residents", Estimate(54.13, 50.50, 57.75), (521_391 + 527_562 + 536_129) / 3)
STATE = Estimate(36.35, 35.5, 37.2)


def test_94_deaths_a_year_74_to_114_are_associated_with_the_gap() -> None:
    actual = excess_over(BLACK, "all residents", STATE, 100_000)
    assert actual.value == pytest.approx((54.13 - 36.35) * 528_360.67 / 100_000, rel=1e-6)
    assert actual.low is not None
    assert actual.high is not None
    assert (round(actual.value), round(actual.low), round(actual.high)) == (94, 74, 114)
    assert (actual.groups, actual.comparator) == (("Black residents",), "all residents")


def test_the_state_s_rate_from_its_counts_gives_the_same() -> None:
    value, low, high = rate(7_614, 20_948_671, 100_000)
    actual = excess_over(BLACK, "all residents", Estimate(value, low, high), 100_000)
    assert actual.low is not None
    assert actual.high is not None
    assert (round(actual.value), round(actual.low), round(actual.high)) == (94, 74, 114)


def test_even_intervals_give_the_normal_one_by_hand() -> None:
    group = GroupRate("A", Estimate(20, 16, 24), 50_000)
    actual = excess_over(group, "everyone", Estimate(10, 7, 13), 1_000)
    half = math.sqrt(4**2 + 3**2) * 50
    assert actual == Burden(500, 500 - half, 500 + half, ("A",), "everyone")


def test_of_a_favourable_indicator_the_excess_is_what_is_lacking() -> None:
    group = GroupRate("A", Estimate(70, 68, 72), 1_000)
    actual = excess_over(group, "everyone", Estimate(80, 80, 80), 100, favourable=True)
    assert (actual.value, actual.low, actual.high) == pytest.approx((100, 80, 120))


THREE = [
    GroupRate("A", Estimate(10, 9, 11), 100_000),
    GroupRate("B", Estimate(30, 27, 34), 200_000),
    GroupRate("C", Estimate(20, 18, 22), 300_000),
]


def test_the_attributable_number_by_hand() -> None:
    actual = population_attributable_number(THREE, "A", 1_000)
    assert actual.value == (30 - 10) * 200 + (20 - 10) * 300
    below = math.sqrt((3 * 200) ** 2 + (2 * 300) ** 2 + (1 * 500) ** 2)
    above = math.sqrt((4 * 200) ** 2 + (2 * 300) ** 2 + (1 * 500) ** 2)
    assert (actual.low, actual.high) == pytest.approx((7000 - below, 7000 + above))
    assert (actual.groups, actual.comparator) == (("B", "C"), "A")


def test_groups_better_off_than_the_reference_count_against() -> None:
    actual = population_attributable_number(THREE, "B", 1_000)
    assert actual.value == (10 - 30) * 100 + (20 - 30) * 300
    assert population_attributable_number(THREE, "B", 1_000, favourable=True).value == -actual.value


def test_a_rate_without_an_interval_leaves_the_number_without_one() -> None:
    actual = population_attributable_number([*THREE, GroupRate("D", Estimate(40), 10_000)], "A", 1_000)
    assert actual.value == 7000 + 300
    assert (actual.low, actual.high) == (None, None)


def test_the_best_reliable_group_is_the_reference_unless_one_is_chosen() -> None:
    few = GroupRate("few", Estimate(1, 0.1, 3), 5_000)  # its interval is 290 % of it
    assert best_reference([*THREE, few]) == "A"
    assert best_reference([*THREE, few], favourable=True) == "B"
    assert best_reference([few]) is None
    counted = GroupRate("counted", Estimate(2, 1.9, 2.1, events=9, people=500_000), 100_000)
    assert best_reference([*THREE, counted]) == "A"


def test_what_has_no_people_or_no_reference_is_refused() -> None:
    with pytest.raises(FiguresError, match="has no people"):
        excess_over(GroupRate("A", Estimate(1), 0), "everyone", STATE, 100)
    with pytest.raises(FiguresError, match="reference “D” is not one of the groups: A, B, C"):
        population_attributable_number(THREE, "D", 100)
    with pytest.raises(FiguresError, match="besides the reference"):
        population_attributable_number(THREE[:1], "A", 100)


rates = st.floats(1, 500, allow_nan=False)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(rates, st.floats(0.02, 0.2), st.integers(1_000, 1_000_000)), min_size=2, max_size=6))
def test_the_second_way_is_to_draw_the_rates(rows: list[tuple[float, float, int]]) -> None:
    groups = [
        GroupRate(f"g{n}", Estimate(y, y - 1.959964 * e * y, y + 1.959964 * e * y), p)
        for n, (y, e, p) in enumerate(rows)
    ]
    actual = population_attributable_number(groups, "g0", 1_000)
    random = np.random.default_rng(7)
    drawn = np.array([random.normal(y, e * y, 40_000) for y, e, _ in rows])
    numbers = sum((drawn[n] - drawn[0]) * p / 1_000 for n, (_, _, p) in enumerate(rows))
    assert actual.low is not None
    assert actual.high is not None
    width = actual.high - actual.low
    assert np.percentile(numbers, [2.5, 97.5]) == pytest.approx((actual.low, actual.high), abs=0.03 * width)
