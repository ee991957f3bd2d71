"""The range of every hidden count by integer programmes: over the tables of whole numbers alone.

Linear programmes allow tables with parts of an event and round what they find for each count by itself, so that a
range they leave can be wider than what a reader can conclude who knows that all counts are whole at once. Here the
smallest and the largest value of each count are solved as integer programmes (HiGHS, branch and bound). Such a
programme may take long: it is stopped in time, and what is then not proven is said to be so.
Fischetti M, Salazar-González JJ. Models and algorithms for optimizing cell suppression in tabular data with linear
constraints. JASA 2000;95:916–928.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from data.disclosure.auditor import is_integral
from data.disclosure.systems import (
    TOLERANCE,
    KnownBounds,
    Subsystem,
    System,
    activity,
    build_system,
    independent_parts,
    propagate,
)
from data.disclosure.tables import Table

MAX_SECONDS = 60.0
"""Seconds for all integer programmes of one table: those of the largest table of the snapshot take about two."""


@dataclass(frozen=True)
class IntegerRanges:
    """What whole-number tables leave to each cell, one number per cell.

    No such table is below `low` or above `high`; one was found at `reached_low` and one at `reached_high` (inf and −inf
    where none was looked for). Where the two ranges differ, the programme was stopped, or `min_values` were found.
    """

    low: np.ndarray
    high: np.ndarray
    reached_low: np.ndarray
    reached_high: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """The most values that can be left to each cell."""
        return np.asarray(self.high - self.low + 1)

    @property
    def reached(self) -> np.ndarray:
        """The values, by their ends, that are proven to be left to each cell."""
        return np.asarray(self.reached_high - self.reached_low + 1)


def integer_ranges(
    table: Table,
    bounds: KnownBounds,
    targets: np.ndarray,
    *,
    min_values: float = np.inf,
    seconds: float = MAX_SECONDS,
) -> IntegerRanges | None:
    """Range of each target cell over all tables of whole numbers; None where published counts are not whole.

    A target is finished once both its ends are proven, or `min_values` values found; all targets are after `seconds`.
    An upper end that does not exist is inf. Raises ContradictionError when no such table exists.
    """
    if not is_integral(bounds):
        return None
    system = propagate(build_system(table, bounds), integral=True)
    low, high = activity(table.sums, system.lower, system.upper)
    low, high = np.maximum(low, bounds.low), np.minimum(high, bounds.high)
    reached_low, reached_high = np.full(low.size, np.inf), np.full(low.size, -np.inf)
    settled = high - low < TOLERANCE
    reached_low[settled], reached_high[settled] = low[settled], high[settled]
    ranges = IntegerRanges(low, high, reached_low, reached_high)
    search = _Search(table, system, ranges, min_values, time.monotonic() + seconds)
    for rows, columns in independent_parts(system, np.arange(system.low.size)):
        cells = rows[rows < targets.size]
        cells = cells[targets[cells] & ~settled[cells]]
        if cells.size:
            search.run(rows, columns, cells)
    return ranges


class _Search:
    """Solves integer programmes until the range of each target is known; each table found is one for all targets."""

    def __init__(self, table: Table, system: System, ranges: IntegerRanges, min_values: float, deadline: float) -> None:
        self.table, self.system, self.ranges = table, system, ranges
        self.min_values, self.deadline = min_values, deadline

    def run(self, rows: np.ndarray, columns: np.ndarray, cells: np.ndarray) -> None:
        """Narrow the ranges of the cells of one independent part."""
        part = Subsystem(self.system, rows, columns)
        sums = sparse.csr_array(self.table.sums[cells])
        inside = sparse.csr_array(sums[:, columns])
        base = sums @ self.system.lower - inside @ self.system.lower[columns]
        for sign in (1.0, -1.0):
            for number in range(cells.size):
                if not self._is_open(cells[number], sign):
                    continue
                objective = sign * inside[[number]].toarray()[0]
                tables, bound = part.whole_minimum(objective, self.deadline - time.monotonic())
                self._narrow(cells[number], sign, base[number] + sign * bound, part.unbounded)
                for solution in tables:
                    self._reach(cells, base + inside @ solution, part.unbounded)

    def _is_open(self, cell: int, sign: float) -> bool:
        r = self.ranges
        if r.reached[cell] >= self.min_values - TOLERANCE or time.monotonic() >= self.deadline:
            return False
        return bool(r.low[cell] < r.reached_low[cell] if sign > 0 else r.high[cell] > r.reached_high[cell])

    def _narrow(self, cell: int, sign: float, bound: float, unbounded: float) -> None:
        """Take over the bound that a programme has proven for a cell."""
        if sign > 0:
            self.ranges.low[cell] = max(self.ranges.low[cell], np.ceil(bound - TOLERANCE))
        elif bound <= unbounded / 2:
            self.ranges.high[cell] = min(self.ranges.high[cell], np.floor(bound + TOLERANCE))

    def _reach(self, cells: np.ndarray, values: np.ndarray, unbounded: float) -> None:
        """Widen what is reached by the values of a table of whole numbers."""
        r = self.ranges
        r.reached_low[cells] = np.minimum(r.reached_low[cells], values)
        r.reached_high[cells] = np.maximum(r.reached_high[cells], np.where(values > unbounded / 2, np.inf, values))
