"""A second, slow and obvious auditor: it writes down every table of counts a reader cannot rule out, one by one.

A table says how many events each town, group and year has. It fits when it gives every published count and no hidden
count of 0. Only for tables of very few towns, groups and years: the number of tables grows beyond all bounds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from data.observations.models import Observation
from data.vocabulary import OVERALL
from tests.small_counts import Counts

Atom = tuple[str, str, int]
"""Town, group and year."""


@dataclass(frozen=True)
class Sum:
    """A row as a sum: of which atoms, and the count it publishes (None: hidden)."""

    atoms: frozenset[Atom]
    count: int | None


def feasibility_intervals(counts: Counts, rows: Iterable[Observation], most: int) -> dict[Hashable, tuple[int, int]]:
    """The smallest and largest count each hidden row has in any table that fits, no atom being over `most`.

    By (geo_id, stratum, period).
    """
    sums = {(r.geo_id, r.stratum, r.period): _sum(counts, r) for r in rows}
    hidden = {key: s for key, s in sums.items() if s.count is None}
    intervals: dict[Hashable, tuple[int, int]] = {}
    for table in _tables(sorted(counts.atoms), list(sums.values()), most):
        for key, target in hidden.items():
            value = sum(table[a] for a in target.atoms)
            low, high = intervals.get(key, (value, value))
            intervals[key] = (min(low, value), max(high, value))
    return intervals


def _sum(counts: Counts, row: Observation) -> Sum:
    years = range(row.period.start.year, row.period.end.year + 1)
    groups = [row.stratum] if row.stratum != OVERALL or not counts.strata else counts.strata
    towns = counts.geography.places[row.geo_id].members
    atoms = frozenset((t, g, y) for t in towns for g in groups for y in counts.years if y in years)
    return Sum(atoms, None if row.numerator is None else int(row.numerator))


def _tables(atoms: Sequence[Atom], sums: Sequence[Sum], most: int) -> Iterator[dict[Atom, int]]:
    """Every table that fits, filled atom by atom; a sum that is over or can no longer be reached ends the attempt."""

    def fill(table: dict[Atom, int], rest: Sequence[Atom]) -> Iterator[dict[Atom, int]]:
        for s in sums:
            value = sum(table.get(a, 0) for a in s.atoms)
            is_full = all(a in table for a in s.atoms)
            if s.count is not None and (value > s.count or (is_full and value < s.count)):
                return
            if s.count is None and is_full and value == 0:
                return
        if not rest:
            yield table
            return
        for value in range(most + 1):
            yield from fill({**table, rest[0]: value}, rest[1:])

    return fill({}, atoms)
