"""The change of one place and group from one period to another: which two figures may be set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    apart = [pair for pair in after[:-1] if pair[0].end < last.start]
    if not apart:
        return Change(after[-2][1], row, refusal="overlap")
    before = (apart[-1] if years else apart[0])[1]
    refusal = _refusal(before, row, indicator, catalog)
    if refusal is not None:
        return Change(before, row, refusal=refusal)
    result = period_change(*(point(r, Period.parse(r.period), indicator) for r in (before, row)))
    return Change(before, row, result, None if result else "interval")


def _refusal(before: Row, after: Row, indicator: Indicator, catalog: Catalog) -> Refusal | None:
    stands = barrier(before, after, indicator, catalog)
    if stands is not None:
        return _REFUSED.get(stands.reason, "sources")
    if "unreliable" in (reliability(before, indicator), reliability(after, indicator)):
        return "unreliable"
    return "zero" if before.value == 0 or after.value == 0 else None
