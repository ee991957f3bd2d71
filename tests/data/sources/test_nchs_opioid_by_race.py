"""Synthetic rows in the study's format: NA under 10 deaths, standard errors in another file."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import nchs_opioid_by_race

GROUP_HEADS = "year,st_fips,race_eth,opioid_type,obs_rate,deaths,pop,model_rate"
GROUPS = (
    "2018,25,nhb,opioid,15.86,87,535393,19.2",
    "2018,25,nhw,opioid,33.7,1593,4993572,33.0",
    "2018,25,total,opioid,29.39,1991,6882635,28.9",
    "2018,25025,nhb,opioid,99,99,99,99",
    "2019,25,nhb,opioid,NA,NA,542939,22.9",
    "2019,25,nhw,opioid,32.59,1547,4967296,32.5",
    "2019,25,total,opioid,28.84,1969,6892503,28.8",
)
PAIR_HEADS = "year,st_fips,opioid_type,obs_rate_nhb,obs_rate_nhw,deaths_nhb,deaths_nhw,obs_se_nhb,obs_se_nhw"
PAIRS = (
    "2018,25,opioid,15.86,33.7,87,1593,1.73,0.875",
    "2018,25,heroin,3.07,7.91,17,371,2,0.43",
    "2018,01,opioid,1,2,15,30,1,1",
)


def text(*rows):
    return "\n".join(rows) + "\n"


@pytest.fixture
def groups(read, tmp_path):
    def run(*rows, pairs=PAIRS, years="2018-2019", **keys):
        (tmp_path / "errors.csv").write_text(text(PAIR_HEADS, *pairs), encoding="utf-8")
        keys = {"layout": "groups", "opioid": "opioid", "errors": "errors.csv", "years": years, **keys}
        keys["indicator_adjustment"] = "age_adjusted"
        return read(nchs_opioid_by_race, text(GROUP_HEADS, *rows), **keys)

    return run


def test_each_group_has_rate_deaths_and_people_and_an_interval_where_an_error_is_published(groups):
    rows = {(row.period.slug, row.stratum): row for row in groups(*GROUPS)}
    black = rows["2018", "black_nh"]
    assert (black.value, black.numerator, black.denominator, black.geo_id) == (15.86, 87, 535393, "25")
    assert (black.ci_low, black.ci_high) == (
        pytest.approx(15.86 - 1.96 * 1.73, abs=1e-3),
        pytest.approx(15.86 + 1.96 * 1.73, abs=1e-3),
    )
    assert (rows["2018", "overall"].value, rows["2018", "overall"].ci_low) == (29.39, None)
    assert len(rows) == 6


def test_under_ten_deaths_nothing_is_shown_but_the_people(groups):
    hidden = next(row for row in groups(*GROUPS) if (row.period.slug, row.stratum) == ("2019", "black_nh"))
    assert (hidden.status, hidden.value, hidden.numerator, hidden.denominator) == ("suppressed", None, None, 542939)


def test_pairs_are_of_one_kind_of_opioid_and_no_bound_is_below_zero(read):
    rows = read(nchs_opioid_by_race, text(PAIR_HEADS, *PAIRS), layout="pairs", opioid="heroin", years="2018")
    assert [(row.stratum, row.value, row.numerator) for row in rows] == [
        ("black_nh", 3.07, 17),
        ("white_nh", 7.91, 371),
    ]
    assert rows[0].ci_low == 0


def test_two_files_that_contradict_each_other_are_refused(groups):
    with pytest.raises(SourceFileError, match="contradicts the other file"):
        groups(*GROUPS, pairs=(PAIRS[0].replace("15.86", "15.9"),))


def test_a_year_that_is_not_there_is_said(groups, read):
    with pytest.raises(SourceFileError, match="no line for Massachusetts, “nhb”, in 2020"):
        groups(*GROUPS, years="2018-2020")
    with pytest.raises(SourceFileError, match="under 10 deaths; leave it out"):
        read(nchs_opioid_by_race, text(PAIR_HEADS, *PAIRS), layout="pairs", opioid="heroin", years="2018-2019")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((GROUPS[0], *GROUPS), "repeats row 2"),
        ((GROUPS[0].replace("87", "NA"), *GROUPS[1:]), "a rate without deaths"),
        (
            (GROUPS[0].replace("535393", ""), *GROUPS[1:]),
            "column “pop”, row 2: is empty where a population is expected",
        ),
        ((*GROUPS[:2], GROUPS[2].replace("29.39", "x")), "“x” is not a number"),
    ],
)
def test_a_broken_file_is_refused(groups, rows, message):
    with pytest.raises(SourceFileError, match=message):
        groups(*rows, years="2018")


def test_an_unknown_layout_is_named(groups):
    with pytest.raises(DefinitionError, match="layout"):
        groups(*GROUPS, layout="triples")
