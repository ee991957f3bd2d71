"""Synthetic rows in the publisher's format: a line per place, sex and race, in no order, blank where not reliable."""

from __future__ import annotations

import itertools

import pytest

from data.errors import SourceFileError
from data.sources.federal import cdc_heart_disease
from data.vocabulary import GROUPS

MEASURE = "Heart Disease Mortality per 100k"
HEADER = f"Loc Abbr,Loc Desc,{MEASURE},Gender,Race/Ethnicity"
SEXES = ("Overall", "Male", "Female")
RACES = ("Overall", "White", "Black", "Hispanic", "Asian and Pacific Islander", "American Indian and Alaskan Native")
KEYS = {"measure": MEASURE, "period": "2013-2015"}


@pytest.fixture
def table(county_names):
    groups = itertools.product((*county_names, "Massachusetts"), SEXES, RACES)
    lines = [f"MA,{place},250.5,{sex},{race}" for place, sex, race in groups]
    lines.append("ME,Franklin County,300,Overall,Overall")
    return "\n".join((HEADER, *reversed(lines))) + "\n"


def test_sex_and_race_make_four_dimensions(read, table):
    rows = read(cdc_heart_disease, table, **KEYS)
    assert len(rows) == 15 * 3 * 6
    of_state = [r for r in rows if r.geo_id == "25"]
    count = {d: sum(r.dimension == d for r in of_state) for d in ("overall", "sex", "race_ethnicity", "race_by_sex")}
    assert count == {"overall": 1, "sex": 2, "race_ethnicity": 5, "race_by_sex": 5 * 2}
    assert all(GROUPS[r.stratum].dimension == r.dimension for r in rows)


def test_a_rate_goes_to_its_place_and_group(read, table):
    old, new = "MA,Suffolk County,250.5,Female,Black", "MA,Suffolk County,161,Female,Black"
    rows = {(r.geo_id, r.stratum): r for r in read(cdc_heart_disease, table.replace(old, new), **KEYS)}
    row = rows["25025", "black_nh_female"]
    assert (row.value, row.geo_level, row.period.slug, row.ci_low) == (161, "county", "2013-2015", None)
    assert rows["25025", "asian_pi_nh"].value == rows["25", "aian_nh_male"].value == 250.5


def test_a_blank_rate_is_not_available(read, table):
    text = table.replace("MA,Dukes County,250.5,Male,Black", "MA,Dukes County,,Male,Black")
    (row,) = (r for r in read(cdc_heart_disease, text, **KEYS) if r.value is None)
    assert (row.geo_id, row.stratum, row.status) == ("25007", "black_nh_male", "not_available")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (MEASURE, "Rate", f"column “{MEASURE}”.*missing"),
        ("MA,Dukes County,250.5,Male,Black", "MA,Dukes County,~,Male,Black", "“~” is not a number"),
        ("MA,Dukes County,250.5,Male,Black", "MA,Dukes County,250.5,Male,White", "repeats row"),
        ("MA,Dukes County,250.5,Male,Black\n", "", "no row for Dukes County \\(Gender Male, Race/Ethnicity Black\\)"),
        ("MA,Dukes County,250.5,Male,Black", "MA,Duke County,250.5,Male,Black", "“Duke County” is neither"),
        ("MA,Dukes County,250.5,Male,Black", "MA,Dukes County,250.5,Men,Black", "“Men” is none of"),
        ("MA,Dukes County,250.5,Male,Black", "MA,Dukes County,250.5,Male,Asian", "“Asian” is none of"),
        ("Loc Abbr,", "<!DOCTYPE html>,", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, table, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        read(cdc_heart_disease, table.replace(old, new, 1), **KEYS)
