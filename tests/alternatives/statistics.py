"""A second, slow and obvious way to every statistic: sums of probabilities and bisection, where data.statistics asks
for quantiles, and loops where it sorts and cuts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from data.statistics.comparisons import Estimate

Z = 1.959963984540054


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is negative at `low` and positive at `high` crosses zero."""
    for _ in range(50):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def poisson_at_most(events: int, mean: float) -> float:
    """The probability of no more than so many events when so many are expected."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(events + 1))


def poisson_interval(events: int) -> tuple[float, float]:
    """The means under which so many events, or more, or fewer, have a probability of 2.5 %."""
    far = 3 * events + 20.0
    low = root(lambda mean: 1 - poisson_at_most(events - 1, mean) - 0.025, 1e-9, far) if events else 0.0
    return low, root(lambda mean: 0.025 - poisson_at_most(events, mean), 1e-9, far)


def wilson_interval(events: int, people: int) -> tuple[float, float]:
    """The proportions from which the one observed is 1.96 of their own standard errors away."""
    seen = events / people

    def beyond(p: float) -> float:
        return abs(seen - p) - Z * math.sqrt(p * (1 - p) / people)

    low = root(lambda p: -beyond(p), 0.0, seen) if events else 0.0
    high = root(beyond, seen, 1.0) if events < people else 1.0
    return low, high


def binomial_at_most(successes: int, trials: int, p: float) -> float:
    """The probability of no more than so many successes: its terms from the last down to where they add nothing."""
    if p <= 0 or successes >= trials:
        return 1.0
    if p >= 1 or successes < 0:
        return 0.0
    k, mean, total = successes, trials * p, 0.0
    ways = math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
    term = ways + k * math.log(p) + (trials - k) * math.log1p(-p)
    while k >= 0 and (k > mean or (term > -745 and math.exp(term) > total * 1e-16)):
        total += math.exp(term)
        term += math.log(k * (1 - p) / ((trials - k + 1) * p)) if k else 0.0
        k -= 1
    return min(total, 1.0)


def part_to_whole(part: Estimate, whole: Estimate) -> tuple[float, float, float] | None:
    """The part's share of the events, with the shares under which so many or so few have 2.5 %, over its share of the
    people; None where counts are missing or it is no part."""
    counts = (part.events, part.people, whole.events, whole.people)
    if any(c is None for c in counts):
        return None
    own, own_people, total, people = (c or 0 for c in counts)
    if not own_people or not total or not people or own_people >= people or own > total:
        return None
    share, k, n = own_people / people, int(own), int(total)
    # No interval reaches further than this many events from the one observed.
    reach = 5 * math.sqrt(k) + 15
    low = root(lambda p: 1 - binomial_at_most(k - 1, n, p) - 0.025, max(0.0, (k - reach) / n), k / n) if k else 0.0
    high = root(lambda p: 0.025 - binomial_at_most(k, n, p), k / n, min(1.0, (k + reach) / n)) if k < n else 1.0
    return k / n / share, low / share, high / share


def log_error(figure: Estimate) -> float | None:
    """The standard error of a figure's logarithm, from its published interval or else from its count."""
    if figure.low is not None and figure.high is not None and figure.low < figure.high:
        above, below = figure.high - figure.value, figure.value - figure.low
        if abs(above - below) > (above + below) / 20 and figure.low > 0:
            return (math.log(figure.high) - math.log(figure.low)) / 2 / Z
        return (figure.high - figure.low) / 2 / Z / figure.value
    return 1 / math.sqrt(figure.events) if figure.events else None


def ratio(figure: Estimate, reference: Estimate) -> tuple[float, float, float] | None:
    """The ratio, divided and multiplied by e to the 1.96 standard errors of its logarithm."""
    if figure.value <= 0 or reference.value <= 0:
        return None
    own, other = log_error(figure), log_error(reference)
    if own is None or other is None:
        return None
    factor = math.exp(Z * math.hypot(own, other))
    value = figure.value / reference.value
    return value, value / factor, value * factor


def verdict(low: float, high: float) -> str:
    return "higher" if low > 1 else "lower" if high < 1 else "not clear"


def warnings(
    value: float, low: float | None, high: float | None, events: float | None, people: float | None
) -> list[str]:
    """The reasons for which a figure is unreliable."""
    result = []
    if events is not None and events < 10:
        result.append("fewer than 10 events")
    if people is not None and people < 10:
        result.append("fewer than 10 people")
    if low is not None and high is not None and value > 0 and high - low > 1.6 * value:
        result.append("an interval wider than 160 %")
    return result


def quantile_classes(values: Sequence[float], wanted: int) -> tuple[list[float], list[int]]:
    """Bounds and counts: value number k·n/wanted (rounded down, from 0) begins class k, unless it is the lowest."""
    ordered = sorted(values)
    bounds = [ordered[0]]
    for k in range(1, wanted):
        start = ordered[k * len(ordered) // wanted]
        if start > bounds[-1]:
            bounds.append(start)
    counts = [0] * len(bounds)
    for value in ordered:
        counts[max(i for i, bound in enumerate(bounds) if bound <= value)] += 1
    return [*bounds, ordered[-1]], counts
