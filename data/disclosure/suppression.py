"""Hiding: the small counts themselves, then the cheapest further counts, until the small ones cannot be worked out.

For each small count that is too tightly bounded a linear programme looks for tables a reader must not be able to
rule out — one in which the count is as low, one in which it is as high as it needs to be able to be — that differ
from the true table where it costs least; the published counts that differ there are hidden. What is hidden stays so,
and every table found shows possible values of all other counts, so that most need no programme of their own.
A count costs the more the larger it is and the more places, groups and years it is about: totals are kept.
Kelly JP, Golden BL, Assad AA. Cell suppression: disclosure protection for sensitive tabular data. Networks
1992;22:397–417.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from data.disclosure.auditor import TOLERANCE, Known, System, bounds, minimise, parts, propagate, system_of
from data.disclosure.tables import Cell, DisclosureError, Table

CLOSENESS = 1e-3
"""How much less a later cell costs than an earlier one of the same count, at most: ties fall the same way always."""


def is_small(cell: Cell) -> bool:
    """Whether a cell is hidden for itself: 1 to threshold − 1 events, or any number among so few people."""
    if cell.rule is None or cell.count is None:
        return False
    among_few = cell.denominator is not None and 0 < cell.denominator < cell.rule.threshold
    return 0 < cell.count < cell.rule.threshold or among_few


def known(cells: Sequence[Cell], hidden: np.ndarray) -> Known:
    """What a reader knows when the marked cells are hidden: of these, what the rule and the denominator say."""
    low, high = np.zeros(len(cells)), np.full(len(cells), np.inf)
    for number, cell in enumerate(cells):
        if hidden[number] or cell.published is None:
            low[number], high[number] = cell.least, cell.most
        else:
            low[number], high[number] = cell.published
    return Known(low, high)


def goals(table: Table, hidden: np.ndarray) -> Known:
    """The values that must stay possible for each cell hidden for itself, as a range; an empty one for others.

    They are `protection` values in a row, the true one among them, from the lowest that the rule alone leaves: it says
    that a hidden count is not 0, so a sum of three hidden counts is 3 or more. A denominator may leave fewer.
    """
    cells = table.cells
    small = hidden & np.array([is_small(c) for c in cells], dtype=bool)
    not_shown = hidden | np.array([c.count != 0 for c in cells], dtype=bool)
    lowest, highest = bounds(table, known(cells, not_shown), small)
    low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    for number in np.flatnonzero(small).tolist():
        rule, count = cells[number].rule, cells[number].count
        assert rule is not None
        assert count is not None
        first, last = lowest[number], highest[number]
        width = min(rule.protection, last - first + 1) - 1
        among = first if rule.protection == rule.threshold - 1 else max(first, np.floor(count) - width // 2)
        low[number] = min(among, last - width)
        high[number] = low[number] + width
    return Known(low, high)


def suppress(table: Table, forced: np.ndarray) -> tuple[np.ndarray, Known]:
    """Which cells to hide, and the goals for those hidden for themselves.

    Hidden are these, the `forced` ones, and what must be hidden with them. Raises DisclosureError when figures that may
    not be hidden give a small count away.
    """
    hidden = forced | np.array([is_small(c) for c in table.cells], dtype=bool)
    goal = goals(table, hidden)
    if hidden.any():
        exposed = _exposed(table, hidden, goal)
        if exposed.size:
            _Cover(table, hidden, goal).protect(exposed)
    return hidden, goal


def _exposed(table: Table, hidden: np.ndarray, goal: Known) -> np.ndarray:
    """The cells hidden for themselves that may be bounded more tightly than they should, smallest count first."""
    asked = np.isfinite(goal.low)
    low, high = bounds(table, known(table.cells, hidden), asked, goal, prove=False)
    tight = np.flatnonzero(asked & ((low > goal.low + TOLERANCE) | (high < goal.high - TOLERANCE)))
    return np.array(sorted(tight.tolist(), key=lambda n: (table.cells[n].count or 0, n)), dtype=int)


@dataclass(frozen=True)
class _Piece:
    """An independent part of a table, its rows as `fixed` + `matrix` · blocks, between `low` and `high`.

    `cells` has the number of the cell of each row, −1 for a link.
    """

    matrix: sparse.csr_array
    fixed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    limits: np.ndarray
    cells: np.ndarray


class _Cover:
    """Hiding further cells of a table, for one exposed cell after the other."""

    def __init__(self, table: Table, hidden: np.ndarray, goal: Known) -> None:
        self.table, self.hidden, self.goal = table, hidden, goal
        cells = table.cells
        self.counts = np.array([np.nan if c.count is None else c.count for c in cells])
        self.movable = np.array([c.rule is not None and (c.count or 0) > 0 for c in cells]) | hidden
        later = np.arange(len(cells)) / max(1, len(cells))
        wide = table.sums.sum(axis=1)
        self.cost = np.log1p(np.nan_to_num(self.counts)) * wide * (1 + CLOSENESS * later)
        self.seen_low, self.seen_high = self.counts.copy(), self.counts.copy()
        system = propagate(system_of(table, known(cells, self.movable)), whole=False)
        self.home: dict[int, _Piece] = {}
        for rows, columns in parts(system, np.arange(system.low.size)):
            piece = _piece(system, rows, columns, len(cells))
            self.home.update((int(cell), piece) for cell in piece.cells if cell >= 0)

    def protect(self, exposed: np.ndarray) -> None:
        """Hide what the exposed cells need, each in the cheapest way that is left."""
        for cell in exposed:
            ends = []
            if self.seen_low[cell] > self.goal.low[cell] + TOLERANCE:
                ends.append((-np.inf, self.goal.low[cell]))
            if self.seen_high[cell] < self.goal.high[cell] - TOLERANCE:
                ends.append((self.goal.high[cell], np.inf))
            if ends:
                self._hide_for(int(cell), ends)

    def _hide_for(self, cell: int, ends: list[tuple[float, float]]) -> None:
        piece = self.home.get(cell)
        solution = None
        if piece is not None:
            is_cell = piece.cells >= 0
            free = is_cell & self.movable[piece.cells] & ~self.hidden[piece.cells]
            row = int(np.flatnonzero(piece.cells == cell)[0])
            solution = _nearest(piece, np.flatnonzero(free), self.counts, self.cost, (row, ends))
        if piece is None or solution is None:
            raise _given_away(self.table.cells[cell])
        changed, tables = solution
        self.hidden[piece.cells[changed]] = True
        numbers = piece.cells[is_cell]
        for values in tables:
            self.seen_low[numbers] = np.fmin(self.seen_low[numbers], values[is_cell])
            self.seen_high[numbers] = np.fmax(self.seen_high[numbers], values[is_cell])


def _piece(system: System, rows: np.ndarray, columns: np.ndarray, cells: int) -> _Piece:
    matrix = sparse.csr_array(system.matrix[rows])
    inside = sparse.csr_array(matrix[:, columns])
    fixed = matrix @ system.least - inside @ system.least[columns]
    limits = np.column_stack([system.least[columns], system.most[columns]])
    return _Piece(inside, fixed, system.low[rows], system.high[rows], limits, np.where(rows < cells, rows, -1))


def _nearest(
    piece: _Piece, free: np.ndarray, counts: np.ndarray, cost: np.ndarray, wanted: tuple[int, list[tuple[float, float]]]
) -> tuple[np.ndarray, list[np.ndarray]] | None:
    """Tables with the wanted row at each of its ends that differ least, by cost, from the true one in the free rows.

    The free rows that differ in any of them, and the values of all rows in each table; None when there is none. A row
    that changes in one table may change in the other for nothing.
    """
    row, ends = wanted
    height, width = piece.matrix.shape
    true = counts[piece.cells[free]] - piece.fixed[free]
    away = -sparse.eye_array(free.size, format="csr")
    steps = sparse.csr_array((height, free.size))
    matrices, lows, highs = [], [], []
    for number, (least, most) in enumerate(ends):
        low, high = piece.low - piece.fixed, piece.high - piece.fixed
        low[row], high[row] = max(low[row], least - piece.fixed[row]), min(high[row], most - piece.fixed[row])
        blank = [None] * len(ends)
        for matrix, last, bottom, top in (
            (piece.matrix, steps, low, high),
            (piece.matrix[free], away, np.full(free.size, -np.inf), true),
            (-piece.matrix[free], away, np.full(free.size, -np.inf), -true),
        ):
            matrices.append([*blank[:number], matrix, *blank[number + 1 :], last])
            lows.append(bottom)
            highs.append(top)
    system = sparse.csr_array(sparse.block_array(matrices, format="csr"))
    price = np.concatenate([np.zeros(width * len(ends)), cost[piece.cells[free]]])
    limits = np.vstack([*[piece.limits] * len(ends), np.tile([0.0, np.inf], (free.size, 1))])
    found = minimise(price, system, np.concatenate(lows), np.concatenate(highs), limits)
    if found is None:
        return None
    changed = free[found[width * len(ends) :] > TOLERANCE]
    blocks = found[: width * len(ends)].reshape(len(ends), width)
    return changed, [piece.fixed + piece.matrix @ values for values in blocks]


def said(cell: Cell) -> str:
    """Where a cell stands, for a message."""
    q = cell.question
    return f"{cell.source}.csv: {q.geo_id}, {q.stratum}, {q.period.slug}"


def _given_away(cell: Cell) -> DisclosureError:
    return DisclosureError(
        f"{said(cell)}: a small count follows from figures that the rule does not let us hide; leave one "
        "of them out, or give their source a threshold"
    )
