"""What a view costs that nobody has seen before: processor time in fresh processes, and a worker's memory after many.

The views are of the real catalogue: maps and trends of any indicator, for a group, period and place at random. A
process has remembered nothing when it begins; what it learns of an indicator on the way it keeps, as a worker does.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Selection
from data.query.url import parse_query
from data.settings import ROOT, Settings
from pages.responses.operations import memory
from pages.responses.rendered import rendered
from tests import processes
from tests.browser.server import BOUNDLESS, started
from tests.clients import connected
from tests.questions import SEED, every
from tests.site import callback_body, open_site
from tests.soak.processes import workers

VIEWS, TIMES = 300, 3
"""Views of each level in a process, and how many processes."""
ALLOWED = {"county": 10.0, "municipality": 20.0}
"""Milliseconds of processor time at the median."""
MANY, MOST_MEMORY = 2_000, 250
"""Views after which a worker is weighed, and the megabytes it may have."""
PATIENCE = 120


def unseen(catalog: Catalog, levels: tuple[str, ...], number: int) -> list[Selection]:
    """Maps and trends of some levels at random, none of them twice; the same ones whenever the data is the same.

    None is what an indicator opens on: a worker renders these before anybody asks
    (`pages/responses/operations/ahead.py`).
    """
    dice = random.Random(SEED)
    opened = {parse_query({"indicator": indicator}, catalog)[0] for indicator in catalog.indicators}
    pool = [question for question in every(catalog) if question.level in levels]
    found: dict[Selection, None] = {}
    while len(found) < number:
        question = dice.choice(pool)
        periods = catalog.periods(question.indicator, question.level, question.dimension, question.group)
        place = dice.choice(catalog.places_of(question.level)).slug if dice.random() < 0.5 else ""
        view = replace(question, view=dice.choice(("map", "trend")), period=dice.choice(periods), place=place)
        if view not in opened:
            found[view] = None
    return list(found)


def catalog() -> Catalog:
    """The catalogue of the file that is measured."""
    return Answers(Database(Settings().database)).catalog


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time at the median and at the 90th percentile, one of each by process."""

    medians: list[float]
    nineties: list[float]


def measure() -> dict[str, Cost]:
    """What a view of each level costs, each level in processes of its own."""
    found: dict[str, Cost] = {level: Cost([], []) for level in ALLOWED}
    for _ in range(TIMES):
        for level, cost in found.items():
            command = [sys.executable, "-m", "tests.unseen", level]
            times = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
            cost.medians.append(median(times))
            cost.nineties.append(quantiles(times, n=10)[8])
    return found


def described(found: dict[str, Cost]) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is allowed."""
    lines = [f"a view not seen before, processor time in {TIMES} fresh processes of {VIEWS} views each"]
    within = True
    for level, cost in found.items():
        allowed = ALLOWED[level]
        within &= median(cost.medians) <= allowed
        lines.append(
            f"  {level:13} {spread(cost.medians, 1)} ms at the median, of {allowed:.0f} allowed; "
            f"{spread(cost.nineties, 1)} ms at the 90th percentile"
        )
    return "\n".join(lines), within


def spread(values: list[float], digits: int = 0) -> str:
    """The median of repetitions, and the least and the most of them."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def weigh(log: Path) -> float | None:
    """Megabytes of a worker after MANY views of any level that nobody saw before; None where nobody can tell."""
    views = unseen(catalog(), ("state", "county", "municipality", "eohhs_region", "area"), MANY)
    with started(log, WEB_CONCURRENCY="1", EQUITY_WORKER_MEMORY=BOUNDLESS) as site:
        connection = connected(site)
        connection.request("GET", "/_dash-dependencies")
        dependencies = json.loads(connection.getresponse().read())
        for view in views:
            asked = {"explore-asked.data": view.query()}
            body = callback_body(dependencies, "explore-head.children", asked, "explore-asked.data")
            headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br"}
            connection.request("POST", "/_dash-update-component", json.dumps(body), headers)
            answered = connection.getresponse()
            answered.read()
            assert answered.status == 200, (answered.status, view)
        connection.close()
        return sum(map(processes.resident, workers(site.leader))) if processes.KNOWN else None


def weighed(memory: float | None) -> tuple[str, bool]:
    """The figure as a line of text, and whether it is within what is allowed."""
    if memory is None:
        return "  memory of a worker: this system has no /proc to read it from", True
    return f"a worker after {MANY:,} views: {memory:.0f} MB, of {MOST_MEMORY} allowed", memory < MOST_MEMORY


def main(level: str) -> None:
    """Render views of a level, and print the milliseconds of processor time that each took, as JSON."""
    answers: Answers = open_site(Settings().database).app.server.extensions["answers"]
    views = unseen(answers.catalog, (level,), VIEWS)
    # As gunicorn.conf.py does before the first request: the collector, and what memory is kept.
    memory.keep_small()
    gc.collect()
    gc.freeze()
    times = []
    for view in views:
        began = time.process_time()
        rendered(answers, "unseen", view)
        times.append(1000 * (time.process_time() - began))
    gc.unfreeze()  # else DuckDB's binding takes what is never let go for leaks, and says so at length
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1])
