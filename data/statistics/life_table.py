"""Abridged life table of a period: how long a newborn would live at the death rates of now, with its interval.

Chiang's second method: the rate of each age group gives the probability of dying in it, and how far into the group
those who die in it live on average. The last group is open and everyone dies in it.
Chiang CL. The Life Table and Its Applications. Malabar: Krieger, 1984, ch. 6 and 8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.statistics.comparisons import Z_95
from data.statistics.errors import FiguresError
from data.statistics.standardization import ages_of

Array = NDArray[np.float64]

INFANT_FRACTION = 0.1
"""Part of the first year that those who die in it live: most die in the first days. Other ages: half of the group.

Eayres D, Williams ES. Evaluation of methodologies for small area life expectancy estimation. J Epidemiol Community
Health 2004;58:243–249.
"""
FEWEST_PERSON_YEARS = 5_000
"""Person-years under which a life expectancy is biased upward and its interval is wrong (Eayres and Williams)."""
_HALF = 0.5


@dataclass(frozen=True)
class LifeTable:
    """Columns of a life table, one number for each age group, youngest first.

    `starts` are ages in years. `dying` is the probability of dying in the group of those who reach it, `survivors` how
    many of one born reach it, `lived` the years these live in it, `expected` the years they still have in all, and
    `errors` the standard error of that.
    """

    starts: Array
    dying: Array
    survivors: Array
    lived: Array
    expected: Array
    errors: Array

    def interval(self, at: int = 0) -> tuple[float, float]:
        """95 % interval of the years expected at the start of a group (0: at birth), by the normal distribution."""
        half = Z_95 * float(self.errors[at])
        return float(self.expected[at]) - half, float(self.expected[at]) + half


def age_starts(groups: Sequence[str]) -> list[int]:
    """First year of age of each group, by names such as `<1`, `1-4` and `85+`.

    Raises FiguresError unless the groups are told youngest first, meet, begin at birth and end open.
    """
    starts: list[int] = []
    following: int | None = 0
    for name in groups:
        first, last = ages_of(name)
        if following is None or first != following:
            raise FiguresError(f"the age group {name} does not go on where the one before it ends")
        starts.append(first)
        following = None if last is None else last + 1
    if not starts or following is not None:
        raise FiguresError("a life table needs a last age group that is open, as 85+")
    return starts


def life_table(
    deaths: Mapping[str, float], person_years: Mapping[str, float], fractions: Sequence[float] | None = None
) -> LifeTable:
    """Life table of deaths and person-years by age group; the names say the ages, the order is the mapping's.

    `fractions` are the parts of each group that those who die in it live, the open one left out. With M the death
    rate, n the width and a the fraction, q = nM / (1 + (1 − a)nM). Variance: Chiang's, q²(1 − q) / deaths of each
    group; and that of the rate of the open group, M(1 − M) over its person-years (Silcocks PB, Jenner DA, Reza R. J
    Epidemiol Community Health 2001;55:38–43). No message has a number of deaths. Raises FiguresError where the
    groups are not those of a life table, one has no people, more die in one than can, or nobody in the open one.
    """
    if list(deaths) != list(person_years):
        raise FiguresError("deaths and person-years of a life table have one set of age groups, in one order")
    groups = list(deaths)
    starts = np.array(age_starts(groups), dtype=float)
    died, years = (np.array(list(values.values()), dtype=float) for values in (deaths, person_years))
    _refuse(groups, died, years)
    widths = np.diff(starts)
    if fractions is None:
        fractions = [_HALF] * len(widths)
        if widths[:1] == 1:
            fractions[0] = INFANT_FRACTION
    parts = np.asarray(fractions, dtype=float)
    if parts.shape != widths.shape or not ((parts >= 0) & (parts <= 1)).all():
        raise FiguresError("each age group but the open one needs a fraction from 0 to 1")
    rates = died / years
    dying = np.append(widths * rates[:-1] / (1 + (1 - parts) * widths * rates[:-1]), 1.0)
    if (dying[:-1] >= 1).any():
        raise FiguresError(f"more people die at the ages {groups[int(np.argmax(dying >= 1))]} than can")
    survivors = np.append(1.0, np.cumprod(1 - dying[:-1]))
    lived = np.append(widths * (survivors[1:] + parts * survivors[:-1] * dying[:-1]), survivors[-1] / rates[-1])
    expected = _from_here_on(lived) / survivors
    return LifeTable(starts, dying, survivors, lived, expected, _errors(died, rates, widths, parts, dying, expected))


def _refuse(groups: Sequence[str], died: Array, years: Array) -> None:
    if not (np.isfinite(died).all() and (died >= 0).all()):
        raise FiguresError("numbers of deaths are 0 or more")
    if not (np.isfinite(years).all() and (years > 0).all()):
        raise FiguresError(f"nobody is at the ages {groups[int(np.argmin(years > 0))]}: their rate cannot be known")
    if died[-1] == 0:
        raise FiguresError(f"nobody died at the ages {groups[-1]}: it cannot be known how long they live")
    if died[-1] >= years[-1]:
        raise FiguresError(f"at the ages {groups[-1]} more people died than lived there for a year")


def _errors(died: Array, rates: Array, widths: Array, parts: Array, dying: Array, expected: Array) -> Array:
    """Standard error of the years expected at the start of each group."""
    survivors = np.append(1.0, np.cumprod(1 - dying[:-1]))
    # Where nobody died the probability is taken as known: Chiang's variance of it is 0.
    spread = np.divide(dying[:-1] ** 2 * (1 - dying[:-1]), died[:-1], out=np.zeros_like(parts), where=died[:-1] > 0)
    lost = (1 - parts) * widths + expected[1:]
    last = survivors[-1] ** 2 * (1 - rates[-1]) / (died[-1] * rates[-1] ** 2)
    terms = np.append(survivors[:-1] ** 2 * lost**2 * spread, last)
    return np.asarray(np.sqrt(_from_here_on(terms)) / survivors, dtype=float)


def _from_here_on(values: Array) -> Array:
    """Sum of each value and all after it."""
    return np.asarray(np.cumsum(values[::-1])[::-1], dtype=float)


def years_left(groups: Sequence[str], before: int) -> dict[str, float]:
    """Years from the middle of each age group to an age: what a death in it loses. Groups from that age on lose 0.

    Raises FiguresError where a group crosses the age: the years it loses cannot be told.
    """
    left = {}
    for name in groups:
        first, last = ages_of(name)
        end = math.inf if last is None else last + 1
        if first < before < end:
            raise FiguresError(f"the ages {name} reach over {before}: the years they lose cannot be told")
        left[name] = before - (first + end) / 2 if first < before else 0.0
    return left
