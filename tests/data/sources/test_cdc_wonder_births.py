"""Synthetic rows in the publisher's format: race by Hispanic origin, no rows under 10 births, notes at the end."""

from __future__ import annotations

import pytest

from data.errors import SourceFileError
from data.sources.federal import cdc_wonder_births

HEADER = "\t".join(
    (
        '"Notes"', '"State of Residence"', '"State of Residence Code"', '"Mother\'s Single Race 6"',
        '"Mother\'s Single Race 6 Code"', '"Mother\'s Hispanic Origin"', '"Mother\'s Hispanic Origin Code"', "Births",
    )
)  # fmt: skip
ORIGINS = {"hispanic": "Hispanic or Latino", "not": "Not Hispanic or Latino", "unknown": "Unknown or Not Stated"}


def line(race, origin, births, state="25"):
    return f'\t"S"\t"{state}"\t"{race}"\t"R"\t"{ORIGINS[origin]}"\t"O"\t{births}'


def export(*lines, year="2019"):
    footer = f'"---"\n"Dataset: Natality, 2016-2022 expanded"\n"Query Parameters:"\n"Year: {year}"\n'
    return "\n".join((HEADER, *lines)) + "\n" + footer


NATIVE, BLACK, ISLANDER = (
    "American Indian or Alaska Native",
    "Black or African American",
    "Native Hawaiian or Other Pacific Islander",
)
SEVERAL = "More than one race"
NOT_HISPANIC = {NATIVE: 79, "Asian": 6228, BLACK: 6850, ISLANDER: 19, "White": 39219, SEVERAL: 1485}
HISPANIC = {NATIVE: 16, "Asian": 64, BLACK: 2514, "White": 11137, SEVERAL: 403}
LINES = (
    line("Asian", "not", 700, state="01"),
    *(line(race, "not", births) for race, births in NOT_HISPANIC.items()),
    *(line(race, "hispanic", births) for race, births in HISPANIC.items()),
    line("White", "unknown", 865),
)


def run(read, text, period="2019"):
    return {r.stratum: r for r in read(cdc_wonder_births, text, period=period)}


def test_each_race_that_is_not_hispanic_is_a_count_of_the_state(read):
    actual = run(read, export(*LINES))
    assert (actual["white_nh"].value, actual["white_nh"].numerator) == (39219, 39219)
    assert (actual["nhopi_nh"].value, actual["nhopi_nh"].status) == (19, "reported")
    assert {r.period.slug for r in actual.values()} == {"2019"}


def test_a_race_without_a_row_is_hidden(read):
    actual = run(read, export(*(text for text in LINES if text != line(ISLANDER, "not", 19))))
    assert (actual["nhopi_nh"].status, actual["nhopi_nh"].value) == ("suppressed", None)


def test_a_total_of_hispanic_mothers_with_a_race_left_out_is_not_available(read):
    actual = run(read, export(*LINES))
    assert (actual["hispanic"].status, actual["hispanic"].value) == ("not_available", None)
    assert actual["not_stated"].status == "not_available"


def test_with_every_race_there_hispanic_mothers_are_added_up(read):
    actual = run(read, export(*LINES, line(ISLANDER, "hispanic", 10)))
    assert actual["hispanic"].value == 16 + 64 + 2514 + 11137 + 403 + 10


@pytest.mark.parametrize("year", ["2022", "2016; 2017; 2018"])
def test_the_year_is_that_of_the_query_not_of_the_files_name(read, year):
    with pytest.raises(SourceFileError, match="not of 2019"):
        run(read, export(*LINES, year=year))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Year: 2019"', "", "of all its years together, not of 2019"),
        ('\t"25"\t', '\t"26"\t', "no row has the state code 25"),
        (f'"{SEVERAL}"\t"R"\t"Not Hisp', '"White"\t"R"\t"Not Hisp', "repeats row"),
        (f'"{ISLANDER}"', '"API"', "“API” is not one of the six races"),
        ('"Hispanic or Latino"', '"Mexican"', "“Mexican” is not a word for Hispanic origin"),
        ("6850", "Suppressed", "“Suppressed” is not a number"),
        ("6850", "", "is empty where a count is expected"),
        ("\tBirths", "\tDeaths", "“Births”.*missing from the header"),
        (HEADER, "<html>", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        run(read, export(*LINES).replace(old, new))
