"""Shapes of maps the slow way: the cone point by point, paths read back number by number, borders by geometry."""

from __future__ import annotations

import math
from typing import Any

import shapely

Point = tuple[float, float]


def isometric(latitude: float) -> float:
    """The isometric latitude on the sphere, of degrees."""
    return math.atanh(math.sin(math.radians(latitude)))


def lambert(lon: float, lat: float, parallels: Point, origin: Point) -> Point:
    """Lambert's conic by isometric latitudes: the first parallel's radius, shrunk by exp(−n · distance)."""
    first, second = parallels
    cosines = [math.cos(math.radians(p)) for p in parallels]
    cone = (math.log(cosines[0]) - math.log(cosines[1])) / (isometric(second) - isometric(first))

    def radius(latitude: float) -> float:
        return cosines[0] / cone * math.exp(cone * (isometric(first) - isometric(latitude)))

    angle = cone * math.radians(lon - origin[0])
    return radius(lat) * math.sin(angle), radius(origin[1]) - radius(lat) * math.cos(angle)


def rings(geometry: dict[str, Any]) -> list[list[Point]]:
    """Every ring of a GeoJSON geometry, without the last point, which is the first again."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(x, y) for x, y in ring[:-1]] for polygon in polygons for ring in polygon]


def outline(path: str) -> list[list[tuple[int, int]]]:
    """The rings of path data of the form `M x y l dx dy … z`, as points of the map. Raises ValueError for any other."""
    result = []
    for part in path.split("M")[1:]:
        start, steps = part.split("l")
        if not steps.endswith("z"):
            raise ValueError(f"a ring is not closed: …{steps[-20:]}")
        x, y = numbers(start)
        ring, rest = [(x, y)], numbers(steps[:-1])
        if len(rest) % 2:
            raise ValueError(f"{len(rest)} numbers are no pairs")
        while rest:
            dx, dy, rest = rest[0], rest[1], rest[2:]
            x, y = x + dx, y + dy
            ring.append((x, y))
        result.append(ring)
    return result


def numbers(text: str) -> list[int]:
    """Whole numbers, told apart by spaces or by the sign of the next; read one character at a time."""
    result, one = list[int](), ""
    for letter in text + " ":
        if letter in " -" and one not in ("", "-"):
            result.append(int(one))
            one = ""
        one += "" if letter == " " else letter
    if one:
        raise ValueError(f"{one} is left over")
    return result


def beside(collection: dict[str, Any]) -> dict[str, set[str]]:
    """Who has a border with whom: those whose outlines have a line in common, not only a point."""
    drawn = {f["id"]: shapely.geometry.shape(f["geometry"]).boundary for f in collection["features"]}
    result: dict[str, set[str]] = {i: set() for i in drawn}
    for i, own in drawn.items():
        for j, other in drawn.items():
            if i < j and own.intersects(other) and own.intersection(other).length:
                result[i].add(j)
                result[j].add(i)
    return result
