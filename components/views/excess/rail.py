"""The choices of the page: topic, level, place, everyone or groups; each an address."""

from __future__ import annotations

from dash.development.base_component import Component

from components.page.controls import Options, section, select, sheet_foot, sheet_head
from components.views.excess.view import ExcessView
from data.analysis.excess_selection import WAYS, places_listed
from data.language import gettext
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, LEVELS, OVERALL, TOPICS, Level


def excess_rail(view: ExcessView) -> list[Component]:
    """The three sections of choices."""
    return [
        sheet_head(),
        section(gettext("What"), _topic(view)),
        section(gettext("Where"), [*_level(view), *_place(view)]),
        section(gettext("Who"), _by(view)),
        sheet_foot(gettext("Show the list")),
    ]


def choice_words(view: ExcessView) -> list[tuple[str, str]]:
    """Each choice by its name, and what is chosen, in words."""
    chosen = view.selection
    topic = TOPICS[chosen.topic] if chosen.topic else gettext("All topics")
    level = next((_level_name(level) for level in LEVELS if level == chosen.level), gettext("State, counties, towns"))
    place = view.place.name if chosen.place else gettext("All of Massachusetts")
    people = _way_name(chosen.by) if chosen.by else gettext("Everyone and groups")
    return [
        (gettext("Topic"), topic),
        *([] if chosen.place else [(gettext("List by"), level)]),
        (gettext("Place"), place),
        (gettext("People"), people),
    ]


def _level_name(level: Level) -> str:
    return gettext("Groups in the whole state") if level == "state" else LEVEL_WORDS[level].label


def _way_name(way: str) -> str:
    return gettext("Everyone together") if way == OVERALL else DIMENSIONS[way].label


def _topic(view: ExcessView) -> list[Component]:
    to = view.selection.query
    have = {view.catalog.indicators[excess.indicator].topic for excess in view.scan.found} | {view.selection.topic}
    options: Options = [{"label": gettext("All topics"), "value": to(topic="")}]
    options += [{"label": TOPICS[topic], "value": to(topic=topic)} for topic in TOPICS if topic in have]
    return select("topic", gettext("Topic"), options, to())


def _level(view: ExcessView) -> list[Component]:
    to = view.selection.query
    have = {excess.row.level for excess in view.scan.found} | {view.selection.level}
    options: Options = [{"label": gettext("State, counties, towns"), "value": to(level="")}]
    for level in LEVELS:
        if level in have:
            options.append({"label": _level_name(level), "value": to(level=level, place="")})
    return select("level", gettext("List by"), options, to())


def _place(view: ExcessView) -> list[Component]:
    to, chosen = view.selection.query, view.place
    options: Options = [{"label": gettext("All of Massachusetts"), "value": to(place="")}]
    places = [place for of_level in places_listed(view.scan, view.catalog).values() for place in of_level]
    if view.selection.place and chosen not in places:
        places.append(chosen)
    options += [{"label": place.name, "value": to(place=place.slug, level="")} for place in places]
    return select("where", gettext("Place"), options, to())


def _by(view: ExcessView) -> list[Component]:
    to = view.selection.query
    have = {excess.row.dimension for excess in view.scan.found} | {view.selection.by}
    options: Options = [{"label": gettext("Everyone and groups"), "value": to(by="")}]
    for way in WAYS:
        if way in have:
            options.append({"label": _way_name(way), "value": to(by=way)})
    return select("by", gettext("People"), options, to())
