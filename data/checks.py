"""What must hold of every row, whichever publisher or computation it comes from, asked of whole tables at once."""

from __future__ import annotations

import duckdb

from data.errors import SnapshotError
from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, STATUSES, Period

# The same rules, row by row and for importers, are in data.snapshot.
_CONTRADICTION = """
CASE
    WHEN geo_level NOT IN $levels OR status NOT IN $statuses
        THEN '“' || geo_level || '” or “' || status || '” is not a word of the vocabulary'
    WHEN dimension || '/' || stratum NOT IN $groups
        THEN '“' || stratum || '” is not a group of “' || dimension || '” in data/vocabulary.py'
    WHEN period_start > period_end THEN 'its period ends before it starts'
    WHEN status IN ('suppressed', 'not_available') AND coalesce(value, ci_low, ci_high, numerator) IS NOT NULL
        THEN 'is ' || status || ' and must carry no figure'
    WHEN status IN ('suppressed', 'not_available') THEN NULL
    WHEN NOT (isfinite(coalesce(value, 0)) AND isfinite(coalesce(ci_low, 0)) AND isfinite(coalesce(ci_high, 0))
            AND isfinite(coalesce(numerator, 0)) AND isfinite(coalesce(denominator, 0)))
        THEN 'has a figure that is not a finite number'
    WHEN value IS NULL AND numerator IS NULL THEN 'is ' || status || ' but has neither a value nor a count'
    WHEN (ci_low IS NULL) <> (ci_high IS NULL) THEN 'has one end of an interval without the other'
    WHEN value NOT BETWEEN ci_low - 1e-9 * greatest(1, abs(value)) AND ci_high + 1e-9 * greatest(1, abs(value))
        THEN format('its value {:g} lies outside its interval {:g} to {:g}', value, ci_low, ci_high)
    WHEN numerator < 0 THEN 'has a negative count'
END
"""
_WORDS = {
    "levels": list(LEVELS),
    "statuses": list(STATUSES),
    "groups": [f"{g.dimension}/{g.id}" for g in GROUPS.values() if g.dimension in DIMENSIONS],
}
_SAID = "indicator, geo_id, stratum, period_start, period_end, source"


def first_contradiction(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """A sentence on the first row of a table of observations that contradicts itself; empty when none does."""
    row = cursor.execute(
        f"SELECT {_SAID}, problem FROM (SELECT *, {_CONTRADICTION} AS problem FROM {table}) "  # noqa: S608  # our own names
        f"WHERE problem IS NOT NULL ORDER BY ALL LIMIT 1",
        _WORDS,
    ).fetchone()
    return "" if row is None else f"{_place(row)}: {row[6]}"


def first_repetition(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """A sentence on the first question that has two rows; empty when none has."""
    row = cursor.execute(
        f"SELECT indicator, geo_id, stratum, period_start, period_end, min(source), max(source) FROM {table} "  # noqa: S608
        "GROUP BY indicator, geo_id, dimension, stratum, period_start, period_end HAVING count(*) > 1 "
        "ORDER BY ALL LIMIT 1"
    ).fetchone()
    if row is None:
        return ""
    if row[5] == row[6]:
        return f"{_place(row)}: stands twice"
    return f"{_place(row)}: stands in {row[6]}.csv too; take the figure from one of them"


def first_stranger(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """A sentence on the first row whose place is none of its level; empty when all are."""
    row = cursor.execute(
        f"SELECT o.indicator, o.geo_id, o.geo_level, o.source FROM {table} o "  # noqa: S608
        "LEFT JOIN geography g ON g.geo_id = o.geo_id AND g.level = o.geo_level WHERE g.geo_id IS NULL "
        "ORDER BY ALL LIMIT 1"
    ).fetchone()
    return "" if row is None else f"{row[3]}.csv: {row[0]}: “{row[1]}” is no place of level {row[2]}"


def _place(row: tuple[object, ...]) -> str:
    period = Period(row[3], row[4]).slug if row[3] <= row[4] else f"{row[3]}"  # type: ignore[arg-type, operator]
    return f"{row[5]}.csv: {row[0]}, {row[1]}, {row[2]}, {period}"


def require(sentence: str) -> None:
    """Raise SnapshotError when a check found something to say."""
    if sentence:
        raise SnapshotError(sentence)
