"""`make bench-peers`: the same map and trend by us, by a plain Dash page, by Vizro and by Streamlit, in the same run.

Each is served by one process, a fresh one for each run, and the sites take turns, so that what else the machine does
hits all of them. The clients share the machine with what they measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from data.catalog.models import Catalog
from data.query.selection import EXPLORE, Selection
from tests.browser.chromium import launch
from tests.peers import first_map
from tests.peers.changes import Bodies, Run, change, of_ours, recorded
from tests.peers.first_map import First, look
from tests.peers.sites import OURS, STREAMLIT, Peers, installed, serving
from tests.unseen import catalog, spread, unseen

CLIENTS = (1, 20)
TIMES = 3
VIEWS = {1: 60, 20: 200}
"""Changes at each number of clients."""
AGAIN = "ours, seen before"
BETTER = {"rate": max, "half": min, "slow": min, "processor": min, "memory": min}
"""Of each figure, which of two is the better one."""
NAMES = {
    "rate": "changes/s", "half": "ms at the median", "slow": "ms at the 95th percentile",
    "processor": "ms of processor", "memory": "MB",
}  # fmt: skip


@dataclass
class Found:
    """Runs by site and number of clients, first maps by site, and what is to be said of the environments."""

    peers: Peers
    runs: dict[tuple[str, int], Run] = field(default_factory=dict)
    maps: dict[str, First] = field(default_factory=dict)


def measure(folder: Path) -> Found:
    """Every site at every number of clients, TIMES times in turns."""
    found, known = Found(installed(folder)), catalog()
    selections = {_name(view): view for view in unseen(known, ("county",), max(VIEWS.values()) + 2)}
    asked = {name: plainly(view, known) for name, view in selections.items()}
    queries = {name: view.query() for name, view in selections.items()}
    bodies: dict[str, Bodies] = {}
    for _ in range(TIMES):
        for clients in CLIENTS:
            for site, python in found.peers.pythons.items():
                with serving(site, python, folder, asked) as served:
                    if clients == CLIENTS[0]:
                        _look(site, served.address, queries, found)
                    if site == OURS:
                        bodies[site] = of_ours(served, queries)
                    elif site != STREAMLIT and site not in bodies:
                        bodies[site] = recorded(served, list(asked))
                    # Not the first two: a browser has been there.
                    views = list(asked)[2 : 2 + VIEWS[clients]]
                    for name in (site, AGAIN) if site == OURS else (site,):
                        run = change(site, python, served, clients, views, bodies.get(site))
                        found.runs.setdefault((name, clients), Run()).join(run)
    return found


def _name(view: Selection) -> str:
    return f"{view.indicator} {view.group} {view.period.slug} {view.place or 'state'}"


def plainly(view: Selection, known: Catalog) -> dict[str, Any]:
    """A view in the words of the published tables."""
    place = known.by_slug[view.place] if view.place else known.state
    return {
        "indicator": view.indicator, "start": str(view.period.start), "end": str(view.period.end),
        "dimension": view.dimension, "stratum": view.group, "places": sorted({place.geo_id, known.state.geo_id}),
    }  # fmt: skip


def _look(site: str, address: str, queries: Mapping[str, str], found: Found) -> None:
    path, drawn = (EXPLORE + next(iter(queries.values())), first_map.OURS) if site == OURS else ("/", first_map.PLOTLYS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        look(browser, address + path, drawn, found.maps.setdefault(site, First()))
        browser.close()


def described(found: Found) -> tuple[str, bool]:
    """The figures as lines of text. There is no target: what is better elsewhere is said."""
    lines = [f"one change of a filter, map of 14 counties and trend; median (least–most) of {TIMES} runs"]
    lines += [f"  {words}" for words in found.peers.said]
    for (site, clients), run in sorted(found.runs.items(), key=lambda item: (item[0][1], item[0][0])):
        worked = f"{spread(run.processor, 1)} ms of processor, {spread(run.memory)} MB" if run.processor else "no /proc"
        lines.append(
            f"  {clients:2} at once  {site:17} {spread(run.rate)} changes/s; {spread(run.half)} ms at the median, "
            f"{spread(run.slow)} at the 95th percentile; {worked}"
        )
    lines.append("the first map in a browser with nothing cached")
    for site, first in found.maps.items():
        lines.append(
            f"  {site:17} {spread(first.seconds, 2)} s, {spread(first.kilobytes)} KB, {spread(first.requests)} requests"
        )
    worse = list(_worse(found))
    lines.append("not better than every peer, at the median: " + ("; ".join(worse) if worse else "nothing"))
    return "\n".join(lines), True


def _worse(found: Found) -> list[str]:
    """Figures of ours, of views not seen before, that a peer betters."""
    said = []
    for (site, clients), run in found.runs.items():
        if site in (OURS, AGAIN):
            continue
        own = found.runs[OURS, clients]
        for name, better in BETTER.items():
            theirs, mine = getattr(run, name), getattr(own, name)
            if theirs and better(median(theirs), median(mine)) != median(mine):
                said.append(f"{NAMES[name]} for {clients}: {median(mine):.0f}, {site} {median(theirs):.0f}")
    for site, first in found.maps.items():
        for name in ("seconds", "kilobytes", "requests"):
            if median(getattr(first, name)) < median(getattr(found.maps[OURS], name)):
                mine, theirs = median(getattr(found.maps[OURS], name)), median(getattr(first, name))
                said.append(f"{name} to the first map: {mine:.2f}, {site} {theirs:.2f}")
    return said
