"""Preloading of states by browsers: rendered once for all who wait, aborted when none does, after all pages."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pages.responses.admission import AHEAD, Admission

Present = Callable[[], bool]
"""Whether the requesting browser is still connected."""
POLL_SECONDS = 0.25
"""How long a thread sleeps between two looks at whether pages are rendered and who asked is still there. Longer, a
thread is held for somebody who has left; shorter, it wakes for nothing."""
PATIENCE_SECONDS = 20
"""How long a document waits for pages to be rendered before it is refused; the browser asks again later. It outlasts a
line of IN_LINE renders; longer, it would hold its thread on a server that has no time for it."""


class BusyError(Exception):
    """Pages are rendered, or others fetch ahead already: come back later."""


class AbandonedError(Exception):
    """Every request for the document has been aborted."""


@dataclass
class _Work:
    """Document that is being rendered, and the requests that wait for it."""

    waiting: list[Present]
    finished: threading.Event = field(default_factory=threading.Event)
    result: bytes | None = None
    error: BaseException | None = None


class Preloads:
    """Documents in the making. Safe to share between threads; one document is worked on at a time."""

    def __init__(self, admission: Admission, most: int = AHEAD) -> None:
        self._admission = admission
        self._most = most
        self._lock = threading.Lock()
        self._one = threading.Lock()
        self._works: dict[object, _Work] = {}

    def make(self, key: object, steps: Callable[[], Iterator[bytes | None]], present: Present) -> bytes:
        """The document of a key: the last value of `steps`, each of whose steps is a view's worth of work.

        Whoever asks for a key that is being made waits for it. Raises BusyError at once while pages are rendered or
        `most` requests wait already, and after PATIENCE_SECONDS without a pause between pages; AbandonedError when
        nobody waits any more.
        """
        with self._lock:
            if sum(len(work.waiting) for work in self._works.values()) >= self._most:
                raise BusyError
            work = self._works.get(key)
            leads = work is None
            if work is None:
                if self._admission.busy:
                    raise BusyError
                work = self._works[key] = _Work([])
            work.waiting.append(present)
        try:
            return self._lead(key, work, steps) if leads else _follow(work, present)
        finally:
            with self._lock:
                work.waiting.remove(present)

    def _lead(self, key: object, work: _Work, steps: Callable[[], Iterator[bytes | None]]) -> bytes:
        try:
            self._turn(work)
            try:
                for work.result in steps():
                    self._pause(work)
            finally:
                self._one.release()
        except BaseException as error:
            work.error = error
            raise
        finally:
            with self._lock:
                del self._works[key]
            work.finished.set()
        assert work.result is not None
        return work.result

    def _turn(self, work: _Work) -> None:
        """Wait until no other document is worked on and no page is rendered."""
        while not self._one.acquire(timeout=POLL_SECONDS):
            self._heed(work)
        try:
            self._pause(work)
        except BaseException:
            self._one.release()
            raise

    def _pause(self, work: _Work) -> None:
        """Let pages go first."""
        waited = 0.0
        self._heed(work)
        while not self._admission.idle(POLL_SECONDS):
            self._heed(work)
            waited += POLL_SECONDS
            if waited >= PATIENCE_SECONDS:
                raise BusyError

    def _heed(self, work: _Work) -> None:
        with self._lock:
            waiting = list(work.waiting)
        if not any(present() for present in waiting):
            raise AbandonedError


def _follow(work: _Work, present: Present) -> bytes:
    while not work.finished.wait(POLL_SECONDS):
        if not present():
            raise AbandonedError
    if work.error is not None:
        raise BusyError from work.error
    assert work.result is not None
    return work.result


def present_on(connection: socket.socket | None) -> Present:
    """Whether a reader's connection is still open; without one to look at (a test's client), it is."""

    def present() -> bool:
        if connection is None:
            return True
        try:
            return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except (OSError, ValueError):
            return False

    return present
