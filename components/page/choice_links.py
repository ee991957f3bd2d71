"""The addresses that the choices of a view lead to: some words changed, the others settled where they no longer fit.

A view has some ninety. Each is what `data.query.url.choice` says, which settles every word anew; what the choices of
many views have in common is settled once for all of them, and what those of one view have in common once for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from data.catalog.availability import CatalogKey, nearest_period
from data.catalog.models import Catalog
from data.query.choices.opening import best_period, fitting_view, only_place
from data.query.choices.parser import SelectionParser
from data.query.selection import PARAMETERS, QUESTION, Selection, to_query
from data.query.url import choice
from data.vocabulary import ALL, GROUPS, OVERALL, Level, Period, View

_BEFORE_PERIOD = PARAMETERS[: PARAMETERS.index("period")]
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


class ChoiceLinks:
    """The addresses of the choices of one view."""

    def __init__(self, selection: Selection, catalog: Catalog) -> None:
        self._selection, self._catalog, self._key = selection, catalog, CatalogKey.of(catalog)
        self._words = selection.parameters()
        self._rest = {key: self._words[key] for key in _AFTER_PERIOD if key in self._words}
        self._views: dict[tuple[str, ...], View] = {}
        self._indicator = selection.indicator
        self._places = {(selection.level, selection.place): (selection.place, "")}

    def to(self, **words: str) -> str:
        """The address of the view with some words changed, and the others settled anew where they no longer fit."""
        parameters = {**self._words, **({"asked": ""} if "place" in words else {}), **words}
        # Kinds of areas, and what is set beside a view, depend on place and indicator together.
        if (
            parameters.get("kind")
            or parameters.get("asked")
            or words.get("place")
            or "with" in parameters
            or "members" in parameters
            or not words.keys() <= set(_BEFORE_PERIOD)
        ):
            return choice(self._selection, self._catalog, **words).query()
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
        place, asked = self._place(indicator, level, parameters.get("place", ""))
        settled = {
            "indicator": indicator,
            "level": level,
            "place": place,
            "asked": asked,
            "by": by,
            "group": ALL if group == OVERALL else group,
            "reference": reference,
            "period": _period(
                self._key, indicator, level, group, self._words["period"] if indicator == self._indicator else ""
            ),
        }
        view = self._view(indicator, level, by, group, settled["period"])
        return to_query({key: word for key, word in settled.items() if word} | self._rest | {"view": view})

    def to_version(self, **words: str) -> str:
        """The address of what only another version of the question has: the version is settled where it is opened.

        There a notice names the version, since it is not the one that the choice was made in.
        """
        question = self._catalog.question_of[self._indicator].id
        view = "" if self._words["view"] == "map" else self._words["view"]
        parameters = {**self._words, "view": view, **words}
        kept = {key: parameters[key] for key in PARAMETERS if parameters.get(key) and key not in _OF_INDICATOR}
        return to_query({QUESTION: question, **kept})

    def _view(self, indicator: str, level: Level, by: str, group: str, period: str) -> View:
        """The view that is shown of a choice, whatever place it has."""
        chosen = indicator, level, by, group, period
        if chosen not in self._views:
            after = replace(
                self._selection,
                indicator=indicator,
                level=level,
                breakdown=by,
                group=group,
                period=Period.parse(period),
            )
            self._views[chosen] = fitting_view(self._catalog, self._selection, after)
        return self._views[chosen]

    def _place(self, indicator: str, level: Level, place: str) -> tuple[str, str]:
        """The place that is shown at a level for the one in view, whichever indicator has figures, and that one."""
        if (level, place) not in self._places:
            selection = choice(self._selection, self._catalog, indicator=indicator, level=level, place=place)
            self._places[level, place] = selection.place, selection.asked
        return self._places[level, place]
