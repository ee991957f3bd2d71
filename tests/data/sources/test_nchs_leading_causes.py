"""Synthetic rows in the publisher's format, but for two figures as printed: commas in counts, every cause."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import nchs_leading_causes

HEADER = "\ufeffYear,113 Cause Name,Cause Name,State,Deaths,Age-adjusted Death Rate"
HEART = '"Diseases of heart (I00-I09,I11,I13,I20-I51)",Heart disease'
ROWS = (
    f'2001,{HEART},Massachusetts,"11,921",134.80',
    f'2000,{HEART},Massachusetts,"15,000",220.00',
    f'1999,{HEART},Massachusetts,"15,871",228.50',
    f'1999,{HEART},United States,"725,192",266.50',
    "1999,Cerebrovascular diseases (I60-I69),Stroke,Massachusetts,948,50.40",
)
TABLE = "\n".join((HEADER, *ROWS)) + "\n"


@pytest.fixture
def causes(read):
    return lambda text, **keys: read(nchs_leading_causes, text, **{"cause": "Heart disease", **keys})


def test_a_cause_is_a_row_a_year_with_its_deaths(causes):
    rows = causes(TABLE)
    assert [r.period.slug for r in rows] == ["1999", "2000", "2001"]
    first = rows[0]
    assert (first.geo_id, first.geo_level, first.value, first.numerator) == ("25", "state", 228.5, 15871)
    assert (first.denominator, first.ci_low, first.stratum) == (None, None, "overall")


def test_another_cause_is_another_series(causes):
    (row,) = causes(TABLE, cause="Stroke")
    assert (row.value, row.numerator) == (50.4, 948)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("State,Deaths", "State,Number", "column “Deaths”.*missing"),
        ("15,871", "15,871.5", "is not a count"),
        ("228.50", "n/a", "“n/a” is not a number"),
        (",228.50", ",", "is empty where a number is expected"),
        (ROWS[1] + "\n", "", "no row for Heart disease in 2000"),
        (ROWS[1], ROWS[0], "repeats row"),
        ("1999,", "99 AD,", "is not a year"),
        ("Massachusetts", "Mass.", "no row for Massachusetts and “Heart disease”"),
        ("134.80\n", "134.80,7\n", "cells where the header has"),
        (TABLE, "<!DOCTYPE html><html></html>", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(causes, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        causes(TABLE.replace(old, new))


def test_a_series_must_name_its_cause(causes):
    with pytest.raises(DefinitionError, match="needs the key “cause”"):
        causes(TABLE, cause=None)
