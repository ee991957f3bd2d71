"""Asking the rules of a row of tables, files and rows; and what must hold between rows.

Whoever asks gets violations: the file, the column, the row, what is wrong there and what to do.
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
from data.observations.rules import FIGURES, RULES, Rule
from data.observations.schema import OBSERVATION_COLUMNS, SNAPSHOT_TYPES
from data.vocabulary import Period


@dataclass(frozen=True)
class Violation:
    """One rule that one row breaks. `row` counts lines of the snapshot file, the header being 1; None: of no file."""

    statement: str
    source: str
    column: str
    question: str
    problem: str
    remedy: str
    row: int | None = None

    def __str__(self) -> str:
        where = f"{self.source}.csv, column “{self.column}”"
        row = "" if self.row is None else f", row {self.row}"
        return f"{where}{row}: {self.question}: {self.problem}; {self.remedy}"


@dataclass(frozen=True)
class Known:
    """The definitions the rules ask of: a row of an indicator or a source that is not here is asked less."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]


ONCE = "No question has two rows"
NOTHING_KNOWN = Known({}, {})
Check = Callable[[duckdb.DuckDBPyConnection, str], list[Violation]]
"""Asks something of every row of a relation: a table of observations, or a snapshot file by `file_rows`."""

_QUESTION = ("indicator", "geo_id", "stratum", "period_start", "period_end")


def file_rows(path: Path) -> str:
    """The rows of a snapshot file as a relation, each with its number."""
    types = ", ".join(f"'{column}': '{kind}'" for column, kind in SNAPSHOT_TYPES.items())
    quoted = str(path).replace("'", "''")
    return (
        f"(SELECT row_number() OVER () + 1 AS row, * FROM read_csv('{quoted}', header = true, auto_detect = false, "  # noqa: S608
        f"delim = ',', quote = '\"', escape = '\"', columns = {{{types}}}))"
    )


def rules_of_rows(known: Known, *, published: bool = True, most: int | None = None) -> Check:
    """A check of the rules of a row; of at most `most` rows. Rows the build computed are not `published`."""
    rules = [rule for rule in RULES if published or not rule.published]

    def check(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
        _register(cursor, known)
        limit = "" if most is None else f"ORDER BY ALL LIMIT {most}"
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE breaking AS "  # noqa: S608  # our own words, here and below
            f"SELECT o.*, measure, per, adjustment, sentinels FROM {_numbered(cursor, relation)} o "
            "LEFT JOIN temp.known_indicator USING (indicator) LEFT JOIN temp.known_source USING (source) "
            f"WHERE {' OR '.join(f'({rule.broken})' for rule in rules)} {limit}"
        )
        found = list(_described(cursor, rules))
        cursor.execute("DROP TABLE temp.breaking; DROP TABLE temp.known_indicator; DROP TABLE temp.known_source")
        return found

    return check


def _register(cursor: duckdb.DuckDBPyConnection, known: Known) -> None:
    indicators, sources = list(known.indicators.values()), list(known.sources.values())
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


def _numbered(cursor: duckdb.DuckDBPyConnection, relation: str) -> str:
    """The relation with a column `row`: the number a row has in its file, NULL where it is of none."""
    names = [column[0] for column in cursor.execute(f"FROM {relation} LIMIT 0").description or ()]
    return relation if "row" in names else f"(SELECT NULL::BIGINT AS row, * FROM {relation})"  # noqa: S608


def _described(cursor: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Iterator[Violation]:
    """What the rows of `breaking` break: by rule, then by row. Mostly there is nothing to describe."""
    if cursor.execute("SELECT 1 FROM temp.breaking LIMIT 1").fetchone() is None:
        return
    for rule in rules:
        for row in cursor.execute(
            f"SELECT source, row, {', '.join(_QUESTION)}, {rule.problem} FROM temp.breaking "  # noqa: S608
            f"WHERE {rule.broken} ORDER BY ALL"
        ).fetchall():
            yield Violation(rule.statement, row[0], rule.column, _question(row[2:7]), row[7], rule.remedy, row[1])


def repetitions(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
    """The questions that have two rows, each once."""
    rows = cursor.execute(
        f"SELECT arg_max(source, row), max(row), {', '.join(_QUESTION)}, min(row), min(source), max(source) "  # noqa: S608
        f"FROM {_numbered(cursor, relation)} "
        "GROUP BY indicator, geo_id, dimension, stratum, period_start, period_end HAVING count(*) > 1 ORDER BY ALL"
    ).fetchall()
    return [_repetition(row) for row in rows]


def _repetition(row: tuple[object, ...]) -> Violation:
    source, last, *question, first, one, other = row
    if one != other:
        problem, remedy = f"stands in {other}.csv too", "take the figure from one of them: remove a [[series]]"
    else:
        problem = "stands twice" if first is None else f"stands twice, in row {first} as well"
        remedy = "two rows of the publisher's file are read as one question: mend the importer or its series"
    return Violation(
        ONCE, str(source or one), "indicator", _question(tuple(question)), problem, remedy,
        None if last is None else int(str(last)),
    )  # fmt: skip


def strangers(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[Violation]:
    """The rows whose place is none of its level in the table `geography`."""
    rows = cursor.execute(
        f"SELECT o.source, row, {', '.join(f'o.{name}' for name in _QUESTION)}, o.geo_level "  # noqa: S608
        f"FROM {_numbered(cursor, relation)} o ANTI JOIN geography g ON g.geo_id = o.geo_id AND g.level = o.geo_level "
        "ORDER BY ALL"
    ).fetchall()
    return [
        Violation(
            "Every row is of a place of its level", row[0], "geo_id", _question(row[2:7]),
            f"“{row[3]}” is no place of level {row[7]}", "correct its code, or the level", row[1],
        )
        for row in rows
    ]  # fmt: skip


def _question(row: tuple[object, ...]) -> str:
    indicator, geo_id, stratum, start, end = row
    period = Period(start, end).slug if start <= end else f"{start}"  # type: ignore[arg-type, operator]
    return f"{indicator}, {geo_id}, {stratum}, {period}"


def violations(rows: Iterable[Observation], known: Known = NOTHING_KNOWN) -> list[Violation]:
    """What rows that stand in no file yet break, of the rules of a row. `row` counts them from 0 in their order."""
    cells = [
        (n, *(float(cell) if isinstance(cell, float | int) else cell for cell in _cells(row)))
        for n, row in enumerate(rows)
    ]
    if not cells:
        return []
    cursor = _workshop().cursor()
    try:
        cursor.register("incoming", pd.DataFrame(cells, columns=["row", *OBSERVATION_COLUMNS], dtype=object))
        typed = ", ".join(f"{column}::{kind} AS {column}" for column, kind in SNAPSHOT_TYPES.items())
        cursor.execute(f"CREATE TEMP TABLE handed AS SELECT row::BIGINT AS row, {typed} FROM incoming")  # noqa: S608
        return rules_of_rows(known)(cursor, "temp.handed")
    finally:
        cursor.close()


@cache
def _workshop() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, opened once: that takes as long as judging a table of hundreds of rows."""
    return duckdb.connect(":memory:", config={"threads": 1})


def _cells(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.geo_level, o.geo_id, o.dimension, o.stratum, o.period.start, o.period.end,
            *(getattr(o, name) for name in FIGURES), o.status, o.source)  # fmt: skip


def require(found: list[Violation]) -> None:
    """Raise SnapshotError with the first violation, and how many there are beside it."""
    if found:
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        raise SnapshotError(f"{found[0]}{more}")


def require_of_snapshot(cursor: duckdb.DuckDBPyConnection, check: Check, table: str, folder: Path) -> None:
    """Raise SnapshotError when a check finds something in a table read from snapshot files, naming file and row."""
    found = check(cursor, table)
    if found:
        path = folder / f"{found[0].source}.csv"
        located = check(cursor, file_rows(path)) if path.is_file() else []
        require(located or found)
