"""The numbers of the overview a second time: read from the file by plain SQL, and worked out by arithmetic.

Nothing here asks the site's own queries or estimators.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb


class Figure(NamedTuple):
    """A row of the table `observation`, its period in the form of addresses; numbers not published are None."""

    slug: str
    stratum: str
    dimension: str
    level: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    events: float | None
    people: float | None
    status: str


class File:
    """A published file, read by statements of its own."""

    def __init__(self, database: Path) -> None:
        self.connection = duckdb.connect(str(database), read_only=True)
        self.figures = cache(self._figures)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement, list(values)).fetchall()

    def _figures(self, indicator: str) -> list[Figure]:
        """All rows of an indicator."""
        return [
            Figure(slug, stratum, dimension, level, slug_of(start, end), *numbers)
            for slug, stratum, dimension, level, start, end, *numbers in self.rows(
                "SELECT slug, stratum, dimension, geo_level, period_start, period_end, value, ci_low, ci_high, "
                "numerator, denominator, status FROM observation JOIN geography USING (geo_id) WHERE indicator = ?",
                indicator,
            )
        ]

    def definition(self, indicator: str) -> dict[str, Any]:
        ((text,),) = self.rows("SELECT definition FROM indicator WHERE indicator = ?", indicator)
        found: dict[str, Any] = json.loads(text)
        return found


def slug_of(start: Any, end: Any) -> str:
    """A period as addresses have it."""
    if (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}-{end.year}"
    return f"{start:%Y-%m}_{end:%Y-%m}"


def label_of(slug: str) -> list[str]:
    """A period as titles write it, in short and in full."""
    if "_" in slug:
        return ["12 months"]
    first, _, last = slug.partition("-")
    return [first] if not last else [f"{first}–{last[2:]}", f"{first}–{last}"]


def rounded(value: float, decimals: int) -> str:
    """A number as it is written: halves away from zero, thousands apart."""
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9) / 10**decimals
    return f"{scaled:,.{decimals}f}"


def written(values: Iterable[float | None], decimals: Iterable[int]) -> set[str]:
    """Every way in which numbers may stand on the page."""
    numbers = [value for value in values if value is not None]
    return {rounded(value, places) for value in numbers for places in decimals}


def excess(row: Figure, state: Figure, people: float, years: float, per: float, *, favorable: bool) -> tuple[
    float, float, float
]:  # fmt: skip
    """Events a year beyond the state's rate with the ends of its interval, from both published intervals (MOVER)."""
    assert row.value is not None
    assert state.value is not None
    a_year, sign = people / years / per, -1.0 if favorable else 1.0
    value = sign * a_year * (row.value - state.value)
    ends = [(x.low, x.high) for x in (row, state)]
    (l1, h1), (l2, h2) = ends
    assert None not in (l1, h1, l2, h2)
    down = math.hypot(row.value - l1, h2 - state.value)  # type: ignore[operator]
    up = math.hypot(h1 - row.value, state.value - l2)  # type: ignore[operator]
    if favorable:
        down, up = up, down
    return value, value - a_year * down, value + a_year * up


def people_of(row: Figure, file: File, indicator: dict[str, Any]) -> float:
    """People behind a figure over its period: the publisher's, else residents, else counts and rate."""
    if row.people is not None:
        return row.people
    first, last = int(row.period[:4]), int(row.period[-4:])
    years = range(first, last + 1)
    counted = file.rows(
        "SELECT population FROM population JOIN geography USING (geo_id) "
        "WHERE slug = ? AND stratum = ? AND year BETWEEN ? AND ?",
        row.slug, row.stratum, first, last,
    )  # fmt: skip
    if indicator["words"]["people"] == "residents" and counted:
        return float(sum(n for (n,) in counted)) / len(counted) * len(years)
    assert row.events is not None
    assert row.value is not None
    return row.events * float(indicator["per"]) / row.value
