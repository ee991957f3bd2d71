"""Partitions of places, people or days into the coarsest parts of which each of several sets is a union."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.vocabulary import Period

# The last age of an open group, such as 85 and over. Only overlaps of groups matter: any age above all first ages does.
_MAX_AGE = 120


@dataclass(frozen=True)
class Partition:
    """A partition: the numbers of the parts of each set of a family, and the number of the part of each element."""

    parts: Mapping[Hashable, np.ndarray]
    size: int
    part_of: Mapping[Hashable, int]


def coarsest_partition(family: Mapping[Hashable, frozenset[Hashable]]) -> Partition:
    """Coarsest partition of which every set of a family is a union of parts."""
    signature: dict[Hashable, list[int]] = defaultdict(list)
    for number, name in enumerate(family):
        for element in family[name]:
            signature[element].append(number)
    numbers: dict[tuple[int, ...], int] = {}
    part_of = {e: numbers.setdefault(tuple(s), len(numbers)) for e, s in sorted(signature.items(), key=str)}
    parts = {name: np.unique([part_of[e] for e in members]) for name, members in family.items()}
    return Partition(parts, len(numbers), part_of)


def atomic_groups(dimension: str, stratum: str) -> frozenset[Hashable]:
    """Smallest groups of people in a stratum; strata with a group in common overlap.

    >>> sorted(people("race_ethnicity", "asian_pi_nh")), len(people("age", "age_35_44"))
    (['asian_nh', 'nhopi_nh'], 10)
    """
    if dimension == "age":
        first, last = stratum.removeprefix("age_").split("_")
        return frozenset(range(int(first), 1 + (_MAX_AGE if last == "plus" else int(last))))
    if stratum.startswith("asian_pi_nh"):
        rest = stratum.removeprefix("asian_pi_nh")
        return frozenset({f"asian_nh{rest}", f"nhopi_nh{rest}"})
    return frozenset({stratum})


def finer_parts(coarse: Partition, part: int, fine: Partition) -> np.ndarray:
    """Numbers of the parts of a finer partition that make up one part of a coarser one."""
    return np.unique([fine.part_of[e] for e, p in coarse.part_of.items() if p == part])


def period_spans(periods: set[Period]) -> dict[Hashable, frozenset[Hashable]]:
    """Each period as the first days of its spans, cut wherever any period begins or ends."""
    days: list[date] = sorted({p.start for p in periods} | {p.end + timedelta(days=1) for p in periods})
    return {
        p: frozenset(d for d in days if p.start <= d <= p.end) for p in sorted(periods, key=lambda p: (p.start, p.end))
    }
