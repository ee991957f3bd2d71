"""What files cost: a PDF and a slide of a view beside the browser's own print; and readers beside fifty exports.

Files are made of views that are known already, as they are for whoever looks at one and takes it along. The fifty ask
again when they are refused, as a person does, until each has its PDF; a reader opens maps that nobody has opened
before meanwhile, and the same maps on another worker that does nothing else.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from components.documents.document import NothingToExportError
from data.dates import today
from data.query.answers import Answers
from data.query.selection import EXPLORE
from data.query.url_parameters import read_query
from data.settings import Settings
from pages.responses.exports.documents import document_of
from pages.responses.exports.files import view_file
from tests.browser.chromium import launch
from tests.browser.server import served
from tests.questions import SEED, sampled
from tests.site import callback_body

VIEWS, PRINTED = 40, 8
ALLOWED = {"pdf": 150.0, "pptx": 100.0}
"""Milliseconds of a file at the median."""
EXPORTS, MAPS, SLOWER = 50, 40, 2.0
"""Exports at once, maps a reader opens, and how many times as long one of them may take at the 95th percentile."""
PATIENCE = 120


@dataclass
class Times:
    """Milliseconds: of each format and of the browser's print at the median; of a map alone, and beside exports."""

    formats: dict[str, float]
    printed: float
    alone: list[float]
    beside: list[float]
    seconds: float
    refused: int


def measure(folder: Path) -> Times:
    """The times; logs of servers go below a folder."""
    source = Answers.over(Settings())
    queries = list(islice(_queries(source), VIEWS))
    formats = {kind: _made(kind, queries, source) for kind in ALLOWED}
    dice = random.Random(SEED)
    maps = [f"{query}&view=map" for query in dice.sample(queries, min(MAPS, len(queries)))]
    with served(folder / "print.txt", WEB_CONCURRENCY="1") as site:
        printed = _printed(site, queries[:PRINTED])
    alone, _, _ = _maps(folder / "alone.txt", maps, [])
    beside, seconds, refused = _maps(folder / "beside.txt", maps, [dice.choice(queries) for _ in range(EXPORTS)])
    return Times(formats, printed, alone, beside, seconds, refused)


def described(times: Times) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is allowed."""
    lines = ["a view that is known, taken along (medians)"]
    lines += [f"  {kind:5} {taken:5.0f} ms of {ALLOWED[kind]:.0f} allowed" for kind, taken in times.formats.items()]
    lines.append(f"  the browser's own print of the page, opened for it: {times.printed:.0f} ms")
    alone, beside = (quantiles(found, n=20)[18] for found in (times.alone, times.beside))
    made = f"all made after {times.seconds:.1f} s, refused {times.refused} times"
    lines.append(f"{EXPORTS} PDFs at once, one worker: {made}")
    longer = f"{beside / alone:.1f} times, of {SLOWER:.0f} allowed"
    lines.append(f"  a map nobody has opened: p95 {alone:.0f} ms alone, {beside:.0f} ms beside them: {longer}")
    within = all(taken <= ALLOWED[kind] for kind, taken in times.formats.items())
    return "\n".join(lines), within and beside <= SLOWER * alone


def _queries(source: Answers) -> Iterator[str]:
    """Words of views that show something."""
    for question in sampled(source.catalog, VIEWS):
        query = question.query()
        with suppress(NothingToExportError):
            document_of("explore", read_query(query), source, "http://localhost/", today())
            yield query


def _made(kind: str, queries: list[str], source: Answers) -> float:
    """Milliseconds of a file of a view at the median, the second time it is made."""
    taken = []
    for query in queries:
        for _again in range(2):
            began = time.perf_counter()
            view_file("explore", read_query(query), source, "http://localhost/", today(), kind)
            last = 1000 * (time.perf_counter() - began)
        taken.append(last)
    return median(taken)


def _printed(site: str, queries: list[str]) -> float:
    """Milliseconds of opening a view in a browser and printing it, at the median."""
    taken = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        for query in queries:
            page.goto(f"{site}{EXPLORE}{query}")
            began = time.perf_counter()
            page.goto(f"{site}{EXPLORE}{query}")
            page.pdf(format="Letter")
            taken.append(1000 * (time.perf_counter() - began))
        browser.close()
    return median(taken)


def _maps(log: Path, maps: list[str], exports: list[str]) -> tuple[list[float], float, int]:
    """Milliseconds of maps opened one after the other, while files are made; seconds until all are, and refusals."""
    taken, refused = list[float](), list[int]()
    with served(log, WEB_CONCURRENCY="1", EQUITY_EXPORT_RATE="100000/minute") as site:
        address = urlsplit(site)
        assert address.hostname is not None
        where = (address.hostname, address.port or 80)
        dependencies = json.loads(_asked(where, "GET", "/_dash-dependencies")[1])
        _asked(where, "GET", "/api/v1/views/explore.pdf")  # the workshop is there
        began = time.perf_counter()
        threads = [threading.Thread(target=_export, args=(where, query, refused)) for query in exports]
        for thread in threads:
            thread.start()
        for query in maps:
            values = {"explore-asked.data": query}
            body = json.dumps(callback_body(dependencies, "explore-head.children", values, "explore-asked.data"))
            start = time.perf_counter()
            status, _ = _asked(where, "POST", "/_dash-update-component", body)
            taken.append(1000 * (time.perf_counter() - start))
            assert status == 200, query
        for thread in threads:
            thread.join()
    return taken, time.perf_counter() - began, len(refused)


def _export(where: tuple[str, int], query: str, refused: list[int]) -> None:
    """Ask for a PDF until there is one."""
    while True:
        status, _ = _asked(where, "GET", f"/api/v1/views/explore.pdf{query}")
        if status == 200:
            return
        assert status == 503, (status, query)
        refused.append(status)
        time.sleep(1)


def _asked(where: tuple[str, int], method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*where, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answered = connection.getresponse()
        return answered.status, answered.read()
    finally:
        connection.close()
