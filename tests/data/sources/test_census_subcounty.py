"""Synthetic rows in the publisher's format: levels by SUMLEV, names with their form of government."""

from __future__ import annotations

import pytest

from data.errors import SourceFileError
from data.sources.population import census_subcounty

HEADER = "SUMLEV,STATE,COUNTY,PLACE,COUSUB,NAME,STNAME,CENSUS2010POP,POPESTIMATE2018,POPESTIMATE2019"
FILE = "sub-est2019_25.csv"
POPULATED = {"001": ("Barnstable", 100, 110), "005": ("Bristol", 20, 21), "025": ("Suffolk", 1000, 1010)}
TOWNS = (
    ("001", "Barnstable Town city", 100, 110),
    ("005", "North Attleborough town", 20, 21),
    ("025", "Boston city", 900, 905),
    ("025", "Chelsea city", 100, 105),
)


@pytest.fixture
def table(county_codes, county_names):
    lines = [HEADER, "040,25,000,00000,00000,Massachusetts,Massachusetts,0,1120,1141"]
    for code, name in zip(county_codes, county_names, strict=True):
        first, last = POPULATED.get(code, ("", 0, 0))[1:]
        lines.append(f"050,25,{code},00000,00000,{name},Massachusetts,0,{first},{last}")
    for code, name, first, last in TOWNS:
        lines.append(f"061,25,{code},00000,03690,{name},Massachusetts,0,{first},{last}")
        lines.append(f"162,25,{code},03690,00000,{name},Massachusetts,0,{first},{last}")
    return "\r\n".join(lines) + "\r\n"


def test_state_counties_and_municipalities_have_a_population_a_year(read, table):
    rows = {(r.geo_id, r.year): r for r in read(census_subcounty, table, file=FILE)}
    assert len(rows) == (1 + 14 + 4) * 2
    assert rows["25", 2018].population == 900 + 100 + 100 + 20
    assert rows["25025", 2019].population == 905 + 105
    assert {r.geo_level for r in rows.values()} == {"state", "county", "municipality"}


def test_a_city_that_is_called_a_town_is_found_by_its_name(read, table):
    rows = {(r.geo_id, r.year): r for r in read(census_subcounty, table, file=FILE)}
    assert (rows["2500100000", 2018].geo_level, rows["2500100000", 2018].population) == ("municipality", 100)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("POPESTIMATE2018,POPESTIMATE2019", "POP2018,POP2019", "columns POPESTIMATE and a year"),
        ("POPESTIMATE2018", "POPESTIMATE2017", "between 2017 and 2019 are missing"),
        ("SUMLEV", "LEVEL", "column “SUMLEV”.*missing"),
        ("Chelsea city,Massachusetts,0,100", "Chelsea city,Massachusetts,0,many", "“many” is not a number"),
        ("Chelsea city,Massachusetts,0,100", "Chelsea city,Massachusetts,0,", "is empty"),
        (
            "Chelsea city,Massachusetts,0,100",
            "Chelsea city,Massachusetts,0,99",
            "Massachusetts add up to 1,119, not 1,120",
        ),
        ("061,25,025,00000,03690,Chelsea city", "061,25,025,00000,03690,Boston city", "Boston stands already"),
        ("061,25,025,00000,03690,Chelsea city", "061,25,025,00000,03690,Chelsae city", "“Chelsae city” is no place"),
        (
            "061,25,025,00000,03690,Chelsea city",
            "061,25,005,00000,03690,Chelsea city",
            "Chelsea is not in county 25005",
        ),
        ("061,25,025,00000,03690,Chelsea city", "162,25,025,00000,03690,Chelsea city", "no row for Chelsea"),
        ("050,25,011", "157,25,011", "no row for Franklin County"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, table, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        read(census_subcounty, table.replace(old, new, 1), file=FILE)


def test_counties_must_add_up_too(read, table):
    swapped = table.replace("Barnstable Town city,Massachusetts,0,100", "Barnstable Town city,Massachusetts,0,99")
    swapped = swapped.replace(
        "North Attleborough town,Massachusetts,0,20", "North Attleborough town,Massachusetts,0,21"
    )
    with pytest.raises(SourceFileError, match="Barnstable County add up to 99, not 100"):
        read(census_subcounty, swapped, file=FILE)


def test_a_web_page_is_refused(read):
    with pytest.raises(SourceFileError, match="web page"):
        read(census_subcounty, "<html></html>", file=FILE)


def test_two_vintages_in_the_folder_are_not_guessed_between(read, table, tmp_path):
    (tmp_path / "sub-est2018_25.csv").write_text(table, encoding="utf-8")
    with pytest.raises(SourceFileError, match=r"found: sub-est2018_25.csv, sub-est2019_25.csv"):
        read(census_subcounty, table, file=FILE)


def test_zeros_that_a_spreadsheet_took_away_are_said_to_be_gone(read, table):
    eaten = table.replace("040,25,000", "40,25,0").replace("061,25,001", "61,25,1")
    with pytest.raises(SourceFileError, match=r"column “SUMLEV”, row 2: “40” has lost its leading zeros \(“040”\)"):
        read(census_subcounty, eaten, file=FILE)
