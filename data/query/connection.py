"""The life cycle of the database file: the only place that opens it.

One connection shared by threads gives wrong answers, so every query gets a cursor of its own. The file is attached to a
fresh in-memory connection, because a new connection to a replaced file would still read the old one. Its identity is
the key of every cache: a new file is a new key, and nothing is ever invalidated by hand.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import DatabaseUnavailableError

log = logging.getLogger(__name__)
Cursor = duckdb.DuckDBPyConnection
Identity = tuple[int, int, int]


@dataclass(frozen=True)
class _Opened:
    identity: Identity
    connection: duckdb.DuckDBPyConnection


class Database:
    """A published file that may be replaced while it is read. Safe to share between threads."""

    def __init__(self, path: Path, memory_limit: str = "512MB") -> None:
        self._path = path
        self._memory_limit = memory_limit
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    @property
    def identity(self) -> Identity:
        """Identity of the database file: inode, time of change (ns), size. Raises DatabaseUnavailableError."""
        try:
            stat = self._path.stat()
        except OSError as error:
            raise DatabaseUnavailableError(f"{self._path.name} is not there: run `make build`") from error
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor for one query or one answer; the file it reads does not change under it.

        Raises DatabaseUnavailableError when the file cannot be opened, or is not one this code can question: a file of
        another version has other tables.
        """
        cursor = self._current().cursor()
        try:
            cursor.execute("USE published")
            yield cursor
        except duckdb.Error as error:
            log.warning("%s cannot be questioned: %s", self._path, error)
            raise DatabaseUnavailableError(
                f"{self._path.name} cannot be questioned, as a file of another version cannot: run `make build`"
            ) from error
        finally:
            cursor.close()

    @property
    def path(self) -> Path:
        """Path of the file, for who is sent the whole of it."""
        return self._path

    @contextmanager
    def writer(self, folder: Path) -> Iterator[Cursor]:
        """A connection of its own that reads the file and writes files into one folder, and into no other.

        Raises DatabaseUnavailableError as `cursor` does.
        """
        connection = self._open(folder)
        try:
            connection.execute("USE published")
            yield connection
        except duckdb.Error as error:
            log.warning("%s cannot be written out: %s", self._path, error)
            raise DatabaseUnavailableError(f"{self._path.name} cannot be questioned: run `make build`") from error
        finally:
            connection.close()

    def _current(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            identity = self.identity
            if self._opened is None or self._opened.identity != identity:
                self._opened = _Opened(identity, self._open())
            return self._opened.connection

    def _open(self, writable: Path | None = None) -> duckdb.DuckDBPyConnection:
        try:
            # What a query has let go is given back to the system within a second or two, by a thread of its own: 10 MB.
            own: dict[str, str | bool | int | float | list[str]] = {
                "threads": 1, "memory_limit": self._memory_limit, "allocator_background_threads": True,
            }  # fmt: skip
            connection = duckdb.connect(":memory:", config=own)
            connection.execute(f"ATTACH {literal(self._path)} AS published (READ_ONLY)")
            if writable is not None:
                connection.execute(f"SET allowed_directories = [{literal(writable)}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except duckdb.Error as error:
            # What the library says names the path of the file; the message may be read by anyone.
            log.warning("%s cannot be opened: %s", self._path, error)
            raise DatabaseUnavailableError(f"{self._path.name} cannot be opened: run `make build`") from error
        return connection


def literal(text: object) -> str:
    """SQL literal of a text or a path of our own, where a statement takes no parameter: in ATTACH, SET and COPY."""
    return "'" + str(text).replace("'", "''") + "'"
