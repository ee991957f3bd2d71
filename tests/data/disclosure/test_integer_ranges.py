"""What whole numbers leave of hidden counts, beside what linear programmes leave. All rows are synthetic."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.disclosure import exposure
from data.disclosure.auditor import feasibility_intervals
from data.disclosure.cells import collect_cells
from data.disclosure.exposure import MIN_VALUES, find_exposed
from data.disclosure.integer_ranges import IntegerRanges, integer_ranges
from data.disclosure.suppression import known_bounds
from data.disclosure.systems import ContradictionError
from data.disclosure.tables import Table, build_table
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation
from tests.alternatives import disclosure as alternative
from tests.data.disclosure.test_auditor import tiny, town
from tests.small_counts import SYNTHETIC, Counts, geography_of, make_source
from tests.towns import make_indicator

PER = 1_000
"""Rates are per so many people and without decimals: beside 2,000 people each stands for two or three whole counts."""


def table_of(rows: Sequence[Observation], geography: Geography) -> tuple[Table, np.ndarray]:
    """The table of some rows of one indicator as its publisher released them, and the mask of its hidden cells."""
    sources = {SYNTHETIC: make_source(disclosure="as_published")}
    indicators = {"deaths": make_indicator(id="deaths", per=PER, decimals=0, population_denominator=False, rollup=())}
    (events,) = collect_cells(rows, indicators, sources, {})
    cells = list(events.cells.values())
    members = {p.geo_id: p.members for p in geography.places.values()}
    return build_table(cells, members, STATE_ID), np.array([c.published is None and c.suppressed for c in cells])


def whole(table: Table, hidden: np.ndarray, **limits: float) -> IntegerRanges:
    ranges = integer_ranges(table, known_bounds(table.cells, hidden), hidden, **limits)
    assert ranges is not None
    return ranges


def rate(geo_id: str, level: str, value: float, people: float) -> Observation:
    return replace(town(geo_id, 0, level=level), value=value, numerator=None, denominator=people)


def two_triangles() -> tuple[list[Observation], Geography]:
    """Six towns in two triangles of areas of two towns each. Of each area a rate of 0 is shown: no death, or one.

    0 per 1,000 of 2,500 people is less than half a death per 1,000, so fewer than 1.25 deaths. The state is hidden.
    """
    towns = [f"T{n}" for n in range(6)]
    pairs = [(a + 3 * t, b + 3 * t) for t in (0, 1) for a, b in ((0, 1), (1, 2), (0, 2))]
    geography = geography_of([towns], [[towns[a], towns[b]] for a, b in pairs])
    rows = [rate(f"A{n}", "area", 0.0, 2_500) for n in range(6)]
    return [*rows, replace(town(STATE_ID, None, level="state"), denominator=None)], geography


def test_whole_numbers_leave_fewer_values_than_linear_programmes() -> None:
    table, hidden = table_of(*two_triangles())
    bounds = known_bounds(table.cells, hidden)
    low, high = feasibility_intervals(table, bounds, hidden)
    # In parts of a death: half a one in each town, 6 · ½. Whole: no two towns of a triangle can have one each.
    assert (low[hidden].tolist(), high[hidden].tolist()) == ([0], [3])
    ranges = whole(table, hidden)
    assert (ranges.low[hidden].tolist(), ranges.high[hidden].tolist()) == ([0], [2])
    assert (ranges.reached_low[hidden].tolist(), ranges.reached_high[hidden].tolist()) == ([0], [2])
    (cell,) = find_exposed(table, hidden).exposed
    assert (cell.values, cell.linear_values) == (3, 4)


def tiny_rows(seed: int) -> tuple[Counts, list[Observation]]:
    """A tiny table of which some rows are hidden, of some a count is shown, and of some a rate without decimals."""
    counts, draw = tiny(seed), random.Random(seed)
    rows = []
    for row in counts.rows():
        assert row.denominator is not None
        people = row.denominator / 5  # 2,000 of each group of a town in a year
        shown = replace(row, value=None, ci_low=None, ci_high=None, denominator=people)
        chance = draw.random()
        if chance < 0.4:
            rows.append(replace(shown, status="suppressed", numerator=None))
        elif chance < 0.7:
            value = float(math.floor(PER * (row.numerator or 0) / people + 0.5))
            rows.append(replace(shown, value=value, numerator=None))
        else:
            rows.append(shown)
    return counts, rows


@pytest.mark.slow
@given(st.integers(0, 100_000))
def test_whole_ranges_are_within_linear_ones_and_hold_the_truth(seed: int) -> None:
    counts, rows = tiny_rows(seed)
    if all(r.status == "suppressed" for r in rows):
        return
    table, hidden = table_of(rows, counts.geography)
    low, high = feasibility_intervals(table, known_bounds(table.cells, hidden), hidden)
    ranges = whole(table, hidden)
    places = {p.geo_id: p for p in counts.geography.places.values()}
    for number in np.flatnonzero(hidden).tolist():
        key = table.cells[number].key
        truth = counts.count(places[key.geo_id], key.stratum, key.period.start.year, key.period.end.year)
        assert low[number] <= ranges.low[number] <= truth <= ranges.high[number] <= high[number]
        assert ranges.low[number] == ranges.reached_low[number]
        assert ranges.high[number] == ranges.reached_high[number]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_whole_ranges_are_those_of_writing_down_every_possible_table(block: int) -> None:
    most, narrower = 8, 0
    for seed in range(15 * block, 15 * (block + 1)):
        counts, rows = tiny_rows(seed)
        table, hidden = table_of(rows, counts.geography)
        if not hidden.any() or hidden.all():
            continue
        expected = alternative.feasibility_intervals(counts, rows, most, per=PER, zero_is_shown=False)
        ranges = whole(table, hidden)
        for number in np.flatnonzero(hidden).tolist():
            key = table.cells[number].key
            low, high = expected[key.geo_id, key.stratum, key.period]
            assert ranges.low[number] == low, seed
            # A town without a limit was tried up to `most` only.
            assert ranges.high[number] == high or high >= most, seed
            narrower += high < most
    assert narrower > 0


def test_what_is_not_proven_in_time_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    table, hidden = table_of(*two_triangles())
    ranges = whole(table, hidden, seconds=0)
    assert ranges.reached[hidden].tolist() == [-math.inf], "no table was looked for"
    assert ranges.high[hidden] >= 2, "what is known without one holds the truth"
    # Four values are left by linear programmes: that is proven, and stays so. Of three or more nothing would be said.
    stopped = {"min_values": 3, "seconds": 0}
    monkeypatch.setattr(exposure, "MIN_VALUES", 3)
    monkeypatch.setattr(exposure, "integer_ranges", lambda *given, **_: integer_ranges(*given, **stopped))
    found = find_exposed(table, hidden)
    assert found.exposed == ()
    assert [(c.linear_values, c.geo_id) for c in found.unsettled] == [(4, STATE_ID)]


def test_counts_that_are_not_whole_are_left_to_linear_programmes() -> None:
    geography = geography_of([["T1", "T2"]])
    rows = [town("T1", 4.5), town("T2", None), town("C0", 9.25, level="county")]
    table, hidden = table_of(rows, geography)
    assert integer_ranges(table, known_bounds(table.cells, hidden), hidden) is None
    (cell,) = find_exposed(table, hidden).exposed
    assert cell.values == cell.linear_values


def test_figures_that_no_whole_numbers_have_are_found_out() -> None:
    """Three towns, in each pair exactly one death: half a one each, or none at all."""
    geography = geography_of([["T0", "T1", "T2"]], [["T0", "T1"], ["T1", "T2"], ["T0", "T2"]])
    rows = [*(town(f"A{n}", 1, level="area") for n in range(3)), *(town(f"T{n}", None) for n in range(3))]
    table, hidden = table_of(rows, geography)
    with pytest.raises(ContradictionError):
        integer_ranges(table, known_bounds(table.cells, hidden), hidden)
    assert len(find_exposed(table, hidden).exposed) == 3, "what linear programmes leave is said nevertheless"


def test_groups_by_sex_in_places_and_years_are_one_table() -> None:
    """A county by sex and by year: the hidden one of each way is what the others leave."""
    geography = geography_of([["T1"], ["T2"]])
    both = [town("C0", 30, level="county"), town("C1", 41, level="county"), town(STATE_ID, 71, level="state")]
    women = [
        replace(town(place, count, level=level), dimension="sex", stratum="female")
        for place, count, level in (("C0", None, "county"), ("C1", 20, "county"), (STATE_ID, 26, "state"))
    ]
    rows = [replace(r, denominator=None) for r in (*both, *women)]
    table, hidden = table_of(rows, geography)
    ranges = whole(table, hidden)
    assert ranges.low[hidden].tolist() == ranges.high[hidden].tolist() == [26 - 20]


def test_integer_programmes_settle_every_hidden_count_of_the_file(published: Path) -> None:
    """In the report of the build: by both kinds of programme, and none left open."""
    audited = json.loads(published.with_name(f"{published.stem}.disclosure.json").read_text(encoding="utf-8"))
    exposed = [cell for entry in audited for cell in entry.get("exposed", ())]
    assert exposed
    for cell in exposed:
        assert 1 < cell["values"] < MIN_VALUES
        assert cell["linear_values"] is None or cell["values"] <= cell["linear_values"]
    assert [cell for entry in audited for cell in entry.get("unsettled", ())] == []
