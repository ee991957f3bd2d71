"""The life cycle of the database file: the only place that opens it.

One connection shared by threads gives wrong answers, so every query gets a cursor of its own. The file is attached to a
fresh in-memory connection, because a new connection to a replaced file would still read the old one. Its identity is
the key of every cache: a new file is a new key, and nothing is ever invalidated by hand.

A file is served once it has been looked through. One that is not what it should be is refused, and the one before it
goes on being served, also when its own file is gone or written over: what is read is a copy that nobody else can reach.
Whoever answers a request pins the file (`Database.pinned`), so that no answer is half of one file and half of another.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from data.errors import DatabaseUnavailableError

log = logging.getLogger(__name__)
Cursor = duckdb.DuckDBPyConnection
Identity = tuple[int, int, int]

MOST_COPIED = 64 * 2**20
"""Bytes of a file that is copied before it is read; the committed data take 9 MB. A larger one is read where it stands,
held open: it may be replaced and deleted, but not written over."""
AGAIN_SECONDS = 5.0
"""After which a file that was refused is looked at again though it has not changed: the disk may have been full."""
AGAIN_TIMES = 20
"""How many times as long as it took to refuse a file it is left alone at least: whoever asks meanwhile waits."""
QUIET_SECONDS = 1.0
"""How long a file that is written over must have been left alone before it is looked at."""


class _Descriptor:
    """An open file, until nobody holds it any more: nobody says when the last request that reads it has ended."""

    def __init__(self, file: IO[bytes]) -> None:
        self.number = os.dup(file.fileno())

    def __del__(self) -> None:
        with suppress(OSError):
            os.close(self.number)


@dataclass(frozen=True, eq=False)
class _Opened:
    """A file that is open. It is closed when nobody holds it any more."""

    identity: Identity
    connection: duckdb.DuckDBPyConnection
    path: Path
    held: tuple[_Descriptor, ...]


@dataclass(frozen=True)
class _Refused:
    """A file that is not served, why, and until when it is not looked at again."""

    identity: Identity
    reason: str
    until: float


@dataclass(frozen=True)
class HandedOver:
    """A file that this process has open, for another process of ours: the path where that one finds it."""

    path: Path
    identity: Identity


_PINNED: ContextVar[tuple[Database, _Opened | str] | None] = ContextVar("pinned", default=None)
"""What is read in this context whatever stands in the file's place by now; a sentence where nothing can be read."""


class Database:
    """A published file that may be replaced while it is read. Safe to share between threads."""

    def __init__(self, path: Path, memory_limit: str = "512MB") -> None:
        self._path = path
        self._memory_limit = memory_limit
        self._check: Callable[[], object] = lambda: None
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._follows = True
        self._trouble = ""
        self._refused: _Refused | None = None

    def check_with(self, check: Callable[[], object]) -> None:
        """Have `check` called with each new file pinned, before it is served.

        A file is refused where `check` raises DatabaseUnavailableError.
        """
        self._check = check

    @property
    def identity(self) -> Identity:
        """Identity of the file that is served: inode, time of change (ns), size. Raises DatabaseUnavailableError."""
        return self._read().identity

    @property
    def trouble(self) -> str:
        """What is wrong with the file in place, as it was last looked at; empty when that is the one that is served."""
        return self._trouble

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Read one and the same file for a while: the one in place now. Where there is none, none comes meanwhile."""
        before = _PINNED.get()
        try:
            found: _Opened | str = self._current()
        except DatabaseUnavailableError as error:
            found = str(error)
        _PINNED.set((self, found))
        try:
            yield
        finally:
            _PINNED.set(before)

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor for one query or one answer; the file it reads does not change under it.

        Raises DatabaseUnavailableError when the file cannot be opened, or is not one this code can question: a file of
        another version has other tables.
        """
        cursor = self._read().connection.cursor()
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
        """Path of the file that is served, for who sends the whole of it; it is there while the file is pinned."""
        return self._read().path

    @contextmanager
    def writer(self, folder: Path) -> Iterator[Cursor]:
        """A connection of its own that reads the file and writes files into one folder, and into no other.

        Raises DatabaseUnavailableError as `cursor` does.
        """
        opened = self._read()
        connection = self._attached(opened.path, folder)
        try:
            connection.execute("USE published")
            yield connection
        except duckdb.Error as error:
            log.warning("%s cannot be written out: %s", self._path, error)
            raise DatabaseUnavailableError(f"{self._path.name} cannot be questioned: run `make build`") from error
        finally:
            connection.close()

    def hand_over(self) -> HandedOver:
        """The file that is served, for another process of ours. It is there while this one serves it."""
        opened = self._read()
        return HandedOver(Path(str(opened.path).replace("/proc/self/", f"/proc/{os.getpid()}/")), opened.identity)

    def take_over(self, handed: HandedOver) -> None:
        """Serve the file that another process has handed over, and from now on no other but such.

        Raises DatabaseUnavailableError where it is gone by now.
        """
        with self._lock:
            self._follows = False
            if self._opened is None or self._opened.identity != handed.identity:
                self._opened = self._open(handed.path, handed.identity)

    def _read(self) -> _Opened:
        """The file that is pinned, else the one in place."""
        pinned = _PINNED.get()
        if pinned is None or pinned[0] is not self:
            return self._current()
        if isinstance(pinned[1], str):
            raise DatabaseUnavailableError(pinned[1])
        return pinned[1]

    def _current(self) -> _Opened:
        """The file in place, or the one before it where that is refused.

        One looks a new file through, the others go on with the one before it, which takes seconds where there are
        millions of rows; where there was none before, they wait. Once anybody had an answer from a new file, nobody has
        one from the old.
        """
        if self._follows and self._lock.acquire(blocking=self._opened is None):
            try:
                self._look()
            finally:
                self._lock.release()
        opened = self._opened
        if opened is None:
            raise DatabaseUnavailableError(self._trouble)
        return opened

    def _look(self) -> None:
        """Open the file in place, if it is another one than is served."""
        try:
            stat = self._path.stat()
        except OSError:
            self._say(f"{self._path.name} is not there: run `make build`")
            return
        identity = _identity(stat)
        if self._opened is not None and self._opened.identity == identity:
            self._trouble = ""
            return
        if self._refused is not None and self._refused.identity == identity and time.monotonic() < self._refused.until:
            self._say(self._refused.reason)
            return
        if self._opened is not None and self._opened.identity[0] == stat.st_ino and _is_fresh(stat):
            self._say(f"{self._path.name} is being written")
            return
        began = time.monotonic()
        try:
            self._opened = self._checked(self._open(self._path, None))
            self._trouble, self._refused = "", None
        except DatabaseUnavailableError as error:
            now = time.monotonic()
            self._refused = _Refused(identity, str(error), now + max(AGAIN_SECONDS, AGAIN_TIMES * (now - began)))
            self._say(str(error))

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble and self._opened is not None:
            log.warning("the data file before this one is served: %s", trouble)
        self._trouble = trouble

    def _checked(self, opened: _Opened) -> _Opened:
        before = _PINNED.get()
        _PINNED.set((self, opened))
        try:
            self._check()
        finally:
            _PINNED.set(before)
        return opened

    def _open(self, path: Path, identity: Identity | None) -> _Opened:
        """Open a file: a copy of it, or itself where it has an identity already, and so is a copy."""
        try:
            found, read, held = _held(path, copied=identity is None)
        except OSError as error:
            log.warning("%s cannot be opened: %s", self._path, error)
            raise DatabaseUnavailableError(f"{self._path.name} cannot be opened: run `make build`") from error
        opened = _Opened(identity or found, self._attached(read), read, held)
        if identity is None and found[2] < _bytes_of(opened.connection):
            log.warning("%s has %s bytes, of more", self._path, found[2])
            raise DatabaseUnavailableError(f"{self._path.name} is not whole: run `make build`")
        if identity is None and not _is_still(path, found):
            raise DatabaseUnavailableError(f"{self._path.name} is being written")
        return opened

    def _attached(self, path: Path, writable: Path | None = None) -> duckdb.DuckDBPyConnection:
        try:
            # What a query has let go is given back to the system within a second or two, by a thread of its own: 10 MB.
            own: dict[str, str | bool | int | float | list[str]] = {
                "threads": 1, "memory_limit": self._memory_limit, "allocator_background_threads": True,
            }  # fmt: skip
            connection = duckdb.connect(":memory:", config=own)
            connection.execute(f"ATTACH {literal(path)} AS published (READ_ONLY)")
            if writable is not None:
                connection.execute(f"SET allowed_directories = [{literal(writable)}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except duckdb.Error as error:
            # What the library says names the path of the file; the message may be read by anyone.
            log.warning("%s cannot be opened: %s", self._path, error)
            raise DatabaseUnavailableError(f"{self._path.name} cannot be opened: run `make build`") from error
        return connection


def _identity(stat: os.stat_result) -> Identity:
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def _bytes_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The least bytes that the file of a connection may have, were all of it there: its heads and its blocks."""
    statement = "SELECT block_size * total_blocks FROM pragma_database_size() WHERE database_name = 'published'"
    found = connection.execute(statement).fetchone()
    return 3 * 4096 + int(found[0]) if found else 0


def _is_still(path: Path, identity: Identity) -> bool:
    try:
        return _identity(path.stat()) == identity
    except OSError:
        return False


def _is_fresh(stat: os.stat_result) -> bool:
    """Whether a file was written to in the last moment, or in the next one by the clock of another machine."""
    return abs(time.time() - stat.st_mtime) < QUIET_SECONDS


def _held(path: Path, *, copied: bool) -> tuple[Identity, Path, tuple[_Descriptor, ...]]:
    """A file that stays as it is: its identity, where it is read, and what holds it. Raises OSError.

    The copy has no name, so that nothing is left of it when this process ends, however it ends. Where a file that is
    open has no path of its own, as on systems other than Linux, it is read where it stands. The file itself is held
    too: no other file gets its number meanwhile.
    """
    with path.open("rb") as source:
        stat = os.fstat(source.fileno())
        held: tuple[_Descriptor, ...] = (_Descriptor(source),)
        if not Path("/proc/self/fd").is_dir():
            return _identity(stat), path, held
        if copied and stat.st_size <= MOST_COPIED:
            try:
                held = (*held, _copy_of(source, stat))
            except OSError as error:  # no room for it
                log.warning("%s is read where it stands: %s", path, error)
    return _identity(stat), Path(f"/proc/self/fd/{held[-1].number}"), held


def _copy_of(source: IO[bytes], stat: os.stat_result) -> _Descriptor:
    with tempfile.TemporaryFile(prefix="equity-") as copy:
        shutil.copyfileobj(source, copy, 2**20)
        copy.flush()
        os.utime(copy.fileno(), ns=(stat.st_atime_ns, stat.st_mtime_ns))
        return _Descriptor(copy)


def literal(text: object) -> str:
    """SQL literal of a text or a path of our own, where a statement takes no parameter: in ATTACH, SET and COPY."""
    return "'" + str(text).replace("'", "''") + "'"
