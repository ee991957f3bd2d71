"""The auditor: between which numbers every hidden count must lie, by all that is published.

What a reader knows is a system of sums (data.disclosure.tables). Bounds are first drawn by passing limits along the
sums until nothing moves, which settles most counts; the rest is asked of linear programmes (HiGHS), the smallest and
the largest value of each count, for each independent part of the system. Every solution is also a table the reader
cannot rule out, so it shows possible values of all other counts at once, and few programmes are needed.
Fischetti M, Salazar-González JJ. Models and algorithms for optimizing cell suppression in tabular data with linear
constraints. JASA 2000;95:916–928.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from data.disclosure.tables import Table
from data.errors import InternalError

TOLERANCE = 1e-6
_PASSES = 60
_ROOM = 1_000.0
"""How far above everything known a count without a limit is let run; what reaches half of it has no upper bound."""
_LARGEST = 6_000
"""Variables in one call of the solver: small programmes are solved side by side."""
_FEW = 6
"""Questions that are asked one by one."""
_PAYS = 3
"""Questions that a table for many at once must answer for another to be tried."""


class ContradictionError(InternalError):
    """The published figures of a table cannot all be true at once."""


@dataclass(frozen=True)
class Known:
    """What a reader knows of the cells of a table: `low` ≤ count ≤ `high`, one number each where it is published."""

    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class System:
    """Rows `low` ≤ `matrix` · x ≤ `high` of unknown blocks x between `least` and `most`."""

    matrix: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray


def bounds(
    table: Table,
    known: Known,
    asked: np.ndarray,
    goal: Known | None = None,
    *,
    enough: float = np.inf,
    prove: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest value of each cell of the table.

    `asked` marks the cells whose bounds are wanted tight; others get bounds that are true, maybe wide. With a `goal`
    (per cell), an asked cell is left once values as low and as high as its goal are known to be possible, and in any
    case once `enough` values are: its bounds are then at least that wide. Without `prove`, cells whose goal is not soon
    seen to be possible are left with what was seen, which may be too tight. Bounds of whole numbers are whole; no upper
    bound is inf. Raises ContradictionError when no table fits what is published.
    """
    system = system_of(table, known)
    whole = _is_whole(known)
    system = propagate(system, whole=whole)
    low, high = _activity(table.sums, system.least, system.most)
    low, high = np.maximum(low, known.low), np.minimum(high, known.high)
    search = _Search(table, system, asked, low, high, goal, enough=enough, prove=prove)
    search.run()
    low[asked], high[asked] = search.seen_low[asked], search.seen_high[asked]
    if whole:
        low, high = np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)
    return low, high


def system_of(table: Table, known: Known) -> System:
    """The cells as published and the links, one under the other."""
    matrix = sparse.csr_array(sparse.vstack([table.sums, table.links], format="csr"))
    zeros = np.zeros(table.links.shape[0])
    low, high = np.concatenate([known.low, zeros]), np.concatenate([known.high, zeros])
    return System(matrix, low, high, np.zeros(table.upper.size), table.upper.copy())


def _is_whole(known: Known) -> bool:
    numbers = np.concatenate([known.low, known.high[np.isfinite(known.high)]])
    return bool(np.all(np.abs(numbers - np.round(numbers)) < TOLERANCE))


def _activity(matrix: sparse.csr_array, least: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that rows of zeros and ones can add up to."""
    unlimited = (matrix @ np.isinf(most).astype(float)) > 0
    return matrix @ least, np.where(unlimited, np.inf, matrix @ np.where(np.isinf(most), 0.0, most))


def propagate(system: System, *, whole: bool) -> System:
    """Pass limits along the rows until nothing moves, and drop rows that say nothing more.

    Each row bounds each of its blocks by what the others leave. Raises ContradictionError when a block is left
    nothing.
    """
    entries = sparse.coo_array(system.matrix)
    rows, columns, signs = entries.row, entries.col, entries.data
    least, most = system.least.copy(), system.most.copy()
    for _ in range(_PASSES):
        smallest = np.where(signs > 0, least[columns], -most[columns])
        largest = np.where(signs > 0, most[columns], -least[columns])
        rest_low = system.high[rows] - _others(rows, smallest, system.low.size)
        rest_high = system.low[rows] - _others(rows, largest, system.low.size)
        top = np.where(signs > 0, rest_low, -rest_high)
        bottom = np.where(signs > 0, rest_high, -rest_low)
        if whole:
            top, bottom = np.floor(top + TOLERANCE), np.ceil(bottom - TOLERANCE)
        new_least, new_most = least.copy(), most.copy()
        np.maximum.at(new_least, columns, bottom)
        np.minimum.at(new_most, columns, top)
        if np.any(new_least > new_most + TOLERANCE):
            raise ContradictionError("the published figures contradict each other: a part is more than its whole")
        if np.array_equal(new_least, least) and np.array_equal(new_most, most):
            break
        least, most = np.minimum(new_least, new_most), new_most
    return System(system.matrix, system.low, system.high, least, most)


def _others(rows: np.ndarray, amounts: np.ndarray, height: int) -> np.ndarray:
    """For each entry, the sum of the other entries of its row, infinite amounts included."""
    endless = np.isinf(amounts)
    finite = np.where(endless, 0.0, amounts)
    total = np.bincount(rows, weights=finite, minlength=height)[rows] - finite
    count = np.bincount(rows, weights=endless, minlength=height)[rows] - endless
    sign = -1.0 if np.any(amounts == -np.inf) else 1.0
    return np.where(count > 0, sign * np.inf, total)


def parts(system: System, rows: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The independent parts of a system, as the numbers of their rows (of those given) and of their open blocks."""
    live = system.most - system.least > TOLERANCE
    inside = system.matrix[rows][:, live]
    height, width = inside.shape
    if height == 0 or width == 0:
        return
    joined = sparse.block_array([[None, inside], [inside.T, None]], format="csr")
    _, label = sparse.csgraph.connected_components(joined, directed=False)
    columns = np.flatnonzero(live)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        own_rows, own_columns = group[group < height], group[group >= height] - height
        if own_rows.size and own_columns.size:
            yield rows[own_rows], columns[own_columns]


_Place = tuple[np.ndarray, np.ndarray, np.ndarray]
"""An independent part: its rows, its blocks, and the cells that are asked about."""


class _Search:
    """Finding possible tables until each asked cell has shown its smallest and its largest value."""

    def __init__(
        self,
        table: Table,
        system: System,
        asked: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        goal: Known | None,
        *,
        enough: float,
        prove: bool,
    ) -> None:
        self.table, self.system, self.asked, self.enough, self.prove = table, system, asked, enough, prove
        self.low, self.high = low, high
        self.seen_low, self.seen_high = low.copy(), high.copy()
        self.goal_low = low if goal is None else np.maximum(goal.low, low)
        self.goal_high = high if goal is None else np.minimum(goal.high, high)

    def run(self) -> None:
        """Settle all parts of the system, small ones side by side."""
        is_open = self.asked & (self.high - self.low > TOLERANCE)
        low, high = _row_activity(self.system.matrix, self.system.least, self.system.most)
        says = (low < self.system.low - TOLERANCE) | (high > self.system.high + TOLERANCE)
        says[: is_open.size] |= is_open
        batch: list[_Place] = []
        width = 0
        for rows, columns in parts(self.system, np.flatnonzero(says)):
            cells = rows[rows < is_open.size]
            batch.append((rows, columns, cells[is_open[cells]]))
            width += columns.size
            if width > _LARGEST / 4:
                self._settle(batch)
                batch, width = [], 0
        if batch:
            self._settle(batch)

    def _settle(self, batch: list[_Place]) -> None:
        """Ask for tables until the bounds of the cells are known; one table at least, to see that there is any."""
        part = _Part(self.system, *(np.concatenate([place[n] for place in batch]) for n in (0, 1)))
        cells = np.concatenate([place[2] for place in batch])
        home = np.repeat(np.arange(len(batch)), [place[2].size for place in batch])
        sums = sparse.csr_array(self.table.sums[cells])
        inside = sparse.csr_array(sums[:, part.columns])
        base = sums @ self.system.least - inside @ self.system.least[part.columns]
        seen = _Seen(inside, base, self.goal_low[cells], self.goal_high[cells], self.enough)
        seen.add(part.solve([np.zeros(part.columns.size)]))
        self._sweep(part, seen)
        copies = max(1, _LARGEST // max(1, part.columns.size))
        while self.prove and (rounds := _rounds(*seen.wanted(), home, copies)):
            seen.add(part.solve([signs @ inside[chosen] for chosen, signs in rounds]))
            for chosen, signs in rounds:
                seen.final[(signs < 0).astype(int), chosen] = True
        seen.high[seen.high > part.endless / 2] = np.inf
        self.seen_low[cells], self.seen_high[cells] = seen.low, seen.high

    def _sweep(self, part: _Part, seen: _Seen) -> None:
        """Ask for tables that bring as many cells as can be to their goals at once, some low, some high."""
        draw = np.random.default_rng(len(seen.base))
        while True:
            downs, ups = seen.wanted()
            near = np.minimum(seen.goal_high, seen.goal_low + seen.enough)
            ups = ups[np.isfinite(near[ups])]
            if downs.size + ups.size < _FEW:
                return
            heads = draw.random(len(seen.base)) < 0.5  # a cell that wants both goes one way now, the other next
            both = np.intersect1d(downs, ups)
            downs = np.setdiff1d(downs, both[heads[both]])
            ups = np.setdiff1d(ups, both[~heads[both]])
            seen.add([part.approach(seen.inside, seen.base, (downs, seen.goal_low), (ups, near))])
            left = sum(w.size for w in seen.wanted())
            if left > downs.size + ups.size + both.size - _PAYS:
                return


class _Seen:
    """The smallest and largest values that tables found so far show of some cells (`base` + `inside` · blocks).

    `final` says for which cells a programme has given the very smallest (row 0) or largest (row 1).
    """

    def __init__(
        self, inside: sparse.csr_array, base: np.ndarray, goal_low: np.ndarray, goal_high: np.ndarray, enough: float
    ) -> None:
        self.inside, self.base, self.enough = inside, base, enough
        self.goal_low, self.goal_high = goal_low, goal_high
        self.low, self.high = np.full(base.size, np.inf), np.full(base.size, -np.inf)
        self.final = np.zeros((2, base.size), dtype=bool)

    def add(self, solutions: list[np.ndarray]) -> None:
        """Take in tables."""
        for solution in solutions:
            values = self.base + self.inside @ solution
            np.minimum(self.low, values, out=self.low)
            np.maximum(self.high, values, out=self.high)

    def wanted(self) -> tuple[np.ndarray, np.ndarray]:
        """The cells whose lower goal, and those whose upper goal, has not been seen."""
        few = self.high - self.low + 1 < self.enough + TOLERANCE
        downs = few & ~self.final[0] & (self.low > self.goal_low + TOLERANCE)
        ups = few & ~self.final[1] & (self.high < self.goal_high - TOLERANCE)
        return np.flatnonzero(downs), np.flatnonzero(ups)


def _rounds(downs: np.ndarray, ups: np.ndarray, home: np.ndarray, most: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Questions for one call, as lists of cells and signs (1: how small, −1: how large), one of each part in a list.

    Parts do not touch each other, so one programme answers a question of each. Of a part with many questions
    some are taken evenly: neighbours often answer each other.
    """
    by_part: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for chosen, sign in ((downs, 1.0), (ups, -1.0)):
        for number in chosen:
            by_part[int(home[number])].append((int(number), sign))
    rounds: list[list[tuple[int, float]]] = [[] for _ in range(min(most, max(map(len, by_part.values()), default=0)))]
    for questions in by_part.values():
        taken = np.unique(np.linspace(0, len(questions) - 1, min(most, len(questions))).astype(int))
        for turn, number in enumerate(taken):
            rounds[turn].append(questions[number])
    return [(np.array([n for n, _ in r]), np.array([sign for _, sign in r])) for r in rounds]


def _row_activity(matrix: sparse.csr_array, least: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that rows of ones and minus ones can add up to."""
    plus, minus = matrix.maximum(0), -matrix.minimum(0)
    low_plus, high_plus = _activity(sparse.csr_array(plus), least, most)
    low_minus, high_minus = _activity(sparse.csr_array(minus), least, most)
    return low_plus - high_minus, high_plus - low_minus


class _Part:
    """An independent part of a system, ready for the solver."""

    def __init__(self, system: System, rows: np.ndarray, columns: np.ndarray) -> None:
        self.columns = columns
        matrix = sparse.csr_array(system.matrix[rows])
        inside = sparse.csr_array(matrix[:, columns])
        fixed = matrix @ system.least - inside @ system.least[columns]
        low, high = system.low[rows] - fixed, system.high[rows] - fixed
        finite = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)], system.least[columns]])
        self.endless = _ROOM + 2 * float(np.max(np.abs(finite), initial=0.0))
        self.matrix, self.low, self.high = inside, low, high
        self.limits = np.column_stack([system.least[columns], np.minimum(system.most[columns], self.endless)])

    def solve(self, objectives: list[np.ndarray]) -> list[np.ndarray]:
        """A table for each objective that makes it smallest. Raises ContradictionError when there is none."""
        number = len(objectives)
        matrix = sparse.csr_array(sparse.block_diag([self.matrix] * number, format="csr"))
        low, high = np.tile(self.low, number), np.tile(self.high, number)
        found = minimise(np.concatenate(objectives), matrix, low, high, np.tile(self.limits, (number, 1)))
        if found is None:
            raise ContradictionError("the published figures contradict each other: no table has them all")
        return list(found.reshape(number, -1))

    def approach(
        self,
        inside: sparse.csr_array,
        base: np.ndarray,
        down: tuple[np.ndarray, np.ndarray],
        up: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        """A table in which the cells `down` are as near to their lower goals, and `up` to their upper, as can be."""
        (downs, goal_low), (ups, goal_high) = down, up
        cells = np.concatenate([downs, ups])
        sign = np.concatenate([np.ones(downs.size), -np.ones(ups.size)])
        goal = np.concatenate([goal_low[downs] - base[downs], goal_high[ups] - base[ups]])
        # what is missing to its goal, at least 0: sign · (cell − goal) ≤ missing
        above = sparse.diags_array(sign) @ inside[cells]
        rows = [[self.matrix, None], [above, -sparse.eye_array(cells.size)]]
        found = minimise(
            np.concatenate([np.zeros(self.columns.size), np.ones(cells.size)]),
            sparse.csr_array(sparse.block_array(rows, format="csr")),
            np.concatenate([self.low, np.full(cells.size, -np.inf)]),
            np.concatenate([self.high, sign * goal]),
            np.vstack([self.limits, np.tile([0.0, np.inf], (cells.size, 1))]),
        )
        if found is None:
            raise ContradictionError("the published figures contradict each other: no table has them all")
        return found[: self.columns.size]


def minimise(
    objective: np.ndarray, matrix: sparse.csr_array, low: np.ndarray, high: np.ndarray, limits: np.ndarray
) -> np.ndarray | None:
    """The x with the smallest objective · x for which `low` ≤ matrix · x ≤ `high` and each is within its `limits`.

    None when there is none. Raises InternalError when the solver gives up.
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


def discrepancies(table: Table, known: Known, weights: np.ndarray) -> np.ndarray:
    """The fewest cells, by weight, whose figures must be wrong for all others to be possible at once (as a mask)."""
    system = system_of(table, known)
    height, cells = system.low.size, weights.size
    apart = sparse.csr_array(sparse.eye_array(height, cells, format="csr"))
    matrix = sparse.csr_array(sparse.hstack([system.matrix, apart, -apart], format="csr"))
    price = np.concatenate([np.zeros(system.least.size), weights, weights])
    limits = np.vstack([np.column_stack([system.least, system.most]), np.tile([0.0, np.inf], (2 * cells, 1))])
    found = minimise(price, matrix, system.low, system.high, limits)
    if found is None:
        raise InternalError("no table at all fits the links between groups")
    off = found[system.least.size :]
    return np.asarray(off[:cells] + off[cells:] > TOLERANCE)
