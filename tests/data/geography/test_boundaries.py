"""The committed boundaries fit together on every level, and a wrong layer is refused with a sentence."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from data.errors import InputError, SourceFileError
from data.geography import borders, boundaries
from data.geography.places import STATE_ID, Geography, read_geography
from data.sources.state import massgis

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
SNAPSHOT, GEOMETRY = ROOT / "data" / "snapshot", ROOT / "assets" / "geometry"
LEVELS = ("state", "eohhs_region", "county", "municipality")


@cache
def collection(level: str) -> dict[str, Any]:
    return json.loads((GEOMETRY / f"{level}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def geometries(level: str) -> dict[str, shapely.Geometry]:
    """In units of a ten-thousandth of a degree: whole numbers, so that areas add up exactly."""
    return boundaries.read_collection(collection(level))


@cache
def places() -> Geography:
    return read_geography(SNAPSHOT / "massgis_municipalities.csv", ROOT / "data" / "areas")


def geo_id(slug: str) -> str:
    return places().by_slug[slug].geo_id


def rings(level: str) -> list[tuple[bool, list[list[float]]]]:
    """Every ring of a level and whether it is an exterior one."""
    actual = []
    for feature in collection(level)["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        actual += [(number == 0, ring) for polygon in polygons for number, ring in enumerate(polygon)]
    return actual


# What is committed


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_of_a_level_has_its_boundary(level: str) -> None:
    assert [f["id"] for f in collection(level)["features"]] == [p.geo_id for p in places().of_level(level)]
    assert all(g.is_valid and not g.is_empty for g in geometries(level).values())


def test_the_towns_whose_codes_or_names_changed_are_there() -> None:
    slugs = ("amherst", "greenfield", "north-attleborough", "manchester-by-the-sea", "gosnold", "nantucket")
    assert {geo_id(slug) for slug in slugs} <= set(geometries("municipality"))
    assert len(geometries("municipality")) == 351


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_neither_overlap_nor_leave_gaps(level: str) -> None:
    in_degrees = [shapely.geometry.shape(f["geometry"]) for f in collection(level)["features"]]
    assert shapely.coverage_is_valid(in_degrees), "after rounding, as the browser draws them"
    assert shapely.coverage_is_valid(list(geometries(level).values()))


@pytest.mark.parametrize("level", LEVELS)
def test_the_areas_of_every_level_add_up_to_the_state(level: str) -> None:
    state = geometries("state")[STATE_ID]
    assert sum(g.area for g in geometries(level).values()) == pytest.approx(state.area, rel=1e-12)


def test_the_state_has_its_area() -> None:
    # 7,800 square miles of land (Census Bureau) and the inland waters inside town lines, about 8,100 together.
    km2 = geometries("state")[STATE_ID].area * (111.2 / boundaries.UNITS_PER_DEGREE) ** 2 * boundaries.LON_SCALE
    assert km2 / 2.59 == pytest.approx(8_100, rel=0.02)


def test_each_border_segment_belongs_to_one_place_or_to_two() -> None:
    owners = Counter(
        tuple(sorted((tuple(a), tuple(b)))) for _, ring in rings("municipality") for a, b in pairwise(ring)
    )
    assert set(owners.values()) == {1, 2}
    outline = {tuple(sorted((tuple(a), tuple(b)))) for _, ring in rings("state") for a, b in pairwise(ring)}
    assert outline == {segment for segment, times in owners.items() if times == 1}


@pytest.mark.parametrize("level", ["state", "eohhs_region", "county"])
def test_wider_places_use_borders_of_municipalities_and_no_others(level: str) -> None:
    points = {tuple(point) for _, ring in rings("municipality") for point in ring}
    assert {tuple(point) for _, ring in rings(level) for point in ring} <= points
    for place in places().of_level(level):
        members = sum(geometries("municipality")[m].area for m in place.members)
        assert geometries(level)[place.geo_id].area == pytest.approx(members, rel=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_exterior_rings_run_clockwise_so_that_d3_fills_the_town_and_not_the_globe(level: str) -> None:
    for exterior, ring in rings(level):
        doubled_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert ring[0] == ring[-1]
        assert (doubled_area < 0) is exterior


def test_no_part_is_a_sliver_and_islands_are_kept() -> None:
    for geometry in geometries("municipality").values():
        assert all(p.area >= boundaries.MINIMUM_PART_UNITS2 for p in shapely.get_parts(geometry))
    parts = {slug: len(shapely.get_parts(geometries("municipality")[geo_id(slug)])) for slug in ("gosnold", "boston")}
    assert parts["gosnold"] >= 5, "the Elizabeth Islands"
    assert parts["boston"] >= 10, "the harbor islands"
    holes = [Polygon(h) for p in shapely.get_parts(geometries("state")[STATE_ID]) for h in p.interiors]
    assert all(hole.area >= boundaries.MINIMUM_PART_UNITS2 for hole in holes)


@pytest.mark.parametrize(("level", "kilobytes"), [("municipality", 90), ("county", 40), ("eohhs_region", 40)])
def test_boundaries_are_light_enough_for_a_telephone(level: str, kilobytes: int) -> None:
    content = (GEOMETRY / f"{level}.json").read_bytes()
    assert len(gzip.compress(content, mtime=0)) < kilobytes * 1000
    assert b" " not in content


def test_labels_stand_inside_the_largest_part_of_every_place() -> None:
    with (SNAPSHOT / "label_points.csv").open(encoding="utf-8") as file:
        rows = {r["geo_id"]: (float(r["lon"]), float(r["lat"])) for r in csv.DictReader(file)}
    for level in LEVELS:
        for place, geometry in geometries(level).items():
            largest = max(shapely.get_parts(geometry), key=lambda p: p.area)
            point = shapely.Point(*(c * boundaries.UNITS_PER_DEGREE for c in rows[place]))
            assert largest.contains(point), place


def test_neighbours_are_those_of_the_map() -> None:
    near = borders.neighbours(collection("municipality"))
    names = {i: places().places[i].name for i in near}
    assert {names[i] for i in near[geo_id("amherst")]} == {
        "Belchertown",
        "Granby",
        "Hadley",
        "Leverett",
        "Pelham",
        "Shutesbury",
        "South Hadley",
        "Sunderland",
    }
    assert near[geo_id("nantucket")] == ()
    assert near[geo_id("gosnold")] == ()
    assert all(i in near[j] for i, others in near.items() for j in others)
    assert all(i not in others for i, others in near.items())
    counties = borders.neighbours(collection("county"))
    assert counties["25003"] == ("25011", "25013", "25015"), "Berkshire: Franklin, Hampden, Hampshire"


# How it is made: synthetic squares


def _square(x: float, y: float, side: float = 0.02) -> Polygon:
    return shapely.box(x, y, x + side, y + side)


def _layer() -> dict[str, Any]:
    """351 synthetic towns in the publisher's format: 27 columns of 13 squares."""
    features = [
        {
            "type": "Feature",
            "properties": {"TOWN": f"TOWN {n}", "TOWN_ID": n, "FIPS_STCO": 25001},
            "geometry": shapely.geometry.mapping(
                shapely.box(*(round(c, 6) for c in _square(-73 + 0.02 * (n % 27), 42 + 0.02 * (n // 27)).bounds))
            ),
        }
        for n in range(1, 352)
    ]
    return {"type": "FeatureCollection", "features": features}


def _folder(path: Path, change: Callable[[list[dict[str, Any]]], object] = lambda _: None) -> Path:
    layer = _layer()
    change(layer["features"])
    (path / massgis.BOUNDARY_FILE).write_text(json.dumps(layer), encoding="utf-8")
    lines = [f"{n},25001{n:05d},Town {n},001" for n in range(1, 352)]
    (path / massgis.LIST_FILE).write_text("\n".join(["TOWNID,GEOID20,TOWN,COUNTY_NUM", *lines, ""]), encoding="utf-8")
    return path


def test_places_and_boundaries_are_written_and_the_same_every_time(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    areas = tmp_path / "areas"
    areas.mkdir()
    (areas / "county.toml").write_text(
        'level = "county"\n[[area]]\ngeo_id = "25001"\nname = "One County"\nmembers = ["town-1", "town-2"]\n',
        encoding="utf-8",
    )
    assert massgis.write_places(folder, tmp_path / "snapshot") == 351
    assert massgis.write_boundaries(folder, tmp_path / "snapshot", tmp_path / "geometry", areas) == 351 + 1 + 1
    first = {p.name: p.read_bytes() for p in (tmp_path / "geometry").iterdir()}
    assert set(first) == {f"{level}.json" for level in LEVELS}
    shutil.rmtree(tmp_path / "geometry")
    massgis.write_boundaries(folder, tmp_path / "snapshot", tmp_path / "geometry", areas)
    assert first == {p.name: p.read_bytes() for p in (tmp_path / "geometry").iterdir()}
    labels = (tmp_path / "snapshot" / "label_points.csv").read_text(encoding="utf-8").splitlines()
    assert labels[0] == "geo_id,lon,lat"
    assert labels[3].startswith("2500100001,-72.9700,42.0"), "the first town's square runs from -72.98 to -72.96"


def test_a_label_stands_in_the_middle_of_the_largest_part() -> None:
    # 200 units wide and 100 high on the ground: the circle's place is settled north to south, at 42.0050.
    large = shapely.box(-720_000, 420_000, -720_000 + 200 / boundaries.LON_SCALE, 420_100)
    small = shapely.box(-710_000, 420_000, -709_990, 420_010)
    lon, lat = boundaries.label_point(shapely.MultiPolygon([small, large]))
    assert lat == pytest.approx(42.0050, abs=0.0001)
    assert -72.0 < lon < -72.0 + 0.02 / boundaries.LON_SCALE


BREAKS: dict[str, tuple[Callable[[list[dict[str, Any]]], object], str]] = {
    "a town too few": (lambda f: f.pop(), "has 350 municipalities; Massachusetts has 351"),
    "a town twice": (lambda f: f.append(f[0]), "row 352: town number 1 stands twice"),
    "no FIPS code": (lambda f: f[4]["properties"].pop("FIPS_STCO"), "“FIPS_STCO”, row 5: this property is missing"),
    "no properties": (lambda f: f[4].update(properties=None), "“TOWN_ID”, row 5: this property is missing"),
    "another state": (lambda f: f[0]["properties"].update(FIPS_STCO=33011), "“33011” is not the FIPS code of a county"),
    "no polygon": (lambda f: f[0].update(geometry=None), "row 1: TOWN 1"),
    "a point": (lambda f: f[0].update(geometry={"type": "Point", "coordinates": [-72, 42]}), "TOWN 1 has no polygon"),
    "metres": (
        lambda f: f[2].update(geometry=shapely.geometry.mapping(_square(231_000, 900_000, 5_000))),
        "TOWN 3 lies outside Massachusetts: export the layer in longitude and latitude",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_layer_is_refused(tmp_path: Path, case: str) -> None:
    change, sentence = BREAKS[case]
    with pytest.raises(SourceFileError, match=sentence) as caught:
        massgis.write_places(_folder(tmp_path, change), tmp_path / "snapshot")
    assert caught.value.file == massgis.BOUNDARY_FILE
    assert not (tmp_path / "snapshot").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("7,2500100007,Town 7,001", "7,2500300007,Town 7,003", "row 8: Town 7 is in county 25003 here"),
        ("7,2500100007,", "7,250010007,", "column “GEOID20”, row 8: “250010007” is not the ten-digit GEOID"),
        ("\n7,2500100007,", "\n6,2500100007,", "repeats row 7"),
        ("7,2500100007,Town 7,", "7,2500100007,Elsewhere,", "“Elsewhere” has the number of TOWN 7"),
        ("\n7,2500100007,Town 7,001", "", "has 350 municipalities"),
        ("\n7,2500100007,", "\n999,2500100007,", "has no town number “999”"),
    ],
)
def test_a_list_that_contradicts_the_layer_is_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = _folder(tmp_path) / massgis.LIST_FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceFileError, match=sentence):
        massgis.read_municipalities(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<html>", "is a web page"),
        ("[]", "export the layer as GeoJSON"),
        ('{"type": "Topology"}', "export the layer as GeoJSON"),
        ('{"type": "FeatureCollection", "features": [7]}', "export the layer as GeoJSON"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / massgis.BOUNDARY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SourceFileError, match=sentence):
        massgis.read_towns(tmp_path)


def test_a_missing_layer_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"massgis_towns.geojson: is not in the folder given"):
        massgis.read_towns(tmp_path)


def test_overlapping_towns_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="the boundaries of a, b overlap their neighbours"):
        boundaries.municipal_coverage({"a": _square(-72, 42), "b": _square(-71.985, 42), "c": _square(-71, 42)})


def test_a_town_smaller_than_the_grid_is_not_dropped_silently() -> None:
    with pytest.raises(InputError, match="b would vanish"):
        boundaries.municipal_coverage({"a": _square(-72, 42), "b": _square(-71, 42, side=1e-6)})


def test_meeting_in_a_corner_is_not_being_neighbours() -> None:
    squares = {"a": shapely.box(0, 0, 9, 9), "b": shapely.box(9, 0, 18, 9), "c": shapely.box(9, 9, 18, 18)}
    assert borders.neighbours(boundaries.feature_collection(squares)) == {"a": ("b",), "b": ("a", "c"), "c": ("b",)}


@given(st.lists(st.floats(-0.004, 0.004), min_size=20, max_size=20))
def test_a_crooked_border_stays_one_border(bends: list[float]) -> None:
    """Two towns and the crooked line between them: after simplifying and rounding both still have the same line."""
    line = [(-72 + bend, 42 + 0.005 * step) for step, bend in enumerate(bends)]
    (_, south), (_, north) = line[0], line[-1]
    west = Polygon([*line, (-72.1, north), (-72.1, south)])
    east = Polygon([*line, (-71.9, north), (-71.9, south)])
    made = boundaries.municipal_coverage({"east": east, "west": west})
    assert shapely.coverage_is_valid(list(made.values()))
    assert boundaries.union(made, made).area == pytest.approx(sum(g.area for g in made.values()), rel=1e-12)
    assert all(float(c).is_integer() for g in made.values() for c in shapely.get_coordinates(g).flat)
    assert borders.neighbours(boundaries.feature_collection(made)) == {"east": ("west",), "west": ("east",)}
