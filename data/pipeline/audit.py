"""Audit: every rule of the data, checked on the definitions, the snapshot and the published file as they are now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.catalog.models import Source, read_sources
from data.errors import InputError
from data.geography.localities import read_localities
from data.observations import checks
from data.observations.csv_files import checksum, load_observations, read_populations
from data.observations.rules import STATEMENTS
from data.observations.schema import SNAPSHOT_TYPES
from data.observations.services import read_services
from data.observations.tracts import read_tracts
from data.pipeline import datapackage
from data.pipeline.build import Definitions, Inputs, read_definitions

MAX_PROBLEMS = 20
"""Problems listed of one rule, so that a rule violated by a whole file leaves the others in sight."""


@dataclass(frozen=True)
class Finding:
    """A rule and its violations; `problems` is empty when it is kept."""

    rule: str
    problems: tuple[str, ...]


Rule = tuple[str, Callable[[duckdb.DuckDBPyConnection, Inputs], Iterator[str]]]


def audit(inputs: Inputs, database: Path) -> Iterator[Finding]:
    """Check the rules one by one. A file that cannot be opened is a finding, and the last."""
    try:
        definitions = read_definitions(inputs)
    except InputError as error:
        yield Finding("Definitions can be read and name sources that exist", (str(error),))
        return
    yield Finding("Definitions can be read and name sources that exist", ())
    yield Finding("Every source has its table in the snapshot, and says its terms", tuple(_check_sources(inputs)))
    yield Finding("datapackage.json describes the snapshot as it is", tuple(_check_datapackage(inputs)))
    yield from _check_snapshot(definitions, inputs)
    try:
        connection = duckdb.connect(":memory:")
        connection.execute(f"ATTACH '{str(database).replace(chr(39), chr(39) * 2)}' AS published (READ_ONLY)")
        connection.execute("USE published")
    except duckdb.Error as error:
        yield Finding("The published file can be opened", (f"{database.name}: {str(error).splitlines()[0]}",))
        return
    try:
        for rule, problems in RULES:
            yield Finding(rule, _problems_of(problems, connection, inputs))
    finally:
        connection.close()


def _problems_of(
    problems: Callable[[duckdb.DuckDBPyConnection, Inputs], Iterator[str]],
    connection: duckdb.DuckDBPyConnection,
    inputs: Inputs,
) -> tuple[str, ...]:
    try:
        return tuple(problems(connection, inputs))[:MAX_PROBLEMS]
    except (duckdb.Error, InputError) as error:
        return (str(error).splitlines()[0],)


def _check_sources(inputs: Inputs) -> Iterator[str]:
    for source in read_sources(inputs.sources).values():
        for term in ("publisher", "title", "release", "period", "licence", "citation", "update_frequency"):
            if not getattr(source, term).strip():
                yield f"{source.id}.toml: {term} is empty"
        table = "label_points" if source.table == "boundary" else source.id
        if source.table != "area" and not (inputs.snapshot / f"{table}.csv").is_file():
            yield f"{table}.csv is missing: run `python -m data ingest {source.id}`"


def _check_datapackage(inputs: Inputs) -> Iterator[str]:
    path = inputs.snapshot / datapackage.FILE
    current = path.read_text(encoding="utf-8") if path.is_file() else ""
    if current != datapackage.to_json(datapackage.describe(inputs)):
        yield f"{path.name} is {'old' if current else 'missing'}: run `python -m data package`"


_READABLE = "Every table of the snapshot can be read"


def _check_snapshot(definitions: Definitions, inputs: Inputs) -> Iterator[Finding]:
    """Each rule of a row, with its violations in the snapshot: by file, column and row."""
    problems_by_rule: dict[str, list[str]] = {
        _READABLE: [],
        **{statement: [] for statement in (*STATEMENTS, checks.NO_DUPLICATES)},
    }
    connection = duckdb.connect(":memory:")
    try:
        columns = ", ".join(f"{name} {kind}" for name, kind in SNAPSHOT_TYPES.items())
        connection.execute(f"CREATE TABLE snapshot_row (row BIGINT, {columns})")
        for source in definitions.sources.values():
            path = inputs.snapshot / f"{source.id}.csv"
            try:
                if path.is_file():  # a missing file is a finding of `_check_sources`
                    _load_table(connection, source, path)
            except InputError as error:
                problems_by_rule[_READABLE].append(str(error))
        for check in (checks.row_rule_check(definitions.known_definitions), checks.find_duplicates):
            for violation in check(connection, "snapshot_row"):
                problems_by_rule[violation.statement].append(str(violation))
    finally:
        connection.close()
    for statement, problems in problems_by_rule.items():
        more = [f"and {len(problems) - MAX_PROBLEMS:,} more"] if len(problems) > MAX_PROBLEMS else []
        yield Finding(statement, (*problems[:MAX_PROBLEMS], *more))


def _load_table(connection: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    """Load a table of observations into `snapshot_row`; read any other. Raises SnapshotError where it is malformed."""
    if source.table == "population":
        read_populations(path)
    elif source.table == "service":
        read_services(path)
    elif source.table == "locality":
        read_localities(path)
    elif source.table == "tract":
        read_tracts(path)
    elif source.table == "observation":
        load_observations(connection, "snapshot_row", path, numbered=True)


def _check_version(cursor: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[str]:
    row = cursor.execute("SELECT version, inputs, left_out FROM build").fetchone()
    assert row is not None
    recorded = json.loads(row[1])
    current = {f"{path.parent.name}/{path.name}": checksum(path) for path in inputs.files()}
    for name in sorted(recorded.keys() | current.keys()):
        if recorded.get(name) != current.get(name):
            yield f"{name} has changed since the file was built: run `python -m data build`"
    if recorded == current and row[0] != inputs.version(json.loads(row[2])):
        yield "the file was built by another version of this program: run `python -m data build`"


def _check_rows(cursor: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[str]:
    row_rules = checks.row_rule_check(
        read_definitions(inputs).known_definitions, published=False, max_rows=MAX_PROBLEMS
    )
    for check in (row_rules, checks.find_duplicates, checks.find_unknown_places):
        yield from map(str, check(cursor, "observation"))


def _check_copies(cursor: duckdb.DuckDBPyConnection, _: Inputs) -> Iterator[str]:
    row = cursor.execute(
        "SELECT count(*) FROM (FROM observation EXCEPT ALL FROM observation_by_place "
        "UNION ALL (FROM observation_by_place EXCEPT ALL FROM observation))"
    ).fetchone()
    if row and row[0]:
        yield f"{row[0]:,} rows differ between observation and observation_by_place"


_PERIOD = "period_start, period_end"
_INCOMPLETE_LEVELS = f"""
SELECT o.indicator, o.geo_level, o.stratum, year(period_start), count(*), any_value(p.places)
FROM observation o JOIN (SELECT level, count(*) AS places FROM geography GROUP BY level) p ON p.level = o.geo_level
GROUP BY o.indicator, o.geo_level, o.dimension, o.stratum, {_PERIOD} HAVING count(*) <> any_value(p.places) ORDER BY ALL
"""  # noqa: S608  # our own words
# Roll-ups are summed again from the municipal rows of the same source: each must be there, and they must add up.
_WRONG_ROLLUPS = f"""
WITH part AS (
    SELECT indicator, dimension, stratum, {_PERIOD}, source, area AS geo_id,
        count(numerator) AS counted, sum(numerator) AS numerator, sum(denominator) AS denominator
    FROM observation JOIN geography_member ON member = observation.geo_id
    WHERE geo_level = 'municipality' GROUP BY ALL
), size AS (
    SELECT area AS geo_id, count(*) AS members FROM geography_member GROUP BY area
), named AS (
    SELECT indicator, geo_id, dimension, stratum, {_PERIOD}, count(*) AS missing FROM missing_member GROUP BY ALL
)
SELECT o.indicator, o.geo_id, o.stratum, year(period_start), o.status, counted, members, missing
FROM observation o JOIN part USING (indicator, dimension, stratum, {_PERIOD}, source, geo_id)
    JOIN size USING (geo_id) LEFT JOIN named USING (indicator, geo_id, dimension, stratum, {_PERIOD})
WHERE o.geo_level <> 'municipality' AND list_contains($rollups, o.indicator || ' ' || o.geo_level) AND CASE
    WHEN o.numerator IS NOT NULL THEN counted <> members OR o.numerator <> part.numerator
        OR o.denominator <> part.denominator
    WHEN o.value IS NULL AND missing IS NOT NULL THEN missing <> members - counted
    ELSE false END
ORDER BY ALL
"""  # noqa: S608


def _check_completeness(cursor: duckdb.DuckDBPyConnection, _: Inputs) -> Iterator[str]:
    for indicator, level, stratum, year, rows, places in cursor.execute(_INCOMPLETE_LEVELS).fetchall():
        yield f"{indicator}: {level}, {stratum}, from {year}: {rows} rows for {places} places"


def _check_rollups(cursor: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[str]:
    indicators = read_definitions(inputs).indicators.values()
    rollups = [f"{i.id} {level}" for i in indicators for level in i.rollup]
    for row in cursor.execute(_WRONG_ROLLUPS, {"rollups": rollups}).fetchall():
        indicator, geo_id, stratum, year, status, counted, members, missing = row
        yield (
            f"{indicator}: {geo_id}, {stratum}, from {year} is {status}, with figures for {counted} of {members} "
            f"members and {missing or 0} named as missing"
        )


def _check_reasons(cursor: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[str]:
    sources = read_sources(inputs.sources)
    for source in sources.values():
        path = inputs.snapshot / f"{source.id}.csv"
        if source.table == "observation" and path.is_file():
            yield from _missing_reasons(cursor, source, path)


def _missing_reasons(cursor: duckdb.DuckDBPyConnection, source: Source, path: Path) -> Iterator[str]:
    row = cursor.execute(
        "SELECT count(*) FILTER (status = 'suppressed'), count(*) FILTER (status = 'not_available'), "
        "count(*) FILTER (dimension IN ('race_ethnicity', 'race_by_sex')) "
        "FROM read_csv($path, header = true, auto_detect = false, delim = ',', columns = $columns)",
        {"path": str(path), "columns": SNAPSHOT_TYPES},
    ).fetchone()
    assert row is not None
    needs = ("hidden_because", "unavailable_because", "race")
    subjects = ("rows are hidden", "rows are not available", "rows are of groups by race")
    for number, key, subject in zip(row, needs, subjects, strict=True):
        if number and not getattr(source, key):  # `race` cannot be without `race_coding`
            yield f"{source.id}.toml: {number:,} {subject}, and `{key}` says nothing"


RULES: tuple[Rule, ...] = (
    ("The published file is built from the definitions and the snapshot as they are", _check_version),
    ("The rows of the published file keep these rules too, and every one is of a place of its level", _check_rows),
    ("Both copies of the rows are the same", _check_copies),
    ("Where one place of a level has a row, every place of the level has", _check_completeness),
    ("A roll-up is the sum of all its members, or names those it lacks", _check_rollups),
    ("Sources say why figures are hidden or missing and how race is coded", _check_reasons),
)
