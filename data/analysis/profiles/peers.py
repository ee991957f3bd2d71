"""The peers of a municipality: the ten that are nearest to it in number of residents and in social vulnerability."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median, pstdev

from data.catalog.models import Catalog, Place
from data.query.answers import Answers
from data.query.estimates import usable_places
from data.query.selection import Answer
from data.vocabulary import OVERALL, Period

PEERS = 10
VULNERABILITY = "social_vulnerability"
"""The indicator that peers are alike in: the rank of the Social Vulnerability Index, from 0 to 1."""
FEWEST = 5
"""Fewest peers with a usable figure whose median is told."""


def peers_of(place: Place, answers: Answers) -> tuple[Place, ...]:
    """The peers of a municipality, nearest first; none of other places, and where either measure is not in hand.

    Raises DatabaseUnavailableError.
    """
    if place.level != "municipality":
        return ()
    catalog = answers.catalog
    ranks = vulnerability(answers)
    known = {p: (catalog.residents[p.geo_id], ranks[p.geo_id]) for p in _measured(catalog, ranks)}
    if place not in known:
        return ()
    return nearest({p.geo_id: pair for p, pair in known.items()}, place.geo_id, catalog)


def _measured(catalog: Catalog, ranks: Mapping[str, float]) -> list[Place]:
    return [p for p in catalog.places_of("municipality") if p.geo_id in ranks and catalog.residents.get(p.geo_id)]


def vulnerability(answers: Answers) -> dict[str, float]:
    """The rank of every municipality in the newest period, by geo_id; empty without the indicator."""
    if VULNERABILITY not in answers.catalog.indicators:
        return {}
    rows = answers.place_series(VULNERABILITY, "municipality", "", OVERALL).where(level="municipality").with_value()
    newest = max((row.period for row in rows), key=lambda slug: Period.parse(slug).recency, default="")
    return {row.geo_id: row.value for row in rows.where(period=newest)}


def nearest(known: Mapping[str, tuple[float, float]], geo_id: str, catalog: Catalog) -> tuple[Place, ...]:
    """The places nearest to one, of `known` residents and ranks by geo_id; equally near ones by name.

    Residents count as a ratio, by their logarithm. Each of the two is divided by its standard deviation over all
    places, so that both count alike; the distance is that of a map with the two as its sides.
    """
    sizes = {one: math.log(residents) for one, (residents, _) in known.items()}
    spread = pstdev(sizes.values()) or 1.0
    rank_spread = pstdev(rank for _, rank in known.values()) or 1.0
    _, own_rank = known[geo_id]

    def far(one: str) -> float:
        return math.hypot((sizes[one] - sizes[geo_id]) / spread, (known[one][1] - own_rank) / rank_spread)

    others = sorted((one for one in known if one != geo_id), key=lambda one: (far(one), catalog.places[one].name))
    return tuple(catalog.places[one] for one in others[:PEERS])


def peer_median(answer: Answer, peers: tuple[Place, ...]) -> tuple[float, int] | None:
    """The median of the peers' usable figures in a view, and of how many; None of fewer than five, and of counts."""
    if not answer.indicator.comparable:
        return None
    wanted = {place.geo_id for place in peers}
    values = [row.value for row in usable_places(answer) if row.geo_id in wanted]
    return (median(values), len(values)) if len(values) >= FEWEST else None
