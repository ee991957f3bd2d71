"""The document on disclosure: how many hidden counts other figures narrow, as publishers print these and as shown.

Both numbers are of the build's own audit, run on the same rows twice. Which counts these are is not said, nor what they
may be: the document is public.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.catalog.models import Indicator, Source, read_indicators, read_sources
from data.pipeline.build import Inputs, Progress, build, disclosure_report
from data.settings import ROOT

DOCUMENT = ROOT / "docs" / "disclosure.md"
HEADER = (
    "| source | indicator | hidden | narrowed before | of these one value | narrowed now | of these one value "
    "| numbers of events left out |\n|---|---|--:|--:|--:|--:|--:|--:|\n"
)
_INTRODUCTION = """# What is left of hidden counts

Publishers hide small counts, and print others from which some of the hidden ones follow. `python -m data
disclosure` writes this page: it makes the published file twice, once with every figure as its publisher prints
it (*before*), once as it leaves the site (*now*), and has the auditor say how many hidden counts are left fewer
than ten values, and how many a single one. The same numbers are in the notes under every view of such an
indicator.

The auditor ([methods.md](methods.md)) knows every count, every rate with its people, and every interval that is
made of a count; that counts are whole; and all sums over places, groups and years. It solves the smallest and
the largest value of each hidden count as linear programmes and rounds them inwards to whole numbers. It does
not know the limits that publishers name ("fewer than 10"), nor populations that are not beside the figures: who
takes these from the Census narrows more. Publishers' own files have all decimals, and are public: what is done
here keeps this site from being the easier way, and does not mend the files.

*Now* means: value and interval are rounded to the decimals of the page in the page, the CSV, the pictures and
the database, for every source that hides figures; numbers of events are left out where with them more hidden
counts would be narrowed.

"""


@dataclass(frozen=True)
class Narrowed:
    """Of an indicator and a source: hidden counts, those narrowed, those left one value, and events withheld."""

    hidden: int
    narrowed: int
    single: int
    withheld: int


RecordKey = tuple[str, str]


def read_narrowed(database: Path) -> dict[RecordKey, Narrowed]:
    """What a build says of hidden counts, by source and indicator: from the file and the report beside it."""
    single: Counter[RecordKey] = Counter()
    for entry in json.loads(disclosure_report(database).read_text(encoding="utf-8")):
        for cell in entry.get("exposed", ()):
            if cell["values"] == 1:
                single.update((cell["source"], indicator) for indicator in entry["indicators"])
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("SELECT source, indicator, hidden, narrowed, withheld FROM disclosure").fetchall()
    return {
        (source, indicator): Narrowed(hidden, narrowed, single[source, indicator], withheld)
        for source, indicator, hidden, narrowed, withheld in rows
    }


def report_text(
    before: Mapping[RecordKey, Narrowed],
    now: Mapping[RecordKey, Narrowed],
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> str:
    """The document in Markdown: a row for each source and indicator with narrowed counts, and one for all others."""
    shown = sorted(key for key in now if before[key].narrowed or now[key].narrowed)
    others = [now[key] for key in now if key not in shown]
    rows = [
        _line(sources[source].short, indicators[indicator].title, before[source, indicator], now[source, indicator])
        for source, indicator in shown
    ]
    total_before, total_now = (_total(list(numbers.values())) for numbers in (before, now))
    rows.append(_line("all others", f"{len(others)} of a source and indicator", _total(others), _total(others)))
    rows.append(_line("**all**", "", total_before, total_now))
    return _INTRODUCTION + HEADER + "".join(rows)


def _line(source: str, indicator: str, before: Narrowed, now: Narrowed) -> str:
    numbers = (now.hidden, before.narrowed, before.single, now.narrowed, now.single, now.withheld)
    return f"| {source} | {indicator} | {' | '.join(f'{n:,}' for n in numbers)} |\n"


def _total(numbers: list[Narrowed]) -> Narrowed:
    return Narrowed(
        sum(n.hidden for n in numbers),
        sum(n.narrowed for n in numbers),
        sum(n.single for n in numbers),
        sum(n.withheld for n in numbers),
    )


def make_report(inputs: Inputs, progress: Progress) -> str:
    """Build the file as publishers print it and as it is released, and compare what can be concluded from each."""
    with tempfile.TemporaryDirectory() as folder:
        before, now = Path(folder) / "as_printed.duckdb", Path(folder) / "as_shown.duckdb"
        progress("with figures as their publishers print them …")
        build(before, inputs, as_printed=True)
        progress("with figures as they leave the site …")
        build(now, inputs)
        return report_text(
            read_narrowed(before), read_narrowed(now), read_sources(inputs.sources), read_indicators(inputs.indicators)
        )
