"""What control hides beyond small counts of cases: of records, of those that are no cases, of unknown towns."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from data.disclosure.tables import DisclosureError
from data.errors import InternalError
from data.geography.places import Geography
from data.observations.models import Observation
from data.records.definition import CaseDefinition, read_definition
from data.records.publishing.measures import figures
from data.records.publishing.populations import Populations
from data.records.publishing.protected import Tally, control_levels, protected_rows, refuse_small, tally
from tests.examples import number_of
from tests.small_counts import geography_of, make_source

LIGHT = read_definition("low_birthweight_records").model_copy(update={"dimensions": ("overall",), "pooled": ()})
SOURCE = make_source("s")
Towns = dict[int, tuple[int, int]]
"""By number of a town: cases and eligible records; 0 is the unknown town."""


def geography_of_towns(counties: Sequence[int]) -> Geography:
    """Counties with so many towns each, numbered through."""
    names = iter(range(1, sum(counties) + 1))
    made = geography_of([[f"T{next(names)}" for _ in range(size)] for size in counties])
    return Geography(made.places, {}, {name[1:]: name for name in made.places if name.startswith("T")})


def hidden(
    towns: Towns, counties: Sequence[int], definition: CaseDefinition = LIGHT, year: int = 2021
) -> dict[str, Observation]:
    rows = [(year, town, "overall", "overall", "", c, e) for town, (c, e) in towns.items()]
    frame = pd.DataFrame(rows, columns=["year", "town_id", "dimension", "stratum", "age_group", "cases", "eligible"])
    geography = geography_of_towns(counties)
    made = figures(frame, definition, geography, Populations(), "s", levels=control_levels(definition.levels))
    return {row.geo_id: row for row in protected_rows({definition: made}, geography, SOURCE)[definition]}


def shown(rows: dict[str, Observation]) -> dict[str, tuple[float | None, float | None]]:
    return {geo_id: (row.numerator, row.denominator) for geo_id, row in rows.items()}


def test_small_counts_of_cases_are_hidden_and_say_what_they_are_out_of() -> None:
    rows = shown(hidden({1: (4, 300), 2: (9, 400), 3: (50, 600)}, [3]))
    assert rows["T1"] == (None, 300)
    assert rows["T2"] == (None, 400)
    assert rows["T3"] == (50, 600)
    assert rows["C0"] == (63, 1_300)


def test_a_small_number_of_records_is_hidden_with_all_that_gives_it_away() -> None:
    rows = shown(hidden({1: (0, 5), 2: (30, 400), 3: (50, 600)}, [3]))
    assert rows["T1"] == (None, None)
    # One more town has to go: of the county's births the other two would leave five.
    assert [rows[town] for town in ("T2", "T3")].count((None, None)) == 1


def test_few_records_that_are_no_cases_are_hidden_too() -> None:
    """47 of 50 say that three were not: as small a group as three cases."""
    rows = shown(hidden({1: (47, 50), 2: (300, 400), 3: (450, 600)}, [3]))
    assert rows["T1"] == (None, 50)
    assert shown(hidden({1: (50, 50), 2: (300, 400), 3: (450, 600)}, [3]))["T1"] == (50, 50)


def test_few_residents_of_an_unknown_town_do_not_follow() -> None:
    towns = {1: (40, 400), 2: (30, 400), 3: (50, 600)}
    all_shown = shown(hidden(towns, [3]))
    assert all_shown["25"] == (120, 1_400)
    assert None not in [number for pair in all_shown.values() for number in pair]
    rows = shown(hidden({**towns, 0: (2, 5)}, [3]))
    total = sum(rows[f"T{n}"][1] or 0 for n in (1, 2, 3))
    assert rows["25"][1] is None or total < 1_400


def test_a_place_without_records_is_not_available() -> None:
    row = hidden({1: (40, 400), 2: (30, 400)}, [3])["T3"]
    assert (row.status, row.value, row.numerator, row.denominator) == ("not_available", None, None, None)


def test_levels_that_are_not_asked_for_are_looked_at_and_left_out() -> None:
    counties = LIGHT.model_copy(update={"levels": ("state", "county")})
    assert control_levels(counties.levels) == ("state", "county", "municipality")
    assert control_levels(("state",)) == ("state",)
    assert set(hidden({1: (40, 400), 2: (30, 400)}, [1, 1], counties)) == {"25", "C0", "C1"}


def test_definitions_that_share_records_hide_them_alike() -> None:
    """The births that one hides as its denominators must not stand in the other."""
    other = LIGHT.model_copy(update={"id": "other"})
    geography = geography_of_towns([3])
    columns = ["year", "town_id", "dimension", "stratum", "age_group", "cases", "eligible"]
    eligible = {1: 5, 2: 400, 3: 600}
    made = {}
    for definition, cases in ((LIGHT, {1: 0, 2: 30, 3: 50}), (other, {1: 2, 2: 150, 3: 40})):
        rows = [(2021, t, "overall", "overall", "", cases[t], e) for t, e in eligible.items()]
        frame = pd.DataFrame(rows, columns=columns)
        made[definition] = figures(frame, definition, geography, Populations(), "s")
    result = protected_rows(made, geography, SOURCE)
    denominators = [
        {r.geo_id: r.denominator for r in rows if r.geo_level == "municipality"} for rows in result.values()
    ]
    for town in ("T1", "T2", "T3"):
        assert (denominators[0][town] is None) == (denominators[1][town] is None)
    assert denominators[0]["T1"] is None


def test_no_hidden_number_of_records_follows_from_the_others() -> None:
    """On random states: no single subtraction of what is shown leaves one small number of records or cases."""
    for seed in range(number_of(60)):
        draw = random.Random(seed)
        counties = [draw.randint(1, 4) for _ in range(draw.randint(1, 3))]
        towns: Towns = {}
        for town in range(sum(counties) + 1):
            eligible = draw.choice([0, 3, 9, 40, 200, 900])
            towns[town] = (sum(draw.random() < 0.1 for _ in range(eligible)), eligible)
        rows = hidden(towns, counties)
        first = 1
        for number, size in enumerate(counties):
            members = [f"T{n}" for n in range(first, first + size)]
            first += size
            for part in ("numerator", "denominator"):
                whole = getattr(rows[f"C{number}"], part)
                parts = [getattr(rows[m], part) for m in members if rows[m].status != "not_available"]
                if whole is not None and parts.count(None) == 1:
                    left = whole - sum(n for n in parts if n is not None)
                    assert not 0 < left < 11, (seed, number, part)
        for row in rows.values():
            refuse_small([row], 11, LIGHT)


@pytest.mark.parametrize(("numerator", "denominator"), [(7, 100), (0, 8), (95, 100)])
def test_the_last_look_refuses_small_numbers_and_names_none(numerator: int, denominator: int) -> None:
    row = hidden({1: (40, 400), 2: (30, 400)}, [2])["T1"]

    with pytest.raises(DisclosureError) as refused:
        refuse_small([replace(row, numerator=numerator, denominator=denominator)], 11, LIGHT)
    assert str(refused.value) == (
        "low_birthweight_records, T1, overall, 2021: a small count was about to be written; nothing was"
    )


def test_a_source_without_a_threshold_publishes_no_records() -> None:
    with pytest.raises(InternalError, match="has no threshold"):
        protected_rows({LIGHT: []}, geography_of_towns([1]), make_source("s", disclosure="as_published"))


def test_what_is_shown_is_tallied() -> None:
    rows = hidden({1: (4, 300), 2: (9, 400), 3: (50, 600)}, [4])
    assert tally(rows.values()) == Tally(shown=3, hidden=2, not_available=1)
