"""Synthetic rows in the dashboard's format: upper case, failed joins as 0, means that skip a hidden year."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.state import anchor_towns

JOIN = {"not_joined": ["North Attleborough"]}
DEATHS = {"column": "mean", "period": "2021-2023", "mean_of": 3, **JOIN}
EMS = {"column": "mean", "period": "2022-2023", "mean_of": 2, "hidden_below": 5}


def table(**means):
    towns = {
        "BARNSTABLE": "20.0",
        "BOSTON": "260.3333333333333",
        "CHELSEA": "0.0",
        "NORTH ATTLEBOROUGH": "0.0",
        **means,
    }
    return "TOWN,mean\n" + "".join(f"{town.replace('_', ' ')},{mean}\n" for town, mean in towns.items())


def by_name(rows, geography):
    return {geography.places[row.geo_id].slug: row for row in rows}


def test_a_mean_is_kept_and_a_failed_join_is_not_a_zero(read, geography):
    rows = by_name(read(anchor_towns, table(), **DEATHS), geography)
    assert rows["boston"].value == pytest.approx((252 + 248 + 281) / 3)
    assert (rows["chelsea"].status, rows["chelsea"].value) == ("reported", 0)
    assert (rows["north-attleborough"].status, rows["north-attleborough"].value) == ("not_available", None)
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("mean", "known"),
    [("0.0", False), ("7.0", False), ("19.0", False), ("20.0", True), ("2.5", True), ("5.5", True), ("181.5", True)],
)
def test_where_small_counts_are_hidden_a_small_whole_mean_may_be_of_one_year(read, geography, mean, known):
    rows = by_name(read(anchor_towns, table(BOSTON="2709.5", CHELSEA=mean), **EMS), geography)
    assert rows["chelsea"].value == (float(mean) if known else None)
    assert rows["chelsea"].status == ("reported" if known else "not_available")


@pytest.mark.parametrize(
    ("text", "keys", "message"),
    [
        (table(BOSTON="260.4"), DEATHS, "not the mean of 3 counts"),
        (table(NORTH_ATTLEBOROUGH="3.0"), DEATHS, "North Attleborough has 3 and no longer a 0"),
        (table(CHELSEA=""), DEATHS, "is empty"),
        (table(CHELSEA="-1"), DEATHS, "“-1” is below zero"),
        (table(CHELSEA="1.2"), {"column": "mean", "period": "2022", "most": 1}, "is not between 0 and 1"),
        (table(GOTHAM="1"), DEATHS, "“GOTHAM” is no municipality"),
        (table().replace("CHELSEA,0.0\n", ""), DEATHS, "no row for Chelsea"),
        (table().replace("mean", "mode"), DEATHS, "column “mean”.*missing"),
    ],
)
def test_a_file_that_is_not_as_expected_is_refused(read, text, keys, message):
    # A name of two words replaces its own row, not another's.
    lines = dict(line.split(",") for line in text.splitlines())
    with pytest.raises(SourceFileError, match=message):
        read(anchor_towns, "".join(f"{name},{cell}\n" for name, cell in lines.items()), **keys)


@pytest.mark.parametrize("keys", [{"not_joined": ["Gotham"]}, {"mean_of": 0}, {"most": "all"}])
def test_a_key_that_is_wrong_is_named(read, keys):
    with pytest.raises(DefinitionError, match=next(iter(keys))):
        read(anchor_towns, table(), **{**DEATHS, **keys})
