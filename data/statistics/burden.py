"""Burden in events a year associated with a gap between groups: excess and attributable numbers, never causal.

Intervals are of a sum of rates times people, by the method of variance estimates recovery (MOVER): it takes each rate's
interval as published, symmetric or not, and needs no standard error.
Zou GY, Huang W, Zhang X. A note on confidence interval estimation for a linear function of binomial proportions.
Comput Stat Data Anal 2009;53:1080–1085.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.statistics.comparisons import Estimate
from data.statistics.errors import FiguresError
from data.statistics.rates import is_unreliable


@dataclass(frozen=True, slots=True)
class GroupRate:
    """Rate of a group with its interval, and its people a year (person-years over years)."""

    name: str
    rate: Estimate
    people: float


@dataclass(frozen=True, slots=True)
class Burden:
    """Events a year associated with the gap between `groups` and `comparator`, with the 95 % interval if one is known.

    Positive where the groups have more of an adverse event, or less of a favourable one, than the comparator's rate
    would give.
    """

    value: float
    low: float | None
    high: float | None
    groups: tuple[str, ...]
    comparator: str


def excess_over(group: GroupRate, comparator: str, rate: Estimate, per: float, *, favourable: bool = False) -> Burden:
    """Events a year a group has beyond what the comparator's rate would give it: (y − y_c) × people / per.

    Rates are per `per` people a year. The two rates are treated as independent, though a group is part of its state: a
    note must go with the figure. Raises FiguresError for a group without people.
    """
    if group.people <= 0:
        raise FiguresError(f"“{group.name}” has no people to count an excess among")
    people = (-1 if favourable else 1) * group.people / per
    value, low, high = _total([(people, group.rate), (-people, rate)])
    return Burden(value, low, high, (group.name,), comparator)


def population_attributable_number(
    groups: Sequence[GroupRate], reference: str, per: float, *, favourable: bool = False
) -> Burden:
    """Events a year there would be fewer of if every group had the reference's rate: Σ (yⱼ − y_ref) × peopleⱼ / per.

    It is the population attributable risk times all people. Groups better off than the reference count against; with a
    reference that is not the best the number may be negative. Of a favourable indicator: events there would be more of.
    Raises FiguresError when the reference is not one of the groups, or one has no people.
    """
    reference_group = next((group for group in groups if group.name == reference), None)
    if reference_group is None:
        raise FiguresError(f"the reference “{reference}” is not one of the groups: {', '.join(g.name for g in groups)}")
    others = tuple(group for group in groups if group.name != reference)
    if not others or any(group.people <= 0 for group in others):
        raise FiguresError("a burden needs groups besides the reference, and people in each")
    sign = -1 if favourable else 1
    terms = [(sign * group.people / per, group.rate) for group in others]
    terms.append((-sum(people for people, _ in terms), reference_group.rate))
    value, low, high = _total(terms)
    return Burden(value, low, high, tuple(group.name for group in others), reference)


def best_reference(groups: Iterable[GroupRate], *, favourable: bool = False) -> str | None:
    """Group with the best rate among those whose rate is reliable: the default reference.

    Best is highest for a favourable indicator, else lowest; reliable by the rule of `data.statistics.rates`. None when
    no group is reliable.
    """
    reliable = [
        group
        for group in groups
        if not is_unreliable(group.rate.value, group.rate.low, group.rate.high, group.rate.events, group.rate.people)
    ]
    if not reliable:
        return None
    best = (max if favourable else min)(reliable, key=lambda group: group.rate.value)
    return best.name


def _total(terms: Iterable[tuple[float, Estimate]]) -> tuple[float, float | None, float | None]:
    """Σ c y of independent estimates with its MOVER interval; without one when an estimate has none."""
    value = below = above = 0.0
    has_intervals = True
    for factor, estimate in terms:
        value += factor * estimate.value
        if estimate.low is None or estimate.high is None:
            has_intervals = False
            continue
        ends = factor * estimate.low, factor * estimate.high
        below += (factor * estimate.value - min(ends)) ** 2
        above += (max(ends) - factor * estimate.value) ** 2
    if not has_intervals:
        return value, None, None
    return value, value - math.sqrt(below), value + math.sqrt(above)
