"""Published figures by filters, in parts: what the read API answers with.

Rows are those of a series (`data.query.published.series`), of any number of indicators. One that is hidden or not
available carries its status and no number, as in the published file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.catalog.models import Catalog
from data.query.connection import Cursor
from data.vocabulary import GROUPS, Period

_COLUMNS = """
    indicator, geo_id, geo_level, dimension, stratum, period_start, period_end, value, ci_low, ci_high, numerator,
    denominator, status, source
"""
_ORDER = "indicator, period_start, period_end, dimension, stratum, geo_level, geo_id"
_FILTERS = {
    "indicators": "indicator IN $indicators",
    "levels": "geo_level IN $levels",
    "geo_ids": "geo_id IN $geo_ids",
    "dimensions": "dimension IN $dimensions",
    "strata": "stratum IN $strata",
    "periods": "(period_start, period_end) IN (SELECT unnest($starts), unnest($ends))",
}
TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", date: "DATE"}
"""Types of columns in files, by those of Python."""


@dataclass(frozen=True, slots=True)
class ObservationQuery:
    """Filters, each the values that are let through and None where all are; and the part of the rows that is meant."""

    indicators: tuple[str, ...] | None = None
    levels: tuple[str, ...] | None = None
    geo_ids: tuple[str, ...] | None = None
    dimensions: tuple[str, ...] | None = None
    strata: tuple[str, ...] | None = None
    periods: tuple[Period, ...] | None = None
    limit: int = 1000
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ObservationPart:
    """Rows of `contents.COLUMNS`, and how many there are in all."""

    rows: list[tuple[Any, ...]]
    total: int


def observations(cursor: Cursor, query: ObservationQuery, catalog: Catalog) -> ObservationPart:
    """The rows of a query, by indicator, period, group and place; names are those of the catalogue's language."""
    filters = [text for name, text in _FILTERS.items() if getattr(query, name) is not None]
    where = f"FROM observation WHERE {' AND '.join(filters) or 'true'}"
    words: dict[str, Any] = {
        name: list(getattr(query, name)) for name in _FILTERS if name != "periods" and getattr(query, name) is not None
    }
    if query.periods is not None:
        words |= {"starts": [p.start for p in query.periods], "ends": [p.end for p in query.periods]}
    part = {**words, "limit": query.limit, "offset": query.offset}
    # Only our own fragments are put in.
    statement = f"SELECT {_COLUMNS} {where} ORDER BY {_ORDER} LIMIT $limit OFFSET $offset"
    found = cursor.execute(statement, part).fetchall()
    total = query.offset + len(found)
    if len(found) == query.limit or (query.offset and not found):
        (total,) = cursor.execute(f"SELECT count(*) {where}", words).fetchall()[0]
    return ObservationPart([_told(row, catalog) for row in found], total)


def _told(row: tuple[Any, ...], catalog: Catalog) -> tuple[Any, ...]:
    indicator, geo_id, level, dimension, stratum, start, end, *numbers, status, source = row
    known = catalog.sources.get(source)
    return (
        indicator, catalog.places[geo_id].name, geo_id, level, dimension, GROUPS[stratum].label, stratum,
        _slug(start, end), start, end, *numbers, catalog.indicators[indicator].unit, status, source,
        known.publisher if known else None, known.licence if known else None,
    )  # fmt: skip


# The published periods are less than two hundred, and stand in every row.
@lru_cache(maxsize=1024)
def _slug(start: date, end: date) -> str:
    return Period(start, end).slug


def write_table(
    connection: Cursor, columns: Sequence[tuple[str, type]], rows: Sequence[Sequence[Any]], path: Path
) -> None:
    """Write rows as Parquet, with the names of columns and the types of what they hold (`TYPES`)."""
    told = ", ".join(f"unnest(${n}::{TYPES[kind]}[]) AS {name}" for n, (name, kind) in enumerate(columns, start=1))
    values = [[row[n] for row in rows] for n in range(len(columns))]
    connection.execute(f"CREATE TEMP TABLE part AS SELECT {told}", values)
    connection.execute("COPY part TO $path (FORMAT parquet, COMPRESSION zstd)", {"path": str(path)})
