"""`make soak`: twenty readers for ten minutes, a new data file in the middle, a worker killed every twenty seconds."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from data.query.answers import Answers
from data.query.connection import Database
from data.settings import Settings
from tests.bench import machine
from tests.browser.server import started
from tests.soak import processes, stops, versions
from tests.soak.journeys import World, dependencies_of
from tests.soak.processes import Weight
from tests.soak.readers import Reader, Record, asked_once
from tests.soak.table import Run, described

KILL_SECONDS, WEIGH_SECONDS = 20.0, 5.0
REST_SECONDS = 8.0
"""After the last request, before open files are counted: kept connections close, and the workshop is done."""


def soak(minutes: float, clients: int, folder: Path) -> Run:
    """Serve a copy of the data to the clients, replace it in the middle, kill workers, and tell what was seen."""
    database, second, temporary = (folder / name for name in ("equity.duckdb", "second.duckdb", "temporary"))
    database.write_bytes(Settings.from_environment().database.read_bytes())
    versions.write_second(database, second)
    temporary.mkdir()
    settings = {
        "WEB_CONCURRENCY": "2", "EQUITY_DATABASE": str(database), "EQUITY_TRUSTED_PROXIES": "127.0.0.1",
        "TMPDIR": str(temporary),
    }  # fmt: skip
    log = folder / "site.log"
    with started(log, **settings) as site:
        address = urlsplit(site.address)
        where = (str(address.hostname), address.port or 80)
        world = World.of(Answers(Database(database)).catalog, dependencies_of(asked_once(where, "/_dash-dependencies")))
        run = Run(versions.version_of(database), Record(), began=time.time(), minutes=minutes)
        readers = [Reader(where, world, number, run.first, run.record) for number in range(clients)]
        for reader in readers:
            reader.start()
        _watch(run, site.leader, database, second)
        for reader in readers:
            reader.ended.set()
        for reader in readers:
            reader.join(timeout=120)
        time.sleep(REST_SECONDS)
        _weigh(run, site.leader)
        run.zombies = [p for p in processes.everyone(site.leader) if processes.state(p) == "Z"]
        run.family += processes.everyone(site.leader)
    run.left = processes.gone_within(10, sorted(set(run.family)))
    run.files = sorted(path.name for path in temporary.rglob("*"))
    run.log = log.read_text(encoding="utf-8", errors="replace")
    return run


def _watch(run: Run, leader: int, database: Path, second: Path) -> None:
    """Until the time is up: weigh the processes, kill the younger worker, and put the second file in place halfway."""
    until, middle = run.began + 60 * run.minutes, run.began + 30 * run.minutes
    kill, weigh = run.began + KILL_SECONDS, run.began
    while (now := time.time()) < until:
        if run.swapped is None and now >= middle:
            second.replace(database)
            run.swapped = time.time()
        if now >= weigh:
            _weigh(run, leader)
            weigh += WEIGH_SECONDS
        if now >= kill:
            known = processes.workers(leader)
            # The oldest stays: it is the one whose memory tells of minutes.
            if len(known) > 1:
                run.family += processes.everyone(known[-1])
                os.kill(known[-1], signal.SIGKILL)
                run.kills.append(time.time())
            kill += KILL_SECONDS
        time.sleep(0.1)


def _weigh(run: Run, leader: int) -> None:
    oldest = next(iter(processes.workers(leader)), leader)
    workshops = [("its workshop", workshop) for workshop in processes.children(oldest)]
    for name, process in (("leader", leader), ("oldest worker", oldest), *workshops):
        weight = processes.weigh(process)
        if weight is not None:
            run.weights.setdefault((name, process), list[Weight]()).append(weight)


def main() -> int:
    """Soak and stop, and print the table; the status is 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="a folder for the log and all answers, one a line")
    chosen = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="equity-soak-") as name:
        folder = Path(name)
        run = soak(chosen.minutes, chosen.clients, folder)
        lines, holds = described(run, chosen.clients)
        print(f"{lines}\n  load {os.getloadavg()[0]:.1f}", flush=True)
        if chosen.keep:
            run.keep(chosen.keep)
        kinds = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
        stopped, clean = stops.described([stops.stop(how, folder / f"{how.name}.log") for how in kinds])
        print(f"{stopped}\n  load {os.getloadavg()[0]:.1f}", flush=True)
    return 0 if holds and clean else 1


if __name__ == "__main__":
    sys.exit(main())
