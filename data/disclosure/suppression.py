"""Primary suppression of small counts, and secondary suppression of the cheapest counts that protect them.

For each primary cell whose feasibility interval is too narrow linear programmes look for feasible tables — one with the
count at the low, one at the high end of its required interval — that differ from the true table where it costs least;
the published counts that differ are suppressed (secondary suppression). A suppressed cell stays so, and every solution
shows possible values of all other counts, so that most cells need no programme. In a table with many exposed cells a
programme is asked for some of them at once.
A count costs the more the larger it is and the more places, groups and years it is about: totals are kept.
Kelly JP, Golden BL, Assad AA. Cell suppression: disclosure protection for sensitive tabular data. Networks
1992;22:397–417.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from data.disclosure.auditor import feasibility_intervals
from data.disclosure.nearest_tables import NearestTables, TablePart, Target
from data.disclosure.systems import TOLERANCE, KnownBounds, build_system, independent_parts, propagate
from data.disclosure.tables import Cell, DisclosureError, Table

TIE_BREAK = 1e-3
"""Largest relative difference of cost between cells of one count: ties are always broken in the same way.

Small, so that it decides ties only.
"""
CELLS_FOR_ONE_MORE, MOST_TOGETHER = 300, 8
"""Exposed cells for which one more is protected in the same programme, and the most in one.

One by one, 99 secondary cells protect 269 exposed ones, and two at once hide 4 more; of 500 that protect 1,217, eight
at once hide 29 more, in two fifths of the time.
"""


def is_primary(cell: Cell) -> bool:
    """Whether a cell is primary suppressed: 1 to threshold − 1 events, or any number among so few people."""
    if cell.rule is None or cell.count is None:
        return False
    among_few = cell.denominator is not None and 0 < cell.denominator < cell.rule.threshold
    return 0 < cell.count < cell.rule.threshold or among_few


def known_bounds(cells: Sequence[Cell], suppressed: np.ndarray) -> KnownBounds:
    """A reader's bounds when the masked cells are suppressed: for these, the bounds of the rule and the denominator."""
    low, high = np.zeros(len(cells)), np.full(len(cells), np.inf)
    for number, cell in enumerate(cells):
        if suppressed[number] or cell.published is None:
            low[number], high[number] = cell.lower, cell.upper
        else:
            low[number], high[number] = cell.published
    return KnownBounds(low, high)


def required_intervals(table: Table, suppressed: np.ndarray) -> KnownBounds:
    """Interval that must stay feasible for each primary cell; empty (inf to −inf) for others.

    It has `protection_level` integers, the true count among them, from the lowest feasible one when all counts but 0
    are suppressed: a suppressed count is not 0, so a sum of three is 3 or more. A denominator may leave fewer.
    """
    cells = table.cells
    small = suppressed & np.array([is_primary(c) for c in cells], dtype=bool)
    not_published = suppressed | np.array([c.count != 0 for c in cells], dtype=bool)
    lowest, highest = feasibility_intervals(table, known_bounds(cells, not_published), small)
    low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    for number in np.flatnonzero(small).tolist():
        rule, count = cells[number].rule, cells[number].count
        assert rule is not None
        assert count is not None
        first, last = lowest[number], highest[number]
        width = min(rule.protection_level, last - first + 1) - 1
        among = first if rule.protection_level == rule.threshold - 1 else max(first, np.floor(count) - width // 2)
        low[number] = min(among, last - width)
        high[number] = low[number] + width
    return KnownBounds(low, high)


class Suppression(NamedTuple):
    """What is suppressed of a table, and why that is enough.

    `cells` is the mask of suppressed cells, `required` has the intervals that must stay feasible for the primary ones.
    `witnesses` are what shows that they do: each has the blocks of a part in a table that a reader cannot tell from the
    true one, and those of other parts at their lower ends.
    """

    cells: np.ndarray
    required: KnownBounds
    witnesses: Sequence[np.ndarray] = ()


def suppress(table: Table, already_suppressed: np.ndarray) -> Suppression:
    """Suppress the primary cells, the `already_suppressed` (a mask), and the secondary ones that protect them.

    Raises DisclosureError when a small count follows from figures that may not be suppressed.
    """
    suppressed = already_suppressed | np.array([is_primary(c) for c in table.cells], dtype=bool)
    required = required_intervals(table, suppressed)
    if suppressed.any():
        exposed = _exposed(table, suppressed, required)
        if exposed.size:
            secondary = SecondarySuppression(table, suppressed, required)
            secondary.protect(exposed)
            return Suppression(suppressed, required, secondary.witnesses)
    return Suppression(suppressed, required)


def _exposed(table: Table, suppressed: np.ndarray, required: KnownBounds) -> np.ndarray:
    """Indices of the primary cells whose interval may be narrower than required, smallest count first."""
    targets = np.isfinite(required.low)
    low, high = feasibility_intervals(table, known_bounds(table.cells, suppressed), targets, required, exact=False)
    tight = np.flatnonzero(targets & ((low > required.low + TOLERANCE) | (high < required.high - TOLERANCE)))
    return np.array(sorted(tight.tolist(), key=lambda n: (table.cells[n].count or 0, n)), dtype=int)


class SecondarySuppression:
    """Secondary suppression of a table, for a few exposed cells after the others. Changes the mask `suppressed`.

    `witnesses` are the tables found, as those of `Suppression`.
    """

    def __init__(self, table: Table, suppressed: np.ndarray, required: KnownBounds) -> None:
        self.table, self.suppressed, self.required = table, suppressed, required
        cells = table.cells
        self.counts = np.array([np.nan if c.count is None else c.count for c in cells])
        self.can_suppress = np.array([c.rule is not None and (c.count or 0) > 0 for c in cells]) | suppressed
        later = np.arange(len(cells)) / max(1, len(cells))
        wide = table.sums.sum(axis=1)
        self.cost = np.log1p(np.nan_to_num(self.counts)) * wide * (1 + TIE_BREAK * later)
        self.observed_low, self.observed_high = self.counts.copy(), self.counts.copy()
        self.witnesses: list[np.ndarray] = []
        self.system = propagate(build_system(table, known_bounds(cells, self.can_suppress)), integral=False)
        self.part_of_cell: dict[int, _OpenPart] = {}
        for rows, columns in independent_parts(self.system, np.arange(self.system.low.size)):
            part = _OpenPart(TablePart.of(self.system, rows, columns, len(cells)))
            self.part_of_cell.update((int(cell), part) for cell in part.table.cells if cell >= 0)

    def protect(self, exposed: np.ndarray) -> None:
        """Suppress the cheapest cells that protect the exposed ones (indices): one after the other, or some at once."""
        together = min(MOST_TOGETHER, 1 + exposed.size // CELLS_FOR_ONE_MORE)
        rounds = -(-exposed.size // together)
        for first in range(rounds):
            # Cells that are far apart in the table seldom share what protects them, and get in each other's way less.
            several = exposed[first::rounds].tolist()
            for end in (0, 1):
                by_part: dict[_OpenPart, list[tuple[int, Target]]] = defaultdict(list)
                for number, cell in enumerate(several):
                    target = self._target(cell, (end + number) % 2)
                    if target is not None:
                        by_part[self.part_of_cell[cell]].append((cell, target))
                for part, targets in by_part.items():
                    self._reach(part, targets)

    def _target(self, cell: int, end: int) -> Target | None:
        """What a cell is to reach at its low (0) or its high end (1); None when it has been seen there."""
        low, high = self.required.low[cell], self.required.high[cell]
        if end == 0 and self.observed_low[cell] > low + TOLERANCE:
            values = (-np.inf, low)
        elif end == 1 and self.observed_high[cell] < high - TOLERANCE:
            values = (high, np.inf)
        else:
            return None
        if cell not in self.part_of_cell:
            raise _unprotectable(self.table.cells[cell])
        return Target(self.part_of_cell[cell].row_of[cell], *values)

    def _reach(self, part: _OpenPart, targets: Sequence[tuple[int, Target]]) -> None:
        """Suppress what must be for cells to reach their targets, at once where they can be there at once."""
        if part.nearest is None:
            part.nearest = self._nearest_tables(part.table)
        found = part.nearest.nearest([target for _, target in targets])
        if found is None:
            if len(targets) == 1:
                raise _unprotectable(self.table.cells[targets[0][0]])
            for half in (targets[::2], targets[1::2]):
                self._reach(part, half)
            return
        self.suppressed[part.table.cells[found.changed]] = True
        part.nearest.forgo(found.changed)
        values = part.table.fixed + part.table.matrix @ found.blocks
        numbers = part.table.cells[part.is_cell]
        self.observed_low[numbers] = np.fmin(self.observed_low[numbers], values[part.is_cell])
        self.observed_high[numbers] = np.fmax(self.observed_high[numbers], values[part.is_cell])
        self.witnesses.append(self.system.lower.copy())
        self.witnesses[-1][part.table.columns] = found.blocks

    def _nearest_tables(self, part: TablePart) -> NearestTables:
        cells = part.cells
        published = np.flatnonzero((cells >= 0) & self.can_suppress[cells] & ~self.suppressed[cells])
        return NearestTables(part, published, self.counts[cells[published]], self.cost[cells[published]])


class _OpenPart:
    """An independent part of a table, its rows by cell, and the solver of it, once that is needed."""

    def __init__(self, table: TablePart) -> None:
        self.table = table
        self.is_cell = table.cells >= 0
        self.row_of = {int(cell): row for row, cell in enumerate(table.cells) if cell >= 0}
        self.nearest: NearestTables | None = None


def describe_cell(cell: Cell) -> str:
    """Source, place, group and period of a cell, for a message."""
    q = cell.key
    return f"{cell.source}.csv: {q.geo_id}, {q.stratum}, {q.period.slug}"


def _unprotectable(cell: Cell) -> DisclosureError:
    return DisclosureError(
        f"{describe_cell(cell)}: a small count follows from figures that the rule does not let us hide; leave one "
        "of them out, or give their source a threshold"
    )
