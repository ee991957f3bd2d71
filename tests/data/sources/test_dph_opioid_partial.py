"""Synthetic rows in the publisher's format: a part of the towns, empty cells, a total."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.state import dph_opioid_partial

DEATHS = "city_town_of_residence,2020,2021,2022\nBoston,,252,248\nNorth Attleboro,3,0,4\n"
EMS = "city_town_of_incident,2022_total,2023_total\nBoston,2671,2748\nChelsea,,0\nGrand Total,3000,2900\n"
HIDDEN = {"total": "Grand Total", "zero_may_be_hidden": True}


def figures(rows, geography, name):
    geo_id = geography.municipality(name).geo_id
    return [(row.period.slug, row.status, row.value) for row in rows if row.geo_id == geo_id]


def test_what_is_in_hand_is_a_count_and_everything_else_is_a_row_without_one(read, geography):
    rows = read(dph_opioid_partial, DEATHS)
    assert figures(rows, geography, "Boston") == [
        ("2020", "not_available", None),
        ("2021", "reported", 252),
        ("2022", "reported", 248),
    ]
    assert figures(rows, geography, "North Attleborough")[1] == ("2021", "reported", 0)
    assert {status for _, status, _ in figures(rows, geography, "Chelsea")} == {"not_available"}
    assert len(rows) == 4 * 3


def test_a_zero_that_may_hide_a_small_number_is_not_a_zero(read, geography):
    rows = read(dph_opioid_partial, EMS, **HIDDEN)
    assert figures(rows, geography, "Chelsea") == [("2022", "not_available", None), ("2023", "not_available", None)]
    assert [(r.period.slug, r.value) for r in rows if r.geo_level == "state"] == [("2022", 3000), ("2023", 2900)]


def test_some_of_the_years_can_be_taken(read):
    assert {row.period.slug for row in read(dph_opioid_partial, DEATHS, years="2021-2022")} == {"2021", "2022"}
    with pytest.raises(DefinitionError, match="no column of 2023"):
        read(dph_opioid_partial, DEATHS, years="2022-2023")


@pytest.mark.parametrize(
    ("text", "keys", "message"),
    [
        (DEATHS + "Boston,1,1,1\n", {}, "Boston stands already in row 2"),
        (DEATHS + "Gotham,1,1,1\n", {}, "“Gotham” is no municipality"),
        (DEATHS.replace("252", "<5"), {}, "“<5” is not a number"),
        (DEATHS.replace("252", "2.5"), {}, "not a count"),
        (DEATHS.replace("2020,2021,2022", "a,b,c"), {}, "columns named by year are expected"),
        ("city_town_of_residence,2020\n", {}, "no rows"),
        (EMS, {}, "“Grand Total” is no municipality"),
        (EMS.replace("Grand Total,3000", "Grand Total,30"), HIDDEN, "must be at least the 2,671"),
        (EMS.replace("Grand Total,3000,2900\n", ""), HIDDEN, "one row called “Grand Total” is expected, not 0"),
    ],
)
def test_a_file_that_is_not_as_expected_is_refused(read, text, keys, message):
    with pytest.raises(SourceFileError, match=message):
        read(dph_opioid_partial, text, **keys)
