"""Estimate of a row: its figure with interval or counts, when counts apply, and whether it may be called reliable.

Reliable takes a count of events or an interval, and neither may be poor; with neither it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from data.catalog.models import Catalog, Indicator
from data.query.rows import NAN, Row, Rows, is_missing
from data.query.selection import Answer, once
from data.statistics.comparisons import Estimate
from data.statistics.rates import is_unreliable

Reliability = Literal["reliable", "unreliable", "unknown", "none"]
FEWEST_RESIDENTS = 10_000
"""Fewest residents of a place that is named as highest or lowest by a figure whose reliability is not known: a
percentage of a village's few is 0 or 100 by chance."""


def estimate_of_row(row: Row, indicator: Indicator) -> Estimate:
    """Estimate of a row with a value: figure, published confidence interval, and counts where they apply to it.

    They do only where the figure is crude: a test of the counts of an adjusted one would be a test of the crude rates.
    And a number of events alone tells how sure a rate is, but nothing of a percentage: whoever counted may have asked
    all.
    """
    counts_apply = indicator.adjustment == "crude" and not (
        indicator.measure == "percent" and is_missing(row.denominator)
    )
    counts = (row.numerator, row.denominator) if counts_apply else (NAN, NAN)
    numbers = (None if is_missing(x) else x for x in (row.ci_low, row.ci_high, *counts))
    return Estimate(row.value, *numbers)


def reliability(row: Row, indicator: Indicator) -> Reliability:
    """Reliability of a row's figure; `none` where it has no figure, `unknown` with neither a count nor an interval."""
    if not row.has_value:
        return "none"
    # Written out, as it is asked of every row of every view.
    low = None if is_missing(row.ci_low) else row.ci_low
    high = None if is_missing(row.ci_high) else row.ci_high
    events = None if is_missing(row.numerator) else row.numerator
    if indicator.measure == "count":
        events = row.value
    in_years = indicator.measure == "years"
    if row.status == "unreliable" or is_unreliable(row.value, low, high, events, years=in_years):
        return "unreliable"
    if low is None or high is None:
        return "unknown" if events is None else "reliable"
    return "reliable"


def reliable_rows(rows: Iterable[Row], indicator: Indicator) -> Rows:
    """The rows whose figure is known to be reliable."""
    return Rows(row for row in rows if reliability(row, indicator) == "reliable")


def usable_rows(rows: Iterable[Row], indicator: Indicator) -> Rows:
    """The rows whose figure is not known to be unreliable: never to be called reliable as a whole."""
    return Rows(row for row in rows if reliability(row, indicator) in ("reliable", "unknown"))


def nameable_rows(rows: Iterable[Row], indicator: Indicator, catalog: Catalog) -> Rows:
    """The rows that may be named as highest or lowest: the reliable ones, if two are.

    Else those of unknown reliability, of places with at least `FEWEST_RESIDENTS`.
    """
    kept = usable_rows(rows, indicator)
    reliable = reliable_rows(kept, indicator)
    if len(reliable) >= 2:
        return reliable
    return Rows(row for row in kept if catalog.residents.get(row.geo_id, FEWEST_RESIDENTS) >= FEWEST_RESIDENTS)


# Of the places of an answer several sentences and lists ask.


@once
def reliable_places(answer: Answer) -> Rows:
    """`reliable_rows` of the places of an answer."""
    return reliable_rows(answer.places, answer.indicator)


@once
def usable_places(answer: Answer) -> Rows:
    """`usable_rows` of the places of an answer."""
    return usable_rows(answer.places, answer.indicator)


@once
def nameable_places(answer: Answer) -> Rows:
    """`nameable_rows` of the places of an answer."""
    return nameable_rows(answer.places, answer.indicator, answer.catalog)
