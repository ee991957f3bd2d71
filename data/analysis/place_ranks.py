"""The rank of every place of a view with its interval, remembered by the figures themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from data.query.estimates import estimate_of_row, reliable_places
from data.query.selection import Answer, once
from data.statistics.comparisons import Estimate
from data.statistics.ranks import DRAWS, Rank, ranks

FEW = 60
"""Up to so many places every figure is drawn as often as `ranks` does; among more, fewer draws tell as much: one rank
is a smaller share of all. Between the 19 areas of a kind and the 351 cities and towns."""
DRAWS_OF_MANY = 2_000
"""Draws among many places: with all 10,000, the first view of 351 towns would wait for five times as many sorts."""


# Every card of a map asks for it: of 351 places, reading the frame anew for each would take seconds.
@once
def place_ranks(answer: Answer) -> Mapping[str, Rank]:
    """The rank of each place of the view by its geo_id, 1 for the highest figure.

    Only reliable figures whose uncertainty is known are ranked, among each other; numbers of events are not ranked at
    all, since where more people live there are more of them.
    """
    if not answer.indicator.comparable:
        return {}
    rows = reliable_places(answer)
    rank_by_row = _remembered(tuple(estimate_of_row(row, answer.indicator) for row in rows))
    return {row.geo_id: rank for row, rank in zip(rows, rank_by_row, strict=True) if rank is not None}


# The same numbers have the same ranks, whatever file they came from, so nothing here is ever out of date. An entry is
# at most 351 estimates and ranks.
@lru_cache(maxsize=512)
def _remembered(estimates: tuple[Estimate, ...]) -> tuple[Rank | None, ...]:
    draws = DRAWS if len(estimates) <= FEW else DRAWS_OF_MANY
    return tuple(ranks(estimates, highest_first=True, draws=draws))
