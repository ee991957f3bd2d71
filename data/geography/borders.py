"""Adjacency of places, from outlines that have the same points along shared borders. Needs no geometry library."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Segment = tuple[tuple[float, float], tuple[float, float]]


def neighbours(collection: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Ids of the neighbours of each feature, sorted; neighbours share a border, meeting in a point is not enough.

    Needs a collection whose neighbours have the same points along their border, as `feature_collection` of a coverage
    has. An island has none.
    """
    if len(collection["features"]) < 2:
        return {feature["id"]: () for feature in collection["features"]}
    owners: dict[Segment, set[str]] = defaultdict(set)
    for feature in collection["features"]:
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for segment in segments(ring for polygon in polygons for ring in polygon):
            owners[segment].add(feature["id"])
    neighbours_of: dict[str, set[str]] = {f["id"]: set() for f in collection["features"]}
    for ids in owners.values():
        for i in ids:
            neighbours_of[i] |= ids - {i}
    return {i: tuple(sorted(others)) for i, others in neighbours_of.items()}


def segments(rings: Iterable[Iterable[Iterable[float]]]) -> Iterable[Segment]:
    """Line segments of rings, each the same whichever way its ring runs."""
    for ring in rings:
        points = [(x, y) for x, y in ring]
        for a, b in itertools.pairwise(points):
            yield (a, b) if a <= b else (b, a)
