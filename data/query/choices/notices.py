"""Notices of query parameters that could not be followed, each naming what is shown instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from data.catalog.models import Catalog, Indicator, Place
from data.language import gettext
from data.query.choices.versions import Need
from data.query.regions.member_code import Fault
from data.query.regions.poolable import why_not_pooled
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, Level, Period


def no_region(word: str, fault: Fault) -> Callable[[], str]:
    """Notice that the code of a region names no set of cities and towns, made when it is read; `word` is its name."""

    def sentence() -> str:
        reasons: dict[Fault, str] = {
            "empty": gettext("it names no city or town"),
            "letters": gettext("it has a letter that no such code has"),
            "length": gettext("it is cut off, or too long"),
            "unknown": gettext("it names a city or town that is none of the 351"),
        }
        if word == "members":
            return gettext("The region of this address cannot be read: {reason}.", reason=reasons[fault])
        return gettext("The region to compare with cannot be read: {reason}.", reason=reasons[fault])

    return sentence


def not_pooled(indicator: Indicator, shown: str, catalog: Catalog) -> str:
    """Notice that nothing of an indicator can be pooled for a region, with the reason."""
    return gettext(
        "{indicator} cannot be given for a region of your own. {reason} Showing {shown}.",
        indicator=indicator.title,
        reason=why_not_pooled(indicator, catalog),
        shown=shown,
    )


def level_label(level: str) -> str:
    """The places of a level, in a sentence."""
    return gettext("the state") if level == "state" else LEVEL_WORDS[cast("Level", level)].plural


def breakdown_label(dimension: str) -> str:
    """A way of comparing people, in a sentence."""
    return DIMENSIONS[dimension].label.lower()


def group_label(group: str) -> str:
    """A group, or everyone, as a choice."""
    return gettext("everyone") if group == ALL else GROUPS[group].label


def no_period(indicator: Indicator, level: Level, group: str, period: Period, nearest: Period) -> str:
    """Notice that the period of the query string has no figures."""
    values = {
        "indicator": indicator.title,
        "people": gettext("everyone") if group == OVERALL else f"“{GROUPS[group].label}”",
        "asked": period.long_label,
        "shown": nearest.long_label,
    }
    if level == "state":
        return gettext(
            "{indicator} has no figures for {people} in {asked} for the state. "
            "Showing {shown}, the nearest period that has.",
            **values,
        )
    return gettext(
        "{indicator} has no figures for {people} in {asked} by {level}. Showing {shown}, the nearest period that has.",
        **values,
        level=LEVEL_WORDS[level].singular,
    )


def no_breakdown(indicator: Indicator, level: Level, by: str, alternative: str) -> str:
    """Notice that a breakdown has no figures at the level; `alternative` is the one in its place."""
    values = {
        "indicator": indicator.title,
        "places": gettext("the state") if level == "state" else LEVEL_WORDS[level].plural,
        "shown": DIMENSIONS[alternative].label.lower(),
    }
    if by == OVERALL:
        return gettext("{indicator}: no figures for everyone together for {places}. Showing {shown} instead.", **values)
    return gettext(
        "{indicator}: no figures by {way} for {places}. Showing {shown} instead.",
        **values,
        way=DIMENSIONS[by].label.lower(),
    )


def all_of(items: list[str]) -> str:
    """Words of a list: “the state and counties”."""
    text = items[0]
    for item in items[1:]:
        text = gettext("{first} and {last}", first=text, last=item)
    return text


def no_indicator(word: str, alternative: str) -> str:
    """Notice of an unknown indicator."""
    return gettext("“{word}” is not an indicator we have. Showing {shown} instead.", word=word, shown=alternative)


def no_level(word: str, alternative: str) -> str:
    """Notice of an unknown level."""
    return gettext("“{word}” is not a level of places. Showing {shown} instead.", word=word, shown=alternative)


def no_kind(word: str, alternative: str) -> str:
    """Notice of an unknown kind."""
    return gettext("“{word}” is not a kind of area. Showing {shown} instead.", word=word, shown=alternative)


def no_way(word: str, alternative: str) -> str:
    """Notice of an unknown breakdown."""
    return gettext("“{word}” is not a way to compare people. Showing {shown} instead.", word=word, shown=alternative)


def no_group(word: str, alternative: str) -> str:
    """Notice of an unknown group."""
    return gettext("“{word}” is not a group we have. Showing {shown} instead.", word=word, shown=alternative)


def no_view(word: str, alternative: str) -> str:
    """Notice of an unknown view."""
    return gettext("“{word}” is not a view. Showing the {shown} instead.", word=word, shown=alternative)


def no_language(word: str, alternative: str) -> str:
    """Notice of an unknown language."""
    return gettext("“{word}” is not a language we have. Showing {shown} instead.", word=word, shown=alternative)


def nothing_to_compare(word: str) -> str:
    """Says that a word names nothing that a view can be set beside."""
    return gettext("“{word}” is neither a place nor an indicator to compare with.", word=word)


def no_each(word: str, alternative: str) -> str:
    """Notice of an unknown kind of small multiples."""
    del alternative
    return gettext("“{word}” is not something to show each of. Showing one for each group.", word=word)


def no_classes(word: str, alternative: str) -> str:
    """Notice of an unknown kind of map classes."""
    del alternative
    return gettext("“{word}” is not a kind of class. Showing the usual classes.", word=word)


def no_question(word: str) -> str:
    """Notice of an unknown question; the nearest are offered with it."""
    return gettext("“{word}” is not a question we have. You may mean one of these:", word=word)


def other_question(word: str, alternative: str) -> str:
    """Notice of a question that is nearly one of ours, which is shown."""
    return gettext("“{word}” is not a question we have. Showing {shown} instead.", word=word, shown=alternative)


def version_shown(question: str, version: str, asked: list[str]) -> str:
    """Notice that a version is shown, and not the first one, since it has what was asked for."""
    return gettext(
        "Showing “{version}”: the version of “{question}” that has figures for {asked}.",
        version=version,
        question=question,
        asked=all_of(asked),
    )


def needed(need: Need, catalog: Catalog) -> list[str]:
    """Names of what was asked of a version: place or level, and group or breakdown."""
    place = [catalog.by_slug[need.place].name] if need.place else [level_label(need.level)] if need.level else []
    by = [group_label(ALL) if need.by == OVERALL else breakdown_label(need.by)] if need.by else []
    group = [f"“{GROUPS[need.group].label}”"] if need.group else by
    return [*place, *group]


def unknown_place(word: str, near: str) -> str:
    """Notice of a place that is none; `near` names the nearest, if one is near."""
    if not near:
        return gettext("“{word}” is not a place we know. Showing all of Massachusetts.", word=word)
    return gettext(
        "“{word}” is not a place we know. Did you mean {near}? Showing all of Massachusetts.", word=word, near=near
    )


def place_of_another_level(place: Place, level: Level) -> str:
    """Notice of a place that holds places of the level in view, or overlaps them."""
    return gettext(
        "{place} is {level}, and this view shows {places}. Showing all of Massachusetts.",
        place=place.name,
        level=LEVEL_WORDS[place.level].a,
        places=LEVEL_WORDS[level].plural,
    )


def part_of(place: Place, around: Place) -> str:
    """Notice of a place without figures of its own, for which what it is part of is shown."""
    return gettext(
        "{place} has no figures of its own here. Showing {shown}, which it is part of.",
        place=place.name,
        shown=around.name,
    )
