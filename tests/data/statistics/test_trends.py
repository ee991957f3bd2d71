"""Trends: what is fitted and what is left out, percent changes and their averages, verdicts, refusals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data.statistics.trends import (
    AnnualChange,
    Point,
    Refusal,
    Trend,
    latest_change,
    period_change,
    trend,
)
from data.vocabulary import Period


def yearly(values: Sequence[float | None], first: int = 2010, se: float | None = None) -> list[Point]:
    return [Point(Period.years(first + i), value, se) for i, value in enumerate(values)]


def growing(percent: float, years: int, noise: float = 0.0, level: float = 20.0) -> list[float]:
    """Synthetic: a steady percent a year, with log-normal noise from a seed."""
    random = np.random.default_rng(years)
    return [level * (1 + percent / 100) ** i * math.exp(random.normal(0, noise)) for i in range(years)]


def slugs(periods: Sequence[Period]) -> list[str]:
    return [p.slug for p in periods]


# Percent a year


def test_a_rate_that_doubles_every_year_rises_by_100_percent_a_year() -> None:
    actual = trend(yearly([1, 2, 4, 8, 16, 32, 64]))
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100)
    assert actual.fitted == pytest.approx((1, 2, 4, 8, 16, 32, 64))
    assert (actual.verdict, slugs(actual.joinpoints)) == ("rising", [])
    assert actual.since == Period.years(2010)


def test_the_interval_of_a_straight_trend_is_that_of_linear_regression() -> None:
    """ln y = 1, 3, 2, 5, 4, 7, 6: slope 25 / 28 = 0.893; about the line 5.679 on 5 degrees of freedom, t 2.571."""
    values = (1, 3, 2, 5, 4, 7, 6)
    actual = trend(yearly([math.exp(y) for y in values]))
    mean = sum(values) / 7
    slope = sum((t - 3) * y for t, y in enumerate(values)) / 28
    scatter = sum((y - mean - slope * (t - 3)) ** 2 for t, y in enumerate(values)) / 5
    half = 2.570582 * math.sqrt(scatter / 28)
    assert slope == pytest.approx(25 / 28)
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100 * (math.exp(slope) - 1))
    assert actual.aapc.low == pytest.approx(100 * (math.exp(slope - half) - 1), rel=1e-5)
    assert actual.aapc.high == pytest.approx(100 * (math.exp(slope + half) - 1), rel=1e-5)
    assert actual.verdict == "rising"
    assert actual.segments[0].apc == actual.aapc


def test_standard_errors_weigh_the_logarithms_by_the_square_of_value_over_error() -> None:
    """Two years known ten times better than the others pull the line to themselves; weights reckoned by hand."""
    values, errors = [10.0, 12, 11, 14, 20, 15, 16], [1.0, 0.12, 1.1, 0.14, 2.0, 1.5, 1.6]
    points = [Point(Period.years(2010 + i), v, e) for i, (v, e) in enumerate(zip(values, errors, strict=True))]
    actual = trend(points)
    weights = np.array([100, 10_000, 100, 10_000, 100, 100, 100])
    slope = np.polyfit(range(7), np.log(values), 1, w=np.sqrt(weights))[0]
    assert actual.weighted
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100 * (math.exp(slope) - 1))


def test_averages_weigh_slopes_by_the_years_they_hold() -> None:
    """Synthetic: ten years up by 10 %, nine down by 5 %; the last five periods are all on the way down."""
    values = [20 * 1.1**i for i in range(11)]
    values += [values[-1] * 0.95**i for i in range(1, 10)]
    noisy = np.array(values) * np.exp(np.random.default_rng(1).normal(0, 0.01, 20))
    actual = trend(yearly(noisy.tolist(), first=2000))
    assert slugs(actual.joinpoints) == ["2010"]
    up, down = (segment.apc for segment in actual.segments)
    mean = (10 * math.log1p(up.value / 100) + 9 * math.log1p(down.value / 100)) / 19
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100 * math.expm1(mean))
    # Variances are added with the squares of the same shares; 20 − 1 − 4 degrees of freedom.
    t = float(stats.t.ppf(0.975, 15))
    errors = [(math.log1p(a.high / 100) - math.log1p(a.value / 100)) / t for a in (up, down)]
    error = math.sqrt((10 * errors[0]) ** 2 + (9 * errors[1]) ** 2) / 19
    assert actual.aapc.high == pytest.approx(100 * math.expm1(mean + t * error))
    assert actual.aapc.low == pytest.approx(100 * math.expm1(mean - t * error))
    assert slugs(actual.recent_periods) == ["2015", "2016", "2017", "2018", "2019"]
    assert actual.recent is not None
    assert (actual.recent.value, actual.recent.low, actual.recent.high) == pytest.approx(
        (down.value, down.low, down.high)
    )
    assert (actual.verdict, actual.since) == ("falling", Period.years(2010))


def test_pooled_periods_are_fitted_at_their_middles_in_years() -> None:
    """Synthetic: triennia that double each time rise by 2^(1/3)."""
    points = [Point(Period.years(y, y + 2), 10 * 2.0**i) for i, y in enumerate(range(2000, 2021, 3))]
    actual = trend(points)
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100 * (2 ** (1 / 3) - 1))


@given(st.floats(-15, 15), st.integers(7, 20), st.floats(0.01, 1e4))
@settings(max_examples=40, deadline=None)
def test_percent_changes_do_not_depend_on_the_unit(percent: float, years: int, unit: float) -> None:
    values = growing(percent, years, noise=0.05)
    one, other = trend(yearly(values)), trend(yearly([v * unit for v in values]))
    assert slugs(other.joinpoints) == slugs(one.joinpoints)
    for ours, theirs in zip(one.segments, other.segments, strict=True):
        assert (theirs.apc.value, theirs.apc.low, theirs.apc.high) == pytest.approx(
            (ours.apc.value, ours.apc.low, ours.apc.high), abs=1e-6
        )


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [
        (0.1, 3, "rising"),
        (-3, -0.1, "falling"),
        (-1, 1, "not changing"),
        (0, 2, "not changing"),
        (-5, 5, "not changing"),
        (-4, 8, "not told"),
        (-23.1, 51.0, "not told"),
    ],
)
def test_a_direction_is_stated_when_the_interval_leaves_zero_out(low: float, high: float, direction: str) -> None:
    assert AnnualChange((low + high) / 2, low, high).direction == direction


# What is left out, and said


def test_provisional_figures_are_left_out_and_said() -> None:
    points = yearly(growing(5, 8))
    tail = [Point(Period.years(2018), 1, provisional=True), Point(Period.years(2019), 1, provisional=True)]
    actual = trend(points + tail)
    assert slugs(actual.periods) == [str(y) for y in range(2010, 2018)]
    assert "The provisional figures of 2018 and 2019 are left out." in actual.notes
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(5)
    assert "The provisional figure of 2018 is left out." in trend([*points, tail[0]]).notes


def test_hidden_years_are_left_out_and_said() -> None:
    values: list[float | None] = [*growing(5, 8)]
    values[3] = None
    actual = trend(yearly(values))
    assert len(actual.periods) == 7
    assert "There is no figure for 2013." in actual.notes
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(5)


def test_nothing_is_fitted_across_a_break() -> None:
    """Synthetic: the definition changes in 2015 and the level with it; from then on figures fall."""
    before, after = growing(5, 5), growing(-5, 7, level=60)
    actual = trend(yearly([*before, *after]), breaks=[2012, 2015])
    assert slugs(actual.periods) == [str(y) for y in range(2015, 2022)]
    assert actual.verdict == "falling"
    assert "Figures from before the break in the series at 2015 are left out." in actual.notes


def test_periods_that_straddle_a_break_belong_to_neither_side() -> None:
    points = [Point(Period.years(y, y + 1), v) for y, v in zip(range(2000, 2018, 2), growing(5, 9), strict=True)]
    assert slugs(trend(points, breaks=[2003]).periods)[0] == "2004-2005"


def test_a_break_outside_the_series_leaves_it_whole() -> None:
    actual = trend(yearly(growing(5, 8)), breaks=[2005, 2018, 2030])
    assert len(actual.periods) == 8
    assert not any("break" in note for note in actual.notes)


def test_a_break_after_which_all_is_provisional_leaves_nothing_to_fit() -> None:
    points = [*yearly(growing(5, 8)), Point(Period.years(2018), 1, provisional=True)]
    assert trend(points, breaks=[2018]).declined == "too few points"


def test_a_missing_standard_error_makes_all_count_the_same_and_is_said() -> None:
    points = yearly(growing(5, 8, noise=0.1), se=1.0)
    points[2] = Point(points[2].period, points[2].value)
    actual = trend(points)
    assert not actual.weighted
    assert actual.segments == trend(yearly(growing(5, 8, noise=0.1))).segments
    assert "Not every figure has a standard error: all count the same." in actual.notes


def test_half_an_event_stands_in_for_a_zero_and_is_said() -> None:
    """4, 0, 8, 2, 16, 9, 5 deaths: 0.5 for the 0, whose logarithm has the variance 1 / 0.5, the others 1 / deaths."""
    deaths = [4, 0, 8, 2, 16, 9, 5]
    points = [
        Point(Period.years(2010 + i), d / 10, math.sqrt(d) / 10 if d else None, half_event=0.05)
        for i, d in enumerate(deaths)
    ]
    actual = trend(points)
    adjusted = np.array([4, 0.5, 8, 2, 16, 9, 5])
    slope = np.polyfit(range(7), np.log(adjusted / 10), 1, w=np.sqrt(adjusted))[0]
    assert actual.aapc is not None
    assert actual.aapc.value == pytest.approx(100 * math.expm1(slope))
    assert "Half an event stands in for the zero of 2011." in actual.notes


# When no trend is stated


def refused(points: Sequence[Point], reason: Refusal) -> Trend:
    actual = trend(points)
    assert actual.declined == reason
    assert actual.why.endswith(".")
    assert (actual.segments, actual.joinpoints, actual.aapc, actual.recent) == ((), (), None, None)
    assert actual.verdict is None
    assert actual.since is None
    return actual


def test_six_periods_are_too_few() -> None:
    refused(yearly(growing(20, 6)), "too few points")
    refused([], "too few points")
    assert trend(yearly(growing(20, 7))).declined is None


def test_rolling_periods_are_not_tested() -> None:
    rolling = [Point(Period.years(y, y + 2), v) for y, v in zip(range(2010, 2018), growing(5, 8), strict=True)]
    refused(rolling, "rolling")
    months = [Point(Period.parse(f"2020-{m:02d}_2021-{m:02d}"), v) for m, v in enumerate(growing(5, 8), start=1)]
    refused(months, "rolling")


def test_a_zero_without_a_count_has_no_logarithm() -> None:
    refused(yearly([3, 0, 4, 5, 6, 5, 6]), "zero")


def test_a_series_of_zeros_has_no_trend() -> None:
    refused([Point(Period.years(y), 0, half_event=0.1) for y in range(2010, 2018)], "zero")


def test_more_than_sixty_periods_are_too_many() -> None:
    refused(yearly(growing(1, 61), first=1950), "too many points")


def test_a_recent_average_needs_as_many_periods() -> None:
    actual = trend(yearly(growing(5, 8)), last=9)
    assert actual.recent is None
    assert actual.recent_periods == ()
    assert trend(yearly(growing(5, 8)), last=8).recent == actual.aapc


def test_two_figures_of_one_period_are_an_error() -> None:
    with pytest.raises(ValueError, match="two figures for 2010"):
        trend([*yearly([1, 2, 3, 4, 5]), Point(Period.years(2010), 2)])


@pytest.mark.parametrize("wrong", [-1.0, math.nan, math.inf])
def test_values_below_zero_or_not_finite_are_an_error(wrong: float) -> None:
    with pytest.raises(ValueError, match="2010"):
        Point(Period.years(2010), wrong)
    with pytest.raises(ValueError, match="2010"):
        Point(Period.years(2010), 1, wrong)


# From one period to another


def test_the_change_between_two_periods_by_hand() -> None:
    """100 deaths, then 150: + 50 %, the variance of the logarithm 1/100 + 1/150 = 1/60."""
    actual = period_change(Point(Period.years(2020), 100, 10), Point(Period.years(2021), 150, math.sqrt(150)))
    assert actual is not None
    assert actual.value == pytest.approx(50)
    assert actual.low == pytest.approx(100 * (1.5 * math.exp(-1.959964 / math.sqrt(60)) - 1), rel=1e-6)
    assert actual.high == pytest.approx(100 * (1.5 * math.exp(1.959964 / math.sqrt(60)) - 1), rel=1e-6)
    assert actual.p_value == pytest.approx(2 * (1 - stats.norm.cdf(math.log(1.5) * math.sqrt(60))), rel=1e-6)
    assert actual.direction == "higher"


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_the_interval_of_a_change_leaves_zero_out_exactly_when_its_test_rejects(
    first: float, last: float, error: float, other: float
) -> None:
    actual = period_change(
        Point(Period.years(2020), first, first * error), Point(Period.years(2021), last, last * other)
    )
    assert actual is not None
    if abs(actual.p_value - 0.05) > 1e-9:
        assert (actual.direction != "not clear") == (actual.p_value < 0.05)
    assert actual.low <= actual.value <= actual.high


def test_no_change_is_stated_without_errors_values_or_between_overlapping_periods() -> None:
    known = Point(Period.years(2020), 100, 10)
    assert period_change(known, Point(Period.years(2021), 100)) is None
    assert period_change(known, Point(Period.years(2021), None, 10)) is None
    assert period_change(known, Point(Period.years(2021), 0, 0)) is None
    assert period_change(known, Point(Period.years(2019), 100, 10)) is None
    rolling = Point(Period.years(2018, 2020), 90, 5), Point(Period.years(2019, 2021), 100, 5)
    assert period_change(*rolling) is None


def test_the_latest_change_is_between_final_figures_on_one_side_of_a_break() -> None:
    points = [*yearly([10, 11, 12], se=1), Point(Period.years(2013), 99, 1, provisional=True)]
    actual = latest_change(reversed(points))
    assert actual is not None
    assert (actual.first, actual.last) == (Period.years(2011), Period.years(2012))
    assert latest_change(points, breaks=[2012]) is None
