"""Synthetic rows in the publisher's format: one per state, group and year, a group with commas in its name."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.research import ihme_maternal_mortality

HEADER = (
    "measure_id,measure_name,location_id,location_name,race_group,sex_id,sex_name,age_group_id,age_group_name,"
    "year_id,metric_id,metric_name,val,lower,upper"
)
ASIAN = "Non-Hispanic Asian, Native Hawaiian, or Other Pacific Islander"
WORDS = {"Hispanic and any race": "hispanic", ASIAN: "asian_pi_nh"}
GROUPS = {"race": {"exclusive": "yes", "hispanic": "own_group", "words": WORDS}}


def line(group, year, figures, state="Massachusetts"):
    return f'25,Maternal mortality ratio,544,{state},"{group}",2,Female,169,10 to 54,{year},3,Rate,{figures}'


WHOLE = "\n".join(
    (
        HEADER,
        line("Hispanic and any race", 1999, "7.05,3.07,16.17", state="Alabama"),
        line("Hispanic and any race", 1999, "6.892687591,3.368408548,12.7991583"),
        line("Hispanic and any race", 2000, "7.615170398,3.47090871,15.73455762"),
        line(ASIAN, 1999, "4.13,1.20,10.78"),
        line(ASIAN, 2000, "4.20,1.30,10.80"),
    )
)


def test_each_group_and_year_is_a_row_with_its_uncertainty(read):
    rows = {(r.stratum, r.period.slug): r for r in read(ihme_maternal_mortality, WHOLE, about_source=GROUPS)}
    assert set(rows) == {(g, y) for g in ("hispanic", "asian_pi_nh") for y in ("1999", "2000")}
    first = rows["hispanic", "1999"]
    assert (first.value, first.ci_low, first.ci_high) == (6.892687591, 3.368408548, 12.7991583)
    assert (first.geo_id, first.dimension, first.numerator) == ("25", "race_ethnicity", None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (line(ASIAN, 2000, "4.20,1.30,10.80"), "", "no row for Massachusetts, Non-Hispanic Asian.*2000"),
        (line(ASIAN, 2000, ""), line(ASIAN, 1999, ""), "repeats row"),
        ("4.20,1.30", "4.20,", "lower.*is empty"),
        ("4.20,1.30", "high,1.30", "“high” is not a number"),
        ("Massachusetts", "Mass.", "no row is of Massachusetts"),
        ("Hispanic and any race", "Hispanic", "“Hispanic” is not one of the source's words|no row for"),
        ("10 to 54", "15 to 49", "“15 to 49” stands where “10 to 54” is expected"),
        ("Maternal mortality ratio", "Maternal deaths", "“Maternal deaths” stands where"),
        (",val,", ",value,", "“val”.*missing from the header"),
        (HEADER, "<html>", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        read(ihme_maternal_mortality, WHOLE.replace(old, new), about_source=GROUPS)


def test_the_source_names_every_group_in_our_words(read):
    fewer = {"Hispanic and any race": "hispanic"}
    with pytest.raises(SourceFileError, match=r"is not one of the source's words in \[race.words\]"):
        read(ihme_maternal_mortality, WHOLE, about_source={"race": {**GROUPS["race"], "words": fewer}})
    with pytest.raises(DefinitionError, match=r"example_source.toml: \[race\]: the publisher's words"):
        read(ihme_maternal_mortality, WHOLE, about_source={"race": None})
