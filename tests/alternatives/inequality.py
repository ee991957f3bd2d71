"""Measures of inequality a second time: loops over lists in plain Python, one definition after the other.

Where data.statistics.inequality solves a regression, this climbs to its solution; nothing is shared between the two.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

Numbers = Sequence[float]


def mean(y: Numbers, p: Numbers) -> float:
    return sum(a * b for a, b in zip(y, p, strict=True)) / sum(p)


def bgv(y: Numbers, p: Numbers) -> float:
    middle = mean(y, p)
    return sum(b / sum(p) * (a - middle) ** 2 for a, b in zip(y, p, strict=True))


def bgsd(y: Numbers, p: Numbers) -> float:
    return math.sqrt(bgv(y, p))


def cov(y: Numbers, p: Numbers) -> float:
    return 100 * bgsd(y, p) / mean(y, p)


def apart(y: Numbers, p: Numbers, point: float, *, weighted: bool) -> float:
    weights = [b / sum(p) for b in p] if weighted else [1 / len(y)] * len(y)
    return sum(w * abs(a - point) for a, w in zip(y, weights, strict=True))


def mdm(y: Numbers, p: Numbers, *, weighted: bool) -> float:
    return apart(y, p, mean(y, p), weighted=weighted)


def mdb(y: Numbers, p: Numbers, *, favourable: bool, weighted: bool) -> float:
    return apart(y, p, sorted(y)[-1 if favourable else 0], weighted=weighted)


def idis(y: Numbers, p: Numbers, *, weighted: bool) -> float:
    return 100 * mdm(y, p, weighted=weighted) / mean(y, p)


def ti(y: Numbers, p: Numbers) -> float:
    middle, total = mean(y, p), 0.0
    for a, b in zip(y, p, strict=True):
        total += b / sum(p) * a / middle * math.log(a / middle)
    return 1000 * total


def mld(y: Numbers, p: Numbers) -> float:
    middle, total = mean(y, p), 0.0
    for a, b in zip(y, p, strict=True):
        total -= b / sum(p) * math.log(a / middle)
    return 1000 * total


def ranks(p: Numbers) -> list[float]:
    """Middle of each group's stretch of the people, from 0 to 1."""
    result, below = [], 0.0
    for people in p:
        result.append((below + people / 2) / sum(p))
        below += people
    return result


def line(x: Numbers, y: Numbers, w: Numbers) -> tuple[float, float]:
    """Intercept and slope of weighted least squares."""
    mx, my = mean(x, w), mean(y, w)
    top = sum(c * (a - mx) * (b - my) for a, b, c in zip(x, y, w, strict=True))
    slope = top / sum(c * (a - mx) ** 2 for a, c in zip(x, w, strict=True))
    return my - slope * mx, slope


def ends_linear(y: Numbers, p: Numbers) -> tuple[float, float]:
    """Estimates predicted at ranks 0 and 1, people rounded up as healthequal does."""
    people = [math.ceil(b) for b in p]
    constant, slope = line(ranks(people), y, people)
    return constant, constant + slope


def ends_logit(y: Numbers, p: Numbers, scale: float) -> tuple[float, float]:
    """Estimates a logistic curve predicts at ranks 0 and 1: for each slope the height that fits, then the slope."""
    people = [math.ceil(b) for b in p]
    shares = [round(a / scale * n) / n for a, n in zip(y, people, strict=True)]
    x, w = ranks(people), [n * n for n in people]

    def curve(constant: float, slope: float) -> list[float]:
        return [1 / (1 + math.exp(-(constant + slope * r))) for r in x]

    def height(slope: float) -> float:
        def surplus(constant: float) -> float:
            return sum(c * (s - f) for s, f, c in zip(shares, curve(constant, slope), w, strict=True))

        return bisect(surplus, -60.0, 60.0)

    def tilt(slope: float) -> float:
        fitted = curve(height(slope), slope)
        return sum(c * (s - f) * r for s, f, c, r in zip(shares, fitted, w, x, strict=True))

    slope = bisect(tilt, -40.0, 40.0)
    constant = height(slope)
    return tuple(scale / (1 + math.exp(-(constant + slope * r))) for r in (0, 1))  # type: ignore[return-value]


def bisect(falling, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """Where a falling function of one number is zero."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def aci(y: Numbers, p: Numbers) -> float:
    """The area between the concentration curve and the diagonal, doubled, times the mean: no covariance in it."""
    events = [a * b for a, b in zip(y, p, strict=True)]
    area, people, share = 0.0, 0.0, 0.0
    for number, count in zip(p, events, strict=True):
        area += number / sum(p) * (share + (share + count / sum(events))) / 2
        people += number / sum(p)
        share += count / sum(events)
    return (1 - 2 * area) * mean(y, p)


def standard_error_of(value, y: Numbers, se: Numbers) -> float:  # type: ignore[no-untyped-def]
    """By the delta method, with slopes measured and not derived."""
    total = 0.0
    for at, own in enumerate(se):
        step = 1e-5 * max(y[at], 1e-3)
        up = [*y[:at], y[at] + step, *y[at + 1 :]]
        down = [*y[:at], y[at] - step, *y[at + 1 :]]
        total += ((value(up) - value(down)) / (2 * step) * own) ** 2
    return math.sqrt(total)


def simulated(value, y: Numbers, p: Numbers, se: Numbers, draws: int = 8_000) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """2.5th and 97.5th percentiles of a measure, drawing again whenever an estimate comes out below 0."""
    generator, seen = random.Random(5), []
    for _ in range(draws):
        drawn = []
        for a, error in zip(y, se, strict=True):
            one = generator.gauss(a, error)
            while one < 0:
                one = generator.gauss(a, error)
            drawn.append(one)
        seen.append(value(drawn, p))
    seen.sort()
    return seen[round(0.025 * draws)], seen[round(0.975 * draws)]
