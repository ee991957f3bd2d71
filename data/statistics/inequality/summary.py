"""All measures of a set of groups, and pairs of an absolute and a relative measure to be shown together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from data.statistics.inequality.deviation import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from data.statistics.inequality.disproportion import mean_log_deviation, theil_index
from data.statistics.inequality.groups import Declined, Groups, Measure, OrderedGroups, UnorderedGroupsError
from data.statistics.inequality.impact import population_attributable_fraction, population_attributable_risk
from data.statistics.inequality.ordered import (
    absolute_concentration_index,
    relative_concentration_index,
    relative_index,
    slope_index,
)
from data.statistics.inequality.simple import difference, ratio
from data.statistics.inequality.variation import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
)

Result = Measure | Declined

_OF_GROUPS: dict[str, Callable[[Groups], Result]] = {
    "d": difference,
    "r": ratio,
    "bgv": between_group_variance,
    "bgsd": between_group_standard_deviation,
    "cov": coefficient_of_variation,
    "mdmu": partial(mean_difference_from_mean, weighted=False),
    "mdmw": partial(mean_difference_from_mean, weighted=True),
    "mdbu": partial(mean_difference_from_best, weighted=False),
    "mdbw": partial(mean_difference_from_best, weighted=True),
    "mdru": partial(mean_difference_from_reference, weighted=False),
    "mdrw": partial(mean_difference_from_reference, weighted=True),
    "idisu": partial(index_of_disparity, weighted=False),
    "idisw": partial(index_of_disparity, weighted=True),
    "ti": theil_index,
    "mld": mean_log_deviation,
    "par": population_attributable_risk,
    "paf": population_attributable_fraction,
}
_OF_ORDERED_GROUPS: dict[str, Callable[[OrderedGroups], Result]] = {
    "sii_linear": partial(slope_index, model="linear"),
    "rii_linear": partial(relative_index, model="linear"),
    "sii_logit": partial(slope_index, model="logit"),
    "rii_logit": partial(relative_index, model="logit"),
    "aci": absolute_concentration_index,
    "rci": relative_concentration_index,
}
_COMPANIONS = {
    "d": "r",
    "bgsd": "cov",
    "bgv": "ti",
    "mdmu": "idisu",
    "mdmw": "idisw",
    "mdbu": "idisu",
    "mdbw": "idisw",
    "mdru": "idisu",
    "mdrw": "idisw",
    "par": "paf",
    "sii_linear": "rii_linear",
    "sii_logit": "rii_logit",
    "aci": "rci",
}
"""Relative measure that is paired with each absolute one."""
_COMPANIONS_OF_RELATIVE = {
    relative: next(absolute for absolute, other in _COMPANIONS.items() if other == relative)
    for relative in _COMPANIONS.values()
} | {"mld": "bgv"}

MEASURES = (*_OF_GROUPS, *_OF_ORDERED_GROUPS)
"""Ids of all measures, as in commands and files."""
ABSOLUTE = frozenset(_COMPANIONS)
"""Those in the indicator's unit, or its square."""
RELATIVE = frozenset(MEASURES) - ABSOLUTE
"""Those without a unit, or in per cent."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An absolute and a relative measure of the same groups: they can disagree, so neither is shown alone."""

    absolute: Result
    relative: Result


def measures(groups: Groups) -> dict[str, Result]:
    """All measures by id; those that do not apply are Declined with the reason.

    Measures that need an order are Declined here for groups without one; `pair_of` raises an error for them.
    """
    results = {name: of(groups) for name, of in _OF_GROUPS.items()}
    for name, of_ordered in _OF_ORDERED_GROUPS.items():
        if isinstance(groups, OrderedGroups):
            results[name] = of_ordered(groups)
        else:
            results[name] = Declined(name, "it needs groups with an order, and these have none", groups.missing)
    return results


def pair_of(groups: Groups, measure: str) -> Pair:
    """Pair of a measure and its companion: a relative one for an absolute one, and the reverse.

    Raises KeyError for an id that is not of MEASURES, UnorderedGroupsError for one that needs an order these groups
    do not have.
    """
    absolute, relative = (
        (measure, _COMPANIONS[measure]) if measure in ABSOLUTE else (_COMPANIONS_OF_RELATIVE[measure], measure)
    )
    return Pair(_one(groups, absolute), _one(groups, relative))


def pairs(groups: Groups) -> list[Pair]:
    """All absolute measures that apply to these groups, each paired with its relative companion."""
    kept = [a for a in _COMPANIONS if a in _OF_GROUPS or isinstance(groups, OrderedGroups)]
    return [pair_of(groups, absolute) for absolute in kept]


def _one(groups: Groups, measure: str) -> Result:
    if measure in _OF_GROUPS:
        return _OF_GROUPS[measure](groups)
    if not isinstance(groups, OrderedGroups):
        raise UnorderedGroupsError(measure)
    return _OF_ORDERED_GROUPS[measure](groups)
