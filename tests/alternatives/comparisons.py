"""Comparisons a second time: ends of intervals by trying values until a test no longer rejects them."""

from __future__ import annotations

import math
from collections.abc import Callable

Figure = tuple[float, float, float]
"""A value with the ends of its 95 % interval."""
Z = 1.959963984540054


def spread(figure: Figure) -> float:
    """The standard error of the figure's logarithm, from whichever scale its interval is even on."""
    value, low, high = figure
    lopsided = abs((high - value) - (value - low)) > 0.05 * (high - low)
    return math.log(high / low) / (2 * Z) if lopsided and low > 0 else (high - low) / (2 * Z) / value


def ratio(one: Figure, other: Figure) -> Figure:
    """The ratios that a test of the two logarithms does not reject."""
    point, error = one[0] / other[0], math.sqrt(spread(one) ** 2 + spread(other) ** 2)

    def rejected(tried: float) -> bool:
        return abs(math.log(one[0]) - math.log(other[0] * tried)) > Z * error

    return point, _edge(rejected, point, 0.0), _edge(rejected, point, point * math.exp(12 * error))


def difference(one: Figure, other: Figure) -> Figure:
    """The differences that a test of the two figures does not reject."""
    errors = [(high - low) / (2 * Z) for _, low, high in (one, other)]
    point, error = one[0] - other[0], math.sqrt(sum(e * e for e in errors))

    def rejected(tried: float) -> bool:
        return abs(one[0] - (other[0] + tried)) > Z * error

    return point, _edge(rejected, point, point - 20 * error), _edge(rejected, point, point + 20 * error)


def part_from_whole(part: tuple[int, float], whole: tuple[int, float], per: float) -> Figure:
    """The difference of a part's rate from the whole's, each (events, people), with the covariance spelt out.

    The whole's rate is the part's and the rest's weighted by people, so it varies with the part's by the part's share.
    """
    (events, people), (all_events, everyone) = part, whole
    own = events / people**2
    rest = (all_events - events) / (everyone - people) ** 2
    share = people / everyone
    whole_variance = share**2 * own + (1 - share) ** 2 * rest
    variance = own + whole_variance - 2 * share * own
    point = (events / people - all_events / everyone) * per
    half = Z * math.sqrt(variance) * per
    return point, point - half, point + half


def _edge(rejected: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where the test begins to reject, between a value it does not reject and one it does."""
    for _ in range(200):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if rejected(middle) else (middle, outside)
    return inside
