"""Text of a trend: direction and annual percent change, joinpoints, breaks in series, and the latest change.

A direction and a change are stated only where they were tested; where one is not, why.
"""

from __future__ import annotations

from components.figures.trend.chart import drawn_breaks
from components.figures.trend.lines import lines_of, start_year
from components.figures.trend.turns import Turning, turnings, yearly
from components.formatting.numbers import format_number, format_value, ratio_decimals, times
from components.formatting.phrases import amount, people
from components.formatting.refusals import refused_change, refused_direction
from data.analysis.period_changes import Change, first_and_last, latest_figures, window_change
from data.catalog.models import Break, Indicator
from data.language import gettext
from data.query.estimates import estimate_of_row
from data.query.selection import Answer
from data.statistics.differences import difference_between
from data.statistics.trends import Segment
from data.vocabulary import Period


def trend_words(answer: Answer) -> list[str]:
    """Text under the trend chart: the change between periods, directions, joinpoints, and breaks in series in view.

    Of a series too short or too uneven for a trend, the last figure against the first; of rolling twelve months, the
    last against the twelve before. A break is told once.
    """
    trends = turnings(answer)
    breaks = drawn_breaks(lines_of(answer), answer.indicator)
    window = window_words(answer)
    ends = break_words(breaks, noted=answer.selection.view != "trend")
    if window:
        return [*window, *ends]
    of, subject = (answer.trend, answer.indicator, answer.catalog), (answer.place.geo_id, answer.selection.group)
    change = latest_figures(*of, *subject)
    if trends[0].trend.verdict in (None, "not told"):
        whole = first_and_last(*of, *subject)
        change = whole if whole is not None and whole.result is not None else change
    told = change is not None and _is_told(change, trends[0], breaks)
    return [
        *([] if change is None or told else [_changed(change, answer)]),
        *direction_words(trends, answer, start_year(answer) or 0),
        *ends,
    ]


def _is_told(change: Change, turning: Turning, breaks: list[Break]) -> bool:
    """Whether what stands under the chart says already why two periods are not compared, or says more."""
    if change.refusal == "break":
        return bool(breaks)
    return change.refusal == "modelled" or (change.result is None and turning.trend.verdict is not None)


def direction_words(trends: list[Turning], answer: Answer, start: int = 0) -> list[str]:
    """Sentences on the direction of each trend, with a key to the notches; else the reason why none is stated.

    `start` is the year from which on the lines are drawn: without a notch after it there is no key.
    """
    stated = [_stated(turning, answer) for turning in trends if turning.trend.verdict is not None]
    turned = any(period.start.year >= start for turning in trends for period in turning.trend.joinpoints)
    key = [gettext("A notch on a line marks the year in which its trend turned.")] if turned else []
    return [*(stated or _unstated(trends[0], answer)), *key]


def break_words(breaks: list[Break], *, noted: bool) -> list[str]:
    """Sentences on the breaks in series, the dotted upright lines of the trend chart.

    `noted`: the notes of the view tell each, as they do of all views but the trend.
    """
    if noted:
        return [
            gettext("**Break in {year}**, the dotted upright line: figures from before and after are not compared. "
                "The notes say why.", year=b.at)
            for b in breaks
        ]  # fmt: skip
    return [
        gettext("**Break in {year}**, the dotted upright line: {note} Figures from before and after are not compared.",
            year=b.at, note=b.note)
        for b in breaks
    ]  # fmt: skip


def _stated(turning: Turning, answer: Answer) -> str:
    """Direction since the last joinpoint of the line, with the annual percent change, and before."""
    segments = turning.trend.segments
    last = segments[-1]
    values = {
        "place": turning.name,
        "people": people(turning.stratum, answer.indicator),
        "since": last.first.label,
        "change": yearly(last.apc),
        "last": last.last.label,
    }
    if last.apc.direction == "rising":
        sentence = gettext("{place}, {people}: **rising since {since}**, {change}; final figures to {last}.", **values)
    elif last.apc.direction == "falling":
        sentence = gettext("{place}, {people}: **falling since {since}**, {change}; final figures to {last}.", **values)
    else:
        sentence = gettext(
            "{place}, {people}: **no clear change since {since}** ({change}); final figures to {last}.", **values
        )
    if last.apc.direction == "not told":
        sentence = gettext(
            "{place}, {people}: **too few or too uneven figures to show a trend since {since}** ({change}).", **values
        )
    if len(segments) == 1:
        return sentence
    return (
        f"{sentence} {gettext('Before that: {stretches}.', stretches='; '.join(_stretch(s) for s in segments[-2::-1]))}"
    )


def _stretch(segment: Segment) -> str:
    ends = {"first": segment.first.label, "last": segment.last.label, "size": format_number(abs(segment.apc.value), 1)}
    if segment.apc.direction == "rising":
        return gettext("rising from {first} to {last}, up {size}% a year", **ends)
    if segment.apc.direction == "falling":
        return gettext("falling from {first} to {last}, down {size}% a year", **ends)
    if segment.apc.direction == "not told":
        return gettext("unclear from {first} to {last}", **ends)
    return gettext("no clear change from {first} to {last}", **ends)


def _unstated(turning: Turning, answer: Answer) -> list[str]:
    """Reason why no direction is stated; nothing where there is no figure at all."""
    refusal = turning.trend.declined
    if not len(answer.trend.with_value()) or refusal is None:
        return []
    return [refused_direction(refusal)]


def change_words(answer: Answer) -> list[str]:
    """Tested change of the chosen place and group from an earlier to the last final figure; else why there is none."""
    group = answer.selection.group
    change = latest_figures(answer.trend, answer.indicator, answer.catalog, answer.place.geo_id, group)
    return [] if change is None else [_changed(change, answer)]


def _changed(change: Change, answer: Answer) -> str:
    then, now = (Period.parse(row.period).label for row in (change.before, change.after))
    if change.result is None:
        return refused_change(change, then, now)
    indicator, result = answer.indicator, change.result
    values = {
        "place": answer.place.name,
        "people": people(answer.selection.group, indicator),
        "value": amount(change.after.value, indicator),
        "now": now,
        "earlier": format_value(change.before.value, indicator),
        "then": then,
        "size": _points(change, indicator) or _times(change),
    }
    if result.direction == "higher":
        return gettext("{place}, {people}: {value} in {now} against {earlier} in {then}: {size}, **higher**.", **values)
    if result.direction == "lower":
        return gettext("{place}, {people}: {value} in {now} against {earlier} in {then}: {size}, **lower**.", **values)
    return gettext("{place}, {people}: {value} in {now} against {earlier} in {then}: {size}, **not clear**.", **values)


def _points(change: Change, indicator: Indicator) -> str:
    """How far two percentages are apart, in points with the interval; empty of other measures.

    Empty too where the test of the difference would not say what that of the ratio says: then the ratio is given.
    """
    if indicator.measure != "percent" or change.result is None:
        return ""
    after, before = (estimate_of_row(row, indicator) for row in (change.after, change.before))
    difference = difference_between(after, before)
    if difference is None:
        return ""
    verdict = "higher" if difference.low > 0 else "lower" if difference.high < 0 else "not clear"
    if change.result.direction != verdict:
        return ""
    sign = -1 if difference.value < 0 else 1
    low, high = sorted((sign * difference.low, sign * difference.high))
    values = {
        "size": format_number(abs(difference.value), indicator.decimals),
        "low": format_number(low, indicator.decimals),
        "high": format_number(high, indicator.decimals),
    }
    if sign < 0:
        return gettext("{size} points less ({low} to {high})", **values)
    return gettext("{size} points more ({low} to {high})", **values)


def _times(change: Change) -> str:
    """The ratio of two periods with its interval; two decimals where one would put an end on 1.0, and below 1."""
    assert change.result is not None
    ratio, low, high = (1 + percent / 100 for percent in (change.result.value, change.result.low, change.result.high))
    if round(ratio, 1) == 1.0:
        ends = {"low": format_number(low, 2), "high": format_number(high, 2)}
        if change.result.direction == "higher":
            return gettext("slightly more (ratio {low} to {high})", **ends)
        if change.result.direction == "lower":
            return gettext("slightly less (ratio {low} to {high})", **ends)
        return gettext("about the same (ratio {low} to {high})", **ends)
    decimals = ratio_decimals(ratio, low, high)
    ends = {"low": format_number(low, decimals), "high": format_number(high, decimals)}
    return gettext("{times} ({low} to {high})", times=times(ratio, decimals), **ends)


def window_words(answer: Answer) -> list[str]:
    """The last twelve months of a rolling series against the twelve months before; nothing of other series."""
    group = answer.selection.group
    change = window_change(answer.trend, answer.indicator, answer.catalog, answer.place.geo_id, group)
    if change is None:
        return []
    if change.result is None:
        then, now = (Period.parse(row.period).label for row in (change.before, change.after))
        return [refused_change(change, then, now)]
    result, indicator = change.result, answer.indicator
    ends = sorted(abs(percent) for percent in (result.low, result.high))
    values = {
        "place": answer.place.name,
        "value": format_value(change.after.value, indicator),
        "unit": indicator.words.events if indicator.measure == "count" else indicator.unit_short,
        "now": Period.parse(change.after.period).label,
        "earlier": format_value(change.before.value, indicator),
        "percent": format_number(abs(result.value), 0),
        "low": format_number(ends[0], 0),
        "high": format_number(ends[1], 0),
    }
    if result.direction == "lower":
        sentence = gettext(
            "{place}, {now}: {value} {unit}, **{percent}% fewer** ({low}% to {high}%) than the {earlier} in the twelve "
            "months before.",
            **values,
        )
    elif result.direction == "higher":
        sentence = gettext(
            "{place}, {now}: {value} {unit}, **{percent}% more** ({low}% to {high}%) than the {earlier} in the twelve "
            "months before.",
            **values,
        )
    else:
        sentence = gettext(
            "{place}, {now}: {value} {unit}, **not clearly different** from the {earlier} in the twelve months before.",
            **values,
        )
    if change.after.period in indicator.provisional:
        return [f"{sentence} {gettext('The latest figures are provisional: they usually rise as reports come in.')}"]
    return [sentence]
