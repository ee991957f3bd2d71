"""What an indicator is published for, level by level, and the nearest indicator that is published for another level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from data.catalog.lexicon import words_of
from data.catalog.models import Catalog, Coverage
from data.language import language
from data.vocabulary import DIMENSIONS, LEVELS, Level, Period

_ALIKE = 70
"""The least likeness of two titles, of 100, for one indicator to stand in for the other."""


@dataclass(frozen=True, slots=True)
class Available:
    """What an indicator has at a level.

    `shown` is the most of its `places` that have a figure in any period, `dimensions` the ways of dividing people,
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


@dataclass(frozen=True)
class CatalogKey:
    """A catalogue, in the language spoken, as a key of a cache.

    The same object is the same key, and is kept so that no other object takes its identity.
    """

    identity: int
    language: str
    catalog: Catalog = field(compare=False, repr=False)

    @classmethod
    def of(cls, catalog: Catalog) -> CatalogKey:
        """The key of a catalogue."""
        return cls(id(catalog), language(), catalog)


def available(catalog: Catalog, indicator: str) -> tuple[Available, ...]:
    """What an indicator is published for, widest level first; empty when it has no rows."""
    return _available(CatalogKey.of(catalog), indicator)


@lru_cache(maxsize=1024)
def _available(key: CatalogKey, indicator: str) -> tuple[Available, ...]:
    rows: dict[Level, list[Coverage]] = {}
    for row in key.catalog.covered(indicator):
        rows.setdefault(row.level, []).append(row)
    return tuple(_at(level, rows[level]) for level in LEVELS if level in rows)


def _at(level: Level, rows: list[Coverage]) -> Available:
    have = {row.dimension for row in rows}
    return Available(
        level,
        max(row.shown for row in rows),
        max(row.places for row in rows),
        tuple(d for d in DIMENSIONS if d in have),
        max((row.period for row in rows), key=lambda p: (p.end, p.start)),
    )


def standing(have: Iterable[Available]) -> float:
    """Which of two indicators of like names is told first: that of more levels and groups, and newer. 0 to 1."""
    levels = [at for at in have if at.wide]
    fine = min(sum(at.level != "state" for at in levels), 2) / 2
    ways = min(max((len(at.dimensions) for at in levels), default=1) - 1, 2) / 2
    year = max((at.latest.end.year for at in levels), default=2000)
    return 0.375 * fine + 0.25 * ways + 0.375 * min(max(year - 2000, 0), 25) / 25


def nearest_at(catalog: Catalog, indicator: str, level: Level) -> str:
    """The indicator most alike in name, of the same topic, with figures for most places of a level; "" without any."""
    return _nearest_at(CatalogKey.of(catalog), indicator, level)


@lru_cache(maxsize=1024)
def _nearest_at(key: CatalogKey, indicator: str, level: Level) -> str:
    catalog = key.catalog
    own = catalog.indicators[indicator]
    title = " ".join(words_of(own.title))
    near: dict[str, float] = {}
    for other in catalog.indicators.values():
        have = {at.level: at for at in available(catalog, other.id)}
        if other.topic == own.topic and other.measure == own.measure and level in have and have[level].wide:
            alike = fuzz.token_set_ratio(title, " ".join(words_of(other.title)))
            near[other.id] = alike + standing(have.values()) if alike >= _ALIKE else 0.0
    best = max(near, key=lambda i: near[i], default="")
    return best if best and near[best] else ""


def dimensions_known(catalog: Catalog) -> frozenset[str]:
    """Ways of dividing people that any indicator has figures by."""
    return _dimensions_known(CatalogKey.of(catalog))


@lru_cache(maxsize=8)
def _dimensions_known(key: CatalogKey) -> frozenset[str]:
    return frozenset(row.dimension for row in key.catalog.coverage)
