"""Checks of tables, files and rows: the rules of a row, duplicates, and unknown places.

Every check returns violations: file, column, row, problem and remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from data.catalog.models import Indicator, Source
from data.errors import SnapshotError
from data.observations.models import Observation
from data.observations.rules import FIGURE_COLUMNS, RULES, Rule
from data.observations.schema import OBSERVATION_COLUMNS, SNAPSHOT_TYPES
from data.vocabulary import Period


@dataclass(frozen=True)
class Violation:
    """One violation of a rule by a row.

    `key` names the row: indicator, place, group and period. `row` is its number in the snapshot file, the header being
    1; None where it is of no file.
    """

    statement: str
    source: str
    column: str
    key: str
    problem: str
    remedy: str
    row: int | None = None

    def __str__(self) -> str:
        where = f"{self.source}.csv, column “{self.column}”"
        row = "" if self.row is None else f", row {self.row}"
        return f"{where}{row}: {self.key}: {self.problem}; {self.remedy}"


@dataclass(frozen=True)
class KnownDefinitions:
    """Indicators and sources by id. Rules that need a definition do not apply to rows without one here."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]


NO_DUPLICATES = "No question has two rows"
NO_DEFINITIONS = KnownDefinitions({}, {})
Check = Callable[[duckdb.DuckDBPyConnection, str], list[Violation]]
"""A check of every row of a relation: a table of observations, or a snapshot file by `file_rows`."""

_KEY_COLUMNS = ("indicator", "geo_id", "stratum", "period_start", "period_end")


def file_rows(path: Path) -> str:
    """SQL relation of the rows of a snapshot file, each with its number."""
    types = ", ".join(f"'{column}': '{kind}'" for column, kind in SNAPSHOT_TYPES.items())
    quoted = str(path).replace("'", "''")
    return (
        f"(SELECT row_number() OVER () + 1 AS row, * FROM read_csv('{quoted}', header = true, auto_detect = false, "  # noqa: S608
        f"delim = ',', quote = '\"', escape = '\"', columns = {{{types}}}))"
    )


def row_rule_check(definitions: KnownDefinitions, *, published: bool = True, max_rows: int | None = None) -> Check:
    """Check of the rules of a row, reporting at most `max_rows` rows. Not `published`: the rows the build computed."""
    rules = [rule for rule in RULES if published or not rule.published_only]

    def check(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
        _register(cursor, definitions)
        limit = "" if max_rows is None else f"ORDER BY ALL LIMIT {max_rows}"
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE breaking AS "  # noqa: S608  # our own words, here and below
            f"SELECT o.*, measure, per, adjustment, sentinels FROM {_with_row_number(cursor, relation)} o "
            "LEFT JOIN temp.known_indicator USING (indicator) LEFT JOIN temp.known_source USING (source) "
            f"WHERE {' OR '.join(f'({rule.violation})' for rule in rules)} {limit}"
        )
        violations = list(_describe_violations(cursor, rules))
        cursor.execute("DROP TABLE temp.breaking; DROP TABLE temp.known_indicator; DROP TABLE temp.known_source")
        return violations

    return check


def _register(cursor: duckdb.DuckDBPyConnection, definitions: KnownDefinitions) -> None:
    indicators, sources = list(definitions.indicators.values()), list(definitions.sources.values())
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE known_indicator AS SELECT unnest($ids::VARCHAR[]) AS indicator, "
        "unnest($measures::VARCHAR[]) AS measure, unnest($pers::BIGINT[]) AS per, "
        "unnest($adjustments::VARCHAR[]) AS adjustment",
        {
            "ids": [i.id for i in indicators],
            "measures": [i.measure for i in indicators],
            "pers": [i.per for i in indicators],
            "adjustments": [i.adjustment for i in indicators],
        },
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE known_source AS "
        "SELECT unnest($ids::VARCHAR[]) AS source, unnest($sentinels::DOUBLE[][]) AS sentinels",
        {"ids": [s.id for s in sources], "sentinels": [list(s.sentinels) for s in sources]},
    )


def _with_row_number(cursor: duckdb.DuckDBPyConnection, relation: str) -> str:
    """SQL relation with a column `row`, the number of a row in its file; NULL where it is of none."""
    names = [column[0] for column in cursor.execute(f"FROM {relation} LIMIT 0").description or ()]
    return relation if "row" in names else f"(SELECT NULL::BIGINT AS row, * FROM {relation})"  # noqa: S608


def _describe_violations(cursor: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Iterator[Violation]:
    """Violations of the rows in the table `breaking`, by rule, then by row. Mostly the table is empty."""
    if cursor.execute("SELECT 1 FROM temp.breaking LIMIT 1").fetchone() is None:
        return
    for rule in rules:
        for row in cursor.execute(
            f"SELECT source, row, {', '.join(_KEY_COLUMNS)}, {rule.problem} FROM temp.breaking "  # noqa: S608
            f"WHERE {rule.violation} ORDER BY ALL"
        ).fetchall():
            yield Violation(rule.statement, row[0], rule.column, _row_label(row[2:7]), row[7], rule.remedy, row[1])


def find_duplicates(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
    """Keys with more than one row, each once."""
    rows = cursor.execute(
        f"SELECT arg_max(source, row), max(row), {', '.join(_KEY_COLUMNS)}, min(row), min(source), max(source) "  # noqa: S608
        f"FROM {_with_row_number(cursor, relation)} "
        "GROUP BY indicator, geo_id, dimension, stratum, period_start, period_end HAVING count(*) > 1 ORDER BY ALL"
    ).fetchall()
    return [_duplicate(row) for row in rows]


def _duplicate(row: tuple[object, ...]) -> Violation:
    source, last, *key, first, one, other = row
    if one != other:
        problem, remedy = f"stands in {other}.csv too", "take the figure from one of them: remove a [[series]]"
    else:
        problem = "stands twice" if first is None else f"stands twice, in row {first} as well"
        remedy = "two rows of the publisher's file are read as one question: mend the importer or its series"
    return Violation(
        NO_DUPLICATES, str(source or one), "indicator", _row_label(tuple(key)), problem, remedy,
        None if last is None else int(str(last)),
    )  # fmt: skip


def find_unknown_places(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
    """Rows whose place is not in the table `geography` at the row's level."""
    rows = cursor.execute(
        f"SELECT o.source, row, {', '.join(f'o.{name}' for name in _KEY_COLUMNS)}, o.geo_level "  # noqa: S608
        f"FROM {_with_row_number(cursor, relation)} o "
        "ANTI JOIN geography g ON g.geo_id = o.geo_id AND g.level = o.geo_level ORDER BY ALL"
    ).fetchall()
    return [
        Violation(
            "Every row is of a place of its level", row[0], "geo_id", _row_label(row[2:7]),
            f"“{row[3]}” is no place of level {row[7]}", "correct its code, or the level", row[1],
        )
        for row in rows
    ]  # fmt: skip


def _row_label(row: tuple[object, ...]) -> str:
    indicator, geo_id, stratum, start, end = row
    period = Period(start, end).slug if start <= end else f"{start}"  # type: ignore[arg-type, operator]
    return f"{indicator}, {geo_id}, {stratum}, {period}"


def find_violations(rows: Iterable[Observation], definitions: KnownDefinitions = NO_DEFINITIONS) -> list[Violation]:
    """Violations of the rules of a row by rows that are in no file yet. Their `row` counts from 0, in this order."""
    values = [
        (n, *(float(cell) if isinstance(cell, float | int) else cell for cell in _cells(row)))
        for n, row in enumerate(rows)
    ]
    if not values:
        return []
    cursor = _scratch_database().cursor()
    try:
        cursor.register("incoming", pd.DataFrame(values, columns=["row", *OBSERVATION_COLUMNS], dtype=object))
        typed = ", ".join(f"{column}::{kind} AS {column}" for column, kind in SNAPSHOT_TYPES.items())
        cursor.execute(f"CREATE TEMP TABLE incoming_row AS SELECT row::BIGINT AS row, {typed} FROM incoming")  # noqa: S608
        return row_rule_check(definitions)(cursor, "temp.incoming_row")
    finally:
        cursor.close()


@cache
def _scratch_database() -> duckdb.DuckDBPyConnection:
    """Empty database in memory, opened once: opening takes as long as checking a table of hundreds of rows."""
    return duckdb.connect(":memory:", config={"threads": 1})


def _cells(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.geo_level, o.geo_id, o.dimension, o.stratum, o.period.start, o.period.end,
            *(getattr(o, name) for name in FIGURE_COLUMNS), o.status, o.source)  # fmt: skip


def raise_if(violations: list[Violation]) -> None:
    """Raise SnapshotError if there are violations: with the first, and the number of the others."""
    if violations:
        more = f" (and {len(violations) - 1:,} more)" if len(violations) > 1 else ""
        raise SnapshotError(f"{violations[0]}{more}")


def raise_if_snapshot(cursor: duckdb.DuckDBPyConnection, check: Check, table: str, folder: Path) -> None:
    """Raise SnapshotError if a check of a table read from snapshot files has violations, naming file and row."""
    violations = check(cursor, table)
    if violations:
        path = folder / f"{violations[0].source}.csv"
        located = check(cursor, file_rows(path)) if path.is_file() else []
        raise_if(located or violations)
