"""A line of a trend as a series, and what joinpoint regression says of it, remembered by the figures themselves."""

from __future__ import annotations

from functools import lru_cache

from data.catalog.models import Indicator
from data.query.estimates import estimate_of_row, reliability
from data.query.rows import Row, Rows, is_missing
from data.statistics.comparisons import Estimate
from data.statistics.differences import standard_error
from data.statistics.trends import Point, Trend, trend
from data.vocabulary import GROUPS, Period


def series_trend(rows: Rows, indicator: Indicator, geo_id: str, stratum: str) -> Trend:
    """The trend of one place and group of a trend, from its periods of one year (other periods would overlap).

    Declined of figures that a model made or smoothed, since it ties the years together.
    """
    own = rows.where(geo_id=geo_id, stratum=stratum)
    if any(indicator.estimated(level) in ("modelled", "smoothed") for level in set(own.column("level"))):
        return Trend(declined="modelled", why="The figures are estimates of a model, which ties the years together.")
    points = [point(row, period, indicator) for row in own if (period := Period.parse(row.period)).length_years <= 1]
    dimension = GROUPS[stratum].dimension
    return _remembered(tuple(points), tuple(b.at for b in indicator.breaks if b.bears_on(dimension)))


def point(row: Row, period: Period, indicator: Indicator) -> Point:
    """A row as a point of a series: standard error from its interval or count, half an event from its people."""
    provisional = period.slug in indicator.provisional
    if not row.has_value:
        return Point(period, None, provisional=provisional)
    estimate, half = estimate_of_row(row, indicator), None
    if indicator.measure == "count":
        estimate, half = Estimate(row.value, events=row.value), 0.5
    elif not is_missing(row.denominator) and row.denominator:
        half = 0.5 * indicator.per / row.denominator
    events = row.value if indicator.measure == "count" else None if is_missing(row.numerator) else row.numerator
    reliable = reliability(row, indicator) == "reliable"
    return Point(period, row.value, standard_error(estimate), half, provisional, events, reliable)


# A series is a few dozen numbers and its trend takes up to a second: the same numbers have the same trend, whatever
# file they came from, so nothing here is ever out of date.
@lru_cache(maxsize=2048)
def _remembered(points: tuple[Point, ...], breaks: tuple[int, ...]) -> Trend:
    return trend(points, breaks)
