"""The outlines of a level's places as paths for a map, in the projection of the state's own maps."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.geography.borders import neighbours

WIDTH = 5000
"""Width of every map in its own units: at 1,250 pixels a unit is a quarter of one."""
MARGIN = (40, 40, 300, 200)
"""Units left of the state, above it, right of it and below it: lines are not cut, and labels of islands have room."""
Point = tuple[float, float]
_NUMBER = re.compile(r"-?\d+")

PARALLELS: Point = (41.717, 42.683)
"""Standard parallels of the projection: those of the state's own maps, in degrees north."""
ORIGIN: Point = (-71.7, 42.0)
"""Origin of the projection: longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on a map: its outline as SVG path data, the middle of its box, and the geo_ids of those it borders."""

    path: str
    middle: tuple[int, int]
    neighbours: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """Frame of a map, from projected coordinates to `width` by `height` units, north up."""

    left: float
    top: float
    scale: float
    height: int
    width: int = WIDTH

    def place(self, projected: NDArray[np.float64]) -> NDArray[np.int64]:
        """Projected coordinates (n × 2) in whole units of the map."""
        moved = (projected - [self.left, self.top]) * [self.scale, -self.scale] + MARGIN[:2]
        return np.round(moved).astype(np.int64)

    def point(self, lon: float, lat: float) -> Point:
        """A point in degrees as x and y on the map."""
        return _point(self, lon, lat)


# Labels stand at the same points on every map of a level.
@lru_cache(maxsize=2048)
def _point(frame: Frame, lon: float, lat: float) -> Point:
    x, y = frame.place(projected(np.array([[lon, lat]])))[0]
    return float(x), float(y)


@dataclass(frozen=True)
class Shapes:
    """Outlines of all places of a level, or of a kind of area, by geo_id, and the state's coast."""

    key: str
    frame: Frame
    places: Mapping[str, Shape]
    coast: str

    def document(self) -> str:
        """JSON of the outlines: `places` maps geo_id to [path, x, y, neighbours]; the browser draws every map of it."""
        places = {i: [s.path, *s.middle, list(s.neighbours)] for i, s in self.places.items()}
        return json.dumps({"coast": self.coast, "places": places}, separators=(",", ":"))


def projected(
    degrees: NDArray[np.float64], parallels: Point = PARALLELS, origin: Point = ORIGIN
) -> NDArray[np.float64]:
    """Lambert's conformal conic on the sphere of radius 1: longitude and latitude in degrees (n × 2) as x and y.

    `parallels` are the two of true scale, `origin` the longitude and latitude of x = y = 0, all in degrees.
    Snyder JP. Map Projections: A Working Manual. USGS Professional Paper 1395, 1987, p. 106.
    """
    first, second = (math.radians(p) for p in parallels)
    middle_lon, middle_lat = (math.radians(p) for p in origin)
    lon, lat = np.radians(degrees).T
    tangent = math.tan(math.pi / 4 + second / 2) / math.tan(math.pi / 4 + first / 2)
    cone = math.log(math.cos(first) / math.cos(second)) / math.log(tangent)
    factor = math.cos(first) * math.tan(math.pi / 4 + first / 2) ** cone / cone
    radius = factor / np.tan(math.pi / 4 + lat / 2) ** cone
    middle = factor / math.tan(math.pi / 4 + middle_lat / 2) ** cone
    angle = cone * (lon - middle_lon)
    return np.column_stack([radius * np.sin(angle), middle - radius * np.cos(angle)])


def shapes(key: str, collection: Mapping[str, Any], state: Mapping[str, Any]) -> Shapes:
    """The shapes of a GeoJSON collection; `state` is the collection of the state's outline, which sets the frame."""
    frame = _frame(state)
    return framed(key, collection, frame, "".join(_path(f["geometry"], frame)[0] for f in state["features"]))


def framed(key: str, collection: Mapping[str, Any], frame: Frame, coast: str) -> Shapes:
    """The shapes of a GeoJSON collection in a frame, with a coast that is drawn already."""
    beside = neighbours(collection)
    places = {f["id"]: _shape(f["geometry"], frame, beside[f["id"]]) for f in collection["features"]}
    return Shapes(key, frame, places, coast)


def coarser(path: str, step: int) -> str:
    """Path data of `_path` on a grid of `step` units, for a map so small that no one sees less.

    Points that fall together are written once, and a ring that is left with two is left out.
    """
    rings = []
    for ring in path.split("M")[1:]:
        numbers = np.array([int(n) for n in _NUMBER.findall(ring)], dtype=np.int64).reshape(-1, 2)
        points = np.round(np.cumsum(numbers, axis=0) / step).astype(np.int64)
        steps = np.diff(points, axis=0)
        steps = steps[np.any(steps != 0, axis=1)]
        if len(steps) > 1:
            moves = "".join(f"{x}{'' if y < 0 else ' '}{y} " for x, y in steps).strip()
            rings.append(f"M{points[0][0]} {points[0][1]}l{moves}z")
    return "".join(rings)


def _frame(state: Mapping[str, Any]) -> Frame:
    points = projected(np.array([p for f in state["features"] for ring in _rings(f["geometry"]) for p in ring]))
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    scale = (WIDTH - MARGIN[0] - MARGIN[2]) / (right - left)
    return Frame(float(left), float(top), float(scale), math.ceil((top - bottom) * scale) + MARGIN[1] + MARGIN[3])


def _rings(geometry: Mapping[str, Any]) -> Iterable[list[list[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return (ring for polygon in polygons for ring in polygon)


def _shape(geometry: Mapping[str, Any], frame: Frame, beside: tuple[str, ...]) -> Shape:
    path, points = _path(geometry, frame)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Shape(path, (int(left + right) // 2, int(top + bottom) // 2), beside)


def _path(geometry: Mapping[str, Any], frame: Frame) -> tuple[str, NDArray[np.int64]]:
    """Path data in relative steps, which are short, and all its points. Points that fall together are written once."""
    parts, every = [], []
    for ring in _rings(geometry):
        points = frame.place(projected(np.array(ring[:-1], dtype=float)))
        every.append(points)
        steps = np.diff(points, axis=0)
        steps = steps[np.any(steps != 0, axis=1)]
        moves = "".join(f"{x}{'' if y < 0 else ' '}{y} " for x, y in steps).strip()
        parts.append(f"M{points[0][0]} {points[0][1]}l{moves}z" if len(steps) > 1 else "")
    return "".join(parts), np.concatenate(every)
