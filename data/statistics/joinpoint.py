"""Joinpoint regression: continuous piecewise linear fits over time, and selection of the number of joinpoints.

Kim HJ, Fay MP, Feuer EJ, Midthune DN. Permutation tests for joinpoint regression with applications to cancer rates.
Stat Med 2000;19:335–351 (correction 2001;20:655). The settings are those of the Joinpoint program of the National
Cancer Institute unless noted otherwise (surveillance.cancer.gov/help/joinpoint).

Values are on the scale of the caller: for rates the natural logarithm, so a slope b is a change of
100 (exp(b) − 1) percent a year. Times are years, in order; weights are one over the variance, up to a factor.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from data.statistics import special
from data.statistics.autocorrelation import DRAWS, SUSPECTED, autocorrelated_errors, lag_one

Array = NDArray[np.float64]

FEWEST_BEYOND = 2
"""Joinpoint: at least two observations lie between a joinpoint and an end, and between two joinpoints, none of them on
a joinpoint. (Options `min_obs_end` and `min_obs_between` of the program, both 2.)"""
MAX_POINTS = 60
"""With three joinpoints the grid of a longer series has too many positions for the memory."""
PERMUTATIONS = 4_499
"""Joinpoint's default: the p-value at the level of one of three tests is then known to about half a percent."""
LEVEL = 0.05
"""Overall significance level: the largest probability of finding a joinpoint in a straight series."""
SEED = 7160
"""Joinpoint's default seed; our generator draws other numbers from it."""
_STOPPING_POINTS = (99, 249, 599, 1_199, 2_399)
"""Numbers of permutations after which the test may stop early, when its outcome is clear."""
_STOPPING_ALPHA = 0.0001
"""A test stops when the exact 1 − alpha interval of its p-value is on one side of the level."""
_MAX_ENTRIES = 4_000_000
"""Entries of the largest matrix product: 32 megabytes."""
_BLOCK_MULTIPLICATIONS, _BLOCK_ROWS = 250_000, 4
"""Multiplications in a matrix product that OpenBLAS, as numpy ships it, computes on one core, and its left rows."""
_RELATIVE_ZERO = 1e-12
"""A residual sum of squares below this share of the series' sum of squares is rounding error."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Least-squares fit with a given number of joinpoints.

    `places` are the positions of the joinpoints in the series, `slopes` those of the segments in time order,
    `variances` the variances of the slopes and `degrees` their degrees of freedom; `fitted` are the fitted values at
    every time and `squares` the weighted sum of squared residuals.
    """

    places: tuple[int, ...]
    slopes: tuple[float, ...]
    variances: tuple[float, ...]
    degrees: int
    fitted: tuple[float, ...]
    squares: float


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """Test of `fewer` joinpoints against `more`: its p-value, significance level and number of permutations."""

    fewer: int
    more: int
    p_value: float
    level: float
    permutations: int

    @property
    def rejects(self) -> bool:
        """Whether the test rejects the fewer joinpoints."""
        return self.p_value < self.level


@dataclass(frozen=True, slots=True)
class Selection:
    """Fit with the number of joinpoints that the tests selected, and the tests in order.

    `correlation` is that of neighboring errors (`autocorrelation.lag_one`). `explained`: a joinpoint was found that a
    straight line with such errors could have made, and none is claimed.
    """

    fit: Fit
    tests: tuple[PermutationTest, ...]
    correlation: float = 0.0
    explained: bool = False


def max_joinpoints(points: int) -> int:
    """Largest number of joinpoints tested in a series of `points` observations.

    Joinpoint's recommendation, none under 7, one under 12, two under 17, limited to three beyond. Under seven
    observations a joinpoint would leave the slopes fewer than two degrees of freedom.
    """
    return 0 if points < 7 else 1 if points < 12 else 2 if points < 17 else 3


def places(points: int, joinpoints: int) -> tuple[tuple[int, ...], ...]:
    """All sets of positions (from 0) of so many joinpoints in a series of `points` observations.

    At least `FEWEST_BEYOND` observations lie before the first, after the last and between two. Empty when none fits.
    """
    gap = FEWEST_BEYOND
    # Positions that are strictly increasing become positions with gaps when the k-th is pushed k gaps further.
    free = range(gap, points - gap - gap * max(joinpoints - 1, 0))
    return tuple(tuple(p + gap * i for i, p in enumerate(chosen)) for chosen in combinations(free, joinpoints))


class Grid:
    """Precomputed grid search over joinpoint positions for a series of these times and weights, for many fits.

    Least squares is projection. The line without joinpoints spans two directions; each joinpoint of a set adds one.
    The orthonormal directions of all sets are columns of one matrix, the first of every set, then the second of every
    set, so the sums of squares of every set for any number of series are one matrix product.
    """

    def __init__(self, times: Sequence[float], weights: Sequence[float]) -> None:
        """Times in years, strictly increasing, at most `MAX_POINTS`; weights above zero. Raises ValueError else."""
        self.times = np.asarray(times, dtype=float)
        self.roots = np.sqrt(np.asarray(weights, dtype=float))
        if self.times.ndim != 1 or self.times.shape != self.roots.shape or not 3 <= len(self.times) <= MAX_POINTS:
            raise ValueError(f"joinpoint regression needs 3 to {MAX_POINTS} times and as many weights")
        if not (np.all(np.diff(self.times) > 0) and np.all(self.roots > 0) and np.all(np.isfinite(self.roots))):
            raise ValueError("times must increase and weights be above zero")
        centred = self.times - self.times.mean()
        self._line = np.linalg.qr(self.roots[:, None] * np.column_stack([np.ones_like(centred), centred]))[0]
        bends = self.roots[:, None] * np.maximum(self.times[:, None] - self.times[None, :], 0)
        self._bends: Array = bends - self._line @ (self._line.T @ bends)
        self._bases: dict[int, tuple[tuple[tuple[int, ...], ...], Array]] = {}

    def _added_directions(self, joinpoints: int) -> tuple[tuple[tuple[int, ...], ...], Array]:
        if joinpoints not in self._bases:
            sets = places(len(self.times), joinpoints)
            if not sets:
                raise ValueError(f"{len(self.times)} observations are too few for {joinpoints} joinpoints")
            bases = np.linalg.qr(np.moveaxis(self._bends[:, np.array(sets, dtype=int)], 0, 1))[0]
            self._bases[joinpoints] = sets, np.ascontiguousarray(bases.transpose(1, 2, 0).reshape(len(self.times), -1))
        return self._bases[joinpoints]

    def squares(self, scaled: Array, joinpoints: int) -> tuple[Array, NDArray[np.intp]]:
        """Least residual sum of squares of each series (rows of root-weighted values), and its position set.

        Raises ValueError when the series is too short for so many joinpoints.
        """
        rest = scaled - (scaled @ self._line) @ self._line.T
        total = np.einsum("ij,ij->i", rest, rest)
        if joinpoints == 0:
            return total, np.zeros(len(scaled), dtype=np.intp)
        sets, added = self._added_directions(joinpoints)
        gained, best = np.empty(len(scaled)), np.empty(len(scaled), dtype=np.intp)
        step = max(1, _MAX_ENTRIES // added.shape[1])
        for start in range(0, len(scaled), step):
            along = _product(rest[start : start + step], added)
            np.square(along, out=along)
            explained = along.reshape(len(along), joinpoints, len(sets)).sum(axis=1)
            best[start : start + step] = explained.argmax(axis=1)
            gained[start : start + step] = explained.max(axis=1)
        return np.maximum(total - gained, 0), best

    def projection(self, scaled: Array, joinpoints: int) -> tuple[Array, tuple[int, ...]]:
        """Fitted root-weighted values of one series, and the positions of its joinpoints."""
        fitted = self._line @ (self._line.T @ scaled)
        if joinpoints == 0:
            return fitted, ()
        best = int(self.squares(scaled[None, :], joinpoints)[1][0])
        sets, added = self._added_directions(joinpoints)
        directions = added[:, best :: len(sets)]
        return fitted + directions @ (directions.T @ scaled), sets[best]


def _product(left: Array, right: Array) -> Array:
    """Matrix product in blocks small enough for the linear algebra library to compute on one core.

    It would divide a larger one among threads, which on a busy machine wait for each other: ten times the work.
    """
    product = np.empty((len(left), right.shape[1]))
    wide = max(1, _BLOCK_MULTIPLICATIONS // (_BLOCK_ROWS * len(right)))
    for column in range(0, right.shape[1], wide):
        part, columns = right[:, column : column + wide], slice(column, column + wide)
        for row in range(0, len(left), _BLOCK_ROWS):
            rows = slice(row, row + _BLOCK_ROWS)
            np.matmul(left[rows], part, out=product[rows, columns])
    return product


def fit(times: Sequence[float], values: Sequence[float], weights: Sequence[float], joinpoints: int) -> Fit:
    """Weighted least-squares fit of a continuous piecewise linear function with so many joinpoints.

    The joinpoints are those of a grid search over all sets of observed times (Lerman PM. Fitting segmented regression
    models by grid search. Appl Stat 1980;29:77–84). The variances are Joinpoint's parametric ones, after Lerman:
    observations on joinpoints are excluded, each segment is fitted separately, and the weighted sum of squares of all
    segments over d = n − k − 2 (k + 1) degrees of freedom is the residual variance; a slope's variance is that over the
    segment's weighted sum of squared distances in time. So the slopes include the uncertainty of the joinpoints.
    Raises ValueError when there are too few observations.
    """
    return _fit(Grid(times, weights), np.asarray(values, dtype=float), joinpoints)


def _fit(grid: Grid, values: Array, joinpoints: int, least_scatter: float = 0.0) -> Fit:
    scaled = grid.roots * values
    on_line, positions = grid.projection(scaled, joinpoints)
    line = on_line / grid.roots
    corners = [0, *positions, len(values) - 1]
    slopes = np.diff(line[corners]) / np.diff(grid.times[corners])
    variances, degrees = _slope_variances(grid, values, positions, least_scatter)
    return Fit(
        places=positions,
        slopes=tuple(slopes.tolist()),
        variances=variances,
        degrees=degrees,
        fitted=tuple(line.tolist()),
        squares=float(np.sum((scaled - on_line) ** 2)),
    )


def _slope_variances(
    grid: Grid, values: Array, joinpoints: tuple[int, ...], least_scatter: float
) -> tuple[tuple[float, ...], int]:
    degrees = len(values) - len(joinpoints) - 2 * (len(joinpoints) + 1)
    if degrees < 1:
        raise ValueError(f"{len(values)} observations are too few for {len(joinpoints)} joinpoints with intervals")
    scatter, spreads = 0.0, []
    for before, after in zip((-1, *joinpoints), (*joinpoints, len(values)), strict=True):
        inside = slice(before + 1, after)
        time, value, weight = grid.times[inside], values[inside], grid.roots[inside] ** 2
        time = time - np.average(time, weights=weight)
        value = value - np.average(value, weights=weight)
        spread = float(np.sum(weight * time**2))
        slope = float(np.sum(weight * time * value)) / spread
        scatter += float(np.sum(weight * (value - slope * time) ** 2))
        spreads.append(spread)
    return tuple(max(scatter / degrees, least_scatter) / spread for spread in spreads), degrees


def permutation_test(
    grid: Grid,
    values: Sequence[float] | Array,
    fewer: int,
    more: int,
    level: float,
    seed: int = SEED,
    least_scatter: float = 0.0,
) -> PermutationTest:
    """Test `fewer` joinpoints against `more` by permuting the residuals of the fit with fewer.

    The statistic is the ratio of the two least sums of squares; root-weighted residuals are permuted, added to the
    fit with fewer joinpoints, and both models are fitted again. p = (1 + permutations at least as extreme) /
    (1 + permutations). At most `PERMUTATIONS` are made; after 99, 249, 599, 1,199 and 2,399 the test stops if the exact
    99.99 % interval of the p-value is on one side of the level, so a clear case is cheap and a close one is
    not cut short (as Fay MP, Kim HJ, Hachey M. J Comput Graph Stat 2007;16:946–967, with a simpler boundary).
    A sum of squares counts as at least `least_scatter` for each degree of freedom.
    """
    scaled = grid.roots * np.asarray(values, dtype=float)
    ratios = _ratios_of_squares(grid, scaled, fewer, more, least_scatter)
    observed = float(ratios(scaled[None, :])[0]) * (1 - 1e-9)
    on_line, _ = grid.projection(scaled, fewer)
    residuals = scaled - on_line
    draws = np.random.default_rng([seed, fewer, more])
    permutations = extreme = 0
    for until in (*_STOPPING_POINTS, PERMUTATIONS):
        permuted = draws.permuted(np.tile(residuals, (until - permutations, 1)), axis=1)
        extreme += int(np.sum(ratios(on_line + permuted) >= observed))
        permutations = until
        if _is_decided(extreme, permutations, level):
            break
    return PermutationTest(fewer, more, (extreme + 1) / (permutations + 1), level, permutations)


def _ratios_of_squares(
    grid: Grid, scaled: Array, fewer: int, more: int, least_scatter: float
) -> Callable[[Array], Array]:
    """Function from series (rows of root-weighted values) to the ratios of their two least sums of squares."""
    zero = _RELATIVE_ZERO * max(float(scaled @ scaled), _RELATIVE_ZERO)
    below, above = (max(zero, least_scatter * (len(scaled) - 2 - 2 * k)) for k in (fewer, more))

    def ratios(series: Array) -> Array:
        squares: Array = np.maximum(grid.squares(series, fewer)[0], below)
        return squares / np.maximum(grid.squares(series, more)[0], above)

    return ratios


def is_made_by_autocorrelation(
    grid: Grid, values: Sequence[float] | Array, test: PermutationTest, seed: int = SEED, least_scatter: float = 0.0
) -> bool:
    """Whether the fit with fewer joinpoints and autocorrelated errors often gives what the test has rejected it for.

    Permutation takes errors to be independent, and calls a slow wave of chance a turn: it finds joinpoints in a third
    of flat series whose errors correlate by one half. Here autocorrelated errors are drawn, added to the fit with
    fewer, and the ratios of sums of squares compared again. Their correlation is that of the residuals of the fit with
    fewer joinpoints, and at most `SUSPECTED`: turns that are real add to it.
    """
    scaled = grid.roots * np.asarray(values, dtype=float)
    points, parameters = len(scaled), 2 + 2 * test.more
    on_line, _ = grid.projection(scaled, test.fewer)
    residuals = scaled - grid.projection(scaled, test.more)[0]
    correlation = min(lag_one(scaled - on_line, 2 + 2 * test.fewer), SUSPECTED)
    if correlation <= 0:
        return False
    ratios = _ratios_of_squares(grid, scaled, test.fewer, test.more, least_scatter)
    observed = float(ratios(scaled[None, :])[0]) * (1 - 1e-9)
    spread = math.sqrt(max(float(residuals @ residuals) / max(points - parameters, 1), least_scatter))
    errors = autocorrelated_errors(correlation, points, DRAWS, [seed, test.fewer, test.more, 1])
    extreme = int(np.sum(ratios(on_line + spread * errors) >= observed))
    return (extreme + 1) / (DRAWS + 1) >= test.level


# At one level there are some 4,500 numbers of extreme permutations at the five stopping points; few of them occur.
@lru_cache(maxsize=4096)
def _is_decided(extreme: int, permutations: int, level: float) -> bool:
    """Whether the p-value is clearly on one side of the level, given the number of extreme permutations so far."""
    low = special.betaincinv(extreme, permutations - extreme + 1, _STOPPING_ALPHA / 2) if extreme else 0.0
    high = (
        special.betaincinv(extreme + 1, permutations - extreme, 1 - _STOPPING_ALPHA / 2)
        if extreme < permutations
        else 1.0
    )
    return bool(low > level or high < level)


def select(
    times: Sequence[float],
    values: Sequence[float],
    weights: Sequence[float],
    most: int | None = None,
    seed: int = SEED,
    least_scatter: float = 0.0,
) -> Selection:
    """Fit the series with the number of joinpoints, none to `most`, selected by permutation tests.

    Kim et al.: test the fewest against the most; when the test rejects, increase the fewest by one, else decrease the
    most by one, until they are equal. The level of each test is 5 % over `most`, so the probability of finding a
    joinpoint in a straight series is at most 5 % (Bonferroni). `most` is `max_joinpoints` by default. The seed makes
    the result reproducible. A test rejects the fewer only where autocorrelated errors could not have made the turn
    (`is_made_by_autocorrelation`). `least_scatter` is the least variance around the line: 1 where the weights are
    inverse variances, since figures cannot lie closer to a line than their sampling errors let them. Raises ValueError
    for fewer than three observations, more than `MAX_POINTS`, or too few for `most`.
    """
    grid, log_values = Grid(times, weights), np.asarray(values, dtype=float)
    high = max_joinpoints(len(log_values)) if most is None else most
    level, low, tests, explained = LEVEL / max(high, 1), 0, [], False
    while low < high:
        test = permutation_test(grid, log_values, low, high, level, seed, least_scatter)
        tests.append(test)
        by_chance = test.rejects and is_made_by_autocorrelation(grid, log_values, test, seed, least_scatter)
        explained = explained or by_chance
        low, high = (low + 1, high) if test.rejects and not by_chance else (low, high - 1)
    result = _fit(grid, log_values, low, least_scatter)
    residuals = grid.roots * (log_values - np.array(result.fitted))
    return Selection(result, tuple(tests), lag_one(residuals, 2 + 2 * low), explained=explained and low == 0)
