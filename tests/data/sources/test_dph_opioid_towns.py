"""Synthetic rows in the publisher's format: one line per city or town in lower case, one column per year."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import SourceFileError
from data.sources.state import dph_opioid_towns

TABLE = "city_resid,2014,2015\nbarnstable,10,14\nboston,113,148\nchelsea,11,22\nnorth attleboro,0,1\n"


def test_counts_are_numerators_without_a_rate(read):
    rows = {(r.geo_id, r.period.slug): r for r in read(dph_opioid_towns, TABLE)}
    assert len(rows) == 4 * 2
    boston = rows["2502500000", "2014"]
    assert (boston.numerator, boston.value, boston.denominator) == (113, None, None)
    assert (boston.geo_level, boston.dimension, boston.stratum) == ("municipality", "overall", "overall")
    assert sum(r.numerator for r in rows.values() if r.period.slug == "2015") == 14 + 148 + 22 + 1


def test_another_spelling_is_the_same_town_and_zero_is_a_number(read):
    rows = {(r.geo_id, r.period.slug): r for r in read(dph_opioid_towns, TABLE)}
    nobody = rows["2500500000", "2014"]
    assert (nobody.status, nobody.numerator) == ("reported", 0)


def test_the_table_by_place_of_death_differs_in_the_name_of_its_first_column(read):
    assert len(read(dph_opioid_towns, TABLE.replace("city_resid", "city_death"))) == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TABLE.replace("chelsea", "chelsae"), "column “city_resid”, row 4: “chelsae” is no municipality"),
        (TABLE.replace("chelsea,11,22\n", ""), "no row for Chelsea"),
        (TABLE + "Boston,113,148\n", "Boston stands already in row 3"),
        (TABLE + "North Attleborough,0,1\n", "stands already in row 5"),
        (TABLE.replace("113", "113.5"), "column “2014”, row 3.*not a count"),
        (TABLE.replace("113", "-1"), "below zero"),
        (TABLE.replace("113", "*"), "“\\*” is not a number"),
        (TABLE.replace("113", ""), "is empty"),
        (TABLE.replace(",2014,2015", ",fourteen,fifteen"), "columns named by year"),
        (TABLE.replace("city_resid,2014", "2013,2014"), "columns named by year"),
        (TABLE.replace("2015\n", "2015,2014\n"), "stands 2 times in the header"),
        ("city_resid,2014\n", "no rows"),
        ("<!DOCTYPE html>\n<html></html>\n", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, text, message):
    with pytest.raises(SourceFileError, match=message):
        read(dph_opioid_towns, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(counts=st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_no_death_is_lost_or_added(read, counts):
    names = ("barnstable", "boston", "chelsea", "north attleboro")
    lines = [f"{name},{count}" for name, count in zip(names, counts, strict=True)]
    rows = read(dph_opioid_towns, "\n".join(("city_resid,2016", *lines)) + "\n")
    assert sum(r.numerator for r in rows) == sum(counts)


def test_where_a_count_is_asked_for_it_is_the_value(read):
    text = "city_death,2014\nbarnstable,1\nboston,167\nchelsea,8\nnorth attleboro,0\n"
    rows = read(dph_opioid_towns, text, indicator_measure="count")
    assert sorted(row.value for row in rows) == [0, 1, 8, 167]
    assert {row.numerator for row in rows} == {None}


def test_a_year_that_stands_twice_is_refused(read):
    text = TABLE.replace("2014,2015\n", "2015,2015\n")
    with pytest.raises(SourceFileError, match="column “2015”, row 1: this column stands 2 times"):
        read(dph_opioid_towns, text)
