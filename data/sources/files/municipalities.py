"""Joining a publisher's rows to municipalities by their names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.catalog.models import Place
from data.geography.places import Geography
from data.sources.files.tables import Record, refuse_missing


def by_municipality(
    geography: Geography, path: Path, records: Iterable[Record], column: str, *, whole: bool = True
) -> list[tuple[Place, Record]]:
    """The records with the municipality each is about, in the order of the file.

    `whole`: every municipality must be there. Raises SourceFileError when a name is no municipality or stands twice,
    or when one is missing that must be there.
    """
    found: dict[str, tuple[Place, Record]] = {}
    for record in records:
        place = geography.municipality(record.text(column))
        if place is None:
            raise record.error(
                column, f"“{record.text(column)}” is no municipality: if it is another spelling, add it to the aliases"
            )
        if place.geo_id in found:
            raise record.error(column, f"{place.name} stands already in row {found[place.geo_id][1].row}")
        found[place.geo_id] = (place, record)
    if whole:
        refuse_missing(path, found, geography.of_level("municipality"))
    return list(found.values())
