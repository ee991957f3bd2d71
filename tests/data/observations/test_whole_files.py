"""Whole files of publishers, read a second time in the plainest way, and every row of the snapshot compared.

tests/conftest.py leaves this module out where the files are not on the machine.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.pipeline.build import Inputs
from tests.conftest import SOURCE_FILES

Key = tuple[str, str, str, str]
"""Indicator, place, group and year."""


def lines(*parts: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(SOURCE_FILES, *parts).read_text("utf-8-sig").splitlines()))


def snapshot(source: str) -> dict[Key, float]:
    with (Inputs().snapshot / f"{source}.csv").open(encoding="utf-8") as file:
        return {
            (r["indicator"], r["geo_id"], r["stratum"], r["period_start"][:4]): float(r["value"])
            for r in csv.DictReader(file)
            if r["value"]
        }


RACES = {
    "All": "overall", "Indigenous (NH)": "aian_nh", "Asian (NH)": "asian_nh", "Hispanic or Latino": "hispanic",
    "Asian, Native Hawaiian, and Pacific Islander (NH)": "asian_pi_nh", "Two or more races (NH)": "multiracial_nh",
    "Black or African American (NH)": "black_nh", "White (NH)": "white_nh", "Unrepresented race (NH)": "other",
}  # fmt: skip
BODY = "non-behavioral_health_race_and_ethnicity_state_historical.csv"
MIND = "behavioral_health_race_and_ethnicity_state_historical.csv"
RANKINGS = (
    ("asthma_ahr_by_year", BODY, "asthma_per_100k"),
    ("cardiovascular_disease_ahr_by_year", BODY, "cardiovascular_diseases_per_100k"),
    ("care_avoided_for_cost_ahr_by_year", BODY, "avoided_care_pct_rate"),
    ("copd_ahr_by_year", BODY, "copd_per_100k"),
    ("depression_ahr_by_year", MIND, "depression_per_100k"),
    ("diabetes_prevalence_ahr_by_year", BODY, "diabetes_per_100k"),
    ("excessive_drinking_ahr_by_year", MIND, "excessive_drinking_pct_rate"),
    ("kidney_disease_ahr_by_year", BODY, "chronic_kidney_disease_per_100k"),
    ("mental_distress_ahr_by_year", MIND, "frequent_mental_distress_per_100k"),
)


def test_the_rankings_by_year() -> None:
    read: dict[Key, float] = {}
    for indicator, name, column in RANKINGS:
        for cells in lines("ahr_het", name):
            year, group = cells["time_period"], RACES.get(cells["race_and_ethnicity"], "")
            if cells["state_fips"] == "25" and cells[column] and year >= "2008":
                figure = float(cells[column]) / (1_000 if column.endswith("per_100k") else 1)
                read[indicator, "25", group, year] = figure
    assert read.pop(("excessive_drinking_ahr_by_year", "25", "aian_nh", "2014")) == 0.6
    assert read == pytest.approx(snapshot("americas_health_rankings_by_year"))
    assert len(read) > 400


def test_the_rankings_of_medicare() -> None:
    read: dict[Key, float] = {}
    for cells in lines("ahr_het", BODY):
        year, figure = cells["time_period"], cells["preventable_hospitalizations_per_100k"]
        if cells["state_fips"] == "25" and figure and year >= "2012":
            group = RACES[cells["race_and_ethnicity"]]
            read["preventable_hospital_stays_ahr_by_year", "25", group, year] = float(figure)
    per_1000 = {key: value for key, value in read.items() if value < 100}
    assert {(group, year) for _, _, group, year in per_1000} == {
        ("overall", y) for y in ("2012", "2013", "2014", "2015")
    }
    assert {k: v for k, v in read.items() if k not in per_1000} == snapshot("americas_health_rankings_medicare")


def test_the_reports_of_settlement_money() -> None:
    """Fiscal year 2023 from the state's own file, unmodified; the later ones from the collection."""
    towns = {line["name"].lower().replace(" ", "").replace("-", ""): line["geo_id"] for line in municipalities()}
    towns |= {"mtwashington": towns["mountwashington"], "manchester": towns["manchesterbythesea"]}
    read: dict[Key, float] = {}
    for cells in lines("opioid_settlement", "Muni_Raw_Data_FY23.csv"):
        place = towns[cells["Municipality"].lower().replace(" ", "").replace("-", "")]
        received, spent = (cells[c].strip().lstrip("$").replace(",", "") for c in ("Funds Received", "Funds Expended"))
        if received or cells["Reporting Status"] == "Did not receive funding":
            read["opioid_settlement_received", place, "overall", "2022"] = float(received or 0)
        if spent and spent != "Data not available":
            read["opioid_settlement_spent", place, "overall", "2022"] = float(spent)
    for cells in lines("opioid_settlement", "municipal_opioid_settlement_fy23_fy25.csv"):
        year, place = cells["fiscal_year"], towns.get(cells["municipality"].lower().replace(" ", "").replace("-", ""))
        begins = str(int(year) - 1)
        unfilled = year == "2025" and cells["funds_received"] == "0.0" and not cells["pooled"]
        if year != "2023" and place and not unfilled:
            for name, column in (("received", "funds_received"), ("spent", "total_expended")):
                if cells[column]:
                    read[f"opioid_settlement_{name}", place, "overall", begins] = float(cells[column])
    assert read == snapshot("opioid_settlement_reports")


def municipalities() -> list[dict[str, str]]:
    return list(csv.DictReader((Inputs().snapshot / "massgis_municipalities.csv").read_text("utf-8").splitlines()))
