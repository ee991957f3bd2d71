"""Sentences of a summary: one figure with its interval, and how it stands to another."""

from __future__ import annotations

from components.figures.findings.nouns import counted_noun, place_name, yearly
from components.figures.findings.pairs import Pair, about_times, others
from components.formatting.numbers import (
    capitalize_first,
    format_number,
    format_value,
    is_number,
    ratio_decimals,
    times,
)
from components.formatting.phrases import has_value, interval_words, people, status_sentence
from data.catalog.models import Catalog, Indicator
from data.language import format_integer, gettext, language
from data.query.estimates import estimate_of_row
from data.query.rows import Row
from data.statistics.differences import Difference, difference_between, difference_from_whole
from data.vocabulary import OVERALL, Period


def no_margin() -> str:
    """Why sizes alone are given."""
    return gettext("The publisher gives no margin of error, so no difference is tested.")


def figure_sentence(row: Row, indicator: Indicator, catalog: Catalog) -> str:
    """One figure with its interval and where it is of: "In Suffolk County, **12%** of adults had asthma"."""
    if not has_value(row):
        return gettext("In {place}, {what}.", place=place_name(row), what=status_sentence(row, indicator, catalog))
    return gettext("In {place}, {what}.", place=place_name(row), what=clause(row, indicator))


def pair_sentence(pair: Pair, indicator: Indicator, catalog: Catalog, *, either: bool = False) -> str:
    """One figure against another, with the ratio or the difference where it was tested.

    `either`: a pair before this one was not clear.
    """
    if pair.standing == "alone":
        return figure_sentence(pair.first, indicator, catalog)
    values = {
        "place": place_name(pair.first),
        "what": clause(pair.first, indicator),
        "reference": format_value(pair.second.value, indicator),
        "of_other": others(pair, indicator)[1 if _of_people(indicator) else 2],
    }
    size = _size(pair, indicator) if pair.tested else ""
    if not size:
        # In other words than the title has: the two figures, one after the other.
        among = capitalize_first(_among(pair, indicator))
        return gettext("In {place}, {what}. {among} it was **{reference}**.", among=among, **values)
    if pair.standing == "not clear" and either:
        return gettext(
            "In {place}, {what}, against **{reference}** {of_other}: {size}, not clear either.", size=size, **values
        )
    if pair.standing == "not clear":
        return gettext(
            "In {place}, {what}, against **{reference}** {of_other}: {size}, so the difference is not clear.",
            size=size, **values,
        )  # fmt: skip
    return gettext("In {place}, {what}, against **{reference}** {of_other}: {size}.", size=size, **values)


def _among(pair: Pair, indicator: Indicator) -> str:
    """The other side of a comparison before its figure: "among all adults", "in Essex County"."""
    if pair.same_place:
        return gettext("among {people}", people=people(pair.second.stratum, indicator))
    return gettext("in {place}", place=place_name(pair.second))


def _of_people(indicator: Indicator) -> bool:
    """Whether a figure is said as so many of so many people."""
    crude = not indicator.adjustment.endswith("age_adjusted")
    return indicator.measure == "percent" or (
        indicator.measure == "rate" and crude and indicator.words.people in indicator.unit
    )


def clause(row: Row, indicator: Indicator) -> str:
    """What was measured, with its interval: "**54.1** of every 100,000 Black residents died of a drug overdose"."""
    said = _said(row, indicator)
    if not is_number(row.ci_low):
        return said
    return gettext("{what} ({interval})", what=said, interval=interval_words(row, indicator))


def _said(row: Row, indicator: Indicator) -> str:
    words, value = indicator.words, f"**{format_value(row.value, indicator)}**"
    who = words.people if row.stratum == OVERALL else people(row.stratum, indicator)
    happened = {"value": value, "people": who, "happened": words.happened}
    adjusted = indicator.adjustment.endswith("age_adjusted")
    if indicator.measure == "percent":
        if adjusted:
            return gettext("adjusted for age, {value} of {people} {happened}", **happened)
        if indicator.adjustment == "modelled":
            return gettext("an estimated {value} of {people} {happened}", **happened)
        return gettext("{value} of {people} {happened}", **happened)
    if indicator.measure == "count":
        return _counted(row, value, indicator)
    if indicator.measure == "ratio":
        size = gettext("{value} {unit}", value=value, unit=indicator.unit)
        return gettext("{people} {happened} at {times}", people=who, happened=words.happened, times=size)
    # Of a rate per births it cannot be said that of so many women so many died, nor of an adjusted one.
    if _of_people(indicator):
        happened["per"] = format_integer(indicator.per)
        if f" {gettext('a year')}" in indicator.unit and Period.parse(row.period).length_years > 1:
            return gettext("{value} of every {per} {people} {happened} each year", **happened)
        return gettext("{value} of every {per} {people} {happened}", **happened)
    return _measured(row, indicator, value)


def _counted(row: Row, value: str, indicator: Indicator) -> str:
    noun = counted_noun(indicator)
    if row.value == 1:
        return gettext("the {rate} was {value}", rate=indicator.words.rate, value=value)
    if row.stratum == OVERALL:
        return gettext("there were {value} {events}", value=value, events=yearly(noun, indicator, row.period))
    who = people(row.stratum, indicator)
    if indicator.words.people == noun:
        return gettext("there were {value} {events}", value=value, events=who)
    events = yearly(noun, indicator, row.period)
    return gettext("there were {value} {events} among {people}", value=value, events=events, people=who)


def _measured(row: Row, indicator: Indicator, value: str) -> str:
    # A unit that the measure itself names is not said again: "the number of days of poor mental health was 4.9".
    named = indicator.unit_short in indicator.words.rate or indicator.measure in ("dollars", "score")
    size = value if named else f"{value} {indicator.unit_short}"
    values = {"measure": the_measure(indicator), "value": size, "people": people(row.stratum, indicator)}
    adjusted = indicator.adjustment.endswith("age_adjusted") and indicator.measure == "rate"
    if row.stratum == OVERALL:
        if adjusted:
            return gettext("{measure}, adjusted for age, was {value}", **values)
        return gettext("{measure} was {value}", **values)
    if adjusted:
        return gettext("{measure} among {people}, adjusted for age, was {value}", **values)
    return gettext("{measure} among {people} was {value}", **values)


def the_measure(indicator: Indicator) -> str:
    """The measure as the subject of a sentence; in English some need no article."""
    rate = indicator.words.rate
    if language() != "en" or indicator.measure == "years" or rate.endswith("mortality"):
        return rate
    return f"the {rate}"


def _size(pair: Pair, indicator: Indicator) -> str:
    """How far two figures are apart: in points of percentages, in times of rates, else in their unit."""
    if indicator.measure == "rate":
        assert pair.ratio is not None
        return _ratio_words(pair)
    difference = difference_of(pair, indicator)
    if difference is None:
        return ""
    less = difference.value < 0
    limits = sorted(-end if less else end for end in (difference.low, difference.high))
    lowest, highest = (format_number(end, indicator.decimals) for end in limits)
    size = format_number(abs(difference.value), indicator.decimals)
    values = {"size": size, "low": lowest, "high": highest, "unit": indicator.unit_short}
    if indicator.measure == "percent":
        return (
            gettext("**{size} points** less ({low} to {high})", **values)
            if less
            else gettext("**{size} points** more ({low} to {high})", **values)
        )
    return (
        gettext("**{size} {unit}** less ({low} to {high})", **values)
        if less
        else gettext("**{size} {unit}** more ({low} to {high})", **values)
    )


def _ratio_words(pair: Pair) -> str:
    """A ratio of two rates with one decimal, below 1 two; its limits have two where one would make them 1.0."""
    assert pair.ratio is not None
    value, low, high = pair.ratio
    decimals = ratio_decimals(value, low, high)
    ends = {"low": format_number(low, decimals), "high": format_number(high, decimals)}
    if round(value, 1) == 1.0:
        return gettext("**about the same** rate (ratio {low} to {high})", **ends)
    said = times(value, decimals) if value < 1 else about_times(pair)
    return gettext("**{times}** the rate ({low} to {high})", times=said, **ends)


def difference_of(pair: Pair, indicator: Indicator) -> Difference | None:
    """Difference of the pair with its interval: a part from its whole by their counts, else as of two figures."""
    first, second = (estimate_of_row(row, indicator) for row in (pair.first, pair.second))
    nested = pair.second.stratum == OVERALL if pair.same_place else pair.second.level == "state"
    return (difference_from_whole(first, second) if nested else None) or difference_between(first, second)


def unreliable_sentence(row: Row, indicator: Indicator) -> str:
    """Caution on one figure that is unreliable."""
    values = {"place": place_name(row), "events": indicator.words.events}
    if is_number(row.numerator) and row.numerator < 10:
        return gettext("The figure for {place} rests on fewer than 10 {events}: read it with care.", **values)
    return gettext("The figure for {place} is very uncertain: read it with care.", **values)


def joined(sentences: list[str]) -> list[str]:
    """Sentences that say something, each once and with a capital."""
    return list(dict.fromkeys(capitalize_first(sentence) for sentence in sentences if sentence))
