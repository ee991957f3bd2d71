"""How long the site takes from its command to its first answers, and how much of that is work."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data.settings import ROOT
from tests import processes
from tests.browser.server import free_port
from tests.unseen import spread

TIMES = 5
ALLOWED = 3.0
"""Seconds until the first page has come."""
ADDRESSES = ("/health", "/explore")
PATIENCE = 180


@dataclass(frozen=True)
class Start:
    """A start: seconds until the first answer of each address, and of processor time of all its processes by then."""

    seconds: dict[str, float]
    processor: float


def measure(log: Path) -> list[Start]:
    """Start the site some times, as `make run` does it, and ask until it answers."""
    return [_start(log) for _ in range(TIMES)]


def described(starts: list[Start]) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is allowed."""
    lines = [f"from the command to the first answer, two workers, median (least–most) of {len(starts)}"]
    for address in ADDRESSES:
        taken = [start.seconds[address] for start in starts]
        lines.append(f"  {address:9} {spread(taken, 2)} s, of {ALLOWED:.0f} allowed")
    worked = spread([start.processor for start in starts], 2)
    lines.append(
        f"  processor time of the site by then: {worked} s, of which the letters take two on a core of their own"
    )
    return "\n".join(lines), median(start.seconds[ADDRESSES[-1]] for start in starts) <= ALLOWED


def _start(log: Path) -> Start:
    with _running(log) as (process, port, began):
        seconds = {}
        for address in ADDRESSES:
            while not _answers(port, address):
                assert time.perf_counter() - began < PATIENCE, log.read_text(encoding="utf-8")
                time.sleep(0.01)
            seconds[address] = time.perf_counter() - began
        return Start(seconds, processes.seconds(process.pid))


@contextmanager
def _running(log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    port, began = free_port(), time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "app:server", "-c", "gunicorn.conf.py"],
            cwd=ROOT, env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": "2"},
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process, port, began
        finally:
            process.terminate()
            process.wait()


def _answers(port: int, address: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        answered = connection.getresponse()
        answered.read()
    except OSError:
        return False
    else:
        return answered.status == 200
    finally:
        connection.close()
