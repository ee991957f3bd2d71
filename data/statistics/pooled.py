"""Figures of pooled counts: events over people with the interval of their kind, and whether they are reliable.

What a build computes for counties, regions and areas in SQL on whole tables, for one sum.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.statistics.rates import is_unreliable, rate, wilson_interval


@dataclass(frozen=True, slots=True)
class PooledFigure:
    """A figure with its 95 % interval, None without one, and whether it is unreliable by the rule of all figures."""

    value: float
    low: float | None
    high: float | None
    unreliable: bool


def pooled_rate(events: float, people: float, per: float, *, percent: bool) -> PooledFigure | None:
    """Rate of summed events over summed people; a percentage has Wilson's interval, a rate Garwood's.

    None without people, and for a share of more events than people.
    """
    if people <= 0 or (percent and events > people):
        return None
    if percent:
        low, high = (end * per for end in wilson_interval(events, people))
        value = events * per / people
    else:
        value, low, high = rate(events, people, per)
    return PooledFigure(value, low, high, is_unreliable(value, low, high, events, people))


def pooled_amount(amount: float, events: float | None) -> PooledFigure:
    """Sum of amounts; of numbers of events it is unreliable where there are too few of them."""
    return PooledFigure(amount, None, None, is_unreliable(amount, None, None, events))
