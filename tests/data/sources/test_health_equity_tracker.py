"""Synthetic rows in the tracker's format: counties of the nation, groups that come and go, figures of few people."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest

from data.errors import DefinitionError, SourceFileError
from data.pipeline.build import Inputs
from data.sources.research import health_equity_tracker
from tests.importing import COUNTY_CODES

HEADER = "time_period,state_fips,county_fips,stays_per_100k,suicide_per_100k,county_name,race_and_ethnicity"
BLACK = "Black or African American (NH)"
EVERYONE = [f"2021,25,25{code},{3000 + n}.0,,County,All" for n, code in enumerate(COUNTY_CODES)]
LINES = (
    "2021,01,01001,4444.0,,Autauga County,All",
    *EVERYONE,
    f"2021,25,25001,2543.0,,Barnstable County,{BLACK}",
    f"2021,25,25003,0.0,,Berkshire County,{BLACK}",
    "2021,25,25003,,9.9,Berkshire County,Asian (NH)",
    f"2022,25,25001,4786.0,,Barnstable County,{BLACK}",
    "2021,56,56001,4445.0,,Albany County,All",
)
TABLE = "\n".join((HEADER, *LINES)) + "\n"
Rows = dict[tuple[str, str], Any]
Tracker = Callable[..., Rows]


@pytest.fixture
def tracker(read: Callable[..., Any]) -> Tracker:
    def rows(text: str = TABLE, **keys: object) -> Rows:
        asked = {"column": "stays_per_100k", "period": "2021", **keys}
        return {(r.geo_id, r.stratum): r for r in read(health_equity_tracker, text, **asked)}

    return rows


def test_only_the_year_of_the_series_and_the_counties_of_the_state_are_read(tracker: Tracker) -> None:
    rows = tracker()
    assert {row.period.slug for row in rows.values()} == {"2021"}
    assert len(rows) == 14 * 2, "everyone and one group"
    assert rows["25027", "overall"].value == 3013
    assert rows["25001", "black_nh"].value == 2543


def test_a_group_without_a_line_or_with_a_zero_has_no_figure(tracker: Tracker) -> None:
    rows = tracker()
    for county in ("25003", "25005"):
        assert (rows[county, "black_nh"].status, rows[county, "black_nh"].value) == ("not_available", None)


def test_a_figure_of_few_people_is_unreliable(tracker: Tracker) -> None:
    rows = tracker(few=["25001 black_nh"])
    assert rows["25001", "black_nh"].status == "unreliable"
    assert rows["25001", "overall"].status == "reported"
    with pytest.raises(DefinitionError, match="few: names a county and a group without a figure"):
        tracker(few=["25005 black_nh"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (EVERYONE[3] + "\n", "", "has no row for Dukes County.*2021, everyone"),
        ("2021,25,25009,3004.0", "2021,25,25009,", "has no row for Essex County"),
        ("25,25009", "25,25029", "25029: no county of Massachusetts"),
        ("2022,25,25001,4786.0", "2021,25,25001,4786.0", "repeats row"),
        (BLACK, "Blue", "“Blue” is none of"),
        ("2543.0", "-2543.0", "below zero"),
        ("stays_per_100k", "stays", "column “stays_per_100k”.*missing"),
    ],
)
def test_a_file_that_is_not_as_copied_is_refused(tracker: Tracker, old: str, new: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        tracker(TABLE.replace(old, new, 1))


def snapshot(name: str, level: str) -> list[dict[str, str]]:
    with (Inputs().snapshot / f"{name}.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["geo_level"] == level]


def test_known_figures_of_counties() -> None:
    """Black people in Medicare, 2021: 5,214 in Suffolk County, 4,523 in Hampden; 26 county-years with those of 2022."""
    rows = {(r["geo_id"], r["stratum"]): r for r in snapshot("chr_medicare_2021", "county")}
    assert [rows[county, "black_nh"]["value"] for county in ("25025", "25013")] == ["5214", "4523"]
    later = snapshot("cms_disparities_2022", "county")
    black = [r for r in (*rows.values(), *later) if r["stratum"] == "black_nh" and r["value"]]
    assert len(black) == 26


def test_a_group_of_few_people_in_2022_is_unreliable_in_2021() -> None:
    later = {(r["geo_id"], r["stratum"]): r["status"] for r in snapshot("cms_disparities_2022", "county")}
    for row in snapshot("chr_medicare_2021", "county"):
        if row["value"]:
            sure = later[row["geo_id"], row["stratum"]] == "reported"
            assert row["status"] == ("reported" if sure else "unreliable"), row


def test_the_counties_of_2021_give_the_states_figure_of_that_year() -> None:
    """Weighted by all residents, not by people in Medicare, so near it and not equal: 3,223 by the other publisher."""
    people = {
        r["geo_id"]: float(r["population"])
        for r in csv.DictReader((Inputs().snapshot / "census_county_2024.csv").read_text("utf-8").splitlines())
        if r["year"] == "2021" and r["geo_id"] != "25"
    }
    rows = snapshot("chr_medicare_2021", "county")
    stays = {r["geo_id"]: float(r["value"]) for r in rows if r["stratum"] == "overall"}
    mean = sum(people[county] * stays[county] for county in stays) / sum(people[county] for county in stays)
    assert mean == pytest.approx(3223, rel=0.01)
