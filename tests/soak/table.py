"""What a soak has shown, as a table: each line with what it may be, and whether it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from pages.responses.operations.renewal import LEAVES
from tests.soak.processes import Weight
from tests.soak.readers import Record, Seen
from tests.soak.versions import SECOND

NOTICED = 5.0
"""Seconds after which no answer may be of the file before."""
SLOWER, SLOWER_SECONDS = 1.5, 0.5
"""How much longer the slowest hundredth may take in the last third than in the first: so many times, or seconds."""
GROWTH = 5.0
"""Megabytes a minute that the leader may grow in the last third."""
LARGEST = {"oldest worker": 250.0, "its workshop": 700.0}
"""Megabytes that others may have at most: a worker that has grown makes place for a fresh one, and what makes files is
ended after a file that leaves it with more than 600."""
FILES = 10
AFTER_KILL = 3.0
"""Seconds after a worker was killed in which connections may break: a client may find out late that its own has."""
KILLED = "was sent SIGKILL! Perhaps out of memory?"
MEANT = ("Serving on http://", KILLED, LEAVES)
"""What the log of a run may say."""


@dataclass
class Run:
    """A soak, and everything that was seen of it."""

    first: str
    record: Record
    began: float
    minutes: float
    swapped: float | None = None
    kills: list[float] = field(default_factory=list)
    weights: dict[tuple[str, int], list[Weight]] = field(default_factory=dict)
    family: list[int] = field(default_factory=list)
    zombies: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    log: str = ""

    def keep(self, folder: Path) -> None:
        """Write the log and every answer below a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "site.log").write_text(self.log, encoding="utf-8")
        lines = (
            f"{seen.began - self.began:.2f}\t{seen.seconds:.3f}\t{seen.status}\t{' '.join(sorted(seen.versions))}\t"
            f"{seen.address}\n"
            for seen in self.record.answers
        )
        (folder / "answers.tsv").write_text("".join(lines), encoding="utf-8")

    def third(self, number: int) -> list[float]:
        """Seconds of the answers that were asked for in a third of the time."""
        length = 20 * self.minutes
        return [
            seen.seconds for seen in self.record.answers
            if number * length <= seen.began - self.began < (number + 1) * length
        ]  # fmt: skip


@dataclass
class _Lines:
    lines: list[str] = field(default_factory=list)
    holds: bool = True

    def add(self, what: str, found: str, holds: bool, allowed: str = "none allowed") -> None:
        self.lines.append(f"  {'ok    ' if holds else 'MISSED'}  {what:42} {found}; {allowed}")
        self.holds &= holds


def described(run: Run, clients: int) -> tuple[str, bool]:
    """The table as lines of text, and whether all of it holds."""
    seen, table = run.record.answers, _Lines()
    statuses = ", ".join(f"{number:,} × {status}" for status, number in run.record.statuses().items())
    table.lines.append(
        f"{clients} readers for {run.minutes:g} minutes of two workers, {len(seen):,} answers: {statuses}"
    )
    faults = [one for one in seen if one.status >= 500 and not one.refused]
    table.add("answers of 500 and more", _named(faults), not faults)
    refused = sum(one.refused for one in seen)
    share = refused / max(1, len(seen))
    table.add("“come again in a few seconds”", f"{refused} ({share:.1%})", share < 0.05, "a full line, under 5%")
    wrong = [one for one in seen if 400 <= one.status < 500 and not _is_empty(one)]
    table.add("answers of 400 to 499", _named(wrong), not wrong, "none but of views that show nothing")
    table.add("readers that stopped", "; ".join(run.record.failed[:3]) or "0", not run.record.failed)
    table.add("requests without an answer at last", _first(run.record.lost), not run.record.lost)
    late = [at for at, _ in run.record.broken if not any(0 <= at - kill < AFTER_KILL for kill in run.kills)]
    found = f"{len(run.record.broken)}, after {len(run.kills)} workers were killed; {len(late)} not after one"
    table.add("connections that broke, asked again", found, not late, f"within {AFTER_KILL:.0f} s of a kill")
    _of_versions(run, table)
    _of_times(run, table)
    _of_processes(run, table)
    unmeant = [line for line in run.log.splitlines() if line.strip() and not _is_meant(line)]
    table.add("other lines in the log", _first(unmeant), not unmeant)
    return "\n".join(table.lines), table.holds


def _of_versions(run: Run, table: _Lines) -> None:
    seen = run.record.answers
    mixed = [one for one in seen if len(one.versions) > 1]
    table.add("answers that tell of both files", _named(mixed), not mixed)
    if run.swapped is None:
        return
    first = min((one.began + one.seconds - run.swapped for one in seen if one.versions == {SECOND}), default=-1.0)
    old = [one.began - run.swapped for one in seen if one.versions == {run.first} and one.began >= run.swapped]
    last = f"the last was asked for {max(old):.1f} s after it came" if old else "none was asked for after it came"
    told = f"{last}; the first of the new came after {first:.1f} s" if first >= 0 else "there was none of the new"
    table.add("answers of the old file", told, first >= 0 and max(old, default=0) < NOTICED, f"{NOTICED:.0f} s")


def _of_times(run: Run, table: _Lines) -> None:
    first, last = run.third(0), run.third(2)
    if min(len(first), len(last)) < 100:
        table.add("the slowest hundredth", "too few answers", False)
        return
    before, after = (quantiles(times, n=100) for times in (first, last))
    holds = after[98] <= max(SLOWER * before[98], before[98] + SLOWER_SECONDS)
    table.add(
        "p99, first third and last",
        f"{before[98]:.2f} s, {after[98]:.2f} s (medians {before[49]:.3f}, {after[49]:.3f})",
        holds, f"{SLOWER} times",
    )  # fmt: skip


def _of_processes(run: Run, table: _Lines) -> None:
    for name, allowed in LARGEST.items():
        of_name = [several for (other, _), several in run.weights.items() if other == name]
        taken = [weight.megabytes for several in of_name for weight in several]
        if taken:
            told = f"{taken[0]:.0f} MB at first, {max(taken):.0f} at most"
            table.add(f"memory: {name}", told, max(taken) <= allowed, f"{allowed:.0f} MB")
    table.lines.append(f"          workers that made place for a fresh one: {run.log.count(LEAVES)}")
    for (name, _), weights in run.weights.items():
        settled = [weight for weight in weights if weight.at >= run.began + 40 * run.minutes]
        if len(settled) < 5:
            continue
        if name not in LARGEST:
            slope = _slope(settled)
            sizes = ", ".join(f"{weight.megabytes:.0f}" for weight in (weights[0], settled[0], settled[-1]))
            told = f"{sizes} MB at first, after two thirds, at last; {slope:+.1f} MB a minute"
            table.add(f"memory: {name}", told, slope <= GROWTH, f"{GROWTH:.0f} MB a minute in the last third")
        files = [weight.files for weight in weights]
        bound = files[min(1, len(files) - 1)] + FILES
        table.add(
            f"open files: {name}", f"{files[0]} at first, {files[-1]} at rest", files[-1] <= bound, f"{FILES} more"
        )
    table.add("zombies", str(len(run.zombies)), not run.zombies)
    table.add("processes left after the stop", str(len(run.left)), not run.left)
    table.add("temporary files left", _first(run.files), not run.files)


def _slope(weights: list[Weight]) -> float:
    """Megabytes a minute, by least squares."""
    times = [weight.at / 60 for weight in weights]
    middle, mean = sum(times) / len(times), sum(weight.megabytes for weight in weights) / len(weights)
    spread = sum((at - middle) ** 2 for at in times)
    return sum((at - middle) * (w.megabytes - mean) for at, w in zip(times, weights, strict=True)) / spread


def _is_meant(line: str) -> bool:
    """Whether a line of the log is of a run: the address, a kill, or a request refused in words, told above."""
    said = json.loads(line) if line.startswith("{") else {}
    refused = said.get("event") == "refused" and said.get("status", 500) < 500
    return refused or any(text in line for text in MEANT)


def _is_empty(one: Seen) -> bool:
    """Whether a file or a card was asked for of a view that shows nothing: it is refused in words."""
    return one.status == 400 and one.address.startswith(("/api/v1/views/", "/card.png"))


def _named(answers: list[Seen]) -> str:
    return _first([f"{one.status} {one.address}" for one in answers])


def _first(items: list[str]) -> str:
    return f"{len(items)}" + (f", as {'; '.join(dict.fromkeys(items[:3]))}" if items else "")
