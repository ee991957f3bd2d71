"""The gap between groups of one place, period by period: measures of inequality and what they add up to in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.catalog.models import Indicator
from data.query.rows import Row, Rows, is_missing
from data.statistics.burden import Burden, GroupRate, best_reference, population_attributable_number
from data.statistics.comparisons import Z_95, Estimate
from data.statistics.errors import FiguresError
from data.statistics.inequality import Declined, Group, Groups, Measure, OrderedGroups, measures
from data.vocabulary import DIMENSIONS, Period

NOT_GROUPS = frozenset({"not_stated"})
"""Strata that are a gap in the records, not a group of people to compare."""
UNWEIGHTED = frozenset({"d", "r", "mdbu", "mdru"})
"""Measures that need no numbers of people."""

Result = Measure | Declined


@dataclass(frozen=True)
class Gap:
    """The gap between groups in one period.

    `reference` is the group others are compared with, `results` every measure by its id; `missing` names the groups
    without a figure with their status, `unreliable` those whose figure is. `burden` is None where it cannot be counted.
    """

    period: Period
    rows: Rows
    reference: str | None
    results: dict[str, Result]
    burden: Burden | None
    missing: tuple[tuple[str, str], ...]
    unreliable: tuple[str, ...]


def gaps(frame: Rows, indicator: Indicator, dimension: str, reference: str | None = None) -> list[Gap]:
    """The gap in each period, earliest first.

    `frame` holds the figures of one place for every stratum of `dimension` and period, with `people` behind each.
    `reference` is a stratum; None takes the best group with a reliable figure, period by period. None of numbers of
    events: the larger group has more of them, which is no gap.
    """
    if not indicator.comparable:
        return []
    wanted = Rows(row for row in frame if row.dimension == dimension and row.stratum not in NOT_GROUPS)
    results = [
        _gap(Period.parse(slug), rows, indicator, dimension, reference) for slug, rows in wanted.by("period").items()
    ]
    return sorted((gap for gap in results if gap is not None), key=lambda gap: (gap.period.midpoint, gap.period.start))


def _gap(period: Period, rows: Rows, indicator: Indicator, dimension: str, reference: str | None) -> Gap | None:
    favourable = indicator.polarity == "higher_is_better"
    with_figure = [row for row in rows if not is_missing(row.value)]
    if len(with_figure) < 2:
        return None
    rates = [_rate(row, period) for row in with_figure]
    chosen = (
        reference if reference in {row.stratum for row in with_figure} else best_reference(rates, favourable=favourable)
    )
    weighted = all(row.people > 0 for row in with_figure)
    members = tuple(_group(row, weighted=weighted) for row in rows)
    kind = OrderedGroups if DIMENSIONS[dimension].ordered else Groups
    scale = float(indicator.per) if indicator.measure in ("rate", "percent") else None
    results = measures(kind(members, favourable=favourable, reference=chosen, scale=scale))
    if not weighted:
        results = {name: _unless_weighted(name, result) for name, result in results.items()}
    return Gap(
        period=period,
        rows=rows,
        reference=chosen,
        results=results,
        burden=_burden(rates, chosen, indicator, weighted=weighted, favourable=favourable),
        missing=tuple((row.stratum, row.status) for row in rows if is_missing(row.value)),
        unreliable=tuple(row.stratum for row in with_figure if row.status == "unreliable"),
    )


def _estimate(row: Row) -> Estimate:
    numbers = (None if is_missing(x) else float(x) for x in (row.ci_low, row.ci_high, row.numerator, row.people))
    return Estimate(float(row.value), *numbers)


def _rate(row: Row, period: Period) -> GroupRate:
    people = 0.0 if is_missing(row.people) else float(row.people) / max(period.length_years, 1.0)
    return GroupRate(row.stratum, _estimate(row), people)


def _group(row: Row, *, weighted: bool) -> Group:
    if is_missing(row.value):
        return Group(row.stratum, None, None)
    people = float(row.people) if weighted else 1.0
    error = None if is_missing(row.ci_low) else (float(row.ci_high) - float(row.ci_low)) / (2 * Z_95)
    return Group(row.stratum, float(row.value), people, error)


def _unless_weighted(name: str, result: Result) -> Result:
    if name in UNWEIGHTED or isinstance(result, Declined):
        return result
    return Declined(name, "it needs each group’s number of people, which is not in hand for this place and period")


def _burden(
    rates: Sequence[GroupRate], reference: str | None, indicator: Indicator, *, weighted: bool, favourable: bool
) -> Burden | None:
    if reference is None or not weighted or indicator.measure not in ("rate", "percent"):
        return None
    try:
        return population_attributable_number(rates, reference, float(indicator.per), favourable=favourable)
    except FiguresError:
        return None
