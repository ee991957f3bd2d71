"""Direct standardization: the published example of Fay and Feuer, by hand, and a second way."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.rates import poisson_interval
from data.statistics.standardization import US_2000, age_standardized_rate, gamma_interval
from tests.alternatives import standardization as slow

# Down's syndrome in Michigan, 1950–1964, by mother's age (Stark and Mantell 1966; Fleiss 1981, table 14.4): births of
# order five and over, standardized to all births. Fay and Feuer (1997) use it as their example.
CASES = {"<20": 0, "20-24": 8, "25-29": 63, "30-34": 112, "35-39": 262, "40+": 295}
BIRTHS = {"<20": 327, "20-24": 30_666, "25-29": 123_419, "30-34": 149_919, "35-39": 104_088, "40+": 34_392}
ALL_BIRTHS = {"<20": 319_933, "20-24": 931_318, "25-29": 786_511, "30-34": 488_235, "35-39": 237_863, "40+": 61_313}


def test_the_example_of_fay_and_feuer_comes_out() -> None:
    # The figures of this data set are printed by dsrTest's vignette (CRAN, 2022), method "gamma".
    standard = {age: births / sum(ALL_BIRTHS.values()) for age, births in ALL_BIRTHS.items()}
    actual = age_standardized_rate(CASES, BIRTHS, 100_000, standard)
    assert (actual.value, actual.low, actual.high) == pytest.approx((75.52901, 67.70212, 188.30017), abs=5e-6)
    assert (actual.events, actual.people) == (740, 442_811)


def test_the_standard_population_is_that_of_2000() -> None:
    assert math.fsum(US_2000.values()) == pytest.approx(1, abs=1e-12)
    # The standard million of Klein and Schoenborn (2001), of which these are shares.
    million = [13_818, 55_317, 145_565, 138_646, 135_573, 162_613, 134_834, 87_247, 66_037, 44_842, 15_508]
    assert [round(1_000_000 * share) for share in US_2000.values()] == million
    assert list(US_2000) == ["<1", "1-4", *(f"{a}-{a + 9}" for a in range(5, 85, 10)), "85+"]


def test_a_population_with_the_standards_ages_keeps_its_crude_rate() -> None:
    people = {age: 1_000_000 * share for age, share in US_2000.items()}
    events = {age: 3.0 * n for n, age in enumerate(US_2000)}
    actual = age_standardized_rate(events, people, 100_000)
    assert actual.value == pytest.approx(100_000 * sum(events.values()) / 1_000_000)
    # All weights are equal then, and the gamma interval is Garwood's.
    low, high = poisson_interval(sum(events.values()))
    assert (actual.low, actual.high) == pytest.approx((low / 10, high / 10), rel=1e-9)


def test_no_events_have_the_upper_end_of_the_largest_weight() -> None:
    low, high = gamma_interval([0, 0], [2.0, 5.0])
    assert low == 0
    assert high == pytest.approx(5 * -math.log(0.025))  # Garwood's upper end of 0, times the largest weight


@pytest.mark.parametrize(
    ("events", "people", "sentence"),
    [
        ({age: 1 for age in US_2000 if age != "85+"}, dict.fromkeys(US_2000, 10), "85+"),
        (dict.fromkeys(US_2000, 1), {**dict.fromkeys(US_2000, 10), "<1": 0}, "nobody is in the age group <1"),
        (dict.fromkeys(US_2000, -1), dict.fromkeys(US_2000, 10), "negative"),
    ],
)
def test_what_cannot_be_standardized_is_refused(
    events: dict[str, float], people: dict[str, float], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence.replace("+", r"\+")):
        age_standardized_rate(events, people, 100_000)


def test_a_standard_that_does_not_sum_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        age_standardized_rate({"all": 1}, {"all": 10}, 100, {"all": 0.9})


ages = st.lists(st.tuples(st.integers(0, 300), st.floats(0.001, 50)), min_size=1, max_size=11)


@settings(deadline=None)
@given(ages)
def test_the_second_way_gives_the_same_interval(rows: list[tuple[int, float]]) -> None:
    events, weights = [float(x) for x, _ in rows], [w for _, w in rows]
    assert gamma_interval(events, weights) == pytest.approx(slow.gamma_interval(events, weights), rel=1e-6, abs=1e-9)


@settings(deadline=None)
@given(ages)
def test_the_interval_holds_the_rate(rows: list[tuple[int, float]]) -> None:
    low, high = gamma_interval([float(x) for x, _ in rows], [w for _, w in rows])
    assert low <= sum(x * w for x, w in rows) + 1e-9
    assert high >= sum(x * w for x, w in rows)
