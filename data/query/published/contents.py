"""What a series holds: its columns, and how many rows of which status it has of each source."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = (
    "indicator", "place", "geo_id", "level", "dimension", "group", "group_id", "period", "period_start", "period_end",
    "value", "ci_low", "ci_high", "numerator", "denominator", "unit", "status", "source", "publisher", "licence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a series has of one source: rows, those of each status, those with an interval and with counts.

    `first` and `last` are the years of its figures, 0 where it has none; `dimensions` those that it has figures by.
    """

    source: str
    dimensions: frozenset[str]
    rows: int
    reported: int
    unreliable: int
    hidden: int
    not_available: int
    intervals: int
    numerators: int
    denominators: int
    first: int
    last: int

    @property
    def figures(self) -> int:
        """Rows with a figure."""
        return self.reported + self.unreliable


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What a series holds, by source; the sums are those of all of them."""

    of_sources: tuple[SourceFacts, ...]

    def total(self, name: str) -> int:
        """Sum over the sources of one of their numbers: `rows`, `figures`, `hidden` …"""
        return sum(getattr(facts, name) for facts in self.of_sources)
