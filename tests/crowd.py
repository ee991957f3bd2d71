"""Twenty readers of one worker, who rest on views at random: what fetching ahead costs them, and what /health takes.

The same visits are made twice, to a fresh worker each time: once by browsers that fetch the periods and groups of a
view ahead, once by such as do not. One reader stays with the monthly provisional deaths, whose states cost most. Each
page of the one run is set against the same page of the other.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

from data.query.answers import Answers
from data.query.connection import Database
from data.settings import Settings
from tests.browser.server import served
from tests.questions import SEED, sampled
from tests.site import callback_body

CLIENTS, VISITS = 20, 6
STAY_SECONDS = 1.5
"""How long a browser waits before it fetches ahead: see assets/states.js."""
REST_SECONDS = (5.0, 20.0)
"""A reader who reads: a view every 12 s. More would keep one worker busy with pages alone, and nothing is fetched."""
PROBE_SECONDS = 0.1
MONTHLY = "?indicator=drug_overdose_deaths_provisional&level=state&view=trend"
HEALTH_ALLOWED, PAGE_ALLOWED = 0.2, 3.0
"""Seconds: /health at the 99th percentile, and how much longer a page may take than without fetching ahead."""
PATIENCE = 120


@dataclass
class Crowd:
    """What readers saw: seconds of each page by reader and visit, of each answer of /health, and what came ahead."""

    pages: dict[tuple[int, int], float] = field(default_factory=dict)
    health: list[float] = field(default_factory=list)
    ahead: list[int] = field(default_factory=list)

    @property
    def slowest_health(self) -> float:
        """Seconds of /health at the 99th percentile."""
        return quantiles(self.health, n=100)[98]


def measure(log: Path) -> tuple[Crowd, Crowd]:
    """The crowd with fetching ahead, and without; the server's log goes to `log`."""
    return _crowd(log, ahead=True), _crowd(log, ahead=False)


def described(fetching: Crowd, without: Crowd) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is allowed."""
    longer = max(fetching.pages[visit] - without.pages[visit] for visit in fetching.pages)
    slow = fetching.slowest_health
    lines = [f"{CLIENTS} readers of one worker, {VISITS} views each, one of them with monthly deaths"]
    for name, crowd in (("fetching ahead", fetching), ("not fetching ahead", without)):
        pages = list(crowd.pages.values())
        health = f"/health p99 {1000 * crowd.slowest_health:4.0f} ms, slowest {1000 * max(crowd.health):4.0f} ms"
        page = f"a page {median(pages):.2f} s at the median, {max(pages):.2f} s at most"
        lines.append(f"  {name:18}  {health} of {len(crowd.health)};  {page}")
    made = sum(status == 200 for status in fetching.ahead)
    lines.append(f"  of {len(fetching.ahead)} documents asked for ahead {made} came while their reader was there")
    lines.append(f"  /health p99 {1000 * slow:.0f} ms, of {1000 * HEALTH_ALLOWED:.0f} allowed")
    lines.append(f"  no page took more than {longer:.2f} s longer, of {PAGE_ALLOWED:.0f} allowed")
    return "\n".join(lines), slow <= HEALTH_ALLOWED and longer <= PAGE_ALLOWED


def _crowd(log: Path, *, ahead: bool) -> Crowd:
    found, ended = Crowd(), threading.Event()
    with served(log, WEB_CONCURRENCY="1") as site:
        address = urlsplit(site)
        assert address.hostname is not None
        where = (address.hostname, address.port or 80)
        dependencies, views = json.loads(_get(where, "/_dash-dependencies")), _views()
        readers = [
            threading.Thread(target=_read, args=(number, where, dependencies, views[number], found, ahead))
            for number in range(CLIENTS)
        ]
        prober = threading.Thread(target=_probe, args=(where, found, ended))
        prober.start()
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        ended.set()
        prober.join()
    assert len(found.pages) == CLIENTS * VISITS, "every visit of every reader"
    return found


def _views() -> list[list[str]]:
    """The addresses that each reader opens."""
    dice = random.Random(SEED)
    known = [question.query() for question in sampled(Answers(Database(Settings().database)).catalog, 400)]
    return [[MONTHLY] * VISITS, *(dice.sample(known, VISITS) for _ in range(1, CLIENTS))]


def _read(number: int, where: tuple[str, int], dependencies: Any, views: list[str], found: Crowd, ahead: bool) -> None:
    dice = random.Random(SEED + number)
    time.sleep(dice.uniform(0, REST_SECONDS[1]))
    for visit, query in enumerate(views):
        values = {"_pages_location.pathname": "/explore", "_pages_location.search": query}
        body = callback_body(dependencies, "_pages_content.children", values, "_pages_location.pathname")
        # After a rest the server has closed the connection, and a browser makes another.
        connection = http.client.HTTPConnection(*where, timeout=PATIENCE)
        began = time.perf_counter()
        connection.request("POST", "/_dash-update-component", json.dumps(body), {"Content-Type": "application/json"})
        answered = connection.getresponse()
        answered.read()
        found.pages[number, visit] = time.perf_counter() - began
        connection.close()
        assert answered.status == 200, (answered.status, query)
        rest = dice.uniform(*REST_SECONDS)
        time.sleep(STAY_SECONDS)
        if ahead:
            _fetch_ahead(where, query, rest - STAY_SECONDS, found)
        else:
            time.sleep(rest - STAY_SECONDS)


def _fetch_ahead(where: tuple[str, int], query: str, rest: float, found: Crowd) -> None:
    """Ask for the states of a view, as a browser does, and hang up when the reader goes on."""
    until = time.perf_counter() + rest
    status = 0
    connection = http.client.HTTPConnection(*where, timeout=rest)
    try:
        connection.request("GET", f"/explore/states.json{query}", headers={"Accept-Encoding": "br"})
        answered = connection.getresponse()
        status = answered.status
        answered.read()
    except TimeoutError:
        pass
    finally:
        connection.close()
    found.ahead.append(status)
    time.sleep(max(until - time.perf_counter(), 0))


def _probe(where: tuple[str, int], found: Crowd, ended: threading.Event) -> None:
    """Ask for /health as a load balancer does, on a connection of its own each time."""
    while not ended.wait(PROBE_SECONDS):
        began = time.perf_counter()
        _get(where, "/health")
        found.health.append(time.perf_counter() - began)


def _get(where: tuple[str, int], path: str) -> bytes:
    connection = http.client.HTTPConnection(*where, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answered = connection.getresponse()
        content = answered.read()
        assert answered.status == 200, (answered.status, path)
        return content
    finally:
        connection.close()
