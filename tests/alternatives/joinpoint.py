"""A second, slow and obvious joinpoint regression: one least squares fit after another, where data.statistics.joinpoint
projects every series on every set of joinpoints at once."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from scipy import stats


class SlowFit(NamedTuple):
    joinpoints: tuple[float, ...]
    slopes: tuple[float, ...]
    fitted: tuple[float, ...]
    squares: float


def is_allowed(chosen: Sequence[int], points: int) -> bool:
    """Whether at least two observations lie before, between and after the joinpoints, none of them on one."""
    return all(b - a - 1 >= 2 for a, b in pairwise((-1, *chosen, points)))


def solve(times: Sequence[float], values: Sequence[float], weights: Sequence[float], knots: Sequence[float]) -> SlowFit:
    """Weighted least squares by the normal equations for 1, t and (t − knot)+ of every knot."""
    rows = [[1.0, t - times[0], *(max(t - k, 0.0) for k in knots)] for t in times]
    size = len(rows[0])
    left = [
        [sum(w * r[i] * r[j] for w, r in zip(weights, rows, strict=True)) for j in range(size)] for i in range(size)
    ]
    right = [sum(w * r[i] * y for w, r, y in zip(weights, rows, values, strict=True)) for i in range(size)]
    result = np.linalg.solve(left, right).tolist()
    fitted = [sum(b * x for b, x in zip(result, row, strict=True)) for row in rows]
    squares = sum(w * (y - f) ** 2 for w, y, f in zip(weights, values, fitted, strict=True))
    # The first slope, and what every joinpoint adds to the slope before it.
    slopes = tuple(sum(result[1 : 2 + i]) for i in range(len(knots) + 1))
    return SlowFit(tuple(knots), slopes, tuple(fitted), squares)


def best(times: Sequence[float], values: Sequence[float], weights: Sequence[float], joinpoints: int) -> SlowFit:
    """The fit with the least sum of squares of every allowed set of joinpoints."""
    fits = [
        solve(times, values, weights, [times[i] for i in chosen])
        for chosen in combinations(range(len(times)), joinpoints)
        if is_allowed(chosen, len(times))
    ]
    return min(fits, key=lambda f: f.squares)


def slope_intervals(
    times: Sequence[float], values: Sequence[float], weights: Sequence[float], fit: SlowFit, least: float = 0.0
) -> list[tuple[float, float]]:
    """The 95 % t interval of every slope: each segment's own regression without what is on joinpoints, one scatter.

    The scatter is at least `least`.
    """
    corners = (-math.inf, *fit.joinpoints, math.inf)
    designs, squares, left = [], 0.0, 0
    for start, end in pairwise(corners):
        inside = [i for i, t in enumerate(times) if start < t < end]
        own = solve([times[i] for i in inside], [values[i] for i in inside], [weights[i] for i in inside], [])
        squares += own.squares
        left += len(inside)
        design = np.array([[1.0, times[i]] for i in inside])
        weight = np.diag([weights[i] for i in inside])
        designs.append(np.linalg.inv(design.T @ weight @ design)[1, 1])
    degrees = left - 2 * len(designs)
    reach = float(stats.t.ppf(0.975, degrees))
    halves = [reach * math.sqrt(max(squares / degrees, least) * d) for d in designs]
    return [(b - h, b + h) for b, h in zip(fit.slopes, halves, strict=True)]


def p_value(
    times: Sequence[float],
    values: Sequence[float],
    weights: Sequence[float],
    fewer: int,
    more: int,
    permutations: int,
    seed: int,
) -> float:
    """The permutation test, one permutation after another and never stopped early."""

    def ratio(series: Sequence[float]) -> float:
        return best(times, series, weights, fewer).squares / best(times, series, weights, more).squares

    draws = random.Random(seed)
    null = best(times, values, weights, fewer).fitted
    residuals = [(y - f) * math.sqrt(w) for y, f, w in zip(values, null, weights, strict=True)]
    observed, extreme = ratio(values), 0
    for _ in range(permutations):
        draws.shuffle(residuals)
        extreme += ratio([f + r / math.sqrt(w) for f, r, w in zip(null, residuals, weights, strict=True)]) >= observed
    return (extreme + 1) / (permutations + 1)


def chosen_number(
    times: Sequence[float], values: Sequence[float], weights: Sequence[float], most: int, permutations: int, seed: int
) -> int:
    """How many joinpoints the tests settle on, each held to 5 % over the most."""
    low, high = 0, most
    while low < high:
        if p_value(times, values, weights, low, high, permutations, seed) < 0.05 / most:
            low += 1
        else:
            high -= 1
    return low
