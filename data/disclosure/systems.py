"""Linear systems of additive tables: constraints, propagation of bounds, independent parts, and the solver (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from data.disclosure.tables import Table
from data.errors import InternalError

# Above the feasibility tolerance of HiGHS (1e-7) and far below one event.
TOLERANCE = 1e-6
# An unbounded programme has no solution, so blocks without a limit get one: this margin plus twice the largest number
# known. A value above half of it is reported as having no upper bound. The margin matters where all numbers known are
# small: it is far above the values a cell must keep (10), and small enough for the solver's tolerance.
_UNBOUNDED_MARGIN = 1_000.0
# Propagation of figures that are not integers may approach its fixed point without reaching it. Limits of a stopped
# propagation are valid, only wider, and the linear programmes tighten them. The tables of the snapshot settle in six
# passes; ten times as many bound the time of a table that does not settle.
_MAX_PASSES = 60


class ContradictionError(InternalError):
    """The published figures of a table cannot all be true at once."""


@dataclass(frozen=True)
class KnownBounds:
    """A reader's bounds of the cells of a table, one number per cell: `low` ≤ count ≤ `high`; equal where published."""

    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class System:
    """Linear constraints `low` ≤ `matrix` · x ≤ `high` on blocks x, `lower` ≤ x ≤ `upper`.

    `matrix` is rows × blocks; the first rows are the cells, the others the links.
    """

    matrix: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def build_system(table: Table, bounds: KnownBounds) -> System:
    """Constraints of a table: the cells with their bounds, then the links."""
    matrix = sparse.csr_array(sparse.vstack([table.sums, table.links], format="csr"))
    zeros = np.zeros(table.links.shape[0])
    low, high = np.concatenate([bounds.low, zeros]), np.concatenate([bounds.high, zeros])
    return System(matrix, low, high, np.zeros(table.upper.size), table.upper.copy())


def activity(matrix: sparse.csr_array, lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest row sums of a matrix of zeros and ones."""
    unlimited = (matrix @ np.isinf(upper).astype(float)) > 0
    return matrix @ lower, np.where(unlimited, np.inf, matrix @ np.where(np.isinf(upper), 0.0, upper))


def propagate(system: System, *, integral: bool) -> System:
    """Propagate bounds along the rows to a fixed point.

    Each row bounds each of its blocks by the rest of the row. Raises ContradictionError when no value of a block is
    left.
    """
    entries = sparse.coo_array(system.matrix)
    rows, columns, signs = entries.row, entries.col, entries.data
    lower, upper = system.lower.copy(), system.upper.copy()
    for _ in range(_MAX_PASSES):
        smallest = np.where(signs > 0, lower[columns], -upper[columns])
        largest = np.where(signs > 0, upper[columns], -lower[columns])
        rest_low = system.high[rows] - _rest_of_row(rows, smallest, system.low.size)
        rest_high = system.low[rows] - _rest_of_row(rows, largest, system.low.size)
        top = np.where(signs > 0, rest_low, -rest_high)
        bottom = np.where(signs > 0, rest_high, -rest_low)
        if integral:
            top, bottom = np.floor(top + TOLERANCE), np.ceil(bottom - TOLERANCE)
        new_lower, new_upper = lower.copy(), upper.copy()
        np.maximum.at(new_lower, columns, bottom)
        np.minimum.at(new_upper, columns, top)
        if np.any(new_lower > new_upper + TOLERANCE):
            raise ContradictionError("the published figures contradict each other: a part is more than its whole")
        if np.array_equal(new_lower, lower) and np.array_equal(new_upper, upper):
            break
        lower, upper = np.minimum(new_lower, new_upper), new_upper
    return System(system.matrix, system.low, system.high, lower, upper)


def _rest_of_row(rows: np.ndarray, amounts: np.ndarray, height: int) -> np.ndarray:
    """Sum of the other entries of the row of each entry, infinite amounts included."""
    infinite = np.isinf(amounts)
    finite = np.where(infinite, 0.0, amounts)
    total = np.bincount(rows, weights=finite, minlength=height)[rows] - finite
    count = np.bincount(rows, weights=infinite, minlength=height)[rows] - infinite
    sign = -1.0 if np.any(amounts == -np.inf) else 1.0
    return np.where(count > 0, sign * np.inf, total)


def independent_parts(system: System, rows: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Connected components of a system: the indices of their rows (among `rows`) and of their blocks that are free."""
    is_free = system.upper - system.lower > TOLERANCE
    submatrix = system.matrix[rows][:, is_free]
    height, width = submatrix.shape
    if height == 0 or width == 0:
        return
    bipartite = sparse.block_array([[None, submatrix], [submatrix.T, None]], format="csr")
    _, label = sparse.csgraph.connected_components(bipartite, directed=False)
    columns = np.flatnonzero(is_free)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        part_rows, part_columns = group[group < height], group[group >= height] - height
        if part_rows.size and part_columns.size:
            yield rows[part_rows], columns[part_columns]


def row_activity(matrix: sparse.csr_array, lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest row sums of a matrix of ones and minus ones."""
    plus, minus = matrix.maximum(0), -matrix.minimum(0)
    low_plus, high_plus = activity(sparse.csr_array(plus), lower, upper)
    low_minus, high_minus = activity(sparse.csr_array(minus), lower, upper)
    return low_plus - high_minus, high_plus - low_minus


def minimise(
    objective: np.ndarray, matrix: sparse.csr_array, low: np.ndarray, high: np.ndarray, limits: np.ndarray
) -> np.ndarray | None:
    """Minimum of a linear programme: x with the smallest objective · x, `low` ≤ matrix · x ≤ `high`, x in `limits`.

    None when it is infeasible. Raises InternalError when the solver gives up.
    """
    equal = high - low <= TOLERANCE
    upper, lower = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
    result = linprog(
        objective,
        A_ub=sparse.vstack([matrix[upper], -matrix[lower]], format="csr"),
        b_ub=np.concatenate([high[upper], -low[lower]]),
        A_eq=matrix[equal],
        b_eq=low[equal],
        bounds=limits,
        method="highs",
    )
    if result.status != 2 and result.x is None:
        raise InternalError(f"the solver gave up on {objective.size} unknowns: {result.message}")
    return None if result.x is None else np.asarray(result.x)


class Subsystem:
    """Independent parts of a system as arguments of the solver."""

    def __init__(self, system: System, rows: np.ndarray, columns: np.ndarray) -> None:
        self.columns = columns
        matrix = sparse.csr_array(system.matrix[rows])
        inside = sparse.csr_array(matrix[:, columns])
        fixed = matrix @ system.lower - inside @ system.lower[columns]
        low, high = system.low[rows] - fixed, system.high[rows] - fixed
        finite = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)], system.lower[columns]])
        self.unbounded = _UNBOUNDED_MARGIN + 2 * float(np.max(np.abs(finite), initial=0.0))
        self.matrix, self.low, self.high = inside, low, high
        self.limits = np.column_stack([system.lower[columns], np.minimum(system.upper[columns], self.unbounded)])

    def is_feasible(self, blocks: np.ndarray) -> bool:
        """Whether blocks are those of a table that has all that is known."""
        sums = self.matrix @ blocks
        inside = np.all(blocks >= self.limits[:, 0] - TOLERANCE) and np.all(blocks <= self.limits[:, 1] + TOLERANCE)
        return bool(inside and np.all(sums >= self.low - TOLERANCE) and np.all(sums <= self.high + TOLERANCE))

    def solve(self, objectives: list[np.ndarray]) -> list[np.ndarray]:
        """Blocks of a feasible table that minimises each objective. Raises ContradictionError when there is none."""
        number = len(objectives)
        matrix = sparse.csr_array(sparse.block_diag([self.matrix] * number, format="csr"))
        low, high = np.tile(self.low, number), np.tile(self.high, number)
        solution = minimise(np.concatenate(objectives), matrix, low, high, np.tile(self.limits, (number, 1)))
        if solution is None:
            raise ContradictionError("the published figures contradict each other: no table has them all")
        return list(solution.reshape(number, -1))

    def whole_minimum(self, objective: np.ndarray, seconds: float) -> tuple[list[np.ndarray], float]:
        """Blocks of a table of whole numbers that minimises an objective of whole numbers, and a proven lower bound.

        Stopped after `seconds`, the blocks may be of a table that is not the smallest, or of none (an empty list), and
        the bound −inf. Raises ContradictionError when no table of whole numbers exists.
        """
        result = milp(
            objective,
            constraints=LinearConstraint(self.matrix, self.low, self.high),
            bounds=Bounds(*self.limits.T),
            integrality=np.ones(objective.size),
            options={"time_limit": max(seconds, 0.0), "mip_rel_gap": 0.0},
        )
        if result.status == 2:
            raise ContradictionError("the published figures contradict each other: no table of whole numbers has them")
        bound = -np.inf if result.mip_dual_bound is None else float(result.mip_dual_bound)
        if result.x is None:
            return [], bound
        solution = np.round(result.x)
        sums = self.matrix @ solution
        if np.any(sums < self.low - TOLERANCE) or np.any(sums > self.high + TOLERANCE):
            raise InternalError(f"the solver's table of {objective.size} unknowns is not whole: {result.message}")
        return [solution], bound

    def approach(
        self,
        inside: sparse.csr_array,
        base: np.ndarray,
        down: tuple[np.ndarray, np.ndarray],
        up: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        """Blocks of the feasible table with the cells `down` nearest to their low ends, and `up` to their high ends.

        `down` and `up` are pairs of indices of cells and the required ends of all cells.
        """
        (downs, required_low), (ups, required_high) = down, up
        cells = np.concatenate([downs, ups])
        sign = np.concatenate([np.ones(downs.size), -np.ones(ups.size)])
        required = np.concatenate([required_low[downs] - base[downs], required_high[ups] - base[ups]])
        # distance to the required end, at least 0: sign · (cell − end) ≤ distance
        above = sparse.diags_array(sign) @ inside[cells]
        rows = [[self.matrix, None], [above, -sparse.eye_array(cells.size)]]
        solution = minimise(
            np.concatenate([np.zeros(self.columns.size), np.ones(cells.size)]),
            sparse.csr_array(sparse.block_array(rows, format="csr")),
            np.concatenate([self.low, np.full(cells.size, -np.inf)]),
            np.concatenate([self.high, sign * required]),
            np.vstack([self.limits, np.tile([0.0, np.inf], (cells.size, 1))]),
        )
        if solution is None:
            raise ContradictionError("the published figures contradict each other: no table has them all")
        return solution[: self.columns.size]
