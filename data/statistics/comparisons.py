"""Ratio of two figures with its interval, and its verdict: higher, lower or not clear."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from data.statistics import special
from data.statistics.rates import CONFIDENCE

Verdict = Literal["higher", "lower", "not clear"]

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
# Difference of the two arms of an interval, as a share of its width, up to which it is taken as symmetric.
# docs/methods.md gives the same limit for ranks.
_MAX_ASYMMETRY = 0.05


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its uncertainty: a published 95 % interval, events and people, or neither."""

    value: float
    low: float | None = None
    high: float | None = None
    events: float | None = None
    people: float | None = None

    @property
    def log_variance(self) -> float | None:
        """Variance of the figure's logarithm; None when the uncertainty is unknown.

        A published interval takes precedence: from its logarithms when it is asymmetric (exact and gamma intervals
        are), from its width over 2 z when it is symmetric. A Poisson count alone gives one over the count.
        """
        if self.value <= 0:
            return None
        if self.low is not None and self.high is not None and self.high > self.low:
            asymmetric = abs((self.high - self.value) - (self.value - self.low)) > _MAX_ASYMMETRY * (
                self.high - self.low
            )
            if asymmetric and self.low > 0:
                return float((math.log(self.high / self.low) / (2 * Z_95)) ** 2)
            return float(((self.high - self.low) / (2 * Z_95) / self.value) ** 2)
        if self.events:
            return 1 / self.events
        return None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ratio of two figures with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """`higher` or `lower` when the interval excludes 1, else `not clear`: never "similar"."""
        if self.low > 1:
            return "higher"
        if self.high < 1:
            return "lower"
        return "not clear"


def ratio(figure: Estimate, reference: Estimate) -> Ratio | None:
    """Ratio of two figures that share no events; None when one is zero or the uncertainty of one is unknown.

    Log-normal interval: the variances of the logarithms add (Rothman KJ, Greenland S, Lash TL. Modern Epidemiology,
    3rd ed., 2008, ch. 14).
    """
    if figure.value <= 0 or reference.value <= 0:
        return None
    variance, reference_variance = figure.log_variance, reference.log_variance
    if variance is None or reference_variance is None:
        return None
    point, half_width = figure.value / reference.value, Z_95 * math.sqrt(variance + reference_variance)
    return Ratio(point, point * math.exp(-half_width), point * math.exp(half_width))


def ratio_to_whole(part: Estimate, whole: Estimate) -> Ratio | None:
    """Ratio of a part's rate to the rate of the whole that contains it, with an exact interval from their counts.

    Given the events of the whole, those of the part are binomial with the part's share of the people when the rates are
    the same; so the interval is that of the share of events (Clopper CJ, Pearson ES. Biometrika 1934;26:404–413) over
    the share of people, and excludes 1 exactly when a test of the part against the rest rejects. Of proportions it is
    conservative. None unless both have counts and the part is smaller than the whole.
    """
    if part.events is None or not part.people or not whole.events or not whole.people:
        return None
    if part.people >= whole.people or part.events > whole.events:
        return None
    share = part.people / whole.people
    rest, tail = whole.events - part.events, (1 - CONFIDENCE) / 2
    low = float(special.betaincinv(part.events, rest + 1, tail)) if part.events else 0.0
    high = float(special.betaincinv(part.events + 1, rest, 1 - tail)) if rest else 1.0
    return Ratio(part.events / whole.events / share, low / share, high / share)
