"""A second, slow way from census tracts to cities and towns: the table read row by row, the means in fractions."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple


class Mean(NamedTuple):
    """Life expectancy of a place: the mean, and the half-width of its 95 percent interval."""

    years: float
    half_width: float


def means_of_table(path: Path) -> dict[str, Mean]:
    """Means of the state (25) and of the cities and towns that have one, by geo_id, from the table of tracts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {"25": _mean([row for row in rows if row["years"]])}
    for geo_id in sorted({row["geo_id"] for row in rows if row["geo_id"]}):
        own = [row for row in rows if row["geo_id"] == geo_id]
        known = [row for row in own if row["years"]]
        town = int(own[0]["town_residents"])
        covered, everyone = (sum(int(row["residents"]) for row in some) for some in (known, own))
        # Four fifths of the town are in known tracts, and four fifths of its tracts are the town.
        if covered > 0 and 5 * covered >= 4 * town and 5 * town >= 4 * everyone:
            found[geo_id] = _mean(known)
    return found


def _mean(rows: list[dict[str, str]]) -> Mean:
    """Σ w·x / Σ w, and 1.96 √(Σ w²·s²) / Σ w, in fractions until the root."""
    weight = sum(int(row["residents"]) for row in rows)
    years = sum(int(row["residents"]) * Fraction(row["years"]) for row in rows) / weight
    variance = sum((int(row["residents"]) * Fraction(row["error"])) ** 2 for row in rows) / Fraction(weight) ** 2
    return Mean(float(years), 1.959963984540054 * float(variance) ** 0.5)
