"""The processes of a site that runs, read from /proc: who they are, their memory, files and zombies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests import processes

_TABLES, _ESTABLISHED = ("tcp", "tcp6"), "01"


@dataclass(frozen=True)
class Weight:
    """A process at a moment: megabytes it takes, with its part of what it shares, and open files.

    Connections that are established are left out: how many a worker has is its readers' affair. One that its reader has
    hung up and the worker keeps is none of them.
    """

    at: float
    megabytes: float
    files: int


def children(process: int) -> list[int]:
    """The processes that a process has begun, the oldest first; none where it has ended."""
    return sorted(processes.children(process))


def workers(leader: int) -> list[int]:
    """The workers of a gunicorn, the oldest first; what makes the letters is none."""
    return [process for process in children(leader) if "gunicorn" in command(process) and is_alive(process)]


def everyone(leader: int) -> list[int]:
    """A process and all below it."""
    return processes.tree(leader)


def command(process: int) -> str:
    """The command line; empty where there is no such process."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def state(process: int) -> str:
    """The letter of its state in proc(5), `Z` for a zombie; empty where there is no such process."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return ""


def is_alive(process: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    return state(process) not in ("", "Z", "X")


def weigh(process: int) -> Weight | None:
    """What a process weighs; None where it has ended."""
    with suppress(OSError, StopIteration):
        connections = _connections(process)
        files = sum(name not in connections for name in _open_files(process))
        taken = processes.proportional([process])
        return Weight(time.time(), taken, files) if taken else None
    return None


def _open_files(process: int) -> Iterator[str]:
    """What the descriptors of a process stand for; one that is closed meanwhile is left out."""
    for path in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            yield str(path.readlink())


def _connections(process: int) -> set[str]:
    """The established connections of the network that a process is in, as its open files name them (proc(5))."""
    tables = (Path(f"/proc/{process}/net/{name}").read_text(encoding="ascii").splitlines()[1:] for name in _TABLES)
    rows = [line.split() for lines in tables for line in lines]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == _ESTABLISHED}


def gone_within(seconds: float, family: list[int]) -> list[int]:
    """Those of some processes that have not ended after some seconds; it returns as soon as all have."""
    until = time.monotonic() + seconds
    left = family
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = [process for process in left if is_alive(process)]
    return left
