"""The snapshot: the figures as read from their publishers, one CSV per source, kept with the code.

A snapshot is written whole or not at all, in one order, so that a new release shows as a readable difference.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from data.atomic_files import write_rows
from data.errors import SnapshotError
from data.observations.checks import NO_DEFINITIONS, KnownDefinitions, file_rows, find_violations, raise_if
from data.observations.models import Observation, Population
from data.observations.rules import FIGURE_COLUMNS
from data.observations.schema import OBSERVATION_COLUMNS
from data.snapshot_rows import read_rows
from data.vocabulary import Period

POPULATION_COLUMNS = ["geo_level", "geo_id", "year", "dimension", "stratum", "population", "source"]
# As `number_text` writes one: no blanks, thousands marks or underscores.
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|-?inf|nan", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d+", re.ASCII)


def number_text(value: float | None) -> str:
    """Text of a number in the snapshot: twelve significant digits, no trailing zeros; empty for None."""
    return "" if value is None else f"{value:.12g}"


def write_observations(path: Path, rows: Iterable[Observation], definitions: KnownDefinitions = NO_DEFINITIONS) -> int:
    """Write observations in the snapshot's order; returns how many. Raises SnapshotError when they break a rule."""
    ordered = sort_observations(rows)
    check_observations(path.name, ordered, definitions)
    write_rows(path, OBSERVATION_COLUMNS, (_observation_cells(r) for r in ordered))
    return len(ordered)


def sort_observations(rows: Iterable[Observation]) -> list[Observation]:
    """Observations in the order of the snapshot, so that a new release is a readable difference."""
    return sorted(
        rows, key=lambda r: (r.indicator, r.geo_level, r.geo_id, r.dimension, r.stratum, r.period.start, r.period.end)
    )


def _observation_cells(row: Observation) -> tuple[object, ...]:
    numbers = (number_text(getattr(row, name)) for name in FIGURE_COLUMNS)
    period = (row.period.start.isoformat(), row.period.end.isoformat())
    key = (row.indicator, row.geo_level, row.geo_id, row.dimension, row.stratum)
    return (*key, *period, *numbers, row.status, row.source)


def write_populations(path: Path, rows: Iterable[Population]) -> int:
    """Write populations in the snapshot's order; returns how many. Raises SnapshotError when they break a rule."""
    ordered = sorted(rows, key=lambda r: (r.geo_level, r.geo_id, r.year, r.dimension, r.stratum))
    keys = [(r.geo_level, r.geo_id, r.year, r.dimension, r.stratum) for r in ordered]
    for before, after in itertools.pairwise(keys):
        if before == after:
            raise SnapshotError(f"{path.name}: two populations for {after[1]} in {after[2]}")
    for row in ordered:
        if row.population < 0:
            raise SnapshotError(
                f"{path.name}, column “population”: {row.geo_id} in {row.year}: {row.population} is below zero; "
                "publishers write such a number where they have none: look at the file"
            )
    write_rows(path, POPULATION_COLUMNS, ((*k, r.population, r.source) for k, r in zip(keys, ordered, strict=True)))
    return len(ordered)


def check_observations(
    name: str, rows: Sequence[Observation], definitions: KnownDefinitions = NO_DEFINITIONS, *, numbered: bool = False
) -> None:
    """Check the rules of a row, and that no row has a duplicate. Raises SnapshotError naming the first violation.

    Some rules need the `definitions` of a row's indicator and source. `numbered`: the rows are those of the file
    `name`, so that the error names the row.
    """
    seen: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        key = (row.indicator, row.geo_level, row.geo_id, row.dimension, row.stratum, row.period)
        if key in seen:
            label = f"{row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}: stands twice"
            raise SnapshotError(
                f"{name}, row {number}: {label}, in row {seen[key]} too" if numbered else f"{name}: {label}"
            )
        seen[key] = number
    raise_if(
        [
            replace(v, row=v.row + 2 if numbered and v.row is not None else None)
            for v in find_violations(rows, definitions)
        ]
    )


def read_observations(path: Path, definitions: KnownDefinitions = NO_DEFINITIONS) -> list[Observation]:
    """Read a snapshot back. Raises SnapshotError naming file, column and row where it is malformed."""
    rows = [_observation(path, n, cells) for n, cells in enumerate(read_rows(path, OBSERVATION_COLUMNS), start=2)]
    check_observations(path.name, rows, definitions, numbered=True)
    return rows


def load_observations(cursor: duckdb.DuckDBPyConnection, table: str, path: Path, *, numbered: bool = False) -> None:
    """Load a snapshot table of observations into a table of the database, without checking the rules of its rows.

    Where `numbered`, the table's first column is `row`. Raises SnapshotError where the file is malformed.
    """
    try:
        with path.open(encoding="utf-8") as file:
            has_header = file.readline().rstrip("\n") == ",".join(OBSERVATION_COLUMNS)
        if has_header:
            columns = "*" if numbered else "* EXCLUDE (row)"
            cursor.execute(f"INSERT INTO {table} SELECT {columns} FROM {file_rows(path)}")  # noqa: S608  # our own names
            return
    except (OSError, UnicodeDecodeError, duckdb.Error) as error:
        read_observations(path)  # slower, and names the row that is wrong
        raise SnapshotError(f"{path.name}: cannot be read ({str(error).splitlines()[0]})") from error
    read_observations(path)


def _observation(path: Path, row: int, cells: dict[str, str]) -> Observation:
    numbers: dict[str, float | None] = {}
    for name in FIGURE_COLUMNS:
        if cells[name] and not _NUMBER.fullmatch(cells[name]):
            raise _malformed(path, name, row, f"“{cells[name]}” is not a number as the snapshot writes one")
        numbers[name] = float(cells[name]) if cells[name] else None
    start, end = (_date(path, name, row, cells[name]) for name in ("period_start", "period_end"))
    return Observation(
        indicator=cells["indicator"],
        geo_level=cells["geo_level"],  # type: ignore[arg-type]  # checked by check_observations
        geo_id=cells["geo_id"],
        dimension=cells["dimension"],
        stratum=cells["stratum"],
        period=Period(start, end),
        source=cells["source"],
        status=cells["status"],  # type: ignore[arg-type]  # checked by check_observations
        **numbers,
    )


def _malformed(path: Path, column: str, row: int, problem: str) -> SnapshotError:
    remedy = f"run `python -m data ingest {path.stem}` again rather than editing the table"
    return SnapshotError(f"{path.name}, column “{column}”, row {row}: {problem}; {remedy}")


def _date(path: Path, column: str, row: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _malformed(path, column, row, f"“{text}” is not a day such as 2024-12-31") from None


def read_populations(path: Path) -> list[Population]:
    """Read a population snapshot back. Raises SnapshotError naming file, column and row where it is malformed."""
    rows = []
    for number, cells in enumerate(read_rows(path, POPULATION_COLUMNS), start=2):
        for name, kind in (("year", "a year"), ("population", "a number of people: a whole number from 0 up")):
            if not _WHOLE_NUMBER.fullmatch(cells[name]):
                raise _malformed(path, name, number, f"“{cells[name]}” is not {kind}")
        year, population = int(cells["year"]), int(cells["population"])
        level, geo_id = cells["geo_level"], cells["geo_id"]
        rows.append(
            Population(level, geo_id, year, population, cells["source"], cells["dimension"], cells["stratum"])  # type: ignore[arg-type]
        )
    return rows


def checksum(path: Path) -> str:
    """SHA-256 of a file, which the database records for every file it was built from."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
