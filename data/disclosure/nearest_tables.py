"""Tables in which a hidden count is what it must be able to be, and as many published ones as they are.

One linear programme for each independent part of a table, kept in the solver between one question and the next. The
solver begins each time from a table with all published counts, where a question breaks the bounds of its own rows and
of no others, so that few steps of the dual simplex method lead to an answer. A count with a block of its own needs no
row: the block is bounded by what bounds the count, or costs what the count does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np
from scipy import sparse

from data.disclosure.systems import TOLERANCE, System
from data.errors import InternalError


@dataclass(frozen=True)
class TablePart:
    """Independent part of a table, its rows as `fixed` + `matrix` · blocks, between `low` and `high`.

    `columns` are the indices of its blocks, between the two columns of `limits`; `cells` has the index of the cell of
    each row, −1 for a link.
    """

    columns: np.ndarray
    matrix: sparse.csr_array
    fixed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    limits: np.ndarray
    cells: np.ndarray

    @classmethod
    def of(cls, system: System, rows: np.ndarray, columns: np.ndarray, cells: int) -> TablePart:
        """The part of a system that has these rows and blocks; the first `cells` rows of the system are cells."""
        matrix = sparse.csr_array(system.matrix[rows])
        inside = sparse.csr_array(matrix[:, columns])
        fixed = matrix @ system.lower - inside @ system.lower[columns]
        limits = np.column_stack([system.lower[columns], system.upper[columns]])
        return cls(
            columns, inside, fixed, system.low[rows], system.high[rows], limits, np.where(rows < cells, rows, -1)
        )


class Target(NamedTuple):
    """A row, and the values that it is to have: from `least` to `most`."""

    row: int
    least: float
    most: float


class NearestTable(NamedTuple):
    """Published rows that are other than they are, and the blocks."""

    changed: np.ndarray
    blocks: np.ndarray


class NearestTables:
    """Tables of a part with some rows where they are to be, and the least change, by cost, in published ones.

    `counts` and `cost` are those of the rows `published`. All other rows, hidden ones among them, and the blocks are
    free within their bounds: what a hidden count really is has no part in it.
    """

    def __init__(self, part: TablePart, published: np.ndarray, counts: np.ndarray, cost: np.ndarray) -> None:
        self.part, self.published = part, published
        height, self.width = part.matrix.shape
        self._place = np.full(height, -1)
        self._place[published] = np.arange(published.size)
        low, high = part.low - part.fixed, part.high - part.fixed
        true = counts - part.fixed[published]
        block_of = _blocks_of_single_rows(part)
        single = block_of >= 0
        self._lower, self._upper = part.limits.T.copy()
        unpriced = np.flatnonzero(single & (self._place < 0))
        blocks = block_of[unpriced]  # each of one row
        self._lower[blocks] = np.maximum(self._lower[blocks], low[unpriced])
        self._upper[blocks] = np.minimum(self._upper[blocks], high[unpriced])
        priced = published[single[published]]
        self._lower[block_of[priced]] = self._upper[block_of[priced]] = true[self._place[priced]]
        rows = np.flatnonzero(~single)
        self._row = np.full(height, -1)
        self._row[rows] = np.arange(rows.size)
        self._block_of = block_of
        # What a published count grows by; it shrinks by the same of another sign.
        self._growth = _incidence(block_of[priced], self._place[priced], (self.width, published.size))
        kept = published[~single[published]]
        slack = _incidence(self._row[kept], self._place[kept], (rows.size, published.size))
        inside = sparse.csr_array(part.matrix[rows])
        steps = sparse.csr_array(inside @ self._growth - slack)
        self._row_low, self._row_high = low[rows], high[rows]
        self._row_low[self._row[kept]] = self._row_high[self._row[kept]] = true[self._place[kept]]
        self._solver = self._begin(sparse.csc_array(sparse.hstack([inside, steps, -steps], format="csc")))
        self._unchanged = self._solver.getBasis()
        room = np.maximum(np.concatenate([high[published] - true, true - low[published]]), 0.0)
        steps_at = np.arange(self.width, self.width + room.size, dtype=np.int32)
        self._solver.changeColsBounds(room.size, steps_at, np.zeros(room.size), room)
        self._solver.changeColsCost(room.size, steps_at, np.tile(cost, 2))

    def _begin(self, matrix: sparse.csc_array) -> highspy.Highs:
        """A solver that has found a table: nothing costs anything yet, and no published count may change."""
        height, width = matrix.shape
        still = np.zeros(width - self.width)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = height, width
        model.col_cost_ = np.zeros(width)
        model.col_lower_, model.col_upper_ = (np.concatenate([ends, still]) for ends in (self._lower, self._upper))
        model.row_lower_, model.row_upper_ = self._row_low, self._row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        solver = _SilentHighs()
        solver.passModel(model)
        if not _solved(solver):
            raise InternalError(f"no table of {width} unknowns has all published counts")
        return solver

    def nearest(self, targets: Sequence[Target]) -> NearestTable | None:
        """The table with the targets where they are to be and the least change; None when there is none."""
        undo = [self._bound(target) for target in targets]
        self._solver.setBasis(self._unchanged)
        found = _solved(self._solver)
        values = np.asarray(self._solver.getSolution().col_value)
        for take_back in undo:
            take_back()
        if not found:
            return None
        grown, shrunk = values[self.width :].reshape(2, -1)
        changed = self.published[grown + shrunk > TOLERANCE]
        return NearestTable(changed, values[: self.width] + self._growth @ (grown - shrunk))

    def _bound(self, target: Target) -> Callable[[], object]:
        """Bound the row or the block of a target; returns what takes it back."""
        least, most = target.least - self.part.fixed[target.row], target.most - self.part.fixed[target.row]
        change: Callable[[int, float, float], object]
        if (at := int(self._row[target.row])) >= 0:
            change, low, high = self._solver.changeRowBounds, self._row_low[at], self._row_high[at]
        else:
            at = int(self._block_of[target.row])
            change, low, high = self._solver.changeColBounds, self._lower[at], self._upper[at]
        change(at, max(low, least), min(high, most))
        return lambda: change(at, low, high)

    def forgo(self, rows: np.ndarray) -> None:
        """From now on these rows, of those that are published, may change at no cost."""
        steps = (self.width + self._place[rows]).astype(np.int32)
        both = np.concatenate([steps, steps + np.int32(self.published.size)])
        self._solver.changeColsCost(both.size, both, np.zeros(both.size))


def _blocks_of_single_rows(part: TablePart) -> np.ndarray:
    """The block of each cell that is one block and nothing else; −1 for other rows, and a second cell of a block."""
    single = np.flatnonzero((np.diff(part.matrix.indptr) == 1) & (part.cells >= 0))
    blocks, first = np.unique(part.matrix.indices[part.matrix.indptr[single]], return_index=True)
    block_of = np.full(part.cells.size, -1)
    block_of[single[first]] = blocks
    return block_of


def _incidence(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=shape)


class _SilentHighs(highspy.Highs):
    """The solver as it is used here: one thread, the simplex method from the basis given, no words."""

    def __init__(self) -> None:
        # Not the class's own: it asks for callbacks, which are not needed, and says its name on standard output.
        super(highspy.Highs, self).__init__()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
        ):
            if self.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise InternalError(f"the solver does not know {name}")


def _solved(solver: highspy.Highs) -> bool:
    """Run the solver; whether there is a solution. Raises InternalError when it gives up."""
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return True
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return False
    raise InternalError(f"the solver gave up on {solver.getNumCol()} unknowns: {solver.modelStatusToString(status)}")
