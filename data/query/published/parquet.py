"""Rows as a Parquet file: typed columns, and what is to be known about them in the file's own metadata.

Nothing is asked of the published file: DuckDB, with no database, only writes what it is given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

MIME = "application/vnd.apache.parquet"
ColumnKind = Literal["text", "integer", "number", "date"]
_TYPES: Mapping[ColumnKind, str] = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
_SETTINGS = {"threads": "1", "memory_limit": "128MB"}
_WRITE = "COPY written TO $path (FORMAT parquet, COMPRESSION zstd"


def parquet_file(
    columns: Mapping[str, ColumnKind],
    rows: Sequence[Mapping[str, str | int | float | date | None]],
    about: Mapping[str, str],
) -> bytes:
    """Rows by column as Parquet (zstd); what a row lacks is null. `about` are texts by key, in the file's metadata."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config=dict(_SETTINGS)) as connection:
        connection.execute("SET allowed_directories = $1", [[folder]])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        listed = ", ".join(
            f"unnest(${number}::{_TYPES[kind]}[]) AS {_name(name)}"
            for number, (name, kind) in enumerate(columns.items(), 1)
        )
        values = [[row.get(name) for row in rows] for name in columns]
        connection.execute(f"CREATE TEMP TABLE written AS SELECT {listed}", values)
        path = Path(folder) / "rows.parquet"
        # What is told may be anyone's words, as a title and an address are: given beside the statement, never in it.
        if about:
            connection.execute(f"{_WRITE}, KV_METADATA $about)", {"path": str(path), "about": dict(about)})
        else:
            connection.execute(f"{_WRITE})", {"path": str(path)})
        return path.read_bytes()


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
