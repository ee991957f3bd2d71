"""The addresses that the choices of a view lead to: some words changed, the others settled where they no longer fit.

A view has some ninety. Each is what `data.query.url.choice` says, which settles every word anew; what the choices of
many views have in common is settled once for all of them, and what those of one view have in common once for it.
"""

from __future__ import annotations

from functools import lru_cache

from data.catalog.availability import CatalogKey, nearest_period
from data.catalog.models import Catalog
from data.query.selection import PARAMETERS, Selection, to_query
from data.query.url import SelectionParser, choice
from data.vocabulary import ALL, GROUPS, OVERALL, Level, Period

_BEFORE_PERIOD = PARAMETERS[: PARAMETERS.index("period")]
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
    """The period that is shown of an indicator for the one in view, both as an address writes them."""
    have = key.catalog.periods(indicator, level, GROUPS[group].dimension, group)
    return nearest_period(have, Period.parse(period)).slug


class ChoiceLinks:
    """The addresses of the choices of one view."""

    def __init__(self, selection: Selection, catalog: Catalog) -> None:
        self._selection, self._catalog, self._key = selection, catalog, CatalogKey.of(catalog)
        self._words = selection.parameters()
        self._rest = {key: self._words[key] for key in _AFTER_PERIOD if key in self._words}
        self._places = {(selection.level, selection.place): selection.place}

    def to(self, **words: str) -> str:
        """The address of the view with some words changed, and the others settled anew where they no longer fit."""
        parameters = {**self._words, **words}
        # Kinds of areas, and what is set beside a view, depend on place and indicator together.
        if parameters.get("kind") or "with" in parameters or not words.keys() <= set(_BEFORE_PERIOD):
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
        if level == "area":
            return choice(self._selection, self._catalog, **words).query()
        settled = {
            "indicator": indicator,
            "level": level,
            "place": self._place(indicator, level, parameters.get("place", "")),
            "by": by,
            "group": ALL if group == OVERALL else group,
            "reference": reference,
            "period": _period(self._key, indicator, level, group, self._words["period"]),
        }
        return to_query({key: word for key, word in settled.items() if word} | self._rest)

    def _place(self, indicator: str, level: Level, place: str) -> str:
        """The place that is shown at a level, whichever indicator has figures for it, for the place in view."""
        if (level, place) not in self._places:
            selection = choice(self._selection, self._catalog, indicator=indicator, level=level, place=place)
            self._places[level, place] = selection.place
        return self._places[level, place]
