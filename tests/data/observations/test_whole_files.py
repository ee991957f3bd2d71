"""Whole files of publishers, read a second time in the plainest way, and every row of the snapshot compared.

tests/conftest.py leaves this module out where the files are not on the machine.
"""

from __future__ import annotations

import csv
from collections import defaultdict
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


def test_the_tracker_of_medicare_by_county() -> None:
    """Its figures of 2022 are those of the Medicare tool, in hand from another file: so are its years what it says."""
    read: dict[str, dict[Key, float]] = {"2021": {}, "2022": {}}
    for cells in lines("chr_het", "race_and_ethnicity_county_historical.csv"):
        year, figure = cells["time_period"], cells["preventable_hospitalizations_per_100k"]
        if cells["state_fips"] == "25" and figure and year in read:
            group = RACES[cells["race_and_ethnicity"]]
            read[year]["preventable_hospital_stays", cells["county_fips"], group, year] = float(figure)
    assert read["2021"] == snapshot("chr_medicare_2021")
    tool = {k: v for k, v in snapshot("cms_disparities_2022").items() if len(k[1]) == 5}
    assert tool.items() >= read["2022"].items()
    assert len(read["2022"]) == 61


QUOTED = {
    "maternal_deaths_within_year_rate_wonder": "maternal_mortality_late_wonder",
    "maternal_deaths_within_year": "maternal_deaths_late_wonder",
    "opioid_overdose_deaths_9_months": "opioid_deaths_dph_first_counts",
    "opioid_overdose_deaths_12_months": "opioid_deaths_dph_twelve_months",
    "fentanyl_in_toxicology": "opioid_deaths_with_fentanyl_dph",
    "prams_moderate_or_high_social_support": "moderate_social_support_prams",
    "prams_financial_support_from_father": "financial_support_from_father_prams",
    "prams_emotional_support_from_father": "emotional_support_from_father_prams",
    "births_to_non_us_born": "births_to_mothers_born_abroad",
}
NO_FIGURES = {
    "nonfatal_opioid_overdoses_change": 2, "maternity_units_closed": 1, "maternity_unit_closed": 1,
    "ahem_communities": 1, "distance_to_next_birth_hospital_after_closure": 1, "ahem_named_community": 1,
    "maternal_deaths_within_42_days": 4,
}  # fmt: skip
"""Of the 29: changes, dates and lists, which stand in notes, and numbers that would give smaller ones away."""


def test_the_quoted_figures() -> None:
    read: dict[tuple[str, str], float] = {}
    left: dict[str, int] = {}
    for cells in lines("quoted", "quoted_figures.csv"):
        assert cells["quote_locator"], cells
        if cells["indicator"] in QUOTED:
            read[QUOTED[cells["indicator"]], cells["period"][:7]] = float(cells["value"])
        else:
            left[cells["indicator"]] = left.get(cells["indicator"], 0) + 1
    assert left == NO_FIGURES
    assert len(read) + sum(left.values()) == 29
    shown: dict[tuple[str, str], float] = {}
    for path in Inputs().snapshot.glob("quoted_*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            start, end = row["period_start"][:7], row["period_end"][:7]
            whole_year = start.endswith("-01") and end.endswith("-12")
            shown[row["indicator"], start[:4] if whole_year else start] = float(row["value"])
    assert read == shown


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


LATE, WEEKS, WEIGHT = ("3", "4"), ("01", "02", "03", "04", "05"), ("01", "02", "03", "04", "05")
BIRTHS = (
    # indicator, dimension of the file, the classes counted, those they are a share of (none: a number of births)
    ("births_yearly", "prenatal", ("1", "2", "3", "4", "5"), ()),
    ("prenatal_care_first_trimester_yearly", "prenatal", ("1",), ("1", "2", "3", "4")),
    ("prenatal_care_late_or_none", "prenatal", LATE, ("1", "2", "3", "4")),
    ("preterm_birth", "gestage", WEEKS, tuple(f"{n:02}" for n in range(1, 10))),
    ("very_preterm_birth", "gestage", WEEKS[:3], tuple(f"{n:02}" for n in range(1, 10))),
    ("low_birthweight_yearly", "birthweight", WEIGHT, tuple(f"{n:02}" for n in range(1, 12))),
)


def test_the_births_by_county() -> None:
    """Of every county and year whose classes are all printed; of the others there is no figure."""
    classes: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for cells in lines("wonder_natality_county", "wonder_natality_ma_county_2016_2024.csv"):
        classes[cells["dimension"], cells["county_fips"], cells["year"]][cells["category_code"]] = cells["births"]
    with (Inputs().snapshot / "cdc_wonder_natality.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["geo_level"] in ("county", "area")]
    compared = 0
    for indicator, dimension, counted, among in BIRTHS:
        for row in (r for r in rows if r["indicator"] == indicator):
            place = row["geo_id"] if row["geo_level"] == "county" else "25999"
            printed = classes.get((dimension, place, row["period_start"][:4]), {})
            whole = bool(printed) and all(births.isdigit() for births in printed.values())
            if row["status"] != "reported":
                continue  # some whole ones are hidden to protect the others: held in tests/data/test_natality.py
            assert whole, (indicator, place, row["period_start"])
            assert int(row["numerator"]) == sum(int(printed[code]) for code in counted)
            if among:
                # The share itself and its interval are made of the two when the file is built.
                assert int(row["denominator"]) == sum(int(printed[code]) for code in among)
            compared += 1
    whole_years = sum(
        all(births.isdigit() for births in printed.values())
        for (dimension, _, _), printed in classes.items()
        if dimension == "prenatal"
    )
    assert whole_years == 78
    assert compared > 3 * 70
