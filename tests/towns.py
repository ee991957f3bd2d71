"""A synthetic state of four towns in two counties, and both ways to derive its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from data.catalog.models import Indicator, Place, Series, Words
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.observations.schema import OBSERVATION_COLUMNS, SNAPSHOT_TYPES, TABLES
from data.pipeline.derivation import derive
from data.vocabulary import Period
from tests.alternatives import derivation as alternative


def four_towns() -> Geography:
    towns = {f"T{n}": Place(f"T{n}", f"t{n}", f"Town {n}", "municipality", (f"T{n}",)) for n in (1, 2, 3, 4)}
    wider = (
        Place("C1", "c1", "First County", "county", ("T1", "T2")),
        Place("C2", "c2", "Second County", "county", ("T3", "T4")),
        Place("A1", "a1", "Area", "area", ("T2", "T3"), "consortium", "An incomplete list."),
        Place("25", "massachusetts", "Massachusetts", "state", ("T1", "T2", "T3", "T4")),
    )
    return Geography({**towns, **{p.geo_id: p for p in wider}}, {}, {})


def make_indicator(**changes: Any) -> Indicator:
    """A synthetic indicator: deaths among residents, per 100,000, rolled up to every level."""
    words = Words(people="residents", happen="die", happened="died", events="deaths", rate="death rate")
    content: dict[str, Any] = {
        "id": "deaths", "title": "Deaths", "topic": "overdose", "measure": "rate", "per": 100_000,
        "unit": "per 100,000 residents a year", "unit_short": "per 100,000", "polarity": "higher_is_worse",
        "adjustment": "crude", "definition": "A synthetic indicator.", "words": words,
        "population_denominator": True, "rollup": ("county", "area", "state"), "series": (Series(source="s"),),
    }  # fmt: skip
    return Indicator.model_validate(content | changes)


@dataclass(frozen=True)
class Derived:
    """What a derivation gave: rows by (geo_id, stratum, period), and the members missing by the same."""

    rows: dict[tuple[str, str, str], Observation]
    missing: dict[tuple[str, str, str], list[str]]

    def __getitem__(self, key: tuple[str, str] | tuple[str, str, str]) -> Observation:
        geo_id, period, *stratum = key
        return self.rows[(geo_id, stratum[0] if stratum else "overall", period)]


Derive = Callable[..., Derived]


def by_database(
    indicator: Indicator, rows: Iterable[Observation], populations: Iterable[Population], geography: Geography
) -> Derived:
    """The derivation of the program."""
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("ATTACH ':memory:' AS scratch")
        connection.execute(TABLES)
        columns = ", ".join(f"{name} {kind}" for name, kind in SNAPSHOT_TYPES.items())
        connection.execute(f"CREATE TABLE scratch.published ({columns})")
        _fill(connection, "scratch.published", [_cells(r) for r in rows])
        _fill(
            connection,
            "population",
            [(p.geo_level, p.geo_id, p.year, p.dimension, p.stratum, p.population, p.source) for p in populations],
        )
        places = geography.places.values()
        _fill(connection, "geography", [(p.geo_id, p.slug, p.name, p.level, 0, 0, p.kind, p.note) for p in places])
        _fill(connection, "geography_member", [(p.geo_id, m) for p in places for m in p.members])
        derive(connection, [indicator])
        actual = connection.execute(f"SELECT {', '.join(OBSERVATION_COLUMNS)} FROM observation").fetchall()
        lacking = connection.execute(
            "SELECT geo_id, stratum, period_start, period_end, member FROM missing_member"
        ).fetchall()
    finally:
        connection.close()
    missing: dict[tuple[str, str, str], list[str]] = {}
    for geo_id, stratum, start, end, member in lacking:
        missing.setdefault((geo_id, stratum, Period(start, end).slug), []).append(member)
    return _derived([read_row(row) for row in actual], missing)


def read_row(row: tuple[Any, ...]) -> Observation:
    """A row of the table `observation` as the record importers make."""
    indicator, level, geo_id, dimension, stratum, start, end, value, low, high, numerator, denominator = row[:12]
    return Observation(
        indicator, level, geo_id, dimension, stratum, Period(start, end), row[13], row[12], value, low, high,
        numerator, denominator,
    )  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _cells(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.geo_level, o.geo_id, o.dimension, o.stratum, o.period.start, o.period.end, o.value,
            o.ci_low, o.ci_high, o.numerator, o.denominator, o.status, o.source)  # fmt: skip


def row_by_row(
    indicator: Indicator, rows: Iterable[Observation], populations: Iterable[Population], geography: Geography
) -> Derived:
    """The same in plain Python."""
    published, index = list(rows), alternative.population_index(populations)
    actual = alternative.derive(indicator, published, index, geography)
    missing: dict[tuple[str, str, str], list[str]] = {}
    for row, member in alternative.missing_members(indicator, published, index, geography):
        missing.setdefault((row.geo_id, row.stratum, row.period.slug), []).append(member)
    return _derived(actual, missing)


def _derived(rows: list[Observation], missing: dict[tuple[str, str, str], list[str]]) -> Derived:
    by_key = {(r.geo_id, r.stratum, r.period.slug): r for r in rows}
    assert len(by_key) == len(rows), "a question has two rows"
    return Derived(by_key, {k: sorted(v) for k, v in missing.items()})
