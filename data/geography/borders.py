"""Which places share a border, read off outlines that have the same points along it. Needs no geometry library."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Segment = tuple[tuple[float, float], tuple[float, float]]


def neighbours(collection: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """For each feature's id the ids, in order, of those it shares a border with; meeting in a point is not enough.

    Needs a collection whose neighbours have the same points along their border, as `feature_collection` of a coverage
    has. An island has none.
    """
    owners: dict[Segment, set[str]] = defaultdict(set)
    for feature in collection["features"]:
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for segment in segments(ring for polygon in polygons for ring in polygon):
            owners[segment].add(feature["id"])
    found: dict[str, set[str]] = {f["id"]: set() for f in collection["features"]}
    for ids in owners.values():
        for i in ids:
            found[i] |= ids - {i}
    return {i: tuple(sorted(others)) for i, others in found.items()}


def segments(rings: Iterable[Iterable[Iterable[float]]]) -> Iterable[Segment]:
    """The straight pieces of rings, each the same whichever way its ring runs."""
    for ring in rings:
        points = [(x, y) for x, y in ring]
        for a, b in itertools.pairwise(points):
            yield (a, b) if a <= b else (b, a)
