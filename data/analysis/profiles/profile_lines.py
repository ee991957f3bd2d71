"""The lines of a profile: what each question's figure is, how it stands to the state's, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.language import LazyStrings
from data.query.choices.versions import OLDER
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import Level, Period

PROFILED: tuple[Level, ...] = ("municipality", "county", "eohhs_region", "area")
"""Levels whose places have a profile."""
Standing = Literal["worse", "better", "higher", "lower", "not clear", "not tested", "not compared"]
"""How a figure stands to the state's: in words of better and worse where the measure has a direction."""
STANDING_LABELS = LazyStrings(
    {
        "worse": "Worse",
        "better": "Better",
        "higher": "Higher",
        "lower": "Lower",
        "not clear": "Not clear",
        "not tested": "Not tested",
        "not compared": "Not compared",
    }
)
"""Labels of how a place's figure stands to the state's."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Figures of all places of a level: the lowest, the ends of the middle half (None of few places), the highest."""

    low: float
    high: float
    middle: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class ProfileLine:
    """A question's figure of the place (or of its county, `of_county`), with the answer it is from."""

    question: Question
    answer: Answer
    row: Row
    spread: Spread

    @property
    def of_county(self) -> bool:
        """Whether the figure is the county's, for want of one of the place itself."""
        return bool(self.answer.selection.asked)

    @property
    def is_older(self) -> bool:
        """Whether the figure is of so long ago that it stands apart, and counts for no title."""
        return Period.parse(self.row.period).end.year < OLDER

    @property
    def state(self) -> Row | None:
        """The state's figure of everyone in the same period; None without one."""
        row = self.answer.state.only()
        return row if row is not None and row.has_value else None

    @property
    def standing(self) -> Standing:
        """How the figure stands to the state's."""
        verdict, polarity = self.row.verdict, self.answer.indicator.polarity
        if verdict in ("higher", "lower"):
            if polarity == "neutral":
                return "higher" if verdict == "higher" else "lower"
            return "better" if (verdict == "higher") == (polarity == "higher_is_better") else "worse"
        if verdict:
            return "not clear"
        comparable = self.answer.indicator.comparable and not self.row.barrier and self.state is not None
        return "not tested" if comparable else "not compared"


@dataclass(frozen=True, eq=False)
class Unknown:
    """A question without a figure of the place: its `row` is hidden or not available, or there is none of it."""

    question: Question
    answer: Answer
    reason: Literal["hidden", "unavailable", "elsewhere", "groups"]
    row: Row | None = None


@dataclass(frozen=True, eq=False)
class Profile:
    """The lines of a place in the order of topics and names, and what is not known of it."""

    place: Place
    catalog: Catalog
    lines: tuple[ProfileLine, ...]
    unknown: tuple[Unknown, ...]

    @property
    def own(self) -> tuple[ProfileLine, ...]:
        """The lines of the place itself that are not of long ago: those that the title counts."""
        return tuple(line for line in self.lines if not line.of_county and not line.is_older)

    def number(self, *standings: Standing) -> int:
        """Number of `own` lines that stand so."""
        return sum(line.standing in standings for line in self.own)


def farthest_first(lines: Iterable[ProfileLine]) -> tuple[ProfileLine, ...]:
    """Lines by how far from the state: worse first, then by the size of the ratio; what is not tested comes last."""
    return tuple(sorted(lines, key=_distance))


def _distance(line: ProfileLine) -> tuple[int, float, str]:
    rank = ("worse", "higher", "lower", "better", "not clear", "not tested", "not compared").index(line.standing)
    ratio = line.row.ratio
    far = max(ratio, 1 / ratio) if ratio == ratio and ratio > 0 else 1.0
    return rank, -far, line.question.name
