"""Exposed counts: those a publisher hides, and that its other figures leave few values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.disclosure.auditor import feasibility_intervals
from data.disclosure.integer_ranges import IntegerRanges, integer_ranges
from data.disclosure.suppression import known_bounds
from data.disclosure.systems import ContradictionError, KnownBounds
from data.disclosure.tables import Table

MIN_VALUES = 10
"""Feasible values below which a count suppressed by its publisher is reported: the 1 to 10 of our own threshold."""


@dataclass(frozen=True)
class ExposedCell:
    """A suppressed count with few feasible values: how many, never which.

    `values` are left by tables of whole numbers, `linear_values` by linear programmes, each rounded by itself; None
    where these have no upper end.
    """

    geo_id: str
    dimension: str
    stratum: str
    period: str
    source: str
    values: int
    linear_values: int | None


@dataclass(frozen=True)
class Exposure:
    """What is left of the suppressed counts of one kind of event.

    `exposed` are proven to be left fewer than MIN_VALUES. Of `unsettled` neither that nor the opposite is proven: the
    integer programmes were stopped, or published counts are not whole. `fewest_values` is None where all are unbounded.
    """

    exposed: tuple[ExposedCell, ...] = ()
    unsettled: tuple[ExposedCell, ...] = ()
    fewest_values: int | None = None


def find_exposed(table: Table, suppressed: np.ndarray) -> Exposure:
    """Counts of the mask with few feasible values, by linear and by integer programmes.

    Raises ContradictionError when no table satisfies the published figures.
    """
    if not any(c.published for c in table.cells):
        return Exposure()
    bounds = known_bounds(table.cells, suppressed)
    low, high = feasibility_intervals(table, bounds, suppressed, min_values=MIN_VALUES)
    linear = high - low + 1
    most, proven = _whole_values(table, bounds, suppressed, linear)
    exposed, unsettled = [], []
    for number in np.flatnonzero(suppressed).tolist():
        if most[number] < MIN_VALUES:
            exposed.append(_cell(table, number, most[number], linear[number]))
        elif proven[number] < MIN_VALUES:
            unsettled.append(_cell(table, number, proven[number], linear[number]))
    fewest = np.min(most[suppressed], initial=np.inf)
    return Exposure(tuple(exposed), tuple(unsettled), int(fewest) if np.isfinite(fewest) else None)


def _whole_values(
    table: Table, bounds: KnownBounds, suppressed: np.ndarray, linear: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The most values that whole tables leave to each cell, and those they are proven to leave."""
    try:
        ranges: IntegerRanges | None = integer_ranges(table, bounds, suppressed, min_values=MIN_VALUES)
    except ContradictionError:
        ranges = None  # what linear programmes leave is still true
    if ranges is None:
        return linear, np.ones(linear.size)
    return np.minimum(linear, ranges.values), np.maximum(ranges.reached, 0)


def _cell(table: Table, number: int, values: float, linear: float) -> ExposedCell:
    cell, key = table.cells[number], table.cells[number].key
    linear_values = int(linear) if np.isfinite(linear) else None
    return ExposedCell(key.geo_id, key.dimension, key.stratum, key.period.slug, cell.source, int(values), linear_values)
