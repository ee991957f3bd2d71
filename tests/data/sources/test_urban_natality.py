"""Synthetic rows in the publisher's format: shares as proportions, small counties carrying their group's figure."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.research import urban_natality

NAME = "rate_low_birth_weight"
HEADER = f"year,state,county,{NAME},{NAME}_lb,{NAME}_ub,{NAME}_quality"
POOLED = ("007", "011", "019")
GROUP = "0.0682,0.0522,0.0842,3"
KEYS = {"measure": NAME, "scale": 100}


@pytest.fixture
def table(county_codes):
    lines = [HEADER, "2016,01,001,0.0994,0.0956,0.1033,3", "2016,09,110,NA,NA,NA,NA"]
    for year in (2016, 2017):
        for n, code in enumerate(county_codes):
            own = f"0.07{n:02},0.06{n:02},0.08{n:02},2"
            lines.append(f"{year},25,{code},{GROUP if code in POOLED else own}")
    return "\n".join(lines) + "\n"


def test_a_proportion_becomes_a_percent_with_its_interval(read, table):
    rows = {(r.geo_id, r.period.slug): r for r in read(urban_natality, table, **KEYS)}
    assert len(rows) == 14 * 2
    bristol = rows["25005", "2017"]
    assert bristol.value == pytest.approx(0.0702 * 100)
    assert (bristol.ci_low, bristol.ci_high) == (pytest.approx(6.02), pytest.approx(8.02))
    assert (bristol.geo_level, bristol.status, bristol.numerator) == ("county", "reported", None)


@pytest.mark.parametrize("quality", ["3", "2"])
def test_a_figure_shared_by_several_counties_is_of_none_of_them(read, table, quality):
    rows = read(urban_natality, table.replace(GROUP, GROUP[:-1] + quality), **KEYS)
    assert {r.geo_id for r in rows if r.status == "not_available"} == {f"25{code}" for code in POOLED}
    assert all(r.value is None and r.ci_low is None for r in rows if r.status == "not_available")


def test_a_weak_figure_of_a_countys_own_is_unreliable(read, table):
    rows = read(urban_natality, table.replace("0.0702,0.0602,0.0802,2", "0.0702,0.0602,0.0802,3"), **KEYS)
    assert {(r.geo_id, r.status) for r in rows if r.geo_id == "25005"} == {("25005", "unreliable")}


def test_na_is_not_available(read, table):
    rows = read(urban_natality, table.replace("0.0702,0.0602,0.0802,2", "NA,NA,NA,NA"), **KEYS)
    assert {r.status for r in rows if r.geo_id == "25005"} == {"not_available"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"{NAME}_lb", f"{NAME}_low", f"column “{NAME}_lb”.*missing"),
        ("0.0702,0.0602", "high,0.0602", "“high” is not a number"),
        ("0.0702,0.0602", "0.0702,NA", f"column “{NAME}_lb”.*empty"),
        ("0.0702,0.0602,0.0802,2", "0.0702,0.0602,0.0802,9", "“9” is not one of the qualities"),
        ("2017,25,005", "2016,25,005", "repeats row"),
        ("2017,25,005", "2017,26,005", "no row for Bristol County \\(2017\\)"),
        (",25,", ",26,", "no row has the state code 25"),
        ("2016,25,027,", "2016,25,029,0.1,0.1,0.1,2\n2016,25,027,", "“25029” is not a county"),
        ("year,state", "<html>,state", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, table, old, new, message):
    changed = table.replace(old, new) if old == ",25," else table.replace(old, new, 1)
    with pytest.raises(SourceFileError, match=message):
        read(urban_natality, changed, **KEYS)


GROUPS = {"Black, Non-Hispanic": "black_nh", "Other Races and Ethnicities": "other"}
RACE = {"race": {"exclusive": "yes", "hispanic": "own_group", "words": GROUPS}}
BY_RACE = {**KEYS, "measure": "lbw", "subgroup_type": "race-ethnicity", "about_source": RACE}


@pytest.fixture
def subgroups(county_codes):
    """Pooled counties share a figure for all births and one for Black mothers; that of the third county is hidden."""
    lines = ["year,state,county,subgroup_type,subgroup,lbw,lbw_lb,lbw_ub,lbw_quality"]
    lines.append('2018,01,001,race-ethnicity,"Black, Non-Hispanic",.16,.15,.17,3')
    for n, code in enumerate(county_codes):
        pooled = code in POOLED
        lines.append(f"2018,25,{code},all,All,{'.048,.033,.063,3' if pooled else f'.07{n:02},.06{n:02},.08{n:02},1'}")
        black = ".1,.09,.11,3" if pooled else ",,,3" if n == 2 else f".12{n:02},.11{n:02},.13{n:02},2"
        lines.append(f'2018,25,{code},race-ethnicity,"Black, Non-Hispanic",{black}')
        lines.append(f"2018,25,{code},race-ethnicity,Other Races and Ethnicities,,,,")
    return "\n".join(lines) + "\n"


def test_subgroups_are_strata_and_the_rows_of_everyone_are_not_taken_again(read, subgroups):
    rows = {(r.geo_id, r.stratum): r for r in read(urban_natality, subgroups, **BY_RACE)}
    assert len(rows) == 14 * 2
    barnstable = rows["25001", "black_nh"]
    assert (barnstable.dimension, barnstable.value) == ("race_ethnicity", pytest.approx(12.0))
    assert (barnstable.ci_low, barnstable.ci_high) == (pytest.approx(11.0), pytest.approx(13.0))


def test_an_empty_figure_is_hidden_but_of_a_pooled_county_not_available(read, subgroups):
    rows = {(r.geo_id, r.stratum): r.status for r in read(urban_natality, subgroups, **BY_RACE)}
    assert rows["25005", "black_nh"] == "suppressed"
    assert {rows[f"25{code}", stratum] for code in POOLED for stratum in GROUPS.values()} == {"not_available"}
    # Counties that share an empty cell are not a pool: nobody's figure is repeated there.
    assert rows["25001", "other"] == "suppressed"


def test_education_is_a_dimension_of_its_own(read, subgroups):
    text = subgroups.replace("race-ethnicity", "mothers-education").replace(
        "Other Races and Ethnicities", "Some College"
    )
    groups = {"Black, Non-Hispanic": "high_school", "Some College": "some_college"}
    rows = read(urban_natality, text, **{**BY_RACE, "subgroup_type": "mothers-education", "groups": groups})
    assert {(r.dimension, r.stratum) for r in rows} == {("education", "high_school"), ("education", "some_college")}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Other Races and Ethnicities", "Other", "“Other” is not named in `groups`"),
        ('2018,25,005,race-ethnicity,"Black, Non-Hispanic"', "2018,25,005,age,under 20", "no row for Bristol County"),
        ("2018,25,005,all,All", "2018,25,005,some,All", "no row for Bristol County \\(2018\\)"),
        (".1200,.1100", ".1200,", "lbw_lb.*is empty where a bound"),
        (".1200,.1100", ",.1100", "column “lbw”.*is empty beside its bounds"),
        ("lbw_ub", "lbw_upper", "“lbw_ub”.*missing"),
    ],
)
def test_a_file_of_subgroups_that_is_not_as_published_is_refused(read, subgroups, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        read(urban_natality, subgroups.replace(old, new), **BY_RACE)


def test_a_group_outside_the_vocabulary_is_refused(read, subgroups):
    with pytest.raises(DefinitionError, match="groups"):
        read(urban_natality, subgroups, **{**BY_RACE, "subgroup_type": "age", "groups": {"Under 20": "young"}})


def test_a_groups_figure_stays_of_none_of_its_counties_when_one_cell_is_lost(read, table):
    lines = table.splitlines()
    lost = next(i for i, line in enumerate(lines) if line.startswith("2016,25,007"))
    lines[lost] = lines[lost].replace("0.0682", "NA")
    rows = read(urban_natality, "\n".join(lines) + "\n", **KEYS)
    pooled = {f"25{code}" for code in POOLED}
    assert {r.status for r in rows if r.geo_id in pooled} == {"not_available"}
