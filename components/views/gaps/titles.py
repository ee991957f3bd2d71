"""Title of the page of gaps: the finding about a pair, or why there is none.

Three states, never mixed: tested and different; tested, not clear; not tested, sizes given. A title that would be too
long is said in fewer words: the measure first, both sides by their nouns alone, which the subtitle tells in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.figures.findings.nouns import LONGEST, LONGEST_OF
from components.formatting.numbers import capitalize_first, format_number, format_value, is_number, times
from components.formatting.phrases import amount, is_rate
from components.views.gaps.words import head_names, names, shown_difference, size, told
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.catalog.models import Indicator
from data.language import gettext, language

OLD = 2019
"""Figures of this year, or of an earlier one, are told in the past tense."""
LEAST_RATIO, LEAST_POINTS = 1.15, 1.0
"""The least ratio of two rates, and difference of two percentages, that a headline is made of."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to say a finding: the measure's name and the two sides.

    Where it is `compact` the measure stands first, and where it is `bare` the second of two percents is left out.
    """

    measure: str
    people: str
    others: str
    compact: bool = False
    bare: bool = False


def gap_title(view: GapView) -> str:
    """The finding, with the place below the state and the period, in the fullest words that are not too long.

    Where even the fewest are, the period is left to the subtitle, and then the place.
    """
    longest = LONGEST_OF.get(language(), LONGEST)
    ways = [(capitalize_first(_finding(view, wording)), wording.bare) for wording in _wordings(view)]
    titles = [_placed(finding, view) for finding, bare in ways if not bare]
    titles += [_placed(finding, view, period=False) for finding, _ in ways[-2:]]
    titles += [finding for finding, bare in ways[-2:] if not bare]
    return next((title for title in titles if len(title) <= longest), min(titles, key=len))


def _placed(finding: str, view: GapView, *, period: bool = True) -> str:
    """A finding with its place and period."""
    values = {"finding": finding, "period": view.answer.selection.period.label}
    if view.answer.chosen:
        values["place"] = view.answer.place.name
        return gettext("{finding}, {place}, {period}", **values) if period else gettext("{finding}, {place}", **values)
    return gettext("{finding}, {period}", **values) if period else finding


def _wordings(view: GapView) -> Iterator[_Wording]:
    """Ways to say the finding, fullest first."""
    indicator = view.answer.indicator
    if view.group is None:
        yield _Wording(indicator.title, "", "")
        return
    yield _Wording(indicator.title, *names(view))
    yield _Wording(indicator.title, *names(view, short=True))
    yield _Wording(indicator.title, *head_names(view), compact=True)
    if indicator.words.brief:
        yield _Wording(indicator.words.brief, *head_names(view), compact=True)
    yield _Wording(indicator.words.brief or indicator.title, *head_names(view), compact=True, bare=True)


def _finding(view: GapView, wording: _Wording) -> str:
    indicator, pair = view.answer.indicator, view.pair
    if pair is None or len(shown_groups(view)) < 2:
        return _without_pair(view, wording)
    if indicator.measure == "ratio":
        return _two_ratios(pair, view, wording)
    if pair.state == "different" and not _is_small(pair, indicator):
        return _different_compact(pair, view, wording) if wording.compact else _different(pair, view, wording)
    return _sizes_compact(pair, view, wording) if wording.compact else _sizes(pair, view, wording)


def _values(pair: Pair, view: GapView, wording: _Wording) -> dict[str, str]:
    """What the messages of a pair are filled with."""
    indicator = view.answer.indicator
    return {
        "indicator": wording.measure,
        "people": wording.people,
        "others": wording.others,
        "value": amount(pair.group.estimate.value, indicator),
        "other": _second_amount(pair, indicator),
    }


def _sizes(pair: Pair, view: GapView, wording: _Wording) -> str:
    """Of a pair that is not said to differ: its two sizes, and whether they were tested."""
    values = _values(pair, view, wording)
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
    if view.answer.indicator.measure == "percent":
        values["happen"] = _verb(view)
        return gettext("{value} of {people} {happen}, against {other} of {others} (not tested)", **values)
    return gettext("{indicator}: {value} among {people}, against {other} among {others} (not tested)", **values)


def _sizes_compact(pair: Pair, view: GapView, wording: _Wording) -> str:
    """The same in fewer words."""
    values = _values(pair, view, wording)
    if pair.state == "different":
        return gettext("{indicator}: {value} among {people}, {other} among {others}, a small difference", **values)
    if pair.state == "not clear":
        return gettext("{indicator}: {people} ({value}) and {others} ({other}), not clearly different", **values)
    if pair.state == "unreliable":
        return gettext(
            "{indicator}: {value} among {people}, {other} among {others} (too few events to compare)", **values
        )
    if view.answer.indicator.measure == "percent":
        return gettext("{indicator}: {value} of {people}, {other} of {others} (not tested)", **values)
    return gettext("{indicator}: {value} among {people}, {other} among {others} (not tested)", **values)


def _two_ratios(pair: Pair, view: GapView, wording: _Wording) -> str:
    """Of two published ratios, both with what they are of: no ratio is made of ratios."""
    values = _values(pair, view, wording)
    values["other"] = told(pair.reference.estimate.value, view.answer.indicator)
    return gettext("{indicator}: {people} {value}, {others} {other} (not tested)", **values)


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


def _different(pair: Pair, view: GapView, wording: _Wording) -> str:
    """The finding of a pair that differs, as a sentence."""
    indicator = view.answer.indicator
    values = _values(pair, view, wording) | {"happen": _verb(view), "rate": indicator.words.rate}
    higher, ratio = pair.difference_value > 0, pair.ratio_value
    values["size"] = size(abs(shown_difference(pair, indicator)), indicator)
    if indicator.measure == "percent":
        if higher:
            return gettext("{value} of {people} {happen}, against {other} of {others}: {size} higher", **values)
        return gettext("{value} of {people} {happen}, against {other} of {others}: {size} lower", **values)
    if not is_rate(indicator) or ratio is None:
        if higher:
            return gettext("{rate} among {people} is {size} higher than among {others}", **values)
        return gettext("{rate} among {people} is {size} lower than among {others}", **values)
    if ratio < 1:
        percent = format_number((1 - ratio) * 100, 0)
        return gettext("{people} {happen} at a rate {percent}% below that of {others}", percent=percent, **values)
    return gettext("{people} {happen} at {times} the rate of {others}", times=times(ratio), **values)


def _different_compact(pair: Pair, view: GapView, wording: _Wording) -> str:
    """The same in fewer words."""
    indicator = view.answer.indicator
    values = _values(pair, view, wording)
    higher, ratio = pair.difference_value > 0, pair.ratio_value
    values["size"] = size(abs(shown_difference(pair, indicator)), indicator)
    if indicator.measure == "percent" and wording.bare:
        if higher:
            return gettext("{indicator}: {value} of {people}, {size} higher than {others}", **values)
        return gettext("{indicator}: {value} of {people}, {size} lower than {others}", **values)
    if indicator.measure == "percent":
        if higher:
            return gettext("{indicator}: {value} of {people}, {size} higher than {others} ({other})", **values)
        return gettext("{indicator}: {value} of {people}, {size} lower than {others} ({other})", **values)
    if not is_rate(indicator) or ratio is None:
        if higher:
            return gettext("{indicator}: {size} higher among {people} than among {others}", **values)
        return gettext("{indicator}: {size} lower among {people} than among {others}", **values)
    if ratio < 1:
        percent = format_number((1 - ratio) * 100, 0)
        return gettext("{indicator}: {percent}% lower among {people} than among {others}", percent=percent, **values)
    return gettext("{indicator}: {times} as high among {people} as among {others}", times=times(ratio), **values)


def _without_pair(view: GapView, wording: _Wording) -> str:
    """Title where no two groups are compared: the one figure, or why there is none."""
    indicator, shown = view.answer.indicator, shown_groups(view)
    if not indicator.comparable:
        return gettext("{indicator}: numbers of events are not compared between groups", indicator=wording.measure)
    if view.groups is None:
        return gettext("{indicator}: not published by group", indicator=wording.measure)
    if not shown:
        return gettext("{indicator}: no group has a figure", indicator=wording.measure)
    if view.group is None:
        return gettext("{indicator}: no group has a reliable figure", indicator=wording.measure)
    row = view.groups.rows.only(stratum=view.group)
    assert row is not None
    values = {"indicator": wording.measure, "people": wording.people, "value": amount(row.value, indicator)}
    if len(shown) > 1:
        return gettext("{indicator}: {value} among {people}; no figure to compare with", **values)
    if indicator.measure == "ratio":
        values["value"] = told(row.value, indicator)
        if is_number(row.ci_low):
            return gettext("{indicator}: {people} at {value}", **values)
        return gettext("{indicator}: {people} at {value} (not tested)", **values)
    if view.pair is None:
        return gettext("{indicator}: {value} among {people}", **values)
    values |= {"other": _second_amount(view.pair, indicator), "others": wording.others}
    if wording.compact:
        return gettext("{indicator}: {value} among {people}, {other} among {others}", **values)
    return gettext("{indicator}: {value} among {people}, against {other} among {others}", **values)
