"""Ranks a second time: one draw after the other with Python's own generator, counting who is ahead."""

from __future__ import annotations

import random
from collections.abc import Sequence


def ranks(
    figures: Sequence[tuple[float, float]], *, highest_first: bool, draws: int = 2_000
) -> list[tuple[int, int, int]]:
    """Rank, low and high of each (value, standard error)."""
    generator = random.Random(11)
    sign = -1 if highest_first else 1
    seen: list[list[int]] = [[] for _ in figures]
    for _ in range(draws):
        drawn = [sign * generator.gauss(value, error) for value, error in figures]
        for at, own in enumerate(drawn):
            seen[at].append(1 + sum(other < own for other in drawn))
    found = []
    for at, (value, _) in enumerate(figures):
        position = 1 + sum(sign * other < sign * value for other, _ in figures)
        ordered = sorted(seen[at])
        low, high = ordered[round(0.025 * draws)], ordered[round(0.975 * draws) - 1]
        found.append((position, min(low, position), max(high, position)))
    return found
