"""Processor time of a tree of processes, as the benches take it (`tests/processes.py`)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from tests import processes

WORK, ENOUGH = 0.3, 0.25
"""Seconds of processor that a process works, and those that the clock of the system, in ticks, surely tells of."""
BUSY = f"import time\nwhile time.process_time() < {WORK}: pass\n"
PARENT = f"""
import subprocess, sys
children = []
for line in sys.stdin:
    if line == "begin\\n":
        children.append(subprocess.Popen([sys.executable, "-S", "-c", {BUSY!r}]))
    else:
        children.pop().wait()
    print("done", flush=True)
"""


def test_the_time_of_a_process_that_has_ended_stays_with_the_site_that_began_it() -> None:
    """A helper that ended within a measurement once took its time away, so that a view cost less than nothing."""
    with _parent() as parent:
        before = processes.seconds(parent.pid)
        _say(parent, "begin")
        _say(parent, "wait")
        assert list(processes.children(parent.pid)) == []
        after = processes.seconds(parent.pid)
    assert after - before >= ENOUGH


def test_the_time_of_a_site_never_falls_and_nothing_is_counted_twice() -> None:
    with _parent() as parent:
        told = [processes.seconds(parent.pid)]
        for _ in range(3):
            _say(parent, "begin")
            assert parent.stdin is not None
            parent.stdin.write("wait\n")
            parent.stdin.flush()
            while processes.tree(parent.pid)[1:]:
                told.append(processes.seconds(parent.pid))
                time.sleep(0.002)
            _heard(parent)
            told.append(processes.seconds(parent.pid))
    assert all(later >= earlier for earlier, later in pairwise(told))
    # Each has its work, and what Python needs to begin: far less than that again.
    assert 3 * ENOUGH <= told[-1] - told[0] < 6 * WORK


def test_a_process_that_is_no_more_has_had_no_time() -> None:
    with _parent() as parent:
        pass
    assert processes.seconds(parent.pid) == 0


@contextmanager
def _parent() -> Iterator[subprocess.Popen[str]]:
    """A process that begins and waits for others as it is told."""
    command = [sys.executable, "-S", "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        yield parent


def _say(parent: subprocess.Popen[str], word: str) -> None:
    assert parent.stdin is not None
    parent.stdin.write(f"{word}\n")
    parent.stdin.flush()
    _heard(parent)


def _heard(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    assert parent.stdout.readline() == "done\n"
