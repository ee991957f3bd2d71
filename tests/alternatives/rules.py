"""A second, slow and obvious way to judge a row: question by question in plain Python, where data.rules asks in SQL."""

from __future__ import annotations

import math
from collections.abc import Iterator

from data.catalog.models import Indicator
from data.observations.models import Observation
from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, STATUSES

WORDS = "Levels, statuses and groups are words of data/vocabulary.py"
ORDER = "A period ends after it starts"
HIDDEN = "A row that is hidden or not available carries no figure, interval or count"
SHOWN = "A row that is shown has a figure or a count"
FINITE = "Every figure is a finite number"
BELOW_ZERO = "No figure, interval, count or number of people is below zero"
SENTINEL = "No number that its source writes where it has no figure stands as a figure"
OVER_100 = "No percent is over 100"
INTERVAL = "An interval has both ends, the low one first, and its figure lies in it"
PART = "No count is larger than the number it is of; events may be, where their rate is above one for each"
QUOTIENT = "A figure that is not adjusted for age is its count over its people, within the rounding of the figure"
NUMBER = "A number of events is the same as figure and as count"

FIGURES = ("value", "ci_low", "ci_high", "numerator", "denominator")


def broken(
    row: Observation, indicator: Indicator, sentinels: tuple[float, ...] = (), *, published: bool = True
) -> set[tuple[str, str]]:
    """The rules a row breaks, each with the column to look in."""
    return {*_about_words(row), *_about_numbers(row, sentinels), *_about_intervals(row)} | {
        *_about_counts(row, indicator, published=published)
    }


def _about_words(row: Observation) -> Iterator[tuple[str, str]]:
    if row.geo_level not in LEVELS:
        yield WORDS, "geo_level"
    if row.status not in STATUSES:
        yield WORDS, "status"
    if row.dimension not in DIMENSIONS or (row.dimension, row.stratum) not in {
        (g.dimension, g.id) for g in GROUPS.values()
    }:
        yield WORDS, "stratum"
    if row.period.start > row.period.end:
        yield ORDER, "period_end"
    if row.status in ("suppressed", "not_available"):
        for column in ("value", "ci_low", "ci_high", "numerator"):
            if getattr(row, column) is not None:
                yield HIDDEN, column
    elif row.value is None and row.numerator is None:
        yield SHOWN, "value"


def _about_numbers(row: Observation, sentinels: tuple[float, ...]) -> Iterator[tuple[str, str]]:
    for column in FIGURES:
        number = getattr(row, column)
        if number is None:
            continue
        if math.isinf(number):
            yield FINITE, column
        if number < 0:
            yield BELOW_ZERO, column
        if number in sentinels:
            yield SENTINEL, column


def _about_intervals(row: Observation) -> Iterator[tuple[str, str]]:
    low, high, value = row.ci_low, row.ci_high, row.value
    if row.status not in ("suppressed", "not_available") and (low is None) != (high is None):
        yield INTERVAL, "ci_low"
    if low is not None and high is not None and low > high:
        yield INTERVAL, "ci_high"
    if value is not None and all(math.isfinite(figure) for figure in (low, high, value) if figure is not None):
        slack = 1e-9 * max(1, abs(value))
        if (low is not None and value < low - slack) or (high is not None and value > high + slack):
            yield INTERVAL, "value"


def _about_counts(row: Observation, indicator: Indicator, *, published: bool) -> Iterator[tuple[str, str]]:
    value, count, people = row.value, row.numerator, row.denominator
    if indicator.measure == "percent":
        for column in ("value", "ci_high"):
            if (getattr(row, column) or 0) > 100 + 1e-7:
                yield OVER_100, column
    both = indicator.measure == "count" and value is not None and count is not None
    if both and abs(value - count) > 1e-9 * max(1, abs(value)):
        yield NUMBER, "value"
    if count is None or people is None:
        return
    events = indicator.measure == "rate" and value is not None and value > indicator.per
    if count > people and not events:
        yield PART, "numerator"
    adjusted = indicator.adjustment in ("age_adjusted", "modelled_age_adjusted")
    if published and value is not None and indicator.measure in ("rate", "percent") and not adjusted:
        expected = math.nan if people == 0 else count * indicator.per / people
        if not abs(value - expected) <= half_a_digit(value) + 1e-9 * max(1, abs(value)):
            yield QUOTIENT, "value"


def half_a_digit(value: float) -> float:
    """Half of the last decimal a number is written with, of up to eight; 0 when it has more."""
    written = f"{value:.12g}"
    decimals = len(written.partition(".")[2])
    return 0.5 * 10.0**-decimals if decimals <= 8 and "e" not in written else 0
