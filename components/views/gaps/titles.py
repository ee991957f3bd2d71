"""Title of the page of gaps: the finding about a pair, or why there is none.

Three states, never mixed: tested and different; tested, not clear; not tested, sizes given.
"""

from __future__ import annotations

from components.formatting.numbers import capitalize_first, format_number, format_value, times
from components.formatting.phrases import amount, is_rate, people
from components.views.gaps.words import names, shown_difference, size
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.catalog.models import Indicator
from data.language import gettext

LONGEST = 120
"""Letters of a title above which its second side is named in short."""
OLD = 2019
"""Figures of this year, or of an earlier one, are told in the past tense."""
LEAST_RATIO, LEAST_POINTS = 1.15, 1.0
"""The least ratio of two rates, and difference of two percentages, that a headline is made of."""


def gap_title(view: GapView) -> str:
    """The finding, with the place below the state and the period; its second side in short where it is long."""
    answer = view.answer
    for short in (False, True):
        values = {"finding": capitalize_first(_finding(view, short=short)), "period": answer.selection.period.label}
        if answer.chosen:
            title = gettext("{finding}, {place}, {period}", place=answer.place.name, **values)
        else:
            title = gettext("{finding}, {period}", **values)
        if len(title) <= LONGEST:
            break
    return title


def _finding(view: GapView, *, short: bool) -> str:
    indicator, pair = view.answer.indicator, view.pair
    if pair is None or len(shown_groups(view)) < 2:
        return _without_pair(view, short=short)
    if pair.state == "different" and not _is_small(pair, indicator):
        return _different(pair, view, short=short)
    one, other = names(view, short=short)
    values = {
        "indicator": indicator.title,
        "people": one,
        "others": other,
        "value": amount(pair.group.estimate.value, indicator),
        "other": _second_amount(pair, indicator),
        "happen": _verb(view),
    }
    if pair.state == "different":
        return gettext(
            "{indicator}: {value} among {people}, against {other} among {others}, a small difference", **values
        )
    if pair.state == "not clear" and view.answer.selection.period.end.year <= OLD:
        return gettext("{indicator}: {people} ({value}) and {others} ({other}) were not clearly different", **values)
    if pair.state == "not clear":
        return gettext("{indicator}: {people} ({value}) and {others} ({other}) are not clearly different", **values)
    if pair.state == "unreliable":
        return gettext(
            "{indicator}: {value} among {people}, against {other} among {others} (too few events to compare)", **values
        )
    if indicator.measure == "percent":
        return gettext("{value} of {people} {happen}, against {other} of {others} (not tested)", **values)
    return gettext("{indicator}: {value} among {people}, against {other} among {others} (not tested)", **values)


def _second_amount(pair: Pair, indicator: Indicator) -> str:
    """The reference's figure after the group's, whose unit is its own too."""
    return format_value(pair.reference.estimate.value, indicator)


def _verb(view: GapView) -> str:
    """What happens to people, or happened where the figures are old."""
    words = view.answer.indicator.words
    return words.happened if view.answer.selection.period.end.year <= OLD else words.happen


def _is_small(pair: Pair, indicator: Indicator) -> bool:
    """Whether a difference is real and too small for a headline."""
    ratio = pair.ratio_value
    if indicator.measure == "rate":
        return ratio is not None and 1 / LEAST_RATIO < ratio < LEAST_RATIO
    return indicator.measure == "percent" and abs(pair.difference_value) < LEAST_POINTS


def shown_groups(view: GapView) -> list[str]:
    """The groups that have a figure."""
    return view.groups.with_figure.column("stratum") if view.groups else []


def _different(pair: Pair, view: GapView, *, short: bool) -> str:
    indicator = view.answer.indicator
    one, other = names(view, short=short)
    values = {"people": one, "others": other, "happen": _verb(view), "rate": indicator.words.rate}
    higher, ratio = pair.difference_value > 0, pair.ratio_value
    apart = size(abs(shown_difference(pair, indicator)), indicator)
    if indicator.measure == "percent":
        figures = {
            "value": amount(pair.group.estimate.value, indicator),
            "other": _second_amount(pair, indicator),
            "size": apart,
        }
        if higher:
            return gettext(
                "{value} of {people} {happen}, against {other} of {others}: {size} higher", **values, **figures
            )
        return gettext("{value} of {people} {happen}, against {other} of {others}: {size} lower", **values, **figures)
    if not is_rate(indicator) or ratio is None:
        if higher:
            return gettext("{rate} among {people} is {size} higher than among {others}", size=apart, **values)
        return gettext("{rate} among {people} is {size} lower than among {others}", size=apart, **values)
    if ratio < 1:
        percent = format_number((1 - ratio) * 100, 0)
        return gettext("{people} {happen} at a rate {percent}% below that of {others}", percent=percent, **values)
    return gettext("{people} {happen} at {times} the rate of {others}", times=times(ratio), **values)


def _without_pair(view: GapView, *, short: bool) -> str:
    """Title where no two groups are compared: the one figure, or why there is none."""
    indicator, shown = view.answer.indicator, shown_groups(view)
    if not indicator.comparable:
        return gettext("{indicator}: numbers of events are not compared between groups", indicator=indicator.title)
    if view.groups is None:
        return gettext("{indicator}: not published by group", indicator=indicator.title)
    if not shown:
        return gettext("{indicator}: no group has a figure", indicator=indicator.title)
    if view.group is None:
        return gettext("{indicator}: no group has a reliable figure", indicator=indicator.title)
    row = view.groups.rows.only(stratum=view.group)
    assert row is not None
    values = {
        "indicator": indicator.title,
        "people": people(view.group, indicator),
        "value": amount(row.value, indicator),
    }
    if len(shown) > 1:
        return gettext("{indicator}: {value} among {people}; no figure to compare with", **values)
    if indicator.measure == "ratio":
        return gettext("{indicator}: {value} for {people}", **values)
    if view.pair is None:
        return gettext("{indicator}: {value} among {people}", **values)
    return gettext(
        "{indicator}: {value} among {people}, against {other} among {others}",
        other=_second_amount(view.pair, indicator),
        others=names(view, short=short)[1],
        **values,
    )
