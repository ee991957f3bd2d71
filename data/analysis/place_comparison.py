"""Comparison of two places: how they overlap, the test of their difference, and places of similar size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from data.catalog.comparability import Reason, barrier
from data.catalog.models import Catalog, Indicator, Place
from data.query.estimates import estimate_of_row
from data.query.rows import Row
from data.query.selection import Answer
from data.statistics.comparisons import Ratio, Verdict, ratio, ratio_to_whole
from data.statistics.differences import Difference, difference_between, difference_from_whole
from data.vocabulary import GROUPS, REGION

PEERS = 5
"""Number of places of similar size that a place is compared with: of 14 counties more would not be similar."""

Relation = Literal["apart", "part", "whole", "sharing", "same"]
Refusal = Literal["missing", "counts", "amounts", "sharing", "same", "period", "method", "sources", "zero", "interval"]
_REFUSED: dict[Reason, Refusal] = {"period": "period", "method": "method"}
"""Barriers with a refusal of their own; behind every other are two sources that may not count alike."""


@dataclass(frozen=True)
class Comparison:
    """Comparison of two figures of one indicator, group and period by a test; else the reason why none is made.

    `first` and `second` are rows of frames, None where there is no row. `independent` is set where one place contains
    the other and only rates are published, so that the two were treated as if they shared no events.
    """

    first: Row | None
    second: Row | None
    ratio: Ratio | None = None
    difference: Difference | None = None
    refusal: Refusal | None = None
    independent: bool = False

    @property
    def verdict(self) -> Verdict | Literal[""]:
        """Verdict on the ratio of the first figure to the second; empty where nothing was tested."""
        return "" if self.ratio is None else self.ratio.verdict


def relation(one: Place, other: Place) -> Relation:
    """Spatial relation of two places, by the municipalities they are made of."""
    members, other_members = set(one.members), set(other.members)
    if one.geo_id == other.geo_id or (members and members == other_members):
        return "same"
    if not members & other_members:
        return "apart"
    if members < other_members:
        return "part"
    return "whole" if other_members < members else "sharing"


def compare(
    first: Row | None, second: Row | None, one: Place, other: Place, indicator: Indicator, catalog: Catalog
) -> Comparison:
    """Test the figure of one place against that of another; `first` and `second` are their rows or None.

    Apart: log-normal ratio and normal difference, as of two independent figures. A part and its whole: by their counts
    where the figures are their counts over their people, else as if independent, which is said.
    """
    how = relation(one, other)
    refusal = _refusal(first, second, how, indicator, catalog)
    if refusal is not None:
        return Comparison(first, second, refusal=refusal)
    assert first is not None, "a missing row is refused"
    assert second is not None
    figures = estimate_of_row(first, indicator), estimate_of_row(second, indicator)
    if how in ("part", "whole"):
        part, whole = figures if how == "part" else figures[::-1]
        result, difference = ratio_to_whole(part, whole), difference_from_whole(part, whole)
        if result is not None and how == "part":
            return Comparison(first, second, result, difference)
        if result is not None and result.low > 0:
            turned = Ratio(1 / result.value, 1 / result.high, 1 / result.low)
            return Comparison(first, second, turned, _opposite(difference))
    result = ratio(*figures)
    if result is None:
        return Comparison(first, second, refusal="zero" if 0 in (first.value, second.value) else "interval")
    return Comparison(first, second, result, difference_between(*figures), independent=how != "apart")


def _opposite(difference: Difference | None) -> Difference | None:
    return None if difference is None else Difference(-difference.value, -difference.high, -difference.low)


def _refusal(
    first: Row | None, second: Row | None, how: Relation, indicator: Indicator, catalog: Catalog
) -> Refusal | None:
    if first is None or second is None or not first.has_value or not second.has_value:
        return "missing"
    if not indicator.comparable:
        return "amounts" if indicator.whole_place else "counts"
    if how in ("sharing", "same"):
        return "sharing" if how == "sharing" else "same"
    stands = barrier(first, second, indicator, catalog)
    return None if stands is None else _REFUSED.get(stands.reason, "sources")


def compare_groups(one: Answer, other: Answer) -> dict[str, Comparison]:
    """The two places compared in every group that one of them has a row for, everyone first, by stratum."""
    rows, other_rows = ({row.stratum: row for row in a.groups.where(geo_id=a.place.geo_id)} for a in (one, other))
    return {
        stratum: compare(rows.get(stratum), other_rows.get(stratum), one.place, other.place, one.indicator, one.catalog)
        for stratum in GROUPS
        if stratum in rows or stratum in other_rows
    }


def peers(place: Place, catalog: Catalog, number: int = PEERS) -> tuple[Place, ...]:
    """The places of the same level and kind with the most similar number of residents, nearest first.

    Similar is as a ratio: a town of 2,000 is as far from one of 1,000 as one of 20,000 from one of 10,000. Empty where
    the number of residents is not in hand, and of a region that a reader made.
    """
    population = catalog.residents.get(place.geo_id)
    if not population or place.level in ("state", REGION):
        return ()
    far = {
        p: abs(math.log(residents / population))
        for p in catalog.places_of(place.level, place.kind)
        if p.geo_id != place.geo_id and (residents := catalog.residents.get(p.geo_id))
    }
    return tuple(sorted(far, key=lambda p: (far[p], p.name))[:number])
