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
    """Processor time that a process and its tree have had."""
    ticks = 0
    for one in tree(process):
        with suppress(OSError):
            # After the name in brackets, which may hold spaces: fields 14 and 15 of proc(5), user and system.
            fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
