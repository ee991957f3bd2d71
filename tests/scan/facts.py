"""The figures behind what a state says, and by a slow and separate rule what may be concluded from them.

The rule is written from docs/methods.md and knows nothing of the site's verdicts: two figures may be tested when they
are made in the same way, of the same indicator, of periods that do not overlap, and the uncertainty of both is known.
Its test is the plain one on logarithms, with room on either side, so that it disagrees only with what is plainly wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

from components.formatting.numbers import format_value
from components.formatting.phrases import people
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, Period

SURELY, HARDLY = 2.5, 1.5
"""Standard errors beyond which no test says "not clear", and within which none says that figures differ (1.96)."""
FEWEST_POINTS, FEWEST_EVENTS = 7, 50
"""What a direction needs: under seven points it is too few years to tell, and of fewer events too few deaths."""
ESTIMATED = ("modelled", "smoothed")


@dataclass(frozen=True)
class Figure:
    """One figure: of what, where, of whom and when, how it is made, and what is known of its uncertainty."""

    indicator: str = ""
    place: str = ""
    group: str = OVERALL
    period: str = "2020"
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    events: float = math.nan
    status: str = "reported"
    method: str = "counted"
    level: str = "state"
    name: str = "Massachusetts"
    who: str = "all residents"

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return not math.isnan(self.value)

    @cached_property
    def error(self) -> float | None:
        """Standard error of the logarithm, None where it is not known."""
        if not self.known:
            return None
        if not math.isnan(self.low) and self.high > self.low:
            return (self.high - self.low) / (2 * 1.96) / max(self.value, self.high / 4)
        return None if math.isnan(self.events) else 1 / math.sqrt(max(self.events, 0.5))

    @property
    def reliable(self) -> bool:
        """Whether it is known and not marked as unreliable."""
        return self.known and self.status == "reported"


@dataclass(frozen=True)
class Facts:
    """The figures in view, and the words of the selection that bear on what may be said of them."""

    indicator: str = ""
    measure: str = "rate"
    comparable: bool = True
    topic: str = ""
    people: str = "residents"
    happen: str = ""
    place: str = ""
    level: str = "state"
    group: str = OVERALL
    group_in_view: str = "all residents"
    everyone: str = "all residents"
    view: str = "map"
    period: str = "2020"
    opening: bool = False
    """Whether it is what an address without other words opens."""
    figures: tuple[Figure, ...] = ()
    names: frozenset[str] = frozenset()
    """What may be said again and again: the measure, its unit, its people, groups and period, in small letters."""
    measured: frozenset[str] = frozenset()
    """The first letters of the words that say what is measured, and are not said of the people alone; a brief name."""
    titled: tuple[str, ...] = ()
    """How the figures a title may quote are written when they are unreliable, and no reliable one is written so."""

    @property
    def years(self) -> Period:
        """The period in view."""
        return Period.parse(self.period)

    @cached_property
    def methods(self) -> set[str]:
        """How the figures of the level and of the state are made."""
        return {figure.method for figure in self.figures if figure.level in (self.level, "state")}

    def tests(self) -> Iterator[float]:
        """Standard errors between any two figures in view that may be tested, one after the other."""
        able = [figure for figure in self.figures if figure.error is not None]
        for one, other in combinations(able, 2):
            # Of numbers of events those of two periods can be compared; a larger place has more of them.
            if may_be_tested(one, other) and (self.comparable or one.period != other.period):
                yield standard_errors(one, other)

    def named(self, name: str) -> Figure | None:
        """The figure of a place in the group and period in view, by the place's name."""
        figures = (f for f in self.figures if (f.group, f.period) == (self.group, self.period) and f.known)
        return next((f for f in figures if f.name == name), None)

    def places_apart_from_the_state(self, *, higher: bool) -> int:
        """Number of places in view whose figure is not plainly the same as the state's, on one side of it."""
        state = next((f for f in self.figures if f.level == "state" and f.known and self._in_view(f)), None)
        if state is None or state.error is None:
            return 0
        return sum(
            figure.error is not None
            and may_be_tested(figure, state)
            and (figure.value > state.value) == higher
            and standard_errors(figure, state) > HARDLY
            for figure in self.figures
            if figure.level == self.level and self._in_view(figure)
        )

    def _in_view(self, figure: Figure) -> bool:
        return (figure.indicator, figure.group, figure.period) == (self.indicator, self.group, self.period)

    def lines(self) -> dict[tuple[str, str, str, int], list[Figure]]:
        """The figures over time of each indicator, place and group, in order; single and pooled years apart."""
        found: dict[tuple[str, str, str, int], list[Figure]] = {}
        for figure in self.figures:
            if figure.known:
                length = round(12 * Period.parse(figure.period).length_years)
                found.setdefault((figure.indicator, figure.name, figure.who, length), []).append(figure)
        return {key: sorted(line, key=lambda f: Period.parse(f.period).in_time) for key, line in found.items()}


def may_be_tested(one: Figure, other: Figure) -> bool:
    """Whether two figures are one measurement of two places, or of two groups, or of two periods apart."""
    if one.indicator != other.indicator or one.method != other.method:
        return False
    apart = [one.place != other.place, one.group != other.group, one.period != other.period]
    if sum(apart) != 1:
        return False
    if one.group != other.group and OVERALL not in (one.group, other.group):
        return GROUPS[one.group].dimension == GROUPS[other.group].dimension
    return one.period == other.period or not overlap(one.period, other.period)


def overlap(one: str, other: str) -> bool:
    """Whether two periods share a day."""
    first, second = Period.parse(one), Period.parse(other)
    return first.start <= second.end and second.start <= first.end


def standard_errors(one: Figure, other: Figure) -> float:
    """How many standard errors two figures are apart, on the scale of logarithms; of a zero, half an event is taken."""
    assert one.error is not None
    assert other.error is not None
    low, high = sorted((one.value, other.value))
    if high <= 0:
        return 0.0
    floor = low if low > 0 else high / 20
    return math.log(high / floor) / math.hypot(one.error, other.error)


def has_direction(line: Sequence[Figure]) -> bool:
    """Whether a line may have a direction: enough separate, reliable figures, counted or asked, of enough events."""
    if len(line) < FEWEST_POINTS or any(figure.method in ESTIMATED for figure in line):
        return False
    if any(overlap(a.period, b.period) for a, b in pairwise(line)):
        return False
    events = [figure.events for figure in line if not math.isnan(figure.events)]
    few = len(events) == len(line) and sum(events) < FEWEST_EVENTS
    return not few and 2 * sum(figure.reliable for figure in line) >= len(line)


def _figures(answer: Answer) -> Iterator[Figure]:
    indicator = answer.indicator
    frames = [answer.places, answer.state, answer.overall, answer.groups, answer.trend, answer.series or ()]
    for frame in frames:
        for row in frame:
            yield _figure(row, indicator)


def _figure(row: Any, indicator: Any) -> Figure:
    events = row.value if indicator.measure == "count" else row.numerator
    return Figure(
        indicator.id, row.geo_id, row.stratum, row.period, row.value, row.ci_low, row.ci_high, events,
        row.status, indicator.estimated(row.level), row.level, row.name, people(row.stratum, indicator),
    )  # fmt: skip


def facts_of(answer: Answer) -> Facts:
    """The facts of a state of Explore."""
    figures = dict.fromkeys(f for side in (answer, *answer.related) for f in _figures(side))
    return _facts(answer, tuple(figures))


def gap_facts(answer: Answer, series: Iterable[Any]) -> Facts:
    """The facts of a state of Gaps: the groups of one place in every period."""
    return _facts(answer, tuple(_figure(row, answer.indicator) for row in series))


def _facts(answer: Answer, figures: tuple[Figure, ...]) -> Facts:
    selection, indicator = answer.selection, answer.indicator
    sides = (answer, *answer.related)
    return Facts(
        indicator=indicator.id,
        measure=indicator.measure,
        comparable=indicator.comparable,
        topic=indicator.topic,
        people=indicator.words.people,
        happen=indicator.words.happen,
        place=answer.place.name,
        level=selection.level,
        group=selection.group,
        group_in_view=people(selection.group, indicator),
        everyone=people(OVERALL, indicator),
        view=selection.view,
        period=selection.period.slug,
        figures=figures,
        names=frozenset(name.lower() for name in _names(answer, figures)),
        measured=frozenset().union(*(_measured(side.indicator) for side in sides)),
        titled=_doubtful(answer, figures),
    )


def stems(text: str) -> set[str]:
    """The first five letters of each longer word: they are alike in "die" and "died", in "overdose" and "overdoses"."""
    return {word[:5].lower() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _measured(indicator: Any) -> set[str]:
    words = indicator.words
    if indicator.measure == "count":  # what is counted is the noun of its title
        return set()
    said = (indicator.title, words.rate, words.events, words.happen, words.happened)
    own = set().union(*map(stems, said)) - stems(words.people)
    return own | {words.brief.lower()} if own and words.brief else own


def _names(answer: Answer, figures: Iterable[Figure]) -> Iterator[str]:
    for own in (answer.indicator, *(side.indicator for side in answer.related)):
        yield from (own.title, own.unit, own.unit_short, own.words.people, own.words.events, own.words.rate)
        happens = (own.words.happen, own.words.happened)
        yield from (
            name.strip(" )") for text in (own.title, own.unit, *happens) for name in re.split(r", |: | \(", text)
        )
    yield from (answer.selection.period.label, answer.selection.period.long_label)
    for figure in figures:
        yield from (figure.who, GROUPS[figure.group].label)


def _doubtful(answer: Answer, figures: Iterable[Figure]) -> tuple[str, ...]:
    """How unreliable figures of the period are written, but for those that a reliable one is written as too.

    A title may be of another period than the one chosen, so that a reliable figure of any period is told by it.
    """
    written = {
        status: {
            format_value(f.value, answer.indicator)
            for f in figures
            if f.known and f.reliable == status and (status or f.period == answer.selection.period.slug)
        }
        for status in (True, False)
    }
    return tuple(sorted(text for text in written[False] - written[True] if len(text.strip("%$")) > 2))
