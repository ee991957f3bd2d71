"""Phrases of titles and summaries: whom and where a figure is of, what it is measured against, lists of places."""

from __future__ import annotations

import re
from collections.abc import Iterable

from components.formatting.nouns import of_group
from components.formatting.numbers import capitalize_first, join_list
from components.formatting.phrases import people
from data.catalog.models import Indicator
from data.grammar import Name
from data.language import gettext, language
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, Group, Period

LONGEST, LONGEST_OF = 120, {"es": 150, "pt": 150}
"""Characters that a title has at most, with its period: of several ways to say it the fullest that fits is taken.
Spanish and Portuguese need a quarter more for the same."""
PERIOD = len(", 2021–23")
PRESENT_FROM = 2020
"""Of periods that end before this year the past tense is used."""


def fitting(*titles: str, room: int = PERIOD) -> str:
    """The first of several titles, fullest first, that leaves room for a period; the shortest where none does.

    `room` is 0 for titles that say their periods themselves.
    """
    longest = LONGEST_OF.get(language(), LONGEST) - room
    return next((title for title in titles if len(title) <= longest), min(titles, key=len))


def in_period(finding: str, answer: Answer) -> str:
    """A finding as a title: its period is said once, at its end, or in the line under it where that is too long."""
    return dated(finding, answer.selection.period.label)


def dated(finding: str, period: str) -> str:
    """A finding as a title with the period it is of, by its label; without it where that is too long."""
    title = capitalize_first(gettext("{finding}, {period}", finding=finding, period=period))
    return title if len(title) <= LONGEST_OF.get(language(), LONGEST) else capitalize_first(finding)


def spoken(period: str) -> str:
    """A period after "in": "2020", "the 12 months to April 2025"."""
    parsed = Period.parse(period)
    rolling = not parsed.is_years and round(12 * parsed.length_years) == 12
    return gettext("the {period}", period=parsed.label) if rolling else parsed.label


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
    return gettext("the {region}", region=row.name) if row.level == "eohhs_region" else Name(row.name)


def named_measure(indicator: Indicator, row: Row) -> str:
    """The measure before a colon: "Life expectancy among White residents in Suffolk County"."""
    values = {"measure": indicator.title, "place": place_name(row)}
    if row.stratum == OVERALL:
        return gettext("{measure} in {place}", **values)
    return gettext("{measure} among {people} in {place}", people=people(row.stratum, indicator), **values)


def measure_among(indicator: Indicator, group: str) -> str:
    """The measure with its group and no place: "Life expectancy among White residents"."""
    if group == OVERALL:
        return indicator.title
    return gettext("{measure} among {people}", measure=indicator.title, people=people(group, indicator))


def brief_title(indicator: Indicator) -> str:
    """The name of a measure in few words, or without what is in brackets: the line under the title has all of it."""
    if indicator.words.brief:
        return indicator.words.brief
    return " ".join(_BRACKETS.sub("", indicator.title).split())


def plain_people(group: str, indicator: Indicator) -> str:
    """A group by the noun alone that it belongs to: "Black people" of those in Medicare, "Black women" giving birth."""
    return of_group(GROUPS[group], indicator.words.parts[1])


def measures_of(group: str, indicator: Indicator) -> tuple[str, ...]:
    """What is measured and of whom, before a colon, in ever fewer words; a title never leaves out the measure."""
    brief = brief_title(indicator)
    if group == OVERALL:
        return tuple(dict.fromkeys((indicator.title, brief)))
    among = [gettext("{measure} among {people}", measure=brief, people=who)
             for who in (people(group, indicator), plain_people(group, indicator))]  # fmt: skip
    return tuple(dict.fromkeys((measure_among(indicator, group), *among)))


def named_measures(row: Row, indicator: Indicator) -> tuple[str, ...]:
    """The measure of a row before a colon, in ever fewer words: with its place, of the state in the end without.

    Where even that is long the group is named as in a list: "Years of life lost, Asian, Dukes County".
    """
    full, brief = named_measure(indicator, row), brief_title(indicator)
    if row.level == "state":
        return tuple(dict.fromkeys((full, *measures_of(row.stratum, indicator))))
    place, number = place_name(row), _numbered(row)
    if row.stratum == OVERALL:
        named = [gettext("{measure} in {place}", measure=brief, place=where) for where in (place, number)]
        return tuple(dict.fromkeys((full, *named)))
    among = [gettext("{measure} among {people} in {place}", measure=brief, people=who, place=place)
             for who in (people(row.stratum, indicator), plain_people(row.stratum, indicator))]  # fmt: skip
    listed = gettext("{measure}, {group}, {place}", measure=brief, group=_listed(GROUPS[row.stratum]), place=number)
    return tuple(dict.fromkeys((full, *among, listed)))


def _listed(group: Group) -> str:
    """A group's name within a sentence: its capital stays where the group's words with a noun have it too ("Black")."""
    label = group.label
    capital = label.split()[0].rstrip(",") in group.with_noun.split()
    return label if capital else f"{label[:1].lower()}{label[1:]}"


def _numbered(row: Row) -> str:
    """The name of a place without what its number stands for: "CHNA 23" of "CHNA 23, South Shore Partners"."""
    return Name(row.name.partition(", ")[0]) if row.level == "area" else place_name(row)


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


_BRACKETS = re.compile(r"\([^()]*\)")
_NAMES = ("American", "Asian", "Black", "Blue", "Boston", "Hispanic", "Medicare", "Native", "Pacific", "White")
