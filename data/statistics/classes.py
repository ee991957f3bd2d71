"""Classes of a choropleth map: quantile classes, so that every colour has about as many places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Classes:
    """Bounds of n classes, lowest first (n + 1 numbers), and the number of values in each.

    A class includes its lower bound and not its upper one; the last includes both.
    """

    bounds: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def number(self) -> int:
        """Number of classes."""
        return len(self.counts)

    def index(self, value: float) -> int:
        """Index of the class of a value, 0 being the lowest; values beyond the ends belong to the end classes."""
        return min(max(bisect_right(self.bounds, value) - 1, 0), self.number - 1)


def quantile_classes(values: Sequence[float], max_classes: int) -> Classes:
    """Divide values into at most `max_classes` classes of nearly equal size.

    Each bound is one of the values, the first of the class above it, so that a reader finds every bound on the map and
    equal values share a class. Fewer classes come back when there are fewer distinct values than classes. Raises
    ValueError for no values or less than one class.
    """
    if not values or max_classes < 1:
        raise ValueError("classes need at least one value and one class")
    ordered = np.sort(np.asarray(values, dtype=float))
    starts = {k * len(ordered) // max_classes for k in range(1, max_classes)}
    cuts = sorted({float(ordered[s]) for s in starts if s < len(ordered)} - {float(ordered[0])})
    bounds = (float(ordered[0]), *cuts, float(ordered[-1]))
    edges = np.searchsorted(ordered, cuts, side="left")
    counts = np.diff([0, *edges, len(ordered)])
    return Classes(bounds, tuple(int(c) for c in counts))
