"""Difference of two figures, in their unit, with its interval: the absolute counterpart of a ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.statistics.comparisons import Z_95, Estimate


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of two figures, positive where the first is higher, with its 95 % interval."""

    value: float
    low: float
    high: float


def difference_between(figure: Estimate, reference: Estimate) -> Difference | None:
    """Difference of two figures that share no events; None when the uncertainty of one is unknown.

    Normal interval: the variances add (Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed., 2008, ch. 14).
    A figure's standard error is the width of its published interval over 2 z, else that of a Poisson count.
    """
    error, reference_error = standard_error(figure), standard_error(reference)
    if error is None or reference_error is None:
        return None
    return _around(figure.value - reference.value, math.hypot(error, reference_error))


def difference_from_whole(part: Estimate, whole: Estimate) -> Difference | None:
    """Difference of a part's crude rate from that of the whole that contains it.

    With the part's share s of the people, it is 1 − s times the part's difference from the rest, whose events are not
    the part's; so is its standard error, from the two Poisson counts. None unless both have counts, the part has events
    and so has the rest.
    """
    if not part.events or not part.people or not whole.events or not whole.people:
        return None
    events, people = whole.events - part.events, whole.people - part.people
    if events <= 0 or people <= 0:
        return None
    unit = whole.value * whole.people / whole.events
    error = unit * math.hypot(math.sqrt(part.events) / part.people, math.sqrt(events) / people)
    return _around(part.value - whole.value, (1 - part.people / whole.people) * error)


def standard_error(figure: Estimate) -> float | None:
    """Standard error of a figure in its unit; None when the uncertainty is unknown."""
    if figure.low is not None and figure.high is not None and figure.high > figure.low:
        return (figure.high - figure.low) / (2 * Z_95)
    if figure.events:
        return figure.value / math.sqrt(figure.events)
    return None


def _around(value: float, error: float) -> Difference:
    return Difference(value, value - Z_95 * error, value + Z_95 * error)
