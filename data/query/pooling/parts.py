"""Published counts of all cities and towns, or of all counties, side by side: what regions are pooled of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalog.models import Catalog
from data.query.connection import Cursor
from data.query.regions.poolable import is_amount, is_poolable
from data.vocabulary import Level, Period

_PARTS = """
SELECT indicator, dimension, stratum, period_start, period_end, source, geo_id, status, value, numerator, denominator
FROM observation WHERE geo_level = $level AND indicator IN $indicators
ORDER BY ALL
"""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stratum:
    """What every place of a level has one figure of, from one source. `period` is a slug."""

    indicator: str
    dimension: str
    stratum: str
    period: str
    source: str


@dataclass(frozen=True, eq=False)
class Parts:
    """Figures of the places of a level: one line for each stratum and source, one column for each place.

    `amounts` are figures that can be added up themselves (numbers of events, dollars of a whole place), `events` and
    `people` those a rate is made of; NaN where none is published. `hidden` says where a figure is hidden.
    """

    level: Level
    columns: Mapping[str, int]
    strata: tuple[Stratum, ...]
    amounts: Numbers
    events: Numbers
    people: Numbers
    hidden: NDArray[np.bool_]


def read_parts(cursor: Cursor, catalog: Catalog, level: Level) -> Parts:
    """The published counts of a level. Raises DatabaseUnavailableError by its cursor."""
    wanted = [i.id for i in catalog.indicators.values() if is_poolable(i, level)]
    found = cursor.execute(_PARTS, {"level": level, "indicators": wanted}).fetchall() if wanted else []
    columns = {p.geo_id: n for n, p in enumerate(sorted(catalog.places_of(level), key=lambda p: p.geo_id))}
    lines: dict[Stratum, int] = {}
    for row in found:
        lines.setdefault(_stratum(row), len(lines))
    amounts, events, people = (np.full((len(lines), len(columns)), np.nan) for _ in range(3))
    hidden = np.zeros((len(lines), len(columns)), dtype=bool)
    for row in found:
        at = lines[_stratum(row)], columns[row[6]]
        value, numerator, denominator = (np.nan if number is None else float(number) for number in row[8:])
        hidden[at] = row[7] == "suppressed"
        events[at] = numerator
        if is_amount(catalog.indicators[row[0]]):
            amounts[at] = value
        else:
            people[at] = denominator
    return _kept(Parts(level, columns, tuple(lines), amounts, events, people, hidden))


def _kept(parts: Parts) -> Parts:
    """The strata in which some place has counts: of the others nothing could ever be pooled."""
    counted = np.isfinite(parts.amounts) | (np.isfinite(parts.events) & np.isfinite(parts.people))
    keep = np.flatnonzero(counted.any(axis=1))
    return Parts(
        parts.level, parts.columns, tuple(parts.strata[n] for n in keep), parts.amounts[keep], parts.events[keep],
        parts.people[keep], parts.hidden[keep],
    )  # fmt: skip


def _stratum(row: Sequence[Any]) -> Stratum:
    indicator, dimension, stratum, start, end, source = row[:6]
    return Stratum(indicator, dimension, stratum, _slug(start, end), source)


@lru_cache(maxsize=1024)  # the published periods are less than two hundred
def _slug(start: date, end: date) -> str:
    return Period(start, end).slug
