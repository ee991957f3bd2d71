"""From the words of an address of `/worst` to the lines that are listed: by topic, level, place, everyone or groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.analysis.excess import NOT_SCANNED, Excess, ExcessScan
from data.catalog.models import Catalog, Place
from data.language import gettext, language
from data.query.choices.notices import unknown_place
from data.query.selection import Selection, to_query
from data.query.url_parameters import shortened
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, LEVELS, OVERALL, TOPICS, Level, Period, slugify

FIRST = 8
"""Lines of a topic that stand on the page of all topics: what a reader sees before choosing one."""
OVERLAPPING: tuple[Level, ...] = ("eohhs_region", "area")
"""Levels that are made of the towns and counties that are listed anyway: they are listed when they are asked for."""
WAYS = tuple(dimension for dimension in DIMENSIONS if dimension not in NOT_SCANNED)


@dataclass(frozen=True, slots=True)
class ExcessSelection:
    """What of the list is asked for; every word is empty for all. `place` is a slug, `by` a dimension or `overall`."""

    topic: str = ""
    level: str = ""
    place: str = ""
    by: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether so little is asked for that all of it is listed."""
        return bool(self.topic or self.place)

    def query(self, **words: str) -> str:
        """The part of its address after the path, with some words changed; empty ones are left out."""
        given = self.words(**words)
        return to_query(given) if given else "?"

    def words(self, **words: str) -> dict[str, str]:
        """The words of its address in their order, with some changed; empty ones are left out."""
        found = {"topic": self.topic, "level": self.level, "place": self.place, "by": self.by, **words}
        found["lang"] = "" if language() == "en" else language()
        return {key: word for key, word in found.items() if word}


def parse_excess_query(words: Mapping[str, str], catalog: Catalog) -> tuple[ExcessSelection, tuple[str, ...]]:
    """The selection of an address, and a sentence on each of its words that could not be followed."""
    found, notices = ExcessSelection(), list[str]()
    topic, level, by = (words.get(key, "").lower() for key in ("topic", "level", "by"))
    if topic in list(TOPICS):
        found = replace(found, topic=topic)
    elif topic:
        notices.append(gettext("“{word}” is not a topic we have. Showing all.", word=shortened(words["topic"])))
    if level in LEVELS:
        found = replace(found, level=level)
    elif level:
        notices.append(gettext("“{word}” is not a level of places. Showing all.", word=shortened(words["level"])))
    if by in WAYS:
        found = replace(found, by=by)
    elif by:
        notices.append(
            gettext("“{word}” is not a way people are listed here. Showing all.", word=shortened(words["by"]))
        )
    typed = words.get("place", "")
    place = catalog.by_slug.get(typed.lower()) or catalog.by_slug.get(slugify(typed))
    if typed and place is None:
        notices.append(unknown_place(shortened(typed), ""))
    elif place is not None and place.level != "state":
        if found.level not in ("", place.level):
            notices.append(gettext("{place} is {level}: that level is shown.", place=place.name,
                                   level=LEVEL_WORDS[place.level].a))  # fmt: skip
        found = replace(found, place=place.slug, level="")
    return found, tuple(notices)


def listed(scan: ExcessScan, selection: ExcessSelection, catalog: Catalog) -> tuple[Excess, ...]:
    """The lines that are asked for, the largest excess first."""
    return tuple(excess for excess in scan.found if _is_asked(excess, selection, catalog))


def _is_asked(excess: Excess, selection: ExcessSelection, catalog: Catalog) -> bool:
    row = excess.row
    if selection.topic and catalog.indicators[excess.indicator].topic != selection.topic:
        return False
    if selection.by and row.dimension != selection.by:
        return False
    if selection.place:
        return catalog.places[row.geo_id].slug == selection.place
    return row.level == selection.level if selection.level else row.level not in OVERLAPPING


def by_topic(lines: Sequence[Excess], catalog: Catalog) -> dict[str, tuple[Excess, ...]]:
    """Lines by topic, in the order of the topics."""
    topics = {topic: [e for e in lines if catalog.indicators[e.indicator].topic == topic] for topic in TOPICS}
    return {topic: tuple(of_topic) for topic, of_topic in topics.items() if of_topic}


def places_listed(scan: ExcessScan, catalog: Catalog) -> dict[Level, tuple[Place, ...]]:
    """The places that have a line, by level, widest first; without the state."""
    have = {excess.row.geo_id for excess in scan.found}
    found = {level: tuple(p for p in catalog.places_of(level) if p.geo_id in have) for level in LEVELS[1:]}
    return {level: places for level, places in found.items() if places}


def county_of(place: Place, catalog: Catalog) -> Place | None:
    """The county that a city or town is in; None of other places."""
    if place.level != "municipality":
        return None
    return next((c for c in catalog.places_of("county") if set(place.members) <= set(c.members)), None)


def explore_selection(excess: Excess, catalog: Catalog) -> Selection:
    """The view of Explore that shows a line: of everyone the map with the place chosen, of a group all groups there."""
    row, place = excess.row, catalog.places[excess.row.geo_id]
    return Selection(
        excess.indicator, place.level, "" if place.level == "state" else place.slug, row.dimension, row.stratum,
        Period.parse(row.period), "map" if row.stratum == OVERALL else "groups", kind=place.kind, language=language(),
    )  # fmt: skip
