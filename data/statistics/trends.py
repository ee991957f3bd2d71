"""Trends: annual percent change by joinpoint regression, its verdict in a word, and the change between two periods.

A trend is of non-overlapping periods of one series, after its last break, without provisional figures; notes name the
figures left out. A trend that cannot be computed is declined, with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np

from data.statistics import special
from data.statistics.autocorrelation import widened_half
from data.statistics.joinpoint import MAX_POINTS, SEED, Fit, PermutationTest, Selection, select

Direction = Literal["rising", "falling", "not changing", "not told"]
Refusal = Literal[
    "too few points", "rolling", "zero", "too many points", "modelled", "unreliable", "few events", "autocorrelated"
]


class Period(Protocol):
    """Period as the trend functions use it: first and last day, midpoint in years, and labels."""

    @property
    def start(self) -> date:
        """First day."""

    @property
    def end(self) -> date:
        """Last day."""

    @property
    def midpoint(self) -> float:
        """Midpoint, as a fractional year."""

    @property
    def slug(self) -> str:
        """Text form in URLs and files."""

    @property
    def label(self) -> str:
        """Short label, for titles and axes."""

    @property
    def long_label(self) -> str:
        """Long label, for sentences."""


FEWEST_POINTS = 7
"""Fewest non-overlapping periods from which a trend is computed."""
FEWEST_EVENTS = 50
"""Fewest events behind all figures of a trend together."""
WIDEST_CHANGE = 5.0
"""Half the widest interval, in percent a year, with which "not changing" may be said: with a wider one nothing can."""
RECENT = 5
"""Default number of last periods of the recent average (`Trend.recent`)."""
_CONFIDENCE = 0.95
# exp(709.8) is the largest number a float can hold.
_MAX_EXPONENT = 700.0


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series.

    `value` and its standard error `se` are in the indicator's unit; a suppressed or missing figure has no value.
    `half_event` is the value of half an event (0.5 × per / population, or 0.5 for a count): it replaces a value of
    zero, which has no logarithm. `events` are those behind it, where known; `reliable` is False where it is not known
    to be reliable. Raises ValueError for a value or a standard error below zero.
    """

    period: Period
    value: float | None
    se: float | None = None
    half_event: float | None = None
    provisional: bool = False
    events: float | None = None
    reliable: bool = True

    def __post_init__(self) -> None:
        for number in (self.value, self.se, self.half_event):
            if number is not None and not (math.isfinite(number) and number >= 0):
                raise ValueError(f"a rate and its standard error are zero or above, {self.period.slug} has {number}")

    @property
    def positive(self) -> Point | None:
        """The point for a log-linear fit: a zero is replaced by half an event, whose logarithm has variance 1 / 0.5.

        None when there is no value, or a zero whose `half_event` is not known. Joinpoint also adds 0.5 to zero counts.
        """
        if self.value is None:
            return None
        if self.value > 0:
            return self
        if not self.half_event:
            return None
        return replace(self, value=self.half_event, se=self.half_event * math.sqrt(1 / 0.5))


@dataclass(frozen=True, slots=True)
class AnnualChange:
    """Annual percent change with its 95 % interval: 100 (exp(b) − 1) of a slope b of logarithms."""

    value: float
    low: float
    high: float

    @property
    def direction(self) -> Direction:
        """`rising` or `falling` when the interval excludes zero; else `not changing`, or `not told` if it is wide."""
        if self.low > 0 or self.high < 0:
            return "rising" if self.low > 0 else "falling"
        return "not changing" if (self.high - self.low) / 2 <= WIDEST_CHANGE else "not told"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a series with one annual percent change (APC); neighbours share the period of their joinpoint."""

    first: Period
    last: Period
    apc: AnnualChange


@dataclass(frozen=True, slots=True)
class Trend:
    """Joinpoint regression of a series; empty, with the reason in `declined` and `why`, where it is not computed.

    `periods` are those fitted and `fitted` the fitted values, in the indicator's unit. `aapc` is the average annual
    percent change over all of them, `recent` over the last few (`recent_periods`). `weighted`: standard errors were
    known. `notes` are sentences on figures left out or replaced.
    """

    periods: tuple[Period, ...] = ()
    fitted: tuple[float, ...] = ()
    segments: tuple[Segment, ...] = ()
    aapc: AnnualChange | None = None
    recent: AnnualChange | None = None
    recent_periods: tuple[Period, ...] = ()
    weighted: bool = False
    tests: tuple[PermutationTest, ...] = ()
    notes: tuple[str, ...] = ()
    declined: Refusal | None = None
    why: str = ""

    @property
    def joinpoints(self) -> tuple[Period, ...]:
        """Periods at which the trend changes."""
        return tuple(segment.first for segment in self.segments[1:])

    @property
    def verdict(self) -> Direction | None:
        """Direction of the last segment; None when the trend was declined."""
        return self.segments[-1].apc.direction if self.segments else None

    @property
    def since(self) -> Period | None:
        """First period of the last segment; None when the trend was declined."""
        return self.segments[-1].first if self.segments else None


def trend(points: Iterable[Point], breaks: Iterable[int] = (), last: int = RECENT, seed: int = SEED) -> Trend:
    """Trend of a series: log-linear joinpoint regression of its figures on the midpoints of their periods, in years.

    ln(value) is fitted with weights (value / se)², the inverse variance of the logarithm by the delta method, or
    without weights when a standard error is unknown. `joinpoint.select` selects the number of joinpoints. Percent
    changes, all with t intervals on the degrees of freedom of the fit (Joinpoint's parametric method):

    - APC of a segment with slope b: 100 (exp(b) − 1).
    - AAPC over a range: 100 (exp(Σ w b / Σ w) − 1), w the years of each segment in it, variance Σ w² var(b) / (Σ w)²
      (Clegg LX et al. Stat Med 2009;28:3670–3682). Clegg and Joinpoint take the normal quantile; t is wider for few
      points, and agrees with the APC when there is one segment (Kim HJ et al. Stat Med 2017;36:3059–3074).

    `breaks` are years of breaks in series: only periods that start in or after the last one are fitted. Declined:
    `rolling` when periods overlap, `too few points` under `FEWEST_POINTS`, `zero` when a zero has no `half_event` or no
    value is above zero, `too many points` over `MAX_POINTS`, `unreliable` when fewer than half of the figures are known
    to be reliable, `few events` under `FEWEST_EVENTS` in all, `autocorrelated` when errors that resemble their
    neighbors could make what is seen. The scatter is never taken to be below the standard errors. `last` is the number
    of periods of the recent average;
    `recent` is None when there are fewer, or under two. Raises ValueError for two figures of one period.
    """
    ordered = sorted(points, key=lambda point: (point.period.start, point.period.end))
    for before, after in pairwise(ordered):
        if before.period == after.period:
            raise ValueError(f"there are two figures for {after.period.slug}: a series has one for a period")
    kept, notes = _after_last_break(ordered, breaks)
    kept, left_out = _final_points(kept)
    notes += left_out
    if any(after.period.start <= before.period.end for before, after in pairwise(kept)):
        return _declined(
            "rolling", "The periods overlap: each shares events with the next, so they are not tested.", notes
        )
    if len(kept) < FEWEST_POINTS:
        why = f"There are {len(kept)} periods to fit; a direction is stated from {FEWEST_POINTS} on."
        return _declined("too few points", why, notes)
    unsure = _unsure(kept)
    if unsure is not None:
        return _declined(*unsure, notes)
    if len(kept) > MAX_POINTS:
        why = f"There are {len(kept)} periods; joinpoints are looked for in at most {MAX_POINTS}."
        return _declined("too many points", why, notes)
    usable = [p.positive for p in kept]
    if None in usable or not any(p.value for p in kept):
        why = "A value of zero has no logarithm, and no count is known to put half an event in its place."
        return _declined("zero", why if None in usable else "There is no event in any period.", notes)
    zeros = [p.period for p in kept if p.value == 0]
    if zeros:
        notes.append(f"Half an event stands in for the zero of {_listed(zeros)}.")
    return _fit_trend([p for p in usable if p is not None], notes, last, seed)


def _unsure(points: Sequence[Point]) -> tuple[Refusal, str] | None:
    """Why figures are too unsure for a trend, whatever their scatter: counts may be regular by chance."""
    reliable = sum(point.reliable for point in points)
    if 2 * reliable < len(points):
        return "unreliable", f"{reliable} of {len(points)} figures are known to be reliable; half must be."
    events = [point.events for point in points if point.events is not None]
    if len(events) == len(points) and sum(events) < FEWEST_EVENTS:
        return "few events", f"{sum(events):.0f} events are behind the figures; a direction takes {FEWEST_EVENTS}."
    return None


def _declined(refusal: Refusal, why: str, notes: Sequence[str]) -> Trend:
    return Trend(declined=refusal, why=why, notes=tuple(notes))


def _after_last_break(points: Sequence[Point], breaks: Iterable[int]) -> tuple[list[Point], list[str]]:
    """Points from the last break within the series on, and a note when others were left out."""
    latest = max((p.period.end.year for p in points), default=0)
    at = max((year for year in breaks if year <= latest), default=0)
    kept = [p for p in points if p.period.start.year >= at]
    left_out = len(kept) < len(points)
    return kept, [f"Figures from before the break in the series at {at} are left out."] if left_out else []


def _final_points(points: Sequence[Point]) -> tuple[list[Point], list[str]]:
    """Points with a final value, and a note for each kind that was left out."""
    notes = []
    provisional = [p.period for p in points if p.provisional and p.value is not None]
    if provisional:
        notes.append(f"The provisional {_figures(provisional)} left out.")
    missing = [p.period for p in points if p.value is None]
    if missing:
        notes.append(f"There is no figure for {_listed(missing)}.")
    return [p for p in points if p.value is not None and not p.provisional], notes


def _figures(periods: Sequence[Period]) -> str:
    return (
        f"{'figure' if len(periods) == 1 else 'figures'} of {_listed(periods)} {'is' if len(periods) == 1 else 'are'}"
    )


def _listed(periods: Sequence[Period]) -> str:
    labels = [period.long_label for period in periods]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _fit_trend(points: Sequence[Point], notes: list[str], last: int, seed: int) -> Trend:
    periods = tuple(p.period for p in points)
    values = np.array([p.value for p in points], dtype=float)
    errors = np.array([p.se or 0 for p in points], dtype=float)
    weighted = bool(np.all(errors > 0))
    if not weighted:
        lead = "Not every" if np.any(errors > 0) else "No"
        notes.append(f"{lead} figure has a standard error: all count the same.")
    weights = (values / errors) ** 2 if weighted else np.ones_like(values)
    times = [p.midpoint for p in periods]
    least_scatter = 1.0 if weighted else 0.0
    selection = select(times, np.log(values).tolist(), weights.tolist(), seed=seed, least_scatter=least_scatter)
    if selection.explained or not _stands(selection):
        why = "Neighboring figures resemble each other so much that chance alone could make such a trend."
        return _declined("autocorrelated", why, notes)
    segments = _segments(selection.fit, periods, times)
    if not any(segment.apc.direction in ("rising", "falling") for segment in segments):
        # A turn between two stretches of which nothing can be said is no turn.
        selection = select(times, np.log(values).tolist(), weights.tolist(), 0, seed, least_scatter)
        segments = _segments(selection.fit, periods, times)
    has_recent = 2 <= last <= len(points)
    return Trend(
        periods=periods,
        fitted=tuple(math.exp(y) for y in selection.fit.fitted),
        segments=segments,
        aapc=_average(selection.fit, times, times[0], times[-1]),
        recent=_average(selection.fit, times, times[-last], times[-1]) if has_recent else None,
        recent_periods=periods[-last:] if has_recent else (),
        weighted=weighted,
        tests=selection.tests,
        notes=tuple(notes),
    )


def _segments(fit: Fit, periods: Sequence[Period], times: Sequence[float]) -> tuple[Segment, ...]:
    corners = [0, *fit.places, len(periods) - 1]
    return tuple(
        Segment(periods[a], periods[b], _average(fit, times, times[a], times[b])) for a, b in pairwise(corners)
    )


def _stands(selection: Selection) -> bool:
    """Whether the direction of a straight line, if it has one, stands when errors are as correlated as they seem.

    Of a line with turns these have stood up to autocorrelation themselves (`select`).
    """
    fit = selection.fit
    if fit.places:
        return True
    slope, variance = abs(fit.slopes[-1]), fit.variances[-1]
    if slope <= widened_half(variance, fit.degrees, 0.0):
        return True
    return slope > widened_half(variance, fit.degrees, selection.correlation)


def _average(fit: Fit, times: Sequence[float], start: float, end: float) -> AnnualChange:
    """Mean slope from `start` to `end`, as annual percent change with its t interval."""
    corners = [times[0], *(times[place] for place in fit.places), times[-1]]
    years = [max(min(b, end) - max(a, start), 0) for a, b in pairwise(corners)]
    shares = [y / sum(years) for y in years]
    slope = sum(s * b for s, b in zip(shares, fit.slopes, strict=True))
    variance = sum(s * s * v for s, v in zip(shares, fit.variances, strict=True))
    half = float(special.stdtrit(fit.degrees, (1 + _CONFIDENCE) / 2)) * math.sqrt(variance)
    return AnnualChange(_percent(slope), _percent(slope - half), _percent(slope + half))


def _percent(log_change: float) -> float:
    return 100 * math.expm1(min(log_change, _MAX_EXPONENT))


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """Percent change of a figure between two periods, with its 95 % interval and the p-value of no change."""

    first: Period
    last: Period
    value: float
    low: float
    high: float
    p_value: float

    @property
    def direction(self) -> Literal["higher", "lower", "not clear"]:
        """`higher` or `lower` when the interval excludes zero, else `not clear`."""
        return "higher" if self.low > 0 else "lower" if self.high < 0 else "not clear"


def period_change(first: Point, last: Point) -> PeriodChange | None:
    """Percent change from one period to a later one: 100 (y₂ / y₁ − 1).

    Log-normal interval and two-sided normal test of ln(y₂ / y₁), whose variance is (se₁ / y₁)² + (se₂ / y₂)² (Rothman
    KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed., 2008, ch. 14). A zero becomes half an event. None when the
    periods overlap or are not in order, a value or a standard error is missing, or a zero has no count behind it.
    """
    before, after = first.positive, last.positive
    if before is None or after is None or not before.se or not after.se or last.period.start <= first.period.end:
        return None
    assert before.value is not None
    assert after.value is not None
    change = math.log(after.value / before.value)
    error = math.hypot(before.se / before.value, after.se / after.value)
    half = float(special.ndtri((1 + _CONFIDENCE) / 2)) * error
    p_value = 2 * float(special.ndtr(-abs(change) / error))
    return PeriodChange(
        first.period, last.period, _percent(change), _percent(change - half), _percent(change + half), p_value
    )


def latest_change(points: Iterable[Point], breaks: Iterable[int] = ()) -> PeriodChange | None:
    """Percent change between the last two final figures of a series; never across a break. None as `period_change`."""
    ordered = sorted(points, key=lambda point: (point.period.start, point.period.end))
    final = _final_points(_after_last_break(ordered, breaks)[0])[0]
    return period_change(final[-2], final[-1]) if len(final) > 1 else None
