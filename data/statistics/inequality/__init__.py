"""Measures of inequality between groups, as the World Health Organization's healthequal 1.0.1 defines them.

Point estimates equal healthequal's; where its intervals are wrong or missing ours differ, as docs/methods.md lists.
Measures that need an order take `OrderedGroups` and nothing else: race and ethnicity cannot be passed to them.
"""

from __future__ import annotations

from data.statistics.inequality.deviation import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from data.statistics.inequality.disproportion import mean_log_deviation, theil_index
from data.statistics.inequality.groups import Declined, Group, Groups, Measure, OrderedGroups, UnorderedGroupsError
from data.statistics.inequality.impact import population_attributable_fraction, population_attributable_risk
from data.statistics.inequality.ordered import (
    absolute_concentration_index,
    relative_concentration_index,
    relative_index,
    slope_index,
)
from data.statistics.inequality.simple import difference, ratio
from data.statistics.inequality.summary import ABSOLUTE, MEASURES, RELATIVE, Pair, measures, pair_of, pairs
from data.statistics.inequality.variation import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
)

__all__ = [
    "ABSOLUTE",
    "MEASURES",
    "RELATIVE",
    "Declined",
    "Group",
    "Groups",
    "Measure",
    "OrderedGroups",
    "Pair",
    "UnorderedGroupsError",
    "absolute_concentration_index",
    "between_group_standard_deviation",
    "between_group_variance",
    "coefficient_of_variation",
    "difference",
    "index_of_disparity",
    "mean_difference_from_best",
    "mean_difference_from_mean",
    "mean_difference_from_reference",
    "mean_log_deviation",
    "measures",
    "pair_of",
    "pairs",
    "population_attributable_fraction",
    "population_attributable_risk",
    "ratio",
    "relative_concentration_index",
    "relative_index",
    "slope_index",
    "theil_index",
]
