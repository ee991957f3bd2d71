"""Missing data of a view: places without a figure and their residents, and events without a recorded race."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data.analysis.shares import Shares, Whole, shares
from data.catalog.availability import CatalogKey
from data.catalog.models import Source
from data.query.selection import Answer, Residents
from data.vocabulary import OVERALL

BY_RACE = ("race_ethnicity", "race_by_sex")
NOT_STATED = "not_stated"
FARTHEST = 5
"""Most years between a period's end and the residents it is set beside: from farther, they say little of them."""

Missing = Literal["suppressed", "not_available"]


@dataclass(frozen=True, slots=True)
class PlacesWithoutFigure:
    """Number of a view's places without a figure for one reason, and their residents where these are known."""

    status: Missing
    places: int
    of: int
    residents: Residents | None


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """The share of events (0 to 1) whose group is not stated, counted in the figures, of `whole`, at a place."""

    share: float
    whole: Whole
    geo_id: str


@dataclass(frozen=True, slots=True)
class StatedShare:
    """Share of events without a stated group, as the source publishes it: percent of what `of` names."""

    percent: float
    of: str


def places_without_figure(answer: Answer) -> list[PlacesWithoutFigure]:
    """The places of the level that are hidden, then those that are not available; none of the state alone."""
    if answer.selection.level == "state":
        return []
    statuses = answer.places.column("status")
    kinds: tuple[Missing, ...] = ("suppressed", "not_available")
    return [
        PlacesWithoutFigure(status, number, len(statuses), _residents(answer, status))
        for status in kinds
        if (number := statuses.count(status))
    ]


def _residents(answer: Answer, status: str) -> Residents | None:
    """Of the group where its residents are known in all these places, else all; of the year nearest the period's."""
    end = answer.selection.period.end.year
    near = [
        r
        for r in answer.residents_without_figure
        if r.status == status and abs(r.year - end) <= FARTHEST and r.state > 0
    ]
    fitting = [r for r in near if r.stratum == answer.selection.group] or [r for r in near if r.stratum == OVERALL]
    return min(fitting, key=lambda r: (abs(r.year - end), -r.year), default=None)


def place_shares(answer: Answer, geo_id: str) -> Shares | None:
    """The shares of one place of the view, or None where it has none."""
    result = shares(answer.groups, geo_id, overlapping=overlapping(answer))
    return result if isinstance(result, Shares) else None


def overlapping(answer: Answer) -> bool:
    """Whether a person can be in more than one of the groups in view, by what their sources say."""
    return any(source.race is not None and source.race.exclusive == "no" for source in _sources(answer))


def unrecorded_share(answer: Answer) -> Unrecorded | StatedShare | None:
    """The share of events without a recorded group: of the place, of the state, or as the source says it; else None."""
    for geo_id in dict.fromkeys((answer.place.geo_id, answer.catalog.state.geo_id)):
        result = place_shares(answer, geo_id)
        share = result.of(NOT_STATED) if result is not None else None
        if result is not None and share is not None:
            return Unrecorded(share.of_events, result.whole, geo_id)
    stated = (s.race.not_stated for s in _sources(answer) if s.race is not None and _is_only_of(s, answer))
    return next((StatedShare(fact.percent, fact.of) for fact in stated if fact is not None), None)


def _is_only_of(source: Source, answer: Answer) -> bool:
    """Whether a source has figures of this indicator alone: what it says of its births is nothing about its deaths."""
    return _indicators_of(CatalogKey.of(answer.catalog), source.id) == (answer.indicator.id,)


@lru_cache(maxsize=512)
def _indicators_of(key: CatalogKey, source: str) -> tuple[str, ...]:
    """The indicators that a source has figures of."""
    return tuple(i.id for i in key.catalog.indicators.values() if any(s.source == source for s in i.series))


def divides_by_race(answer: Answer) -> bool:
    """Whether the view is of groups by race and ethnicity, so that a race that is not recorded matters to it."""
    return answer.selection.breakdown in BY_RACE and bool(answer.groups.where(dimension=answer.selection.breakdown))


def _sources(answer: Answer) -> list[Source]:
    """The sources of the groups in view."""
    used = dict.fromkeys(answer.groups.without(stratum=OVERALL).column("source"))
    return [answer.catalog.sources[source] for source in used if source in answer.catalog.sources]
