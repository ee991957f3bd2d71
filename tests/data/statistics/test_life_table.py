"""The life table against published ones, against arithmetic, and against a second, slow implementation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.statistics.errors import FiguresError
from data.statistics.life_table import age_starts, life_table, years_left
from data.statistics.standardization import US_2000
from tests.alternatives import life_tables as alternative

FIVES = ("<1", "1-4", *(f"{first}-{first + 4}" for first in range(5, 85, 5)), "85+")

# Austria, males, 1992. Preston SH, Heuveline P, Guillot M. Demography: Measuring and Modeling Population Processes.
# Oxford: Blackwell, 2001, box 3.1, p. 49; the data are those of United Nations, Demographic Yearbook 1994.
AUSTRIA_PEOPLE = (
    47925, 189127, 234793, 238790, 254996, 326831, 355086, 324222, 269963, 261971, 238011, 261612, 181385, 187962,
    153832, 105169, 73694, 57512, 32248,
)  # fmt: skip
AUSTRIA_DEATHS = (
    419, 70, 36, 46, 249, 420, 403, 441, 508, 769, 1154, 1866, 2043, 3496, 4366, 4337, 5279, 6460, 6146,
)  # fmt: skip
AUSTRIA_YEARS_OF_THE_DEAD = (
    0.068, 1.626, 2.5, 3.143, 2.724, 2.52, 2.481, 2.601, 2.701, 2.663, 2.698, 2.676, 2.645, 2.624, 2.619, 2.593, 2.518,
    2.423,
)  # fmt: skip
AUSTRIA_SURVIVORS = (
    100000, 99133, 98986, 98910, 98815, 98334, 97704, 97151, 96492, 95588, 94195, 91937, 88711, 83845, 76377, 66225,
    53803, 37441, 21134,
)  # fmt: skip
AUSTRIA_LIVED = (
    99192, 396183, 494741, 494375, 492980, 490106, 487127, 484175, 480384, 474686, 465777, 452188, 432096, 401480,
    357713, 301224, 228404, 145182, 110889,
)  # fmt: skip

# Public Health England's worked example of Chiang's second method with the variance of the open group (the package
# PHEindicatormethods, test of phe_life_expectancy; its tool is that of Eayres and Williams).
NINETY = ("<1", "1-4", *(f"{first}-{first + 4}" for first in range(5, 90, 5)), "90+")
ENGLAND_PEOPLE = (
    7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820, 37978, 37039,
    33288, 23306, 11936, 11936,
)  # fmt: skip
ENGLAND_DEATHS = (
    17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937,
)  # fmt: skip
ENGLAND_EXPECTED = {0: 80.16960813, 5: 75.44193645, 45: 36.49322717, 85: 6.163942934, 90: 6.16210635}
ENGLAND_INTERVALS = {
    0: (79.88336642, 80.45584984), 1: (79.09060194, 79.63431154), 45: (36.2631218, 36.72333255),
    85: (5.984345957, 6.343539911), 90: (5.910935446, 6.413277255),
}  # fmt: skip


def by_age(groups: tuple[str, ...], numbers: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(groups, numbers, strict=True))


def test_the_table_is_that_of_the_textbook() -> None:
    starts = np.array(age_starts(FIVES))
    fractions = np.array(AUSTRIA_YEARS_OF_THE_DEAD) / np.diff(starts)
    table = life_table(by_age(FIVES, AUSTRIA_DEATHS), by_age(FIVES, AUSTRIA_PEOPLE), fractions.tolist())
    assert table.survivors * 100_000 == pytest.approx(AUSTRIA_SURVIVORS, abs=1)
    assert table.lived * 100_000 == pytest.approx(AUSTRIA_LIVED, abs=3)
    assert table.expected[0] == pytest.approx(72.889, abs=0.0006)


def test_expectancy_and_intervals_are_those_of_public_health_england() -> None:
    table = life_table(by_age(NINETY, ENGLAND_DEATHS), by_age(NINETY, ENGLAND_PEOPLE))
    at = {int(start): number for number, start in enumerate(table.starts)}
    assert {age: table.expected[at[age]] for age in ENGLAND_EXPECTED} == pytest.approx(ENGLAND_EXPECTED, abs=1e-8)
    for age, interval in ENGLAND_INTERVALS.items():
        assert table.interval(at[age]) == pytest.approx(interval, abs=1e-5)  # it takes 1.96 for the quantile


def test_one_rate_at_all_ages_by_hand() -> None:
    """At 1 of 100 a year in two groups: half of them live 50 years of the first, and 100 years are left at its end."""
    table = life_table({"0-49": 10, "50+": 10}, {"0-49": 1_000, "50+": 1_000}, [0.5])
    dying = 50 * 0.01 / (1 + 0.5 * 50 * 0.01)
    assert table.dying == pytest.approx([0.4, 1])
    assert dying == pytest.approx(0.4)
    assert table.lived == pytest.approx([50 * 0.6 + 25 * 0.4, 0.6 * 100])
    assert table.expected == pytest.approx([100, 100])


def test_a_group_in_which_nobody_dies_loses_nobody() -> None:
    deaths = by_age(NINETY, ENGLAND_DEATHS) | {"5-9": 0}
    table = life_table(deaths, by_age(NINETY, ENGLAND_PEOPLE))
    assert table.survivors[3] == table.survivors[2]
    assert table.errors[0] > 0


_NUMBERS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(2_000, 100_000)), min_size=len(FIVES), max_size=len(FIVES)
)


@given(_NUMBERS)
def test_the_second_implementation_agrees(numbers: list[tuple[int, int]]) -> None:
    deaths, people = ({a: n[k] for a, n in zip(FIVES, numbers, strict=True)} for k in (0, 1))
    deaths["85+"] += 1
    table = life_table(deaths, people)
    assert table.expected[0] == pytest.approx(float(alternative.life_expectancy(deaths, people)), rel=1e-12)
    assert table.errors[0] == pytest.approx(alternative.error_at_birth(deaths, people), rel=1e-6)


@given(_NUMBERS, st.integers(0, len(FIVES) - 1))
def test_more_deaths_at_an_age_shorten_life(numbers: list[tuple[int, int]], at: int) -> None:
    deaths, people = ({a: n[k] for a, n in zip(FIVES, numbers, strict=True)} for k in (0, 1))
    deaths["85+"] += 1
    more = deaths | {FIVES[at]: deaths[FIVES[at]] + 5}
    assert life_table(more, people).expected[0] < life_table(deaths, people).expected[0]


@given(_NUMBERS, st.integers(2, 50))
def test_a_larger_population_with_the_same_rates_is_told_more_surely(
    numbers: list[tuple[int, int]], factor: int
) -> None:
    deaths, people = ({a: n[k] for a, n in zip(FIVES, numbers, strict=True)} for k in (0, 1))
    deaths["85+"] += 1
    one = life_table(deaths, people)
    many = life_table({a: factor * n for a, n in deaths.items()}, {a: factor * n for a, n in people.items()})
    assert many.expected == pytest.approx(one.expected, rel=1e-12)
    assert many.errors[0] == pytest.approx(one.errors[0] / math.sqrt(factor), rel=1e-9)


@given(_NUMBERS)
def test_the_table_adds_up(numbers: list[tuple[int, int]]) -> None:
    """Everyone dies once; the years lived are those expected; nobody lives less for having come further."""
    deaths, people = ({a: n[k] for a, n in zip(FIVES, numbers, strict=True)} for k in (0, 1))
    deaths["85+"] += 1
    table = life_table(deaths, people)
    assert float(table.survivors @ table.dying) == pytest.approx(1)
    assert float(table.lived.sum()) == pytest.approx(table.expected[0])
    assert (np.diff(table.survivors) <= 0).all()
    assert (np.diff(table.starts + table.expected) >= -1e-9).all()


@pytest.mark.parametrize(
    ("groups", "problem"),
    [
        (("<1", "1-4"), "open"),
        (("<1", "5-9", "10+"), "does not go on"),
        (("1-4", "5+"), "does not go on"),
        (("<1", "1-4", "old"), "no age group"),
        (("<1", "1-0", "1+"), "ends before it begins"),
        (("85+", "90+"), "does not go on"),
        ((), "open"),
    ],
)
def test_age_groups_that_make_no_table_are_refused(groups: tuple[str, ...], problem: str) -> None:
    with pytest.raises(FiguresError, match=problem):
        age_starts(groups)


@pytest.mark.parametrize(
    ("deaths", "people", "problem"),
    [
        ({"<1": 1, "1+": 0}, {"<1": 10, "1+": 10}, "nobody died at the ages 1+"),
        ({"<1": 1, "1+": 7}, {"<1": 0, "1+": 10}, "nobody is at the ages <1"),
        ({"<1": -1, "1+": 7}, {"<1": 10, "1+": 10}, "0 or more"),
        ({"<1": 1, "1+": 17}, {"<1": 10, "1+": 17}, "more people died than lived"),
        ({"<1": 977, "1+": 7}, {"<1": 3, "1+": 17}, "more people die at the ages <1 than can"),
        ({"<1": 1}, {"<1": 1, "1+": 2}, "one set of age groups"),
    ],
)
def test_figures_that_make_no_table_are_refused_without_a_count(
    deaths: dict[str, int], people: dict[str, int], problem: str
) -> None:
    with pytest.raises(FiguresError, match=problem) as refused:
        life_table(deaths, people)
    assert "977" not in str(refused.value)
    assert "17" not in str(refused.value)


def test_years_left_are_counted_from_the_middle_of_the_group() -> None:
    left = years_left(tuple(US_2000), 75)
    assert left["<1"] == 74.5
    assert left["15-24"] == 55
    assert left["65-74"] == 5
    assert left["75-84"] == left["85+"] == 0
    with pytest.raises(FiguresError, match="reach over 70"):
        years_left(tuple(US_2000), 70)
