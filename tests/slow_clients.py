"""What slow clients do to a worker: `make bench ARGS=slow` asks /health beside sixty of each kind.

Each kind is tried on gunicorn's own worker and on ours, over a site that answers at once, but for who takes nothing,
who needs a large file of ours: what is measured is the wait for a thread, not the site. Printed are the slowest answer
and how many of 20 had none within their time.
"""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.server import started

CLIENTS = 60
"""Ten more than a worker has threads."""
ASKED = 20
PATIENCE = 3.0
OURS, THEIRS = "our worker", "gunicorn's gthread"
WITHIN = 0.5
"""Seconds that /health may take beside them."""

HEAD = b"GET /health HTTP/1.1\r\nHost: here\r\n"
POST = b"POST /_dash-update-component HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"


def nothing(_: socket.socket) -> None:
    """Connected, and silent."""


def half_a_head(connection: socket.socket) -> None:
    """The first lines of a request, and no end of them (Slowloris)."""
    connection.sendall(HEAD)


def half_a_body(connection: socket.socket) -> None:
    """A body whose end does not come."""
    connection.sendall(POST + b'Content-Length: 100\r\n\r\n{"output":')


def chunked(connection: socket.socket) -> None:
    """A body in chunks, of which there is always another."""
    connection.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")


def answered(connection: socket.socket) -> None:
    """A whole request that asks to hang up, of one who then does not."""
    connection.sendall(HEAD + b"Connection: close\r\n\r\n")


def taking_nothing(connection: socket.socket) -> None:
    """One who asks for a large file and takes nothing of it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(b"GET /download/equity.duckdb HTTP/1.1\r\nHost: here\r\n\r\n")


KINDS: tuple[Callable[[socket.socket], None], ...] = (
    nothing, half_a_head, half_a_body, chunked, answered, taking_nothing,
)  # fmt: skip


@contextmanager
def held(address: tuple[str, int], kind: Callable[[socket.socket], None], clients: int) -> Iterator[None]:
    """So many clients of a kind, connected."""
    connections = []
    try:
        for _ in range(clients):
            connection = socket.create_connection(address, 5)
            connections.append(connection)
            kind(connection)
        time.sleep(0.5)
        yield
    finally:
        for connection in connections:
            connection.close()


def beside(address: tuple[str, int], kind: Callable[[socket.socket], None], clients: int = CLIENTS) -> list[float]:
    """Seconds that /health takes beside them, each time over a new connection; PATIENCE where it does not answer."""
    took = []
    with held(address, kind, clients):
        for _ in range(ASKED):
            began = time.monotonic()
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(*address, timeout=PATIENCE)
                connection.request("GET", "/health", headers={"Connection": "close"})
                connection.getresponse().read()
                connection.close()
            took.append(min(time.monotonic() - began, PATIENCE))
    return took


Found = dict[tuple[str, str], list[float]]


def measure(folder: Path) -> Found:
    """Seconds that /health takes beside each kind of client, for both workers."""
    found: Found = {}
    for name, arguments in ((THEIRS, {"GUNICORN_CMD_ARGS": "--worker-class gthread"}), (OURS, {})):
        for kind in KINDS:
            application = "app:server" if kind is taking_nothing else "tests.plain.at_once:server"
            with started(folder / "log.txt", application, WEB_CONCURRENCY="1", **arguments) as site:
                parts = urlsplit(site.address)
                found[name, kind.__name__] = beside((str(parts.hostname), parts.port or 0), kind)
    return found


def described(found: Found) -> tuple[str, bool]:
    """The figures as lines of text, and whether nobody waits with our worker."""
    lines = [f"/health beside {CLIENTS} slow clients of one worker of 50 threads, asked {ASKED} times:"]
    for (worker, kind), took in found.items():
        lost = sum(seconds >= PATIENCE for seconds in took)
        lines.append(f"  {worker:17} {kind:15} slowest {1000 * max(took):6.0f} ms, {lost:2} of {ASKED} unanswered")
    return "\n".join(lines), all(max(took) <= WITHIN for (worker, _), took in found.items() if worker == OURS)
