"""Primary suppression of small counts, and secondary suppression of the cheapest counts that protect them.

For each primary cell whose feasibility interval is too narrow a linear programme looks for feasible tables — one with
the count at the low, one at the high end of its required interval — that differ from the true table where it costs
least; the published counts that differ are suppressed (secondary suppression). A suppressed cell stays so, and every
solution shows possible values of all other counts, so that most cells need no programme.
A count costs the more the larger it is and the more places, groups and years it is about: totals are kept.
Kelly JP, Golden BL, Assad AA. Cell suppression: disclosure protection for sensitive tabular data. Networks
1992;22:397–417.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from data.disclosure.auditor import feasibility_intervals
from data.disclosure.systems import TOLERANCE, KnownBounds, System, build_system, independent_parts, minimise, propagate
from data.disclosure.tables import Cell, DisclosureError, Table

TIE_BREAK = 1e-3
"""Largest relative difference of cost between cells of one count: ties are always broken in the same way.

Small, so that it decides ties only.
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


def suppress(table: Table, already_suppressed: np.ndarray) -> tuple[np.ndarray, KnownBounds]:
    """Mask of the cells to suppress, and the required intervals of the primary ones.

    Suppressed are the primary cells, the `already_suppressed` (a mask), and the secondary ones that protect them.
    Raises DisclosureError when a small count follows from figures that may not be suppressed.
    """
    suppressed = already_suppressed | np.array([is_primary(c) for c in table.cells], dtype=bool)
    required = required_intervals(table, suppressed)
    if suppressed.any():
        exposed = _exposed(table, suppressed, required)
        if exposed.size:
            SecondarySuppression(table, suppressed, required).protect(exposed)
    return suppressed, required


def _exposed(table: Table, suppressed: np.ndarray, required: KnownBounds) -> np.ndarray:
    """Indices of the primary cells whose interval may be narrower than required, smallest count first."""
    targets = np.isfinite(required.low)
    low, high = feasibility_intervals(table, known_bounds(table.cells, suppressed), targets, required, exact=False)
    tight = np.flatnonzero(targets & ((low > required.low + TOLERANCE) | (high < required.high - TOLERANCE)))
    return np.array(sorted(tight.tolist(), key=lambda n: (table.cells[n].count or 0, n)), dtype=int)


@dataclass(frozen=True)
class _TablePart:
    """Independent part of a table, its rows as `fixed` + `matrix` · blocks, between `low` and `high`.

    `cells` has the index of the cell of each row, −1 for a link.
    """

    matrix: sparse.csr_array
    fixed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    limits: np.ndarray
    cells: np.ndarray


class SecondarySuppression:
    """Secondary suppression of a table, for one exposed cell after the other. Changes the mask `suppressed`."""

    def __init__(self, table: Table, suppressed: np.ndarray, required: KnownBounds) -> None:
        self.table, self.suppressed, self.required = table, suppressed, required
        cells = table.cells
        self.counts = np.array([np.nan if c.count is None else c.count for c in cells])
        self.can_suppress = np.array([c.rule is not None and (c.count or 0) > 0 for c in cells]) | suppressed
        later = np.arange(len(cells)) / max(1, len(cells))
        wide = table.sums.sum(axis=1)
        self.cost = np.log1p(np.nan_to_num(self.counts)) * wide * (1 + TIE_BREAK * later)
        self.observed_low, self.observed_high = self.counts.copy(), self.counts.copy()
        system = propagate(build_system(table, known_bounds(cells, self.can_suppress)), integral=False)
        self.part_of_cell: dict[int, _TablePart] = {}
        for rows, columns in independent_parts(system, np.arange(system.low.size)):
            part = _table_part(system, rows, columns, len(cells))
            self.part_of_cell.update((int(cell), part) for cell in part.cells if cell >= 0)

    def protect(self, exposed: np.ndarray) -> None:
        """Suppress the cheapest cells that protect each of the exposed ones (indices)."""
        for cell in exposed:
            ends = []
            if self.observed_low[cell] > self.required.low[cell] + TOLERANCE:
                ends.append((-np.inf, self.required.low[cell]))
            if self.observed_high[cell] < self.required.high[cell] - TOLERANCE:
                ends.append((self.required.high[cell], np.inf))
            if ends:
                self._protect_cell(int(cell), ends)

    def _protect_cell(self, cell: int, ends: list[tuple[float, float]]) -> None:
        part = self.part_of_cell.get(cell)
        solution = None
        if part is not None:
            is_cell = part.cells >= 0
            free = is_cell & self.can_suppress[part.cells] & ~self.suppressed[part.cells]
            row = int(np.flatnonzero(part.cells == cell)[0])
            solution = _nearest_tables(part, np.flatnonzero(free), self.counts, self.cost, (row, ends))
        if part is None or solution is None:
            raise _unprotectable(self.table.cells[cell])
        changed, tables = solution
        self.suppressed[part.cells[changed]] = True
        numbers = part.cells[is_cell]
        for values in tables:
            self.observed_low[numbers] = np.fmin(self.observed_low[numbers], values[is_cell])
            self.observed_high[numbers] = np.fmax(self.observed_high[numbers], values[is_cell])


def _table_part(system: System, rows: np.ndarray, columns: np.ndarray, cells: int) -> _TablePart:
    matrix = sparse.csr_array(system.matrix[rows])
    inside = sparse.csr_array(matrix[:, columns])
    fixed = matrix @ system.lower - inside @ system.lower[columns]
    limits = np.column_stack([system.lower[columns], system.upper[columns]])
    return _TablePart(inside, fixed, system.low[rows], system.high[rows], limits, np.where(rows < cells, rows, -1))


def _nearest_tables(
    part: _TablePart,
    free: np.ndarray,
    counts: np.ndarray,
    cost: np.ndarray,
    target: tuple[int, list[tuple[float, float]]],
) -> tuple[np.ndarray, list[np.ndarray]] | None:
    """Feasible tables with the target row at each of its `ends` that differ least, by cost, in the free rows.

    Returns the free rows that differ from the true table in any of them, and the values of all rows in each; None when
    there is none. A row that changes in one table may change in the other at no cost.
    """
    row, ends = target
    height, width = part.matrix.shape
    published = counts[part.cells[free]] - part.fixed[free]
    negative_steps = -sparse.eye_array(free.size, format="csr")
    steps = sparse.csr_array((height, free.size))
    matrices, lows, highs = [], [], []
    for number, (least, most) in enumerate(ends):
        low, high = part.low - part.fixed, part.high - part.fixed
        low[row], high[row] = max(low[row], least - part.fixed[row]), min(high[row], most - part.fixed[row])
        empty = [None] * len(ends)
        for matrix, last, bottom, top in (
            (part.matrix, steps, low, high),
            (part.matrix[free], negative_steps, np.full(free.size, -np.inf), published),
            (-part.matrix[free], negative_steps, np.full(free.size, -np.inf), -published),
        ):
            matrices.append([*empty[:number], matrix, *empty[number + 1 :], last])
            lows.append(bottom)
            highs.append(top)
    system = sparse.csr_array(sparse.block_array(matrices, format="csr"))
    objective = np.concatenate([np.zeros(width * len(ends)), cost[part.cells[free]]])
    limits = np.vstack([*[part.limits] * len(ends), np.tile([0.0, np.inf], (free.size, 1))])
    solution = minimise(objective, system, np.concatenate(lows), np.concatenate(highs), limits)
    if solution is None:
        return None
    changed = free[solution[width * len(ends) :] > TOLERANCE]
    blocks = solution[: width * len(ends)].reshape(len(ends), width)
    return changed, [part.fixed + part.matrix @ values for values in blocks]


def describe_cell(cell: Cell) -> str:
    """Source, place, group and period of a cell, for a message."""
    q = cell.key
    return f"{cell.source}.csv: {q.geo_id}, {q.stratum}, {q.period.slug}"


def _unprotectable(cell: Cell) -> DisclosureError:
    return DisclosureError(
        f"{describe_cell(cell)}: a small count follows from figures that the rule does not let us hide; leave one "
        "of them out, or give their source a threshold"
    )
