"""The change of one place and group from one period to another: which two figures may be set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Literal

from data.analysis.trends import point
from data.catalog.comparability import Reason, barrier
from data.catalog.models import Catalog, Indicator
from data.query.estimates import reliability
from data.query.rows import Row, Rows
from data.statistics.trends import PeriodChange, period_change
from data.vocabulary import GROUPS, Period

Refusal = Literal["break", "overlap", "sources", "modelled", "unreliable", "interval", "zero"]
_REFUSED: dict[Reason, Refusal] = {"break": "break", "overlap": "overlap", "modelled": "modelled"}
"""Barriers with a refusal of their own; behind every other are two sources that may not count alike."""


@dataclass(frozen=True)
class Change:
    """Two figures of one place and group, the earlier first, and the tested change; else why none is stated.

    `at` is the year of the break between them where that is the reason.
    """

    before: Row
    after: Row
    result: PeriodChange | None = None
    refusal: Refusal | None = None
    at: int | None = None


def latest_figures(rows: Rows, indicator: Indicator, catalog: Catalog, geo_id: str, stratum: str) -> Change | None:
    """The last final figure against the one before it; of pooled periods, against the first. None with under two.

    `rows` are those of a trend. Single years go before pooled periods, as on the chart. Never across a break, between
    periods that share years, between releases that may count groups differently, nor with an unreliable figure.
    """
    return latest_of(rows.where(geo_id=geo_id, stratum=stratum).with_value(), indicator, catalog)


def latest_of(figures: Sequence[Row], indicator: Indicator, catalog: Catalog) -> Change | None:
    """Change between the last `figures` (rows with a value) of one place and group, as `latest_figures`."""
    return _change(figures, indicator, catalog, from_first=False)


def first_and_last(rows: Rows, indicator: Indicator, catalog: Catalog, geo_id: str, stratum: str) -> Change | None:
    """The last final figure against the first since the last break that may be compared with it; None with under two.

    What can be said of a series too short for a trend. `rows` as of `latest_figures`.
    """
    return _change(rows.where(geo_id=geo_id, stratum=stratum).with_value(), indicator, catalog, from_first=True)


def _change(figures: Sequence[Row], indicator: Indicator, catalog: Catalog, *, from_first: bool) -> Change | None:
    rows = [(Period.parse(row.period), row) for row in figures if row.period not in indicator.provisional]
    years = [pair for pair in rows if pair[0].length_years <= 1]
    rows = sorted(years or rows, key=lambda pair: (pair[0].end, pair[0].start))
    if len(rows) < 2:
        return None
    bearing = [b.at for b in indicator.breaks if b.bears_on(GROUPS[rows[0][1].stratum].dimension)]
    at = max((year for year in bearing if rows[0][0].start.year < year <= rows[-1][0].end.year), default=0)
    after = [pair for pair in rows if pair[0].start.year >= at]
    if len(after) < 2:
        return Change(rows[-2][1], rows[-1][1], refusal="break", at=at)
    last, row = after[-1]
    apart = [earlier for period, earlier in after[:-1] if period.end < last.start]
    if not apart:
        return Change(after[-2][1], row, refusal="overlap")
    if years and not from_first:
        return _tested(apart[-1], row, indicator, catalog)
    changes = [_tested(earlier, row, indicator, catalog) for earlier in (apart if from_first else apart[:1])]
    return next((change for change in changes if change.result is not None), changes[0])


def window_change(rows: Rows, indicator: Indicator, catalog: Catalog, geo_id: str, stratum: str) -> Change | None:
    """The last twelve months of a rolling series against the twelve months before, which share none with them.

    Both may be provisional. None where the periods do not overlap, or that window has no figure.
    """
    own = rows.where(geo_id=geo_id, stratum=stratum).with_value()
    windows = sorted((Period.parse(row.period), row) for row in own)
    windows = [(period, row) for period, row in windows if period.length_years == 1]
    if not any(later.start <= earlier.end for (earlier, _), (later, _) in pairwise(windows)):
        return None
    last, row = windows[-1]
    before = next((earlier for period, earlier in windows if period.end + timedelta(days=1) == last.start), None)
    return None if before is None else _tested(before, row, indicator, catalog)


def _tested(before: Row, after: Row, indicator: Indicator, catalog: Catalog) -> Change:
    refusal = _refusal(before, after, indicator, catalog)
    if refusal is not None:
        return Change(before, after, refusal=refusal)
    result = period_change(*(point(row, Period.parse(row.period), indicator) for row in (before, after)))
    return Change(before, after, result, None if result else "interval")


def _refusal(before: Row, after: Row, indicator: Indicator, catalog: Catalog) -> Refusal | None:
    stands = barrier(before, after, indicator, catalog)
    if stands is not None:
        return _REFUSED.get(stands.reason, "sources")
    if "unreliable" in (reliability(before, indicator), reliability(after, indicator)):
        return "unreliable"
    return "zero" if before.value == 0 or after.value == 0 else None
