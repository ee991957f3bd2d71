"""A worker that has grown makes place for a fresh one, before it takes more of the machine than it is given.

What a worker remembers is bounded, but its heap is in pieces after thousands of views, and no allocator puts them
together again. So it looks now and then at what it takes. Above EQUITY_WORKER_MEMORY it has the leader fork one more,
and once that one serves, stops as on SIGTERM: what is under way is finished, and nobody waits for a worker that leaves.
Workers go one at a time.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from data.logs import REQUESTS

log = logging.getLogger(REQUESTS)
LEAVES = "a worker makes place for a fresh one"
"""What the log says of it, with `megabytes`."""
SECONDS = 10.0
"""Between two looks, which take some ten milliseconds. A worker grows by some megabytes meanwhile."""
GROWN = 1.4
"""The least share of what a worker took when it was fresh: with larger data each would be over its bound at once."""
FRESH_SECONDS = 10.0
"""How long the other has until it serves, and makes files too: it is forked with the code, opens the data, and begins
the process that makes files, three seconds on a machine at rest."""


def prepare(server: Any) -> None:
    """Have a file that workers take turns by; in the leader, before there are workers."""
    server.turn = tempfile.TemporaryFile()  # noqa: SIM115  # it is open as long as the leader is


def watch(worker: Any, given: int) -> None:
    """Look at the memory of this worker until it stops, where the system tells of it; `given` is in bytes."""
    fresh = taken()
    if fresh is None:
        return
    most = bound(given, fresh)
    while worker.alive:
        time.sleep(SECONDS)
        size = taken() or 0
        if size > most and worker.alive and _has(worker.turn):
            _leave(worker, size)
            return


def taken() -> int | None:
    """Bytes that this process takes of the machine, with its part of pages it shares (proportional set size).

    None where the system does not tell.
    """
    try:
        lines = Path("/proc/self/smaps_rollup").read_bytes().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith(b"Pss:"))
    except (OSError, StopIteration):
        return None


def bound(given: int, fresh: int) -> int:
    """Bytes above which a worker goes, of those it is given and those it took when it was fresh."""
    return max(given, round(GROWN * fresh))


def settle(server: Any, workers: int) -> None:
    """Want as many workers as there should be, unless one is leaving; in the leader, when any worker has ended.

    So nothing is left of a renewal whose worker was killed in the middle of it.
    """
    if server.num_workers > workers and _has(server.turn):
        fcntl.lockf(server.turn, fcntl.LOCK_UN)
        server.num_workers = workers


def _leave(worker: Any, size: int) -> None:
    log.info(LEAVES, extra={"megabytes": size // 2**20})
    os.kill(worker.ppid, signal.SIGTTIN)  # gunicorn's word for one worker more
    time.sleep(FRESH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _has(turn: Any) -> bool:
    """Whether it is this process's turn; it is until the process has ended."""
    try:
        fcntl.lockf(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
