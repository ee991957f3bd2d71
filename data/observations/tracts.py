"""Table of census tracts in the snapshot, written and read back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.atomic_files import write_rows
from data.catalog.tracts import RATES, TRACT_COLUMNS, Tract
from data.errors import SnapshotError
from data.observations.csv_files import number_text
from data.snapshot_rows import read_rows


def write_tracts(path: Path, rows: Iterable[Tract]) -> int:
    """Write tracts in order of their code; returns how many. Raises SnapshotError where one contradicts itself."""
    ordered = sorted(rows, key=lambda row: (row.indicator, row.tract))
    for row in ordered:
        _check(path, row)
    write_rows(path, TRACT_COLUMNS, ([_text(cell) for cell in row.cells()] for row in ordered))
    return len(ordered)


def read_tracts(path: Path) -> list[Tract]:
    """Read a snapshot back. Raises SnapshotError naming file and row where it is malformed."""
    rows = []
    for number, line in enumerate(read_rows(path, TRACT_COLUMNS), start=2):
        try:
            rows.append(_tract(line))
        except ValueError as error:
            raise SnapshotError(f"{path.name}, row {number}: {error}") from error
        _check(path, rows[-1])
    return rows


def _tract(line: dict[str, str]) -> Tract:
    years, error = (float(line[column]) if line[column] else None for column in ("years", "error"))
    residents, town_residents = int(line["residents"]), int(line["town_residents"])
    return Tract(
        line["tract"], line["geo_id"], residents, town_residents, years, error, line["rates"], line["indicator"],
        line["source"],
    )  # fmt: skip


def _check(path: Path, row: Tract) -> None:
    if row.rates not in RATES or (row.years is None) != (row.rates == "") or (row.years is None) != (row.error is None):
        raise SnapshotError(f"{path.name}: tract {row.tract}: estimate, standard error and rates go together")


def _text(cell: object) -> object:
    return number_text(cell) if cell is None or isinstance(cell, float) else cell
