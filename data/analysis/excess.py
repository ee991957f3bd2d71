"""A line of where it is worst: a figure that is clearly less favorable than the state's, and the scan it is from."""

from __future__ import annotations

from dataclasses import dataclass

from data.query.rows import Row
from data.statistics.burden import Burden

NOT_SCANNED = ("age", "race_by_sex")
"""Dimensions that are not set against everyone: no one can have the rate of another age, and everyone is of both
sexes (`gap_pairs`)."""


@dataclass(frozen=True, slots=True)
class Excess:
    """A figure of a place and group that is clearly less favorable than the state's figure of everyone.

    `row` is compared with `state`; `burden` has the events, or the people, a year beyond what the state's rate would
    give, with its 95 % interval, and of a favorable measure those there would be more of. `p_value` is one-sided.
    """

    indicator: str
    row: Row
    state: Row
    burden: Burden
    p_value: float


@dataclass(frozen=True, eq=False)
class ExcessScan:
    """What was found, largest burden first; the number of figures `tested`, and of questions they answer.

    `left_out` are the questions with comparable rates none of whose figures could be tested, as no people are known.
    """

    found: tuple[Excess, ...]
    tested: int
    questions: frozenset[str]
    left_out: frozenset[str]
