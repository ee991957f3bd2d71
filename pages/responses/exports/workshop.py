"""Workshop: the process of its own in which costly files are made, so that no reader of a page waits for one.

A worker has one, begun with its first file, or ahead of it (`begin`) where it takes another's place. Files are made one
after the other in it, at low priority; who asks waits in a bounded line. A file that takes too long, or its process
with it, is given up: the next one finds a new process.
"""

from __future__ import annotations

import logging
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import Flask, current_app

from components.documents.drawings.letters import letters
from data.errors import DatabaseUnavailableError, InputError, InternalError
from data.language import gettext, language
from data.query.answers import Answers
from data.settings import ROOT, Settings
from pages.responses.exports.rates import Rates
from pages.responses.exports.refusals import BusyError

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Answers, P], T]
"""What is done in the workshop: a function of a module, of the workshop's own answers and of what can be pickled."""

IN_LINE = 16
"""Files that may wait for the one being made. Each holds one of gunicorn's threads."""
SECONDS = 20.0
"""The longest that one file may take to make. Most take a tenth of one."""
PATIENCE = 25.0
"""The longest that a file waits for its turn: a reader gives up before."""
START_SECONDS = 60.0
"""The longest that a new process may take to begin: it reads all the code of the site."""
MOST_MEMORY = 600 * 2**20
"""Bytes that the process may hold when a file is done; one that holds more is ended, and the next file finds a new one.
What sets pages remembers what it has set: after some forty files of all kinds that is 400 MB, and then little more."""
RETRY_SECONDS = 5
"""When one who was refused may come again."""
MADE, REFUSED, FAILED = "made", "refused", "failed"
"""What becomes of a task: it is made, its reader is told why not, or we failed."""
CHILD = "pages.responses.exports.workshop_process"


class FileFailedError(InternalError):
    """Making a file failed in the workshop; the log says how."""


def register(server: Flask, settings: Settings) -> None:
    """Give a server a workshop over the file the settings name. Raises InputError for settings that cannot be read."""
    server.extensions["workshop"] = Workshop(settings, source=server.extensions["answers"])
    server.extensions["export-rates"] = Rates(settings)


def submit(work: Work[P, T], *args: P.args, **words: P.kwargs) -> T:
    """What `work(answers, *args)` gives, made in the workshop of the app that serves the request, for its client.

    Raises what `Workshop.submit` does, and BusyError for a client that has asked for too many.
    """
    rates: Rates = current_app.extensions["export-rates"]
    rates.count()
    workshop: Workshop = current_app.extensions["workshop"]
    return workshop.submit(work, *args, **words)


def submit_within(seconds: float, work: Work[P, T], *args: P.args, **words: P.kwargs) -> T:
    """As `submit`, for what takes longer than one file: it has so many seconds."""
    rates: Rates = current_app.extensions["export-rates"]
    rates.count()
    workshop: Workshop = current_app.extensions["workshop"]
    return workshop.submit_within(seconds, work, *args, **words)


class Workshop:
    """The process, and the line of those who wait for it. Safe to share between threads."""

    def __init__(
        self, settings: Settings, in_line: int = IN_LINE, seconds: float = SECONDS, source: Answers | None = None
    ) -> None:
        """Files are made of the file that `source` reads; without one, of the one in place."""
        self._settings = settings
        self._source = source
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(1 + in_line)
        self._most = 1 + in_line
        self._turn = threading.Lock()
        self._process: _Process | None = None
        self._closed = False

    def submit(self, work: Work[P, T], *args: P.args, **words: P.kwargs) -> T:
        """What `work(answers, *args)` gives, made in the process in the language of the request.

        Raises BusyError where too many wait or the file takes too long, the InputError or DatabaseUnavailableError that
        `work` raises, and FileFailedError where it fails in any other way.
        """
        return self.submit_within(self._seconds, work, *args, **words)

    def submit_within(self, seconds: float, work: Work[P, T], *args: P.args, **words: P.kwargs) -> T:
        """As `submit`, with a limit of its own."""
        with self._place():
            # Of the file that this request is answered from, which need not be the one in place.
            handed = self._source.database.hand_over() if self._source is not None else None
            made: T = self._made((work, args, words, language(), handed), seconds)
            return made

    @property
    def waiting(self) -> int:
        """How many files are made or wait to be."""
        return self._most - self._places._value

    def begin(self) -> None:
        """Begin the process ahead of the first file, which would wait for it; a file that comes meanwhile does."""
        with self._turn, suppress(OSError):  # the first file says what is the matter
            if not self._closed:
                self._ready()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._closed = True
            self._end()

    @contextmanager
    def _place(self) -> Iterator[None]:
        """A place in line, and then the turn."""
        if not self._places.acquire(blocking=False):
            raise _refused()
        try:
            if not self._turn.acquire(timeout=PATIENCE):
                raise _refused()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def _made(self, task: object, seconds: float) -> Any:
        try:
            process = self._ready()
            kind, made = process.answer(task, seconds)
            if process.memory > MOST_MEMORY:
                self._end()
                threading.Thread(target=self.begin, daemon=True).start()
        except TimeoutError as error:
            self._end()
            log.warning("a file was given up after %s seconds", seconds)
            raise BusyError(
                gettext("This file takes too long to make just now. Try again later, or another format."), 503, 60
            ) from error
        except (EOFError, OSError) as error:
            self._end()
            log.warning("the process that makes files has ended")
            raise BusyError(
                gettext("Making this file failed. Try again in a few seconds, or another format."), 503, RETRY_SECONDS
            ) from error
        if kind == REFUSED and isinstance(made, InputError | DatabaseUnavailableError):
            raise made
        if kind != MADE:
            assert isinstance(made, dict)
            log.error("a file could not be made: %s", made["error"], extra={"trace": made["trace"]})
            raise FileFailedError("a file could not be made; the log says why")
        return made

    def _ready(self) -> _Process:
        """The process, begun where none runs. Raises TimeoutError and OSError when it does not begin."""
        if self._process is None or not self._process.runs:
            self._end()
            self._process = _Process(self._settings)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """The process and the connection to it."""

    def __init__(self, settings: Settings) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # A program of its own and no fork: a fork of a process with threads may stop for good.
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", CHILD, str(theirs.fileno())],
                cwd=ROOT, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self._connection = Connection(ours.detach())
        # The letters of files are two seconds of work, which the worker has had done before it served anybody.
        self._connection.send((settings, letters()))
        if not self._connection.poll(START_SECONDS):
            self.end()
            raise TimeoutError
        with suppress(EOFError):  # then it has ended, which the first task finds
            self._connection.recv()

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    @property
    def memory(self) -> int:
        """Bytes it holds (resident set); 0 where nobody can tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * resource.getpagesize()

    def answer(self, task: object, seconds: float) -> tuple[str, object]:
        """What became of a task, and what was made. Raises TimeoutError, EOFError and OSError (it ended)."""
        self._connection.send((task, seconds))
        if not self._connection.poll(seconds):
            raise TimeoutError
        kind, made = self._connection.recv()
        return kind, made

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def __del__(self) -> None:
        # A server that is let go, as a test's is: its process would otherwise wait for the end of this one.
        with suppress(OSError):
            self.end()


def _refused() -> BusyError:
    return BusyError(gettext("Too many files are being made just now. Try again in a few seconds."), 503, RETRY_SECONDS)
