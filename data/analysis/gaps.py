"""The gap between groups of a place: figures by period, measures over all groups, and how a gap has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from data.analysis.gap_pairs import NOT_GROUPS, Groups, Pair, Residents
from data.catalog.comparability import barrier
from data.catalog.models import Catalog, Indicator
from data.query.rows import Row, Rows, is_missing
from data.statistics import inequality
from data.statistics.comparisons import Z_95, Estimate, ratio
from data.statistics.differences import difference_between
from data.statistics.inequality import Measure, OrderedGroups
from data.statistics.inequality.groups import FEWEST_GROUPS, LEAST_HELD
from data.vocabulary import DIMENSIONS, OVERALL, Period

__all__ = ["NOT_GROUPS", "AllGroups", "GapChange", "all_groups", "gap_change", "groups_by_period"]

NO_INEQUITY = "age"
"""A dimension by which people differ for no unjust reason: nothing over all its groups is a measure of inequality."""
OF_PAIRS = ("d", "r")
"""Measures of two groups, which a pair gives."""

Lacking = Literal["age", "groups", "people", "share"]
ChangeRefusal = Literal["single", "break", "overlap", "sources", "modelled", "unreliable", "interval", "turned"]


@dataclass(frozen=True, slots=True)
class AllGroups:
    """Measures over all groups by id, or what there is too little of for any of them."""

    results: dict[str, Measure] = field(default_factory=dict)
    lacking: Lacking | None = None


@dataclass(frozen=True, slots=True)
class GapChange:
    """First against last pair of a series. `verdicts` are of the ratio and of the difference, as sizes of a gap.

    Each is `higher` (wider), `lower` (narrower) or `not clear`. With a `refusal` nothing was tested; `at` is the year
    of a break.
    """

    first: Pair
    last: Pair
    verdicts: tuple[str, str] = ("", "")
    refusal: ChangeRefusal | None = None
    at: int = 0


def groups_by_period(
    frame: Rows, indicator: Indicator, dimension: str, residents: Residents, catalog: Catalog
) -> list[Groups]:
    """The groups of a dimension in each period in which one of them has a row, earliest first.

    `frame` holds the figures of one place for every stratum of `dimension` and for everyone, with `people` behind each.
    None of numbers of events: the larger group has more of them, which is no gap.
    """
    if not indicator.comparable:
        return []
    found = []
    for slug, rows in frame.by("period").items():
        groups = Rows(row for row in rows if row.dimension == dimension and row.stratum not in NOT_GROUPS)
        if groups:
            everyone = rows.only(dimension=OVERALL, stratum=OVERALL)
            found.append(Groups(groups, everyone, indicator, Period.parse(slug), residents, catalog))
    return sorted(found, key=lambda groups: (groups.period.midpoint, groups.period.start))


def all_groups(groups: Groups, dimension: str, reference: str) -> AllGroups:
    """Every measure over all groups that have a figure, `reference` being the group that some are taken from.

    They need three groups or more, the people of each, and 95 percent of all people in them.
    """
    lacking, rows = _lacking(groups, dimension), groups.with_figure
    if lacking is not None:
        return AllGroups(lacking=lacking)
    favorable = groups.indicator.polarity == "higher_is_better"
    kind = OrderedGroups if DIMENSIONS[dimension].ordered else inequality.Groups
    scale = float(groups.indicator.per) if groups.indicator.measure in ("rate", "percent") else None
    known = reference if reference in rows.column("stratum") else None
    members = tuple(inequality.Group(row.stratum, row.value, row.people, _error(row)) for row in rows)
    found = inequality.measures(kind(members, favourable=favorable, reference=known, scale=scale))
    return AllGroups({k: r for k, r in found.items() if isinstance(r, Measure) and k not in OF_PAIRS})


def _lacking(groups: Groups, dimension: str) -> Lacking | None:
    rows, everyone = groups.with_figure, groups.everyone
    if dimension == NO_INEQUITY:
        return "age"
    if len(rows) < FEWEST_GROUPS:
        return "groups"
    every = [everyone.people] if everyone is not None and everyone.people > 0 else groups.rows.column("people")
    if any(is_missing(n) or n <= 0 for n in (*rows.column("people"), *every)):
        return "people"
    return "share" if sum(rows.column("people")) < LEAST_HELD * sum(every) else None


def _error(row: Row) -> float | None:
    return None if is_missing(row.ci_low) else (row.ci_high - row.ci_low) / (2 * Z_95)


def gap_change(series: Sequence[Pair], indicator: Indicator, dimension: str, catalog: Catalog) -> GapChange | None:
    """Whether the gap of the last period is wider than the first that may be compared with it; None without a pair.

    Never across a break, between periods that share years, between releases of two sources, of provisional periods, nor
    with a figure that is unreliable or has no interval.
    """
    final = [pair for pair in series if pair.period.slug not in indicator.provisional]
    if not final:
        return None
    last = final[-1]
    if len(final) == 1:
        return GapChange(last, last, refusal="single")
    bearing = [b.at for b in indicator.breaks if b.bears_on(dimension) and b.at <= last.period.end.year]
    at = max((year for year in bearing if year > final[0].period.start.year), default=0)
    since = [pair for pair in final if pair.period.start.year >= at]
    if last not in since or len(since) < 2:
        return GapChange(final[0], last, refusal="break", at=at)
    apart = list(takewhile(lambda pair: pair.period.end < last.period.start, since))
    if not apart:
        return GapChange(since[-2], last, refusal="overlap")
    first = apart[0]
    refusal = _change_refusal(first, last, indicator, catalog)
    if refusal is not None:
        return GapChange(first, last, refusal=refusal)
    before, after = _size(first), _size(last)
    of_ratio = ratio(after[0], before[0])
    of_difference = difference_between(after[1], before[1])
    if of_ratio is None or of_difference is None:
        return GapChange(first, last, refusal="interval")
    low, high = of_difference.low, of_difference.high
    wider = "higher" if low > 0 else "lower" if high < 0 else "not clear"
    return GapChange(first, last, (of_ratio.verdict, wider))


def _change_refusal(first: Pair, last: Pair, indicator: Indicator, catalog: Catalog) -> ChangeRefusal | None:
    for one, other in ((first.group, last.group), (first.reference, last.reference)):
        stands = barrier(one.row, other.row, indicator, catalog)
        if stands is not None:
            return "modelled" if stands.reason == "modelled" else "sources"
    if "unreliable" in (first.state, last.state):
        return "unreliable"
    if first.ratio is None or last.ratio is None or first.difference is None or last.difference is None:
        return "interval"
    return "turned" if (first.ratio.value < 1) != (last.ratio.value < 1) else None


def _size(pair: Pair) -> tuple[Estimate, Estimate]:
    """Ratio and difference of a pair as sizes of a gap: a ratio below 1 is turned, a difference below zero too."""
    r, d = pair.ratio, pair.difference
    assert r is not None
    assert d is not None
    turned = r.value < 1
    of_ratio = (
        Estimate(1 / r.value, 1 / r.high, 1 / r.low) if turned and r.low > 0 else Estimate(r.value, r.low, r.high)
    )
    return of_ratio, Estimate(-d.value, -d.high, -d.low) if d.value < 0 else Estimate(d.value, d.low, d.high)
