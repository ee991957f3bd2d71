"""Counts from published intervals: an interval that is made of a count gives it back.

Of a rate r on n events the National Center for Health Statistics, and who follows it, publishes below 100 events
r · L(n) to r · U(n), L and U being the exact Poisson limits of n over n, and from 100 events on r ± 1.96 r / √n. So
n is (1.96 r / half-width)², or the count of which U / L is the ratio of the ends. Of a share p of N people it is
p ± 1.96 √(p (1 − p) / N), and p N events follow. Of a rate adjusted for age the same count is the effective one,
(Σ w d)² / Σ w² d, which is at most the true one: a lower bound.
Ventura SJ, Martin JA, Curtin SC, et al. Births: final data for 1998 (technical notes). Natl Vital Stat Rep 2000;48(3).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from scipy import special

from data.vocabulary import IntervalForm

_Z = 1.96
_FEWEST_NORMAL = 100
"""Events from which on the interval of a rate is made of its standard error."""
_SLACK = 2e-7
"""Relative error of numbers as they stand in publishers' files, beside that of their decimals."""
_MAX_COUNT = 1_000_000
"""Events beyond which no count is looked for: those of the largest state's deaths of a decade."""
CountRange = tuple[float, float]


def counts_of_interval(
    value: float, low: float, high: float, decimals: int, form: IntervalForm, per: float
) -> CountRange | None:
    """Smallest and largest count that a value and its interval, rounded to `decimals`, allow.

    The numbers are per `per` people. None where they allow none, as where the interval is not of this form, or all.
    """
    if not (value > 0 and high > low):
        return None
    return _FORMS[form]((value, low, high), 0.5 * 10.0**-decimals, per)


def _events(figures: tuple[float, float, float], half: float, per: float) -> CountRange | None:
    """Range of whole counts whose rate and limits all round to the figures."""
    least, most = _effective(figures, half)
    if not math.isfinite(most):
        return (max(1.0, math.floor(least)), math.inf)
    # One or two beyond the estimates: these are of the limits alone, what follows of all three figures at once.
    n = np.arange(max(1, math.floor(least) - 2), min(_MAX_COUNT, math.ceil(most) + 2) + 1, dtype=float)
    below, above = _factors(n)
    smallest, largest = np.full(n.size, -np.inf), np.full(n.size, np.inf)
    for figure, factor in zip(figures, (np.ones(n.size), below, above), strict=True):
        error = half + _SLACK * abs(figure)
        np.maximum(smallest, (figure - error) / factor, out=smallest)
        np.minimum(largest, (figure + error) / factor, out=largest)
    possible = n[smallest <= largest]
    return (float(possible[0]), float(possible[-1])) if possible.size else None


def _factors(n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a rate on n events over the rate."""
    exact = n < _FEWEST_NORMAL
    below = np.where(exact, special.gammaincinv(n, 0.025) / n, 1 - _Z / np.sqrt(n))
    above = np.where(exact, special.gammaincinv(n + 1, 0.975) / n, 1 + _Z / np.sqrt(n))
    return below, above


def _effective(figures: tuple[float, float, float], half: float) -> CountRange:
    """Range of real counts by the width of the interval alone; the larger is inf where it may have none."""
    value, low, high = figures
    width, error = (high - low) / 2, half + _SLACK * high
    normal = (_Z * max(value - error, 0.0) / (width + error)) ** 2
    widest = (_Z * (value + error) / (width - error)) ** 2 if width > error else math.inf
    ends = (high - error) / (low + error), (high + error) / (low - error) if low > error else math.inf
    # The exact limits are wider than those of the standard error, on the same number of events.
    return min(normal, _count_of_ratio(ends[1])), max(widest, _count_of_ratio(ends[0]))


def _count_of_ratio(ratio: float) -> float:
    """Count, a real number, whose exact limits have a ratio; 0 for one that is larger than any."""
    if not math.isfinite(ratio):
        return 0.0
    low, high = 1e-3, float(_FEWEST_NORMAL)
    for _ in range(60):
        middle = math.sqrt(low * high)
        wider = special.gammaincinv(middle + 1, 0.975) > ratio * special.gammaincinv(middle, 0.025)
        low, high = (middle, high) if wider else (low, middle)
    return low


def _effective_events(figures: tuple[float, float, float], half: float, per: float) -> CountRange | None:
    least, _ = _effective(figures, half)
    return (float(math.ceil(least - 1e-3)), math.inf) if least > 1 else None


def _share(figures: tuple[float, float, float], half: float, per: float) -> CountRange | None:
    value, low, high = figures
    width, error = (high - low) / 2, half + _SLACK * high
    if low <= error or high >= per - error or width <= error:
        return None  # cut at 0 or at all, so that its width is not that of its people
    shares = (max(value - error, 0.0) / per, min((value + error) / per, 1.0))
    widths = ((width - error) / per, (width + error) / per)
    counts = [p * p * (1 - p) * (_Z / w) ** 2 for p in shares for w in widths]
    least, most = math.ceil(min(counts) - 1e-3), math.floor(max(counts) + 1e-3)
    return (float(least), float(most)) if least <= most else None


_FORMS: Mapping[IntervalForm, Callable[[tuple[float, float, float], float, float], CountRange | None]] = {
    "events": _events,
    "effective_events": _effective_events,
    "share": _share,
}
