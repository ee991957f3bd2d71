"""Whether two figures may be compared, and if not, why: the one rule for maps, titles, gaps, trends and comparisons.

It is about what the figures *are* (how they were made, who counted whom, when), never about their size: whether a
difference is clear is for a test, which is made only where nothing stands in the way here. (`unreliable` is found where
there are rows to look at: `data.query.estimates`.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from data.catalog.models import Catalog, Indicator, Source
from data.language import gettext
from data.vocabulary import GROUPS, Estimation, Period

Reason = Literal[
    "counts", "definition", "adjustment", "method", "source", "race", "period", "overlap", "break", "provisional",
    "modelled", "unreliable",
]  # fmt: skip
BY_RACE = ("race_ethnicity", "race_by_sex", "race_alone")
"""Dimensions whose groups depend on how a source codes race and ethnicity."""


class Figure(Protocol):
    """What is asked of a figure: its place, level, group, period (a slug) and source. A row has all of it."""

    @property
    def geo_id(self) -> str:
        """Its place."""

    @property
    def level(self) -> str:
        """The level of its place."""

    @property
    def stratum(self) -> str:
        """Its group."""

    @property
    def period(self) -> str:
        """The slug of its period."""

    @property
    def source(self) -> str:
        """The id of its source."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """Why two figures are not compared. `at` is the year of the break; `methods` are how each side was made."""

    reason: Reason
    at: int | None = None
    methods: tuple[Estimation, Estimation] | None = None

    @property
    def sentence(self) -> str:
        """The reason in a sentence, in the language of the request."""
        return barrier_words(self.reason, at=self.at, methods=self.methods)


def barrier(
    one: Figure, other: Figure, indicator: Indicator, catalog: Catalog, other_indicator: Indicator | None = None
) -> Barrier | None:
    """What forbids comparing two figures of an indicator (or of two), or None where they may be compared.

    Of one place and group in two periods it is a comparison over time; every other pair must be of the same period.
    Figures of one model, release and period may be compared with each other, whatever the place or group.
    """
    second = other_indicator or indicator
    if second.id != indicator.id:
        return Barrier("adjustment" if second.adjustment != indicator.adjustment else "definition")
    same_people = (one.geo_id, one.stratum) == (other.geo_id, other.stratum)
    if same_people and one.period != other.period:
        return _over_time(one, other, indicator, catalog.sources)
    if not same_people and not indicator.comparable:
        return Barrier("counts")
    if one.period != other.period:
        return Barrier("period")
    if one.level != other.level:
        methods = indicator.estimated(one.level), indicator.estimated(other.level)
        if methods[0] != methods[1]:
            return Barrier("method", methods=methods)
    return _of_sources(one, other, catalog.sources)


def _of_sources(one: Figure, other: Figure, sources: Mapping[str, Source], *, in_time: bool = False) -> Barrier | None:
    """Sources of one indicator share its definition; groups by race, only where both are known to code race alike.

    A figure of everyone is the same whatever the coding. Over time (`in_time`) another publisher is another series.
    """
    if one.source == other.source:
        return None
    first, second = sources.get(one.source), sources.get(other.source)
    if first is None or second is None or (in_time and first.publisher != second.publisher):
        return Barrier("source")
    by_race = all(GROUPS[figure.stratum].dimension in BY_RACE for figure in (one, other))
    if by_race and (first.race is None or first.race != second.race):
        return Barrier("race")
    return None


def _over_time(one: Figure, other: Figure, indicator: Indicator, sources: Mapping[str, Source]) -> Barrier | None:
    before, after = sorted((Period.parse(one.period), Period.parse(other.period)), key=lambda p: (p.end, p.start))
    dimension = GROUPS[one.stratum].dimension
    breaks = [b.at for b in indicator.breaks if b.bears_on(dimension) and before.start.year < b.at <= after.end.year]
    if breaks:
        return Barrier("break", at=max(breaks))
    if before.end >= after.start:
        return Barrier("overlap")
    if not indicator.comparable and before.length_years != after.length_years:
        return Barrier("period")
    if (one.period in indicator.provisional) != (other.period in indicator.provisional):
        return Barrier("provisional")
    if indicator.estimated(one.level) in ("modelled", "smoothed"):
        return Barrier("modelled")
    return _of_sources(one, other, sources, in_time=True)


def barrier_words(
    reason: Reason, *, at: int | None = None, methods: tuple[Estimation, Estimation] | None = None
) -> str:
    """The reason why two figures are not compared, in one sentence."""
    if reason == "method" and methods is not None:
        return gettext(
            "One figure comes from {one}, the other from {other}: they are not compared.",
            one=method_words(methods[0]), other=method_words(methods[1]),
        )  # fmt: skip
    if reason == "break" and at is not None:
        return gettext("Figures from before and after {at} were not counted alike: they are not compared.", at=at)
    return _plain_words(reason)


def _plain_words(reason: Reason) -> str:
    """The sentence of a reason that names nothing."""
    words: dict[Reason, str] = {
        "counts": gettext("Numbers of events are not compared: where more people live there are more."),
        "definition": gettext("These are two measures: they are not compared."),
        "adjustment": gettext("The two figures are not adjusted alike for age: they are not compared."),
        "method": gettext("The two figures were made by different methods: they are not compared."),
        "source": gettext("The figures come from two sources that may not count alike: they are not compared."),
        "race": gettext("The two sources may not record race and ethnicity alike: the figures are not compared."),
        "period": gettext("The figures are from different years: they are not compared."),
        "overlap": gettext("The two periods share years, and so events: they are not compared."),
        "break": gettext("The figures were not counted alike: they are not compared."),
        "provisional": gettext("One of the figures may still be revised: they are not compared."),
        "unreliable": gettext("The figure is too uncertain to be compared."),
        "modelled": gettext("Estimates of a statistical model are not compared over time."),
    }
    return words[reason]


def method_words(method: Estimation) -> str:
    """How a figure is made, as in "comes from a survey"."""
    words: dict[Estimation, str] = {
        "counted": gettext("a count"),
        "surveyed": gettext("a survey"),
        "modelled": gettext("a statistical model"),
        "smoothed": gettext("rates smoothed with those of neighbors or other years"),
    }
    return words[method]
