"""Comparison of two releases, figure by figure: two snapshot tables, or two published files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import InputError, SnapshotError
from data.observations.schema import OBSERVATION_COLUMNS, SNAPSHOT_TYPES
from data.vocabulary import Period

MAX_MEDIAN_REVISION = 0.5
"""Median relative revision of an indicator's figures (0.5: by half) above which a steward must accept the release.

More is more often a file that was read wrongly than news: see release_policy.
"""

_KEY = ("indicator", "geo_level", "geo_id", "dimension", "stratum", "period_start", "period_end")
_FIGURES = ("value", "ci_low", "ci_high", "numerator", "denominator", "status")


@dataclass(frozen=True)
class IndicatorChange:
    """Numbers of an indicator's rows added, removed, revised and unchanged.

    `median_change` and `largest_change` are relative changes of the revised values, in percent. `median_share` is the
    median relative change (0.5: by half) of all figures in both releases, unchanged ones included: of values, of
    numerators or of denominators, whichever is largest. None where no figure is in both.
    """

    indicator: str
    added: int
    removed: int
    revised: int
    unchanged: int
    median_change: float | None
    largest_change: float | None
    median_share: float | None = None

    def summary_line(self, *, largest: bool = True) -> str:
        """Text of the change, with the `largest` revision or without."""
        line = (
            f"{self.indicator}: {self.added:,} added, {self.removed:,} removed, {self.revised:,} revised, "
            f"{self.unchanged:,} the same"
        )
        if self.median_change is not None and self.largest_change is not None:
            line += f"; revised by {self.median_change:+.1f} % (median)"
            line += f", {self.largest_change:+.1f} % (most)" if largest else ""
        return line


@dataclass(frozen=True)
class Revision:
    """One revised figure: its key, and old and new as `value (status)`.

    `percent` is its relative change, None where there is none: it was or became suppressed, or was zero.
    """

    indicator: str
    geo_id: str
    stratum: str
    period: Period
    old: str
    new: str
    percent: float | None

    @property
    def label(self) -> str:
        """Indicator, place, group and period, as in the tables."""
        return f"{self.indicator}, {self.geo_id}, {self.stratum}, {self.period.slug}"


@dataclass(frozen=True)
class ReleaseDiff:
    """All changes, the largest revisions, and sentences on the places, groups and periods lost."""

    changes: tuple[IndicatorChange, ...]
    revisions: tuple[Revision, ...]
    losses: tuple[str, ...]

    def summary(self, *, largest: bool = True) -> Iterator[str]:
        """One line for all the indicators that did not change, and one for each that did."""
        same = [c for c in self.changes if not c.added + c.removed + c.revised]
        if len(same) == 1:
            yield same[0].summary_line()
        elif same:
            number = sum(c.unchanged for c in same)
            yield f"{len(same)} indicators: 0 added, 0 removed, 0 revised, {number:,} the same"
        yield from (c.summary_line(largest=largest) for c in self.changes if c not in same)

    def largest_revisions(self, limit: int | None = None) -> Iterator[str]:
        """A line for each of the largest revisions."""
        yield from (f"  {r.label}: {r.old} → {r.new}" for r in self.revisions[:limit])


def relative_change(old: float, new: float) -> float:
    """Absolute change of a figure relative to the old one; 1 where the old one is zero and the new one is not."""
    if old == new:
        return 0
    return abs(new / old - 1) if old else 1


def compare_releases(old: Path, new: Path, show: int | None = 10, indicators: list[str] | None = None) -> ReleaseDiff:
    """Compare two snapshot tables or published files, either with either; `show` revisions are listed, or all.

    Losses are those of `indicators`, or of all. Raises InputError when one of the two is neither.
    """
    with _open_both(old, new) as connection:
        connection.execute(_join_statement())
        rows = connection.execute(_CHANGES).fetchall()
        revisions = connection.execute(_REVISIONS, {"show": show}).fetchall()
        return ReleaseDiff(
            tuple(IndicatorChange(*row) for row in rows),
            tuple(_revision(row) for row in revisions),
            tuple(s for s in _losses(connection) if indicators is None or s.partition(":")[0] in indicators),
        )


def losses(old: Path, new: Path, indicators: list[str] | None = None) -> list[str]:
    """Sentences on the places, groups and periods with figures, suppressed ones included, in `old` and none in `new`.

    An indicator that is not in `new` at all, or not in `indicators`, is skipped: its definition was removed on purpose.
    Raises InputError when a file is neither a snapshot table nor a published file.
    """
    with _open_both(old, new) as connection:
        return [s for s in _losses(connection) if indicators is None or s.partition(":")[0] in indicators]


@contextmanager
def _open_both(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
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


def _join_statement() -> str:
    figures = ", ".join(f"o.{f} AS old_{f}, n.{f} AS new_{f}" for f in _FIGURES)
    # A database computes figures anew: a difference in the last digits is not a revision.
    same = " AND ".join(
        "o.status = n.status" if f == "status" else
        f"(o.{f} IS NOT DISTINCT FROM n.{f} OR coalesce(abs(o.{f} - n.{f}) <= 1e-9 * greatest(1, abs(o.{f})), false))"
        for f in _FIGURES
    )  # fmt: skip
    keys = ", ".join(_KEY)

    def percent(figure: str) -> str:
        return f"CASE WHEN o.{figure} <> 0 THEN 100 * (n.{figure} - o.{figure}) / abs(o.{figure}) END"

    return (
        f"CREATE TABLE joined AS SELECT {keys}, {figures}, o.source AS old_source, n.source AS new_source, "  # noqa: S608
        f"CASE WHEN o.source IS NULL THEN 'added' WHEN n.source IS NULL THEN 'removed' "
        f"WHEN {same} THEN 'same' ELSE 'revised' END AS change, "
        f"CASE WHEN coalesce(o.value, n.value) IS NULL THEN {percent('numerator')} ELSE {percent('value')} END "
        "AS percent "
        f"FROM old_row o FULL JOIN new_row n USING ({keys})"
    )


def _share(figure: str) -> str:
    """`relative_change` in SQL, NULL where the figure is not in both."""
    old, new = f"old_{figure}", f"new_{figure}"
    return f"CASE WHEN {old} = {new} THEN 0 WHEN {old} = 0 AND {new} IS NOT NULL THEN 1 ELSE abs({new} / {old} - 1) END"


_CHANGES = f"""
SELECT indicator, count(*) FILTER (change = 'added'), count(*) FILTER (change = 'removed'),
    count(*) FILTER (change = 'revised'), count(*) FILTER (change = 'same'),
    median(percent) FILTER (change = 'revised'), arg_max(percent, abs(percent)) FILTER (change = 'revised'),
    greatest({", ".join(f"median({_share(figure)})" for figure in ("value", "numerator", "denominator"))})
FROM joined GROUP BY indicator ORDER BY indicator
"""  # noqa: S608  # our own words
_REVISIONS = """
SELECT indicator, geo_id, stratum, period_start, period_end, old_value, old_numerator, old_status,
    new_value, new_numerator, new_status, percent
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
    period = Period(start, end)  # type: ignore[arg-type]
    percent = None if row[11] is None else float(row[11])  # type: ignore[arg-type]
    old, new = _figure_text(*row[5:8]), _figure_text(*row[8:11])
    return Revision(str(indicator), str(geo_id), str(stratum), period, old, new, percent)


def _figure_text(value: object, numerator: object, status: object) -> str:
    figure = value if value is not None else numerator
    return f"{figure:g} ({status})" if isinstance(figure, float) else f"{status}"
