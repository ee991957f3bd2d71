"""The auditor: the feasibility interval of every suppressed count, given everything that is published.

A reader's knowledge is a system of sums (data.disclosure.tables). Bounds are first propagated along the sums until
they stop changing, which settles most counts; the others are solved as linear programmes (HiGHS), the smallest and the
largest value of each count, for each independent part of the system. Every solution is a feasible table, so it also
shows possible values of all other counts, and few programmes are needed.
Fischetti M, Salazar-González JJ. Models and algorithms for optimizing cell suppression in tabular data with linear
constraints. JASA 2000;95:916–928.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from data.disclosure.systems import (
    TOLERANCE,
    KnownBounds,
    Subsystem,
    System,
    activity,
    build_system,
    independent_parts,
    minimise,
    propagate,
    row_activity,
)
from data.disclosure.tables import Table
from data.errors import InternalError

# Variables in one call of the solver: small programmes are solved side by side, as one. The programmes of the snapshot
# have up to some 5,000; with a tenth of the limit the auditor calls the solver a fifth more often, and takes nearly
# twice the time. A larger limit would only let batches grow that the solver is slower with.
_MAX_VARIABLES = 6_000
# Below this number of open ends, one programme for each is solved instead of a joint one, which may close none. The
# snapshot does not tell 1 from 60 (57 to 84 programmes, about a second); a table of thousands of open ends would.
_MIN_JOINT_TARGETS = 6
# Open ends that a joint programme must close for another one to be tried: with fewer, one for each is no dearer. Of the
# snapshot, 1 to 20 take the same time.
_MIN_JOINT_GAIN = 3


def feasibility_intervals(
    table: Table,
    bounds: KnownBounds,
    targets: np.ndarray,
    required: KnownBounds | None = None,
    *,
    min_values: float = np.inf,
    exact: bool = True,
    hints: Sequence[np.ndarray] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Feasibility interval of each cell: the arrays of smallest and of largest values.

    `targets` masks the cells whose intervals must be tight; other intervals are valid but may be wide. With `required`
    intervals (per cell), a target is finished once both ends of its required interval are feasible, and in any case
    once `min_values` values are: its interval is then at least that wide. Without `exact`, targets whose required ends
    the joint programmes do not reach keep the observed range, which may be too narrow. `hints` are blocks of tables,
    and those that are feasible count like tables found here. Intervals of integer tables are integer; an upper end
    that does not exist is inf. Raises ContradictionError when no table satisfies the published figures.
    """
    system = build_system(table, bounds)
    integral = is_integral(bounds)
    system = propagate(system, integral=integral)
    low, high = activity(table.sums, system.lower, system.upper)
    low, high = np.maximum(low, bounds.low), np.minimum(high, bounds.high)
    search = _IntervalSearch(
        table, system, targets, low, high, required, min_values=min_values, exact=exact, hints=hints
    )
    search.run()
    low[targets], high[targets] = search.observed_low[targets], search.observed_high[targets]
    if integral:
        low, high = np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)
    return low, high


def is_integral(bounds: KnownBounds) -> bool:
    """Whether all bounds are whole numbers, so that counts are known to be."""
    numbers = np.concatenate([bounds.low, bounds.high[np.isfinite(bounds.high)]])
    return bool(np.all(np.abs(numbers - np.round(numbers)) < TOLERANCE))


_Part = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Indices of an independent part: its rows, its blocks, and its target cells."""


class _IntervalSearch:
    """Solves linear programmes until the interval of each target cell is known."""

    def __init__(
        self,
        table: Table,
        system: System,
        targets: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        required: KnownBounds | None,
        *,
        min_values: float,
        exact: bool,
        hints: Sequence[np.ndarray],
    ) -> None:
        self.table, self.system, self.targets, self.min_values, self.exact = table, system, targets, min_values, exact
        self.hints = hints
        self.low, self.high = low, high
        self.observed_low, self.observed_high = low.copy(), high.copy()
        self.required_low = low if required is None else np.maximum(required.low, low)
        self.required_high = high if required is None else np.minimum(required.high, high)

    def run(self) -> None:
        """Solve all parts of the system, small ones in one batch."""
        is_open = self.targets & (self.high - self.low > TOLERANCE)
        low, high = row_activity(self.system.matrix, self.system.lower, self.system.upper)
        informative = (low < self.system.low - TOLERANCE) | (high > self.system.high + TOLERANCE)
        informative[: is_open.size] |= is_open
        batch: list[_Part] = []
        width = 0
        for rows, columns in independent_parts(self.system, np.flatnonzero(informative)):
            cells = rows[rows < is_open.size]
            batch.append((rows, columns, cells[is_open[cells]]))
            width += columns.size
            if width > _MAX_VARIABLES / 4:
                self._solve_batch(batch)
                batch, width = [], 0
        if batch:
            self._solve_batch(batch)

    def _solve_batch(self, batch: list[_Part]) -> None:
        """Solve a batch until the intervals of its cells are known; at least once, to prove that it is feasible."""
        subsystem = Subsystem(self.system, *(np.concatenate([part[n] for part in batch]) for n in (0, 1)))
        cells = np.concatenate([part[2] for part in batch])
        part_of_cell = np.repeat(np.arange(len(batch)), [part[2].size for part in batch])
        sums = sparse.csr_array(self.table.sums[cells])
        inside = sparse.csr_array(sums[:, subsystem.columns])
        base = sums @ self.system.lower - inside @ self.system.lower[subsystem.columns]
        observed = _ObservedRange(inside, base, self.required_low[cells], self.required_high[cells], self.min_values)
        observed.add(subsystem.solve([np.zeros(subsystem.columns.size)]))
        inside_hints = (hint[subsystem.columns] for hint in self.hints)
        observed.add([blocks for blocks in inside_hints if subsystem.is_feasible(blocks)])
        self._solve_jointly(subsystem, observed)
        copies = max(1, _MAX_VARIABLES // max(1, subsystem.columns.size))
        while self.exact and (rounds := _objective_rounds(*observed.open_ends(), part_of_cell, copies)):
            observed.add(subsystem.solve([signs @ inside[chosen] for chosen, signs in rounds]))
            for chosen, signs in rounds:
                observed.final[(signs < 0).astype(int), chosen] = True
        observed.high[observed.high > subsystem.unbounded / 2] = np.inf
        self.observed_low[cells], self.observed_high[cells] = observed.low, observed.high

    def _solve_jointly(self, subsystem: Subsystem, observed: _ObservedRange) -> None:
        """Solve for tables that bring many cells to a required end at once, some low, some high."""
        draw = np.random.default_rng(len(observed.base))
        while True:
            downs, ups = observed.open_ends()
            near_high = np.minimum(observed.required_high, observed.required_low + observed.min_values)
            ups = ups[np.isfinite(near_high[ups])]
            if downs.size + ups.size < _MIN_JOINT_TARGETS:
                return
            coin = draw.random(len(observed.base)) < 0.5  # a cell with both ends open goes one way now, the other next
            both = np.intersect1d(downs, ups)
            downs = np.setdiff1d(downs, both[coin[both]])
            ups = np.setdiff1d(ups, both[~coin[both]])
            observed.add(
                [subsystem.approach(observed.inside, observed.base, (downs, observed.required_low), (ups, near_high))]
            )
            remaining = sum(w.size for w in observed.open_ends())
            if remaining > downs.size + ups.size + both.size - _MIN_JOINT_GAIN:
                return


class _ObservedRange:
    """Smallest and largest values of some cells (`base` + `inside` · blocks) in the feasible tables so far.

    `final` (2 × cells) marks the cells whose minimum (row 0) or maximum (row 1) a programme has solved for.
    """

    def __init__(
        self,
        inside: sparse.csr_array,
        base: np.ndarray,
        required_low: np.ndarray,
        required_high: np.ndarray,
        min_values: float,
    ) -> None:
        self.inside, self.base, self.min_values = inside, base, min_values
        self.required_low, self.required_high = required_low, required_high
        self.low, self.high = np.full(base.size, np.inf), np.full(base.size, -np.inf)
        self.final = np.zeros((2, base.size), dtype=bool)

    def add(self, solutions: list[np.ndarray]) -> None:
        """Widen the ranges by the values of feasible tables."""
        for solution in solutions:
            values = self.base + self.inside @ solution
            np.minimum(self.low, values, out=self.low)
            np.maximum(self.high, values, out=self.high)

    def open_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Indices of the cells whose required low end, and of those whose high end, is not yet feasible."""
        few = self.high - self.low + 1 < self.min_values + TOLERANCE
        downs = few & ~self.final[0] & (self.low > self.required_low + TOLERANCE)
        ups = few & ~self.final[1] & (self.high < self.required_high - TOLERANCE)
        return np.flatnonzero(downs), np.flatnonzero(ups)


def _objective_rounds(
    downs: np.ndarray, ups: np.ndarray, part_of_cell: np.ndarray, max_rounds: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Objectives for one call of the solver: lists of cells and signs (1: minimum, −1: maximum), one cell of each part.

    Parts are independent, so one programme solves an objective of each. Of a part with many objectives some are picked
    evenly: neighbours often reach their ends in the same table.
    """
    by_part: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for chosen, sign in ((downs, 1.0), (ups, -1.0)):
        for number in chosen:
            by_part[int(part_of_cell[number])].append((int(number), sign))
    rounds: list[list[tuple[int, float]]] = [
        [] for _ in range(min(max_rounds, max(map(len, by_part.values()), default=0)))
    ]
    for questions in by_part.values():
        picks = np.unique(np.linspace(0, len(questions) - 1, min(max_rounds, len(questions))).astype(int))
        for turn, number in enumerate(picks):
            rounds[turn].append(questions[number])
    return [(np.array([n for n, _ in r]), np.array([sign for _, sign in r])) for r in rounds]


def discrepancies(table: Table, bounds: KnownBounds, weights: np.ndarray) -> np.ndarray:
    """Mask of the cells of least weight whose figures must be wrong for all others to be feasible at once."""
    system = build_system(table, bounds)
    height, cells = system.low.size, weights.size
    slack = sparse.csr_array(sparse.eye_array(height, cells, format="csr"))
    matrix = sparse.csr_array(sparse.hstack([system.matrix, slack, -slack], format="csr"))
    objective = np.concatenate([np.zeros(system.lower.size), weights, weights])
    limits = np.vstack([np.column_stack([system.lower, system.upper]), np.tile([0.0, np.inf], (2 * cells, 1))])
    solution = minimise(objective, matrix, system.low, system.high, limits)
    if solution is None:
        raise InternalError("no table at all fits the links between groups")
    deviation = solution[system.lower.size :]
    return np.asarray(deviation[:cells] + deviation[cells:] > TOLERANCE)
