"""Statistics: figures reckoned by hand or printed in the literature, properties, and a second, slow way."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from data.statistics.classes import quantile_classes
from data.statistics.comparisons import Estimate, Ratio, ratio, ratio_to_whole
from data.statistics.rates import is_unreliable, poisson_interval, rate, wilson_interval
from tests.alternatives import statistics as slow

MOCKUP = [79.6, 77.0, 72.9, 68.9, 59.4, 57.8, 57.7, 50.0, 39.1, 32.9, 30.6]
positive = st.floats(0.01, 1e5)
few_values = st.lists(st.integers(0, 40).map(float), min_size=1, max_size=60)


# Poisson counts


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        (0, 0.0, 3.6889),  # -ln 0.025
        (1, 0.0253, 5.5716),
        (10, 4.7954, 18.3904),
        (100, 81.3640, 121.6268),
    ],
)
def test_garwoods_interval_has_the_values_of_his_table(events: int, low: float, high: float) -> None:
    assert poisson_interval(events) == pytest.approx((low, high), abs=5e-5)


def test_no_events_leave_an_upper_end_of_minus_the_logarithm_of_the_tail() -> None:
    assert poisson_interval(0)[1] == pytest.approx(-math.log(0.025))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 80))
def test_garwoods_interval_is_where_sums_of_probabilities_put_it(events: int) -> None:
    assert poisson_interval(events) == pytest.approx(slow.poisson_interval(events), rel=1e-6, abs=1e-9)


@given(st.integers(0, 10_000))
def test_the_interval_holds_its_count_and_moves_up_with_it(events: int) -> None:
    low, high = poisson_interval(events)
    assert low <= events <= high
    following = poisson_interval(events + 1)
    assert low < following[0]
    assert high < following[1]


def test_a_rate_is_the_count_over_the_people_with_its_interval() -> None:
    assert rate(10, 50_000, 100_000) == pytest.approx((20.0, 2 * 4.7954, 2 * 18.3904), abs=1e-3)


def test_a_negative_count_and_an_empty_population_are_refused() -> None:
    with pytest.raises(ValueError, match="a count cannot be negative: -1"):
        poisson_interval(-1)
    with pytest.raises(ValueError, match="a rate needs people"):
        rate(1, 0, 100_000)


# Proportions


def test_wilsons_interval_of_ten_in_a_hundred() -> None:
    """Wilson 1927: (2·10 + z² ± z·√(z² + 4·10·0.9)) / (2·(100 + z²)), z² = 3.8415."""
    z2 = 3.841458820694124
    half = math.sqrt(z2) * math.sqrt(z2 + 4 * 10 * 0.9)
    expected = ((20 + z2 - half) / (2 * (100 + z2)), (20 + z2 + half) / (2 * (100 + z2)))
    assert expected == pytest.approx((0.0552, 0.1744), abs=5e-5)
    assert wilson_interval(10, 100) == pytest.approx(expected)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(1, 400))
def test_wilsons_interval_is_where_the_standard_error_puts_it(events: int, people: int) -> None:
    assume(events <= people)
    low, high = wilson_interval(events, people)
    assert (low, high) == pytest.approx(slow.wilson_interval(events, people), abs=1e-7)
    assert 0 <= low <= events / people + 1e-12
    assert events / people - 1e-12 <= high <= 1


@pytest.mark.parametrize(("events", "people"), [(5, 4), (-1, 4), (0, 0)])
def test_more_cases_than_people_are_refused(events: int, people: int) -> None:
    with pytest.raises(ValueError, match="a proportion needs 0 ≤ events ≤ people"):
        wilson_interval(events, people)


# Warnings


@pytest.mark.parametrize(
    ("figure", "unreliable"),
    [
        ((10.0, 5.0, 20.0, 9, 1000), True),  # nine events
        ((10.0, 5.0, 20.0, 10, 1000), False),
        ((50.0, 20.0, 80.0, None, 9), True),  # nine people
        ((50.0, 20.0, 80.0, None, 10), False),
        ((10.0, 4.0, 20.0, None, None), False),  # exactly 160 %
        ((10.0, 3.9, 20.0, None, None), True),
        ((10.0, None, None, None, None), False),  # nothing known
        ((0.0, 0.0, 3.7, None, None), False),  # a width relative to zero is none
        ((0.0, 0.0, 3.7, 0, 1000), True),  # zero rests on zero events
    ],
)
def test_a_figure_is_unreliable_below_ten_or_beyond_160_percent(
    figure: tuple[float, float | None, float | None, float | None, float | None], unreliable: bool
) -> None:
    assert is_unreliable(*figure) is unreliable
    assert bool(slow.warnings(*figure)) is unreliable


# Ratios


def test_two_counts_give_the_ratio_of_the_textbooks() -> None:
    """40 against 20 deaths among as many people: 2 × exp(±1.96·√(1/40 + 1/20)) = 1.17 to 3.42."""
    found = ratio(Estimate(8.0, events=40), Estimate(4.0, events=20))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((2.0, 1.1692, 3.4210), abs=1e-4)
    assert found.verdict == "higher"


def test_published_intervals_go_before_counts() -> None:
    """Even intervals of ±10 % and ±5 %: standard errors 10/1.96 and 5/1.96 in percent of the figures."""
    own = Estimate(10.0, 9.0, 11.0, events=3)
    found = ratio(own, Estimate(20.0, 19.0, 21.0))
    assert found is not None
    spread = math.exp(math.hypot(0.10, 0.05))
    assert (found.low, found.high) == pytest.approx((0.5 / spread, 0.5 * spread))
    assert found.verdict == "lower"


def test_an_exact_interval_is_taken_on_its_logarithm() -> None:
    """Garwood's interval of 10 events is lopsided, so its error is ln(18.39/4.80) / 3.92 and not its width / 3.92."""
    low, high = poisson_interval(10)
    variance = Estimate(10.0, low, high).log_variance
    assert variance is not None
    assert math.sqrt(variance) == pytest.approx(math.log(18.3904 / 4.7954) / 3.919928, abs=1e-5)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (Estimate(0.0, 0.0, 3.7, events=0), Estimate(4.0, events=20)),
        (Estimate(4.0, events=20), Estimate(0.0)),
        (Estimate(4.0), Estimate(4.0, events=20)),
        (Estimate(4.0, events=20), Estimate(4.0)),
        (Estimate(4.0, 4.0, 4.0), Estimate(4.0, events=20)),
    ],
)
def test_nothing_is_compared_without_knowing_how_certain_it_is(own: Estimate, other: Estimate) -> None:
    assert ratio(own, other) is None
    assert slow.ratio(own, other) is None


@given(positive, positive, st.integers(1, 500), st.integers(1, 500))
def test_turning_a_ratio_around_turns_its_interval_around(a: float, b: float, m: int, n: int) -> None:
    own, other = Estimate(a, events=m), Estimate(b, events=n)
    there, back = ratio(own, other), ratio(other, own)
    assert there is not None
    assert back is not None
    assert (there.low, there.high) == pytest.approx((1 / back.high, 1 / back.low))
    assert (there.value, there.low, there.high) == pytest.approx(slow.ratio(own, other))
    assert {there.verdict, back.verdict} in ({"higher", "lower"}, {"not clear"})


@given(positive, st.floats(0.01, 0.99), st.floats(0.01, 3.0), st.booleans())
def test_intervals_of_every_shape_give_what_the_slow_way_gives(
    value: float, below: float, above: float, even: bool
) -> None:
    own = Estimate(value, value * (1 - below), value * (1 + (below if even else above)))
    other = Estimate(10.0, 9.0, 12.0)
    expected, found = slow.ratio(own, other), ratio(own, other)
    # Within rounding of “almost even” the two ways may choose differently.
    assume(even or abs(abs(above - below) - 0.05 * (above + below)) > 1e-6)
    assert expected is not None
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.01, 2, "higher"), (0.5, 0.99, "lower"), (0.9, 1.1, "not clear"), (1.0, 2.0, "not clear"),
     (0.5, 1.0, "not clear")],
)  # fmt: skip
def test_an_interval_that_touches_one_is_not_clear(low: float, high: float, verdict: str) -> None:
    assert Ratio(1.0, low, high).verdict == verdict


# A part against its whole


def test_a_part_is_compared_through_its_share_of_the_events() -> None:
    """30 of 200 deaths in a tenth of the people: share 0.15 (Clopper–Pearson 0.1035 to 0.2072), ratio 1.5."""
    found = ratio_to_whole(Estimate(30.0, events=30, people=100_000), Estimate(20.0, events=200, people=1_000_000))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((1.5, 1.035, 2.072), abs=5e-4)
    assert found.verdict == "higher"


counts = st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(1, 100_000), st.integers(2, 200_000)).filter(
    lambda c: c[0] <= c[1] and c[2] < c[3]
)


@given(counts)
def test_it_leaves_one_out_exactly_when_a_test_of_the_share_does(numbers: tuple[int, int, int, int]) -> None:
    events, total, people, everyone = numbers
    found = ratio_to_whole(
        Estimate(events / people, events=events, people=people),
        Estimate(total / everyone, events=total, people=everyone),
    )
    assert found is not None
    above, below = (
        stats.binomtest(events, total, people / everyone, alternative=side).pvalue for side in ("greater", "less")
    )
    expected = "higher" if above < 0.025 else "lower" if below < 0.025 else "not clear"
    assert found.verdict == expected


@settings(max_examples=40, deadline=None)
@given(counts)
def test_sums_of_binomial_probabilities_give_the_same_interval(numbers: tuple[int, int, int, int]) -> None:
    events, total, people, everyone = numbers
    part = Estimate(events / people, events=events, people=people)
    whole = Estimate(total / everyone, events=total, people=everyone)
    found, expected = ratio_to_whole(part, whole), slow.part_to_whole(part, whole)
    assert found is not None
    assert expected is not None
    share = people / everyone
    assert found.low * share == pytest.approx(expected[1] * share, abs=1e-7)
    assert found.high * share == pytest.approx(expected[2] * share, abs=1e-7)
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    "part",
    [
        Estimate(10.0, people=1000),
        Estimate(10.0, events=5),
        Estimate(10.0, events=5, people=10_000),  # as many people as the whole
        Estimate(10.0, events=21, people=1000),  # more events than the whole
    ],
)
def test_what_is_no_part_is_not_compared_as_one(part: Estimate) -> None:
    assert ratio_to_whole(part, Estimate(20.0, events=20, people=10_000)) is None


# Classes


def test_the_mockups_eleven_counties_fall_into_its_five_classes() -> None:
    found = quantile_classes(MOCKUP, 5)
    assert found.bounds == (30.6, 39.1, 57.7, 59.4, 72.9, 79.6)
    assert found.counts == (2, 2, 2, 2, 3)
    assert [found.index(v) for v in MOCKUP] == [4, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]


@given(few_values, st.integers(1, 8))
def test_every_value_is_counted_in_the_class_that_holds_it(values: list[float], wanted: int) -> None:
    found = quantile_classes(values, wanted)
    assert sum(found.counts) == len(values)
    assert 1 <= found.number <= min(wanted, len(set(values)))
    assert [sum(found.index(v) == i for v in values) for i in range(found.number)] == list(found.counts)
    assert all(found.counts)
    for value in values:
        low, high = found.bounds[found.index(value)], found.bounds[found.index(value) + 1]
        assert low <= value <= high


@given(few_values, st.integers(1, 8))
def test_bounds_are_values_a_reader_finds_on_the_map(values: list[float], wanted: int) -> None:
    found = quantile_classes(values, wanted)
    assert set(found.bounds) <= set(values)
    assert list(found.bounds) == sorted(found.bounds)
    assert (list(found.bounds), list(found.counts)) == slow.quantile_classes(values, wanted)


@given(few_values, st.integers(1, 8), st.randoms())
def test_the_order_of_the_values_does_not_matter(values: list[float], wanted: int, dice: object) -> None:
    shuffled = list(values)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert quantile_classes(shuffled, wanted) == quantile_classes(values, wanted)


@given(st.lists(st.integers(0, 10_000).map(float), min_size=5, max_size=60, unique=True))
def test_different_values_are_spread_as_evenly_as_their_number_allows(values: list[float]) -> None:
    counts = quantile_classes(values, 5).counts
    assert len(counts) == 5
    assert max(counts) - min(counts) <= 1


def test_values_beyond_the_ends_belong_to_the_end_classes() -> None:
    found = quantile_classes(MOCKUP, 5)
    assert (found.index(0.0), found.index(1000.0)) == (0, 4)


def test_no_values_have_no_classes() -> None:
    with pytest.raises(ValueError, match="classes need at least one value"):
        quantile_classes([], 5)
    with pytest.raises(ValueError, match="at least one value and one class"):
        quantile_classes([1.0], 0)
