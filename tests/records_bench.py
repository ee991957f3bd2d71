"""`make bench-records`: how long the work on records takes, from a million synthetic births to a hundred million.

DuckDB has 4 GB of memory, and disk for what does not fit; Spark does the same work at ten million, beside it. Each run
is a process of its own that counts every case definition made from births, and another that checks the file. Counts are
compared between engines and never printed.

BENCH_ROWS=200000,400000 chooses sizes (Spark takes the second), BENCH_SPARK names a master instead of this machine's
processors, and BENCH_FOLDER is where the records are written, about 1 GB for 100 million.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

from data.records import checks, counting, definition, engines, inputs
from data.records.checking.report import Report
from data.records.layouts import LAYOUTS
from tests.engines.synthetic_records import write

MEMORY = "4GB"
SIZES = (1_000_000, 10_000_000, 100_000_000)
STEEPEST = 1.2
"""Times as long for each record as at the size before, at most."""
VERSIONS = ("ibis-framework", "duckdb", "pyspark", "pyarrow")
EVERY = 0.1
"""Seconds between two looks at memory and disk."""


def definitions() -> list[Any]:
    """The case definitions that are made from births alone."""
    every = [definition.read_definition(name) for name in definition.definitions()]
    return [one for one in every if one.records == "births" and not one.linked]


def figures(engine: Any, path: str) -> str:
    """Counts of every definition, as one fingerprint: engines agree when it is the same."""
    births = inputs.read(engine, path, LAYOUTS["births"])
    digest = hashlib.sha256()
    for one in definitions():
        frame = counting.collect(counting.counts(births, None, one))
        digest.update(f"{one.id}\n{frame.to_csv(index=False)}".encode())
    return digest.hexdigest()


def check(engine: Any, path: str) -> str:
    """The check of the file, as the fingerprint of its report."""
    return fingerprint(checks.check(engine, path, LAYOUTS["births"]))


def fingerprint(report: Report) -> str:
    """What two reports have in common when they tell the same."""
    return hashlib.sha256("\n".join(report.lines()).encode()).hexdigest()


PARTS: dict[str, Callable[[Any, str], str]] = {"figures": figures, "check": check}


def _tree() -> list[Path]:
    """This process and its descendants, as folders of /proc: Spark works in processes of its own."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[folder.name] = status[1]
    found, more = {str(os.getpid())}, True
    while more:
        children = {pid for pid, parent in parents.items() if parent in found} - found
        found |= children
        more = bool(children)
    return [Path("/proc") / pid for pid in found]


def _processor_seconds() -> float:
    ticks = 0
    for folder in _tree():
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident() -> int:
    """Bytes of memory of the tree now."""
    pages = 0
    for folder in _tree():
        try:
            pages += int((folder / "statm").read_text(encoding="utf-8").split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


def _on_disk(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


@contextmanager
def _watched(scratch: Path) -> Iterator[dict[str, int]]:
    """The most memory and the most disk that is taken while the block runs, in bytes."""
    most, done = {"memory": 0, "disk": 0}, threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            most["memory"] = max(most["memory"], _resident())
            most["disk"] = max(most["disk"], _on_disk(scratch))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def work(part: str, address: str, path: str, scratch: Path) -> dict[str, Any]:
    """One part on one engine: seconds to connect, seconds of work, of processors, and the most memory and disk."""
    began = time.perf_counter()
    engine = engines.connect(address, MEMORY, scratch=scratch)
    connected, busy = time.perf_counter(), _processor_seconds()
    with _watched(scratch) as most:
        made = PARTS[part](engine, path)
    ended = time.perf_counter()
    found = {"start": connected - began, "seconds": ended - connected, "processor": _processor_seconds() - busy}
    engines.disconnect(engine)
    return {**found, **most, "made": made}


def in_a_process(part: str, address: str, path: Path, folder: Path) -> dict[str, Any]:
    """`work` in a fresh process, with a scratch folder below `folder`. Raises SystemExit with its last words."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.records_bench", "work", part, address, str(path), scratch],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if ended.returncode:
        raise SystemExit(f"{part} on {address}: {ended.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def _line(number: int, engine: str, part: str, found: dict[str, Any]) -> str:
    return (
        f"{number:>13,}  {engine:<8} {part:<8} {found['start']:5.1f} {found['seconds']:8.1f} {found['processor']:9.1f} "
        f"{found['memory'] / 1e9:7.2f} {found['disk'] / 1e9:6.2f}  load {os.getloadavg()[0]:.1f}"
    )


def measure(folder: Path, sizes: tuple[int, ...], spark: str) -> bool:
    """Print a line for each run, and whether time grows no faster than allowed and the engines agree."""
    print("      records  engine   part     start  seconds processor  GB mem GB disk", flush=True)
    taken: dict[tuple[str, int], dict[str, Any]] = {}
    agree = True
    for place, number in enumerate(sizes):
        path = write(folder / f"births_{number}.parquet", "births", number)
        for part in PARTS:
            taken[part, number] = found = in_a_process(part, "duckdb", path, folder)
            print(_line(number, "DuckDB", part, found), flush=True)
            if place == 1:
                beside = in_a_process(part, spark, path, folder)
                print(_line(number, "Spark", part, beside), flush=True)
                agree = agree and beside["made"] == found["made"]
        path.unlink()
    print("DuckDB and Spark: the same" if agree else "DuckDB and Spark DIFFER")
    straight = True
    for part in PARTS:
        for less, more in pairwise(sizes):
            growth = taken[part, more]["seconds"] / taken[part, less]["seconds"] / (more / less)
            straight = straight and growth <= STEEPEST
            print(f"{part}: from {less:,} to {more:,} records {growth:.2f} times linearly, of {STEEPEST} allowed")
    return straight and agree


def _machine() -> str:
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in VERSIONS)
    return f"{os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {packages}; {MEMORY}"


def main(arguments: list[str]) -> int:
    """Measure, or do the work of one measurement; 1 where a target is missed."""
    if arguments and arguments[0] == "work":
        part, address, path, scratch = arguments[1:]
        print(json.dumps(work(part, address, path, Path(scratch))))
        return 0
    rows = os.environ.get("BENCH_ROWS", "")
    sizes = tuple(int(number) for number in rows.split(",")) if rows else SIZES
    folder = Path(tempfile.mkdtemp(prefix="records-bench-", dir=os.environ.get("BENCH_FOLDER")))
    print(_machine())
    print(f"SYNTHETIC births, whose numbers mean nothing; definitions: {', '.join(one.id for one in definitions())}")
    try:
        within = measure(folder, sizes, os.environ.get("BENCH_SPARK", f"local[{os.cpu_count()}]"))
    finally:
        shutil.rmtree(folder)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
