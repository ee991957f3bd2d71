"""How many views a worker answers a second, to one reader and to twenty: ours, remembered or not, and Dash's own.

Each site is served by gunicorn as `make run` does it, with one worker, and asked as browsers ask: over connections that
are kept, with compressed answers. Ours is set against the least a Dash callback can do (`tests.plain.constant`), and
against a plain Dash page of the counties (`tests.plain.figures`), which has an environment of its own. The sites take
turns, so that what else the machine does hits all of them. The clients share the machine with what they measure.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

from data.catalog.models import Catalog
from data.query.selection import Selection
from tests.browser.server import Served, started
from tests.plain.environment import made
from tests.site import callback_body
from tests.soak.processes import workers
from tests.unseen import catalog, spread, unseen

CLIENTS = (1, 20)
TIMES = 3
VIEWS = {1: 150, 20: 400}
"""Views asked for at each number of clients: what costs the least takes a few tenths of a second for them."""
OURS, TOWNS, REMEMBERED = "not seen before, counties", "not seen before, towns", "remembered, counties"
CONSTANT, PLAIN, EMBEDDED = "a constant by Dash", "a plain Dash page", "the same, with outlines"
SITES = {
    TOWNS: "app:server",
    OURS: "app:server",
    CONSTANT: "tests.plain.constant:server",
    PLAIN: "tests.plain.figures:server",
    EMBEDDED: "tests.plain.figures:server",
}
PLAINLY = (PLAIN, EMBEDDED)
TIMES_PLAIN = 3.66
"""How many times as many views nobody saw before as a plain Dash page: twice what it was before (1.83)."""
REMEMBERED_SHARE, REMEMBERED_SLOWER = 0.8, 2.0
"""How many remembered views a worker answers, of the constants it would, at least; how much later, at most."""
PATIENCE = 120
SETTLED = 1.0
"""Seconds without work after which a worker is ready: some is done beside the first answers."""
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br, zstd"}


@dataclass
class Run:
    """What clients saw: views a second, milliseconds at the median and the 95th percentile, and those of processor."""

    rate: list[float] = field(default_factory=list)
    half: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


Runs = dict[tuple[str, int], Run]


def measure(folder: Path) -> tuple[Runs, str]:
    """Every site at every number of clients, TIMES times in turns, and what to say of the plain page's environment."""
    python, said = made(folder)
    runs: Runs = {}
    known = catalog()
    asked = {level: unseen(known, (level,), max(VIEWS.values())) for level in ("county", "municipality")}
    for _ in range(TIMES):
        for clients in CLIENTS:
            for site, application in SITES.items():
                views = asked["municipality" if site == TOWNS else "county"][: VIEWS[clients]]
                own = {} if application == "app:server" else {"configuration": "tests/plain/gunicorn_settings.py"}
                own |= {"python": python} if site in PLAINLY else {}
                own |= {"OUTLINES": "embedded"} if site == EMBEDDED else {}
                # A fresh worker each time: it has remembered nothing.
                with started(folder / "throughput.txt", application, WEB_CONCURRENCY="1", **own) as served:
                    _settle(served)
                    bodies = _bodies(served, site, views, known)
                    _ask(served, clients, bodies, runs.setdefault((site, clients), Run()))
                    if site == OURS:
                        _ask(served, clients, bodies, runs.setdefault((REMEMBERED, clients), Run()))
    return runs, said


def described(runs: Runs, environment: str) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is wanted."""
    lines = [f"views a second by one worker, median (least–most) of {TIMES} runs; {environment}"]
    for clients in CLIENTS:
        for site in (OURS, TOWNS, REMEMBERED, CONSTANT, *PLAINLY):
            run = runs[site, clients]
            times = f"{spread(run.half)} ms at the median, {spread(run.slow)} at the 95th percentile"
            worked = f"{spread(run.processor, 1)} ms of processor" if run.processor else "processor time unknown here"
            lines.append(f"  {clients:2} at once  {site:25} {spread(run.rate)} views/s; {times}; {worked}")
    most = max(CLIENTS)
    ours, plain, remembered, constant = (
        median(runs[site, most].rate) for site in (OURS, PLAIN, REMEMBERED, CONSTANT)
    )  # fmt: skip
    slower = median(runs[REMEMBERED, most].slow) / median(runs[CONSTANT, most].slow)
    worked = [median(runs[site, most].processor or [0]) for site in (PLAIN, OURS)]
    lines.append(f"  not seen before, {ours / plain:.2f} times as many as a plain Dash page, of {TIMES_PLAIN} wanted")
    if all(worked):
        lines.append(f"  the plain page takes {worked[0] / worked[1]:.2f} times the processor time of a view")
    lines.append(f"  remembered, {remembered / constant:.2f} of the constants, of {REMEMBERED_SHARE} wanted")
    lines.append(f"  its 95th percentile {slower:.2f} times theirs, of {REMEMBERED_SLOWER} allowed")
    within = ours >= TIMES_PLAIN * plain and remembered >= REMEMBERED_SHARE * constant and slower <= REMEMBERED_SLOWER
    return "\n".join(lines), within


def _settle(served: Served) -> None:
    """Wait until a worker that was started has nothing more to do for itself."""
    worked, until = _processor(served), time.monotonic() + PATIENCE
    while worked is not None and time.monotonic() < until:
        time.sleep(SETTLED)
        worked, before = _processor(served), worked
        if worked == before:
            return


def _bodies(served: Served, site: str, views: Sequence[Selection], known: Catalog) -> list[bytes]:
    """What is sent for each view, as a browser sends it."""
    connection = _connected(served)
    connection.request("GET", "/_dash-dependencies")
    dependencies = json.loads(connection.getresponse().read())
    connection.close()
    output, changed = "explore-head.children", "explore-asked.data"
    if not SITES[site].startswith("app:"):
        output, changed = "map.figure" if site in PLAINLY else "said.children", "asked.data"
    values = (_plainly(view, known) if site in PLAINLY else view.query() for view in views)
    return [json.dumps(callback_body(dependencies, output, {changed: value}, changed)).encode() for value in values]


def _plainly(view: Selection, known: Catalog) -> dict[str, Any]:
    """A view in the words of the published tables."""
    place = known.by_slug[view.place] if view.place else known.state
    return {
        "indicator": view.indicator,
        "start": str(view.period.start),
        "end": str(view.period.end),
        "dimension": view.dimension,
        "stratum": view.group,
        "places": sorted({place.geo_id, known.state.geo_id}),
    }


def _ask(served: Served, clients: int, bodies: Sequence[bytes], run: Run) -> None:
    """Ask for every view once, by as many clients at once, each of which asks again as soon as it has an answer."""
    lock, left, times = threading.Lock(), iter(bodies), list[float]()

    def client() -> None:
        connection = _connected(served)
        for body in _shared(left, lock):
            began = time.perf_counter()
            connection.request("POST", "/_dash-update-component", body, HEADERS)
            answered = connection.getresponse()
            answered.read()
            times.append(1000 * (time.perf_counter() - began))
            assert answered.status == 200, answered.status
        connection.close()

    readers = [threading.Thread(target=client) for _ in range(clients)]
    worked, began = _processor(served), time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took = time.perf_counter() - began
    assert len(times) == len(bodies), "every view was answered"
    run.rate.append(len(bodies) / took)
    run.half.append(median(times))
    run.slow.append(quantiles(times, n=20)[18])
    if worked is not None:
        run.processor.append(1000 * ((_processor(served) or 0) - worked) / len(bodies))


def _shared(items: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    """What is left of items that several threads take from."""
    while True:
        with lock:
            item = next(items, None)
        if item is None:
            return
        yield item


def _connected(served: Served) -> http.client.HTTPConnection:
    address = urlsplit(served.address)
    return http.client.HTTPConnection(str(address.hostname), address.port, timeout=PATIENCE)


def _processor(served: Served) -> float | None:
    """Seconds of processor time the workers have had; None where there is no /proc to read it from."""
    if not Path("/proc/self/stat").exists():
        return None
    ticks = 0
    for worker in workers(served.leader):
        # After the name in brackets, which may hold spaces: fields 14 and 15 of proc(5), in user and in system mode.
        fields = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
