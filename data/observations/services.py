"""Maternity services: statements, with date and source, about each hospital's labor and delivery unit.

A row is one statement of one source about one place of care. "Not available" is a statement too: it is not "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from data.atomic_files import write_rows
from data.errors import SnapshotError
from data.snapshot_rows import read_rows

Event = Literal["open", "none", "announced", "suspended", "closed", "births", "not_available"]
EVENTS: tuple[Event, ...] = get_args(Event)


@dataclass(frozen=True, slots=True)
class Service:
    """One statement about one hospital or birth center.

    `geo_id` is its municipality, empty where the source names none. `ccn` is Medicare's number of a hospital, which may
    cover several campuses. `date_start` and `date_end` bound when it holds, as far as the source says; `date_text` and
    `said` are the publisher's words for the date and for the statement. `births` are those of the period.
    """

    hospital: str
    geo_id: str
    ccn: str
    event: Event
    date_start: date | None
    date_end: date | None
    date_text: str
    births: int | None
    said: str
    note: str
    confidence: str
    title: str
    publisher: str
    address: str
    source: str

    def cells(self) -> tuple[object, ...]:
        """Fields in order of the columns; an unknown municipality or number is None."""
        values = list(astuple(self))
        values[1], values[2] = self.geo_id or None, self.ccn or None
        return tuple(values)


COLUMNS = tuple(f.name for f in fields(Service))


def write_services(path: Path, rows: Iterable[Service]) -> int:
    """Write statements in order of hospital and date; returns how many. Raises SnapshotError on a contradiction."""
    ordered = sorted(rows, key=lambda r: (r.hospital, r.date_start or date.min, r.event, r.title))
    for row in ordered:
        if (row.event == "births") != (row.births is not None):
            raise SnapshotError(f"{path.name}: {row.hospital}: a number of births goes with the event “births” alone")
    write_rows(path, COLUMNS, (["" if c is None else c for c in astuple(r)] for r in ordered))
    return len(ordered)


def read_services(path: Path) -> list[Service]:
    """Read a snapshot back. Raises SnapshotError naming file and row where it is malformed."""
    rows = []
    for number, cells in enumerate(read_rows(path, COLUMNS), start=2):
        try:
            rows.append(_service(cells))
        except ValueError as error:
            raise SnapshotError(f"{path.name}, row {number}: {error}") from error
    return rows


def _service(cells: dict[str, str]) -> Service:
    if cells["event"] not in EVENTS:
        raise ValueError(f"“{cells['event']}” is not an event; known: {', '.join(EVENTS)}")
    start, end = (date.fromisoformat(cells[c]) if cells[c] else None for c in ("date_start", "date_end"))
    births = int(cells["births"]) if cells["births"] else None
    text = {name: cells[name] for name in COLUMNS}
    return Service(**{**text, "date_start": start, "date_end": end, "births": births})  # type: ignore[arg-type]
