"""The outline of a region: the borders of its members that no two of them share. Needs no geometry library."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from data.query.map_shapes import Shapes, framed

Point = tuple[float, float]
Edge = tuple[Point, Point]


def region_shapes(
    key: str, regions: Mapping[str, Collection[str]], towns: Mapping[str, Any], counties: Shapes
) -> Shapes:  # fmt: skip
    """The shapes of regions, by geo_id their members, from the outlines of cities and towns (a GeoJSON collection).

    The lines of the `counties` are drawn over them as the coast is: by them a reader finds where a region lies.
    """
    features = [{"id": i, "geometry": region_outline(towns, set(members))} for i, members in regions.items()]
    lines = "".join(shape.path for shape in counties.places.values())
    return framed(key, {"features": features}, counties.frame, counties.coast + lines)


def region_outline(collection: Mapping[str, Any], members: Collection[str]) -> dict[str, Any]:
    """GeoJSON geometry of the union of some features of a collection whose neighbours have the same points.

    Rings run as those of the features do: what they enclose lies on the same side. Every ring is a polygon of its own,
    which is the same to a path that is filled by its turns; a hole runs against its polygon.
    """
    edges: set[Edge] = set()
    for feature in collection["features"]:
        if feature["id"] in members:
            for edge in _edges(feature["geometry"]):
                # A border that two members share runs once each way.
                if edge[::-1] in edges:
                    edges.remove(edge[::-1])
                else:
                    edges.add(edge)
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in _rings(edges)]}


def _edges(geometry: Mapping[str, Any]) -> Iterator[Edge]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            points = [(x, y) for x, y in ring]
            yield from itertools.pairwise(points)


def _rings(edges: Iterable[Edge]) -> Iterator[list[Point]]:
    """Closed rings of edges, each edge in one of them, always in the same order."""
    following: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges, reverse=True):
        following[start].append(end)
    for start in sorted(following):
        while following[start]:
            ring, at = [start], start
            while following[at]:
                at = following[at].pop()
                ring.append(at)
            yield ring
