"""Related selections of a view: the panels of small multiples, the two sides of a comparison.

Small multiples that cannot be had (one map per group where there are no groups) give way to the first that can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data.catalog.models import Catalog, Coverage
from data.query.compared_selections import compared_selections
from data.query.selection import Answer, Selection
from data.vocabulary import EACH, OVERALL, Level, Period, View

Questions = tuple[Selection, ...]


def related_selections(answer: Answer) -> Questions:
    """Selections whose answers a view shows beside its own; most views have none.

    `answer` is the view's own: which places are the highest and the lowest, only its rows tell.
    """
    related = _RELATED.get(answer.selection.view)
    return related(answer) if related else ()


def multiples_choices(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """Kinds of small multiples possible for a selection, in the order of `EACH`; empty where none is."""
    return tuple(each for each in EACH if _POSSIBLE[each](selection, catalog))


def multiples_by(selection: Selection, catalog: Catalog) -> str:
    """Kind of the small multiples: that of the query string, else the first possible; empty where none is."""
    choices = multiples_choices(selection, catalog)
    return selection.multiples_by if selection.multiples_by in choices else next(iter(choices), "")


def panel_groups(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """The groups with rows for the level and period, in the vocabulary's order: each has a map, hidden or not."""
    strata = {c.stratum for c in _rows(selection, catalog, selection.level) if c.period == selection.period}
    return tuple(g for g in _strata(selection, catalog, selection.level) if g in strata)


def absent_groups(selection: Selection, catalog: Catalog) -> tuple[str, ...]:
    """The groups with rows for the level in other periods only: they are named, not drawn."""
    groups = panel_groups(selection, catalog)
    return tuple(g for g in _strata(selection, catalog, selection.level) if g not in groups)


def listed_periods(selection: Selection, catalog: Catalog) -> tuple[Period, ...]:
    """The periods with rows for the level and group, in the order of time; pooled ones after the single ones."""
    periods = catalog.periods(selection.indicator, selection.level, selection.dimension, selection.group)
    pooled = _pooled(selection, catalog, periods)
    return tuple(sorted(periods, key=lambda p: (p in pooled, p.in_time)))


def panel_periods(selection: Selection, catalog: Catalog) -> tuple[Period, ...]:
    """The periods that are gone through one after the other: those listed, but for years taken together.

    Between the years they are made of they would be told twice; they are the last where they are the period in view.
    """
    listed = listed_periods(selection, catalog)
    left_out = _pooled(selection, catalog, listed) - {selection.period}
    return tuple(period for period in listed if period not in left_out)


def _pooled(selection: Selection, catalog: Catalog, periods: Sequence[Period]) -> set[Period]:
    """The periods that we pooled from two or more of the others."""
    slugs = catalog.indicators[selection.indicator].pooled
    return {
        pooled
        for pooled in periods
        if pooled.slug in slugs
        and sum(pooled.start <= p.start and p.end <= pooled.end for p in periods if p != pooled) > 1
    }


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


def _panels(answer: Answer) -> Questions:
    selection, catalog = answer.selection, answer.catalog
    each = multiples_by(selection, catalog)
    if each == "group":
        return tuple(replace(selection, group=group) for group in panel_groups(selection, catalog))
    if each == "period":
        return tuple(replace(selection, period=period) for period in panel_periods(selection, catalog))
    return ()


_RELATED: Mapping[View, Callable[[Answer], Questions]] = {"multiples": _panels, "compare": compared_selections}
