"""A second, slow and obvious auditor: it writes down every table of counts a reader cannot rule out, one by one.

A table says how many events each town, group and year has. It fits when it gives every published count, and every
published rate when rounded as that is, and no hidden count of 0 where the rule shows zeros. Only for tables of very few
towns, groups and years: the number of tables grows beyond all bounds.
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
    """A row as a sum: of which atoms, and the counts it allows (None: any)."""

    atoms: frozenset[Atom]
    allowed: frozenset[int] | None


def feasibility_intervals(
    counts: Counts, rows: Iterable[Observation], most: int, *, per: float = 100_000, zero_is_shown: bool = True
) -> dict[Hashable, tuple[int, int]]:
    """The smallest and largest count each hidden row has in any table that fits, no atom being over `most`.

    By (geo_id, stratum, period). A row with a value and no numerator is a rate per `per` people without decimals.
    """
    rows = list(rows)
    every = range(most * len(counts.atoms) + 1)
    sums = {
        (r.geo_id, r.stratum, r.period): Sum(_atoms(counts, r), _allowed(r, every, per, zero_is_shown)) for r in rows
    }
    hidden = {(r.geo_id, r.stratum, r.period) for r in rows if r.status == "suppressed"}
    intervals: dict[Hashable, tuple[int, int]] = {}
    for table in _tables(sorted(counts.atoms), list(sums.values()), most):
        for key in hidden:
            value = sum(table[a] for a in sums[key].atoms)
            low, high = intervals.get(key, (value, value))
            intervals[key] = (min(low, value), max(high, value))
    return intervals


def _allowed(row: Observation, every: range, per: float, zero_is_shown: bool) -> frozenset[int] | None:
    if row.status == "suppressed":
        return frozenset(every[1:]) if zero_is_shown else None
    if row.numerator is not None:
        return frozenset({int(row.numerator)})
    assert row.value is not None
    assert row.denominator is not None
    return frozenset(n for n in every if abs(per * n / row.denominator - row.value) <= 0.5)


def _atoms(counts: Counts, row: Observation) -> frozenset[Atom]:
    years = range(row.period.start.year, row.period.end.year + 1)
    groups = [row.stratum] if row.stratum != OVERALL or not counts.strata else counts.strata
    towns = counts.geography.places[row.geo_id].members
    return frozenset((t, g, y) for t in towns for g in groups for y in counts.years if y in years)


def _tables(atoms: Sequence[Atom], sums: Sequence[Sum], most: int) -> Iterator[dict[Atom, int]]:
    """Every table that fits, filled atom by atom; a sum that is over or can no longer be reached ends the attempt."""

    def fill(table: dict[Atom, int], rest: Sequence[Atom]) -> Iterator[dict[Atom, int]]:
        for s in sums:
            value = sum(table.get(a, 0) for a in s.atoms)
            is_full = all(a in table for a in s.atoms)
            if s.allowed is not None and (value > max(s.allowed) or (is_full and value not in s.allowed)):
                return
        if not rest:
            yield table
            return
        for value in range(most + 1):
            yield from fill({**table, rest[0]: value}, rest[1:])

    return fill({}, atoms)
