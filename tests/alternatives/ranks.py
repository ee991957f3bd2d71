"""Ranks a second time: one draw after the other with Python's own generator, counting who is ahead."""

from __future__ import annotations

import random
from collections.abc import Sequence

DOUBT = 0.015
"""How far 2,000 draws may put a percentile from where it is: four standard errors of a share of 2.5 %."""


def ranks(
    figures: Sequence[tuple[float, float]], *, highest_first: bool, draws: int = 2_000
) -> list[tuple[int, range, range]]:
    """Of each (value, standard error): its rank, and the ranks its low and its high may have, both ends included.

    Two places with nearly the same figure are passed together, so that a percentile may jump by many ranks at once.
    """
    generator = random.Random(11)
    sign = -1 if highest_first else 1
    seen: list[list[int]] = [[] for _ in figures]
    for _ in range(draws):
        drawn = [sign * generator.gauss(value, error) for value, error in figures]
        for at, own in enumerate(drawn):
            seen[at].append(1 + sum(other < own for other in drawn))
    result = []
    for at, (value, _) in enumerate(figures):
        position = 1 + sum(sign * other < sign * value for other, _ in figures)
        ordered = sorted(seen[at])

        def around(share: float, ordered: list[int] = ordered) -> tuple[int, int]:
            first, last = (round((share + side * DOUBT) * draws) for side in (-1, 1))
            return ordered[max(first, 0)], ordered[min(last, draws - 1)]

        low, high = around(0.025), around(0.975)
        result.append((
            position,
            range(min(low[0], position), min(low[1], position) + 1),
            range(max(high[0], position), max(high[1], position) + 1),
        ))  # fmt: skip
    return result
