"""The ten priority geographies: filling the file that waits for the state's list is all it takes to have them."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import duckdb
import pytest

from components.views.registry import view_of
from data.query.answers import Answers
from data.query.connection import Database
from data.query.regions.region import region_place, region_words
from data.query.search.hits import search
from data.settings import ROOT
from tests.priority_geographies import MADE_UP
from tests.questions import Asked

KIND, DEATHS = "priority_geography", "opioid_overdose_deaths"


@pytest.fixture(scope="module")
def ask(with_priority_geographies: Path) -> Asked:
    return Asked(Answers(Database(with_priority_geographies)))


def test_the_list_of_the_state_is_not_in_hand(ask_published: Asked) -> None:
    """Nothing stands in its place: neither in the file, nor on the site."""
    listed = tomllib.loads((ROOT / "data" / "areas" / f"{KIND}.toml").read_text(encoding="utf-8"))
    assert "area" not in listed
    assert KIND not in ask_published.catalog.area_kinds


def test_explore_maps_all_ten_and_their_figures_are_the_sums_of_their_towns(
    ask: Asked, with_priority_geographies: Path
) -> None:
    answer = ask(indicator=DEATHS, level="area", kind=KIND, period="2018")
    assert [row.name for row in answer.places] == sorted(MADE_UP)
    assert answer.shapes is not None
    assert set(answer.shapes.places) == {row.geo_id for row in answer.places}
    with duckdb.connect(str(with_priority_geographies), read_only=True) as connection:
        for row in answer.places:
            deaths, people = connection.execute(
                """
                SELECT sum(numerator), sum(denominator) FROM observation JOIN geography USING (geo_id)
                WHERE indicator = ? AND slug IN ? AND period_start = '2018-01-01' AND period_end = '2018-12-31'
                """,
                [DEATHS, list(MADE_UP[row.name])],
            ).fetchone() or (None, None)
            assert (row.numerator, row.denominator) == (deaths, people), row.name
            assert math.isclose(row.value, 100_000 * deaths / people)
            assert row.verdict in ("higher", "lower", "not clear") or row.status == "unreliable"


def test_one_is_found_by_name_told_in_a_title_and_set_beside_the_state(ask: Asked) -> None:
    hits = search(ask.catalog, "synthetic valley", here={}, kinds=("place",))
    assert hits.sure
    assert [hit.id for hit in hits.hits] == ["synthetic-valley"]
    answer = ask(indicator=DEATHS, level="area", kind=KIND, place="synthetic-valley", period="2018")
    assert "Synthetic Valley" in view_of(answer).title(answer)


def test_a_region_with_the_same_towns_is_the_geography(ask: Asked) -> None:
    catalog = ask.catalog
    place = catalog.by_slug["synthetic-valley"]
    region = region_place(catalog, place.members)
    assert region.name == "Synthetic Valley"
    own = ask(indicator=DEATHS, period="2018", **region_words(region, catalog)).places.only(slug="region")
    listed = ask(indicator=DEATHS, level="area", kind=KIND, period="2018").places.only(slug=place.slug)
    assert own is not None
    assert listed is not None
    for name in ("value", "ci_low", "ci_high", "status"):
        assert getattr(own, name) == getattr(listed, name)
