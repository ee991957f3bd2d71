"""Synthetic rows in the publisher's format: groups in the measure’s name, NA and NULL, reasons for gaps."""

from __future__ import annotations

import pytest

from data.errors import SourceFileError
from data.sources.research import americas_health_rankings
from data.vocabulary import GROUPS

HEADER = "Data Year,Measure,StateCode,Value,LowerCI,UpperCI,Rank,Number,Source,MissingReason"
HIDDEN = "Results are suppressed due to inadequate sample size and/or to protect identity"
SHOWN = {
    "": "8.9,8,9.8,8,507500",
    " - Ages 18-44": "2.4,1.7,3.1,NA,61000",
    " - Ages 65+ ": "18.5,15.9,21.1,NA,238100",
    " - Black": "11.7,7.9,15.6,NA,43900",
    " - Female": "8.7,7.4,10,NA,257300",
    " - Other Race": "7,6,8,NA,1000",
}


def lines(state, groups):
    return [f'2021,Diabetes{group},{state},{cells},"CDC, BRFSS",NA' for group, cells in groups.items()]


@pytest.fixture
def table():
    hidden = f'2021,Diabetes - Asian,MA,NA,NA,NA,NA,NA,"CDC, BRFSS",{HIDDEN}'
    other = '2018/2020,Voter Participation (Average),MA,60.9,56.7,65.1,1,NA,"Census",NA'
    nation = lines("ALL", {**SHOWN, " - Asian": "9,8,10,NA,1"})
    return "\r\n".join((HEADER, *lines("MA", SHOWN), hidden, *nation, *lines("AK", {"": "9,8,10,1,1"}), other)) + "\r\n"


@pytest.fixture
def rankings(read):
    return lambda text, **keys: {
        r.stratum: r for r in read(americas_health_rankings, text, **{"measure": "Diabetes", **keys})
    }


def test_the_part_after_the_measure_is_the_group(table, rankings):
    actual = rankings(table)
    assert set(actual) == {"overall", "age_18_44", "age_65_plus", "black_nh", "female", "other", "asian_nh"}
    assert all(GROUPS[s].dimension == r.dimension for s, r in actual.items())
    row = actual["black_nh"]
    assert (row.value, row.ci_low, row.ci_high, row.period.slug) == (11.7, 7.9, 15.6, "2021")
    assert (row.geo_id, row.geo_level) == ("25", "state")


def test_the_estimated_number_of_people_is_not_taken_for_a_count(table, rankings):
    assert all(r.numerator is None and r.denominator is None for r in rankings(table).values())


def test_what_is_missing_with_a_reason_is_hidden_and_without_one_not_available(table, rankings):
    assert rankings(table)["asian_nh"].status == "suppressed"
    for blank in ("NULL", "NA", ""):
        text = table.replace(f'NA,NA,NA,NA,NA,"CDC, BRFSS",{HIDDEN}', f'{blank},NA,NA,NA,NA,"CDC, BRFSS",NULL')
        assert rankings(text)["asian_nh"].status == "not_available"


def test_an_interval_printed_beside_a_hidden_value_is_hidden_with_it(table, rankings):
    text = table.replace("Asian,MA,NA,NA,NA,NA,NA", "Asian,MA,NA,6.7,18,NA,18")
    row = rankings(text)["asian_nh"]
    assert (row.status, row.value, row.ci_low, row.ci_high, row.numerator) == ("suppressed", None, None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("LowerCI", "Lower", "column “LowerCI”.*missing"),
        ("Black,MA,11.7", "Black,MA,twelve", "“twelve” is not a number"),
        ("Black,MA,11.7,7.9,15.6", "Black,MA,11.7,15.6,7.9", "lower end, 15.6, is above"),
        ("Black,MA,11.7,7.9,15.6", "Black,MA,11.7,NA,15.6", "one end of an interval"),
        ("Diabetes - Black", "Diabetes - Blue", "“Blue” is none of"),
        ("Diabetes - Female,MA", "Diabetes - Black,MA", "repeats row"),
        ("Diabetes - Female,MA", "Diabetes - Female,ME", "no row for Massachusetts and Diabetes - Female"),
        ("2021,Diabetes - Black,MA", "2020/2021,Diabetes - Black,MA", "“2020/2021” is not a year"),
        ("Asian,MA,NA,NA,NA", "Asian,MA,4,3,5", "is given although the publisher says"),
        (",MA,", ",ME,", "no row for Massachusetts"),
        ("Black,MA,11.7,7.9", "Black,MA,NA,7.9", "column “Value”.*is empty beside an interval"),
        (HIDDEN, "Census", "“Census” is no reason of the publisher's"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(table, rankings, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        rankings(table.replace(old, new))


def test_a_measure_that_is_not_there_is_said(table, rankings):
    with pytest.raises(SourceFileError, match="no row for Massachusetts and Gout"):
        rankings(table, measure="Gout")
