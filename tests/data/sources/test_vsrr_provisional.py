"""Synthetic figures in the formats of the provisional counts: months by name, rates for counts, null for hidden."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import vsrr_provisional
from data.vocabulary import Period

MONTHS = {"2024-November": 1700, "2024-December": 1598, "2025-January": 1558}
TABLE = (
    "state,indicator,year,month,reported_12mo_ending,predicted_12mo_ending,note\n"
    'MA,"Opioids (T40.0-T40.4,T40.6)",2015,12,1549,1753,copied\n'
    'MA,"Opioids (T40.0-T40.4,T40.6)",2016,1,1551,,copied\n'
    'NY,"Opioids (T40.0-T40.4,T40.6)",2016,1,9,,copied\n'
)


def months(**others):
    figures = {message: {"mort": deaths, "mort_100k": 20.0} for message, deaths in {**MONTHS, **others}.items()}
    return json.dumps({"25": figures, "01": {"2015-January": {"mort": 715}}})


def counties(codes, **others):
    figures = {f"25{code}": {"mort_100k": 21.54, "pop": "227536", "cty_name": "x"} for code in codes}
    figures["25007"] = {"mort_100k": None, "pop": "20644"}
    return json.dumps({**figures, **others})


def read_months(read, text):
    return read(vsrr_provisional, text, file="months.json", layout="months")


def test_a_month_stands_for_the_twelve_months_it_ends(read):
    rows = read_months(read, months())
    assert [(row.period.slug, row.value) for row in rows] == [
        ("2023-12_2024-11", 1700),
        ("2024", 1598),
        ("2024-02_2025-01", 1558),
    ]
    assert {(row.geo_id, row.status, row.numerator) for row in rows} == {("25", "reported", None)}


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_twelve_months_are_a_year_long_end_with_their_month_and_read_back(year, month):
    period = vsrr_provisional.twelve_months_ending(year, month)
    assert period.length_years == pytest.approx(1)
    assert (period.end.year, period.end.month) == (year, month)
    assert Period.parse(period.slug) == period


def test_the_table_of_opioids_gives_the_reported_not_the_predicted(read):
    rows = read(vsrr_provisional, TABLE, layout="table")
    assert [(row.period.slug, row.value) for row in rows] == [("2015", 1549), ("2015-02_2016-01", 1551)]


def test_a_county_has_the_whole_number_of_deaths_behind_its_rate(read, county_codes):
    rows = read(vsrr_provisional, counties(county_codes), file="c.json", layout="counties", period="2024")
    by_id = {row.geo_id: row for row in rows}
    assert by_id["25001"].numerator == round(21.54 * 227536 / 100_000) == 49
    assert (by_id["25007"].status, by_id["25007"].numerator) == ("suppressed", None)
    assert len(rows) == 14


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (months(**{"2025-March": 1414}), "no figure for the twelve months ending February 2025"),
        (months(**{"2025-Brumaire": 1}), "not a year and a month"),
        (months(**{"2025-February": None}), "not a count"),
        (months(**{"2025-February": -1}), "not a count"),
        (months()[:-9], "not JSON"),
        ("<html>moved</html>", "is a web page"),
        ("[]", "not a JSON table"),
        ('{"01": {}}', "no state with the code 25"),
        ('{"25": {}}', "no figures of Massachusetts"),
    ],
)
def test_a_broken_file_of_months_is_refused(read, text, message):
    with pytest.raises(SourceFileError, match=message):
        read_months(read, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TABLE + TABLE.splitlines()[1] + "\n", "December 2015 stands twice"),
        (TABLE.replace("2016,1,1551", "2016,13,1551"), "not a month"),
        (TABLE.replace("1551", ""), "is empty"),
        (TABLE.replace("1551", "1.5"), "not a count"),
        (TABLE.replace("MA,", ",", 1), "column “state”.*is empty where a state is expected"),
    ],
)
def test_a_broken_table_is_refused(read, text, message):
    with pytest.raises(SourceFileError, match=message):
        read(vsrr_provisional, text, layout="table")


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"25001": {"mort_100k": 21.6, "pop": "227536"}}, "not a whole number of deaths"),
        ({"25001": {"mort_100k": 21.54, "pop": "22753600"}}, "not a whole number of deaths"),
        ({"25001": {"pop": "1"}}, "Barnstable County has no “mort_100k” and “pop”"),
    ],
)
def test_a_broken_county_is_refused(read, county_codes, others, message):
    with pytest.raises(SourceFileError, match=message):
        read(vsrr_provisional, counties(county_codes, **others), file="c.json", layout="counties", period="2024")


def test_a_county_that_is_gone_and_a_layout_that_is_none_are_named(read, county_codes):
    with pytest.raises(SourceFileError, match="no row for Worcester County"):
        read(vsrr_provisional, counties(county_codes[:-1]), file="c.json", layout="counties", period="2024")
    with pytest.raises(DefinitionError, match="layout"):
        read(vsrr_provisional, TABLE, layout="weeks")
