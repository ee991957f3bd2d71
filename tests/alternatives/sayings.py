"""The numbers a view may say, a second time: each kind of saying has its own few, worked out plainly from the frames.

A number is a text as a reader sees it, with its mark of percent or dollars. What is allowed is a figure of a frame with
its interval and counts, and what is made of them: ratios and differences with their intervals, percent below, ranks,
changes over time, and how many places or groups are so. Ranks have ranges: they rest on chance draws.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from data.analysis.period_changes import Change, first_and_last, latest_of, window_change
from data.analysis.trends import series_trend
from data.catalog.models import Indicator, Place
from data.query.related import multiples_by
from data.query.rows import Rows
from data.query.selection import Answer
from data.statistics.comparisons import Estimate
from data.vocabulary import OVERALL, Period
from tests.alternatives import comparisons, joinpoint, multiple_tests, statistics

MARKS = {"en": (".", ","), "es": (".", ","), "pt": (",", ".")}
"""The decimal mark and the mark between thousands; Spanish as it is written in the United States."""
NUMBER = re.compile(r"\$?−?\d(?:[\d.,]*\d)?%?")
DOUBT = 0.015
"""How far 2,000 draws may put a percentile from where it is: four standard errors of a share of 2.5 %."""
Said = set[str]


@dataclass(frozen=True)
class Pen:
    """Writes numbers of an indicator in a language."""

    language: str
    indicator: Indicator

    def plain(self, value: float, decimals: int) -> str:
        """Rounded half up, as on paper."""
        rounded = Decimal(repr(round(abs(value), 9))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        point, thousands = MARKS[self.language]
        whole, _, rest = f"{rounded:f}".partition(".")
        grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", thousands, whole)
        text = f"{grouped}{point}{rest}" if rest else grouped
        return f"−{text}" if value < 0 and rounded else text

    def figure(self, value: float) -> str:
        whole = self.indicator.measure == "count" and (value == int(value) or value >= 100)
        text = self.plain(value, 0 if whole else self.indicator.decimals)
        return {"percent": f"{text}%", "dollars": f"${text}"}.get(self.indicator.measure, text)

    def end(self, value: float) -> str:
        """An end of an interval, which carries no mark of its unit."""
        return self.plain(value, self.indicator.decimals)

    def counts(self, numbers: Iterable[int | float]) -> Said:
        return {self.plain(float(number), 0) for number in numbers}

    def times(self, found: Sequence[float]) -> Said:
        """A ratio with its interval: with one decimal, or two below one and of limits that one would make 1.0."""
        near_one = any(f"{x:.1f}" == "1.0" for x in found)
        decimals = 2 if near_one or found[0] < 1 else 1
        said = {self.plain(x, decimals) for x in found}
        if found[0] >= 1:
            said |= {self.plain(x, 1) for x in found}
        # "Twice", which other languages write in figures.
        return said | ({self.plain(2, 0)} if self.plain(found[0], decimals) == self.plain(2, 1) else set())


def pen(answer: Answer) -> Pen:
    return Pen(answer.selection.language, answer.indicator)


def is_known(value: Any) -> bool:
    return value is not None and not math.isnan(value)


def figure_numbers(row: Any, write: Pen) -> Said:
    """A row's figure and its interval."""
    if not is_known(row.value):
        return set()
    ends = {said for x in (row.ci_low, row.ci_high) if is_known(x) for said in (write.end(x), write.figure(x))}
    return {write.figure(row.value)} | ends | ({"95%"} if ends else set())


def figures(rows: Iterable[Any], write: Pen) -> Said:
    return {number for row in rows for number in figure_numbers(row, write)}


def ratio_numbers(row: Any, write: Pen) -> Said:
    """A row's ratio to what it was compared with, where that was tested."""
    return write.times((row.ratio, row.ratio_low, row.ratio_high)) if row.verdict else set()


def tallies(answer: Answer, *, verdicts: Sequence[str] = (), statuses: Sequence[str] = ()) -> Said:
    """How many places have each of these verdicts and statuses."""
    rows = answer.places
    found = [sum(row.verdict == verdict and row.status == "reported" for row in rows) for verdict in verdicts]
    return pen(answer).counts([*found, *(sum(row.status == status for row in rows) for status in statuses)])


def shown_numbers(answer: Answer) -> Said:
    """How many places there are, have a figure, are hidden and are not available."""
    rows = answer.places
    known = pen(answer).counts((len(rows), sum(is_known(row.value) for row in rows)))
    return known | tallies(answer, statuses=("suppressed", "not_available"))


# A view's own words


def title_numbers(answer: Answer) -> Said:
    view = answer.selection.view
    each = multiples_by(answer.selection, answer.catalog) if view == "multiples" else ""
    if view == "compare":
        return compared_title_numbers(answer)
    if each:
        return {"group": _groups_told, "period": _periods_told, "group_trend": _groups_changed,
                "place_trend": _places_changed}[each](answer)  # fmt: skip
    if view == "trend":
        return figures(_own_line(answer), pen(answer))
    if view == "groups":
        return figures((r for r in answer.groups if r.geo_id == answer.place.geo_id), pen(answer)) | _gap(answer)
    return map_numbers(answer)


def _own_line(answer: Answer) -> list[Any]:
    """The rows of the trend of the place and group in view."""
    own = (answer.place.geo_id, answer.selection.group)
    return [row for row in answer.trend if (row.geo_id, row.stratum) == own]


def map_numbers(answer: Answer) -> Said:
    """Of the chosen place and the state; over places the ends, and how many there are of each kind."""
    write = pen(answer)
    rows = [*answer.state, *answer.overall, *(r for r in answer.places if r.slug == answer.selection.place)]
    rows += [r for r in answer.groups if r.level == "state"]
    said = figures(rows, write) | {n for row in rows for n in one_decimal(row, write)}
    if answer.chosen or answer.selection.level == "state":
        return said
    reliable = [row for row in answer.places if row.status == "reported" and is_known(row.value)]
    state = next((row for row in answer.state if is_known(row.value)), None)
    stand = those_that_stand(reliable, state)
    sides = [[r for r in stand if r.verdict == verdict] for verdict in ("higher", "lower")]
    said |= write.counts(sum(worth(r.value, state.value, answer.indicator) for r in side) for side in sides if state)
    usable = [row for row in answer.places if is_known(row.value) and row.status == "reported"]
    said |= {write.figure(pick(row.value for row in usable)) for pick in (min, max) if usable}
    return said | figures(ends(answer), write) | write.counts([len(reliable), len(named(answer))])


def those_that_stand(places: Sequence[Any], state: Any) -> list[Any]:
    """The places whose verdict stands: of twenty or more, those of a slow Benjamini–Hochberg."""
    tested = [row for row in places if row.verdict]
    if len(tested) < 20:
        return tested
    return [tested[i] for i in multiple_tests.standing([chance_of(row, state) for row in tested], 0.05)]


def chance_of(row: Any, state: Any) -> float:
    """By the binomial where both have counts, else by the arm of the ratio's interval that points to 1."""
    if all(is_known(n) for r in (row, state) for n in (r.numerator, r.denominator)):
        return multiple_tests.binomial_p_value(
            int(row.numerator), int(state.numerator), row.denominator / state.denominator
        )
    near = row.ratio_low if row.ratio >= 1 else row.ratio_high
    if row.ratio <= 0 or near <= 0 or near == row.ratio:
        return 1.0
    return math.erfc(1.959964 * abs(math.log(row.ratio)) / abs(math.log(row.ratio / near)) / math.sqrt(2))


def worth(value: float, reference: float, indicator: Indicator) -> bool:
    """Whether a difference is large enough for a headline, by the table of docs/methods.md."""
    if indicator.measure == "percent":
        return abs(value - reference) >= 1
    if indicator.measure == "years":
        return abs(value - reference) >= 0.5
    least = 1.15 if indicator.measure == "rate" else 1.1
    return reference > 0 and not 1 / least < value / reference < least


def one_decimal(row: Any, write: Pen) -> Said:
    """A row's ratio as a title says it."""
    return write.counts([2]) | {write.plain(row.ratio, 1)} if row.verdict else set()


def _values(rows: Iterable[Any], write: Pen) -> Said:
    return {write.figure(row.value) for row in rows if is_known(row.value)}


def reliable_groups(answer: Answer) -> list[Any]:
    """The reliable figures of groups of the place in view, highest first."""
    own = [r for r in answer.groups if r.geo_id == answer.place.geo_id and r.status == "reported"]
    return sorted((r for r in own if r.stratum not in (OVERALL, "not_stated")), key=lambda r: -r.value)


def _gap(answer: Answer) -> Said:
    """The ratio of the highest to the lowest group, or of the lowest to the highest where lower is worse."""
    write, rows = pen(answer), reliable_groups(answer)
    said = {n for row in answer.groups for n in one_decimal(row, write)}
    rows = [row for row in rows if row.stratum != "other"]
    if len(rows) < 2 or 0 in (rows[0].value, rows[-1].value):
        return said
    found = rows[0].value / rows[-1].value
    return said | {write.plain(found, 1), write.plain(1 / found, 1)} | write.counts([2])


def _figure(row: Any) -> tuple[Any, ...]:
    return tuple(float(x) if is_known(x) else None for x in (row.value, row.ci_low, row.ci_high))


def reading_numbers(answer: Answer) -> Said:
    view, write = answer.selection.view, pen(answer)
    each = multiples_by(answer.selection, answer.catalog) if view == "multiples" else ""
    if view == "compare":
        return compared_numbers(answer)
    if view == "trend":
        period = max((Period.parse(r.period).in_time for r in _own_line(answer) if is_known(r.value)), default=None)
        told = [r for r in _own_line(answer) if period is None or Period.parse(r.period).in_time <= period]
        return figures(told, write) | {write.plain(answer.indicator.per, 0)} | pair_numbers(answer)
    if view == "groups" or answer.chosen:
        # Beside maps of all periods a place is told from its first to its last.
        over_time = change_numbers(answer) if each == "period" else set()
        return pair_numbers(answer) | {write.plain(answer.indicator.per, 0)} | over_time
    if each == "group":
        rows = [row for panel in answer.related for row in panel.state]
        rows = sorted((r for r in rows if r.status == "reported" and r.stratum != "not_stated"), key=lambda r: -r.value)
        return figures(rows[:1] + rows[-1:], write)
    if each == "group_trend":
        return set()
    if each:
        return change_numbers(answer)
    state = answer.state
    said = (
        pair_numbers(answer)
        | figures(ends(answer), write)
        | figures(state, write)
        | _values(answer.overall, write)
        | {write.plain(answer.indicator.per, 0)}
    )
    said |= {number for row in state for number in ratio_numbers(row, write)}
    if answer.selection.level != "state":
        # The standard's "fewer than 10 events".
        said |= tallies(answer, verdicts=("higher", "lower", "not clear"), statuses=("unreliable", "reported")) | {"10"}
        # A verdict that does not stand among many is told with those that are not clear.
        tested = [row for row in answer.places if row.verdict and row.status == "reported"]
        told = [row for row in those_that_stand(tested, next(iter(state), None)) if row.verdict != "not clear"]
        called = sum(row.verdict != "not clear" for row in tested)
        by_chance = len(tested) * 0.05
        said |= write.counts([len(tested) - len(told), len(tested), called - len(told)])
        said |= write.counts([math.floor(by_chance), math.ceil(by_chance), round(by_chance)])
    return said


def pair_numbers(answer: Answer) -> Said:
    """Figures of the groups and of the chosen place with their ratios and differences, and numbers of groups."""
    write, geo_ids = pen(answer), {answer.place.geo_id, answer.catalog.state.geo_id}
    chosen = [r for r in answer.places if r.slug == answer.selection.place]
    rows = [r for r in (*answer.groups, *chosen, *answer.state, *answer.overall) if r.geo_id in geo_ids]
    said = figures(rows, write) | {"10"} | {n for row in rows for n in ratio_numbers(row, write)}
    said |= {n for row in rows for n in one_decimal(row, write)} | _gap(answer)
    known = [row for row in rows if is_known(row.value)] + ends(answer)
    said |= write.counts([len(named(answer)), 10_000])
    for one in known:
        for other in known:
            said |= {write.end(s * x) for x in _difference(one, other, answer.indicator) for s in (1, -1)}
            said |= _ratio(one, other, write)
    by_place = Counter(row.geo_id for row in answer.groups if row.status == "reported")
    hidden = Counter(row.geo_id for row in answer.groups if row.status == "suppressed")
    return said | write.counts(n for number in (*by_place.values(), *hidden.values()) for n in range(number + 1))


def _difference(one: Any, other: Any, indicator: Indicator) -> list[float]:
    """The difference of two rows with its interval, as of two figures and as of a part and its whole."""
    first, second_ = _estimate(one, indicator), _estimate(other, indicator)
    found: list[float] = []
    with suppress(ZeroDivisionError, ValueError):
        found += comparisons.difference(_with_error(first), _with_error(second_))
    with suppress(ZeroDivisionError, ValueError):
        found += _part_difference(first, second_, indicator, 1)
    return found


def _ratio(one: Any, other: Any, write: Pen) -> Said:
    found = statistics.ratio(Estimate(*_figure(one)), Estimate(*_figure(other)))
    return {write.plain(x, decimals) for x in found or () for decimals in (1, 2)}


def live_numbers(answer: Answer) -> Said:
    """The title's; how many places are shown, or how many panels; and the chosen place's figure."""
    said, view = title_numbers(answer), answer.selection.view
    if view == "compare":
        return said
    each = multiples_by(answer.selection, answer.catalog) if view == "multiples" else ""
    if each in ("group", "period"):
        return said | pen(answer).counts([len(answer.related)])
    if each:
        return said | pen(answer).counts([len(_lines(answer))])
    own = [row for row in answer.places if answer.chosen and row.slug == answer.selection.place]
    shown = set() if view == "multiples" or answer.selection.level == "state" else shown_numbers(answer)
    return said | shown | (_values(own, pen(answer)) if view != "multiples" else set())


# Places


def card_numbers(row: Any, answer: Answer, position: Said) -> Said:
    """What a place's card may say; `position` has the numbers of its rank."""
    write = pen(answer)
    if not is_known(row.value):
        return set()
    counted = write.counts(x for x in (row.numerator, row.denominator) if is_known(x))
    against = ratio_numbers(row, write) if row.level != "state" else set()
    return figure_numbers(row, write) | counted | against | position


def ranked(answer: Answer) -> list[Any]:
    """The places that take part in ranks: reliable, with what tells their uncertainty; none of numbers of events."""
    if not answer.indicator.comparable or answer.selection.level == "state":
        return []
    rows = [r for r in answer.places if is_sure(r, answer)]
    return [
        r for r in rows if is_known(r.ci_low) or (is_known(r.numerator) and _counts_tell(r, answer) and r.numerator)
    ]


def _counts_tell(row: Any, answer: Answer) -> bool:
    if answer.indicator.measure == "percent" and not is_known(row.denominator):
        return False
    return answer.indicator.adjustment == "crude"


def _draws(row: Any, dice: np.random.Generator) -> np.ndarray[Any, Any]:
    """2,000 figures that a place's own might have been."""
    noise = dice.standard_normal(2_000)
    value, low, high = _figure(row)
    if low is None:
        return np.asarray(value * np.exp(noise / math.sqrt(row.numerator)))
    if value <= 0:
        return np.asarray(abs(noise) * high / statistics.Z)
    error = statistics.log_error(Estimate(value, low, high))
    if error is None:
        return np.full(2_000, value)
    even = abs((high - value) - (value - low)) <= 0.05 * (high - low) or low <= 0
    return np.asarray(value * (1 + noise * error) if even else value * np.exp(noise * error))


@dataclass(frozen=True)
class Standing:
    """A place's rank, and the ranks that its low and its high may have."""

    position: int
    low: range
    high: range


def standings(answer: Answer, wanted: Sequence[str]) -> dict[str, Standing]:
    """The rank of some places by geo_id, 1 for the highest, by drawing every place and counting who is ahead."""
    rows, dice = ranked(answer), np.random.default_rng(5)
    drawn = {row.geo_id: _draws(row, dice) for row in rows}
    every = np.array(list(drawn.values()))
    found = {}
    for row in rows:
        if row.geo_id not in wanted:
            continue
        own = 1 + sum(other.value > row.value for other in rows)
        seen = sorted((1 + (every > drawn[row.geo_id]).sum(axis=0)).tolist())

        def around(share: float, seen: list[int] = seen) -> tuple[int, int]:
            first, last = (round((share + side * DOUBT) * len(seen)) for side in (-1, 1))
            return seen[max(first, 0)], seen[min(last, len(seen) - 1)]

        (a, b), (c, d) = around(0.025), around(0.975)
        found[row.geo_id] = Standing(own, range(min(a, own), min(b, own) + 1), range(max(c, own), max(d, own) + 1))
    return found


def rank_numbers(standing: Standing, number: int) -> Said:
    return {str(n) for n in (standing.position, number, *standing.low, *standing.high)}


def is_sure(row: Any, answer: Answer) -> bool:
    """Whether a figure is known to be reliable: by an interval or by ten events, and of years within three."""
    if row.status != "reported" or not is_known(row.value):
        return False
    events = row.value if answer.indicator.measure == "count" else row.numerator
    if is_known(events) and events < 10:
        return False
    if answer.indicator.measure == "years" and is_known(row.ci_low) and row.ci_high - row.ci_low > 6:
        return False
    return is_known(row.ci_low) or is_known(events)


def named(answer: Answer) -> list[Any]:
    """The places that may be called highest or lowest: the sure ones, else those not too small of the others."""
    sure = [row for row in answer.places if is_sure(row, answer)]
    if len(sure) > 1:
        return sure
    unknown = [r for r in answer.places if r.status == "reported" and not is_known(r.ci_low) and is_known(r.value)]
    people = answer.catalog.residents
    return [r for r in {*sure, *unknown} if r.geo_id not in people or people[r.geo_id] >= 10_000]


def ends(answer: Answer) -> list[Any]:
    """The highest and the lowest of the places that may be named."""
    rows = named(answer)
    return [max(rows, key=lambda r: r.value), min(rows, key=lambda r: r.value)] if rows else []


def extremes_numbers(answer: Answer) -> Said:
    """The highest and the lowest figure, of how many, the two ranks, and the residents that a town must have."""
    rows = ends(answer)
    said = figures(rows, pen(answer)) | {str(len(named(answer)))} | pen(answer).counts([10_000])
    for standing in standings(answer, [row.geo_id for row in rows]).values():
        said |= {str(n) for n in (*standing.low, *standing.high)}
    return said


def legend_numbers(answer: Answer) -> Said:
    """Bounds of classes and how many places each holds, how many stand beside them, and the state's figure."""
    write, rows = pen(answer), answer.places
    shown = [float(row.value) for row in rows if row.status == "reported" and row.value != 0]
    zeros = sum(row.value == 0 for row in rows)
    doubtful = sum(row.status == "unreliable" and row.value != 0 for row in rows)
    said = shown_numbers(answer) | write.counts((zeros, doubtful)) | _values(answer.state, write)
    if not shown:
        return said
    kind = answer.selection.classes
    if (
        kind == "group"
        and answer.selection.view == "multiples"
        and multiples_by(answer.selection, answer.catalog) == "group"
    ):
        kind = "all"  # groups side by side share their classes
    made_of = {"all": answer.class_values, "group": answer.group_values}.get(kind) or shown
    wanted = 7 if answer.selection.level == "municipality" else 5
    bounds, _ = statistics.quantile_classes(list(made_of), wanted)
    inner = bounds[1:-1]
    held = Counter(sum(value >= bound for bound in inner) for value in shown)
    return said | {write.figure(b) for b in bounds} | {str(held[k]) for k in range(len(inner) + 1)}


# Time


def _share_of_error(row: Any, answer: Answer) -> float:
    """A figure's standard error as a share of it: from its interval, else one over the root of its count; else nan."""
    if is_known(row.ci_low):
        return float((row.ci_high - row.ci_low) / (2 * statistics.Z) / row.value)
    if answer.indicator.measure == "count":
        return 1 / math.sqrt(row.value) if row.value else math.nan
    return 1 / math.sqrt(row.numerator) if is_known(row.numerator) and _counts_tell(row, answer) else math.nan


def _change(change: Change, answer: Answer) -> tuple[float, float, float]:
    """The later figure over the earlier, with the interval of a log-normal ratio from the widths of both."""
    rows = (change.before, change.after)
    errors = [_share_of_error(row, answer) for row in rows]
    factor = math.exp(statistics.Z * math.hypot(*errors))
    found = rows[1].value / rows[0].value
    return found, found / factor, found * factor


def _percents(change: Change, answer: Answer) -> Said:
    """By how many percent the later figure is above or below the earlier, with its interval."""
    return {f"{pen(answer).plain(abs(100 * (x - 1)), 0)}%" for x in _change(change, answer)}


def change_numbers(answer: Answer) -> Said:
    """The two figures that the latest change is between and, where it was tested, their ratio; else a break's year."""
    group, write = answer.selection.group, pen(answer)
    own = [r for r in answer.trend if (r.geo_id, r.stratum) == (answer.place.geo_id, group)]
    known = Rows(row for row in own if is_known(row.value))
    place, group = answer.place.geo_id, answer.selection.group
    window = window_change(known, answer.indicator, answer.catalog, place, group)
    if window is not None and window.result is not None:
        return _values((window.before, window.after), write) | _percents(window, answer)
    change = latest_of(known, answer.indicator, answer.catalog)
    if change is None:
        return set()
    first = first_and_last(known, answer.indicator, answer.catalog, place, group)
    if first is not None and first.result is not None:
        more = _told_change(first, answer)
        return more if change.result is None else more | _told_change(change, answer)
    if change.result is None:
        return {str(change.at)} if change.at else set()
    return _told_change(change, answer)


def _told_change(change: Change, answer: Answer) -> Said:
    """Both figures with the ratio and its interval, and of percents the difference in points with its own."""
    write = pen(answer)
    said = _values((change.before, change.after), write) | write.times(_change(change, answer))
    if answer.indicator.measure != "percent":
        return said
    points = comparisons.difference(
        *(_with_error(_estimate(r, answer.indicator)) for r in (change.after, change.before))
    )
    return said | {write.end(sign * x) for x in points for sign in (1, -1)}


def trend_numbers(answer: Answer) -> Said:
    """The latest change, percent a year of each stretch of each line, years of breaks, and how many figures it takes.

    Which figures are fitted, and where the line turns, are the product's own; `tests/data` works these out again.
    """
    write = pen(answer)
    said = change_numbers(answer) | {str(b.at) for b in answer.indicator.breaks} | {"7", "50"}
    for place in dict.fromkeys((answer.place, answer.catalog.state)):
        for group in dict.fromkeys((answer.selection.group, OVERALL)):
            for slope, low, high in _yearly(answer, place, group):
                said |= {f"{write.plain(x, 1)}%" for x in (slope, abs(slope))}
                said |= {write.plain(x, 1) for x in (low, high)}
    return said


def _yearly(answer: Answer, place: Place, group: str) -> list[tuple[float, float, float]]:
    """The percent a year of each stretch of a line, with its interval."""
    found = series_trend(answer.trend, answer.indicator, place.geo_id, group)
    if not found.segments:
        return []
    by_period = {row.period: row for row in answer.trend if (row.geo_id, row.stratum) == (place.geo_id, group)}
    rows = [by_period[period.slug] for period in found.periods]
    halves = [0.5 * answer.indicator.per / row.denominator if is_known(row.denominator) else 0.0 for row in rows]
    values = [row.value or half for row, half in zip(rows, halves, strict=True)]
    errors = [
        row.value * _share_of_error(row, answer) if row.value else half * math.sqrt(2)
        for row, half in zip(rows, halves, strict=True)
    ]
    known = all(is_known(error) and error > 0 for error in errors)
    weights = [(v / e) ** 2 if known else 1.0 for v, e in zip(values, errors, strict=True)]
    times = [period.midpoint for period in found.periods]
    logarithms = [math.log(value) for value in values]
    fit = joinpoint.solve(times, logarithms, weights, [period.midpoint for period in found.joinpoints])
    found_ends = joinpoint.slope_intervals(times, logarithms, weights, fit, 1.0 if known else 0.0)
    slopes = [(slope, *ends_) for slope, ends_ in zip(fit.slopes, found_ends, strict=True)]
    return [tuple(100 * math.expm1(x) for x in slope) for slope in slopes]  # type: ignore[misc]


# Small multiples


def _groups_told(answer: Answer) -> Said:
    """The groups' state figures, how many of them differ, and the ends of all maps."""
    write = pen(answer)
    rows = [row for panel in answer.related for row in panel.state]
    told = [row for row in rows if row.status == "reported" and row.stratum != "not_stated"]
    counts = write.counts(range(len(told) + 1)) | write.counts([len(answer.related)])
    return counts | figures(told, write) | _maps_told(answer) | _values(answer.overall, write)


def _maps_told(answer: Answer) -> Said:
    shown = [row.value for panel in answer.related for row in panel.places if row.status == "reported"]
    write = pen(answer)
    return ({write.figure(min(shown)), write.figure(max(shown))} if shown else set()) | write.counts(
        [len(answer.related)]
    )


def _periods_told(answer: Answer) -> Said:
    return figures(_own_line(answer), pen(answer)) | _maps_told(answer)


def _lines(answer: Answer) -> dict[str, list[Any]]:
    """The rows of each line of small multiples, by group or place; everyone and the state are not among them."""
    assert answer.series is not None
    by_group = multiples_by(answer.selection, answer.catalog) == "group_trend"
    found: dict[str, list[Any]] = {}
    for row in answer.series:
        key, rest = (row.stratum, OVERALL) if by_group else (row.geo_id, answer.catalog.state.geo_id)
        if key != rest:
            found.setdefault(str(key), []).append(row)
    return found


def _changed(answer: Answer, lines: dict[str, list[Any]]) -> Said:
    """How many lines rose and how many fell between the two periods that most were tested between."""
    tested: dict[tuple[str, str], list[str]] = {}
    for rows in lines.values():
        change = latest_of([row for row in rows if is_known(row.value)], answer.indicator, answer.catalog)
        if change is not None and change.result is not None:
            _, low, high = _change(change, answer)
            tested.setdefault((change.before.period, change.after.period), []).append(statistics.verdict(low, high))
    most = max(tested.values(), key=len, default=[])
    alike = [verdicts for verdicts in tested.values() if len(verdicts) == len(most)]
    latest = [row for rows in lines.values() for row in rows if row.status == "reported"]
    return pen(answer).counts(verdicts.count(v) for verdicts in alike for v in ("higher", "lower")) | _values(
        latest, pen(answer)
    )


def _groups_changed(answer: Answer) -> Said:
    return _changed(answer, {group: rows for group, rows in _lines(answer).items() if group != "not_stated"})


def _places_changed(answer: Answer) -> Said:
    return _changed(answer, _lines(answer))


# Comparisons


def compared_title_numbers(answer: Answer) -> Said:
    """Both figures, and of two places the ratio with one decimal."""
    sides = answer.related or (answer,)
    rows = [_own(side) for side in sides]
    said = {n for row, side in zip(rows, sides, strict=True) if row for n in figure_numbers(row, pen(side))}
    if len(rows) < 2 or None in rows or not all(is_known(row.value) and row.value for row in rows):
        return said
    return said | {pen(answer).plain(rows[0].value / rows[1].value, 1)} | pen(answer).counts([2])


def compared_numbers(answer: Answer) -> Said:
    """Both figures with their intervals; of two places, their ratio and difference with theirs."""
    if len(answer.related) < 2:
        return set()
    one, other = answer.related[:2]
    rows = [_own(side) for side in (one, other)]
    said = {n for row, side in zip(rows, (one, other), strict=True) if row for n in figure_numbers(row, pen(side))}
    if one.indicator.id != other.indicator.id or None in rows or not all(is_known(row.value) for row in rows):
        return said
    ratio, difference = _tested(rows[0], rows[1], one, other)
    write = pen(one)
    return said | (write.times(ratio) if ratio else set()) | {write.end(x) for x in difference}


def _own(side: Answer) -> Any:
    """The row of the place and group of one side of a comparison."""
    rows = [r for r in side.groups if (r.geo_id, r.stratum) == (side.place.geo_id, side.selection.group)]
    rows += side.state if not side.chosen else []
    rows += [r for r in side.places if r.geo_id == side.place.geo_id]
    return next(iter(rows), None)


def _estimate(row: Any, indicator: Indicator) -> Estimate:
    told = indicator.adjustment == "crude" and (indicator.measure != "percent" or is_known(row.denominator))
    counts = (row.numerator, row.denominator) if told else (math.nan, math.nan)
    return Estimate(*_figure(row), *(float(x) if is_known(x) else None for x in counts))


def _tested(first: Any, second: Any, one: Answer, other: Answer) -> tuple[Sequence[float], Sequence[float]]:
    """The ratio and the difference of two places, of a part and its whole by their counts; empty without one."""
    figures_ = [_estimate(row, one.indicator) for row in (first, second)]
    members = [set(side.place.members) for side in (one, other)]
    whole_is_second, whole_is_first = members[0] < members[1], members[1] < members[0]
    if whole_is_second or whole_is_first:
        part, whole = figures_ if whole_is_second else figures_[::-1]
        found = statistics.part_to_whole(part, whole)
        if found is not None and (whole_is_second or found[1] > 0):
            turned = found if whole_is_second else (1 / found[0], 1 / found[2], 1 / found[1])
            return turned, _part_difference(part, whole, one.indicator, 1 if whole_is_second else -1)
    found = statistics.ratio(*figures_)
    if found is None:
        return (), ()
    return found, comparisons.difference(*(_with_error(figure) for figure in figures_))


def _part_difference(part: Estimate, whole: Estimate, indicator: Indicator, sign: int) -> Sequence[float]:
    if not part.events or not whole.events or not part.people or not whole.people or part.events >= whole.events:
        return ()
    per = whole.value * whole.people / whole.events
    point, low, high = comparisons.part_from_whole(
        (int(part.events), part.people), (int(whole.events), whole.people), per
    )
    point, low, high = (x + (part.value - whole.value) - point for x in (point, low, high))
    return (point, low, high) if sign == 1 else (-point, -high, -low)


def _with_error(figure: Estimate) -> comparisons.Figure:
    """A figure with an even interval: its own width, or that of its count."""
    if figure.low is not None and figure.high is not None and figure.high > figure.low:
        return figure.value, figure.low, figure.high
    half = statistics.Z * figure.value / math.sqrt(figure.events or 1)
    return figure.value, figure.value - half, figure.value + half


def periods_in_view(answer: Answer) -> set[Period]:
    """Every period whose figure, or change, a view may speak of."""
    slugs = {row.period for row in answer.trend}
    slugs |= set() if answer.series is None else {row.period for row in answer.series}
    own = {Period.parse(slug) for slug in slugs} | {answer.selection.period}
    return own | {side.selection.period for side in answer.related}
