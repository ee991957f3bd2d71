"""The least difference worth a headline: one that is real and trivial is no finding.

With many events any difference is clear: 80.06 against 80.18 years of life, 1.01 times the rate. What a test finds is
told where the figures stand; a title takes a difference of the size given here as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.catalog.models import Indicator
from data.vocabulary import Measure

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Least:
    """Least difference of a measure: a ratio of the larger to the smaller, or a difference in its unit; either will do.

    `up_to`: the ratio counts only where both figures are below this.
    """

    ratio: float = math.inf
    difference: float = math.inf
    up_to: float = math.inf


LEAST_DIFFERENCES: dict[Measure, Least] = {
    "rate": Least(ratio=1.15),
    "percent": Least(difference=1.0, ratio=1.1, up_to=10.0),
    "years": Least(difference=0.5),
    "days": Least(ratio=1.1),
    "dollars": Least(ratio=1.1),
    "ratio": Least(ratio=1.1),
    "score": Least(ratio=1.1),
    "count": Least(ratio=1.1),
}
"""By measure. Of percents one point; of those under 10 a tenth will do: from 2.0 to 2.3 is much."""


def worth_saying(value: float, reference: float, indicator: Indicator) -> bool:
    """Whether two figures of an indicator differ by enough for a headline; not whether the difference is clear.

    False where one is missing (NaN).
    """
    least = LEAST_DIFFERENCES[indicator.measure]
    low, high = sorted((value, reference))
    if not high > low:
        return False
    if high - low >= least.difference - _ROUNDING:
        return True
    if high >= least.up_to:
        return False
    return low <= 0 < high or (low > 0 and high / low >= least.ratio - _ROUNDING)
