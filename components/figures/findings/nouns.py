"""Phrases of titles and summaries: whom and where a figure is of, what it is measured against, lists of places."""

from __future__ import annotations

from collections.abc import Iterable

from components.formatting.nouns import of_group
from components.formatting.numbers import capitalize_first, join_list
from components.formatting.phrases import people
from data.catalog.models import Indicator
from data.language import gettext, language
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, Period

LONGEST, LONGEST_OF = 120, {"es": 150, "pt": 150}
"""Characters that a title has at most, with its period: of several ways to say it the fullest that fits is taken.
Spanish and Portuguese need a quarter more for the same."""
PERIOD = len(", 2021–23")
PRESENT_FROM = 2020
"""Of periods that end before this year the past tense is used."""


def fitting(*titles: str) -> str:
    """The first of several titles, fullest first, that leaves room for a period; the shortest where none does."""
    longest = LONGEST_OF.get(language(), LONGEST) - PERIOD
    return next((title for title in titles if len(title) <= longest), min(titles, key=len))


def in_period(finding: str, answer: Answer) -> str:
    """A finding as a title: its period is said once, at its end."""
    return capitalize_first(gettext("{finding}, {period}", finding=finding, period=answer.selection.period.label))


def is_past(period: str) -> bool:
    """Whether a period is told in the past tense."""
    return Period.parse(period).end.year < PRESENT_FROM


def happens(indicator: Indicator, period: str) -> str:
    """What happens to people, in the present tense; of older periods in the past."""
    return indicator.words.happened if is_past(period) else indicator.words.happen


def whole(group: str, indicator: Indicator) -> str:
    """A group as the subject of a sentence, where everyone needs no "all": "residents", "Black residents"."""
    return indicator.words.people if group == OVERALL else people(group, indicator)


def subject(row: Row, indicator: Indicator) -> str:
    """Whose figure a row is: "Black residents in Hampden County"."""
    return gettext("{people} in {place}", people=whole(row.stratum, indicator), place=place_name(row))


def place_name(row: Row) -> str:
    """A place's name inside a sentence: regions take an article."""
    return gettext("the {region}", region=row.name) if row.level == "eohhs_region" else row.name


def named_measure(indicator: Indicator, row: Row, *, short: bool = False) -> str:
    """The measure before a colon: "Life expectancy among White residents in Suffolk County"; `short`: not the state."""
    if short and row.level == "state":
        return measure_among(indicator, row.stratum)
    values = {"measure": indicator.title, "place": place_name(row)}
    if row.stratum == OVERALL:
        return gettext("{measure} in {place}", **values)
    return gettext("{measure} among {people} in {place}", people=people(row.stratum, indicator), **values)


def measure_among(indicator: Indicator, group: str) -> str:
    """The measure with its group and no place: "Life expectancy among White residents"."""
    if group == OVERALL:
        return indicator.title
    return gettext("{measure} among {people}", measure=indicator.title, people=people(group, indicator))


def place_of(row: Row) -> str:
    """Whose figure a row of a place is, in the fewest words: "Hampden County", "Black people in Hampden County"."""
    if row.stratum == OVERALL:
        return place_name(row)
    return gettext(
        "{people} in {place}", people=of_group(GROUPS[row.stratum], gettext("people")), place=place_name(row)
    )


def measures_of(group: str, indicator: Indicator) -> tuple[str, ...]:
    """What is measured before a colon, in ever fewer words: of a group the people alone, the subtitle has the rest."""
    if group == OVERALL:
        return (indicator.title,)
    return measure_among(indicator, group), people(group, indicator), of_group(GROUPS[group], gettext("people"))


def counted_noun(indicator: Indicator) -> str:
    """What a count is of: "opioid overdose deaths", from "number of opioid overdose deaths"."""
    return indicator.words.rate.removeprefix(f"{gettext('number of')} ")


def yearly(noun: str, indicator: Indicator, period: str) -> str:
    """What a count is of; of a mean of several years, that it is of a year: "opioid overdose deaths a year"."""
    of_a_year = indicator.unit.endswith(gettext("a year")) and Period.parse(period).length_years > 1
    return gettext("{events} a year", events=noun) if of_a_year else noun


def listed_places(rows: Iterable[Row], answer: Answer) -> str:
    """Names of places in a sentence: "Hampden County", "Hampden and Suffolk counties", "Boston and Lynn"."""
    rows = sorted(rows, key=lambda row: row.name)
    if len(rows) == 1:
        return place_name(rows[0])
    names = join_list([answer.catalog.places[row.geo_id].short_name for row in rows])
    if answer.selection.level == "county":
        return gettext("{names} counties", names=names)
    if answer.selection.level == "eohhs_region":
        return gettext("the {names} regions", names=names)
    return names


def inside(text: str) -> str:
    """A title inside a sentence: with a small letter, unless it begins with a name or an abbreviation."""
    return text if text.split()[0] in _NAMES or not text[1:2].islower() else f"{text[:1].lower()}{text[1:]}"


_NAMES = ("Blue", "Boston", "Hispanic", "Medicare", "White", "Black")
