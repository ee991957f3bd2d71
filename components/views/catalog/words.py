"""Sentences of a record: direction, adjustment, fraction, how figures are made, terms of use, sizes and years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from components.formatting.numbers import capitalize_first, count, format_number
from data.catalog.comparability import method_words
from data.catalog.models import Catalog, Indicator
from data.language import gettext
from data.query.published.contents import SeriesFacts
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, OVERALL

MEGABYTE = 1_000_000


def polarity_words(indicator: Indicator) -> str:
    """Which direction is the better one."""
    return {
        "higher_is_worse": gettext("A higher figure is less favorable."),
        "higher_is_better": gettext("A higher figure is more favorable."),
        "neutral": gettext("Neither a higher nor a lower figure is better in itself."),
    }[indicator.polarity]


def adjustment_words(indicator: Indicator) -> str:
    """Whether figures are as counted, adjusted for age or of a model."""
    return {
        "crude": gettext("As counted or surveyed, not adjusted for age."),
        "age_adjusted": gettext(
            "Adjusted for age: what it would be if every place and group had the same mix of ages."
        ),
        "modelled": gettext("Estimated by a statistical model, not adjusted for age."),
        "modelled_age_adjusted": gettext("Estimated by a statistical model, and adjusted for age."),
    }[indicator.adjustment]


def numerator_words(indicator: Indicator) -> str:
    """What is counted above the line of the fraction; for what is none, what the figure is."""
    if indicator.measure in ("rate", "percent"):
        return capitalize_first(indicator.words.events)
    if indicator.measure == "count":
        return gettext("{events}. This is a number, not a rate.", events=capitalize_first(indicator.words.events))
    return gettext("None: this is {what}, not a share or a rate.", what=_kind(indicator))


def denominator_words(indicator: Indicator) -> str:
    """What it is set against; for what is no fraction, that there is nothing."""
    if indicator.measure not in ("rate", "percent"):
        return gettext("None")
    if indicator.population_denominator:
        return gettext("Residents on July 1 of each year, as the Census Bureau estimates them.")
    return capitalize_first(indicator.words.people)


def _kind(indicator: Indicator) -> str:
    return {
        "years": gettext("a number of years"),
        "days": gettext("a number of days"),
        "dollars": gettext("an amount of money"),
        "ratio": gettext("a ratio of two rates"),
        "score": gettext("a score"),
    }[indicator.measure]


def estimation_words(indicator: Indicator, catalog: Catalog) -> list[str]:
    """How the figures of each level are made; one sentence where all are made alike."""
    levels = catalog.levels(indicator.id)
    methods = {level: indicator.estimated(level) for level in levels}
    if len(set(methods.values())) == 1:
        return [gettext("Each figure comes from {method}.", method=method_words(next(iter(methods.values()))))]
    return [
        gettext("{level}: from {method}.", level=LEVEL_WORDS[level].label, method=method_words(method))
        for level, method in methods.items()
    ]


def row_words(facts: SeriesFacts) -> list[str]:
    """How many rows the series has, and what they hold."""
    numbers = {name: count(facts.total(name)) for name in ("rows", "figures", "hidden", "not_available")}
    said = gettext(
        "Rows: {rows}. With a figure: {figures}. Hidden: {hidden}. Not available: {not_available}.", **numbers
    )
    intervals, events, unreliable = (facts.total(name) for name in ("intervals", "numerators", "unreliable"))
    more = gettext(
        "Of the figures, {intervals} have a 95% interval, {events} have a number of events, and {unreliable} are "
        "unreliable.",
        intervals=count(intervals), events=count(events), unreliable=count(unreliable),
    )  # fmt: skip
    return [said, more]


def terms_words(redistribution: str) -> str:
    """What kind of terms a source may be used under, as a choice in a list."""
    return {
        "free": gettext("Free to use"),
        "with_citation": gettext("Free to use with a citation"),
        "non_commercial": gettext("Not for commercial use"),
    }[redistribution]


def level_words(levels: Iterable[str]) -> str:
    """Levels in a line: "State, county"."""
    return _line([LEVEL_WORDS[level].label for level in levels])  # type: ignore[index]  # a level of the catalogue


def dimension_words(dimensions: Iterable[str]) -> str:
    """By what groups figures are told; empty where everyone is in one."""
    return _line([DIMENSIONS[dimension].label for dimension in dimensions if dimension != OVERALL])


def _line(names: Sequence[str]) -> str:
    return ", ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])]) if names else ""


def span_words(first: int, last: int) -> str:
    """Years from the first to the last: "1999–2023"."""
    return str(last) if first == last else f"{first}–{last}"


def size_words(size: int) -> str:
    """The size of a file: "8.7 MB"."""
    return gettext("{number} MB", number=format_number(max(size / MEGABYTE, 0.1), 1))
