"""Measures of impact: the change of the mean if every group had the reference group's figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from data.statistics.inequality.groups import (
    Declined,
    Groups,
    Measure,
    OrderedGroups,
    Reported,
    best,
    refusal,
    reported,
)
from data.statistics.inequality.intervals import normal

_DELTA = "normal, from the standard errors by the delta method; the reference taken as given"
_WALTER = "normal, from the counts the populations imply (Walter 1978)"
_NEITHER = "no interval: neither standard errors nor a scale that gives counts"


@dataclass(frozen=True)
class _Impact:
    """Reported groups, the index of the reference among them, whether a high value is good, and the scale."""

    data: Reported
    at: int
    favourable: bool
    scale: float | None

    def measure(self, measure: str, estimate: float, slopes: float, walter: float) -> Measure:
        """Measure with its interval: by the delta method from its `slopes`, or Walter's, times `walter`.

        An impact of the wrong sign counts as 0: a reference no better than the mean has no impact.
        """
        data, between = self.data, (self.data.names[self.at],)
        lowest, highest = (0.0, math.inf) if self.favourable else (-math.inf, 0.0)
        bounded = min(max(estimate, lowest), highest)
        if data.standard_errors is not None:
            error: float | None = math.sqrt(float(np.sum((slopes * data.standard_errors) ** 2)))
            method = _DELTA
        else:
            fraction = self._walter()
            error, method = (None, _NEITHER) if fraction is None else (walter * fraction, _WALTER)
        interval = normal(measure, estimate, error, method, data, lowest=lowest, highest=highest, between=between)
        return Measure(measure, bounded, interval.ci_low, interval.ci_high, method, between, data.missing)

    def _walter(self) -> float | None:
        """Standard error of the attributable fraction, as a share, from the counts in and out of the reference.

        a and b are the cases and others outside the reference, c and d those in it, N all:
        √[c N (a d (N − c) + b c²) / ((a + c)³ (c + d)³)].
        """
        if self.scale is None:
            return None
        total, reference_people = float(self.data.people.sum()), float(self.data.people[self.at])
        c = float(self.data.estimates[self.at]) / self.scale * reference_people
        d = reference_people - c
        a = self.data.mean / self.scale * total - c
        b = total - a - reference_people
        if reference_people == 0 or a + c == 0:
            return None
        return math.sqrt(max(c * total * (a * d * (total - c) + b * c**2), 0) / ((a + c) ** 3 * (c + d) ** 3))


def population_attributable_risk(groups: Groups) -> Measure | Declined:
    """Population attributable risk (PAR): y_ref − μ, in the indicator's unit; 0 where the reference is no better.

    The reference is the most advantaged of ordered groups, else the group with the best figure: so PAR is positive for
    a favourable indicator, negative for an adverse one. With standard errors the interval is by the delta method,
    √[(1 − s_ref)² se_ref² + Σ sⱼ² seⱼ²]; without, from counts: Walter SD. Calculation of attributable risks from
    epidemiological data. Int J Epidemiol 1978;7:175–182.
    """
    impact = _impact("par", groups)
    if isinstance(impact, Declined):
        return impact
    data = impact.data
    slopes = np.eye(len(data.names))[impact.at] - data.shares
    return impact.measure("par", float(data.estimates[impact.at]) - data.mean, slopes, data.mean)


def population_attributable_fraction(groups: Groups) -> Measure | Declined:
    """Population attributable fraction (PAF): 100 × PAR / μ, in per cent; 0 where the reference is no better.

    Interval as for `population_attributable_risk`. Declines when the mean is 0. Walter SD. Int J Epidemiol
    1978;7:175–182.
    """
    impact = _impact("paf", groups)
    if isinstance(impact, Declined):
        return impact
    data, mean = impact.data, impact.data.mean
    if mean == 0:
        return Declined("paf", "every estimate is 0, and nothing can be divided by their mean", data.missing)
    reference_estimate = float(data.estimates[impact.at])
    slopes = 100 * (np.eye(len(data.names))[impact.at] - reference_estimate / mean * data.shares) / mean
    return impact.measure("paf", 100 * (reference_estimate - mean) / mean, slopes, 100)


def _impact(measure: str, groups: Groups) -> _Impact | Declined:
    refused = refusal(measure, groups)
    if refused is not None:
        return refused
    data = reported(groups)
    if not isinstance(groups, OrderedGroups):
        return _Impact(data, best(groups, data), groups.favourable, groups.scale)
    top = groups.members[-1].name
    if top in data.missing:
        return Declined(measure, f"there is no figure for the most advantaged group, {top}", data.missing)
    return _Impact(data, len(data.names) - 1, groups.favourable, groups.scale)
