"""Inputs and results of measures of inequality: groups, measures, and declined measures with their reason."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.statistics.errors import FiguresError

LEAST_HELD = 0.95
"""Least share of the people that groups with a figure must hold, for a measure of all groups. healthequal asks for 85 %
of the groups, whatever their size: two that are a hundredth of the people would then hide a gap between the others."""
FEWEST_GROUPS = 3
"""Measures of all groups need more than two; the difference and the ratio take two."""

Values = NDArray[np.float64]


class UnorderedGroupsError(FiguresError):
    """A measure of ordered groups was called with groups that have no order."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            f"{measure} needs groups with an order of their own, like income or education; "
            "groups by race and ethnicity have none"
        )


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its estimate in the indicator's unit, its population, and the estimate's standard error.

    An estimate of None is a suppressed or missing figure; a reported one needs a population.
    """

    name: str
    estimate: float | None
    population: float | None
    standard_error: float | None = None


@dataclass(frozen=True)
class Groups:
    """Groups to compare.

    `favourable`: a high value is good. `reference` names the reference group. `scale` is the value of an estimate that
    would mean everyone: 100 for a percentage, 100,000 for a rate of as many; None when the estimates are not shares of
    people. Raises FiguresError for figures no measure could use.
    """

    members: tuple[Group, ...]
    favourable: bool = False
    reference: str | None = None
    scale: float | None = None

    def __post_init__(self) -> None:
        names = [group.name for group in self.members]
        if len(names) < 2:
            raise FiguresError(f"a comparison needs at least two groups, and there are {len(names)}")
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise FiguresError(f"each group should stand once: {', '.join(repeated)}")
        if self.reference is not None and self.reference not in names:
            raise FiguresError(f"the reference “{self.reference}” is not one of the groups: {', '.join(names)}")
        if self.scale is not None and not (math.isfinite(self.scale) and self.scale > 0):
            raise FiguresError(f"a scale is a number above 0, such as 100 for percentages: {self.scale}")
        for group in self.members:
            self._check(group)
        if not any(g.population for g in self.members if g.estimate is not None):
            raise FiguresError("no group with a figure has any people")

    def _check(self, group: Group) -> None:
        for value, what in (
            (group.estimate, "estimate"),
            (group.population, "population"),
            (group.standard_error, "standard error"),
        ):
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise FiguresError(f"the {what} of “{group.name}” should be a number from 0 up: {value}")
        if group.estimate is not None and group.population is None:
            raise FiguresError(f"“{group.name}” has an estimate and no population")
        if self.scale is not None and group.estimate is not None and group.estimate > self.scale:
            raise FiguresError(f"the estimate of “{group.name}”, {group.estimate}, is above the scale of {self.scale}")

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the groups without a figure."""
        return tuple(group.name for group in self.members if group.estimate is None)


@dataclass(frozen=True)
class OrderedGroups(Groups):
    """Groups with a natural order, such as income; `members` are sorted from the most disadvantaged up."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Value of a measure with its 95 % interval, or without one when the uncertainty is unknown.

    `method` describes the interval's method; `between` names the two groups of a difference or a ratio, or the
    reference group of a measure that has one; `missing` names the groups without a figure.
    """

    id: str
    estimate: float
    ci_low: float | None
    ci_high: float | None
    method: str
    between: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """A measure that is not computed, and the reason, as a clause of a sentence."""

    id: str
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reported:
    """Groups with a figure, as arrays of one length: estimates, people, shares of all people, standard errors.

    `standard_errors` is None unless every group has one.
    """

    names: tuple[str, ...]
    estimates: Values
    people: Values
    standard_errors: Values | None
    missing: tuple[str, ...]
    shares: Values = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", self.people / self.people.sum())

    @property
    def mean(self) -> float:
        """Mean of the estimates, weighted by people."""
        return float(self.shares @ self.estimates)


def reported(groups: Groups) -> Reported:
    """Groups that have a figure, in their order, as arrays."""
    kept = [group for group in groups.members if group.estimate is not None]
    errors = [group.standard_error for group in kept]
    return Reported(
        names=tuple(group.name for group in kept),
        estimates=np.array([group.estimate for group in kept], dtype=float),
        people=np.array([group.population for group in kept], dtype=float),
        standard_errors=None if None in errors else np.array(errors, dtype=float),
        missing=groups.missing,
    )


def refusal(measure: str, groups: Groups, fewest: int = FEWEST_GROUPS) -> Declined | None:
    """Declined measure when too few groups have a figure, or too many people are in the others; else None.

    A measure of two groups (`fewest`) needs these two alone; one of all, groups that hold `LEAST_HELD` of the people.
    """
    missing = groups.missing
    with_figure = len(groups.members) - len(missing)
    if with_figure < fewest:
        return Declined(
            measure, f"it needs at least {fewest} groups with a figure, and there are {with_figure}", missing
        )
    if fewest < FEWEST_GROUPS or not missing:
        return None
    if any(group.population is None for group in groups.members):
        reason = f"there is no figure for {', '.join(missing)}, and how many people these are is not known"
        return Declined(measure, reason, missing)
    people = {group.name: group.population or 0.0 for group in groups.members}
    held = 1 - sum(people[name] for name in missing) / sum(people.values())
    if held >= LEAST_HELD:
        return None
    reason = (
        f"the groups with a figure hold {held:.0%} of the people and {LEAST_HELD:.0%} must; there is none for "
        f"{', '.join(missing)}"
    )
    return Declined(measure, reason, missing)


def best(groups: Groups, data: Reported) -> int:
    """Index of the group with the best figure: the highest of a favourable indicator, else the lowest."""
    return int(np.argmax(data.estimates) if groups.favourable else np.argmin(data.estimates))
