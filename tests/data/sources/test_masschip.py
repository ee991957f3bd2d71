"""Synthetic rows in the publisher's format: thousands with commas, NA for hidden, a total and a note at the end."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.state import masschip

RATE, DEATHS = "Infant mortality rate (deaths per 1000 live births), 2005-2008", "Number of infant deaths, 2005-2008"
HEADER = f'"Geography","total pop, year 2005","{DEATHS}","{RATE}","% low birthweight 2005-2008",,'
NOTE = '"Note: for infant mortality rate (IMR), data suppressed where number of births < 500.",,,,,,'
TABLE = "".join(
    f"{line}\n"
    for line in (
        HEADER,
        'Barnstable,"46,738",9,5.10,7.1,,',
        'Boston,"558,435",192,6.13,9.37,,',
        'Chelsea,"32,518",2,NA,NA,,',
        'North Attleboro,"27,907",0,0,6.5,,',
        'Massachusetts Total,"6,436,940",1522,4.92,7.88,,',
        ",,,,,,",
        NOTE,
        ",,,,,,",
    )
)
KEYS = {"measure": RATE, "numerator": DEATHS, "period": "2005-2008"}


def test_towns_and_the_state_keep_the_printed_rate_and_count(read):
    rows = {r.geo_id: r for r in read(masschip, TABLE, **KEYS)}
    state, boston = rows["25"], rows["2502500000"]
    assert len(rows) == 4 + 1
    assert (state.geo_level, state.value, state.numerator) == ("state", 4.92, 1522)
    assert (boston.geo_level, boston.value, boston.numerator, boston.period.slug) == (
        "municipality", 6.13, 192, "2005-2008",
    )  # fmt: skip


def test_na_is_hidden_and_the_count_the_file_prints_beside_it_goes_too(read):
    (chelsea,) = [r for r in read(masschip, TABLE, **KEYS) if r.geo_id == "2502500001"]
    assert (chelsea.status, chelsea.value, chelsea.numerator) == ("suppressed", None, None)


def test_zero_is_a_figure(read):
    (town,) = [r for r in read(masschip, TABLE, **KEYS) if r.value == 0]
    assert (town.status, town.numerator) == ("reported", 0)


def test_a_share_has_no_count(read):
    rows = read(masschip, TABLE, measure="% low birthweight 2005-2008", period="2005-2008")
    assert {r.numerator for r in rows} == {None}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('Boston,"558,435",192,6.13,9.37,,\n', "", "no row for Boston"),
        ("Massachusetts Total", "Total", "“Total” is not a city or town"),
        ("Chelsea,", "Boston,", "“Boston” repeats row 3"),
        ("North Attleboro,", "North Attlebury,", "“North Attlebury” is not a city or town"),
        ("192,6.13", "192,*", "“\\*” is not a number"),
        ("192,6.13", "many,6.13", "“many” is not a number"),
        ('"558,435",192,6.13,9.37', '"558,435",,192,6.13', "is empty, and an empty cell is nowhere else in this file"),
        ("192,6.13,9.37", "192,9.37,", "is empty, and an empty cell is nowhere else in this file"),
        (RATE, "IMR", "missing from the header"),
        ("192,6.13,9.37,,", "192,6.13,9.37", "cells where the header has"),
        (HEADER, "<html>", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, old, new, message):
    with pytest.raises(SourceFileError, match=message):
        read(masschip, TABLE.replace(old, new, 1), **KEYS)


def test_a_series_without_its_column_names_the_key(read):
    with pytest.raises(DefinitionError, match="needs the key “measure”"):
        read(masschip, TABLE, period="2005-2008")
