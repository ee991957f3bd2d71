"""Figures of counts against arithmetic and against the published formulas, one measure after another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.models import Indicator
from data.geography.places import Geography
from data.observations.checks import KnownDefinitions, find_violations
from data.observations.models import Observation, Population
from data.records.definition import ABRIDGED, CaseDefinition, read_definition
from data.records.errors import RecordsError
from data.records.publishing.measures import Figure, figures, is_published, windows
from data.records.publishing.populations import Populations, collect_populations
from data.statistics.errors import FiguresError
from data.statistics.life_table import life_table
from data.statistics.rates import poisson_interval, wilson_interval
from data.statistics.standardization import US_2000, age_standardized_rate, ages_of
from data.vocabulary import Period
from tests.small_counts import geography_of

COLUMNS = ["year", "town_id", "dimension", "stratum", "age_group", "cases", "eligible"]


@pytest.fixture
def geography() -> Geography:
    """Two counties of two towns each; the number of a town is in its name."""
    made = geography_of([["T1", "T2"], ["T3", "T4"]], [["T2", "T3"]])
    return Geography(made.places, {}, {str(n): f"T{n}" for n in range(1, 5)})


def counts_of(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of year, town, age group, cases and eligible records, of everyone."""
    return pd.DataFrame([(y, t, "overall", "overall", a, c, e) for y, t, a, c, e in rows], columns=COLUMNS)


def people_of(*rows: tuple[str, int, int], dimension: str = "overall", stratum: str = "overall") -> list[Population]:
    return [Population("municipality", g, y, n, "p", dimension, stratum) for g, y, n in rows]


def named(name: str, **changes: Any) -> CaseDefinition:
    return read_definition(name).model_copy(update={"dimensions": ("overall",), "pooled": (), **changes})


def observations(*arguments: Any) -> list[Observation]:
    """Rows of the site's places, before anything is hidden."""
    return [figure.row for figure in figures(*arguments) if is_published(figure.row)]


def by_place(rows: Iterable[Observation]) -> dict[tuple[str, str], Observation]:
    return {(row.geo_id, row.period.slug): row for row in rows}


def test_a_share_has_wilsons_interval_at_every_level_and_period(geography: Geography) -> None:
    frame = counts_of((2021, 1, "", 12, 200), (2021, 3, "", 20, 400), (2022, 1, "", 18, 220), (2022, 0, "", 4, 50))
    rows = by_place(observations(frame, named("low_birthweight_records", pooled=(2,)), geography, Populations(), "s"))
    assert rows["T1", "2021"].value == pytest.approx(6)
    assert (rows["T1", "2021"].ci_low, rows["T1", "2021"].ci_high) == pytest.approx(
        tuple(100 * end for end in wilson_interval(12, 200))
    )
    assert (rows["T1", "2021-2022"].numerator, rows["T1", "2021-2022"].denominator) == (30, 420)
    assert (rows["C0", "2021"].numerator, rows["C1", "2022"].status) == (12, "not_available")
    # Whoever's town is unknown is in the state and nowhere else.
    assert (rows["25", "2022"].numerator, rows["25", "2022"].denominator) == (22, 270)
    assert (rows["A0", "2021"].numerator, rows["A0", "2021"].denominator) == (20, 400)
    assert rows["T2", "2021"].status == "not_available"
    assert {geo_id for geo_id, _ in rows} == {"T1", "T2", "T3", "T4", "C0", "C1", "A0", "25"}


def test_a_rate_over_people_has_the_exact_interval(geography: Geography) -> None:
    definition = named("teen_births_records", population=named("low_birthweight_records").population)
    people = collect_populations(people_of(*((f"T{n}", 2021, 5_000) for n in range(1, 5)), ("T1", 2022, 5_100)))
    rows = by_place(
        observations(counts_of((2021, 1, "", 12, 0), (2022, 3, "", 3, 0)), definition, geography, people, "s")
    )
    low, high = poisson_interval(12)
    row = rows["T1", "2021"]
    assert (row.value, row.ci_low, row.ci_high) == pytest.approx((2.4, low / 5, high / 5))
    assert (row.numerator, row.denominator, row.status) == (12, 5_000, "reported")
    assert (rows["T2", "2021"].value, rows["T2", "2021"].status) == (0, "unreliable")
    # A place without people of its own has its towns', where all have some.
    assert rows["C0", "2021"].denominator == 10_000
    assert rows["25", "2021"].denominator == 20_000
    assert rows["C0", "2022"].status == rows["T3", "2022"].status == "not_available"
    assert rows["T3", "2022"].numerator is None


def _by_age(tmp_path: Path, people: dict[str, int], geo_id: str = "T1", group: str = "overall,overall") -> Path:
    path = tmp_path / "ages.csv"
    lines = [f"{geo_id},2021,{group},{age},{number}" for age, number in people.items()]
    path.write_text("\n".join(["geo_id,year,dimension,stratum,age_group,population", *lines]) + "\n")
    return path


def test_a_standardized_rate_is_that_of_fay_and_feuer(geography: Geography, tmp_path: Path) -> None:
    deaths = {age: 3 + 2 * n for n, age in enumerate(US_2000)}
    people = {age: 900 + 100 * n for n, age in enumerate(US_2000)}
    frame = counts_of(*((2021, 1, age, n, 0) for age, n in deaths.items()), (2021, 1, "unknown", 5, 0))
    known = collect_populations([], [_by_age(tmp_path, people)])
    rows = by_place(observations(frame, named("drug_overdose_deaths_records"), geography, known, "s"))
    expected = age_standardized_rate(deaths, people, 100_000)
    row = rows["T1", "2021"]
    assert (row.value, row.ci_low, row.ci_high) == pytest.approx((expected.value, expected.low, expected.high))
    assert (row.numerator, row.denominator) == (sum(deaths.values()), sum(people.values()))
    assert rows["C0", "2021"].status == "not_available"


def test_years_lost_are_adjusted_for_age_and_end_at_75(geography: Geography, tmp_path: Path) -> None:
    """One rate at all ages: the years lost of 1,000 people are the same whatever the standard, summed by hand."""
    young = [age for age in US_2000 if age not in ("75-84", "85+")]
    people = dict.fromkeys(young, 1_000)
    frame = counts_of((2021, 1, "15-24", 20, 0), (2021, 1, "65-74", 20, 0))
    definition = named("years_lost_records")
    rows = by_place(
        observations(frame, definition, geography, collect_populations([], [_by_age(tmp_path, people)]), "s")
    )
    share = {age: US_2000[age] / sum(US_2000[a] for a in young) for age in young}
    expected = 100_000 * (share["15-24"] * 20 / 1_000 * 55 + share["65-74"] * 20 / 1_000 * 5)
    row = rows["T1", "2021"]
    assert row.value == pytest.approx(expected)
    assert (row.numerator, row.denominator) == (40, 9_000)
    assert _violations([row], definition) == []


def test_life_expectancy_is_that_of_the_life_table(geography: Geography, tmp_path: Path) -> None:
    deaths = {age: 1 + n**2 for n, age in enumerate(ABRIDGED)}
    people = dict.fromkeys(ABRIDGED, 5000)
    definition = named("life_expectancy_records", levels=("municipality",))
    frame = counts_of(*((2021, 1, age, n, 0) for age, n in deaths.items()))
    known = collect_populations([], [_by_age(tmp_path, people)])
    row = by_place(observations(frame, definition, geography, known, "s"))["T1", "2021"]
    table = life_table(deaths, people)
    assert row.value == pytest.approx(table.expected[0])
    assert (row.ci_low, row.ci_high) == pytest.approx(table.interval())
    assert (row.numerator, row.status) == (sum(deaths.values()), "reported")
    assert _violations([row], definition) == []
    few = collect_populations([], [_by_age(tmp_path, dict.fromkeys(ABRIDGED, 260))])
    assert by_place(observations(frame, definition, geography, few, "s"))["T1", "2021"].status == "not_available"


def _violations(rows: list[Observation], definition: CaseDefinition) -> list[Any]:
    indicator = Indicator.model_validate({"id": definition.id, **definition.catalog_entry(("s",))})
    return find_violations(rows, KnownDefinitions({definition.id: indicator}, {}))


def test_girls_and_women_by_race_are_people_by_race_and_sex(geography: Geography, tmp_path: Path) -> None:
    path = _by_age(tmp_path, {"15-17": 300, "18": 100, "19": 101}, "25", "race_by_sex,black_nh_female")
    frame = pd.DataFrame([(2021, 1, "race_ethnicity", "black_nh", "", 20, 0)], columns=COLUMNS)
    definition = named("teen_births_records", levels=("state",))
    rows = observations(frame, definition, geography, collect_populations([], [path]), "s")
    (row,) = [row for row in rows if row.stratum == "black_nh"]
    assert (row.denominator, row.value) == (501, pytest.approx(1000 * 20 / 501))


def test_births_that_infants_deaths_are_counted_over_are_their_denominator(geography: Geography) -> None:
    definition = named("infant_mortality_records")
    rows = by_place(
        observations(
            counts_of((2021, 1, "", 12, 2_000), (2021, 2, "", 11, 0)), definition, geography, Populations(), "s"
        )
    )
    assert (rows["T1", "2021"].value, rows["T1", "2021"].denominator) == (6, 2_000)
    assert rows["T2", "2021"].status == "not_available"
    assert rows["C0", "2021"].numerator == 23


def test_spans_end_with_the_last_year_and_do_not_overlap() -> None:
    assert [p.slug for p in windows(range(2017, 2024), (3,)) if p.start.year != p.end.year] == [
        "2018-2020",
        "2021-2023",
    ]
    assert [p.slug for p in windows((2019, 2021, 2022), (2,))] == ["2019", "2021", "2021-2022", "2022"]
    assert windows((), (3,)) == ()


@given(st.sets(st.integers(1990, 2030)), st.lists(st.integers(2, 7), max_size=3))
def test_every_span_is_of_years_there_are(years: set[int], lengths: list[int]) -> None:
    made = windows(sorted(years), lengths)
    assert len(set(made)) == len(made)
    for length in lengths:
        spans = [p for p in made if p.end.year - p.start.year + 1 == length]
        assert all(p.start.year + k in years for p in spans for k in range(length))
        covered = [p.start.year + k for p in spans for k in range(length)]
        assert len(covered) == len(set(covered))


def test_a_definition_has_no_figures_from_before_it_applies(geography: Geography) -> None:
    frame = counts_of((2014, 1, "", 12, 200), (2015, 1, "", 12, 200))
    definition = named("low_birthweight_records", from_year=2015, pooled=(2,))
    assert {row.period for row in observations(frame, definition, geography, Populations(), "s")} == {
        Period.years(2015)
    }


def test_control_sees_what_is_left_without_the_large_towns(geography: Geography) -> None:
    frame = pd.DataFrame([(2021, n, "race_ethnicity", "black_nh", "", 20, 200) for n in (1, 2, 3)], columns=COLUMNS)
    people = collect_populations(people_of(("T1", 2021, 60_000), ("T2", 2021, 4_000)))
    made = figures(frame, named("low_birthweight_records"), geography, people, "s")
    by_group = {
        f.row.geo_id: f.cases for f in made if f.row.stratum == "black_nh" and f.row.geo_level == "municipality"
    }
    assert by_group == {"T1": 20, "rest_of_25": 40, "rest_of_C0": 20}
    assert isinstance(made[0], Figure)
    shown = {r.geo_id for r in observations(frame, named("low_birthweight_records"), geography, people, "s")}
    assert not any(name.startswith("rest_of") or name == "unknown" for name in shown)


@pytest.mark.parametrize(("name", "ages"), [("<1", (0, 0)), ("1-4", (1, 4)), ("85+", (85, None)), ("18", (18, 18))])
def test_names_of_ages(name: str, ages: tuple[int, int | None]) -> None:
    assert ages_of(name) == ages


@pytest.mark.parametrize("name", ["", "all", "<0", "5-1", "1 - 4", "1_0", "+5", "-5", "٣", "1-4+"])
def test_what_is_no_name_of_ages_is_refused(name: str) -> None:
    with pytest.raises(FiguresError):
        ages_of(name)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("T1,2021,overall,overall,old,5", "row 2: “old” is no age group"),
        ("T1,2021,overall,overall,5-1,5", "row 2: “5-1” ends before it begins"),
        ("T1,2021,overall,overall,1-4,-5", "row 2: “-5” is no number of people"),
        ("T1,2021,overall,overall,1-4,nan", "row 2: “nan” is no number of people"),
        (
            "T1,2021,overall,overall,1-4,5\nT1,2021,overall,overall,1-4,5",
            "row 3: 1-4 of this place and year stands twice",
        ),
    ],
)
def test_a_file_of_people_that_is_wrong_is_told_with_its_row(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"geo_id,year,dimension,stratum,age_group,population\n{line}\n")
    with pytest.raises(RecordsError, match=problem):
        collect_populations([], [path])


def test_people_by_race_are_left_out_where_the_records_tell_race_otherwise() -> None:
    rows = people_of(("T1", 2021, 50), dimension="race_ethnicity", stratum="black_nh")
    assert collect_populations(rows).people
    assert not collect_populations(rows, by_race=False).people
