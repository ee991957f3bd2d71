"""The document on disclosure: how many hidden counts other figures narrow, as publishers print these and as shown.

Both numbers are of the build's own audit, run on the same rows twice. Which counts these are is not said, nor what they
may be: the document is public.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb

from data.catalog.models import Indicator, Source, read_indicators, read_sources
from data.disclosure.exposure import MIN_VALUES
from data.pipeline.build import Inputs, Progress, build, disclosure_report
from data.settings import ROOT

DOCUMENT = ROOT / "docs" / "disclosure.md"
HEADER = (
    "| source | indicator | hidden | before, linear | before, whole | before, one value | now, linear | now, whole "
    "| now, one value | not settled | numbers of events left out |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)
_INTRODUCTION = """# What is left of hidden counts

Publishers hide small counts, and print others from which some of the hidden ones follow. `python -m data
disclosure` writes this page: it makes the published file twice, once with every figure as its publisher prints
it (*before*), once as it leaves the site (*now*), and has the auditor say how many hidden counts are left fewer
than ten values, and how many a single one. The same numbers are in the notes under every view of such an
indicator.

The auditor ([methods.md](methods.md)) knows every count, every rate with its people, and every interval that is
made of a count, each to its decimals; that counts are whole; and all sums over places, groups, sexes and years at
once, overlapping periods and different releases of one indicator among them. It solves the smallest and the largest
value of each hidden count twice: as linear programs, rounded inwards to whole numbers (*linear*), and as integer
programs, over tables of whole numbers alone (*whole*), which can leave fewer. An integer program is stopped after
a minute for each kind of event; where it has then proven neither fewer than ten values nor ten, the count is *not
settled*. It does not know the limits that publishers name ("fewer than 10"), nor populations that are not beside the
figures: who takes these from the Census narrows more; nor that one kind of event is part of another (infants' deaths of
all children's): each kind is audited by itself. Publishers' own files have all decimals, and are public: what is done
here keeps this site from being the easier way, and does not mend the files.

Figures that no table can have together are set aside first. Four tables are such, of people in Medicare who take
their medicine as prescribed: the counties hold more of them than the state, 208,741 against 208,496 for beta
blockers, as if some were counted in two counties. The totals of the state that are too small are set aside, and the
fewest further figures without which the others can be true.

*Now* means: value and interval are rounded to the decimals of the page in the page, the CSV, the pictures and
the database, for every source that hides figures; numbers of events are left out where with them more hidden
counts would be narrowed.

"""


@dataclass(frozen=True)
class Narrowed:
    """Of an indicator and a source: numbers of hidden counts, and of those left few values.

    `linear` by linear programmes, `narrowed` by integer programmes too, `single` left one value, `unsettled` of which
    it is not proven; `withheld` are numbers of events left out.
    """

    hidden: int = 0
    linear: int = 0
    narrowed: int = 0
    single: int = 0
    unsettled: int = 0
    withheld: int = 0


RecordKey = tuple[str, str]


def read_narrowed(database: Path) -> dict[RecordKey, Narrowed]:
    """What a build says of hidden counts, by source and indicator: from the file and the report beside it."""
    linear, single, unsettled = Counter[RecordKey](), Counter[RecordKey](), Counter[RecordKey]()
    for entry in json.loads(disclosure_report(database).read_text(encoding="utf-8")):
        for cell in entry.get("exposed", ()):
            keys = [(cell["source"], indicator) for indicator in entry["indicators"]]
            few = cell["linear_values"] is not None and cell["linear_values"] < MIN_VALUES
            linear.update(keys if few else ())
            single.update(keys if cell["values"] == 1 else ())
        for cell in entry.get("unsettled", ()):
            unsettled.update((cell["source"], indicator) for indicator in entry["indicators"])
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("SELECT source, indicator, hidden, narrowed, withheld FROM disclosure").fetchall()
    return {
        (key := (source, indicator)): Narrowed(hidden, linear[key], narrowed, single[key], unsettled[key], withheld)
        for source, indicator, hidden, narrowed, withheld in rows
    }


def report_text(
    before: Mapping[RecordKey, Narrowed],
    now: Mapping[RecordKey, Narrowed],
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> str:
    """The document in Markdown: a row for each source and indicator with narrowed counts, and one for all others."""
    shown = sorted(
        key for key in now if before[key].narrowed or now[key].narrowed or before[key].unsettled or now[key].unsettled
    )
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
    left = (before.linear, before.narrowed, before.single, now.linear, now.narrowed, now.single, now.unsettled)
    numbers = (now.hidden, *left, now.withheld)
    return f"| {source} | {indicator} | {' | '.join(f'{n:,}' for n in numbers)} |\n"


def _total(numbers: list[Narrowed]) -> Narrowed:
    return Narrowed(*(sum(getattr(n, field.name) for n in numbers) for field in fields(Narrowed)))


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
