"""Cutting sets of places, people or days into the coarsest parts of which each set is a union."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.vocabulary import Period

_OLDEST = 120


@dataclass(frozen=True)
class Axis:
    """A partition: what each set of a family is made of, by the numbers of the parts."""

    parts: Mapping[Hashable, np.ndarray]
    size: int
    part_of: Mapping[Hashable, int]


def cut(family: Mapping[Hashable, frozenset[Hashable]]) -> Axis:
    """The coarsest parts of which every set of a family is a union."""
    signature: dict[Hashable, list[int]] = defaultdict(list)
    for number, name in enumerate(family):
        for element in family[name]:
            signature[element].append(number)
    numbers: dict[tuple[int, ...], int] = {}
    part_of = {e: numbers.setdefault(tuple(s), len(numbers)) for e, s in sorted(signature.items(), key=str)}
    parts = {name: np.unique([part_of[e] for e in content]) for name, content in family.items()}
    return Axis(parts, len(numbers), part_of)


def people(dimension: str, stratum: str) -> frozenset[Hashable]:
    """The smallest groups a stratum is made of; strata with a group in common overlap.

    >>> sorted(people("race_ethnicity", "asian_pi_nh")), len(people("age", "age_35_44"))
    (['asian_nh', 'nhopi_nh'], 10)
    """
    if dimension == "age":
        first, last = stratum.removeprefix("age_").split("_")
        return frozenset(range(int(first), 1 + (_OLDEST if last == "plus" else int(last))))
    if stratum.startswith("asian_pi_nh"):
        rest = stratum.removeprefix("asian_pi_nh")
        return frozenset({f"asian_nh{rest}", f"nhopi_nh{rest}"})
    return frozenset({stratum})


def within(coarse: Axis, part: int, fine: Axis) -> np.ndarray:
    """The parts of a finer cut that make up one part of a coarser one."""
    return np.unique([fine.part_of[e] for e, p in coarse.part_of.items() if p == part])


def spans_of(periods: set[Period]) -> dict[Hashable, frozenset[Hashable]]:
    """Each period as the spans between all days on which any of them begins or ends."""
    days: list[date] = sorted({p.start for p in periods} | {p.end + timedelta(days=1) for p in periods})
    return {
        p: frozenset(d for d in days if p.start <= d <= p.end) for p in sorted(periods, key=lambda p: (p.start, p.end))
    }
