"""What a view opens on: the level, group, period, place and view of an indicator that show a figure to rely on.

A map of one place, a group without any place and a period that most figures are missing from are never the first thing
seen. What an address names itself is shown as it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog, Coverage
from data.query.selection import Selection
from data.vocabulary import ALL, GROUPS, OVERALL, REGION, Level, Period, View

LEAST_SHARE = 0.2
"""Least share of the places of a level with a figure for a map to be drawn of them: below it, a list says more."""
YEARS_KEPT = 3
"""Years by which an older period that has a figure for the state may end before a newer one without, and be opened."""

_PREFERRED: tuple[Level, ...] = ("county", "municipality", "eohhs_region", "area")
NoMap = Literal["", "state", "few", "none"]
"""Why there is no map to open on: only the state has figures, few places do, none for this group; "" for a map."""


def opening_level(catalog: Catalog, indicator: str) -> Level:
    """The level an indicator opens at: the first with reliable figures for a fifth of its places, else the state.

    Of everyone these must be in the period that the level opens at, not in a year that a reader would have to look for.
    """
    return _opening_level(CatalogKey.of(catalog), indicator)


@lru_cache(maxsize=1024)
def _opening_level(key: CatalogKey, indicator: str) -> Level:
    rows = key.catalog.covered(indicator)
    levels = key.catalog.levels(indicator)

    def at(level: Level, share: float) -> bool:
        of_level = [c for c in rows if c.level == level]
        everyone = any(c.stratum == OVERALL for c in of_level)
        period = best_period(key.catalog, indicator, level, OVERALL) if everyone else None
        return any(
            c.reliable and c.shown >= share * c.places and (c.stratum != OVERALL or c.period == period)
            for c in of_level
        )

    wide = [level for level in _PREFERRED if at(level, LEAST_SHARE)]
    if wide:
        return wide[0]
    if any(c.level == "state" and c.reliable for c in rows):
        return "state"
    return next((level for level in (*_PREFERRED, "state") if level in levels), "state")


def opening_group(catalog: Catalog, indicator: str, level: Level, by: str) -> str:
    """The group a reader sees first of a breakdown: the worst off of those whose figure is reliable in the state.

    One with reliable figures for at least half of the places, so that its map is not empty, in the newest period that
    has such a group. Where there is none, the group with most of them, or `all` where everyone has more.
    """
    return _opening_group(CatalogKey.of(catalog), indicator, level, by)


@lru_cache(maxsize=4096)
def _opening_group(key: CatalogKey, indicator: str, level: Level, by: str) -> str:
    rows = [c for c in key.catalog.covered(indicator) if c.dimension == by and c.level == level]
    sign = -1 if key.catalog.indicators[indicator].polarity == "higher_is_better" else 1
    for period in sorted({c.period for c in rows}, key=lambda p: p.recency, reverse=True):
        sure = [c for c in rows if c.period == period and c.state_reliable and c.reliable * 2 >= c.places]
        if sure:
            return max(sure, key=lambda c: sign * (c.state_value or 0.0)).stratum
    best = max(rows, key=lambda c: (c.reliable, c.shown, c.period.recency))
    everyone = [c for c in key.catalog.covered(indicator) if c.level == level and c.stratum == OVERALL]
    return ALL if max((c.reliable for c in everyone), default=0) > best.reliable else best.stratum


def best_period(catalog: Catalog, indicator: str, level: Level, group: str) -> Period:
    """The period of a group to show where none is named.

    The newest of those with at least half as many reliable figures as any has; of these, one that has a reliable figure
    for the state too, where it ends within `YEARS_KEPT` years of the newest.
    """
    return _best_period(CatalogKey.of(catalog), indicator, level, group)


@lru_cache(maxsize=8192)
def _best_period(key: CatalogKey, indicator: str, level: Level, group: str) -> Period:
    rows = [c for c in key.catalog.covered(indicator) if c.level == level and c.stratum == group]
    reliable, shown = max(c.reliable for c in rows), max(c.shown for c in rows)
    # Where nothing is reliable, what is shown counts.
    enough = [c for c in rows if c.reliable * 2 >= reliable] if reliable else [c for c in rows if c.shown * 2 >= shown]
    newest = max(c.period.end for c in enough)
    whole = [c for c in enough if c.state_reliable and newest.year - c.period.end.year <= YEARS_KEPT]
    return max(whole or enough, key=lambda c: c.period.recency).period


def only_place(catalog: Catalog, indicator: str, level: Level) -> str:
    """Slug of the one place of a level that an indicator has figures for; empty where there are more, or none."""
    places = catalog.few_places.get((indicator, level), frozenset())
    return catalog.places[next(iter(places))].slug if len(places) == 1 else ""


def opening_place(catalog: Catalog, indicator: str, level: Level, kind: str) -> str:
    """Slug of the place that a view without a place opens on: the only one with figures, if it is of the kind."""
    only = only_place(catalog, indicator, level)
    return only if only and catalog.by_slug[only].kind == kind else ""


def whole_state(catalog: Catalog, indicator: str, level: Level, kind: str, place: str) -> str:
    """Slug of the state where no place is shown though a view without one opens on one; empty elsewhere."""
    return catalog.state.slug if not place and opening_place(catalog, indicator, level, kind) else ""


def no_map(catalog: Catalog, selection: Selection) -> NoMap:
    """Why a selection has no map worth opening on; empty where it has one."""
    if selection.level == "state":
        return "state"
    row = _row(catalog, selection)
    if row is None or not row.shown:
        return "none"
    if row.shown < LEAST_SHARE * row.places:
        return "few"
    return ""


def opening_view(catalog: Catalog, selection: Selection) -> View:
    """The view a selection opens in, whatever view it has: the map, else what shows its figures best.

    Of the state or of one place, the trend where it has two periods, else the groups; of few places, the list of them.
    A group without any place opens with the groups, and so does nothing else at a level of places.
    """
    why = no_map(catalog, selection)
    if not why:
        return "map"
    if why == "none":
        return "table" if selection.level == REGION else "groups"  # a region may have another period
    if why == "few" and not only_place(catalog, selection.indicator, selection.level):
        return "table"
    rows = [
        c
        for c in catalog.covered(selection.indicator)
        if (c.level, c.dimension, c.stratum) == (selection.level, selection.dimension, selection.group) and c.reliable
    ]
    if len({c.period for c in rows}) > 1:
        return "trend"
    strata = catalog.strata(selection.indicator, selection.breakdown, selection.level)
    return "groups" if selection.breakdown != OVERALL and len(strata) > 1 else "table"


class FittingView:
    """The view after any choice that is made in one view. What concerns that view alone is settled once."""

    def __init__(self, catalog: Catalog, before: Selection) -> None:
        self._before = before
        self._keeps_map = before.view == "map" and no_map(catalog, before) in ("state", "few")
        self._not_chosen = before.view == "map" or before.view == opening_view(catalog, before)

    def after(self, indicator: str, level: Level, kind: str, opening: Callable[[], View]) -> View:
        """The view of an indicator at a level, by areas of a kind; `opening` gives the one that it opens in."""
        before = self._before
        if self._keeps_map and (indicator, level, kind) == (before.indicator, before.level, before.kind):
            return "map"
        if before.view == "map" or (self._not_chosen and indicator != before.indicator):
            return opening()
        return before.view


def fitting_view(catalog: Catalog, before: Selection, after: Selection) -> View:
    """The view after a choice: the one in view, unless the reader did not choose it or it would be an empty map.

    Who asked for a map of the state or of few places by its address keeps it for as long as the same is mapped.
    """
    kept = FittingView(catalog, before)
    return kept.after(after.indicator, after.level, after.kind, lambda: opening_view(catalog, after))


def _row(catalog: Catalog, selection: Selection) -> Coverage | None:
    return coverage(catalog, selection.indicator, selection.level, selection.group, selection.period)


def coverage(catalog: Catalog, indicator: str, level: Level, group: str, period: Period) -> Coverage | None:
    """How many places of a level have a figure of a group in a period; None where there are no rows of it."""
    return _coverage(CatalogKey.of(catalog), indicator).get((level, group, period))


@lru_cache(maxsize=1024)
def _coverage(key: CatalogKey, indicator: str) -> Mapping[tuple[str, str, Period], Coverage]:
    rows = (c for c in key.catalog.covered(indicator) if c.dimension == GROUPS[c.stratum].dimension)
    return {(c.level, c.stratum, c.period): c for c in rows}
