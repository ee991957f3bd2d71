"""Synthetic rows in the publisher's format: a file per geography and race, bands of people, 0 for no figure."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import medicare_disparities

CONDITION = "Prevention Quality Overall Composite (PQI #90)"
BEFORE = (
    "Medicare Fee For Service,2022,{},Prevention Quality Indicator (PQI),Unsmoothed age standardized,Base measure,"
    f'Primary chronic conditions,"{CONDITION}",All,All,Dual & non-dual'
)
CHOICES = (
    "population,year,geography,measure,adjustment,analysis,domain,condition,primary_sex,primary_age,primary_dual,fips"
)
COUNTY_HEADER = f"{CHOICES},county,state,urban,primary_race,primary_eligibility,primary_denominator,analysis_value"
STATE_HEADER = f"{CHOICES},state,primary_race,primary_eligibility,primary_denominator,analysis_value"
KEYS = {"condition": CONDITION, "period": "2022"}


def county(code, race, band, value, state="MASSACHUSETTS"):
    return f'{BEFORE.format("County")},{code},A County,{state},Urban,{race},All,"{band}",{value}'


@pytest.fixture
def files(tmp_path, county_codes):
    everyone = [county(f"25{c}", "All", "10,000+", 3000) for c in county_codes]
    black = [county("25025", "Black", "10,000+", 5023), county("25007", "Black", "11-499", 5278)]
    black += [county("25019", "Black", "11-499", 0), county("25001", "Black", "500-999", 4786)]
    other = county("1001", "All", "10,000+", 4365, "ALABAMA")
    state = f'{BEFORE.format("State/Territory")},25,MASSACHUSETTS,All,All,"10,000+",3196'
    content = {
        "county.csv": [COUNTY_HEADER, other, *everyone],
        "county_black.csv": [COUNTY_HEADER, *black],
        "state.csv": [STATE_HEADER, state],
    }
    for name, lines in content.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def stays(read, files):
    def run(change=None, **keys):
        name, edit = change or ("county.csv", lambda text: text)
        text = edit((files / name).read_text(encoding="utf-8"))
        keys = {"files": ["county.csv", "county_black.csv", "state.csv"], **KEYS, **keys}
        return {(r.geo_id, r.stratum): r for r in read(medicare_disparities, text, file=name, **keys)}

    return run


def test_every_file_gives_its_places_and_its_race(stays):
    actual = stays()
    assert len(actual) == 14 + 14 + 1
    assert (actual["25", "overall"].value, actual["25", "overall"].geo_level) == (3196, "state")
    row = actual["25025", "black_nh"]
    assert (row.value, row.status, row.dimension, row.period.slug) == (5023, "reported", "race_ethnicity", "2022")
    assert (row.numerator, row.denominator, row.ci_low) == (None, None, None)


def test_a_zero_is_no_figure(stays):
    row = stays()["25019", "black_nh"]
    assert (row.status, row.value) == ("not_available", None)


def test_a_county_without_a_line_in_the_file_of_a_race_is_not_available(stays):
    assert stays()["25003", "black_nh"].status == "not_available"


def test_a_figure_of_the_fewest_people_is_unreliable(stays):
    assert (stays()["25007", "black_nh"].status, stays()["25007", "black_nh"].value) == ("unreliable", 5278)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("county.csv", "analysis_value", "value", "column “analysis_value”.*missing"),
        ("county.csv", "Unsmoothed age standardized", "Smoothed", "“Smoothed” where “Unsmoothed"),
        ("county.csv", "Service,2022", "Service,2021", "“2021” where “2022” is expected"),
        ("county.csv", "(PQI #90)", "(PQI #92)", "PQI #92.* where"),
        ("county.csv", "25011", "25012", "“25012” is neither Massachusetts"),
        ("county.csv", "25011", "25013", "repeats row"),
        ("county.csv", ",25011,A County,MASSACHUSETTS", ",33011,A County,MAINE", "no row for Franklin County"),
        ("county.csv", "3000", "high", "“high” is not a number"),
        ("county.csv", "MASSACHUSETTS", "MAINE", "no row for Massachusetts"),
        ("county_black.csv", "Urban,Black", "Urban,Blue", "“Blue” is none of"),
        (
            "county_black.csv",
            "25001,A County,MASSACHUSETTS,Urban,Black",
            "25001,A,MASSACHUSETTS,Urban,White",
            "one file",
        ),
        ("county_black.csv", "500-999", "500-1,000", "“500-1,000” is none of"),
        ("state.csv", "State/Territory", "Hospital region", "“Hospital region” is none of"),
        ("state.csv", "population,", "<html>,", "column “population”.*missing|web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(stays, name, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        stays((name, lambda text: text.replace(old, new)))


@pytest.mark.parametrize(
    ("keys", "message"), [({"files": []}, "files: a list"), ({"condition": None}, "key “condition”")]
)
def test_a_series_that_is_wrong_names_its_key(stays, keys, message):
    with pytest.raises(DefinitionError, match=message):
        stays(**keys)


def test_a_file_that_is_not_there_is_named(stays):
    with pytest.raises(SourceFileError, match=r"county_white\.csv: is not in the folder"):
        stays(files=["county_white.csv"])
