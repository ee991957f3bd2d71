"""What a new release changes: two snapshot tables, or two published files, compared figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import InputError, SnapshotError
from data.schema import OBSERVATION_COLUMNS, SNAPSHOT_TYPES
from data.vocabulary import Period

_KEY = ("indicator", "geo_level", "geo_id", "dimension", "stratum", "period_start", "period_end")
_FIGURES = ("value", "ci_low", "ci_high", "numerator", "denominator", "status")


@dataclass(frozen=True)
class Change:
    """What became of one indicator's rows. Relative changes of the values revised are in percent."""

    indicator: str
    added: int
    removed: int
    revised: int
    same: int
    median_change: float | None
    largest_change: float | None


@dataclass(frozen=True)
class Revision:
    """One figure that is not what it was: its question in words, and old and new as `value (status)`."""

    question: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """All changes, the largest revisions, and the places, groups and periods that are gone."""

    changes: tuple[Change, ...]
    revisions: tuple[Revision, ...]
    losses: tuple[str, ...]


def difference(old: Path, new: Path, show: int = 10) -> Difference:
    """Compare two snapshot tables or two published files, either with either; `show` revisions are listed.

    Raises InputError when one of them is neither.
    """
    with _both(old, new) as connection:
        connection.execute(_joined())
        rows = connection.execute(_CHANGES).fetchall()
        revisions = connection.execute(_REVISIONS, {"show": show}).fetchall()
        return Difference(
            tuple(Change(*row) for row in rows),
            tuple(_revision(row) for row in revisions),
            tuple(_losses(connection)),
        )


def losses(old: Path, new: Path, among: list[str] | None = None) -> list[str]:
    """Sentences on the places, groups and periods of which `old` has figures, hidden ones included, and `new` has none.

    An indicator that is not in `new` at all, or not in `among`, is not looked at: taking its definition away is saying
    so. Raises InputError when a file is neither a snapshot table nor a published file.
    """
    with _both(old, new) as connection:
        return [s for s in _losses(connection) if among is None or s.partition(":")[0] in among]


@contextmanager
def _both(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:")
    try:
        for name, path in (("old", old), ("new", new)):
            _open(connection, name, path)
        yield connection
    finally:
        connection.close()


def _open(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    columns = ", ".join(OBSERVATION_COLUMNS)
    quoted = str(path).replace("'", "''")
    try:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8") as file:
                header = file.readline().rstrip("\r\n").split(",")
            if header != OBSERVATION_COLUMNS:
                raise SnapshotError(f"{path.name}: is not a snapshot table of observations: its columns differ")
            types = ", ".join(f"'{column}': '{kind}'" for column, kind in SNAPSHOT_TYPES.items())
            connection.execute(
                f"CREATE TABLE {name}_row AS FROM read_csv('{quoted}', header = true, auto_detect = false, "
                f"delim = ',', columns = {{{types}}})"
            )
        else:
            connection.execute(f"ATTACH '{quoted}' AS {name}_file (READ_ONLY)")
            connection.execute(f"CREATE VIEW {name}_row AS SELECT {columns} FROM {name}_file.observation")  # noqa: S608
    except (OSError, UnicodeDecodeError, duckdb.Error) as error:
        raise InputError(f"{path.name}: is neither a snapshot table (.csv) nor a published file (.duckdb)") from error


def _joined() -> str:
    figures = ", ".join(f"o.{f} AS old_{f}, n.{f} AS new_{f}" for f in _FIGURES)
    # Databases compute; a difference in the last digits is not a revision.
    same = " AND ".join(
        "o.status = n.status" if f == "status" else
        f"(o.{f} IS NOT DISTINCT FROM n.{f} OR coalesce(abs(o.{f} - n.{f}) <= 1e-9 * greatest(1, abs(o.{f})), false))"
        for f in _FIGURES
    )  # fmt: skip
    keys = ", ".join(_KEY)
    return (
        f"CREATE TABLE joined AS SELECT {keys}, {figures}, o.source AS old_source, n.source AS new_source, "  # noqa: S608
        f"CASE WHEN o.source IS NULL THEN 'added' WHEN n.source IS NULL THEN 'removed' "
        f"WHEN {same} THEN 'same' ELSE 'revised' END AS change, "
        f"CASE WHEN o.value <> 0 THEN 100 * (n.value - o.value) / abs(o.value) END AS percent "
        f"FROM old_row o FULL JOIN new_row n USING ({keys})"
    )


_CHANGES = """
SELECT indicator, count(*) FILTER (change = 'added'), count(*) FILTER (change = 'removed'),
    count(*) FILTER (change = 'revised'), count(*) FILTER (change = 'same'),
    median(percent) FILTER (change = 'revised'), arg_max(percent, abs(percent)) FILTER (change = 'revised')
FROM joined GROUP BY indicator ORDER BY indicator
"""
_REVISIONS = """
SELECT indicator, geo_id, stratum, period_start, period_end, old_value, old_numerator, old_status,
    new_value, new_numerator, new_status
FROM joined WHERE change = 'revised' ORDER BY abs(percent) DESC NULLS FIRST, 1, 2, 3, 4, 5 LIMIT $show
"""
_LOST = """
WITH old_known AS (
    SELECT * FROM old_row WHERE status <> 'not_available' AND indicator IN (SELECT DISTINCT indicator FROM new_row)
), new_known AS (
    SELECT * FROM new_row WHERE status <> 'not_available'
), lost AS (
    (SELECT DISTINCT indicator, 'place' AS what, geo_id AS lost FROM old_known
        EXCEPT SELECT indicator, 'place', geo_id FROM new_known)
    UNION ALL
    (SELECT DISTINCT indicator, 'group', geo_level || ' ' || stratum FROM old_known
        EXCEPT SELECT indicator, 'group', geo_level || ' ' || stratum FROM new_known)
    UNION ALL
    (SELECT DISTINCT indicator, 'period', geo_level || ' ' || period_start || ' to ' || period_end FROM old_known
        EXCEPT SELECT indicator, 'period', geo_level || ' ' || period_start || ' to ' || period_end FROM new_known)
)
SELECT indicator, what, count(*), string_agg(lost, ', ' ORDER BY lost)
FROM lost GROUP BY indicator, what ORDER BY ALL
"""


def _losses(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for indicator, what, number, names in connection.execute(_LOST).fetchall():
        first = names.split(", ")[:3]
        more = f" and {number - len(first)} more" if number > len(first) else ""
        yield f"{indicator}: {number} {what}{'s' if number > 1 else ''} ({', '.join(first)}{more})"


def _revision(row: tuple[object, ...]) -> Revision:
    indicator, geo_id, stratum, start, end = row[:5]
    period = Period(start, end).slug  # type: ignore[arg-type]
    return Revision(f"{indicator}, {geo_id}, {stratum}, {period}", _said(*row[5:8]), _said(*row[8:11]))


def _said(value: object, numerator: object, status: object) -> str:
    figure = value if value is not None else numerator
    return f"{figure:g} ({status})" if isinstance(figure, float) else f"{status}"
