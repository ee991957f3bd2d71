"""What is made by a process beside this one, while this one goes on: work that nobody waits for at the start."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from hashlib import blake2b

from data.settings import ROOT

_BEGUN: list[MadeBeside] = []
_SUM = 16
"""Bytes of the sum that stands before what was made."""
PATIENCE_SECONDS = 60
"""The longest that anyone waits for a program: each is two seconds of work."""


def reap() -> None:
    """Take note of programs that have ended: they would stay as zombies where nobody listened at that time."""
    for begun in _BEGUN:
        begun._process.poll()


def give(made: bytes) -> None:
    """Write what was made, in the program that makes it: behind its sum, as a full disk may take a part of it only."""
    sys.stdout.buffer.write(_sum(made) + made)


def _sum(made: bytes) -> bytes:
    return blake2b(made, digest_size=_SUM).digest()


class MadeBeside:
    """A program's output. Any process may wait for it that was forked from the one that began the program."""

    def __init__(self, module: str) -> None:
        """Begin a module as a program, which gives what it makes (`give`)."""
        self._written, (self._ended, end) = tempfile.TemporaryFile(), os.pipe()  # noqa: SIM115  # as long as the site runs
        command = [sys.executable, "-m", module]
        # Held, or Python would warn that it is running still.
        self._process = subprocess.Popen(  # noqa: S603  # our own modules
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self._written, pass_fds=(end,)
        )
        os.close(end)
        _BEGUN.append(self)

    def wait(self) -> bytes:
        """What it made; empty where it failed, or takes too long."""
        until = select.poll()
        until.register(self._ended, select.POLLHUP)
        until.poll(1000 * PATIENCE_SECONDS)
        written = os.pread(self._written.fileno(), os.fstat(self._written.fileno()).st_size, 0)
        made = written[_SUM:]
        return made if written[:_SUM] == _sum(made) else b""
