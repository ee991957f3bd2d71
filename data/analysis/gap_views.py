"""What the page of gaps shows, and by what an indicator can be compared there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.analysis.gap_pairs import Groups, Pair
from data.catalog.models import Catalog, Indicator
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import DIMENSIONS, LEVELS, OVERALL, Level, Period


@dataclass(frozen=True)
class GapView:
    """What Gaps shows: the `answer` to its selection, the `groups` of its period, and its `pair` now and over time.

    `group` and `reference` are those of the pair, None where there is none; `chosen` are the words for them that links
    go on with, of what a reader chose. `place_word` is the place that was asked for, kept where another one is shown.
    `own` are the group's figures over time, `sister` is the published ratio that answers the same question, with the
    group's figures of it. `newer` is the newest period where it was passed over for
    want of two reliable figures.
    """

    answer: Answer
    groups: Groups | None
    pair: Pair | None
    series: tuple[Pair, ...]
    own: Rows
    group: str | None
    reference: str | None
    chosen: Mapping[str, str]
    place_word: str
    notices: tuple[str, ...]
    newer: Period | None = None
    sister: tuple[Indicator, Rows] | None = None


def grouped_levels(catalog: Catalog, indicator: str) -> list[Level]:
    """Levels at which an indicator has a figure of any group, widest first."""
    have = {c.level for c in catalog.covered(indicator) if c.dimension != OVERALL and c.shown}
    return [level for level in LEVELS if level in have]


def grouped_dimensions(catalog: Catalog, indicator: str, level: str) -> list[str]:
    """Dimensions by which an indicator has a figure at a level, the first being what Gaps opens with."""
    covered = [c for c in catalog.covered(indicator) if c.level == level and c.dimension != OVERALL and c.shown]
    have = {c.dimension for c in covered}
    return [dimension for dimension in DIMENSIONS if dimension in have]
