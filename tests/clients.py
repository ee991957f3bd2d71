"""Clients of a site that is measured: each keeps its connection, and asks again as soon as it has its answer."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from tests.browser.server import Served

PATIENCE = 120


def connected(served: Served) -> http.client.HTTPConnection:
    """A connection to a site."""
    address = urlsplit(served.address)
    return http.client.HTTPConnection(str(address.hostname), address.port, timeout=PATIENCE)


def asked_by(
    clients: int,
    served: Served,
    bodies: Sequence[bytes],
    ask: Callable[[http.client.HTTPConnection, bytes], None],
) -> tuple[float, list[float]]:
    """Have each body asked once, by so many clients at once; the seconds all took, and those of each.

    `ask` sends a body over a connection and reads the answer. What it raises is raised here.
    """
    lock, left, times, failed = threading.Lock(), iter(bodies), list[float](), list[Exception]()

    def client() -> None:
        connection = connected(served)
        try:
            for body in _shared(left, lock):
                began = time.perf_counter()
                ask(connection, body)
                times.append(time.perf_counter() - began)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    readers = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took = time.perf_counter() - began
    if failed:
        raise failed[0]
    assert len(times) == len(bodies), "every view was answered"
    return took, times


def _shared(items: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    """What is left of items that several threads take from."""
    while True:
        with lock:
            item = next(items, None)
        if item is None:
            return
        yield item
