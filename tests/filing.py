"""What files of views cost: a sheet and a slide beside a browser's own print, and what fifty at once cost readers.

Every document is of a view that was not made before in its process; compilers and typeface are read before the first.
The browser prints the page of the same views, served and open in it: what is timed is the print alone.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from components.documents.document import NothingToExportError
from components.documents.formats.pdf import pdf_bytes
from components.documents.formats.pptx import pptx_bytes
from components.views.describe import describe
from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Selection
from data.settings import Settings
from tests.browser.chromium import launch
from tests.browser.page_checks import settle
from tests.browser.server import served
from tests.unseen import unseen

DOCUMENTS, PRINTED = 60, 10
SHEET, SLIDE = 150.0, 100.0
"""Milliseconds that a sheet and a slide may take at the median."""
MAPS, AT_ONCE = 200, 50
SLOWER = 2.0
"""How many times as long a map may take at the 95th percentile while files are made."""
PATIENCE = 120


@dataclass
class Filing:
    """Milliseconds of each document and print; seconds of maps alone and beside files, and the status of each file."""

    sheets: list[float] = field(default_factory=list)
    slides: list[float] = field(default_factory=list)
    prints: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    files: Counter[int] = field(default_factory=Counter)


def measure(log: Path) -> Filing:
    """Make documents, print pages, and ask a served site for maps; the server's log goes to `log`."""
    found = Filing()
    answers = Answers(Database(Settings().database))
    views = unseen(answers.catalog, ("county", "state"), DOCUMENTS + MAPS + 3)
    _documents(found, answers, views[: DOCUMENTS + 3])
    with served(log, WEB_CONCURRENCY="2", EQUITY_EXPORT_RATE="10000/minute") as site:
        _prints(found, site, views[3 : PRINTED + 3])
        _maps(found, site, views[DOCUMENTS + 3 :])
    return found


def described(found: Filing) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is allowed."""
    sheet, slide, printed = median(found.sheets), median(found.slides), median(found.prints)
    alone, beside = (1000 * quantiles(times, n=20)[18] for times in (found.alone, found.beside))
    files = ", ".join(f"{number} answered {status}" for status, number in sorted(found.files.items()))
    lines = [
        f"files of views that nobody asked for before, medians of {len(found.sheets)}; of {len(found.prints)} prints",
        f"  a sheet (PDF) {sheet:.0f} ms of {SHEET:.0f} allowed, a slide {slide:.0f} ms of {SLIDE:.0f} allowed",
        f"  a browser's print of the page, open already: {printed:.0f} ms",
        f"a map at the 95th percentile: {alone:.0f} ms, and {beside:.0f} ms while {AT_ONCE} sheets are asked for",
        f"  {beside / alone:.1f} times as long, of {SLOWER:.0f} allowed; of the sheets {files}",
    ]
    return "\n".join(lines), sheet <= SHEET and slide <= SLIDE and beside <= SLOWER * alone


def _documents(found: Filing, answers: Answers, views: list[Selection]) -> None:
    for number, view in enumerate(views):
        try:
            document = describe(answers.to(view), "https://equity.example", date(2026, 11, 30))
        except NothingToExportError:
            continue
        for make, times in ((pdf_bytes, found.sheets), (pptx_bytes, found.slides)):
            began = time.perf_counter()
            make(document)
            if number >= 3:  # before that, what is read once is read
                times.append(1000 * (time.perf_counter() - began))


def _prints(found: Filing, site: str, views: list[Selection]) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        for view in views:
            page.goto(f"{site}/explore{view.query()}")
            page.wait_for_selector("h1")
            settle(page)
            began = time.perf_counter()
            page.pdf(format="Letter", tagged=True)
            found.prints.append(1000 * (time.perf_counter() - began))
        browser.close()


def _maps(found: Filing, site: str, views: list[Selection]) -> None:
    """Half of the maps are asked for one after the other alone, half of them while files are being made."""
    maps = [replace(view, view="map") for view in views]
    half = len(maps) // 2
    for view in maps[:half]:
        found.alone.append(_asked(site, f"/explore{view.query()}")[1])
    waiting = [threading.Thread(target=_filed, args=(found, site, maps[i % half])) for i in range(AT_ONCE)]
    for thread in waiting:
        thread.start()
    for view in maps[half:]:
        if any(thread.is_alive() for thread in waiting):
            found.beside.append(_asked(site, f"/explore{view.query()}")[1])
    for thread in waiting:
        thread.join()


def _filed(found: Filing, site: str, view: Selection) -> None:
    found.files[_asked(site, f"/api/v1/views/explore.pdf{view.query()}")[0]] += 1


def _asked(site: str, path: str) -> tuple[int, float]:
    """The status of an answer, and seconds until it was here."""
    address = urlsplit(site)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - began
