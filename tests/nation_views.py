"""Views of counties and of the state at two sizes of the same made-up nation: 165 thousand rows, and 5 million.

Both have the same indicators, groups, years and 51 counties, so that the same views show the same amount of drawing,
and what differs is how many rows they are found among. What one has no figures for, the other has none for either: the
nearest view would be shown instead, which may be one of 3,200 places. Views of places are no fair comparison: 3,200
are another amount of drawing than 51. Each size is served by one worker, and they take turns.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from data.pipeline.build import build
from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Selection
from data.query.url import parse_query
from pages.responses.addresses import read_parameters
from tests.browser.server import BOUNDLESS, started
from tests.nation import COUNTIES, PLACES, write_nation
from tests.peers.changes import Run, change, of_ours
from tests.peers.sites import OURS
from tests.unseen import spread, unseen

SIZES = {"small": COUNTIES, "large": PLACES}
CLIENTS, TIMES, VIEWS = (1, 20), 3, {1: 60, 20: 200}
SLOWER = 1.3
"""How many times as many views the small one may answer."""


@dataclass
class Size:
    """Of a size: its rows, runs by number of clients, and milliseconds of the queries behind each view."""

    rows: int
    runs: dict[int, Run] = field(default_factory=dict)
    queries: list[float] = field(default_factory=list)


def measure(folder: Path) -> dict[str, Size]:
    """Both sizes, built below a folder and asked in turns."""
    found, paths = {}, {}
    for name, places in SIZES.items():
        paths[name] = folder / f"{name}.duckdb"
        found[name] = Size(build(paths[name], write_nation(folder / name, places)).observations)
    views = unseen(Answers(Database(paths["small"])).catalog, ("county", "state"), max(VIEWS.values()))
    assert shown(paths["small"], views) == shown(paths["large"], views), "the same views are shown at both sizes"
    queries = {view.query(): view.query() for view in views}
    for name, size in found.items():
        size.queries = _query_times(paths[name], views)
    for _ in range(TIMES):
        for clients in CLIENTS:
            for name, size in found.items():
                own = {"EQUITY_DATABASE": str(paths[name]), "EQUITY_WORKER_MEMORY": BOUNDLESS}
                with started(folder / "nation.txt", WEB_CONCURRENCY="1", **own) as served:
                    asked = list(queries)[: VIEWS[clients]]
                    run = change(OURS, "", served, clients, asked, of_ours(served, queries))
                    size.runs.setdefault(clients, Run()).join(run)
    return found


def shown(path: Path, views: list[Selection]) -> list[tuple[Selection, tuple[str, ...]]]:
    """What a file has to show to the address of each view: the nearest there is, with notices where it is another."""
    catalog = Answers(Database(path)).catalog
    return [parse_query(read_parameters(view.query()), catalog) for view in views]


def described(found: dict[str, Size]) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is wanted."""
    lines = [f"the same views of {COUNTIES} counties and the state, not seen before, at two sizes of a made-up nation"]
    for name, size in found.items():
        median_query, slow = median(size.queries), sorted(size.queries)[int(0.95 * len(size.queries))]
        lines.append(f"  {name} {size.rows:>10,} rows  queries {median_query:.1f} ms at the median, {slow:.1f} at p95")
        for clients, run in size.runs.items():
            worked = f"{spread(run.processor, 1)} ms of processor" if run.processor else "no /proc"
            lines.append(
                f"    {clients:2} at once  {spread(run.rate)} views/s; {spread(run.half)} ms at the median, "
                f"{spread(run.slow)} at the 95th percentile; {worked}"
            )
    within = True
    for clients in CLIENTS:
        times = median(found["small"].runs[clients].rate) / median(found["large"].runs[clients].rate)
        lines.append(f"  the small one answers {times:.2f} times as many to {clients}, of {SLOWER} allowed")
        within &= times <= SLOWER
    return "\n".join(lines), within


def _query_times(path: Path, views: list[Selection]) -> list[float]:
    """Milliseconds of the queries behind each view: rows, comparisons and classes, nothing of it drawn."""
    answers, times = Answers(Database(path)), []
    _ = answers.catalog
    for view in views:
        began = time.perf_counter()
        answers.to(view)
        times.append(1000 * (time.perf_counter() - began))
    return times
