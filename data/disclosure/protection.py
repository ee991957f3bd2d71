"""Disclosure control of the whole published table: hide, prove, report.

It is done once, when the file is built, and never per question. What is hidden and why is said in docs/methods.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.catalog.models import Indicator, Source
from data.disclosure.auditor import TOLERANCE, ContradictionError, Known, bounds, discrepancies
from data.disclosure.cells import Events, collect, residents, rule_of
from data.disclosure.suppression import is_small, known, said, suppress
from data.disclosure.tables import Cell, DisclosureError, Table, lay_out, overfull
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation, Population
from data.observations.schema import OBSERVATION_COLUMNS
from data.vocabulary import Period

MOST_AUDITED = 200_000
"""Figures of one indicator up to which its publisher's own hiding is audited in a build."""
ENOUGH = 10
"""Values a count hidden by its publisher should at least be left; fewer are reported."""


@dataclass(frozen=True)
class Exposed:
    """A hidden count that is left few values: how many, never which."""

    geo_id: str
    dimension: str
    stratum: str
    period: str
    source: str
    values: int


@dataclass(frozen=True)
class Audited:
    """What the audit of one kind of event found.

    `primary` counts are hidden for themselves, `complementary` ones with them, where a source has a threshold.
    `fewest_values` are left, at least, to the most exposed hidden count; None where all are left any number.
    `set_aside` figures contradict the others, and `unlinked` ways of dividing people have overlapping groups: nothing
    is concluded from either.
    """

    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    rule: str
    cells: int
    hidden: int
    primary: int | None = None
    complementary: int | None = None
    fewest_values: int | None = None
    exposed: tuple[Exposed, ...] = ()
    set_aside: int = 0
    unlinked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The audit of all kinds of events, as the build keeps it. It names no hidden count."""

    audited: tuple[Audited, ...]
    too_large: tuple[str, ...] = ()
    """Indicators whose publisher does the hiding and that have more figures than a build audits."""

    def to_json(self) -> str:
        """The report as one JSON document."""
        entries = [asdict(a) for a in self.audited]
        entries += [{"indicators": [name], "rule": "as_published", "audited": False} for name in self.too_large]
        return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"

    def to_sentences(self) -> list[str]:
        """What a steward should hear, one line for each kind of event with hidden counts."""
        found = [
            f"{name}: hidden by its publisher, and not audited: it has more than {MOST_AUDITED:,} figures"
            for name in self.too_large
        ]
        for a in self.audited:
            name = ", ".join(a.indicators)
            if a.rule == "threshold":
                found.append(
                    f"{name}: of {a.cells:,} counts {a.primary:,} small ones are hidden, "
                    f"and {a.complementary:,} to protect them"
                )
            elif a.exposed:
                found.append(
                    f"{name}: {len(a.exposed):,} of {a.hidden:,} counts its publisher hides are left fewer than "
                    f"{ENOUGH} values by its other figures, {sum(e.values == 1 for e in a.exposed):,} of them one"
                )
        return found


@dataclass(frozen=True)
class Protected:
    """The rows as they may be published, in the order given, and the report of the audit."""

    observations: list[Observation]
    report: Report


def protect(
    observations: Iterable[Observation],
    populations: Iterable[Population],
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> Protected:
    """Hide what must be hidden of all rows that will be published, sums and rates included, and prove it.

    Rows of sources without a threshold are returned as they are, and audited. A hidden row has the status
    `suppressed`, no value, interval or numerator; its denominator stays, unless that is itself a hidden count.
    Raises DisclosureError when a small count of a source with a threshold could still be worked out, and
    SnapshotError when a row of such a source has a value but no count.
    """
    rows = list(observations)
    asked = _asked(rows, sources)
    numbers = [n for n, row in enumerate(rows) if row.indicator in asked]
    members = {p.geo_id: p.members for p in geography.places.values()}
    hidden_rows: set[int] = set()
    blank_rows: set[int] = set()
    audited = []
    for events in collect([rows[n] for n in numbers], indicators, sources, residents(populations)):
        cells = list(events.cells.values())
        aside = _set_aside(cells, overfull(cells, members, STATE_ID))
        table = lay_out(cells, members, STATE_ID)
        aside += _contradictions(table) if any(c.rule is not None for c in cells) else 0
        hidden, finding = _settle(events, table, blank_rows, aside)
        audited.append(finding)
        for cell, is_hidden in zip(table.cells, hidden, strict=True):
            if is_hidden and cell.rule is not None:
                hidden_rows.update(cell.rows)
                blank_rows.update(events.basis.get(cell.question, ()))
    for number in hidden_rows | blank_rows:
        row = _hidden(rows[numbers[number]])
        rows[numbers[number]] = replace(row, denominator=None) if number in blank_rows else row
    return Protected(rows, Report(tuple(a for a in audited if a.hidden)))


def hidden_bounds(
    observations: Iterable[Observation],
    populations: Iterable[Population],
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> list[tuple[Observation, float, float]]:
    """Every suppressed row with the smallest and the largest count it can have, as a reader of all rows finds them.

    The largest is inf where nothing limits it. Nothing is hidden or checked; figures that contradict each other are
    set aside as in `protect`.
    """
    given = list(observations)
    asked = _asked(given, sources)
    rows = [row for row in given if row.indicator in asked]
    members = {p.geo_id: p.members for p in geography.places.values()}
    found = []
    for events in collect(rows, indicators, sources, residents(populations)):
        cells = list(events.cells.values())
        _set_aside(cells, overfull(cells, members, STATE_ID))
        table = lay_out(cells, members, STATE_ID)
        _contradictions(table)
        withheld = np.array([c.published is None and c.suppressed for c in cells], dtype=bool)
        low, high = bounds(table, known(cells, withheld), withheld)
        numbers = [(row, n) for n in np.flatnonzero(withheld).tolist() for row in cells[n].rows]
        found += [(rows[row], float(low[n]), float(high[n])) for row, n in numbers]
    return found


def _asked(rows: Sequence[Observation], sources: Mapping[str, Source]) -> set[str]:
    """Indicators with anything to hide or to audit: hidden rows, or a source with a threshold."""
    return {r.indicator for r in rows if r.status == "suppressed" or rule_of(sources[r.source]) is not None}


def _hidden(row: Observation) -> Observation:
    return replace(row, status="suppressed", value=None, ci_low=None, ci_high=None, numerator=None)


def _settle(events: Events, table: Table, blank_rows: set[int], aside: int) -> tuple[np.ndarray, Audited]:
    """Hide and audit one table: which cells are hidden, and what was found."""
    forced = np.array([c.rule is not None and not blank_rows.isdisjoint(c.rows) for c in table.cells], dtype=bool)
    for cell, is_forced in zip(table.cells, forced, strict=True):
        if is_forced:
            cell.least = 0.0  # hidden with its denominator, whatever it counts, zero too
    hidden, goal = suppress(table, forced)
    withheld = hidden | np.array([c.published is None and c.suppressed for c in table.cells], dtype=bool)
    finding = Audited(
        indicators=events.indicators,
        sources=tuple(sorted({c.source for c in table.cells})),
        rule="as_published",
        cells=len(table.cells),
        hidden=int(withheld.sum()),
        set_aside=aside,
        unlinked=tuple(sorted({"/".join(name) for name in table.unlinked})),
    )
    if any(c.rule is not None for c in table.cells):
        primary = sum(is_small(c) for c in table.cells)
        complementary, fewest = int(hidden.sum()) - primary, _proven(table, hidden, goal)
        return hidden, replace(
            finding, rule="threshold", primary=primary, complementary=complementary, fewest_values=fewest
        )
    try:
        exposed, fewest = _exposed(table, withheld)
    except ContradictionError:
        finding = replace(finding, set_aside=aside + _contradictions(table))
        exposed, fewest = _exposed(table, withheld)
    return hidden, replace(finding, fewest_values=fewest, exposed=exposed)


def _contradictions(table: Table) -> int:
    """Set aside the figures without which all others can be true at once; returns how many."""
    nothing = np.zeros(len(table.cells), dtype=bool)
    try:
        bounds(table, known(table.cells, nothing), nothing)
    except ContradictionError:
        weights = np.array([1_000.0 if c.rule is not None else 1.0 for c in table.cells])
        return _set_aside(table.cells, np.flatnonzero(discrepancies(table, known(table.cells, nothing), weights)))
    return 0


def _set_aside(cells: Sequence[Cell], wrong: Iterable[int]) -> int:
    """Take figures that contradict others out of what is known; returns how many.

    Raises DisclosureError when they are of a source with a threshold: nobody knows what such figures reveal.
    """
    aside = [cells[number] for number in wrong]
    for cell in aside:
        if cell.rule is not None:
            raise DisclosureError(
                f"{said(cell)}: its parts are more than the whole; correct the source's table: nobody can prove what "
                "figures reveal that contradict each other"
            )
        cell.published, cell.count, cell.least, cell.most = None, None, 0.0, np.inf
    return len(aside)


def _proven(table: Table, hidden: np.ndarray, goal: Known) -> int | None:
    """Audit a table once more from the start, as a reader would: the fewest values any small count is left.

    Raises DisclosureError when one is left fewer than it must be.
    """
    small = np.isfinite(goal.low)
    low, high = bounds(table, known(table.cells, hidden), small, goal)
    for number in np.flatnonzero(small & ((low > goal.low + TOLERANCE) | (high < goal.high - TOLERANCE))).tolist():
        left = high[number] - low[number] + 1
        raise DisclosureError(f"{said(table.cells[number])}: {left:.0f} values are left to a hidden count")
    left = (high - low + 1)[small]
    return int(np.min(left)) if np.isfinite(left).any() else None


def _exposed(table: Table, withheld: np.ndarray) -> tuple[tuple[Exposed, ...], int | None]:
    """The counts a publisher hides and yet leaves few values, and how many values the most exposed one is left."""
    if not any(c.published for c in table.cells):
        return (), None
    low, high = bounds(table, known(table.cells, withheld), withheld, enough=ENOUGH)
    found, fewest = [], np.inf
    for number in np.flatnonzero(withheld).tolist():
        cell, q = table.cells[number], table.cells[number].question
        left = high[number] - low[number] + 1
        fewest = min(fewest, left)
        if left < ENOUGH:
            found.append(Exposed(q.geo_id, q.dimension, q.stratum, q.period.slug, cell.source, int(left)))
    return tuple(found), int(fewest) if np.isfinite(fewest) else None


def protect_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> Report:
    """The same in a table of observations, in its place: rows that must be hidden are, before anyone copies them.

    The table must be one that is thrown away (the build's scratch): a database keeps what was overwritten. Raises what
    `protect` raises.
    """
    ruled = [s.id for s in sources.values() if rule_of(s) is not None]
    # What we hide is proved whatever its size; what a publisher hides is audited as far as a build has time for.
    asked = connection.execute(
        f"SELECT indicator, count(*) <= $most OR bool_or(list_contains($ruled, source)) FROM {table} GROUP BY ALL "  # noqa: S608
        "HAVING bool_or(status = 'suppressed' OR list_contains($ruled, source)) ORDER BY indicator",
        {"ruled": ruled, "most": MOST_AUDITED},
    ).fetchall()
    found = connection.execute(
        f"SELECT {', '.join(OBSERVATION_COLUMNS)} FROM {table} WHERE list_contains($asked, indicator) ORDER BY ALL",  # noqa: S608
        {"asked": [indicator for indicator, audited in asked if audited]},
    ).fetchall()
    people = connection.execute(
        "SELECT geo_level, geo_id, year, population, source, dimension, stratum FROM population"
    )
    rows = [_observation(cells) for cells in found]
    done = protect(rows, (Population(*p) for p in people.fetchall()), geography, sources, indicators)
    changed = [row for row, before in zip(done.observations, rows, strict=True) if row is not before]
    if changed:
        keys = ["indicator", "geo_id", "dimension", "stratum", "period_start", "period_end"]
        frame = pd.DataFrame(
            [
                (*(r.indicator, r.geo_id, r.dimension, r.stratum, r.period.start, r.period.end), r.denominator)
                for r in changed
            ],
            columns=[*keys, "kept"],
        )
        connection.register("hidden", frame)
        connection.execute(
            f"UPDATE {table} t SET status = 'suppressed', value = NULL, ci_low = NULL, ci_high = NULL, "  # noqa: S608
            f"numerator = NULL, denominator = h.kept FROM hidden h WHERE {' AND '.join(f't.{k} = h.{k}' for k in keys)}"
        )
        connection.unregister("hidden")
    return replace(done.report, too_large=tuple(indicator for indicator, audited in asked if not audited))


def _observation(cells: Sequence[Any]) -> Observation:
    indicator, level, geo_id, dimension, stratum, start, end = cells[:7]
    *figures, status, source = cells[7:]
    return Observation(indicator, level, geo_id, dimension, stratum, Period(start, end), source, status, *figures)
