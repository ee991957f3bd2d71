"""Ranks and their simulated intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.comparisons import Estimate
from data.statistics.ranks import Rank, _positions, ranks
from tests.alternatives import ranks as slow


def around(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half)


def test_places_far_apart_have_certain_ranks() -> None:
    assert ranks([around(30, 1), around(10, 1), around(20, 1)]) == [Rank(3, 3, 3), Rank(1, 1, 1), Rank(2, 2, 2)]
    assert ranks([around(30, 1), around(10, 1)], highest_first=True) == [Rank(1, 1, 1), Rank(2, 2, 2)]


def test_places_alike_may_have_any_rank() -> None:
    assert ranks([around(20 + n / 1000, 5) for n in range(5)]) == [Rank(n, 1, 5) for n in (1, 2, 3, 4, 5)]


def test_equal_figures_share_the_better_rank() -> None:
    actual = ranks([around(5, 1), around(5, 1), around(90, 1)])
    assert [rank.position for rank in actual if rank] == [1, 1, 3]


def test_a_figure_of_unknown_uncertainty_has_no_rank_and_takes_none() -> None:
    assert ranks([around(30, 1), Estimate(20), around(10, 1)]) == [Rank(2, 2, 2), None, Rank(1, 1, 1)]
    assert ranks([Estimate(20)]) == [None]
    assert ranks([]) == []


def test_counts_alone_tell_the_uncertainty() -> None:
    actual = ranks([Estimate(10, events=10_000), Estimate(10.1, events=4), Estimate(20, events=10_000)])
    assert actual[1] == Rank(2, 1, 3)


def test_a_lopsided_interval_is_drawn_on_the_scale_of_logarithms() -> None:
    # 1 to 16 around 4 is even in logarithms: half the draws are above 4, 2.5 % above 16. A normal one would go below 0.
    actual = ranks([Estimate(4, 1, 16), around(0.5, 0.01), around(17, 0.01)])
    assert actual == [Rank(2, 2, 2), Rank(1, 1, 1), Rank(3, 3, 3)]


def test_no_events_may_hide_a_rate_above_others() -> None:
    assert ranks([Estimate(0, 0, 10), around(3, 0.1)])[0] == Rank(1, 1, 2)


def test_everybody_gets_the_same_interval_and_too_few_draws_are_refused() -> None:
    places = [around(20 + n, 4) for n in range(8)]
    assert ranks(places) == ranks(places)
    with pytest.raises(ValueError, match="at least 1,000"):
        ranks(places, draws=200)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=5))
def test_positions_count_who_is_ahead(rows: list[list[int]]) -> None:
    counted = [[1 + sum(other < own for other in row) for own in row] for row in rows]
    assert _positions(np.array(rows, dtype=float).T).T.tolist() == counted


def test_positions_of_many_places_are_counted_alike() -> None:
    rows = np.random.default_rng(1).integers(0, 50, (20, 90)).astype(float)
    counted = [[1 + sum(other < own for other in row) for own in row] for row in rows.tolist()]
    assert _positions(rows.T).T.tolist() == counted


figures = st.lists(st.tuples(st.floats(1, 200), st.floats(0.1, 40)), min_size=1, max_size=8)


@settings(deadline=None, max_examples=40)
@given(figures, st.booleans())
def test_the_second_way_gives_nearly_the_same(rows: list[tuple[float, float]], highest_first: bool) -> None:
    actual = ranks([around(value, half) for value, half in rows], highest_first=highest_first)
    other = slow.ranks([(value, half / 1.959964) for value, half in rows], highest_first=highest_first)
    for rank, (position, low, high) in zip(actual, other, strict=True):
        assert rank is not None
        assert rank.position == position
        assert rank.low in low
        assert rank.high in high


@settings(deadline=None, max_examples=40)
@given(figures)
def test_the_interval_holds_the_rank(rows: list[tuple[float, float]]) -> None:
    for rank in ranks([around(value, half) for value, half in rows], draws=1_000):
        assert rank is not None
        assert 1 <= rank.low <= rank.position <= rank.high <= len(rows)
