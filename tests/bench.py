"""`make bench`: how long the build takes, how it holds up at the size of the nation, how soon a map is repainted, what
twenty readers of one worker wait for, what a view costs (processor, memory, how many a worker answers a second), how
soon it is known where it is worst, what files cost and whom they slow, what counting costs, and what slow clients do.

`make bench ARGS="unseen memory"` measures some of it. What is measured and how is described in docs/benchmarks.md.

The national table is synthetic, made for this measurement and thrown away after it: 5 million rows of ten indicators,
3,200 places, sixteen groups and ten years. Its numbers mean nothing.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from statistics import median

from components.formatting.html import to_html
from components.views.excess.panels import excess_head, excess_panels
from components.views.excess.view import ExcessView
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import ExcessSelection
from data.pipeline.build import build
from data.query.answers import Answers
from data.query.connection import Database
from data.settings import Settings
from tests import (
    cold_start,
    crowd,
    export_times,
    first_visit,
    memory_hour,
    metering,
    nation_views,
    pointing,
    repaint,
    slow_clients,
    throughput,
    unseen,
)
from tests.nation import write_nation
from tests.peers import measured

SLOWEST, LARGEST = 60, 4
"""Seconds and gigabytes a national build may take."""
WORST = 300.0
"""Milliseconds of processor time that the page of where it is worst may take from the file."""
VERSIONS = ("dash", "plotly", "duckdb", "pandas", "gunicorn", "orjson", "flask-compress")


def _builds(folder: Path) -> tuple[str, bool]:
    began = time.perf_counter()
    report = build(folder / "equity.duckdb")
    real = time.perf_counter() - began
    lines = [f"committed data   {report.observations:>10,} rows  {real:6.1f} s of 10 allowed"]
    inputs = write_nation(folder)
    began = time.perf_counter()
    report = build(folder / "nation.duckdb", inputs)
    nation = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    size = (folder / "nation.duckdb").stat().st_size / 1024**2
    lines.append(f"SYNTHETIC nation {report.observations:>10,} rows  {nation:6.1f} s of {SLOWEST} allowed")
    lines.append(f"  {nation / real:.0f} times the time of the committed data; a file of {size:,.0f} MB")
    lines.append(f"  {peak:.1f} GB of memory at most, of {LARGEST} allowed")
    return "\n".join(lines), real <= 10 and nation <= SLOWEST and peak <= LARGEST


def _slider(folder: Path) -> tuple[str, bool]:
    drawn = repaint.measure(folder / "site.txt")
    return (
        f"period slider to repainted map of 351 municipalities, medians of {repaint.TIMES}\n"
        f"  {drawn.held:.0f} ms with the periods in the browser, {drawn.server:.0f} ms through the server\n"
        f"  {drawn.ratio:.1f} times as fast, of {repaint.FASTER} wanted"
    ), drawn.ratio >= repaint.FASTER


def _worst(_: Path) -> tuple[str, bool]:
    """Processor time of the page of where it is worst, of a file that nothing was read of yet: the median of five."""
    times, figures = [], 0
    for _again in range(5):
        began = time.process_time()
        source = Answers(Database(Settings().database))
        view = ExcessView.of(excess_scan(source), ExcessSelection(), source.catalog)
        str(to_html([excess_head(view), *excess_panels(view)]))
        times.append(1000 * (time.process_time() - began))
        figures = view.scan.tested
    taken = median(times)
    return f"where it is worst, {figures} figures tested: {taken:.0f} ms of {WORST:.0f} allowed", taken <= WORST


PARTS: dict[str, Callable[[Path], tuple[str, bool]]] = {
    "builds": _builds,
    "slider": _slider,
    "pointing": lambda folder: pointing.described(pointing.measure(folder / "pointing.txt")),
    "crowd": lambda folder: crowd.described(*crowd.measure(folder / "crowd.txt")),
    "unseen": lambda _: unseen.described(unseen.measure()),
    "memory": lambda folder: unseen.weighed(unseen.weigh(folder / "memory.txt")),
    "memory-hour": lambda folder: memory_hour.described(memory_hour.measure(folder / "hour.txt")),
    "worst": _worst,
    "start": lambda folder: cold_start.described(cold_start.measure(folder / "start.txt")),
    "exports": lambda folder: export_times.described(export_times.measure(folder)),
    "visit": first_visit.measure,
    "throughput": lambda folder: throughput.described(*throughput.measure(folder)),
    "metering": lambda folder: metering.described(metering.measure(folder)),
    "slow": lambda folder: slow_clients.described(slow_clients.measure(folder)),
    "nation": lambda folder: nation_views.described(nation_views.measure(folder)),
    "peers": lambda folder: measured.described(measured.measure(folder)),
}
"""What is measured, by the name that chooses it: lines of text, and whether they hold; files go below a folder."""
NAMED_ONLY = {"memory-hour", "nation", "peers"}
"""Measured only where they are named: they take an hour, two builds of millions of rows, and packages of others."""


def machine() -> str:
    """What the figures depend on besides the code: processor, system, Python and packages."""
    known = Path("/proc/cpuinfo")
    names = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in VERSIONS)
    return (
        f"{os.cpu_count()} cores of {model or platform.processor() or platform.machine()}, {platform.system()}; "
        f"Python {platform.python_version()}, {packages}"
    )


def main(chosen: list[str]) -> int:
    """Measure what is chosen, else all but what has to be named, and print; 1 where a target is missed."""
    if unknown := set(chosen) - set(PARTS):
        print(f"{', '.join(sorted(unknown))}: not among {', '.join(PARTS)}")
        return 2
    print(machine())
    missed = []
    for name in chosen or [part for part in PARTS if part not in NAMED_ONLY]:
        folder = Path(tempfile.mkdtemp(prefix="equity-bench-"))
        try:
            lines, within = PARTS[name](folder)
        finally:
            shutil.rmtree(folder)
        print(f"{lines}\n  load {os.getloadavg()[0]:.1f}", flush=True)
        missed += [] if within else [name]
    print(f"missed: {', '.join(missed)}" if missed else "every target is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
