"""Every table of the snapshot that is not as it was written is refused with the file and the row, by each reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import SnapshotError
from data.geography.localities import read_localities
from data.geography.places import read_geography
from data.observations.csv_files import read_observations, read_populations
from data.observations.services import read_services
from data.observations.tracts import read_tracts
from data.snapshot_rows import read_rows

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "data" / "snapshot"
READERS: dict[str, Callable[[Path], Any]] = {
    "localities": read_localities,
    "usaleep_tracts_2015": read_tracts,
    "maternity_services": read_services,
    "cdc_wonder_natality": read_observations,
    "census_county_2024": read_populations,
    "massgis_municipalities": lambda path: read_geography(path, ROOT / "data" / "areas"),
}


def short(lines: list[bytes]) -> list[bytes]:
    """The first row without its last cell."""
    return [lines[0], lines[1].rsplit(b",", 1)[0] + b"\n", *lines[2:]]


def long(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].rstrip() + b",one more\n", *lines[2:]]


def another_encoding(lines: list[bytes]) -> list[bytes]:
    return [lines[0], "Año".encode("latin-1") + lines[1], *lines[2:]]


def cut(lines: list[bytes]) -> list[bytes]:
    """A row whose last cell is opened by a quotation mark that nothing closes, as when a file is cut."""
    return [lines[0], lines[1].rsplit(b",", 1)[0] + b',"' + b"".join(lines[2:])]


def another_header(lines: list[bytes]) -> list[bytes]:
    return [b"a,b\n", *lines[1:]]


@pytest.mark.parametrize("table", READERS)
@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (short, r"row 2: has not \d+ cells"),
        (long, r"row 2: has not \d+ cells"),
        (another_encoding, "is not a table in UTF-8"),
        (cut, "is not a table in UTF-8"),
        (another_header, "expected the columns"),
    ],
)
def test_a_broken_table_is_refused_with_its_name_and_row(
    tmp_path: Path, table: str, broken: Callable[[list[bytes]], list[bytes]], sentence: str
) -> None:
    path = tmp_path / f"{table}.csv"
    path.write_bytes(b"".join(broken((SNAPSHOT / path.name).read_bytes().splitlines(keepends=True))))
    with pytest.raises(SnapshotError, match=f"^{path.name}[:,] .*{sentence}"):
        READERS[table](path)


@pytest.mark.parametrize("table", READERS)
def test_a_missing_table_says_how_to_make_it(tmp_path: Path, table: str) -> None:
    with pytest.raises(SnapshotError, match=f"^{table}.csv is missing: run `python -m data ingest {table}`"):
        READERS[table](tmp_path / f"{table}.csv")


@pytest.mark.parametrize("table", READERS)
def test_a_whole_table_is_read(tmp_path: Path, table: str) -> None:
    path = tmp_path / f"{table}.csv"
    shutil.copy(SNAPSHOT / path.name, path)
    assert READERS[table](path)


def test_rows_are_cells_by_column(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n1,"two, and"\n,3\n', encoding="utf-8")
    assert list(read_rows(path, ("a", "b"))) == [{"a": "1", "b": "two, and"}, {"a": "", "b": "3"}]
