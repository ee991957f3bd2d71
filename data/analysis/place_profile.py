"""The profile of a place: every question that has a figure of it, beside the state's, and what is not known of it.

Each line is the answer that Explore gives to the question for the place, in the period Explore opens; nothing is worked
out a second way. A place without a figure of its own that lies in one county gets that, marked as the county's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.choices.versions import OLDER
from data.query.estimates import reliability, usable_rows
from data.query.rows import Row
from data.query.selection import Answer
from data.query.url import parse_query
from data.vocabulary import ALL, OVERALL, TOPICS, Level, Period

PROFILED: tuple[Level, ...] = ("municipality", "county", "eohhs_region", "area")
"""Levels whose places have a profile."""
Standing = Literal["worse", "better", "higher", "lower", "not clear", "not tested", "not compared"]
"""How a figure stands to the state's: in words of better and worse where the measure has a direction."""
QUARTERS = 8
"""Fewest usable figures that are told by their middle half; of fewer, the lowest and the highest alone."""


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


def place_profile(answers: Answers, place: Place, language: str = "en") -> Profile:
    """The profile of a place in a language. Raises DatabaseUnavailableError."""
    catalog, found = answers.catalog, list[ProfileLine | Unknown]()
    topics = list(TOPICS)
    ordered = sorted(catalog.questions.values(), key=lambda q: (topics.index(q.topic), q.name.casefold()))
    for question in ordered:
        words = {"question": question.id, "place": place.slug, "group": ALL, "view": "map", "lang": language}
        selection, _ = parse_query(words, catalog)
        found.append(_told(question, answers.to(selection), place))
    lines = tuple(part for part in found if isinstance(part, ProfileLine))
    return Profile(place, catalog, lines, tuple(part for part in found if isinstance(part, Unknown)))


def _told(question: Question, answer: Answer, place: Place) -> ProfileLine | Unknown:
    selection = answer.selection
    shown = selection.place == place.slug or (selection.asked == place.slug and selection.level == "county")
    if not shown or not selection.place:
        return Unknown(question, answer, "elsewhere")
    if selection.group != OVERALL:
        return Unknown(question, answer, "groups")
    row = answer.places.only(slug=selection.place)
    if row is None or not row.has_value:
        hidden = row is not None and row.status == "suppressed"
        return Unknown(question, answer, "hidden" if hidden else "unavailable", row)
    return ProfileLine(question, answer, row, _spread(answer, row))


def _spread(answer: Answer, row: Row) -> Spread:
    """The spread of the figures that are not known to be unreliable; the place's own is always within it."""
    values = sorted(r.value for r in usable_rows(answer.places, answer.indicator))
    ends = [*values, row.value]
    middle = (_quantile(values, 0.25), _quantile(values, 0.75)) if len(values) >= QUARTERS else None
    return Spread(min(ends), max(ends), middle)


def _quantile(values: list[float], share: float) -> float:
    """Quantile of ascending values, between two of them in proportion (Hyndman and Fan's seventh)."""
    at = share * (len(values) - 1)
    below = int(at)
    above = min(below + 1, len(values) - 1)
    return values[below] + (at - below) * (values[above] - values[below])


def farthest_first(lines: Iterable[ProfileLine]) -> tuple[ProfileLine, ...]:
    """Lines by how far from the state: worse first, then by the size of the ratio; what is not tested comes last."""
    return tuple(sorted(lines, key=_distance))


def _distance(line: ProfileLine) -> tuple[int, float, str]:
    rank = ("worse", "higher", "lower", "better", "not clear", "not tested", "not compared").index(line.standing)
    ratio = line.row.ratio
    far = max(ratio, 1 / ratio) if ratio == ratio and ratio > 0 else 1.0
    return rank, -far, line.question.name


def places_profiled(catalog: Catalog) -> Iterator[Place]:
    """The places that have a profile."""
    return (place for place in catalog.places.values() if place.level in PROFILED)


def is_reliable(line: ProfileLine) -> bool:
    """Whether a figure is not known to be unreliable."""
    return reliability(line.row, line.answer.indicator) != "unreliable"
