"""A figure as a title, and two figures compared: tested and different, tested and not clear, or sizes alone.

Percentages are set beside each other, rates are told in times; what may not be compared is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.figures.findings.nouns import (
    counted_noun,
    fitting,
    happens,
    inside,
    measures_of,
    named_measures,
    place_name,
    plain_people,
    subject,
    whole,
    yearly,
)
from components.formatting.numbers import format_number, format_value, is_number, times
from components.formatting.phrases import amount, has_value, people, status_sentence
from data.catalog.models import Catalog, Indicator
from data.language import gettext
from data.query.estimates import reliability
from data.query.rows import Row
from data.vocabulary import OVERALL

Standing = Literal["higher", "lower", "little", "not clear", "untested", "alone"]
"""How a figure stands to another: clearly higher or lower by enough to say, clearly but by little, tested and not
clear, not testable (sizes only), or not to be compared."""
WIDE = 2.0
"""A ratio whose upper limit is more than this many times the lower one is said with "about"."""

BRIEFER = (0, 1, 2)
"""How brief the words of a title are: in full, without the name of the state, with "everyone" for all its people."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows and how the first stands to the second; `ratio` with its limits where it was tested."""

    first: Row
    second: Row
    standing: Standing
    ratio: tuple[float, float, float] | None = None

    @property
    def same_place(self) -> bool:
        """Whether two groups of one place are compared, and not two places."""
        return self.first.geo_id == self.second.geo_id

    @property
    def tested(self) -> bool:
        """Whether a test was made."""
        return self.standing in ("higher", "lower", "little", "not clear")


def figure_title(
    row: Row | None, indicator: Indicator, catalog: Catalog, *, place: str = "", named: bool = False
) -> str:
    """One figure as a title; of an unreliable one that it is too uncertain, of none the reason.

    `named`: a percentage is said of its measure, as the sentence "12% of adults had asthma" follows in the summary.
    """
    if row is None:
        return gettext("{measure} in {place}: no figure is published", measure=indicator.title, place=place)
    if not has_value(row):
        return no_figure_title(row, indicator, catalog)
    if reliability(row, indicator) == "unreliable":
        return uncertain_title(row, indicator)
    return _sized_title(row, indicator, named=named)


def _sized_title(row: Row, indicator: Indicator, *, named: bool) -> str:
    value, size = format_value(row.value, indicator), amount(row.value, indicator)
    if indicator.measure == "count":
        return _counted_title(row, value, indicator)
    made = [gettext("{measure}: {amount}", measure=measure, amount=size) for measure in named_measures(row, indicator)]
    happen = happens(indicator, row.period)
    # Of the state, its name may be left out: the line under the title has it.
    whose = [subject(row, indicator), *([whole(row.stratum, indicator)] if row.level == "state" else [])]
    if indicator.measure == "percent" and not named:
        spoken = [gettext("{value} of {people} {happen}", value=value, people=who, happen=happen) for who in whose]
        return fitting(*spoken, *made)
    if indicator.measure == "rate":
        spoken = [
            gettext("{people} {happen} at a rate of {amount}", people=who, happen=happen, amount=size) for who in whose
        ]
        return fitting(*spoken, *made)
    if indicator.measure == "ratio":
        return fitting(*(_times_title(row, indicator, who) for who in whose), *made)
    return fitting(*made)


def _times_title(row: Row, indicator: Indicator, who: str) -> str:
    happen, size = happens(indicator, row.period), times_of_others(row, indicator)
    return gettext("{people} {happen} at {times}", people=who, happen=happen, times=size)


def times_of_others(row: Row, indicator: Indicator) -> str:
    """A ratio that is published, with whose rate it is of: "3.1 times the rate of White women"."""
    return gettext("{value} {unit}", value=format_value(row.value, indicator), unit=indicator.unit)


def _counted_title(row: Row, value: str, indicator: Indicator) -> str:
    noun, place = counted_noun(indicator), place_name(row)
    events = yearly(noun, indicator, row.period)
    if row.value == 1:  # one of them is no plural
        return gettext("{measure}: {amount}", measure=named_measures(row, indicator)[0], amount=value)
    if indicator.words.people == noun:
        return gettext("{value} {people} in {place}", value=value, people=whole(row.stratum, indicator), place=place)
    if row.stratum == OVERALL:
        return gettext("{value} {people} in {place}", value=value, people=events, place=place)
    who = people(row.stratum, indicator)
    return gettext("{value} {events} among {people} in {place}", value=value, events=events, people=who, place=place)


def uncertain_title(row: Row, indicator: Indicator) -> str:
    """That a figure is too uncertain to say, with its interval: never the figure alone."""
    measures = named_measures(row, indicator)
    with_interval = [_uncertain(measure, row, indicator) for measure in measures]
    bare = [_uncertain(measure, row, indicator, bare=True) for measure in measures]
    return fitting(*with_interval, *bare, gettext("Too few to say: {measure}", measure=inside(measures[-1])))


def _uncertain(measure: str, row: Row, indicator: Indicator, *, bare: bool = False) -> str:
    few = indicator.measure in ("rate", "count")
    values = {"measure": inside(measure), "events": indicator.words.events}
    if bare or not is_number(row.ci_low):
        if few:
            return gettext("Too few {events} to say: {measure}", **values)
        return gettext("Too uncertain to say: {measure}", **values)
    values["low"] = format_number(row.ci_low, indicator.decimals)
    values["high"] = amount(row.ci_high, indicator)
    if few:
        return gettext("Too few {events} to say: {measure} (estimate {low} to {high})", **values)
    return gettext("Too uncertain to say: {measure} (estimate {low} to {high})", **values)


def no_figure_title(row: Row, indicator: Indicator, catalog: Catalog) -> str:
    """That a place and group has no figure, and why."""
    measures = named_measures(row, indicator)
    full = gettext("{measure}: {reason}", measure=measures[0], reason=status_sentence(row, indicator, catalog))
    if row.status == "suppressed":
        small = [gettext("{measure}: hidden because the numbers are small", measure=m) for m in measures]
        small += [gettext("{measure}: hidden (small numbers)", measure=m) for m in measures]
        # At last without the place, which the line under the title has.
        least = [
            gettext("{measure}: hidden", measure=m) for m in (measures[-1], measures_of(row.stratum, indicator)[-1])
        ]
        return fitting(full, *small, *least)
    absent = [gettext("{measure}: no figure is published", measure=m) for m in measures]
    return fitting(full, *absent, *(gettext("{measure}: no figure", measure=m) for m in measures))


def others(pair: Pair, indicator: Indicator, *, short: bool = False) -> tuple[str, str, str]:
    """The other side: "all adults", "of all adults", "for all adults"; "Essex County", "in Essex County"."""
    if not pair.same_place:
        place = place_name(pair.second)
        return place, gettext("in {place}", place=place), gettext("in {place}", place=place)
    if short and pair.second.stratum == OVERALL:
        return gettext("everyone"), gettext("of everyone"), gettext("for everyone")
    who = people(pair.second.stratum, indicator)
    return who, gettext("of {people}", people=who), gettext("for {people}", people=who)


def pair_title(pair: Pair, indicator: Indicator, catalog: Catalog) -> str:
    """Two figures compared as a title, of a pair that may be compared; else the first figure alone."""
    if pair.standing == "alone" or indicator.measure == "count":
        return figure_title(pair.first, indicator, catalog)
    makers = {"percent": _percent_title, "rate": _rate_title}
    fullest = [_measure_title]
    if indicator.measure in makers:
        fullest.insert(0, makers[indicator.measure])
    made = [make(pair, indicator, brief=brief) for make in fullest for brief in BRIEFER]
    briefest = {**_values(pair, indicator, brief=2), **_plainly(pair, indicator)}
    made += [
        _measure_words({**briefest, "measure": measure}, pair.standing) for measure in _brief_measures(pair, indicator)
    ]
    if indicator.measure == "rate":
        made.append(_rate_in_short(pair, indicator))
    # Of two places with long names the first alone: the summary has the other.
    alone = {"measure": named_measures(pair.first, indicator)[-1], "amount": amount(pair.first.value, indicator)}
    return fitting(*made, gettext("{measure}: {amount}", **alone))


def _brief_measures(pair: Pair, indicator: Indicator) -> tuple[str, ...]:
    """The measure in few words: of two groups of one place without the place, as the line under the title has it."""
    named = named_measures(pair.first, indicator)
    return (*named, *measures_of(pair.first.stratum, indicator)) if pair.same_place else named


def _plainly(pair: Pair, indicator: Indicator) -> dict[str, str]:
    """The other of two groups by its noun alone: "of White people", where the first is "Black people"."""
    if not pair.same_place or pair.second.stratum == OVERALL:
        return {}
    other = plain_people(pair.second.stratum, indicator)
    of_other, for_other = gettext("of {people}", people=other), gettext("for {people}", people=other)
    return {"other": other, "of_other": of_other, "for_other": for_other}


def _values(pair: Pair, indicator: Indicator, *, brief: int) -> dict[str, str]:
    noun, of_other, for_other = others(pair, indicator, short=brief > 1)
    elsewhere = not (brief and pair.first.level == "state")
    return {
        "people": subject(pair.first, indicator) if elsewhere else whole(pair.first.stratum, indicator),
        "happen": happens(indicator, pair.first.period),
        "value": format_value(pair.first.value, indicator),
        "amount": amount(pair.first.value, indicator),
        "other": noun,
        "of_other": of_other,
        "for_other": for_other,
        "reference": format_value(pair.second.value, indicator),
    }


def _percent_title(pair: Pair, indicator: Indicator, *, brief: int) -> str:
    values = _values(pair, indicator, brief=brief)
    if pair.standing == "higher":
        return gettext("{value} of {people} {happen}, a higher share than the {reference} {of_other}", **values)
    if pair.standing == "lower":
        return gettext("{value} of {people} {happen}, a lower share than the {reference} {of_other}", **values)
    if pair.standing == "little":
        return gettext("{value} of {people} {happen}, little different from {other} ({reference})", **values)
    if pair.standing == "not clear":
        return gettext("{value} of {people} {happen}, not clearly different from {other} ({reference})", **values)
    return gettext("{value} of {people} {happen}, against {reference} {of_other}", **values)


def _rate_title(pair: Pair, indicator: Indicator, *, brief: int) -> str:
    values = _values(pair, indicator, brief=brief)
    if pair.standing == "higher":
        values["times"] = about_times(pair)
        if pair.same_place and pair.second.level == "state" and pair.second.stratum == OVERALL:
            values["people"] = whole(pair.first.stratum, indicator)  # "the state" says where
            return gettext("{people} {happen} at {times} the state rate", **values)
        if not pair.same_place:
            return gettext("{people} {happen} at {times} the rate in {other}", **values)
        return gettext("{people} {happen} at {times} the rate {of_other}", **values)
    if pair.standing == "lower":
        return gettext("{people} {happen} at a lower rate ({amount}) than {other} ({reference})", **values)
    if pair.standing == "little":
        return gettext("{people} {happen} at a rate ({amount}) little different from {other} ({reference})", **values)
    if pair.standing == "not clear":
        return gettext(
            "{people} {happen} at a rate ({amount}) not clearly different from {other} ({reference})", **values
        )
    return gettext("{people} {happen} at a rate of {amount}, against {reference} {for_other}", **values)


def _rate_in_short(pair: Pair, indicator: Indicator) -> str:
    """A comparison of rates without their unit, or without the rates, which the summary has."""
    values = _values(pair, indicator, brief=2)
    if pair.standing == "little":
        return gettext("{people} {happen} at a rate little different from {other}", **values)
    if pair.standing == "not clear":
        return gettext("{people} {happen} at a rate not clearly different from {other}", **values)
    if pair.standing == "lower":
        return gettext("{people} {happen} at a lower rate than {other}", **values)
    return gettext("{people} {happen} at a rate of {value}, against {reference} {for_other}", **values)


def _measure_title(pair: Pair, indicator: Indicator, *, brief: int) -> str:
    measure = named_measures(pair.first, indicator)[min(brief, 1) if pair.first.level == "state" else 0]
    return _measure_words({**_values(pair, indicator, brief=brief), "measure": measure}, pair.standing)


def _measure_words(values: dict[str, str], standing: Standing) -> str:
    if standing == "higher":
        return gettext("{measure}: {amount}, higher than the {reference} {of_other}", **values)
    if standing == "lower":
        return gettext("{measure}: {amount}, lower than the {reference} {of_other}", **values)
    if standing == "little":
        return gettext("{measure}: {amount}, little different from {other} ({reference})", **values)
    if standing == "not clear":
        return gettext("{measure}: {amount}, not clearly different from {other} ({reference})", **values)
    return gettext("{measure}: {amount}, against {reference} {for_other}", **values)


def about_times(pair: Pair) -> str:
    """The ratio in words with one decimal: "1.5 times", "twice", "about 13.0 times" where its interval is wide."""
    assert pair.ratio is not None
    value, low, high = pair.ratio
    said = times(value, 1)
    return gettext("about {times}", times=said) if low > 0 and high / low > WIDE else said
