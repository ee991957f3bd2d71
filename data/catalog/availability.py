"""Availability of indicators by level, and the nearest that is available: an indicator at another level, a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import ref

from rapidfuzz import fuzz

from data.catalog.lexicon import words_of
from data.catalog.models import Catalog, Coverage, Place
from data.language import language
from data.vocabulary import ASKED_LEVELS, DIMENSIONS, Level, Period

_MIN_SIMILARITY = 70
"""Least similarity of two titles (rapidfuzz's token_set_ratio, 0 to 100) for one indicator to replace the other.

At 65, heart disease deaths replace diabetes deaths; at 75, opioid overdose deaths no longer replace confirmed ones.
"""


@dataclass(frozen=True, slots=True)
class Available:
    """Availability of an indicator at a level.

    `shown` is the largest number of its `places` with a figure in any period, `dimensions` the breakdowns it has,
    `latest` the last period.
    """

    level: Level
    shown: int
    places: int
    dimensions: tuple[str, ...]
    latest: Period

    @property
    def wide(self) -> bool:
        """Whether at least half of the places have a figure."""
        return self.shown * 2 >= self.places


@dataclass(frozen=True, eq=False)
class CatalogKey:
    """Cache key of a catalogue in the current language: the same object for both, so that keys are told apart by it.

    A view asks such caches two hundred times: comparing keys by their fields would take longer than the answers. The
    catalogue is held weakly: those with a reader's own regions are many, and no cache is to keep one that nobody uses.
    """

    language: str
    _catalog: ref[Catalog] = field(repr=False)

    @property
    def catalog(self) -> Catalog:
        """The catalogue, for as long as whoever asks holds it."""
        catalog = self._catalog()
        assert catalog is not None, "a key is made of a catalogue that is in use"
        return catalog

    @classmethod
    def of(cls, catalog: Catalog) -> CatalogKey:
        """Key of a catalogue in the current language."""
        known, spoken = catalog.cached_results, (cls.__name__, language())
        if spoken not in known:
            known.setdefault(spoken, cls(language(), ref(catalog)))  # by one of all who ask at once
        key: CatalogKey = known[spoken]
        return key


def available(catalog: Catalog, indicator: str) -> tuple[Available, ...]:
    """Availability of an indicator by level, widest level first; empty when it has no rows."""
    return _available(CatalogKey.of(catalog), indicator)


# Every indicator (some 190) in every language (three), and room for as many again.
@lru_cache(maxsize=1024)
def _available(key: CatalogKey, indicator: str) -> tuple[Available, ...]:
    rows: dict[Level, list[Coverage]] = {}
    for row in key.catalog.covered(indicator):
        rows.setdefault(row.level, []).append(row)
    return tuple(_at(level, rows[level]) for level in ASKED_LEVELS if level in rows)


def _at(level: Level, rows: list[Coverage]) -> Available:
    dimensions_present = {row.dimension for row in rows}
    return Available(
        level,
        max(row.shown for row in rows),
        max(row.places for row in rows),
        tuple(d for d in DIMENSIONS if d in dimensions_present),
        max((row.period for row in rows), key=lambda p: p.recency),
    )


def standing(levels_available: Iterable[Available]) -> float:
    """Rank of an indicator among those of similar names, 0 to 1: more levels and breakdowns, and newer, are higher."""
    # Levels and years weigh alike, breakdowns a little less: the three add up to 1. At most two levels, two breakdowns
    # and the 25 years from 2000 on count.
    levels = [at for at in levels_available if at.wide]
    fine = min(sum(at.level != "state" for at in levels), 2) / 2
    ways = min(max((len(at.dimensions) for at in levels), default=1) - 1, 2) / 2
    year = max((at.latest.end.year for at in levels), default=2000)
    return 0.375 * fine + 0.25 * ways + 0.375 * min(max(year - 2000, 0), 25) / 25


def nearest_at(catalog: Catalog, indicator: str, level: Level) -> str:
    """Most similar indicator by title, of the same topic and measure, available at a level; "" without any."""
    return _nearest_at(CatalogKey.of(catalog), indicator, level)


@lru_cache(maxsize=1024)  # as of `_available`: an indicator is asked for at the level in view, seldom at another
def _nearest_at(key: CatalogKey, indicator: str, level: Level) -> str:
    catalog = key.catalog
    indicator_definition = catalog.indicators[indicator]
    title = _words(indicator_definition.title)
    scores: dict[str, float] = {}
    for other in catalog.indicators.values():
        if (other.topic, other.measure) != (indicator_definition.topic, indicator_definition.measure):
            continue
        by_level = {at.level: at for at in available(catalog, other.id)}
        if level in by_level and by_level[level].wide:
            similarity = fuzz.token_set_ratio(title, _words(other.title))
            scores[other.id] = similarity + standing(by_level.values()) if similarity >= _MIN_SIMILARITY else 0.0
    best = max(scores, key=lambda i: scores[i], default="")
    return best if best and scores[best] else ""


@lru_cache(maxsize=1024)
def _words(title: str) -> str:
    return " ".join(words_of(title))


def nearest_with_place(catalog: Catalog, indicator: str, place: Place) -> str:
    """Most similar indicator by title, of the same topic, with figures for a place itself; "" without any."""
    topic, title = catalog.indicators[indicator].topic, _words(catalog.indicators[indicator].title)
    scores = {
        other.id: fuzz.token_set_ratio(title, _words(other.title))
        + standing(available(catalog, other.id))
        + (1 if other.measure == catalog.indicators[indicator].measure else 0)
        for other in catalog.indicators.values()
        if other.topic == topic and catalog.has_figures_for(other.id, place)
    }
    best = max(scores, key=lambda i: scores[i], default="")
    return best if best and scores[best] >= _MIN_SIMILARITY else ""


def nearest_period(periods: tuple[Period, ...], asked: Period) -> Period:
    """The one of `periods` to show for a period: it, or the nearest, the later of two."""
    if asked in periods:
        return asked
    return min(periods, key=lambda p: (abs(p.midpoint - asked.midpoint), -p.end.toordinal()))


def dimensions_known(catalog: Catalog) -> frozenset[str]:
    """Dimensions (breakdowns) that any indicator has rows for."""
    return _dimensions_known(CatalogKey.of(catalog))


@lru_cache(maxsize=8)
def _dimensions_known(key: CatalogKey) -> frozenset[str]:
    return frozenset(row.dimension for row in key.catalog.coverage)
