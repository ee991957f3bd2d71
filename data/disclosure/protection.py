"""Disclosure control of the published table: suppress, verify, report.

It is done once, when the file is built, and never per query. docs/methods.md defines which counts are suppressed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.catalog.models import Indicator, Source
from data.disclosure.auditor import discrepancies, feasibility_intervals
from data.disclosure.cells import EventKind, collect_cells, population_lookup, threshold_rule
from data.disclosure.exposure import MIN_VALUES, ExposedCell, find_exposed
from data.disclosure.suppression import Suppression, describe_cell, is_primary, known_bounds, suppress
from data.disclosure.systems import TOLERANCE, ContradictionError
from data.disclosure.tables import Cell, DisclosureError, Table, build_table, find_overfull_totals
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation, Population
from data.observations.schema import OBSERVATION_COLUMNS
from data.vocabulary import Period

MAX_AUDITED_ROWS = 200_000
"""Rows of one indicator up to which its publisher's suppression is audited: as far as a build has time for.

With it a synthetic nation of 5.2 million rows was built in 43 seconds on two cores.
"""


@dataclass(frozen=True)
class TableAudit:
    """Audit of one kind of event. The fields are keys of the report that a build writes.

    `primary` and `complementary` are numbers of primary and secondary suppressed counts, where a source has a
    threshold. `fewest_values` is the number of feasible values of the most exposed suppressed count; None where all are
    unbounded. `exposed` and `unsettled` are those of `Exposure`. `set_aside` figures contradict the others, and
    `unlinked` layers have overlapping groups: nothing is concluded from either.
    """

    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    rule: str
    cells: int
    hidden: int
    primary: int | None = None
    complementary: int | None = None
    fewest_values: int | None = None
    exposed: tuple[ExposedCell, ...] = ()
    unsettled: tuple[ExposedCell, ...] = ()
    set_aside: int = 0
    unlinked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withheld:
    """Numbers of events of an indicator of a source that are left out, because hidden ones would follow from them."""

    indicator: str
    source: str
    rows: int


@dataclass(frozen=True)
class DisclosureReport:
    """Audit of all kinds of events, as the build writes it. It names no suppressed count."""

    audits: tuple[TableAudit, ...]
    not_audited: tuple[str, ...] = ()
    """Indicators whose publisher suppresses and that have more rows than a build audits."""
    withheld: tuple[Withheld, ...] = ()

    def to_json(self) -> str:
        """The report as one JSON document."""
        entries = [asdict(a) for a in self.audits]
        entries += [{"indicators": [name], "rule": "as_published", "audited": False} for name in self.not_audited]
        entries += [{**asdict(w), "withheld": True} for w in self.withheld]
        return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"

    def to_sentences(self) -> list[str]:
        """Messages for the steward, one line for each kind of event with suppressed counts."""
        sentences = [
            f"{name}: hidden by its publisher, and not audited: it has more than {MAX_AUDITED_ROWS:,} figures"
            for name in self.not_audited
        ]
        for a in self.audits:
            name = ", ".join(a.indicators)
            if a.rule == "threshold":
                sentences.append(
                    f"{name}: of {a.cells:,} counts {a.primary:,} small ones are hidden, "
                    f"and {a.complementary:,} to protect them"
                )
            elif a.exposed:
                sentences.append(
                    f"{name}: {len(a.exposed):,} of {a.hidden:,} counts its publisher hides are left fewer than "
                    f"{MIN_VALUES} values by its other figures, {sum(e.values == 1 for e in a.exposed):,} of them one"
                )
            if a.unsettled:
                sentences.append(
                    f"{name}: of {len(a.unsettled):,} hidden counts it is not proven that {MIN_VALUES} values are left"
                )
        return sentences + [
            f"{w.indicator}: {w.rows:,} numbers of events of {w.source} are left out, because hidden ones would follow"
            for w in self.withheld
        ]


@dataclass(frozen=True)
class ProtectedRows:
    """The rows as they may be published, in the order given, and the report of the audit."""

    observations: list[Observation]
    report: DisclosureReport


def protect(
    observations: Iterable[Observation],
    populations: Iterable[Population],
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> ProtectedRows:
    """Suppress small counts in all rows that will be published, sums and rates included, and verify the protection.

    Rows of sources without a threshold are returned as they are, and audited. A suppressed row has no value, interval
    or numerator; its denominator stays, unless that is itself a suppressed count. Raises DisclosureError when a small
    count of a source with a threshold is not protected, and SnapshotError when a row of such a source has a value but
    no count.
    """
    rows = list(observations)
    indicator_ids = _indicators_to_audit(rows, sources)
    positions = [n for n, row in enumerate(rows) if row.indicator in indicator_ids]
    members = {p.geo_id: p.members for p in geography.places.values()}
    suppressed_rows: set[int] = set()
    blank_rows: set[int] = set()
    audits = []
    for events in collect_cells([rows[n] for n in positions], indicators, sources, population_lookup(populations)):
        cells = list(events.cells.values())
        excluded = _exclude(cells, find_overfull_totals(cells, members, STATE_ID))
        table = build_table(cells, members, STATE_ID)
        excluded += _exclude_contradictions(table) if any(c.rule is not None for c in cells) else 0
        suppressed, audit = _suppress_and_audit(events, table, blank_rows, excluded)
        audits.append(audit)
        for cell, is_suppressed in zip(table.cells, suppressed, strict=True):
            if is_suppressed and cell.rule is not None:
                suppressed_rows.update(cell.rows)
                blank_rows.update(events.denominator_rows.get(cell.key, ()))
    for number in suppressed_rows | blank_rows:
        row = _suppress_row(rows[positions[number]])
        rows[positions[number]] = replace(row, denominator=None) if number in blank_rows else row
    return ProtectedRows(rows, DisclosureReport(tuple(a for a in audits if a.hidden)))


def suppressed_intervals(
    observations: Iterable[Observation],
    populations: Iterable[Population],
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> list[tuple[Observation, float, float]]:
    """Feasibility intervals of all suppressed rows, given all other rows: the row, the smallest and the largest count.

    The largest is inf where nothing limits it. Nothing is suppressed or verified; figures that contradict each other
    are excluded as in `protect`.
    """
    all_rows = list(observations)
    indicator_ids = _indicators_to_audit(all_rows, sources)
    rows = [row for row in all_rows if row.indicator in indicator_ids]
    members = {p.geo_id: p.members for p in geography.places.values()}
    intervals = []
    for events in collect_cells(rows, indicators, sources, population_lookup(populations)):
        cells = list(events.cells.values())
        _exclude(cells, find_overfull_totals(cells, members, STATE_ID))
        table = build_table(cells, members, STATE_ID)
        _exclude_contradictions(table)
        all_suppressed = np.array([c.published is None and c.suppressed for c in cells], dtype=bool)
        low, high = feasibility_intervals(table, known_bounds(cells, all_suppressed), all_suppressed)
        numbers = [(row, n) for n in np.flatnonzero(all_suppressed).tolist() for row in cells[n].rows]
        intervals += [(rows[row], float(low[n]), float(high[n])) for row, n in numbers]
    return intervals


def _indicators_to_audit(rows: Sequence[Observation], sources: Mapping[str, Source]) -> set[str]:
    """Indicators with rows to suppress or to audit: suppressed rows, or a source with a threshold."""
    return {r.indicator for r in rows if r.status == "suppressed" or threshold_rule(sources[r.source]) is not None}


def _suppress_row(row: Observation) -> Observation:
    return replace(row, status="suppressed", value=None, ci_low=None, ci_high=None, numerator=None)


def _suppress_and_audit(
    events: EventKind, table: Table, blank_rows: set[int], excluded: int
) -> tuple[np.ndarray, TableAudit]:
    """Suppress and audit one table; returns the mask of suppressed cells and the audit."""
    already_suppressed = np.array(
        [c.rule is not None and not blank_rows.isdisjoint(c.rows) for c in table.cells], dtype=bool
    )
    for cell, is_already_suppressed in zip(table.cells, already_suppressed, strict=True):
        if is_already_suppressed:
            cell.lower = 0.0  # hidden with its denominator, whatever it counts, zero too
    suppression = suppress(table, already_suppressed)
    suppressed = suppression.cells
    all_suppressed = suppressed | np.array([c.published is None and c.suppressed for c in table.cells], dtype=bool)
    audit = TableAudit(
        indicators=events.indicators,
        sources=tuple(sorted({c.source for c in table.cells})),
        rule="as_published",
        cells=len(table.cells),
        hidden=int(all_suppressed.sum()),
        set_aside=excluded,
        unlinked=tuple(sorted({"/".join(name) for name in table.unlinked})),
    )
    if any(c.rule is not None for c in table.cells):
        primary = sum(is_primary(c) for c in table.cells)
        complementary, fewest = int(suppressed.sum()) - primary, _verify_protection(table, suppression)
        return suppressed, replace(
            audit, rule="threshold", primary=primary, complementary=complementary, fewest_values=fewest
        )
    try:
        found = find_exposed(table, all_suppressed)
    except ContradictionError:
        audit = replace(audit, set_aside=excluded + _exclude_contradictions(table))
        found = find_exposed(table, all_suppressed)
    return suppressed, replace(
        audit, fewest_values=found.fewest_values, exposed=found.exposed, unsettled=found.unsettled
    )


def _exclude_contradictions(table: Table) -> int:
    """Exclude the fewest figures without which all others are feasible at once; returns how many."""
    none_suppressed = np.zeros(len(table.cells), dtype=bool)
    try:
        feasibility_intervals(table, known_bounds(table.cells, none_suppressed), none_suppressed)
    except ContradictionError:
        weights = np.array([1_000.0 if c.rule is not None else 1.0 for c in table.cells])
        return _exclude(
            table.cells, np.flatnonzero(discrepancies(table, known_bounds(table.cells, none_suppressed), weights))
        )
    return 0


def _exclude(cells: Sequence[Cell], wrong: Iterable[int]) -> int:
    """Exclude figures that contradict others from what is known; returns how many.

    Raises DisclosureError when they are of a source with a threshold: the effect of such figures cannot be audited.
    """
    excluded = [cells[number] for number in wrong]
    for cell in excluded:
        if cell.rule is not None:
            raise DisclosureError(
                f"{describe_cell(cell)}: its parts are more than the whole; correct the source's table: nobody can "
                "prove what figures reveal that contradict each other"
            )
        cell.published, cell.count, cell.lower, cell.upper = None, None, 0.0, np.inf
    return len(excluded)


def _verify_protection(table: Table, suppression: Suppression) -> int | None:
    """Audit a table again from the published figures alone; returns the fewest feasible values of a primary cell.

    Tables found on the way are no more than hints: each is held against all that is published. Raises DisclosureError
    when a cell has fewer values than required.
    """
    required = suppression.required
    primary = np.isfinite(required.low)
    bounds = known_bounds(table.cells, suppression.cells)
    low, high = feasibility_intervals(table, bounds, primary, required, hints=suppression.witnesses)
    for number in np.flatnonzero(
        primary & ((low > required.low + TOLERANCE) | (high < required.high - TOLERANCE))
    ).tolist():
        values = high[number] - low[number] + 1
        raise DisclosureError(f"{describe_cell(table.cells[number])}: {values:.0f} values are left to a hidden count")
    values = (high - low + 1)[primary]
    return int(np.min(values)) if np.isfinite(values).any() else None


def protect_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
    only: Collection[str] | None = None,
) -> DisclosureReport:
    """Suppress in place in a table of observations, as `protect` does, before any row is copied from it.

    With `only`, these indicators alone: others must not count the same events. The table must be one that is thrown
    away (the build's scratch): a database keeps overwritten values. Raises as `protect` does.
    """
    threshold_sources = [s.id for s in sources.values() if threshold_rule(s) is not None]
    # Our own suppression is verified whatever its size; a publisher's is audited as far as a build has time for.
    audited_indicators = connection.execute(
        f"SELECT indicator, count(*) <= $most OR bool_or(list_contains($ruled, source)) FROM {table} GROUP BY ALL "  # noqa: S608
        "HAVING bool_or(status = 'suppressed' OR list_contains($ruled, source)) ORDER BY indicator",
        {"ruled": threshold_sources, "most": MAX_AUDITED_ROWS},
    ).fetchall()
    audited_indicators = [pair for pair in audited_indicators if only is None or pair[0] in only]
    records = connection.execute(
        f"SELECT {', '.join(OBSERVATION_COLUMNS)} FROM {table} WHERE list_contains($asked, indicator) ORDER BY ALL",  # noqa: S608
        {"asked": [indicator for indicator, audited in audited_indicators if audited]},
    ).fetchall()
    people = connection.execute(
        "SELECT geo_level, geo_id, year, population, source, dimension, stratum FROM population"
    )
    rows = [_observation(cells) for cells in records]
    result = protect(rows, (Population(*p) for p in people.fetchall()), geography, sources, indicators)
    changed = [row for row, before in zip(result.observations, rows, strict=True) if row is not before]
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
    return replace(
        result.report, not_audited=tuple(indicator for indicator, audited in audited_indicators if not audited)
    )


def _observation(cells: Sequence[Any]) -> Observation:
    indicator, level, geo_id, dimension, stratum, start, end = cells[:7]
    *figures, status, source = cells[7:]
    return Observation(indicator, level, geo_id, dimension, stratum, Period(start, end), source, status, *figures)
