"""Random journeys through nginx at a steady rate: how much of them it answers itself, and what the rest costs.

Readers come independently of each other. Each opens a page, by addresses that are as unlike in demand as words in a
text are (the second half as often as the first, the third a third …); three of ten have nothing of the site yet and
fetch what the page names; on Explore most stay until the browser fetches the periods ahead, and half change a filter,
which is a callback that nginx does not keep. The addresses are real ones: pages of the site, then maps and trends of
any indicator.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import brotli

from data.code_release import content_version
from data.query.answers import Answers
from data.query.connection import Database
from tests.hosting.stand import NAMES, PROXY, Stand, get
from tests.hosting.through_proxy import BROWSER, callback
from tests.questions import SEED
from tests.unseen import unseen

PAGES = (
    "/", "/explore", "/places", "/gaps", "/worst", "/regions", "/data", "/place/boston", "/place/worcester",
    "/maternity-access", "/place/springfield", "/methods", "/search?q=opioid", "/about", "/place/suffolk-county",
)  # fmt: skip
VIEWS = 3_000
RATE, SECONDS, READERS = 12.0, 60.0, 24
"""Pages a second, for how long, and how many at once at most."""
MOST_REFUSED = 0.01
"""Of all answers, those that may be the sentence that the site has more to do than it can."""
KEPT_SECONDS = 5.0
"""How long hosting/nginx.conf keeps a page."""
FIRST, RESTS, CHANGES = 0.3, 0.6, 0.5
"""Shares of readers: who has nothing of the site yet; who rests on a view; who changes a filter."""
_NAMED = re.compile(rb'(?:src|href)="(/(?:assets|scripts|styles|style|typeface|_dash-component-suites)[^"]*)"')


@dataclass
class Journeys:
    """What was asked for, what nginx had of it, and what it cost."""

    kept: dict[str, Counter[str]] = field(default_factory=dict)
    failed: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    pages: list[float] = field(default_factory=list)
    processor: dict[str, float] = field(default_factory=dict)
    bytes_sent: Counter[str] = field(default_factory=Counter)

    def share(self, kind: str) -> float:
        """How much of a kind of answer nginx had itself."""
        counted = self.kept[kind]
        return (counted["HIT"] + counted["REVALIDATED"]) / max(1, counted.total())


def addresses(published: Path) -> tuple[list[str], str]:
    """The addresses that readers open, those most in demand first, and the version that pages name their parts by."""
    catalog = Answers(Database(published)).catalog
    views = [f"/explore{view.query()}" for view in unseen(catalog, ("state", "county", "municipality"), VIEWS)]
    return [*PAGES, *views], content_version(catalog.version)


def shares(number: int) -> list[float]:
    """How often each of so many addresses is asked for, of all requests."""
    weights = [1 / rank for rank in range(1, number + 1)]
    return [weight / sum(weights) for weight in weights]


def expected(rate: float, kept_seconds: float, demand: Sequence[float]) -> float:
    """How much of independent requests at a rate finds its answer kept: an address asked for r times a second is made
    anew once in 1/r + T seconds, in which it is asked for 1 + rT times.
    """
    return sum(share * rate * share * kept_seconds / (1 + rate * share * kept_seconds) for share in demand)


def travel(stand: Stand, rate: float = RATE, seconds: float = SECONDS) -> Journeys:
    """Journeys at a rate for some time."""
    known, version = addresses(stand.published / "equity.duckdb")
    dice, demand, found, lock = random.Random(SEED), shares(len(known)), Journeys(), threading.Lock()
    log = stand.folder / "nginx.txt"
    begins_at = log.stat().st_size
    before = {name: stand.processor(name) for name in (*NAMES, "nginx")}
    began = due = time.monotonic()

    def journey(address: str, chances: tuple[float, ...]) -> None:
        at = time.perf_counter()
        page = get(PROXY, address, Accept_Encoding=BROWSER)
        took = time.perf_counter() - at
        got = [page]
        if chances[0] < FIRST and page.headers.get("content-encoding") == "br":
            names = dict.fromkeys(_NAMED.findall(brotli.decompress(page.body)))
            got += [get(PROXY, name.decode().replace("&amp;", "&"), Accept_Encoding=BROWSER) for name in names]
        if address.startswith("/explore"):
            query = address.partition("?")[2]
            if chances[1] < RESTS:
                got.append(get(PROXY, f"/explore/states.json?{query}&v={version}", Accept_Encoding=BROWSER))
            if chances[2] < CHANGES:
                got.append(callback(f"?{query}"))
        with lock:
            found.pages.append(took)
            found.failed.update(one.status for one in got if one.status >= 500)

    with ThreadPoolExecutor(READERS) as readers:
        while due < began + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            (address,) = dice.choices(known, demand)
            readers.submit(journey, address, (dice.random(), dice.random(), dice.random()))
            due += dice.expovariate(rate)
    found.seconds = time.monotonic() - began
    found.processor = {name: stand.processor(name) - before[name] for name in before}
    with log.open("rb") as lines:
        lines.seek(begins_at)
        for line in lines:
            _count(found, line)
    return found


def _count(found: Journeys, line: bytes) -> None:
    try:
        said = json.loads(line)
    except ValueError:
        return
    path = said["path"]
    kind = "callbacks" if said["method"] == "POST" else "pages"
    if path.startswith(("/assets", "/scripts", "/style", "/typeface", "/_dash-component", "/shapes", "/geometry")):
        kind = "parts"
    elif path == "/explore/states.json":
        kind = "periods ahead"
    found.kept.setdefault(kind, Counter())[said["cache"]] += 1
    found.bytes_sent[kind] += said["bytes"]


def described(said: str, found: Journeys) -> tuple[str, bool]:
    """The figures of journeys in a sentence, and whether none of them met a fault of the site."""
    rate = len(found.pages) / found.seconds
    kept = ", ".join(
        f"{kind} {found.share(kind):.0%} of {counted.total():,}" for kind, counted in sorted(found.kept.items())
    )
    every = sum(counted.total() for counted in found.kept.values())
    hits = sum(found.share(kind) * counted.total() for kind, counted in found.kept.items()) / max(1, every)
    worked = ", ".join(f"{name} {seconds:.1f}" for name, seconds in found.processor.items())
    refused, faults = found.failed[503], found.failed.total() - found.failed[503]
    reckoned = expected(rate, KEPT_SECONDS, shares(VIEWS))
    waited, weight = quantiles(found.pages, n=20), sum(found.bytes_sent.values()) / len(found.pages) / 1000
    return (
        f"{said}: {rate:.1f} pages/s for {found.seconds:.0f} s; nginx had {hits:.0%} itself ({kept}); of pages "
        f"{reckoned:.0%} by reckoning; a page {1000 * waited[9]:.0f} ms, 95th percentile "
        f"{1000 * waited[18]:.0f} ms; seconds of processor: {worked}; {weight:.0f} KB a page with all it brings; "
        f"{refused} refused for a while (503), {faults} faults of the site"
    ), not faults and refused <= MOST_REFUSED * every
