"""What each city and town contributes to a region: its share of the residents, and of the events of one measure.

Only published numbers are shown and divided. Where one member's number is hidden or not published there is no total,
and so no share of it: nothing that is hidden can be worked out from the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.catalog.models import Catalog, Indicator, Place
from data.query.rows import NAN, Row
from data.query.selection import Answer
from data.vocabulary import OVERALL


@dataclass(frozen=True, slots=True)
class Member:
    """A member: its `residents` (NaN where not counted), its row of the measure (None without one), and its shares.

    `events` are what the row counts. `residents_share` and `events_share` are from 0 to 1, NaN without a total.
    """

    place: Place
    residents: float
    residents_share: float
    row: Row | None
    events: float
    events_share: float


@dataclass(frozen=True, slots=True)
class Contributions:
    """Members by name, their residents in a `year` (0 where no year counts them all), and both totals (NaN: none)."""

    members: tuple[Member, ...]
    year: int
    residents: float
    events: float
    answer: Answer | None

    @property
    def open_members(self) -> tuple[Member, ...]:
        """Members whose events are not published, or hidden."""
        return tuple(m for m in self.members if math.isnan(m.events)) if self.answer is not None else ()


def contributions(
    members: Sequence[str],
    counted: Mapping[str, Mapping[tuple[str, int], int]],
    catalog: Catalog,
    answer: Answer | None,
) -> Contributions:
    """The contributions of members (geo_ids).

    `counted` has the residents of each by stratum and year; `answer` is that of the measure for cities and towns, of
    everyone, None for no measure.
    """
    year = _year(members, counted)
    residents = [float(counted[i][OVERALL, year]) if year else NAN for i in members]
    row_of = {row.geo_id: row for row in answer.places} if answer is not None else {}
    rows = [row_of.get(i) for i in members]
    events = [events_of(row, answer.indicator) if row is not None and answer is not None else NAN for row in rows]
    everyone, all_events = sum(residents), sum(events)
    found = [
        Member(catalog.places[i], people, _share(people, everyone), row, number, _share(number, all_events))
        for i, people, row, number in zip(members, residents, rows, events, strict=True)
    ]
    return Contributions(tuple(sorted(found, key=lambda m: m.place.name)), year, everyone, all_events, answer)


def events_of(row: Row, indicator: Indicator) -> float:
    """The number that a row counts: its events, or its value where that is a number or an amount itself; else NaN."""
    if not row.has_value:
        return NAN
    return row.value if indicator.measure in ("count", "dollars") else row.numerator


def _year(members: Sequence[str], counted: Mapping[str, Mapping[tuple[str, int], int]]) -> int:
    """The newest year in which every member has residents; 0 without one."""
    years = [{year for stratum, year in counted.get(i, {}) if stratum == OVERALL} for i in members]
    return max(set.intersection(*years), default=0) if years else 0


def _share(part: float, whole: float) -> float:
    """A part of a whole from 0 to 1; NaN where there is none."""
    return part / whole if whole > 0 else NAN
