"""Distances to the nearest open unit: ten worked by hand, all by another formula, and what a closure changes."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from data.analysis.maternity.access import FAR_MILES, Access, access, grouped_places
from data.analysis.maternity.distances import great_circle, nearest
from data.analysis.maternity.units import units
from data.query.answers import Answers
from tests.alternatives import maternity
from tests.questions import Asked


@pytest.fixture(scope="module")
def answers(ask_published: Asked) -> Answers:
    return ask_published.answers


@pytest.fixture(scope="module")
def found(answers: Answers) -> Access:
    known = access(answers.maternity_statements(), answers.residents_of_all(), answers.catalog)
    assert known is not None
    return known


# Longitude and latitude of the label points in degrees. The first worked in full, R = 6,371.0088 km / 1.609344:
#   Hardwick 72.2150 W 42.3523 N, Gardner 71.9873 W 42.5935 N; half the differences: 0.11385 and 0.1206 degrees
#   sin²(0.1206°) = 4.43046e-6
#   cos 42.3523° × cos 42.5935° × sin²(0.11385°) = 0.739016 × 0.736174 × 3.94839e-6 = 2.14810e-6
#   √(6.57856e-6) = 0.00256487; 2 × 3,958.761 × asin of that = 20.307 miles
BY_HAND = [
    ("hardwick", 2025, (-72.2150, 42.3523), "Heywood Hospital", (-71.9873, 42.5935), 20.307),
    ("truro", 2025, (-70.0435, 41.9854), "Cape Cod Hospital", (-70.3784, 41.6815), 27.169),
    ("falmouth", 2025, (-70.5865, 41.6112), "Cape Cod Hospital", (-70.3784, 41.6815), 11.791),
    ("falmouth", 2019, (-70.5865, 41.6112), "Falmouth Hospital", (-70.5865, 41.6112), 0.0),
    ("mashpee", 2019, (-70.4979, 41.6231), "Falmouth Hospital", (-70.5865, 41.6112), 4.650),
    ("amherst", 2025, (-72.5040, 42.3323), "Cooley Dickinson Hospital", (-72.6868, 42.3298), 9.339),
    ("southbridge", 2025, (-72.0297, 42.0555), "St. Vincent Hospital", (-71.8105, 42.2727), 18.741),
    ("wareham", 2025, (-70.6651, 41.7803), "Beth Israel Deaconess Hospital–Plymouth", (-70.6156, 41.8791), 7.287),
    ("gosnold", 2025, (-70.7767, 41.4677), "Martha’s Vineyard Hospital", (-70.5845, 41.4268), 10.347),
    ("williamstown", 2025, (-73.2319, 42.6733), "Berkshire Medical Center", (-73.2525, 42.4506), 15.423),
    ("fitchburg", 2025, (-71.8156, 42.6004), "Heywood Hospital", (-71.9873, 42.5935), 8.746),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "year", "here", "unit", "there", "miles"), BY_HAND)
def test_ten_towns_by_hand(
    found: Access, answers: Answers, slug: str, year: int, here: tuple[float, float], unit: str,
    there: tuple[float, float], miles: float,
) -> None:  # fmt: skip
    east, north = (math.radians(b - a) for a, b in zip(here, there, strict=True))
    level = math.cos(math.radians(here[1])) * math.cos(math.radians(there[1]))
    part = math.sin(north / 2) ** 2 + level * math.sin(east / 2) ** 2
    worked = 2 * (6371.0088 / 1.609344) * math.asin(math.sqrt(part))
    assert worked == pytest.approx(miles, abs=0.0006)
    place = answers.catalog.by_slug[slug]
    distance = nearest(found.units, answers.catalog, place.geo_id, year)
    assert distance is not None
    assert distance == found.distances[place.geo_id, year]
    assert place.label_point == here
    assert distance.unit.name == unit
    assert distance.miles == pytest.approx(worked, abs=1e-9)


def test_known_lengths() -> None:
    quarter = 2 * math.pi * 3958.7613 / 4
    assert great_circle((0, 0), (90, 0)) == pytest.approx(quarter)
    assert great_circle((0, 0), (0, 90)) == pytest.approx(quarter)
    assert great_circle((-71, 42), (-71, 42)) == 0
    assert great_circle((0, 0), (180, 0)) == pytest.approx(2 * quarter)


# By year, the towns for which a unit that ended in it was the nearest: Falmouth, Holyoke and (where its unit, of which
# nothing is said, might have been) Norwood in 2020; Leominster in 2023; Tobey in Wareham in 2019.
NEARER_BEFORE = {
    2018: [],
    2019: ["marion", "wareham"],
    2020: [
        "blandford", "bourne", "falmouth", "granby", "granville", "holyoke", "mashpee", "montgomery", "russell",
        "south-hadley", "southampton", "southwick", "west-springfield", "westfield",
    ],
    2021: [], 2022: [],
    2023: [
        "ayer", "bolton", "clinton", "fitchburg", "harvard", "lancaster", "leominster", "lunenburg", "pepperell",
        "princeton", "shirley", "sterling", "townsend",
    ],
    2024: [], 2025: [],
}  # fmt: skip


def test_the_year_of_a_closure_changes_the_right_towns(found: Access, answers: Answers) -> None:
    catalog = answers.catalog
    for year, expected in NEARER_BEFORE.items():
        changed = [
            town.slug
            for town in catalog.places_of("municipality")
            if found.distances[town.geo_id, year].miles != found.distances[town.geo_id, year - 1].miles
        ]
        assert sorted(changed) == sorted(expected), year
    # Where the nearest unit was one that ended, and only there.
    for year, expected in NEARER_BEFORE.items():
        for town in catalog.places_of("municipality"):
            was = found.distances[town.geo_id, year - 1].unit
            assert (was.status(year) != "open") == (town.slug in expected)
    # Mercy's suspension in 2025 leaves another unit open in its own city.
    springfield = catalog.by_slug["springfield"].geo_id
    assert found.distances[springfield, 2025].miles == 0
    assert found.distances[springfield, 2025].unit.name == "Baystate Medical Center"


def test_a_closure_moved_to_another_year_moves_with_it(answers: Answers) -> None:
    statements = answers.maternity_statements()
    (closed,) = [s for s in statements if s.hospital == "Falmouth Hospital" and s.event == "closed"]
    moved = type(closed)(**{
        **{name: getattr(closed, name) for name in closed.__slots__},
        "start": closed.start.replace(year=2022), "end": closed.end.replace(year=2022),
    })  # fmt: skip
    planted = units(tuple(moved if s is closed else s for s in statements), answers.catalog)
    mashpee = answers.catalog.by_slug["mashpee"].geo_id
    names = [d.unit.name for y in (2019, 2021, 2022) if (d := nearest(planted, answers.catalog, mashpee, y))]
    assert names == ["Falmouth Hospital", "Falmouth Hospital", "Cape Cod Hospital"]


def test_all_distances_and_people_equal_the_slow_alternative(found: Access, answers: Answers, published: Path) -> None:
    world = maternity.read(published)
    for year in found.years:
        reached = maternity.reached(world, year)
        for town, (low, high) in reached.items():
            own = found.distances[town, year]
            assert (own.low, own.miles) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6)), (town, year)
            assert own.certain == (low == high)
        for place in grouped_places(answers.catalog):
            own_people = found.people[place.geo_id, year]
            for miles in FAR_MILES:
                expected = maternity.far(world, place.geo_id, year, miles, reached)
                of = own_people.far[miles]
                assert (own_people.residents, own_people.residents_year, of.low, of.high) == expected


def test_parts_add_up_to_the_state(found: Access, answers: Answers) -> None:
    catalog = answers.catalog
    for parts in (catalog.places_of("county"), catalog.places_of("eohhs_region"),
                  catalog.places_of("area", "community_type")):  # fmt: skip
        for year in found.years:
            whole = found.people[catalog.state.geo_id, year]
            of_parts = [found.people[p.geo_id, year] for p in parts]
            assert sum(p.residents for p in of_parts) == whole.residents
            assert sum(p.far[15].low for p in of_parts) == whole.far[15].low
            assert sum(p.far[15].high for p in of_parts) == whole.far[15].high


def test_an_islands_unit_is_not_the_mainlands(found: Access, answers: Answers) -> None:
    catalog = answers.catalog
    islands = {m for slug in ("dukes-county", "nantucket-county") for m in catalog.by_slug[slug].members}
    for (town, _), distance in found.distances.items():
        assert town in islands or distance.unit.geo_id not in islands
