"""Metrics for Prometheus, at a port of their own: what each worker has answered, how long it took, and what it holds.

`metering` says where they are wanted; nothing of a reader is in them.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from bisect import bisect_left
from collections import Counter as Tally
from collections import defaultdict, deque
from http.server import HTTPServer
from pathlib import Path
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, MetricsHandler, values
from prometheus_client.multiprocess import MultiProcessCollector

from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from pages.responses.admission import RENDERS, Admission
from pages.responses.exports.workshop import Workshop
from pages.responses.operations.door import NUMBER

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
"""How often a worker writes what it has counted, and looks at what it holds. One that is killed loses as much."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of the histogram of seconds."""


class Meters:
    """The metrics of a worker. Safe to share between threads."""

    def __init__(self) -> None:
        # Asked each time: the metrics are made before workers are forked, which then have numbers of their own.
        values.ValueClass = values.MultiProcessValue(lambda: os.environ.get(NUMBER, "0"))  # type: ignore[no-untyped-call]
        self._requests = Counter("equity_requests", "Requests by route and status.", ("route", "status"), registry=None)
        self._seconds = Histogram(
            "equity_request_seconds", "Seconds until the answer is made, by route.", ("route",), registry=None,
            buckets=SECONDS,
        )  # fmt: skip
        self._answers = Counter(
            "equity_answers", "Pages and views by how they were answered: remembered, rendered or refused.", ("how",),
            registry=None,
        )  # fmt: skip
        self._writing = threading.Lock()
        self._seen: deque[tuple[str, int, float, bool | None]] = deque()

    def count(self, route: str, status: int, seconds: float, rendered: bool | None) -> None:
        """Count a request; `rendered` is None where nothing is to render."""
        # Written with others, once a second: one by one, they cost as much as a twentieth of a view.
        self._seen.append((route, status, seconds, rendered))

    def write(self) -> None:
        """Write what was counted since the last time."""
        with self._writing:
            self._write()

    def _write(self) -> None:
        requests: Tally[tuple[str, int]] = Tally()
        buckets: dict[str, Tally[int]] = defaultdict(Tally)
        sums: dict[str, float] = defaultdict(float)
        answers: Tally[str] = Tally()
        for _ in range(len(self._seen)):
            route, status, seconds, rendered = self._seen.popleft()
            requests[route, status] += 1
            buckets[route][bisect_left(SECONDS, seconds)] += 1
            sums[route] += seconds
            if rendered is not None:
                answers["refused" if status == 503 else "rendered" if rendered else "remembered"] += 1
        for (route, status), number in requests.items():
            self._requests.labels(route, str(status)).inc(number)
        for how, number in answers.items():
            self._answers.labels(how).inc(number)
        for route, total in sums.items():
            histogram = self._seconds.labels(route)
            # It takes one at a time; a test holds what it makes of several.
            histogram._sum.inc(total)
            for bucket, number in buckets[route].items():
                histogram._buckets[bucket].inc(number)


class _Held:
    """What a worker holds and waits for, looked at now and then."""

    def __init__(self, answers: Answers, admission: Admission, workshop: Workshop) -> None:
        self._answers, self._admission, self._workshop = answers, admission, workshop
        self._workers = _gauge("equity_workers", "Workers that run.")
        self._renders = _gauge("equity_renders", "Pages and views being rendered.")
        self._waiting = _gauge("equity_renders_waiting", "Pages and views that wait for their turn.")
        self._files = _gauge("equity_files_waiting", "Files being made, or waiting for the workshop.")
        self._data = _gauge("equity_data_workers", "Workers that serve a version of the data.", ("version",))
        self._memory = Gauge("equity_resident_bytes", "Memory of a worker.", registry=None, multiprocess_mode="liveall")
        self._version = ""

    def look(self) -> None:
        """Note what there is now."""
        admitted = self._admission.admitted
        self._workers.set(1)
        self._renders.set(min(admitted, RENDERS))
        self._waiting.set(max(0, admitted - RENDERS))
        self._files.set(self._workshop.waiting)
        self._memory.set(_resident())
        try:
            version = self._answers.version
        except DatabaseUnavailableError:
            version = ""
        if version != self._version:
            if self._version:
                self._data.labels(self._version).set(0)
            self._version = version
        if version:
            self._data.labels(version).set(1)


def watch(server: Flask, admission: Admission, meters: Meters) -> None:
    """Write what was counted and look at what a server holds, once a second, from a thread of its own."""
    held = _Held(server.extensions["answers"], admission, server.extensions["workshop"])

    def look() -> None:
        while True:
            try:
                meters.write()
                held.look()
            except Exception:
                log.exception("what a worker holds could not be looked at")
            time.sleep(LOOK_SECONDS)

    threading.Thread(target=look, name="metrics", daemon=True).start()


def answer(listener: socket.socket) -> None:
    """Answer Prometheus at a socket that all workers share, from a thread of its own."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    server = _Server(listener, type("Handler", (MetricsHandler,), {"registry": registry, "timeout": 5}))
    threading.Thread(target=server.serve_forever, name="metrics-port", daemon=True).start()


class _Server(HTTPServer):
    """A server at a socket that is open already."""

    def __init__(self, listener: socket.socket, handler: Any) -> None:
        super().__init__(listener.getsockname()[:2], handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what failed: it would be printed, with the client's address."""
        log.warning("a question for the metrics failed", exc_info=True)


def _gauge(name: str, help_text: str, labels: tuple[str, ...] = ()) -> Gauge:
    return Gauge(name, help_text, labels, registry=None, multiprocess_mode="livesum")


def _resident() -> float:
    """Bytes of memory this process holds; 0 where there is no /proc."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return float(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
