"""The addresses that the choices of a view lead to: some words changed, the others settled where they no longer fit.

A view has some ninety. Each is what `data.query.url.choice` says, which settles every word anew; what the choices of
many views have in common is settled once for all of them, and what those of one view have in common once for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from data.catalog.availability import CatalogKey, nearest_period
from data.catalog.models import Catalog
from data.query.choices.opening import FittingView, best_period, only_place, opening_view
from data.query.choices.parser import SelectionParser
from data.query.selection import PARAMETERS, QUESTION, Selection, to_query
from data.query.url import choice
from data.vocabulary import ALL, GROUPS, OVERALL, Level, Period, View

_BEFORE_PERIOD = frozenset(PARAMETERS[: PARAMETERS.index("period")])
_OF_INDICATOR = ("indicator", "period", "with")
_AFTER_PERIOD = PARAMETERS[PARAMETERS.index("period") + 1 :]


# Never of words that a reader wrote: ids of the catalogue and of the vocabulary, which are few.
@lru_cache(maxsize=8192)
def _level_and_groups(
    key: CatalogKey, indicator: str, level: str, by: str, group: str, reference: str
) -> tuple[Level, str, str, str]:
    """Level, breakdown, group and reference that are shown of an indicator for those that are asked for."""
    words = {"indicator": indicator, "level": level, "by": by, "group": group, "reference": reference}
    return SelectionParser({name: word for name, word in words.items() if word}, key.catalog).level_and_groups()


@lru_cache(maxsize=8192)
def _period(key: CatalogKey, indicator: str, level: Level, group: str, period: str) -> str:
    """The period that is shown of an indicator for the one in view, or its best; both as an address writes them."""
    if not period:
        return best_period(key.catalog, indicator, level, group).slug
    have = key.catalog.periods(indicator, level, GROUPS[group].dimension, group)
    return nearest_period(have, Period.parse(period)).slug


@lru_cache(maxsize=8192)
def _opening(key: CatalogKey, indicator: str, level: Level, by: str, group: str, period: str) -> View:
    """The view that a selection opens in, whatever place it has."""
    return opening_view(key.catalog, Selection(indicator, level, "", by, group, Period.parse(period)))


@lru_cache(maxsize=4096)
def _shown_place(key: CatalogKey, level: Level, place: str) -> tuple[str, str]:
    """The place that is shown at a level for the one that is asked for, whichever indicator has figures; and that."""
    return SelectionParser({"place": place}, key.catalog).places("", level, "") if place else ("", "")


@lru_cache(maxsize=16384)
def _of_other(
    key: CatalogKey, indicator: str, level: str, by: str, group: str, reference: str
) -> tuple[str, str, Level, Callable[[], View]] | None:
    """What the address of an indicator has before and behind its place, its level, and what gives the view it opens in.

    It is shown in its best period. None where level, place and indicator depend on each other.
    """
    shown, by, group, reference = _level_and_groups(key, indicator, level, by, group, reference)
    if shown == "area" or only_place(key.catalog, indicator, shown):
        return None
    period = _period(key, indicator, shown, group, "")
    who = f"&by={by}&group={ALL if group == OVERALL else group}{f'&reference={reference}' if reference else ''}"
    opening = partial(_opening, key, indicator, shown, by, group, period)
    return f"?indicator={indicator}&level={shown}", f"{who}&period={period}&view=", shown, opening


class ChoiceLinks:
    """The addresses of the choices of one view."""

    def __init__(self, selection: Selection, catalog: Catalog) -> None:
        self._selection, self._catalog, self._key = selection, catalog, CatalogKey.of(catalog)
        self._words = words = selection.parameters()
        rest = to_query({key: words[key] for key in _AFTER_PERIOD if key in words and key != "view"})[1:]
        self._rest = f"&{rest}" if rest else ""
        self._fitting = FittingView(catalog, selection)
        self._asked = tuple(words.get(key, "") for key in ("level", "by", "group", "reference"))
        place = words.get("place", "")
        self._where = {selection.level: f"&place={place}" if place else ""}
        # Kinds of areas, and what is set beside a view, depend on place and indicator together.
        self._apart = not words.keys().isdisjoint(("kind", "asked", "with", "members"))

    def to(self, **words: str) -> str:
        """The address of the view with some words changed, and the others settled anew where they no longer fit."""
        parameters = {**self._words, **({"asked": ""} if "place" in words else {}), **words}
        if (
            parameters.get("kind")
            or parameters.get("asked")
            or words.get("place")
            or "with" in parameters
            or "members" in parameters
            or not words.keys() <= _BEFORE_PERIOD
        ):
            return choice(self._selection, self._catalog, **words).query()
        return self._settled(parameters, words)

    def to_indicator(self, indicator: str) -> str:
        """The address of the view of another indicator: of these a view has most."""
        known = None
        if not self._apart and indicator != self._selection.indicator:
            known = _of_other(self._key, indicator, *self._asked)
        if known is None:
            return self.to(indicator=indicator)
        start, end, level, opening = known
        if level not in self._where:
            place, asked = _shown_place(self._key, level, self._words.get("place", ""))
            self._where[level] = f"{f'&place={place}' if place else ''}{f'&asked={asked}' if asked else ''}"
        return f"{start}{self._where[level]}{end}{self._fitting.after(indicator, level, '', opening)}{self._rest}"

    def period(self, group: str) -> Period:
        """The period that is shown of a group of the view's own level for the one in view."""
        selection = self._selection
        if self._apart:
            return choice(selection, self._catalog, group=ALL if group == OVERALL else group).period
        return Period.parse(_period(self._key, selection.indicator, selection.level, group, self._words["period"]))

    def _settled(self, parameters: Mapping[str, str], words: Mapping[str, str]) -> str:
        indicator = parameters["indicator"]
        level, by, group, reference = _level_and_groups(
            self._key,
            indicator,
            parameters["level"],
            parameters["by"],
            parameters.get("group", ""),
            parameters.get("reference", ""),
        )
        if level == "area" or only_place(self._catalog, indicator, level):
            return choice(self._selection, self._catalog, **words).query()
        place, asked = parameters.get("place", ""), ""
        if (level, place) != (self._selection.level, self._selection.place):
            place, asked = _shown_place(self._key, level, place)
        same = indicator == self._selection.indicator
        period = _period(self._key, indicator, level, group, self._words["period"] if same else "")
        view = self._fitting.after(
            indicator, level, "", lambda: _opening(self._key, indicator, level, by, group, period)
        )
        # Ids and slugs alone: nothing in them has to be written in percent signs.
        where = f"{f'&place={place}' if place else ''}{f'&asked={asked}' if asked else ''}"
        who = f"&by={by}&group={ALL if group == OVERALL else group}{f'&reference={reference}' if reference else ''}"
        return f"?indicator={indicator}&level={level}{where}{who}&period={period}&view={view}{self._rest}"

    def to_version(self, **words: str) -> str:
        """The address of what only another version of the question has: the version is settled where it is opened.

        There a notice names the version, since it is not the one that the choice was made in.
        """
        question = self._catalog.question_of[self._selection.indicator].id
        view = "" if self._words["view"] == "map" else self._words["view"]
        parameters = {**self._words, "view": view, **words}
        kept = {key: parameters[key] for key in PARAMETERS if parameters.get(key) and key not in _OF_INDICATOR}
        return to_query({QUESTION: question, **kept})
