"""The finding over time: the latest figure of a place and group, and how it stands to an earlier one."""

from __future__ import annotations

from dataclasses import replace

from components.figures.findings.nouns import (
    dated,
    fitting,
    is_past,
    measures_of,
    named_measures,
    spoken,
    subject,
    whole,
)
from components.figures.findings.pairs import figure_title, times_of_others
from components.formatting.numbers import capitalize_first, format_value
from components.formatting.phrases import amount, has_value
from data.analysis.period_changes import Change, first_and_last, window_change
from data.catalog.models import Indicator
from data.language import gettext
from data.query.estimates import reliability
from data.query.rows import Row
from data.query.selection import Answer, once
from data.vocabulary import LEVEL_WORDS, Period


@once
def change_finding(answer: Answer) -> str:
    """Title of a trend, with its periods: the last figure against the first, or the only one there is."""
    change = told_change(answer)
    if change is not None:
        return change_title(change, answer.indicator)
    last = last_row(answer)
    if not answer.chosen and answer.selection.level != "state" and not has_value(last):
        a_place = LEVEL_WORDS[answer.selection.level].a
        made = [
            gettext("{measure}: no state figure; choose {a_place} to see its trend", measure=measure, a_place=a_place)
            for measure in measures_of(answer.selection.group, answer.indicator)
        ]
        made += [
            gettext("{measure}: no state figure", measure=m)
            for m in measures_of(answer.selection.group, answer.indicator)
        ]
        return capitalize_first(fitting(*made))
    # The summary says an old figure in the past, as the sentence of a title would.
    named = last is not None and is_past(last.period)
    found = figure_title(last, answer.indicator, answer.catalog, place=answer.place.name, named=named)
    label = Period.parse(last.period).label if last is not None else answer.selection.period.label
    return dated(found, label)


@once
def told_change(answer: Answer) -> Change | None:
    """The change that a trend's title tells: of rolling twelve months from those before, else from the first figure."""
    of = (answer.trend, answer.indicator, answer.catalog, answer.place.geo_id, answer.selection.group)
    change = window_change(*of) or first_and_last(*of)
    if change is not None and change.refusal == "break":
        change = _from_the_first(change, answer)
    return change if change is not None and _tells(change, answer.indicator) else None


def _from_the_first(change: Change, answer: Answer) -> Change | None:
    """Across a break nothing is tested: the first figure is told beside the last, of periods that share no year."""
    rows = answer.trend.where(geo_id=change.after.geo_id, stratum=change.after.stratum).with_value()
    last = Period.parse(change.after.period)
    alike = [row for row in rows if Period.parse(row.period).length_years == last.length_years]
    apart = [row for row in alike if Period.parse(row.period).end < last.start]
    first = min(apart, key=lambda row: Period.parse(row.period).in_time, default=None)
    return None if first is None else replace(change, before=first)


def _tells(change: Change, indicator: Indicator) -> bool:
    """Whether two figures are told beside each other: tested, or not testable for want of a margin or of one count."""
    unreliable = "unreliable" in [reliability(row, indicator) for row in (change.before, change.after)]
    return not unreliable and change.refusal in (None, "break", "interval", "zero")


def change_title(change: Change, indicator: Indicator) -> str:
    """Two figures of one place and group: up or down where that was tested, not clear, or the sizes alone."""
    direction = change.result.direction if change.result is not None else change.refusal or "untested"
    rows = change.before, change.after
    made = []
    if indicator.measure == "percent":  # without the place the summary would say the same again
        made = [_spoken(*rows, direction, indicator)]
    elif indicator.measure == "ratio":
        made = [_times(*rows, indicator, who=who) for who in _subjects(change.after, indicator)]
    made += [_measured(*rows, direction, indicator, measure=m) for m in named_measures(change.after, indicator)]
    if direction == "break":
        values = {**_values(*rows, indicator), "measure": named_measures(change.after, indicator)[-1]}
        made.append(gettext("{measure}: {amount} in {now}, not comparable with {then}", **values))
        made.append(gettext("{measure}: {amount} in {now}", **values))
    elif indicator.whole_place:  # no group that a shorter title could leave out
        values = {**_values(*rows, indicator), "measure": named_measures(change.after, indicator)[-1]}
        made.append(gettext("{measure}: {amount} in {now}", **values))
    return capitalize_first(fitting(*made, room=0))


def _subjects(row: Row, indicator: Indicator) -> list[str]:
    """Whose figure it is; of the state its name may be left out, as the line under the title has it."""
    own = subject(row, indicator)
    return [own, whole(row.stratum, indicator)] if row.level == "state" else [own]


def _times(before: Row, after: Row, indicator: Indicator, *, who: str) -> str:
    """A ratio that is published, then and now: "Black women had complications at 2.5 times the rate of …"."""
    return gettext(
        "{people} {happened} at {times} in {now}, {earlier} in {then}",
        people=who,
        happened=indicator.words.happened,
        times=times_of_others(after, indicator),
        now=spoken(after.period),
        earlier=format_value(before.value, indicator),
        then=spoken(before.period),
    )


def _values(before: Row, after: Row, indicator: Indicator) -> dict[str, str]:
    value = format_value(after.value, indicator)
    # Of two periods in one sentence the earlier one is past, and so is the verb.
    return {
        "happen": indicator.words.happened,
        "value": value,
        "amount": value if indicator.measure == "count" else amount(after.value, indicator),
        "earlier": format_value(before.value, indicator),
        "now": spoken(after.period),
        "then": spoken(before.period),
    }


def _spoken(before: Row, after: Row, direction: str, indicator: Indicator) -> str:
    values = {**_values(before, after, indicator), "people": subject(after, indicator)}
    if direction == "higher":
        return gettext("In {now}, {value} of {people} {happen}, up from {earlier} in {then}", **values)
    if direction == "lower":
        return gettext("In {now}, {value} of {people} {happen}, down from {earlier} in {then}", **values)
    if direction == "not clear":
        return gettext(
            "In {now}, {value} of {people} {happen}, not clearly different from {then} ({earlier})", **values
        )
    if direction == "break":
        return gettext("In {now}, {value} of {people} {happen}; in {then}, {earlier}, not quite comparable", **values)
    return gettext("In {now}, {value} of {people} {happen}; in {then}, {earlier}", **values)


def _measured(before: Row, after: Row, direction: str, indicator: Indicator, *, measure: str) -> str:
    values = {**_values(before, after, indicator), "measure": measure}
    if direction == "higher":
        return gettext("{measure}: {amount} in {now}, up from {earlier} in {then}", **values)
    if direction == "lower":
        return gettext("{measure}: {amount} in {now}, down from {earlier} in {then}", **values)
    if direction == "not clear":
        return gettext("{measure}: {amount} in {now}, not clearly different from {then} ({earlier})", **values)
    if direction == "break":
        return gettext("{measure}: {amount} in {now}, {earlier} in {then}, not quite comparable", **values)
    return gettext("{measure}: {amount} in {now}, {earlier} in {then}", **values)


def trend_period(answer: Answer) -> str:
    """Slug of the period of the last figure that the title of a trend says."""
    change, row = told_change(answer), last_row(answer)
    if change is not None:
        return change.after.period
    return answer.selection.period.slug if row is None else row.period


def last_row(answer: Answer) -> Row | None:
    """The latest figure of the place and group in view, else their row without one."""
    geo_id, group = answer.place.geo_id, answer.selection.group
    rows = [row for row in answer.trend.where(geo_id=geo_id, stratum=group) if has_value(row)]
    last = max(rows, key=lambda row: Period.parse(row.period).in_time, default=None)
    return last or answer.trend.only(geo_id=geo_id, stratum=group, period=answer.selection.period.slug)
