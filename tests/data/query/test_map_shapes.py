"""The shapes maps are drawn from: projected as Snyder says, whole, in their frame, and one for every place."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query.map_shapes import MARGIN, ORIGIN, PARALLELS, WIDTH, Shapes, coarser, projected, shapes
from data.settings import ROOT
from tests.alternatives.shapes import beside, isometric, lambert, outline, rings
from tests.questions import Asked

LEVELS = ("state", "eohhs_region", "county", "municipality")
NUMBER = {"state": 1, "eohhs_region": 6, "county": 14, "municipality": 351}


@cache
def collection(level: str) -> dict[str, Any]:
    return json.loads((ROOT / "assets" / "geometry" / f"{level}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def made(level: str) -> Shapes:
    return shapes(level, collection(level), collection("state"))


def slow(lon: float, lat: float) -> tuple[float, float]:
    return lambert(lon, lat, PARALLELS, ORIGIN)


# The projection


def test_the_projection_gives_snyders_numerical_example() -> None:
    """USGS Professional Paper 1395, pp. 295–296: parallels 33° and 45° N, origin 23° N 96° W, the point 35° N 75° W."""
    ((x, y),) = projected(np.array([[-75.0, 35.0]]), parallels=(33, 45), origin=(-96, 23))
    assert (round(x, 7), round(y, 7)) == (0.2966785, 0.2462112)


@given(st.floats(-74, -69), st.floats(40, 44))
def test_the_projection_agrees_with_its_formula_by_isometric_latitudes(lon: float, lat: float) -> None:
    assert projected(np.array([[lon, lat]]))[0] == pytest.approx(slow(lon, lat), abs=1e-12)


@given(st.floats(-73.6, -69.8), st.floats(41.2, 42.9), st.floats(0, 2 * math.pi))
def test_lengths_on_the_map_are_true_to_a_few_parts_in_ten_thousand(lon: float, lat: float, way: float) -> None:
    """On a conformal map a short step is as long whichever way it goes; between two near parallels, as on the globe."""
    step = 1e-3
    there = (lon + step * math.sin(way) / math.cos(math.radians(lat)), lat + step * math.cos(way))
    length = math.dist(*projected(np.array([(lon, lat), there])))
    assert length / math.radians(step) == pytest.approx(1, abs=3e-4)


def test_the_parallels_are_drawn_at_their_true_length() -> None:
    """A degree of longitude at latitude φ is cos φ degrees long; a hundredth of one is measured."""
    for parallel in PARALLELS:
        a, b = projected(np.array([(-71.7, parallel), (-71.69, parallel)]))
        assert math.dist(a, b) == pytest.approx(math.radians(0.01) * math.cos(math.radians(parallel)), rel=1e-8)
    assert projected(np.array([ORIGIN]))[0] == pytest.approx((0, 0), abs=1e-15)
    assert isometric(PARALLELS[0]) < isometric(ORIGIN[1]) < isometric(PARALLELS[1])


# The frame


def test_every_map_has_the_states_frame_with_its_margins() -> None:
    points = [p for ring in outline(made("state").coast) for p in ring]
    left, top, right, below = MARGIN
    frame = made("municipality").frame
    assert frame == made("county").frame == made("state").frame
    assert frame.width == WIDTH
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (left, WIDTH - right)
    assert min(y for _, y in points) == top
    assert max(y for _, y in points) == pytest.approx(frame.height - below, abs=1)


def test_north_is_up_and_east_is_right() -> None:
    frame = made("county").frame
    boston, nantucket, pittsfield = (
        frame.point(*place) for place in ((-71.06, 42.36), (-70.1, 41.28), (-73.25, 42.45))
    )
    assert pittsfield[0] < boston[0] < nantucket[0]
    assert pittsfield[1] < boston[1] < nantucket[1], "y runs down the page"


def test_a_mile_is_as_long_on_every_map_up_and_across() -> None:
    """A minute of latitude is a minute of the globe's arc: in units, the scale times its radians."""
    frame = made("county").frame
    (_, y0), (_, y1) = frame.point(-71.7, 42.0), frame.point(-71.7, 42.5)
    assert y0 - y1 == pytest.approx(math.radians(0.5) * frame.scale, abs=1)


# The outlines


@pytest.mark.parametrize("level", LEVELS)
def test_every_outline_read_back_is_the_projected_boundary_of_its_place(level: str) -> None:
    """Each point of the boundary is on the path within a unit, in order, and once where several fall together."""
    frame = made(level).frame

    def on_map(point: tuple[float, float]) -> tuple[int, int]:
        x, y = slow(*point)
        return round((x - frame.left) * frame.scale + MARGIN[0]), round((frame.top - y) * frame.scale + MARGIN[1])

    assert len(made(level).places) == NUMBER[level]
    for feature in collection(level)["features"]:
        drawn, expected = outline(made(level).places[feature["id"]].path), rings(feature["geometry"])
        assert len(drawn) == len(expected), feature["id"]
        for ring, points in zip(drawn, expected, strict=True):
            met = [point for point, _ in groupby(map(on_map, points))]
            assert len(ring) == len(met), feature["id"]
            assert all(math.dist(a, b) <= 1 for a, b in zip(ring, met, strict=True)), feature["id"]


@pytest.mark.parametrize("level", LEVELS)
def test_no_point_is_written_twice_and_no_place_falls_to_nothing(level: str) -> None:
    for place, shape in made(level).places.items():
        drawn = outline(shape.path)
        assert drawn, place
        for ring in drawn:
            assert len(ring) >= 3, place
            assert all(a != b for a, b in pairwise(ring)), place
            assert all(0 <= x <= WIDTH and 0 <= y <= made(level).frame.height for x, y in ring), place


def test_towns_of_a_county_are_drawn_on_the_countys_own_line() -> None:
    """All levels share the same borders: a county's points are all points of its towns."""
    towns = {p for shape in made("municipality").places.values() for ring in outline(shape.path) for p in ring}
    for level in ("county", "eohhs_region", "state"):
        for shape in made(level).places.values():
            assert {p for ring in outline(shape.path) for p in ring} <= towns


@pytest.mark.parametrize("level", LEVELS)
def test_the_middle_of_a_place_is_the_middle_of_its_box(level: str) -> None:
    for shape in made(level).places.values():
        xs, ys = zip(*(p for ring in outline(shape.path) for p in ring), strict=True)
        assert shape.middle == ((min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2)


def test_a_ring_that_rounding_leaves_no_area_is_not_drawn() -> None:
    """Synthetic: a square of 0.2° around a triangle of 11 m, which is a unit at most."""
    square = [[-71.8, 42.0], [-71.6, 42.0], [-71.6, 42.2], [-71.8, 42.2], [-71.8, 42.0]]
    speck = [[-71.7, 42.1], [-71.7, 42.10001], [-71.69999, 42.1], [-71.7, 42.1]]
    feature = {"id": "x", "geometry": {"type": "Polygon", "coordinates": [square, speck]}}
    found = shapes("synthetic", {"features": [feature]}, collection("state"))
    assert [len(ring) for ring in outline(found.places["x"].path)] == [4]


# Neighbours


@pytest.mark.parametrize("level", ["county", "eohhs_region", "municipality"])
def test_neighbours_are_those_whose_outlines_have_a_line_in_common(level: str) -> None:
    assert {i: set(s.neighbours) for i, s in made(level).places.items()} == beside(collection(level))


def test_worcester_county_borders_five_and_the_islands_none() -> None:
    """Franklin, Hampden, Hampshire, Middlesex, Norfolk; Rhode Island and Connecticut are not on the map."""
    borders = {i: s.neighbours for i, s in made("county").places.items()}
    assert borders["25027"] == ("25011", "25013", "25015", "25017", "25021")
    assert borders["25007"] == borders["25019"] == ()  # Dukes and Nantucket


# What the browser fetches


@pytest.mark.parametrize("level", LEVELS)
def test_the_document_holds_each_shape_as_the_browser_reads_it(level: str) -> None:
    document = json.loads(made(level).document())
    assert set(document) == {"coast", "places"}
    assert document["coast"] == made(level).coast
    assert document["places"] == {
        i: [s.path, s.middle[0], s.middle[1], list(s.neighbours)] for i, s in made(level).places.items()
    }
    for _, _, _, near in document["places"].values():
        assert set(near) <= set(document["places"]), "an arrow key never leads off the map"


def test_every_place_of_every_level_and_kind_of_area_has_its_shape(ask_published: Asked) -> None:
    catalog, answers = ask_published.catalog, ask_published.answers
    assert len(catalog.area_kinds) >= 3
    for level in LEVELS:
        assert set(answers.shapes(level).places) == {p.geo_id for p in catalog.places_of(level)}  # type: ignore[arg-type]
    for kind in catalog.area_kinds:
        assert set(answers.shapes("area", kind).places) == {p.geo_id for p in catalog.places_of("area", kind)}


def test_an_answer_carries_the_shapes_of_its_own_places(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        assert answer.shapes is not None
        assert {row.geo_id for row in answer.places} <= set(answer.shapes.places), answer.selection
        assert answer.shapes.key == (answer.selection.kind or answer.selection.level)


def test_a_coarser_outline_is_the_same_place() -> None:
    """Of no county does a small map show a twentieth more or less, islands and all."""
    for shape in shapes("county", collection("county"), collection("state")).places.values():
        fine, coarse = points_of(shape.path), points_of(coarser(shape.path, 12))
        assert abs(144 * area(coarse) / area(fine) - 1) < 0.05
        assert len(coarser(shape.path, 12)) < len(shape.path)
    assert coarser("M0 0l1 0 0 1z", 12) == "", "what is smaller than a step is nothing"


def points_of(path: str) -> list[list[tuple[int, int]]]:
    """The points of each ring of path data whose first pair is absolute and whose others are steps."""
    found = []
    for ring in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def area(found: list[list[tuple[int, int]]]) -> float:
    """Area of rings by the shoelace formula, islands added."""
    total = 0.0
    for points in found:
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        total += abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
    return total
