"""A site that runs as it will run for readers: gunicorn, its own process, our configuration, a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOUNDLESS = "64GB"
"""EQUITY_WORKER_MEMORY of a worker that is measured: none makes place for another in the middle of it."""
START_SECONDS = 3 * float(os.environ.get("EQUITY_TEST_TIMEOUT") or 60)
"""A bound, not a measure: on two cores with fifteen processes waiting, a start took more than a minute."""
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Served:
    """A site that runs: its address, without a slash at the end, and the process that leads its workers."""

    address: str
    leader: int


@contextmanager
def served(log: Path, application: str = "app:server", **environment: str) -> Iterator[str]:
    """Serve `application` and yield its address, as `started` does."""
    with started(log, application, **environment) as site:
        yield site.address


@contextmanager
def started(
    log: Path,
    application: str = "app:server",
    python: str = sys.executable,
    configuration: str = "gunicorn.conf.py",
    **environment: str,
) -> Iterator[Served]:
    """Serve `application` by the packages of a `python` and a `configuration` of gunicorn; what it prints is in `log`.

    `environment` sets variables of the site's.

    Raises RuntimeError, with the log, when /health does not answer 200 within START_SECONDS.
    """
    port = free_port()
    command = [python, "-m", "gunicorn", application, "-c", configuration]
    with running(command, log, HOST="127.0.0.1", PORT=str(port), **environment) as process:
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(address, process, log)
        yield Served(address, process.pid)


@contextmanager
def running(command: Sequence[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs meanwhile, with what it prints in `log`; it is asked to end, and ended if it does not."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def tail(log: Path, lines: int = 60) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    answer = "nothing yet"
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = f"status {error.code}"
            error.close()
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    ended = "is still starting" if process.poll() is None else f"ended with {process.returncode}"
    raise RuntimeError(f"The site {ended}; {address}/health said: {answer}. Its log:\n{tail(log)}")
