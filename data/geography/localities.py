"""Table of localities in the snapshot: ZIP codes and names of neighborhoods by municipality, written and read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.atomic_files import write_rows
from data.catalog.localities import LOCALITY_COLUMNS, LOCALITY_KINDS, Locality
from data.catalog.models import Place
from data.errors import SnapshotError
from data.snapshot_rows import read_rows

BY_HAND = "neighborhood_names"
"""Id of the source of the names that are kept by hand, in data/areas/neighborhoods.toml."""


def write_localities(path: Path, rows: Iterable[Locality]) -> int:
    """Write localities by kind, name and position; returns how many. Raises SnapshotError as `read_localities` does."""
    ordered = sorted(rows)
    _check(path, ordered)
    write_rows(path, LOCALITY_COLUMNS, (row.cells() for row in ordered))
    return len(ordered)


def read_localities(path: Path) -> list[Locality]:
    """Read a snapshot back. Raises SnapshotError where it is malformed, or a name has a municipality twice."""
    rows = []
    for number, line in enumerate(read_rows(path, LOCALITY_COLUMNS), start=2):
        if not re.fullmatch(r"[1-9][0-9]*", line["position"]):
            raise SnapshotError(f"{path.name}, row {number}: “{line['position']}” is not a position: 1, 2 …")
        rows.append(Locality(**{**line, "position": int(line["position"])}))  # type: ignore[arg-type]
    _check(path, rows)
    return rows


def _check(path: Path, rows: list[Locality]) -> None:
    for row in rows:
        if row.kind not in LOCALITY_KINDS:
            raise SnapshotError(f"{path.name}: “{row.kind}” is not a kind; known: {', '.join(LOCALITY_KINDS)}")
        if row.kind == "zip" and not re.fullmatch(r"[0-9]{5}", row.name):
            raise SnapshotError(f"{path.name}: “{row.name}” is not a ZIP code of five digits")
    for (kind, name, _), number in Counter((r.kind, r.name, r.geo_id) for r in rows).items():
        if number > 1:
            raise SnapshotError(f"{path.name}: {kind} {name} has a municipality twice")


def by_hand(neighborhoods: Mapping[str, tuple[Place, ...]]) -> list[Locality]:
    """Localities of the names that are kept by hand, each with its municipalities in the order of the list."""
    return [
        Locality("neighborhood", name, position, place.geo_id, BY_HAND)
        for name, places in neighborhoods.items()
        for position, place in enumerate(places, start=1)
    ]


def merged(by_hand_rows: Iterable[Locality], read_rows: Iterable[Locality]) -> list[Locality]:
    """Localities of both; a name that is kept by hand has the municipalities of that list, and no other."""
    kept = list(by_hand_rows)
    named = {(row.kind, row.name.casefold()) for row in kept}
    return sorted([*kept, *(row for row in read_rows if (row.kind, row.name.casefold()) not in named)])
