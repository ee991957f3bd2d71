"""The letters the site is written in, of the typeface that pictures are made with, as a small file.

The whole typeface has the letters of a hundred languages, and four hundred kilobytes; these are a fifteenth of that.
"""

from __future__ import annotations

import io
import logging
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from components.formatting.typeface import upright
from data.settings import ROOT

RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x3C6, 0x3C6), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),
    (0x202F, 0x202F), (0x2032, 0x2033), (0x2039, 0x203A), (0x2080, 0x2089), (0x2190, 0x2195), (0x2212, 0x2212),
    (0x2248, 0x2248), (0x2264, 0x2265), (0x25A0, 0x25A0), (0x25B2, 0x25B2), (0x25B6, 0x25B6), (0x25BC, 0x25BC),
    (0x25C0, 0x25C0), (0x25C6, 0x25C6), (0x25CB, 0x25CB), (0x25CF, 0x25CF),
)  # fmt: skip
"""The letters that are kept: of European languages in Latin letters, and the signs the site uses."""
WEIGHTS, OPTICAL_SIZE = (400, 700), 14
"""The weights that are kept, and the one optical size: the one that widths are measured at."""
FEATURES = ["kern", "ccmp", "locl", "tnum"]
"""What the letters can do: stand well beside each other, bear accents, and be figures of one width."""


@dataclass(frozen=True)
class _Coming:
    """The process that makes the file, where it writes it, and a pipe that is closed when it ends."""

    process: subprocess.Popen[bytes]
    written: IO[bytes]
    ended: int

    def wait(self) -> bytes:
        """The file; empty where the process failed. Any process may wait that was forked from the one that began it."""
        until = select.poll()
        until.register(self.ended, select.POLLHUP)
        until.poll()
        return os.pread(self.written.fileno(), os.fstat(self.written.fileno()).st_size, 0)


_TAKEN: list[bytes] = []
_COMING: list[_Coming] = []


def take(made: bytes) -> None:
    """Use the file as another process of the site has made it."""
    _TAKEN[:] = [made]


def begin() -> None:
    """Have the file made by a process beside this one: this one, and those forked from it, wait when they need it."""
    written, (ended, end) = tempfile.TemporaryFile(), os.pipe()  # noqa: SIM115  # for as long as the site runs
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=written, pass_fds=(end,))  # noqa: S603
    os.close(end)
    _COMING[:] = [_Coming(process, written, ended)]


def reap() -> None:
    """Take note that the process has ended, if it has: it would stay as a zombie where nobody listened at that time."""
    for coming in _COMING:
        coming.process.poll()


def letters() -> bytes:
    """The file; two seconds of work, once in a process, or once for all of them (`begin`, as gunicorn does)."""
    if not _TAKEN and _COMING:
        made = _COMING[0].wait()
        take(made or _made())
    return _TAKEN[0] if _TAKEN else _made()


@lru_cache(maxsize=1)
def _made() -> bytes:
    # Two seconds of work need a library that nothing else of the site does.
    from fontTools import subset, ttLib
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    # A time of its own would make the file of every process another one.
    font = ttLib.TTFont(upright(), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[letter for first, last in RANGES for letter in range(first, last + 1)])
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": WEIGHTS})
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(_made())
