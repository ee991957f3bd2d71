"""The residents of a place in the newest year that counts them, and their shares by race and ethnicity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.vocabulary import GROUPS, OVERALL, groups_of

RACE = "race_ethnicity"


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents of a `year`; `shares` of everyone by group, from 0 to 1, largest first, empty if not counted."""

    year: int
    everyone: int
    shares: tuple[tuple[str, float], ...]


def residents_of(counted: Mapping[tuple[str, int], int]) -> Residents | None:
    """Residents from counts by stratum and year; None without any.

    The year is the newest with groups, else the newest: a share needs both of one year.
    """
    years = {year for stratum, year in counted if stratum == OVERALL}
    if not years:
        return None
    groups = [group for group in groups_of(RACE) if group in GROUPS]
    with_groups = [year for year in years if any((group, year) in counted for group in groups)]
    year = max(with_groups or years)
    everyone = counted[OVERALL, year]
    shares = [(group, counted[group, year] / everyone) for group in groups if (group, year) in counted and everyone]
    return Residents(year, everyone, tuple(sorted(shares, key=lambda share: -share[1])))
