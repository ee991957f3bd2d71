"""The snapshot: the figures as they were read from their publishers, one CSV per source, kept with the code.

A snapshot is written whole or not at all, in one order, so that a new release shows as a readable difference.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO, get_args

from data.errors import SnapshotError
from data.observations import Observation, Population
from data.vocabulary import LEVELS, Period, Status

OBSERVATION_COLUMNS = [
    "indicator",
    "geo_level",
    "geo_id",
    "dimension",
    "stratum",
    "period_start",
    "period_end",
    "value",
    "ci_low",
    "ci_high",
    "numerator",
    "denominator",
    "status",
    "source",
]
POPULATION_COLUMNS = ["geo_level", "geo_id", "year", "dimension", "stratum", "population", "source"]
_NUMBERS = ("value", "ci_low", "ci_high", "numerator", "denominator")


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV so that a reader sees the old file or the whole new one, never a part."""
    with _whole(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """Write a text so that a reader sees the old file or the whole new one, never a part."""
    with _whole(path) as file:
        file.write(text)


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def number_text(value: float | None) -> str:
    """A number as the snapshot writes it: twelve significant digits, no more zeros than needed; empty for None."""
    return "" if value is None else f"{value:.12g}"


def write_observations(path: Path, rows: Iterable[Observation]) -> int:
    """Write observations in the snapshot's order; returns how many. Raises SnapshotError on a contradiction."""
    ordered = sorted(
        rows, key=lambda r: (r.indicator, r.geo_level, r.geo_id, r.dimension, r.stratum, r.period.start, r.period.end)
    )
    check_observations(path.name, ordered)
    write_rows(path, OBSERVATION_COLUMNS, (_observation_cells(r) for r in ordered))
    return len(ordered)


def _observation_cells(row: Observation) -> tuple[object, ...]:
    numbers = (number_text(getattr(row, name)) for name in _NUMBERS)
    period = (row.period.start.isoformat(), row.period.end.isoformat())
    key = (row.indicator, row.geo_level, row.geo_id, row.dimension, row.stratum)
    return (*key, *period, *numbers, row.status, row.source)


def write_populations(path: Path, rows: Iterable[Population]) -> int:
    """Write populations in the snapshot's order; returns how many."""
    ordered = sorted(rows, key=lambda r: (r.geo_level, r.geo_id, r.year, r.dimension, r.stratum))
    keys = [(r.geo_level, r.geo_id, r.year, r.dimension, r.stratum) for r in ordered]
    for before, after in itertools.pairwise(keys):
        if before == after:
            raise SnapshotError(f"{path.name}: two populations for {after[1]} in {after[2]}")
    write_rows(path, POPULATION_COLUMNS, ((*k, r.population, r.source) for k, r in zip(keys, ordered, strict=True)))
    return len(ordered)


def check_observations(name: str, rows: Iterable[Observation]) -> None:
    """Check what must hold of every row wherever it came from. Raises SnapshotError naming the first that fails."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = (row.indicator, row.geo_level, row.geo_id, row.dimension, row.stratum, row.period)
        said = f"{name}: {row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}"
        if key in seen:
            raise SnapshotError(f"{said}: stands twice")
        seen.add(key)
        problem = _contradiction(row)
        if problem:
            raise SnapshotError(f"{said}: {problem}")


def _contradiction(row: Observation) -> str:
    figures = (row.value, row.ci_low, row.ci_high, row.numerator)
    if row.geo_level not in LEVELS or row.status not in get_args(Status):
        return f"“{row.geo_level}” or “{row.status}” is not a word of the vocabulary"
    if row.status in ("suppressed", "not_available"):
        return f"is {row.status} and must carry no figure" if any(f is not None for f in figures) else ""
    if row.value is None and row.numerator is None:
        return f"is {row.status} but has neither a value nor a count"
    if (row.ci_low is None) != (row.ci_high is None):
        return "has one end of an interval without the other"
    if row.value is not None and row.ci_low is not None and row.ci_high is not None:
        slack = 1e-9 * max(1.0, abs(row.value))
        if not row.ci_low - slack <= row.value <= row.ci_high + slack:
            return f"its value {row.value:g} lies outside its interval {row.ci_low:g} to {row.ci_high:g}"
    if row.numerator is not None and row.numerator < 0:
        return "has a negative count"
    return ""


def read_observations(path: Path) -> list[Observation]:
    """Read a snapshot back. Raises SnapshotError naming file, column and row where it is malformed."""
    rows = []
    for number, cells in enumerate(_read_rows(path, OBSERVATION_COLUMNS), start=2):
        try:
            rows.append(_observation(cells))
        except ValueError as error:
            raise SnapshotError(f"{path.name}, row {number}: {error}") from error
    check_observations(path.name, rows)
    return rows


def _observation(cells: dict[str, str]) -> Observation:
    numbers: dict[str, float | None] = {n: float(cells[n]) if cells[n] else None for n in _NUMBERS}
    period = Period(*(_date(cells[c]) for c in ("period_start", "period_end")))
    return Observation(
        indicator=cells["indicator"],
        geo_level=cells["geo_level"],  # type: ignore[arg-type]  # checked by check_observations
        geo_id=cells["geo_id"],
        dimension=cells["dimension"],
        stratum=cells["stratum"],
        period=period,
        source=cells["source"],
        status=cells["status"],  # type: ignore[arg-type]  # checked by check_observations
        **numbers,
    )


def _date(text: str) -> date:
    return date.fromisoformat(text)


def read_populations(path: Path) -> list[Population]:
    """Read a population snapshot back. Raises SnapshotError naming file and row where it is malformed."""
    rows = []
    for number, cells in enumerate(_read_rows(path, POPULATION_COLUMNS), start=2):
        try:
            year, population = int(cells["year"]), int(cells["population"])
        except ValueError as error:
            raise SnapshotError(f"{path.name}, row {number}: {error}") from error
        level, geo_id = cells["geo_level"], cells["geo_id"]
        rows.append(
            Population(level, geo_id, year, population, cells["source"], cells["dimension"], cells["stratum"])  # type: ignore[arg-type]
        )
    return rows


def _read_rows(path: Path, columns: Sequence[str]) -> Iterable[dict[str, str]]:
    if not path.is_file():
        raise SnapshotError(f"{path.name} is missing: run `python -m data ingest {path.stem}`")
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or ()) != list(columns):
            raise SnapshotError(f"{path.name}: expected the columns {', '.join(columns)}")
        yield from reader


def checksum(path: Path) -> str:
    """The SHA-256 of a file, which the database records for every table it was built from."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
