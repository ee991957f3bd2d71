"""What a reader can work out of hidden counts. All rows are synthetic."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import replace

import pytest

from data.disclosure.protection import protect, suppressed_intervals
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation
from data.vocabulary import OVERALL, Period
from tests.alternatives import disclosure as alternative
from tests.small_counts import RACES, SYNTHETIC, Counts, geography_of, make_source, random_counts
from tests.towns import make_indicator

pytestmark = pytest.mark.slow

YEAR = Period.years(2022)
Intervals = dict[tuple[str, str, Period], tuple[float, float]]


def read(rows: Iterable[Observation], geography: Geography, **source: str) -> Intervals:
    """The bounds of every hidden row by (geo_id, stratum, period)."""
    sources = {SYNTHETIC: make_source(**source)}
    indicators = {i: make_indicator(id=i) for i in {r.indicator for r in rows}}
    intervals = suppressed_intervals(rows, (), geography, sources, indicators)
    return {(row.geo_id, row.stratum, row.period): (low, high) for row, low, high in intervals}


def town(geo_id: str, count: float | None, period: Period = YEAR, level: str = "municipality") -> Observation:
    """A row of everyone in a place; without a count it is hidden."""
    status = "suppressed" if count is None else "reported"
    return Observation(
        "deaths",
        level,
        geo_id,
        OVERALL,
        OVERALL,
        period,
        SYNTHETIC,
        status,
        count,
        None,
        None,
        count,
        1e6,  # type: ignore[arg-type]
    )


def hide_small(rows: Iterable[Observation]) -> list[Observation]:
    """Primary suppression alone: what must never be published."""
    return [
        replace(r, status="suppressed", value=None, ci_low=None, ci_high=None, numerator=None)
        if r.numerator is not None and 0 < r.numerator < 11
        else r
        for r in rows
    ]


def test_one_hidden_count_in_a_total_is_the_total_less_the_others() -> None:
    geography = geography_of([["T1", "T2", "T3"]])
    rows = [town("T1", 40), town("T2", None), town("T3", 25), town("C0", 72, level="county")]
    assert read(rows, geography) == {("T2", OVERALL, YEAR): (72 - 40 - 25, 72 - 40 - 25)}


def test_two_hidden_counts_in_a_total_share_what_is_left() -> None:
    geography = geography_of([["T1", "T2", "T3"]])
    rows = [town("T1", 40), town("T2", None), town("T3", None), town("C0", 52, level="county")]
    # Twelve are left and neither is 0, for the rule shows zeros: each has between 1 and 11.
    assert set(read(rows, geography).values()) == {(1, 11)}
    # A publisher may hide zeros, too.
    assert set(read(rows, geography, disclosure="as_published").values()) == {(0, 12)}


def test_without_a_total_nothing_is_known_but_the_rule() -> None:
    geography = geography_of([["T1", "T2"]])
    rows = [town("T1", 40), town("T2", None)]
    assert read(rows, geography) == {("T2", OVERALL, YEAR): (1, 1e6)}, "not more events than people"
    nobody = [replace(r, denominator=None) for r in rows]
    assert read(nobody, geography) == {("T2", OVERALL, YEAR): (1, math.inf)}


def test_areas_that_share_towns_give_a_count_away() -> None:
    geography = geography_of([["T1", "T2", "T3", "T4"]], [["T1", "T2", "T3"], ["T2", "T3", "T4"]])
    rows = [town("T1", 30), town("T4", None), town("A0", 80, level="area"), town("A1", 55, level="area")]
    # A1 − A0 = T4 − T1, whatever the towns have that both areas share.
    assert read(rows, geography) == {("T4", OVERALL, YEAR): (55 - 80 + 30, 55 - 80 + 30)}


def test_rolling_periods_give_a_year_away() -> None:
    geography = geography_of([["T1"]])
    first, second = Period.years(2019, 2021), Period.years(2020, 2022)
    rows = [town("T1", 60, first), town("T1", 48, second), town("T1", 21, Period.years(2019)), town("T1", None)]
    assert read(rows, geography) == {("T1", OVERALL, YEAR): (48 - 60 + 21, 48 - 60 + 21)}


def test_a_rate_and_its_denominator_are_a_count() -> None:
    geography = geography_of([["T1", "T2"]])
    rates = [replace(town("T1", 40), numerator=None, value=4.0), replace(town("C0", 43, level="county"), value=4.3)]
    rows = [replace(r, numerator=None, denominator=1e6) for r in rates]
    # 4.0 and 4.3 per 100,000 of a million people: 40 and 43 of them, give or take half a digit.
    intervals = read([*rows, town("T2", None)], geography, disclosure="as_published")
    assert intervals == {("T2", OVERALL, YEAR): (43 - 40, 43 - 40)}


def test_groups_that_fall_short_of_everyone_give_nothing_away() -> None:
    geography = geography_of([["T1"], ["T2"]])
    groups = [
        replace(town(t, n), dimension="race_ethnicity", stratum=s)
        for t, s, n in (
            ("T1", "black_nh", 12),
            ("T1", "white_nh", 50),
            ("T2", "black_nh", None),
            ("T2", "white_nh", 40),
        )
    ]
    rows = [replace(r, denominator=None) for r in [*groups, town("T1", 70), town("T2", 60)]]
    assert read(rows, geography) == {("T2", "black_nh", YEAR): (1, 60 - 40)}


def test_a_group_of_two_that_are_shown_is_known() -> None:
    geography = geography_of([["T1"]])
    groups = {"asian_nh": 20, "nhopi_nh": None, "asian_pi_nh": 27}
    rows = [replace(town("T1", n), dimension="race_ethnicity", stratum=s) for s, n in groups.items()]
    assert read(rows, geography) == {("T1", "nhopi_nh", YEAR): (27 - 20, 27 - 20)}


def test_what_one_indicator_hides_another_of_the_same_events_must_not_show() -> None:
    geography = geography_of([["T1", "T2"]])
    crude = [town("T1", None), town("T2", 40)]
    adjusted = [replace(r, indicator="deaths_adjusted") for r in (town("T1", 7), town("T2", 40))]
    assert read([*crude, *adjusted], geography) == {}, "the count is published, only not in this row"


def test_figures_that_contradict_each_other_are_set_aside() -> None:
    geography = geography_of([["T1", "T2"]])
    rows = [town("T1", 40), town("T2", None), town("C0", 30, level="county")]
    assert read(rows, geography, disclosure="as_published")["T2", OVERALL, YEAR][1] > 0


BIRTHS = {
    "aian_nh": (30, 400), "asian_nh": (2_000, 25_000), "black_nh": (3_000, 30_000), "hispanic": (5_000, 60_000),
    "multiracial_nh": (500, 6_000), "nhopi_nh": (7, 100), "not_stated": (463, 5_000), "white_nh": (14_000, 220_000),
}  # fmt: skip
"""Made-up births under 2,500 grams, and births, by group: no state's."""


def test_a_hidden_group_of_births_follows_from_the_other_groups_and_the_total() -> None:
    period = Period.years(2017, 2023)
    births = {s: (None if s == "nhopi_nh" else low, n) for s, (low, n) in BIRTHS.items()}
    low_of_all, births_of_all = (sum(numbers) for numbers in zip(*BIRTHS.values(), strict=True))
    rows = [
        Observation(
            "low_birthweight", "state", STATE_ID, dimension, stratum, period, SYNTHETIC,
            "suppressed" if low is None else "reported", None, None, None, low, people,
        )
        for dimension, stratum, (low, people) in [
            (OVERALL, OVERALL, (low_of_all, births_of_all)), *(("race_ethnicity", s, n) for s, n in births.items())
        ]
    ]  # fmt: skip
    geography = geography_of([["T1"]])
    percent = make_indicator(id="low_birthweight", measure="percent", per=100, population_denominator=False, rollup=())
    source = make_source(disclosure="as_published")
    inputs = (rows, (), geography, {SYNTHETIC: source}, {"low_birthweight": percent})
    ((row, low, high),) = suppressed_intervals(*inputs)
    assert (row.stratum, low, high) == ("nhopi_nh", 7, 7), "25,000 less 24,993 of the other groups"
    result = protect(*inputs)
    assert result.observations == rows, "the publisher's release is reported on, not changed"
    (audit,) = result.report.audits
    assert [(e.stratum, e.values) for e in audit.exposed] == [("nhopi_nh", 1)]


def leak(seed: int) -> tuple[Counts, list[Observation], tuple[str, str, Period], int]:
    """A synthetic table with one small count, hidden, in a total that is shown, and the rest large or shown."""
    draw = random.Random(seed)
    counts = random_counts(seed)
    small = draw.choice(sorted(counts.atoms))
    counts.atoms.update({atom: draw.randint(11, 60) for atom in counts.atoms})
    counts.atoms[small] = draw.randint(1, 10)
    rows = hide_small(counts.rows())
    key = (small[0], small[1], Period.years(small[2]))
    return counts, rows, key, counts.atoms[small]


@pytest.mark.parametrize("block", range(10))
def test_the_leak_is_found_where_complementary_suppression_was_left_out(block: int) -> None:
    for seed in range(50 * block, 50 * (block + 1)):
        counts, rows, key, count = leak(seed)
        assert read(rows, counts.geography)[key] == (count, count), seed


def tiny(seed: int) -> Counts:
    """A synthetic table of so few towns and groups that every possible table can be written down."""
    draw = random.Random(seed)
    counties, strata, years = draw.choice(
        [
            ([["T1", "T2"], ["T3"]], [], (2022,)),
            ([["T1", "T2"], ["T3", "T4"]], [], (2022,)),
            ([["T1", "T2"]], list(RACES[:2]), (2022,)),
            ([["T1"], ["T2"]], [], (2021, 2022)),
        ]
    )
    areas = [["T2", "T3"]] if len(counties) > 1 and len(counties[0]) > 1 and draw.random() < 0.5 else []
    groups = strata or [OVERALL]
    atoms = {(t, g, y): draw.choice([0, 1, 2, 3, 4, 6]) for c in counties for t in c for g in groups for y in years}
    spans = [(2021, 2022)] if len(years) > 1 else []
    return Counts(geography_of(counties, areas), years, spans, strata, atoms)


@pytest.mark.parametrize("block", range(4))
def test_bounds_are_those_of_writing_down_every_possible_table(block: int) -> None:
    most = 13
    for seed in range(40 * block, 40 * (block + 1)):
        counts, draw = tiny(seed), random.Random(seed)
        rows = [
            replace(r, status="suppressed", value=None, ci_low=None, ci_high=None, numerator=None)
            if r.numerator and draw.random() < 0.5
            else r
            for r in counts.rows()
        ]
        expected = alternative.feasibility_intervals(counts, rows, most)
        intervals = read(rows, counts.geography)
        assert intervals.keys() == expected.keys()
        for key, (low, high) in intervals.items():
            # A town without a limit was tried up to `most` only.
            assert low == expected[key][0], (seed, key)
            assert high == expected[key][1] or expected[key][1] >= most, (seed, key)
