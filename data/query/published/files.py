"""Files made of the published file for whoever asks: a series, the package of all tables, and the file as it is.

Nothing is made of what the snapshot holds beyond the published file: a build rounds figures and withholds counts so
that hidden ones stay hidden, and what was never published here cannot be downloaded here.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from data.catalog.models import Catalog, Indicator
from data.catalog.publication.releases import DataRelease
from data.query.connection import Cursor, Database, Identity, literal
from data.query.published.contents import SeriesFacts
from data.query.published.descriptors import Column, package_descriptor
from data.query.published.observations import ObservationPart, ObservationQuery, observations, write_table
from data.query.published.series import periods_of, series_facts, series_rows, write_parquet

TABLES = (
    "observation", "indicator", "question", "source", "geography", "geography_member", "area_kind", "locality", "tract",
    "maternity_service", "population", "missing_member", "coverage", "disclosure", "data_release", "build",
)  # fmt: skip
"""Tables of the package."""
MORE_TABLES = ("observation_by_place", "boundary")
"""What the file has besides: the same rows in another order, and the outlines of places."""
DESCRIPTOR = "datapackage.json"
_COLUMNS = """
SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns
WHERE table_catalog = 'published' AND table_name = $table ORDER BY ordinal_position
"""
_RELEASES = "SELECT definition FROM data_release ORDER BY position"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time that every file of the package bears, so that the same tables are the same bytes."""


class Publication:
    """What is published as files. Safe to share between threads. Everything raises DatabaseUnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._package: tuple[Identity, bytes] | None = None
        self._releases = lru_cache(maxsize=1)(self._read_releases)
        self._facts = lru_cache(maxsize=1024)(self._read_facts)

    @property
    def path(self) -> Path:
        """Path of the published file as it is read; it is there while the file is pinned."""
        return self._database.path

    @property
    def identity(self) -> Identity:
        """Identity of the published file; its last part is its size in bytes."""
        return self._database.identity

    @property
    def releases(self) -> tuple[DataRelease, ...]:
        """Release notes of the data, newest first, in English."""
        return self._releases(self.identity)

    def facts(self, indicator: str) -> SeriesFacts:
        """Numbers of rows of an indicator."""
        return self._facts(self.identity, indicator)

    def series(self, indicator: Indicator, catalog: Catalog) -> list[tuple[Any, ...]]:
        """Rows of an indicator's whole series, by `contents.COLUMNS`."""
        with self._database.cursor() as cursor:
            return series_rows(cursor, indicator, periods_of(catalog, indicator.id))

    def parquet(self, indicator: Indicator, catalog: Catalog, about: dict[str, str]) -> bytes:
        """The same as a Parquet file, with what is to be known `about` it in its metadata."""
        with tempfile.TemporaryDirectory() as folder, self._database.writer(Path(folder)) as connection:
            path = Path(folder) / "series.parquet"
            write_parquet(connection, indicator, periods_of(catalog, indicator.id), about, path)
            return path.read_bytes()

    def observations(self, query: ObservationQuery, catalog: Catalog) -> ObservationPart:
        """Rows of any indicators by filters; names are those of the catalogue's language."""
        with self._database.cursor() as cursor:
            return observations(cursor, query, catalog)

    def table_parquet(self, columns: Sequence[tuple[str, type]], rows: Sequence[Sequence[Any]]) -> bytes:
        """Rows as a Parquet file; see `observations.write_table`."""
        with tempfile.TemporaryDirectory() as folder, self._database.writer(Path(folder)) as connection:
            path = Path(folder) / "part.parquet"
            write_table(connection, columns, rows, path)
            return path.read_bytes()

    def package(self, catalog: Catalog) -> bytes:
        """The Frictionless data package of all tables as a ZIP file; `catalog` is the one in English."""
        identity = self.identity
        if self._package is None or self._package[0] != identity:
            self._package = identity, self._make_package(catalog)
        return self._package[1]

    def _make_package(self, catalog: Catalog) -> bytes:
        packed = BytesIO()
        with (
            tempfile.TemporaryDirectory() as folder,
            self._database.writer(Path(folder)) as connection,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            descriptor = package_descriptor({name: _columns(connection, name) for name in TABLES}, catalog)
            _put(archive, DESCRIPTOR, json.dumps(descriptor, indent=1, ensure_ascii=False).encode())
            for name in TABLES:
                path = Path(folder) / f"{name}.csv"
                connection.execute(f"COPY {name} TO {literal(path)} (HEADER)")  # our own names
                _put(archive, path.name, path.read_bytes())
                path.unlink()
        return packed.getvalue()

    def _read_releases(self, _identity: Identity) -> tuple[DataRelease, ...]:
        with self._database.cursor() as cursor:
            rows = cursor.execute(_RELEASES).fetchall()
        return tuple(DataRelease.model_validate_json(definition) for (definition,) in rows)

    def _read_facts(self, _identity: Identity, indicator: str) -> SeriesFacts:
        with self._database.cursor() as cursor:
            return series_facts(cursor, indicator)


def read_whole(cursor: Cursor) -> None:
    """Read every table to its end: the library then finds any part of the file that is missing or damaged."""
    for table in (*TABLES, *MORE_TABLES):
        cursor.execute(f"SELECT bit_xor(hash({table})) FROM {table}")  # noqa: S608  # our own names
        cursor.fetchall()


def _columns(connection: Cursor, table: str) -> list[Column]:
    return [(str(n), str(k), bool(o)) for n, k, o in connection.execute(_COLUMNS, {"table": table}).fetchall()]


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
