"""Versions of a question: which one answers a level, a group and a place, which one is newest, and how old it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog, Indicator
from data.catalog.questions import Question
from data.query.choices.opening import opening_level
from data.vocabulary import GROUPS, Level, Period, slugify

OLDER = 2017
"""A version or question whose newest figure ends before this year is older data."""
AGED = 5
"""Years after which the newest period of a version is old enough to be said beside its title."""


slug_of = lru_cache(maxsize=1024)(slugify)
"""Slug of a name of a question: those of all are compared with the word of an address, for every link of a page."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked of a version, each word empty where it is not: level, breakdown, group, and the slug of a place."""

    level: str = ""
    by: str = ""
    group: str = ""
    place: str = ""

    def met(self, catalog: Catalog, indicator: str) -> bool:
        """Whether an indicator has figures of it, in some period."""
        if self.place and not catalog.has_figures_for(indicator, catalog.by_slug[self.place]):
            return False
        level = catalog.by_slug[self.place].level if self.place else self.level
        by = GROUPS[self.group].dimension if self.group in GROUPS else self.by
        group = self.group if self.group in GROUPS else ""
        return (level, by, group) in _shown(CatalogKey.of(catalog), indicator)

    def weaker(self) -> tuple[Need, ...]:
        """This need, and after it what is left of it: the place before the people, and people before the level."""
        return _weaker(self)


@lru_cache(maxsize=1024)
def _weaker(need: Need) -> tuple[Need, ...]:
    people = replace(need, level="", place="")
    return (need, replace(need, by=""), replace(need, by="", group=""), people, replace(people, group=""))


@lru_cache(maxsize=1024)
def _shown(key: CatalogKey, indicator: str) -> frozenset[tuple[str, str, str]]:
    """Level, dimension and group of all that an indicator has a figure of, in any period; each may be left empty."""
    have = {(c.level, c.dimension, c.stratum) for c in key.catalog.covered(indicator) if c.shown}
    return frozenset(asked for level, by, group in have for asked in product((level, ""), (by, ""), (group, "")))


def version_for(catalog: Catalog, question: Question, *needs: Need) -> str:
    """The first version that meets the first of some needs that any meets; the first of all where none is met."""
    for need in needs:
        for indicator in question.indicators:
            if need.met(catalog, indicator):
                return indicator
    return question.indicators[0]


def other_version(catalog: Catalog, indicator: str, need: Need) -> str:
    """Another version of an indicator's question that meets a need; empty where none does."""
    question = catalog.question_of.get(indicator)
    if question is None or len(question.versions) == 1:
        return ""
    return next((i for i in question.indicators if i != indicator and need.met(catalog, i)), "")


def newest_period(catalog: Catalog, indicator: str, level: str = "") -> Period:
    """The newest period an indicator has a figure for, at one level where one is named."""
    rows = [c for c in catalog.covered(indicator) if level in ("", c.level)]
    return max((c.period for c in rows if c.shown), key=lambda p: p.recency, default=max(c.period for c in rows))


def span(catalog: Catalog, indicator: str) -> tuple[int, int]:
    """First and last year of the figures of an indicator."""
    periods = [c.period for c in catalog.covered(indicator) if c.shown]
    return min(p.start.year for p in periods), max(p.end.year for p in periods)


def is_older(catalog: Catalog, question: Question) -> bool:
    """Whether no version of a question has a figure of 2017 or later."""
    return all(newest_period(catalog, i).end.year < OLDER for i in question.indicators)


def is_older_version(catalog: Catalog, indicator: str) -> bool:
    """Whether an indicator has no figure of 2017 or later."""
    return newest_period(catalog, indicator).end.year < OLDER


@dataclass(frozen=True, slots=True)
class Currency:
    """The newest period of the figures in view, and the version with the newest of the question: none is newer."""

    newest: Period
    indicator: str = ""
    latest: Period | None = None


def currency(catalog: Catalog, indicator: str, level: Level, built_year: int) -> Currency | None:
    """How old the newest figures of an indicator at a level are; None where they are less than `AGED` years old.

    A version with newer figures is one of the same level where there is one, else of any.
    """
    newest = newest_period(catalog, indicator, level)
    if built_year - newest.end.year < AGED:
        return None
    question = catalog.question_of.get(indicator)
    for levels in ((level,), ("",)):
        others = [(newest_period(catalog, i, lv), i) for lv in levels for i in _at(catalog, question, lv)]
        newer = [(period, i) for period, i in others if period.recency > newest.recency]
        if newer:
            latest, version = max(newer, key=lambda one: one[0].recency)
            return Currency(newest, version, latest)
    return Currency(newest)


def _at(catalog: Catalog, question: Question | None, level: str) -> Iterator[str]:
    for indicator in question.indicators if question else ():
        if not level or level in catalog.levels(indicator):
            yield indicator


def opening_version(catalog: Catalog, question: Question) -> Indicator:
    """The version a question opens with where nothing is asked of it."""
    return catalog.indicators[question.indicators[0]]


def levels_of(catalog: Catalog, question: Question) -> tuple[Level, ...]:
    """Levels that the versions of a question open at, in their order."""
    return tuple(dict.fromkeys(opening_level(catalog, i) for i in question.indicators))
