"""When figures are too unsure for a trend: few events, regular by chance, or resembling their neighbors."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from data.statistics.autocorrelation import autocorrelated_errors, lag_one, widened_half
from data.statistics.joinpoint import fit, select
from data.statistics.trends import Point, trend
from data.vocabulary import Period
from tests.examples import number_of

RUNS = 400


def counts(deaths: list[int], *, reliable: bool = True) -> list[Point]:
    return [
        Point(Period.years(2010 + i), float(d), math.sqrt(d), 0.5, events=d, reliable=reliable)
        for i, d in enumerate(deaths)
    ]


# Few events, and figures that are not reliable


def test_one_death_a_year_is_no_trend() -> None:
    """Sherborn and Marion: one death each year; with five years they were "falling, down 0.3 % a year"."""
    assert trend(counts([1] * 7)).declined == "few events"
    assert trend(counts([1] * 5)).declined == "too few points"


def test_fifty_events_are_enough_and_forty_nine_are_not() -> None:
    assert trend(counts([7, 7, 7, 7, 7, 7, 7])).declined == "few events"
    assert trend(counts([7, 7, 7, 8, 7, 7, 7])).declined is None


def test_half_of_the_figures_must_be_reliable() -> None:
    sure, unsure = counts([20] * 8), counts([20] * 8, reliable=False)
    assert trend(sure[:4] + unsure[4:]).declined is None
    assert trend(sure[:3] + unsure[3:]).declined == "unreliable"


def test_where_events_are_not_known_their_number_is_not_asked_for() -> None:
    points = [Point(p.period, p.value, p.se) for p in counts([7] * 7)]
    assert trend(points).declined is None


def test_regular_counts_are_not_surer_than_counts_can_be() -> None:
    """Ten deaths each year: the slope's variance is 1 / Σ w (t − t̄)², w = 10, and not that of no scatter at all."""
    times, values = list(range(7)), [math.log(d) for d in (10, 10, 11, 10, 10, 10, 10)]
    weights = [10.0] * 7
    spread = 10 * sum((t - 3) ** 2 for t in times)
    bare = fit(times, values, weights, 0)
    assert bare.variances[0] < 0.1 / spread
    assert select(times, values, weights, least_scatter=1.0).fit.variances == pytest.approx((1 / spread,))
    result = trend(counts([10, 10, 11, 10, 10, 10, 10]))
    assert result.aapc is not None
    assert math.log1p(result.aapc.high / 100) - math.log1p(result.aapc.value / 100) == pytest.approx(
        2.570582 * math.sqrt(1 / sum(d * (t - _mean_year()) ** 2 for t, d in enumerate((10, 10, 11, 10, 10, 10, 10)))),
        rel=1e-4,
    )


def _mean_year() -> float:
    deaths = (10, 10, 11, 10, 10, 10, 10)
    return sum(t * d for t, d in enumerate(deaths)) / sum(deaths)


def test_a_smooth_curve_within_its_sampling_error_has_no_turn() -> None:
    """Up and down by a hundredth, each figure known to a tenth: what a model smooths looks like this."""
    values = [20 * math.exp(0.01 * (5 - abs(t - 5))) for t in range(12)]
    points = [Point(Period.years(2000 + t), v, 0.1 * v) for t, v in enumerate(values)]
    assert trend([Point(p.period, p.value) for p in points]).joinpoints != ()
    assert trend(points).joinpoints == ()


# Errors that resemble their neighbors


def slow_lag_one(residuals: list[float], parameters: int) -> float:
    n = len(residuals)
    seen = sum(a * b for a, b in pairwise(residuals)) / sum(r * r for r in residuals)
    return min(max((seen + parameters / n) / (1 - (parameters + 2) / n), 0), 0.95)


def test_the_correlation_of_errors_is_found_again_after_a_line_is_taken_out() -> None:
    for correlation in (0.0, 0.3, 0.5, 0.7):
        errors = autocorrelated_errors(correlation, 40, 500, [1])
        times = np.arange(40.0)
        found = []
        for series in errors:
            residuals = series - np.polyval(np.polyfit(times, series, 1), times)
            found.append(lag_one(residuals, 2))
            assert found[-1] == pytest.approx(slow_lag_one(residuals.tolist(), 2))
        # Below zero counts as zero, so the mean of none is above it.
        assert np.mean(found) == pytest.approx(correlation, abs=0.09)


def test_correlated_errors_have_the_correlation_and_the_variance_they_are_asked_for() -> None:
    errors = autocorrelated_errors(0.5, 20, 20_000, [3])
    assert np.var(errors) == pytest.approx(1, abs=0.02)
    assert np.mean(errors[:, 1:] * errors[:, :-1]) == pytest.approx(0.5, abs=0.02)
    assert np.mean(errors[:, 2:] * errors[:, :-2]) == pytest.approx(0.25, abs=0.02)


def test_twenty_points_correlated_by_a_half_tell_as_much_as_fewer_than_seven() -> None:
    """(1 + 0.5) / (1 − 0.5) = 3: three times the variance, and 18 / 3 = 6 degrees of freedom, whose t is 2.447."""
    assert widened_half(1.0, 18, 0.5) == pytest.approx(2.446912 * math.sqrt(3), rel=1e-5)
    assert widened_half(1.0, 18, 0.0) == pytest.approx(2.100922, rel=1e-5)


def false_statements(correlation: float, years: int = 20) -> float:
    """Share of flat series, synthetic, of which a joinpoint, a rise or a fall is stated."""
    series = np.exp(3 + 0.1 * autocorrelated_errors(correlation, years, number_of(RUNS), [2026, years]))
    said = 0
    for values in series:
        result = trend([Point(Period.years(2000 + t), float(v)) for t, v in enumerate(values)])
        said += bool(result.joinpoints) or result.verdict in ("rising", "falling")
    return said / len(series)


@pytest.mark.slow
@pytest.mark.parametrize(("correlation", "most"), [(0.0, 0.05), (0.3, 0.08), (0.5, 0.08)])
def test_flat_series_are_seldom_given_a_trend_even_when_years_resemble_each_other(
    correlation: float, most: float
) -> None:
    """Without the test of autocorrelation a half (0.5) of such series had a false joinpoint, rise or fall."""
    # Chance may add two standard errors to the share of so few series.
    assert false_statements(correlation) <= most + 2 * math.sqrt(most / number_of(RUNS))


@pytest.mark.slow
def test_a_real_turn_in_independent_years_is_still_found() -> None:
    random, found = np.random.default_rng(5), 0
    line = 3 + np.where(np.arange(20) < 10, 0.05 * np.arange(20), 0.5 - 0.1 * (np.arange(20) - 10))
    for _ in range(number_of(RUNS)):
        values = np.exp(line + random.normal(0, 0.05, 20))
        found += trend([Point(Period.years(2000 + t), float(v)) for t, v in enumerate(values)]).verdict == "falling"
    assert found / number_of(RUNS) >= 0.95
