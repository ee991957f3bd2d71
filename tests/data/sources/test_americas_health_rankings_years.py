"""Synthetic rows in the copy's format: percents times 1,000, a rate whose unit changed, groups that come and go."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest

from data.errors import DefinitionError, SourceFileError
from data.pipeline.build import Inputs
from data.sources.research import americas_health_rankings_years
from data.vocabulary import GROUPS

HEADER = "time_period,asthma_per_100k,drinking_pct_rate,stays_per_100k,state_fips,state_name,race_and_ethnicity"
MAINE = "2015,9900.0,19.9,,23,Maine,All"
BLACK, PACIFIC = "Black or African American (NH)", '"Asian, Native Hawaiian, and Pacific Islander (NH)"'
LINES = (
    MAINE,
    "2014,,,80.1,25,Massachusetts,All",
    "2015,10100.0,19.5,54.3,25,Massachusetts,All",
    f"2015,13200.0,14.6,4775.0,25,Massachusetts,{BLACK}",
    "2015,17800.0,,,25,Massachusetts,Two or more races (NH)",
    "2016,10300.0,20.1,4915.0,25,Massachusetts,All",
    f"2016,15700.0,15.6,5879.0,25,Massachusetts,{BLACK}",
    "2016,,24.0,,25,Massachusetts,Two or more races (NH)",
    f"2016,,,2661.0,25,Massachusetts,{PACIFIC}",
)
TABLE = "\n".join((HEADER, *LINES)) + "\n"
MEDICARE = {
    "indicator_measure": "rate",
    "about_source": {"race": {"exclusive": "yes", "hispanic": "own_group", "words": {
        BLACK: "black_nh", PACIFIC.strip('"'): "asian_pi_nh",
    }}},
    "column": "stays_per_100k", "first": "2015", "everyone_per_1000_before": 2016,
}  # fmt: skip
Rows = dict[tuple[str, str], Any]
Rankings = Callable[..., Rows]


@pytest.fixture
def rankings(read: Callable[..., Any]) -> Rankings:
    def rows(text: str = TABLE, **keys: object) -> Rows:
        asked = {"column": "asthma_per_100k", "indicator_measure": "percent", **keys}
        return {(r.stratum, r.period.slug): r for r in read(americas_health_rankings_years, text, **asked)}

    return rows


def test_a_percent_is_a_thousandth_of_what_the_file_holds(rankings: Rankings) -> None:
    rows = rankings()
    assert rows["overall", "2015"].value == 10_100 / 1_000
    assert rows["black_nh", "2016"].value == 15_700 / 1_000
    assert all(GROUPS[r.stratum].dimension == r.dimension and r.geo_id == "25" for r in rows.values())


def test_a_column_of_percents_is_read_as_it_is(rankings: Rankings) -> None:
    assert rankings(column="drinking_pct_rate")["black_nh", "2015"].value == 14.6


def test_a_group_without_a_figure_in_a_year_is_not_available_and_one_that_never_has_any_is_not_there(
    rankings: Rankings,
) -> None:
    rows = rankings()
    assert {stratum for stratum, _ in rows} == {"overall", "black_nh", "multiracial_nh"}
    assert (rows["multiracial_nh", "2016"].status, rows["multiracial_nh", "2016"].value) == ("not_available", None)
    assert {period for _, period in rows} == {"2015", "2016"}


def test_no_row_has_an_interval_or_a_count(rankings: Rankings) -> None:
    assert all((r.ci_low, r.ci_high, r.numerator, r.denominator) == (None,) * 4 for r in rankings().values())


def test_everyones_rate_per_1000_is_not_shown_and_not_multiplied(rankings: Rankings) -> None:
    """54.3 per 1,000 in 2015 was reckoned in another way: 5,430 would be above White, Black and Hispanic patients."""
    rows = rankings(**MEDICARE)
    assert rows["overall", "2015"].status == "not_available"
    assert rows["overall", "2016"].value == 4915
    assert rows["black_nh", "2015"].value == 4775
    assert rows["asian_pi_nh", "2016"].value == 2661


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2016,10300.0,20.1,4915.0", "2016,10300.0,20.1,49.1", "49.1 is too small for a rate per 100,000"),
        ("2015,13200.0,14.6,4775.0", "2015,13200.0,14.6,47.8", "47.8 is too small for a rate per 100,000"),
        ("2015,10100.0,19.5,54.3", "2015,10100.0,19.5,4430.0", "4430 is not per 1,000.*has the unit changed"),
    ],
)
def test_a_rate_in_a_unit_that_is_not_that_of_its_year_is_refused(
    rankings: Rankings, old: str, new: str, message: str
) -> None:
    with pytest.raises(SourceFileError, match=message):
        rankings(TABLE.replace(old, new), **MEDICARE)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("asthma_per_100k", "asthma", "column “asthma_per_100k”.*missing"),
        ("15700.0,15.6", "fifteen,15.6", "“fifteen” is not a number"),
        ("15700.0,15.6", "15.7,15.6", "15.7 is not a percent with one decimal times 1,000"),
        ("15700.0,15.6", "157000.0,15.6", "157000 is not a percent with one decimal: is it in another unit"),
        (f"2016,15700.0,15.6,5879.0,25,Massachusetts,{BLACK}", f"2015,1.0,,,25,M,{BLACK}", "repeats row"),
        (f"25,Massachusetts,{BLACK}", "25,Massachusetts,Blue", "“Blue” is none of"),
        ("2016,10300.0", "2016,", "has no figure of everyone in 2016"),
        ("2016,10300.0", "2016/17,10300.0", "“2016/17” is not a year"),
        (",25,", ",23,", "repeats row|no figure of everyone in Massachusetts"),
    ],
)
def test_a_file_that_is_not_as_copied_is_refused(rankings: Rankings, old: str, new: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        rankings(TABLE.replace(old, new))


def test_a_column_of_another_kind_is_refused(rankings: Rankings) -> None:
    with pytest.raises(SourceFileError, match="a percent is expected, in a column named"):
        rankings(TABLE.replace("drinking_pct_rate", "drinking"), column="drinking")
    with pytest.raises(SourceFileError, match=r"14\.65 is not a percent with one decimal"):
        rankings(TABLE.replace("14.6,", "14.65,"), column="drinking_pct_rate")


def test_a_figure_that_is_left_out_by_name_is_not_available(rankings: Rankings) -> None:
    assert rankings(left_out=["black_nh 2015"])["black_nh", "2015"].status == "not_available"
    with pytest.raises(SourceFileError, match=r"has no figure of example\.toml: left_out"):
        rankings(left_out=["multiracial_nh 2016"])
    with pytest.raises(DefinitionError, match="“black 2015” is not a group and a year"):
        rankings(left_out=["black 2015"])


def snapshot(name: str) -> dict[tuple[str, str, str], str]:
    """Figures of a table of the snapshot, by indicator, group and year."""
    with (Inputs().snapshot / f"{name}.csv").open(encoding="utf-8") as file:
        return {(r["indicator"], r["stratum"], r["period_start"][:4]): r["value"] for r in csv.DictReader(file)}


def test_the_annual_report_and_the_years_agree_where_both_have_a_figure() -> None:
    report = {k: v for k, v in snapshot("americas_health_rankings_2022").items() if v}
    years = snapshot("americas_health_rankings_by_year")
    both = {
        (indicator, stratum, year): (value, years[f"{indicator}_by_year", stratum, year])
        for (indicator, stratum, year), value in report.items()
        if years.get((f"{indicator}_by_year", stratum, year))
    }
    assert len(both) == 44
    assert [key for key, (a, b) in both.items() if float(a) != float(b)] == []


def test_known_figures_of_massachusetts() -> None:
    """As the copy has them: diabetes of Black adults 11.5 percent in 2008 and 11.8 in 2022, everyone 7.1 and 10.5."""
    years, medicare = snapshot("americas_health_rankings_by_year"), snapshot("americas_health_rankings_medicare")
    diabetes, stays = "diabetes_prevalence_ahr_by_year", "preventable_hospital_stays_ahr_by_year"
    assert [float(years[diabetes, g, y]) for g in ("black_nh", "overall") for y in ("2008", "2022")] == [
        11.5, 11.8, 7.1, 10.5,
    ]  # fmt: skip
    assert float(years["excessive_drinking_ahr_by_year", "black_nh", "2022"]) == 15.3
    assert float(years["cardiovascular_disease_ahr_by_year", "hispanic", "2015"]) == 7.5
    assert [medicare[stays, "overall", y] for y in ("2012", "2015", "2016", "2021")] == ["", "", "4915", "3223"]
    assert [medicare[stays, "black_nh", y] for y in ("2012", "2021")] == ["5943", "4479"]


def test_ten_questions_have_eight_years_or_more_of_three_groups() -> None:
    figures = {**snapshot("americas_health_rankings_by_year"), **snapshot("americas_health_rankings_medicare")}
    for indicator in {name for name, _, _ in figures}:
        years = {g: sum(1 for (i, s, _), v in figures.items() if (i, s) == (indicator, g) and v) for g in GROUPS}
        enough = {g for g, n in years.items() if n >= (7 if indicator.startswith("cardio") else 8)} - {"overall"}
        least = {"copd_ahr_by_year": {"white_nh"}, "kidney_disease_ahr_by_year": {"white_nh", "hispanic"}}
        assert enough >= least.get(indicator, {"white_nh", "black_nh", "hispanic"}), indicator
