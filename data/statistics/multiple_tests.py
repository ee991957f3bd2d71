"""Many tests at once: their p-values, and which stand when a share of false ones is allowed among those that do."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.statistics import special
from data.statistics.comparisons import Z_95, Estimate, Ratio

FALSE_DISCOVERY_RATE = 0.05


def p_value(ratio: Ratio) -> float:
    """Two-sided p-value of a ratio of 1, from the arm of its 95 % interval that points to 1, on the log scale.

    Below 0.05 exactly where the interval leaves 1 out; 1 for a ratio of nothing.
    Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304.
    """
    near = ratio.low if ratio.value >= 1 else ratio.high
    if ratio.value <= 0 or near <= 0 or near == ratio.value:
        return 1.0
    distance, arm = abs(math.log(ratio.value)), abs(math.log(ratio.value / near))
    return 2 * float(special.ndtr(-Z_95 * distance / arm))


def p_value_in_whole(part: Estimate, whole: Estimate) -> float | None:
    """Exact two-sided p-value that a part's rate is that of the whole: twice the smaller binomial tail.

    The test that `comparisons.ratio_to_whole` turns about: of the whole's events each is the part's with the
    probability of its share of the people. None unless both have counts and the part is smaller.
    """
    if part.events is None or not part.people or not whole.events or not whole.people:
        return None
    if part.people >= whole.people or part.events > whole.events:
        return None
    share, rest = part.people / whole.people, whole.events - part.events
    below = 1 - float(special.betainc(part.events + 1, rest, share)) if rest else 1.0
    above = float(special.betainc(part.events, rest + 1, share)) if part.events else 1.0
    return min(1.0, 2 * min(below, above))


def benjamini_hochberg(p_values: Sequence[float], rate: float = FALSE_DISCOVERY_RATE) -> list[bool]:
    """Which tests stand, so that in the mean at most `rate` of those that stand are false.

    The largest k for which k p-values are at most rate × k / n, and the tests with the k smallest.
    Benjamini Y, Hochberg Y. Controlling the false discovery rate. J R Stat Soc B 1995;57:289–300.
    """
    number = len(p_values)
    ordered = sorted(p_values)
    limit = max((p for k, p in enumerate(ordered, 1) if p <= rate * k / number), default=-1.0)
    return [p <= limit for p in p_values]
