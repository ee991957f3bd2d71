"""Many tests at once, a second time, slowly: every event counted in the binomial, every rank tried."""

from __future__ import annotations

import math
from collections.abc import Sequence


def binomial_p_value(events: int, of: int, share: float) -> float:
    """Twice the smaller tail, term by term."""
    terms = [
        math.exp(
            math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
            + k * math.log(share) + (of - k) * math.log1p(-share)
        )
        for k in range(of + 1)
    ]  # fmt: skip
    return min(1.0, 2 * min(math.fsum(terms[: events + 1]), math.fsum(terms[events:])))


def standing(p_values: Sequence[float], rate: float) -> set[int]:
    """The tests that stand: try to keep all, then one fewer of the largest, until what is kept is few false enough."""
    kept = sorted(range(len(p_values)), key=lambda i: p_values[i])
    while kept and p_values[kept[-1]] > rate * len(kept) / len(p_values):
        kept.pop()
    return set(kept)
