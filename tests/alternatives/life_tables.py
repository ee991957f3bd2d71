"""A life table a second, slow way: a cohort of newborns followed group by group, in fractions of whole numbers.

Probabilities, survivors and years are exact fractions. For the error, each probability is moved a little in both
directions: its slope is measured, and no formula of the program's is used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction


def _ages(name: str) -> tuple[int, int | None]:
    if name.startswith("<"):
        return 0, int(name[1:])
    if name.endswith("+"):
        return int(name[:-1]), None
    first, last = name.split("-")
    return int(first), int(last) + 1


def _fractions(names: Sequence[str]) -> list[Fraction]:
    return [Fraction(1, 10) if _ages(name) == (0, 1) else Fraction(1, 2) for name in names[:-1]]


def probabilities(deaths: Mapping[str, int], people: Mapping[str, int]) -> list[Fraction]:
    """Of those who begin a group: of d who die, the others live n years each, the dead a n; so many began."""
    result = []
    for name, part in zip(list(deaths)[:-1], _fractions(list(deaths)), strict=True):
        first, end = _ages(name)
        assert end is not None
        width = end - first
        # People of the group all year long are the years lived in it: n (began − died) + a n died.
        began = Fraction(people[name], width) + (1 - part) * deaths[name]
        result.append(deaths[name] / began)
    return result


def expectancy(
    names: Sequence[str], dying: Sequence[Fraction | float], last_years: Fraction | float
) -> Fraction | float:
    """Years a newborn lives, from the probabilities of dying and the years lived by one who reaches the open group."""
    alive, lived = Fraction(1), Fraction(0)
    for name, part, chance in zip(names[:-1], _fractions(names), dying, strict=True):
        first, end = _ages(name)
        assert end is not None
        dead = alive * chance
        lived += (alive - dead) * (end - first) + dead * part * (end - first)
        alive -= dead
    return lived + alive * last_years


def life_expectancy(deaths: Mapping[str, int], people: Mapping[str, int]) -> Fraction:
    """Life expectancy at birth, as an exact fraction."""
    names = list(deaths)
    return expectancy(names, probabilities(deaths, people), Fraction(people[names[-1]], deaths[names[-1]]))


def error_at_birth(deaths: Mapping[str, int], people: Mapping[str, int]) -> float:
    """Standard error of it by the delta method, each derivative a difference over a small step."""
    names = list(deaths)
    dying = probabilities(deaths, people)
    last = Fraction(people[names[-1]], deaths[names[-1]])
    variance = Fraction(0)
    for at, chance in enumerate(dying):
        step = Fraction(1, 10**9)
        moved = [expectancy(names, [*dying[:at], chance + by, *dying[at + 1 :]], last) for by in (step, -step)]
        if deaths[names[at]]:
            variance += ((moved[0] - moved[1]) / (2 * step)) ** 2 * chance**2 * (1 - chance) / deaths[names[at]]
    rate = 1 / last
    step = rate / 10**9
    moved = [expectancy(names, dying, 1 / (rate + by)) for by in (step, -step)]
    variance += ((moved[0] - moved[1]) / (2 * step)) ** 2 * rate * (1 - rate) / people[names[-1]]
    return math.sqrt(variance)
