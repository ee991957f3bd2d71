"""Boundaries for maps: one polygon coverage of municipalities, and every larger place as a union of it.

All levels share the same borders because there is only one set of them. Coordinates are whole units of
1 / `UNITS_PER_DEGREE` degrees in all computations, so the geometry checked is exactly the one written.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from data.catalog.models import Place
from data.errors import InputError
from data.geography.borders import Segment, segments

UNITS_PER_DEGREE = 10_000
"""Four decimals of a degree: 11 m north to south, 8 m east to west."""
LON_SCALE = math.cos(math.radians(42.0))
"""A degree of longitude over one of latitude in the middle of the state: makes areas and distances true enough."""
TOLERANCE_DEGREES = 0.0013
"""Bends whose triangle is smaller than this squared are dropped: half a pixel when the state is 1,280 px wide."""
_METRES_PER_DEGREE = 111_200.0
_UNIT_AREA_M2 = (_METRES_PER_DEGREE / UNITS_PER_DEGREE) ** 2 * LON_SCALE
MINIMUM_PART_UNITS2 = 10_000.0 / _UNIT_AREA_M2
"""One hectare, in square units. Smaller islands are dropped, smaller slivers go to the neighbour they lie against."""


class BoundaryError(InputError):
    """Boundaries that are no valid coverage; the message names the places and the reason."""


def municipal_coverage(polygons: Mapping[str, Geometry]) -> dict[str, Geometry]:
    """Simplify a coverage of polygons so that neighbours keep one common border, on a grid of whole units.

    `polygons` maps geo_id to a polygon in degrees of longitude and latitude; the result maps the same geo_ids to
    polygons in units (degrees times `UNITS_PER_DEGREE`, all coordinates whole). Raises BoundaryError when the polygons
    do not fit together or one of them would vanish.
    """
    ids = sorted(polygons)
    scaled = [_scaled(shapely.make_valid(polygons[i]), LON_SCALE, 1.0) for i in ids]
    if not shapely.coverage_is_valid(scaled):
        edges = shapely.coverage_invalid_edges(scaled)
        invalid = [i for i, edge in zip(ids, edges, strict=True) if not edge.is_empty]
        raise BoundaryError(
            f"the boundaries of {', '.join(invalid[:5])} overlap their neighbours or leave gaps; "
            "repair the publisher's file (shapely.coverage_clean) before reading it"
        )
    simple = shapely.coverage_simplify(scaled, TOLERANCE_DEGREES)
    towns = {i: _scaled(g, UNITS_PER_DEGREE / LON_SCALE, UNITS_PER_DEGREE) for i, g in zip(ids, simple, strict=True)}
    coverage = _without_slivers(*_on_grid(towns))
    lost = sorted(set(ids) - set(coverage))
    if lost:
        raise BoundaryError(f"{', '.join(lost)} would vanish: smaller than the grid of {1 / UNITS_PER_DEGREE} degrees")
    return coverage


def _scaled(geometry: Geometry, x: float, y: float) -> Geometry:
    return shapely.transform(geometry, lambda points: points * [x, y])


def _on_grid(towns: Mapping[str, Geometry]) -> tuple[dict[str, Geometry], list[Geometry]]:
    """Polygons with integer coordinates by geo_id, and the enclosed water between them.

    Rounding each polygon by itself would let borders cross. Instead all borders are rounded together, cut wherever
    they then meet (snap rounding), and each face between them is assigned to the place it lies in.
    """
    borders = shapely.union_all(shapely.boundary(list(towns.values())), grid_size=1.0)
    ids = list(towns)
    tree = shapely.STRtree(list(towns.values()))
    faces: dict[str, list[Geometry]] = defaultdict(list)
    water: list[Geometry] = []
    for face in shapely.polygonize(list(shapely.get_parts(borders))).geoms:
        candidates = tree.query(face)
        overlap = shapely.area(shapely.intersection(face, tree.geometries[candidates]))
        if overlap.sum() < face.area / 2:
            water.append(face)
        else:
            faces[ids[candidates[int(np.argmax(overlap))]]].append(face)
    return {i: shapely.coverage_union_all(parts) for i, parts in faces.items()}, water


def _without_slivers(towns: Mapping[str, Geometry], water: Iterable[Geometry]) -> dict[str, Geometry]:
    """Drop islands under a hectare; merge slivers and ponds under a hectare into the neighbour they touch most.

    A municipality's largest part stays whatever its size.
    """
    kept: dict[str, list[Geometry]] = defaultdict(list)
    small = [face for face in water if face.area < MINIMUM_PART_UNITS2]
    for i, geometry in towns.items():
        largest, *others = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
        kept[i].append(largest)
        for part in others:
            (kept[i] if part.area >= MINIMUM_PART_UNITS2 else small).append(part)
    place_of_segment = {segment: i for i, parts in kept.items() for part in parts for segment in segments(_rings(part))}
    assigned = True
    while assigned:  # a sliver may touch only another sliver, merged in the pass before
        assigned = False
        for part in tuple(small):
            neighbour = _neighbour_of(part, place_of_segment)
            if neighbour is not None:
                kept[neighbour].append(part)
                place_of_segment.update(dict.fromkeys(segments(_rings(part)), neighbour))
                small.remove(part)
                assigned = True
    return {i: shapely.coverage_union_all(parts) for i, parts in kept.items()}


def _neighbour_of(part: Geometry, place_of_segment: Mapping[Segment, str]) -> str | None:
    shared: dict[str, float] = defaultdict(float)
    for segment in segments(_rings(part)):
        if segment in place_of_segment:
            shared[place_of_segment[segment]] += math.dist(*segment)
    return max(sorted(shared), key=lambda i: shared[i]) if shared else None


def union(coverage: Mapping[str, Geometry], members: Iterable[str]) -> Geometry:
    """Outline of a place: the union of its municipalities, with no border moved."""
    return shapely.coverage_union_all([coverage[m] for m in members])


def feature_collection(geometries: Mapping[str, Geometry]) -> dict[str, Any]:
    """GeoJSON of geometries in units: coordinates in degrees, features by geo_id, which is their `id`."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": i, "properties": {}, "geometry": _geojson(geometries[i])}
            for i in sorted(geometries)
        ],
    }


def _geojson(geometry: Geometry) -> dict[str, Any]:
    # d3-geo, which draws plotly's maps, works on the sphere: it takes what lies to the right of a ring as its inside.
    # Exterior rings must therefore run clockwise, against RFC 7946; the other way round a town fills the globe.
    oriented = shapely.orient_polygons(shapely.normalize(geometry), exterior_cw=True)
    polygons = [[_degrees(ring) for ring in _rings(part)] for part in shapely.get_parts(oriented)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: Geometry) -> list[list[tuple[float, float]]]:
    return [[(x, y) for x, y in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]


def _degrees(ring: Iterable[tuple[float, float]]) -> list[list[float]]:
    return [[round(x / UNITS_PER_DEGREE, 4), round(y / UNITS_PER_DEGREE, 4)] for x, y in ring]


def write_collection(path: Path, collection: Mapping[str, Any]) -> None:
    """Write a collection as compact JSON, atomically; the same boundaries give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(collection, separators=(",", ":")) + "\n", encoding="utf-8")
    part.replace(path)


def read_collection(collection: Mapping[str, Any]) -> dict[str, Geometry]:
    """Inverse of `feature_collection`: geometries in units by geo_id."""
    degrees = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in collection["features"]}
    return {i: shapely.transform(g, lambda points: np.round(points * UNITS_PER_DEGREE)) for i, g in degrees.items()}


def label_point(geometry: Geometry) -> tuple[float, float]:
    """Longitude and latitude (degrees, 4 decimals) of the point farthest inside a geometry's largest part."""
    part = max(shapely.get_parts(_scaled(geometry, LON_SCALE, 1.0)), key=lambda p: p.area)
    centre = shapely.maximum_inscribed_circle(part, tolerance=1.0).coords[0]
    return round(centre[0] / LON_SCALE / UNITS_PER_DEGREE, 4), round(centre[1] / UNITS_PER_DEGREE, 4)


def outlines(coverage: Mapping[str, Geometry], places: Iterable[Place]) -> dict[str, Geometry]:
    """Outline of each place by geo_id: the union of its members, for a municipality itself."""
    return {p.geo_id: union(coverage, p.members) for p in places}
