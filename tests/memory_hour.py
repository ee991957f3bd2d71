"""What a worker weighs, minute by minute, while readers of all kinds come at a steady rate: an hour, or fewer minutes.

`make bench ARGS=memory-hour BENCH_MINUTES=60 BENCH_RATE=2`. Nothing is asked for twice on purpose, so that every cache
fills as far as it may. There are two workers, as `make run` has them, weighed every few seconds. What the larger takes
is its own memory and its part of what it shares; its resident set, which counts what is shared whole, is told beside
that, and how often one made place for a fresh one. Their leader and the processes in which workers have files made are
weighed apart.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data.catalog.models import Catalog
from data.language import LANGUAGES
from data.query.selection import Selection
from data.vocabulary import VIEWS
from pages.responses.operations.renewal import LEAVES
from tests import processes
from tests.browser.server import Served, started
from tests.clients import connected
from tests.questions import SEED, every
from tests.site import callback_body
from tests.soak.processes import workers
from tests.unseen import catalog

MINUTES = float(os.environ.get("BENCH_MINUTES") or 60)
RATE = float(os.environ.get("BENCH_RATE") or 2)
"""Requests a second, all readers together: a view each twelve seconds of two dozen people."""
READERS = 8
"""Threads that ask, each on its own beat; a slow answer moves no other."""
WORKERS, MOST = 2, 250.0
"""Workers, and the megabytes that one may take in any minute."""
SHARES: Mapping[str, int] = {
    "choice on Explore": 38,
    "page of Explore": 12,
    "other page": 24,
    "page of data": 4,
    "API": 8,
    "light file": 5,
    "file of the workshop": 3,
    "card": 3,
    "fetched ahead": 3,
}
"""Of a hundred requests, how many are of which kind."""
LIGHT, COSTLY = ("csv", "json", "svg", "parquet"), ("pdf", "png", "xlsx", "docx", "pptx")
LEVELS = "▁▂▃▄▅▆▇█"
BETWEEN = 5.0
"""Seconds between two looks at what the workers take."""
PATIENCE = 60
BUSY = (429, 503)
"""Statuses of what is refused for now: counted, and no failure."""

Request = tuple[str, str, bytes | None]


@dataclass
class Hour:
    """By minute, at most: megabytes of the larger worker, its resident set, their leader, and both workshops.

    `renewed` is how many workers made place for a fresh one.
    `asked` counts requests by kind, `refused` those that were told to come again.
    """

    worker: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)
    leader: list[float] = field(default_factory=list)
    workshop: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    renewed: int = 0
    failed: list[str] = field(default_factory=list)


def measure(log: Path) -> Hour | None:
    """The hour; the log of the site goes to `log`. None where there is no /proc to read memory from."""
    if not processes.KNOWN:
        return None
    found, ended = Hour(), threading.Event()
    with started(log, WEB_CONCURRENCY=str(WORKERS)) as site:
        requests, lock = _requests(site), threading.Lock()
        readers = [threading.Thread(target=_read, args=(n, site, requests, lock, found, ended)) for n in range(READERS)]
        for reader in readers:
            reader.start()
        for _ in range(max(1, round(MINUTES))):
            _weigh_for(min(60.0, 60 * MINUTES), site, found)
        ended.set()
        for reader in readers:
            reader.join()
    events = [json.loads(line)["event"] for line in log.read_text(encoding="utf-8").splitlines() if line[:1] == "{"]
    found.renewed = events.count(LEAVES)
    found.failed += [event for event in events if "orker" in event and event != LEAVES]
    return found


def _weigh_for(seconds: float, site: Served, found: Hour) -> None:
    """Weigh again and again for some seconds, and keep the most of each."""
    weights, until = [(0.0, 0.0, 0.0, 0.0)], time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, BETWEEN))
        own = workers(site.leader)
        weights.append((
            max(processes.proportional([worker]) for worker in own),
            max(map(_held, own)),
            processes.proportional([site.leader]),
            sum(_held(child) for worker in own for child in processes.children(worker)),
        ))  # fmt: skip
    series = found.worker, found.resident, found.leader, found.workshop
    for most, values in zip(series, zip(*weights, strict=True), strict=True):
        most.append(max(values))


def _held(process: int) -> float:
    """Megabytes of a resident set; none of a process that has ended meanwhile."""
    with suppress(OSError, StopIteration):
        return processes.resident(process)
    return 0.0


def described(found: Hour | None) -> tuple[str, bool]:
    """The figures as lines of text, with a plot, and whether they are within what is allowed."""
    if found is None:
        return "  memory of a worker: this system has no /proc to read it from", True
    total = sum(found.asked.values())
    lines = [
        f"{WORKERS} workers for {len(found.worker)} minutes: {total:,} requests in 3 languages, {RATE:g} a second",
        f"  {', '.join(f'{number:,} × {kind}' for kind, number in found.asked.most_common())}",
        f"  each minute {_plot(found.worker)}",
        f"  at most {max(found.worker):.0f} MB, of {MOST:.0f} allowed; {found.worker[-1]:.0f} MB at the end",
        f"  workers that made place for a fresh one: {found.renewed}",
        f"  the resident set of the larger worker, with all that it shares: {max(found.resident):.0f} MB at most",
        f"  their leader, apart: {max(found.leader):.0f} MB at most",
        f"  the processes that make files, apart: {max(found.workshop):.0f} MB together at most",
        f"  refused for now {found.refused}, failed {len(found.failed)}"
        + "".join(f"\n    {x}" for x in found.failed[:5]),
    ]
    return "\n".join(lines), max(found.worker) < MOST and not found.failed


def _plot(values: list[float]) -> str:
    """Values as a line of bars between their least and most, each a minute."""
    least, most = min(values), max(values)
    reach = max(most - least, 1.0)
    bars = "".join(LEVELS[round((len(LEVELS) - 1) * (value - least) / reach)] for value in values)
    return f"{least:.0f} MB {bars} {most:.0f} MB"


def _requests(site: Served) -> Iterator[tuple[str, Request]]:
    """Requests at random by their shares, for as long as somebody asks; the same ones whenever the data is the same."""
    dice, known = random.Random(SEED), catalog()
    pages = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", _asked(site, ("GET", "/sitemap.xml", None))[1].decode())
    pages = [page.replace("&amp;", "&") for page in pages]
    makers: dict[str, Callable[[Selection], Request]] = {
        "choice on Explore": _choices(json.loads(_asked(site, ("GET", "/_dash-dependencies", None))[1])),
        "page of Explore": lambda view: ("GET", f"/explore{view.query()}", None),
        "other page": lambda _: ("GET", dice.choice([p for p in pages if not p.startswith(("/data/", "/exp"))]), None),
        "page of data": lambda _: ("GET", dice.choice([p for p in pages if p.startswith("/data/")]), None),
        "API": lambda view: ("GET", _of_api(view, dice), None),
        "light file": lambda view: ("GET", f"/api/v1/views/explore.{dice.choice(LIGHT)}{view.query()}", None),
        "file of the workshop": lambda view: (
            "GET",
            f"/api/v1/views/explore.{dice.choice(COSTLY)}{view.query()}",
            None,
        ),
        "card": lambda view: ("GET", f"/card.png{view.query()}", None),
        "fetched ahead": lambda view: ("GET", f"/explore/states.json{view.query()}", None),
    }
    kinds = list(makers)
    for view in _views(known, dice):
        (kind,) = dice.choices(kinds, [SHARES[kind] for kind in kinds])
        yield kind, makers[kind](view)


def _views(known: Catalog, dice: random.Random) -> Iterator[Selection]:
    """Views of Explore at random, of every indicator, level, group, period, kind of view and language."""
    pool = list(every(known))
    while True:
        view = dice.choice(pool)
        periods = known.periods(view.indicator, view.level, view.dimension, view.group)
        yield replace(
            view,
            view=dice.choice((view.view, *VIEWS)),
            period=dice.choice(periods),
            place=dice.choice(known.places_of(view.level)).slug if dice.random() < 0.5 else "",
            language=dice.choice(tuple(LANGUAGES)),
        )


def _choices(dependencies: list[dict[str, Any]]) -> Callable[[Selection], Request]:
    """What makes the request of a choice on Explore, as the browser sends it."""

    def choice(view: Selection) -> Request:
        asked = {"explore-asked.data": view.query()}
        body = callback_body(dependencies, "explore-head.children", asked, "explore-asked.data")
        return "POST", "/_dash-update-component", json.dumps(body).encode()

    return choice


def _of_api(view: Selection, dice: random.Random) -> str:
    """An address of the API that bears on a view."""
    words = f"indicator={view.indicator}&lang={view.language}"
    return dice.choice((
        f"/api/v1/observations?{words}&level={view.level}", f"/api/v1/observations?{words}&format=csv",
        f"/api/v1/measures?{words}", f"/api/v1/places?level={view.level}&lang={view.language}",
        f"/api/v1/indicators?{words}", f"/api/v1/questions?lang={view.language}", "/api/v1/sources",
    ))  # fmt: skip


def _read(
    number: int, site: Served, requests: Iterator[tuple[str, Request]], lock: threading.Lock, found: Hour,
    ended: threading.Event,
) -> None:  # fmt: skip
    """Ask on a beat of one's own until it is over."""
    beat = READERS / RATE
    due = time.monotonic() + beat * number / READERS
    while not ended.wait(max(0.0, due - time.monotonic())):
        due += beat
        with lock:
            kind, request = next(requests)
        try:
            status, _ = _asked(site, request)
        except (OSError, http.client.HTTPException) as error:
            status = 0
            found.failed.append(f"{request[1]}: {error!r}")
        with lock:
            found.asked[kind] += 1
            found.refused += status in BUSY
        if status >= 400 and status not in (*BUSY, 400, 404):
            found.failed.append(f"{request[1]}: {status}")


def _asked(site: Served, request: Request) -> tuple[int, bytes]:
    connection = connected(site)
    method, path, body = request
    try:
        headers = {"Accept-Encoding": "br"} if path != "/sitemap.xml" and not path.startswith("/_dash-dep") else {}
        connection.request(method, path, body, headers | ({"Content-Type": "application/json"} if body else {}))
        answered = connection.getresponse()
        return answered.status, answered.read()
    finally:
        connection.close()
