"""Figures a reader can check against their publishers, in the database of everything that is committed."""

from __future__ import annotations

import json

import pytest

from components.figures.map import map_markup
from components.formatting.numbers import format_value
from data.settings import ROOT
from tests.components.reading import elements
from tests.questions import Asked


@pytest.mark.parametrize(("group", "value"), [("black_nh", "54.1"), ("white_nh", "36.5")])
def test_state_overdose_deaths_by_race_2021_to_2023(ask_published: Asked, group: str, value: str) -> None:
    """County Health Rankings & Roadmaps, release 2026."""
    answer = ask_published(indicator="drug_overdose_deaths", group=group, period="2021-2023")
    (state,) = answer.state
    assert format_value(state.value, answer.indicator) == value
    assert (state.status, state.source) == ("reported", "chr_2026")


def test_opioid_deaths_of_2018_by_region(ask_published: Asked) -> None:
    """Department of Public Health, deaths by city and town, on the Census Bureau's people of 2018."""
    answer = ask_published(indicator="opioid_overdose_deaths", level="eohhs_region", by="overall", period="2018")
    assert {r.name: format_value(r.value, answer.indicator) for r in answer.places} == {
        "Western region": "36.3", "Southeast region": "35.0", "Northeast region": "32.9", "Central region": "32.8",
        "Boston region": "25.0", "Metro West region": "16.8",
    }  # fmt: skip


def test_all_municipalities_are_on_the_map_and_none_is_unmatched(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_overdose_deaths", level="municipality", by="overall", period="2018")
    shapes = json.loads((ROOT / "assets" / "geometry" / "municipality.json").read_text(encoding="utf-8"))
    ids = [shape["id"] for shape in shapes["features"]]
    assert len(ids) == len(set(ids)) == 351
    assert set(ids) == {row.geo_id for row in answer.places}
    assert [e["data-id"] for e in elements(map_markup(answer)).every("path", role="option")] == [
        row.geo_id for row in answer.places
    ]
    rows = {r.slug: r for r in answer.places}
    for slug in ("north-attleborough", "manchester-by-the-sea"):
        assert rows[slug].status in ("reported", "unreliable")
        assert rows[slug].value == pytest.approx(rows[slug].numerator / rows[slug].denominator * 100_000)


@pytest.mark.parametrize("level", ["state", "county", "eohhs_region", "municipality"])
def test_every_place_of_a_level_has_its_shape(ask_published: Asked, level: str) -> None:
    shapes = json.loads((ROOT / "assets" / "geometry" / f"{level}.json").read_text(encoding="utf-8"))
    places = {p.geo_id for p in ask_published.catalog.places.values() if p.level == level}
    assert {shape["id"] for shape in shapes["features"]} == places


def test_a_place_without_a_figure_is_not_available_and_never_zero(ask_published: Asked) -> None:
    seen = 0
    for answer in ask_published.sample:
        blank = [row for row in answer.places if row.value != row.value]
        seen += len(blank)
        assert {row.status for row in blank} <= {"suppressed", "not_available"}
        zeros = [row for row in answer.places if row.value == 0]
        assert {row.status for row in zeros} <= {"reported", "unreliable"}
    assert seen > 0
