"""Estimate of a row: its figure with interval or counts, and the rule when counts apply to a figure."""

from __future__ import annotations

from data.catalog.models import Indicator
from data.query.rows import NAN, Row, is_missing
from data.statistics.comparisons import Estimate


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
