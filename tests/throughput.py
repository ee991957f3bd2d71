"""How many views a worker answers a second, to one reader and to twenty: ours, remembered or not, and Dash's own.

Each site is served by gunicorn as `make run` does it, with one worker, and asked as browsers ask: over connections that
are kept, with compressed answers. Ours is set against the least a Dash callback can do (`tests.plain.constant`), and
against a plain Dash page of the counties (`tests.plain.figures`), which has an environment of its own. The sites take
turns, so that what else the machine does hits all of them. The clients share the machine with what they measure.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from data.catalog.models import Catalog
from data.query.selection import Selection
from tests import processes
from tests.browser.server import BOUNDLESS, Served, started
from tests.clients import asked_by, connected
from tests.plain.environment import made
from tests.site import callback_body
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
                own |= {"EQUITY_WORKER_MEMORY": BOUNDLESS}
                own |= {"OUTLINES": "embedded"} if site == EMBEDDED else {}
                # A fresh worker each time: it has remembered nothing.
                with started(folder / "throughput.txt", application, WEB_CONCURRENCY="1", **own) as served:
                    processes.rested(served.leader)
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


def _bodies(served: Served, site: str, views: Sequence[Selection], known: Catalog) -> list[bytes]:
    """What is sent for each view, as a browser sends it."""
    connection = connected(served)
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

    def ask(connection: http.client.HTTPConnection, body: bytes) -> None:
        connection.request("POST", "/_dash-update-component", body, HEADERS)
        answered = connection.getresponse()
        answered.read()
        assert answered.status == 200, answered.status

    worked = processes.seconds(served.leader)
    took, times = asked_by(clients, served, bodies, ask)
    run.rate.append(len(bodies) / took)
    run.half.append(1000 * median(times))
    run.slow.append(1000 * quantiles(times, n=20)[18])
    if processes.KNOWN:
        run.processor.append(1000 * (processes.seconds(served.leader) - worked) / len(bodies))
