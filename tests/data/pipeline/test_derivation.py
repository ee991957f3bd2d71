"""What the build computes, in synthetic figures of a state of four towns; each case both ways it is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.pipeline.derivation import poisson_intervals
from data.statistics.rates import is_unreliable, poisson_interval, wilson_interval
from data.vocabulary import Period
from tests.towns import Derive, by_database, make_indicator, row_by_row

pytestmark = pytest.mark.slow

TOWNS = ("T1", "T2", "T3", "T4")


def deaths(geo_id: str, year: int | str, number: float | None, **changes: Any) -> Observation:
    """A count of deaths in a town, as an importer yields it; None where the publisher hides it."""
    level = {"T": "municipality", "C": "county", "A": "area"}.get(geo_id[0], "state")
    status = "reported" if number is not None else "suppressed"
    row = Observation(
        "deaths", level, geo_id, "overall", "overall", Period.parse(str(year)), "s", status, numerator=number
    )  # type: ignore[arg-type]
    return replace(row, **changes)


def residents(**people: int) -> list[Population]:
    """Populations of 2018 and 2019."""
    return [Population("municipality", t, year, n, "census") for t, n in people.items() for year in (2018, 2019)]


PEOPLE = residents(T1=10_000, T2=40_000, T3=50_000, T4=100_000)


def test_a_rate_is_the_deaths_over_the_residents_of_the_same_years(derived: Derive) -> None:
    actual = derived([deaths("T1", 2018, 20)], PEOPLE)
    assert actual["T1", "2018"].value == pytest.approx(100_000 * 20 / 10_000)
    assert actual["T1", "2018"].denominator == 10_000
    two_years = derived([deaths("T1", "2018-2019", 20)], PEOPLE)["T1", "2018-2019"]
    assert two_years.denominator == 10_000 + 10_000
    assert two_years.value == pytest.approx(100_000 * 20 / 20_000)


def test_its_interval_is_the_exact_one_of_a_count(derived: Derive) -> None:
    row = derived([deaths("T1", 2018, 20)], PEOPLE)["T1", "2018"]
    # 20 events: 12.2165 to 30.8884 (Garwood 1936, as in every table of Poisson limits)
    assert row.ci_low == pytest.approx(122.165, abs=0.01)
    assert row.ci_high == pytest.approx(308.884, abs=0.01)


def test_nobody_died_is_a_rate_of_zero_and_not_a_gap(derived: Derive) -> None:
    row = derived([deaths("T1", 2018, 0)], PEOPLE)["T1", "2018"]
    assert (row.value, row.ci_low, row.numerator) == (0, 0, 0)
    assert row.ci_high == pytest.approx(100_000 * 3.6889 / 10_000, abs=0.01)


def test_a_county_is_its_towns_deaths_over_its_towns_residents_and_never_a_mean_of_rates(derived: Derive) -> None:
    actual = derived([deaths("T1", 2018, 20), deaths("T2", 2018, 20)], PEOPLE)
    county = actual["C1", "2018"]
    assert (county.numerator, county.denominator) == (20 + 20, 10_000 + 40_000)
    assert county.value == pytest.approx(100_000 * 40 / 50_000)
    mean_of_rates = (100_000 * 20 / 10_000 + 100_000 * 20 / 40_000) / 2
    assert county.value != pytest.approx(mean_of_rates)


@pytest.mark.parametrize(
    "gap", [[], [deaths("T2", 2018, None)], [deaths("T2", 2018, None, status="not_available")]],
    ids=["no row", "hidden", "not available"],
)  # fmt: skip
def test_a_county_with_a_member_missing_is_not_available_and_says_which(
    derived: Derive, gap: list[Observation]
) -> None:
    known = [deaths("T1", 2018, 20), deaths("T3", 2018, 5), deaths("T4", 2018, 7)]
    actual = derived([*known, *gap], PEOPLE)
    for place in ("C1", "A1", "25"):
        assert actual[place, "2018"].status == "not_available"
        assert actual[place, "2018"].value is actual[place, "2018"].numerator is None
        assert actual.missing[(place, "overall", "2018")] == ["T2"]
    assert actual["C2", "2018"].numerator == 5 + 7
    assert ("C2", "overall", "2018") not in actual.missing


def test_an_area_pools_the_members_its_list_names(derived: Derive) -> None:
    actual = derived([deaths(t, 2018, 20) for t in TOWNS], PEOPLE)
    assert (actual["A1", "2018"].numerator, actual["A1", "2018"].denominator) == (20 + 20, 40_000 + 50_000)


def test_a_level_that_is_not_asked_for_gets_no_roll_up(derived: Derive) -> None:
    actual = derived([deaths(t, 2018, 20) for t in TOWNS], PEOPLE, make_indicator(rollup=("county",)))
    assert ("A1", "overall", "2018") not in actual.rows
    assert actual["25", "2018"].status == "not_available", "the state has a row for every question"


def test_counts_of_two_sources_are_never_added(derived: Derive) -> None:
    actual = derived([deaths("T1", 2018, 20), deaths("T2", 2018, 20, source="other")], PEOPLE)
    assert actual["C1", "2018"].status == "not_available"


def test_what_is_published_for_a_county_goes_before_the_sum_of_its_towns(derived: Derive) -> None:
    published = deaths("C1", 2018, 41, value=99.0, denominator=50_000.0, source="other")
    actual = derived([deaths("T1", 2018, 20), deaths("T2", 2018, 20), published], PEOPLE)
    assert (actual["C1", "2018"].value, actual["C1", "2018"].source) == (99.0, "other")
    hidden = derived([deaths("T1", 2018, 20), deaths("T2", 2018, 20), deaths("C1", 2018, None)], PEOPLE)
    assert hidden["C1", "2018"].status == "suppressed"


def test_a_published_rate_and_its_interval_are_kept(derived: Derive) -> None:
    row = deaths("T1", 2018, 20, value=187.0, ci_low=150.0, ci_high=230.0, denominator=10_000.0)
    assert derived([row], PEOPLE)["T1", "2018"] == row


def test_a_count_without_residents_is_not_available(derived: Derive) -> None:
    actual = derived([deaths("T1", 2018, 20), deaths("T2", 2017, 20), deaths("T3", "2018-2020", 9)], PEOPLE)
    assert actual["T1", "2018"].status == "reported"
    for place, period in (("T2", "2017"), ("T3", "2018-2020")):
        row = actual[place, period]
        assert (row.status, row.value, row.numerator) == ("not_available", None, None)


def test_months_have_no_population_of_their_own(derived: Derive) -> None:
    assert derived([deaths("T1", "2018-07_2019-06", 20)], PEOPLE)["T1", "2018-07_2019-06"].status == "not_available"


def test_years_are_pooled_when_one_source_has_every_one(derived: Derive) -> None:
    rows = [deaths("T1", 2018, 4), deaths("T1", 2019, 8), deaths("T2", 2018, 5)]
    actual = derived(rows, PEOPLE, make_indicator(pooled=("2018-2019",)))
    assert (actual["T1", "2018-2019"].numerator, actual["T1", "2018-2019"].denominator) == (4 + 8, 20_000)
    assert actual["T1", "2018-2019"].value == pytest.approx(100_000 * 12 / 20_000)
    assert actual["T2", "2018-2019"].status == "not_available"
    split = [deaths("T1", 2018, 4), deaths("T1", 2019, 8, source="other")]
    assert ("T1", "overall", "2018-2019") not in derived(split, PEOPLE, make_indicator(pooled=("2018-2019",))).rows


def test_a_published_figure_of_the_whole_period_is_not_pooled_over(derived: Derive) -> None:
    rows = [deaths("T1", 2018, 4), deaths("T1", 2019, 8), deaths("T1", "2018-2019", None)]
    assert derived(rows, PEOPLE, make_indicator(pooled=("2018-2019",)))["T1", "2018-2019"].status == "suppressed"


def test_shares_have_wilsons_interval(derived: Derive) -> None:
    shares = make_indicator(measure="percent", per=100, population_denominator=False, rollup=())
    row = derived([deaths("T1", 2018, 81, denominator=263.0)], indicator=shares)["T1", "2018"]
    assert row.value == pytest.approx(100 * 81 / 263)
    # 81 of 263: 25.5 % to 36.6 % (Newcombe RG. Stat Med 1998;17:857–872, table I, method 3)
    assert (row.ci_low, row.ci_high) == (pytest.approx(25.53, abs=0.01), pytest.approx(36.62, abs=0.01))
    assert (row.ci_low, row.ci_high) == pytest.approx([100 * end for end in wilson_interval(81, 263)])


@pytest.mark.parametrize(
    ("number", "people", "status"),
    [(9, 10_000, "unreliable"), (10, 10_000, "reported"), (0, 10_000, "unreliable"), (10, 9, "unreliable")],
)
def test_a_rate_on_fewer_than_ten_deaths_or_people_is_marked(
    derived: Derive, number: int, people: int, status: str
) -> None:
    assert derived([deaths("T1", 2018, number)], residents(T1=people))["T1", "2018"].status == status


def test_a_published_rate_with_a_wide_interval_is_marked(derived: Derive) -> None:
    wide = Observation("deaths", "county", "C1", "overall", "overall", Period.years(2018), "s", value=10, ci_low=4,
                       ci_high=20.1)  # fmt: skip
    assert derived([wide])["C1", "2018"].status == "unreliable", "16.1 wide is more than 160 % of 10"
    assert derived([replace(wide, ci_high=20.0)])["C1", "2018"].status == "reported"
    years = replace(wide, value=80.0, ci_low=77.0, ci_high=83.0)
    life = make_indicator(measure="years", unit="years", unit_short="years", population_denominator=False, rollup=())
    assert derived([years], indicator=life)["C1", "2018"].status == "reported", "known to three years either way"
    assert derived([replace(years, ci_high=83.1)], indicator=life)["C1", "2018"].status == "unreliable"


def test_every_place_of_a_level_has_a_row_and_so_has_the_state(derived: Derive) -> None:
    actual = derived([deaths("T1", 2018, 20, stratum="black_nh", dimension="race_ethnicity")], indicator=make_indicator(
        population_denominator=False, rollup=()))  # fmt: skip
    assert {k for k in actual.rows if k[1] == "black_nh"} == {(p, "black_nh", "2018") for p in (*TOWNS, "25")}
    assert {r.status for r in actual.rows.values() if r.geo_id != "T1"} == {"not_available"}


def test_hidden_stays_hidden(derived: Derive) -> None:
    row = derived([deaths("T1", 2018, None)], PEOPLE)["T1", "2018"]
    assert (row.status, row.value, row.ci_low, row.numerator) == ("suppressed", None, None, None)


counts = st.one_of(st.none(), st.integers(0, 400))


@st.composite
def publications(draw: st.DrawFn) -> tuple[list[Observation], list[Population]]:
    """Any counts of towns and counties, some hidden, of two sources, with any populations, some missing."""
    rows = {}
    for geo_id in (*TOWNS, "C1", "25"):
        for period in ("2018", "2019", "2018-2019"):
            kind = draw(st.sampled_from(["none", "count", "rate", "hidden"]))
            row = deaths(geo_id, period, None, source=draw(st.sampled_from(["s", "z"])))
            if kind == "count":
                row = replace(row, status="reported", numerator=float(draw(st.integers(0, 400))))
            elif kind == "rate":
                row = replace(row, status="reported", value=float(draw(st.integers(0, 900))))
            if kind != "none":
                rows[(geo_id, period)] = row
    people = [
        Population("municipality", t, y, draw(st.integers(0, 5_000)), "census")
        for t in (*TOWNS, "C1", "25")
        for y in (2018, 2019)
        if draw(st.integers(0, 9))
    ]
    return list(rows.values()), people


@settings(max_examples=60, deadline=None)
@given(publications(), st.sampled_from(["rate", "percent"]))
def test_both_ways_agree_on_any_publication(
    towns: Geography, publication: tuple[list[Observation], list[Population]], measure: str
) -> None:
    rows, people = publication
    if measure == "percent":  # of more people than events
        people = [replace(p, population=p.population + 1_000) for p in people]
    changes: dict[str, Any] = {"measure": measure, "per": 100 if measure == "percent" else 100_000}
    indicator = make_indicator(pooled=("2018-2019",), **changes)
    one, other = by_database(indicator, rows, people, towns), row_by_row(indicator, rows, people, towns)
    assert one.missing == other.missing
    assert set(one.rows) == set(other.rows)
    for key, row in one.rows.items():
        assert_same(row, other.rows[key])


def assert_same(one: Observation, other: Observation) -> None:
    """Equal but for the last digits of what was computed."""
    figures = ("value", "ci_low", "ci_high", "numerator", "denominator")
    assert replace(one, **dict.fromkeys(figures)) == replace(other, **dict.fromkeys(figures))
    for name in figures:
        mine, theirs = getattr(one, name), getattr(other, name)
        assert (mine is None) == (theirs is None), (one, other)
        assert mine is None or mine == pytest.approx(theirs, rel=1e-9, abs=1e-9), (one, other)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=20))
def test_intervals_of_many_counts_are_those_of_each(numbers: list[int]) -> None:
    low, high = poisson_intervals(np.asarray(numbers, dtype=float))
    for n, at, to in zip(numbers, low, high, strict=True):
        assert (at, to) == pytest.approx(poisson_interval(n))


@settings(max_examples=30, deadline=None)
@given(publications())
def test_nothing_hidden_or_missing_ever_carries_a_figure(
    towns: Geography, publication: tuple[list[Observation], list[Population]]
) -> None:
    for row in by_database(make_indicator(), *publication, towns).rows.values():
        if row.status in ("suppressed", "not_available"):
            assert row.value is row.ci_low is row.ci_high is row.numerator is None
        elif row.value is not None:
            people, events = row.denominator, row.numerator
            assert (row.status == "unreliable") == is_unreliable(row.value, row.ci_low, row.ci_high, events, people)
