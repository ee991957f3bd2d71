"""The scale of a line: from the least favorable figure to the most favorable, the state's in the middle.

Whatever is measured, the state's figure stands in the middle and less favorable is to the left; of a measure without a
direction, lower is. So lines of different units can be read, and ordered, by how far their figures are from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.query.rows import is_missing


@dataclass(frozen=True, slots=True)
class Spread:
    """Figures of all places of a level: the lowest, the ends of the middle half (None of few places), the highest."""

    low: float
    high: float
    middle: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from the least favorable figure to the most favorable; `middle` is the state's, None without one."""

    worst: float
    best: float
    middle: float | None

    def position(self, value: float) -> float:
        """Position of a figure from −1, the least favorable, to 1; beyond the scale, at its end. Zero is the middle."""
        if self.middle is None:
            share = 2 * _share(value, self.worst, self.best) - 1
        elif (value - self.middle) * (self.best - self.worst) < 0:
            share = _share(value, self.worst, self.middle) - 1
        else:
            share = _share(value, self.middle, self.best) if self.best != self.middle else 0.0
        return min(max(share, -1.0), 1.0)


def _share(value: float, start: float, end: float) -> float:
    return (value - start) / (end - start) if end != start else 0.5


def scale_of(spread: Spread, values: Iterable[float], middle: float | None, polarity: str) -> Scale:
    """The scale that holds a spread, further values (missing ones are left out), and the state's figure."""
    ends = [spread.low, spread.high, *(x for x in values if not is_missing(x)), *([] if middle is None else [middle])]
    low, high = min(ends), max(ends)
    return Scale(high, low, middle) if polarity == "higher_is_worse" else Scale(low, high, middle)
