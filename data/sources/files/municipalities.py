"""Join of a publisher's records to municipalities, by name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.catalog.models import Place
from data.geography.places import Geography
from data.sources.files.tables import Record, refuse_missing


def by_municipality(
    geography: Geography, path: Path, records: Iterable[Record], column: str, *, complete: bool = True
) -> list[tuple[Place, Record]]:
    """Pairs of municipality and record, in the order of the file.

    `complete`: every municipality must have a record. Raises SourceFileError when a name is no municipality or is
    repeated, or when a required one is missing.
    """
    by_geo_id: dict[str, tuple[Place, Record]] = {}
    for record in records:
        place = geography.municipality(record.text(column))
        if place is None:
            raise record.error(
                column, f"“{record.text(column)}” is no municipality: if it is another spelling, add it to the aliases"
            )
        if place.geo_id in by_geo_id:
            raise record.error(column, f"{place.name} stands already in row {by_geo_id[place.geo_id][1].row}")
        by_geo_id[place.geo_id] = (place, record)
    if complete:
        refuse_missing(path, by_geo_id, geography.of_level("municipality"))
    return list(by_geo_id.values())
