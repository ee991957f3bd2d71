"""The lines of a profile: what each question's figure is, how it stands to the state's, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from data.analysis.profiles.line_scale import Scale, Spread, scale_of
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.choices.versions import OLDER
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import Period

Standing = Literal["worse", "better", "higher", "lower", "not clear", "not tested", "not compared"]
"""How a figure stands to the state's: in words of better and worse where the measure has a direction."""
TESTED: tuple[Standing, ...] = ("worse", "better", "higher", "lower", "not clear")
FEWEST_TESTED = 3
"""Of fewer tested lines of its own, the title of a place counts its county's."""


def standing_of(verdict: str, polarity: str) -> Standing:
    """The standing that a verdict means: better or worse by the direction of the measure, else higher or lower."""
    if verdict not in ("higher", "lower"):
        return "not clear"
    if polarity == "neutral":
        return "higher" if verdict == "higher" else "lower"
    return "better" if (verdict == "higher") == (polarity == "higher_is_better") else "worse"


@dataclass(frozen=True, eq=False)
class ProfileLine:
    """A question's figure of the place (or of its county, `of_county`), with the answer it is from.

    `county` is the row of the county that holds the place, for the same measure and period; `peers` the median of the
    peers' figures and how many they are. Both are None where there is none.
    """

    question: Question
    answer: Answer
    row: Row
    spread: Spread
    county: Row | None = None
    peers: tuple[float, int] | None = None

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
        if self.row.verdict:
            return standing_of(self.row.verdict, self.answer.indicator.polarity)
        comparable = self.answer.indicator.comparable and not self.row.barrier and self.state is not None
        return "not tested" if comparable else "not compared"

    @property
    def distance(self) -> float:
        """How far the figure is from the state's: the logarithm of how many times it is, without its sign.

        Of a percentage that is better when high, those without it are compared: of 98% and 96% the second has twice as
        many. Infinite where one of the two is zero, zero without a figure of the state.
        """
        if self.state is None:
            return 0.0
        own, state = self.row.value, self.state.value
        if self.answer.indicator.measure == "percent" and self.answer.indicator.polarity == "higher_is_better":
            own, state = 100 - own, 100 - state
        if own <= 0 or state <= 0:
            return math.inf if own != state else 0.0
        return abs(math.log(own / state))

    @property
    def scale(self) -> Scale:
        """The scale that the line is drawn on."""
        middle = self.state.value if self.state is not None and self.standing != "not compared" else None
        values = [self.row.value, self.row.ci_low, self.row.ci_high]
        return scale_of(self.spread, values, middle, self.answer.indicator.polarity)


@dataclass(frozen=True, eq=False)
class Unknown:
    """A question without a figure of the place: its `row` is hidden or not available, or there is none of it."""

    question: Question
    answer: Answer
    reason: Literal["hidden", "unavailable", "elsewhere", "groups"]
    row: Row | None = None


@dataclass(frozen=True, eq=False)
class Profile:
    """The lines of a place in the order of topics and names, and what is not known of it.

    `county` is the one county that holds it, `peers` are the municipalities most like it.
    """

    place: Place
    catalog: Catalog
    lines: tuple[ProfileLine, ...]
    unknown: tuple[Unknown, ...]
    county: Place | None = None
    peers: tuple[Place, ...] = ()

    @property
    def own(self) -> tuple[ProfileLine, ...]:
        """The lines of the place itself that are not of long ago."""
        return tuple(line for line in self.lines if not line.of_county and not line.is_older)

    @property
    def counted(self) -> tuple[ProfileLine, ...]:
        """The tested lines that the title counts: the place's own; its county's where it has fewer than three."""
        own = tuple(line for line in self.own if line.standing in TESTED)
        if len(own) >= FEWEST_TESTED:
            return own
        county = tuple(line for line in self.lines if line.of_county and not line.is_older and line.standing in TESTED)
        return county or own


class Stands(Protocol):
    """What stands in some way to something: a line of a profile, or of two places."""

    @property
    def standing(self) -> Standing:
        """How it stands."""


def number(lines: Iterable[Stands], *standings: Standing) -> int:
    """Number of lines that stand so."""
    return sum(line.standing in standings for line in lines)


ORDER: tuple[Standing, ...] = ("worse", "higher", "lower", "better", "not clear", "not tested", "not compared")


def farthest_first(lines: Iterable[ProfileLine]) -> tuple[ProfileLine, ...]:
    """Lines by how far from the state: worse first, what is not tested last.

    Among those that stand alike, the place's own come before its county's, and the farthest comes first.
    """
    return tuple(sorted(lines, key=_distance))


def _distance(line: ProfileLine) -> tuple[int, bool, float, str]:
    return ORDER.index(line.standing), line.of_county, -line.distance, line.question.name
