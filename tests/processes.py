"""Processes as the system tells of them: a process with all it has begun, their processor time and their memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

KNOWN = Path("/proc/self/smaps_rollup").exists()
"""Whether there is a /proc to read this from: on Linux alone."""


def children(process: int) -> Iterator[int]:
    """The processes that any thread of a process has begun and that still run."""
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):  # a thread that has ended meanwhile
                yield from map(int, (task / "children").read_text(encoding="ascii").split())


def tree(process: int) -> list[int]:
    """A process and all that it and they have begun."""
    return [process, *(below for child in children(process) for below in tree(child))]


def seconds(process: int) -> float:
    """Processor time that a process and its tree have had, with what those had that have ended since they were begun.

    It never falls: of one that has ended, the system adds the time to that of the process which began it and heard of
    its end. What is begun or ends while it is read is read again, else it would be counted twice or not at all. Not
    counted is one that outlived the process which began it: it belongs to the tree no more.
    """
    known = tree(process)
    for _ in range(100):
        ticks = sum(map(_ticks, known))
        before, known = known, tree(process)
        if known == before:
            break
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    """Ticks of the clock that a process has had and those it has waited for; none where there is no such process."""
    with suppress(OSError):
        # After the name in brackets, which may hold spaces: fields 14 to 17 of proc(5), user and system of both.
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15]))
    return 0


def rested(process: int) -> None:
    """Wait until a process and its tree have next to nothing to do, as a site that has just begun has for a while."""
    deadline, before = time.monotonic() + 60, seconds(process)
    while time.monotonic() < deadline:
        time.sleep(1)
        now = seconds(process)
        if now - before < 0.05:
            return
        before = now


def resident(process: int, what: str = "VmRSS") -> float:
    """Megabytes of a process's resident set; `RssFile` are those of programs and libraries, which others share."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{what}:")) / 1024


def proportional(processes: Iterable[int]) -> float:
    """Megabytes of processes, in which what several of them share counts once (proportional set size)."""
    kilobytes = 0
    for one in processes:
        with suppress(OSError):
            told = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8")
            kilobytes += next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024
