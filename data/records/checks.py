"""Checking a file of records: how many have each kind of fault, what is unknown, and whether a run may use it.

Everything is counted on the engine, over the values as the file has them. A record with a fault is never left out
unsaid: the report names each kind, its column, and what a run makes of such records. It tells no small count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import ibis

from data.dates import today
from data.records.checking.cells import Cells
from data.records.checking.kinds import Found, Kind, kinds_of
from data.records.checking.lines import broken_lines
from data.records.checking.report import Fault, Report
from data.records.engines import Engine, quiet
from data.records.errors import RecordsError
from data.records.inputs import Expression, Table, open_table
from data.records.layouts import LAYOUTS, MOST_MALFORMED, RACES, Layout

REPEATED = ("repeated_record", "repeated_id")
"""Kinds of fault that one record alone cannot show."""


def check(
    engine: Engine,
    where: str | Path,
    layout: Layout | None = None,
    *,
    limit: float = MOST_MALFORMED,
    day: date | None = None,
) -> Report:
    """Report on the records at `where`: a file or folder of Parquet or CSV, or a table of the engine.

    The layout is the one whose date the records have, unless it is said. `limit` is the share of malformed records
    above which a run refuses them; `day` stands for today. What a run must not use is reported, not raised
    (`Report.reasons`, `Report.raise_if_refused`). Raises RecordsError where nothing can be read.
    """
    name = Path(str(where)).name
    broken = broken_lines(where)
    if broken is not None:
        return Report(layout or layout_with(broken.head, name), name, limit, broken=broken)
    table = open_table(engine, where)
    return check_table(table, layout or layout_with(table.columns, name), name=name, limit=limit, day=day)


def layout_with(columns: Iterable[str], name: str) -> Layout:
    """The layout whose date is among the columns of the file `name`. Raises RecordsError unless it is just one."""
    present = {column.lower() for column in columns}
    found = [layout for layout in LAYOUTS.values() if layout.date in present]
    if len(found) == 1:
        return found[0]
    dates = ", ".join(f"{layout.date} ({layout.id})" for layout in LAYOUTS.values())
    raise RecordsError(f"{name} has {'several' if found else 'none'} of the dates that tell what it holds: {dates}")


def check_table(
    table: Table, layout: Layout, *, name: str, limit: float = MOST_MALFORMED, day: date | None = None
) -> Report:
    """Report on a table of records as it stands, not yet typed. Raises RecordsError where the engine cannot read it."""
    present = {column.lower() for column in table.columns}
    absent = tuple(c.name for c in layout.columns if c.name not in present)
    unused = tuple(sorted(present - set(layout.by_name)))
    if set(absent) & set(layout.required):
        return Report(layout, name, limit, absent=absent, unused=unused)
    cells, now = Cells(table, layout), day or today()
    kinds = {kind: kind.find(cells, now.year * 10_000 + now.month * 100 + now.day) for kind in kinds_of(layout.id)}
    sums = _sums(table, cells, kinds)
    copies = _repeated(table, cells)
    faults = [_fault(n, kind, found, sums) for n, (kind, found) in enumerate(kinds.items()) if found]
    faults += [Fault(kind, copies[kind.id], {layout.key: copies[kind.id]}) for kind in kinds if kind.id in REPEATED]
    return Report(
        layout,
        name,
        limit,
        records=sums["records"],
        malformed=min(sums["malformed"] + sum(copies.values()), sums["records"]),
        synthetic=sums["synthetic"],
        faults=tuple(sorted((f for f in faults if f.records), key=lambda fault: list(kinds).index(fault.kind))),
        unknown={name: sums[f"unknown_{n}"] for n, name in enumerate(_unknown(cells))},
        years=_years(table, cells),
        absent=absent,
        unused=unused,
    )


def _fault(number: int, kind: Kind, found: Found, sums: Mapping[str, int]) -> Fault:
    columns = {column: sums[f"fault_{number}_{n}"] for n, column in enumerate(found)}
    return Fault(kind, sums[f"kind_{number}"], {column: count for column, count in columns.items() if count})


def _sums(table: Table, cells: Cells, kinds: Mapping[Kind, Found]) -> dict[str, int]:
    """Counts in one pass: of records, of those with each fault and each kind, with any, and of unknown values."""
    faults = {
        f"fault_{number}_{n}": fault.fill_null(False)
        for number, found in enumerate(kinds.values())
        for n, fault in enumerate(found.values())
    }
    unknown = {f"unknown_{n}": holds for n, holds in enumerate(_unknown(cells).values())}
    synthetic = cells["synthetic"].value.fill_null(False) if "synthetic" in cells else ibis.literal(False)
    marked = table.select(**faults, **unknown, synthetic=synthetic)
    wanted = {name: marked[name] for name in (*faults, *unknown, "synthetic")}
    for number, found in enumerate(kinds.values()):
        if found:
            wanted[f"kind_{number}"] = _any(marked, [f"fault_{number}_{n}" for n in range(len(found))])
    wanted["malformed"] = _any(marked, list(faults))
    row = _rows(
        marked.aggregate(
            records=marked.count(), **{name: holds.cast("int64").sum().fill_null(0) for name, holds in wanted.items()}
        )
    )[0]
    return {name: int(count) for name, count in row.items()}


def _unknown(cells: Cells) -> dict[str, Expression]:
    """Whether nothing is known, by column; of all boxes of race together: one that is not checked says nothing."""
    boxes = [f"race_{race}" for race in RACES]
    checked = reduce(or_, (cells[box].value.fill_null(False) for box in boxes))
    own = {n: cell.unknown for n, cell in cells.items() if n not in (*boxes, "race_unknown", "synthetic")}
    return {**own, "race": ~checked}


def _any(table: Table, names: Sequence[str]) -> Expression:
    return reduce(or_, (table[name] for name in names))


def _repeated(table: Table, cells: Cells) -> dict[str, int]:
    """Records beyond the first of each number: as the first in all columns, or not."""
    key = cells[cells.layout.key]
    named = table.mutate(record_key=key.text).filter(key.given)
    often = named.group_by("record_key").aggregate(times=named.count())
    often = often.filter(often.times > 1)
    # Mostly there are none: then no engine has to look for their other columns among all records.
    if not _rows(often.aggregate(numbers=often.count()))[0]["numbers"]:
        return dict.fromkeys(REPEATED, 0)
    again = named.semi_join(often, "record_key")
    parts = [again[column].cast("string").fill_null("") for column in table.columns]
    # One text of all columns: a sign that no field has stands between them.
    again = again.select("record_key", content=reduce(lambda a, b: a + "\x1f" + b, parts))
    groups = again.group_by("record_key").aggregate(times=again.count(), contents=again.content.nunique())
    beyond = groups.times - 1
    same = groups.contents == 1
    row = _rows(
        groups.aggregate(
            repeated_record=ibis.ifelse(same, beyond, 0).sum().fill_null(0),
            repeated_id=ibis.ifelse(same, 0, beyond).sum().fill_null(0),
        )
    )[0]
    return {name: int(row[name]) for name in REPEATED}


def _years(table: Table, cells: Cells) -> dict[int, int]:
    dated = table.select(year=cells[cells.layout.date].value.year())
    dated = dated.filter(dated.year.notnull())
    return {int(r["year"]): int(r["n"]) for r in _rows(dated.group_by("year").aggregate(n=dated.count()))}


def _rows(table: Table) -> list[dict[str, Any]]:
    """Rows of a small table, computed. The engine's own message may hold values of a record, so it is not passed on."""
    try:
        with quiet():
            rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    except Exception as error:
        failed = type(error).__name__
    else:
        return rows
    raise RecordsError(f"the engine could not count the records ({failed}): give it more memory, or export them again")
