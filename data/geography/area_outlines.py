"""Label points and outlines of areas, as unions of municipalities, made when the file is built.

So a new area is one TOML file; no boundary has to be read again.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from data.errors import SnapshotError
from data.geography import boundaries
from data.geography.places import Geography
from data.vocabulary import LEVELS

Labels = dict[str, tuple[float, float]]


def label_points(path: Path, geometry: Path, geography: Geography) -> Labels:
    """Longitude and latitude (degrees) of every place by geo_id: from the snapshot, an area's from its outline.

    Raises SnapshotError when a place is missing from the snapshot.
    """
    points: Labels = {}
    if path.is_file():
        with path.open(newline="", encoding="utf-8") as file:
            points = {row["geo_id"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}
    missing = sorted(p.geo_id for p in geography.places.values() if p.level != "area" and p.geo_id not in points)
    if missing:
        raise SnapshotError(f"{path.name}: no label point for {missing[0]}; ingest massgis_boundaries again")
    areas = geography.of_level("area")
    if not areas:
        return points
    coverage = boundaries.read_collection(_collection(geometry, "municipality"))
    return points | {i: boundaries.label_point(g) for i, g in boundaries.outlines(coverage, areas).items()}


def collections(geometry: Path, geography: Geography) -> list[tuple[str, str, str]]:
    """Kind, level and GeoJSON text of each level (its own kind) and of each kind of area that has an area.

    Areas of one kind may overlap, as a town may be in two of them. Raises SnapshotError for a missing level.
    """
    levels: list[tuple[str, str, str]] = [
        (level, level, json.dumps(_collection(geometry, level), separators=(",", ":")))
        for level in LEVELS
        if level != "area"
    ]
    areas = geography.of_level("area")
    if not areas:
        return levels
    coverage = boundaries.read_collection(_collection(geometry, "municipality"))
    for kind in sorted({p.kind for p in areas}):
        outlines = boundaries.outlines(coverage, (p for p in areas if p.kind == kind))
        text = json.dumps(boundaries.feature_collection(outlines), separators=(",", ":"))
        levels.append((kind, "area", text))
    return levels


def _collection(geometry: Path, level: str) -> dict[str, object]:
    path = geometry / f"{level}.json"
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SnapshotError(f"{path.name} is missing or is no GeoJSON; ingest massgis_boundaries again") from error
    assert isinstance(collection, dict)
    return collection
