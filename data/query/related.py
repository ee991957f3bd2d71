"""The further questions that a view asks beside its own: what small multiples have one of.

What is asked for and cannot be had (one map per group where there are no groups) gives way to the first that can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.catalog.models import Catalog, Coverage
from data.query.selection import Selection
from data.vocabulary import EACH, OVERALL, Level, Period, View

Questions = tuple[Selection, ...]


def related_selections(selection: Selection, catalog: Catalog) -> Questions:
    """The questions whose answers a view shows beside its own; most views have none."""
    ask = _ASKED.get(selection.view)
    return ask(selection, catalog) if ask else ()


def multiples_choices(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """What small multiples can have one of here, in the order of `EACH`; empty where there is nothing to set beside."""
    return tuple(each for each in EACH if _POSSIBLE[each](selection, catalog))


def multiples_by(selection: Selection, catalog: Catalog) -> str:
    """What small multiples have one of: what is asked for, else the first that is possible; empty without any."""
    have = multiples_choices(selection, catalog)
    return selection.multiples_by if selection.multiples_by in have else next(iter(have), "")


def drawing_cost(selection: Selection, catalog: Catalog) -> int:
    """About how much small multiples draw, counted in places of a map (a trend is some fifteen); 0 for other views."""
    each = multiples_by(selection, catalog) if selection.view == "multiples" else ""
    places = len(catalog.places_of(selection.level, selection.kind))
    if each in ("group", "period"):
        return places * len(related_selections(selection, catalog))
    lines = {"place_trend": places, "group_trend": len(_strata(selection, catalog, trend_level(selection)))}
    return 15 * lines.get(each, 0)


def panel_groups(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """The groups with rows for the level and period, in the vocabulary's order: each has a map, hidden or not."""
    have = {c.stratum for c in _rows(selection, catalog, selection.level) if c.period == selection.period}
    return tuple(g for g in _strata(selection, catalog, selection.level) if g in have)


def absent_groups(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """The groups with rows for the level in other periods only: they are named, not drawn."""
    have = panel_groups(selection, catalog)
    return tuple(g for g in _strata(selection, catalog, selection.level) if g not in have)


def panel_periods(selection: Selection, catalog: Catalog) -> tuple[Period, ...]:
    """The periods with rows for the level and group, in the order of time."""
    have = catalog.periods(selection.indicator, selection.level, selection.dimension, selection.group)
    return tuple(sorted(have, key=lambda p: p.in_time))


def trend_level(selection: Selection) -> Level:
    """The level of the place whose groups are followed over time: the chosen place's, else the state."""
    return selection.level if selection.place else "state"


def _strata(selection: Selection, catalog: Catalog, level: Level) -> tuple[str, ...]:
    return () if selection.breakdown == OVERALL else catalog.strata(selection.indicator, selection.breakdown, level)


def _rows(selection: Selection, catalog: Catalog, level: Level) -> list[Coverage]:
    return [c for c in catalog.covered(selection.indicator) if (c.level, c.dimension) == (level, selection.breakdown)]


def _maps_of_groups(selection: Selection, catalog: Catalog) -> bool:
    return selection.level != "state" and bool(_strata(selection, catalog, selection.level))


def _maps_of_periods(selection: Selection, catalog: Catalog) -> bool:
    return selection.level != "state" and len(panel_periods(selection, catalog)) > 1


def _trends_of_groups(selection: Selection, catalog: Catalog) -> bool:
    """Whether some group has a line: figures for two periods."""
    level = trend_level(selection)
    return any(
        len(catalog.periods(selection.indicator, level, selection.breakdown, group)) > 1
        for group in _strata(selection, catalog, level)
    )


_POSSIBLE: Mapping[str, Callable[[Selection, Catalog], bool]] = {
    "group": _maps_of_groups,
    "period": _maps_of_periods,
    "group_trend": _trends_of_groups,
    "place_trend": _maps_of_periods,
}


def _multiples(selection: Selection, catalog: Catalog) -> Questions:
    each = multiples_by(selection, catalog)
    if each == "group":
        return tuple(replace(selection, group=group) for group in panel_groups(selection, catalog))
    if each == "period":
        return tuple(replace(selection, period=period) for period in panel_periods(selection, catalog))
    return ()


_ASKED: Mapping[View, Callable[[Selection, Catalog], Questions]] = {"multiples": _multiples}
