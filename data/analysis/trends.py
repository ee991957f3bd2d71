"""A line of a trend as a series, and what joinpoint regression says of it, remembered by the figures themselves."""

from __future__ import annotations

from functools import lru_cache

from data.catalog.models import Indicator
from data.query.rows import Row, Rows, is_missing
from data.statistics.comparisons import Z_95
from data.statistics.trends import Point, Trend, trend
from data.vocabulary import GROUPS, Period


def series_trend(rows: Rows, indicator: Indicator, geo_id: str, stratum: str) -> Trend:
    """The trend of one place and group of a trend, from its periods of one year (other periods would overlap)."""
    points = [
        point(row, period, indicator)
        for row in rows.where(geo_id=geo_id, stratum=stratum)
        if (period := Period.parse(row.period)).length_years <= 1
    ]
    dimension = GROUPS[stratum].dimension
    return _remembered(tuple(points), tuple(b.at for b in indicator.breaks if b.bears_on(dimension)))


def point(row: Row, period: Period, indicator: Indicator) -> Point:
    """A row as a point of a series: its standard error from its interval, half an event from its people."""
    value, low, high = (None if is_missing(x) else x for x in (row.value, row.ci_low, row.ci_high))
    error = None if low is None or high is None else (high - low) / (2 * Z_95)
    half = None if is_missing(row.denominator) or not row.denominator else 0.5 * indicator.per / row.denominator
    return Point(period, value, error, half, provisional=period.slug in indicator.provisional)


# A series is a few dozen numbers and its trend takes up to a second: the same numbers have the same trend, whatever
# file they came from, so nothing here is ever out of date.
@lru_cache(maxsize=2048)
def _remembered(points: tuple[Point, ...], breaks: tuple[int, ...]) -> Trend:
    return trend(points, breaks)
