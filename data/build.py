"""Making the published file: definitions and snapshots in, one DuckDB file out, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data.catalog import Indicator, Source, read_indicators, read_sources
from data.derivation import derive, population_index
from data.errors import SnapshotError
from data.geography import Geography, read_geography
from data.observations import Observation, Population
from data.schema import BY_PLACE, COVERAGE, INSERTS, TABLES
from data.settings import ROOT
from data.snapshot import check_observations, checksum, read_observations, read_populations

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class Inputs:
    """The folders a file is built from."""

    indicators: Path = ROOT / "data" / "indicators"
    sources: Path = ROOT / "data" / "sources"
    areas: Path = ROOT / "data" / "areas"
    snapshot: Path = ROOT / "data" / "snapshot"

    def files(self) -> tuple[Path, ...]:
        """Every file that is read, in a fixed order."""
        tables = sorted(self.snapshot.glob("*.csv"))
        return (*tables, *(p for d in (self.indicators, self.sources, self.areas) for p in sorted(d.glob("*.toml"))))

    def version(self) -> str:
        """Twelve characters that change when any input changes, and only then."""
        digest = hashlib.sha256(SCHEMA_VERSION.encode())
        for path in self.files():
            digest.update(f"{path.name} {checksum(path)}\n".encode())
        return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Contents:
    """Everything that goes into the file, checked."""

    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    geography: Geography
    observations: list[Observation]
    populations: list[Population]


@dataclass(frozen=True)
class Report:
    """What a build made."""

    database: Path
    version: str
    indicators: int
    observations: int


def build(database: Path, inputs: Inputs | None = None, say: Callable[[str], None] = lambda _: None) -> Report:
    """Build the file beside `database` and put it in its place in one step.

    Raises InputError when an input is wrong; the old file is then untouched and goes on serving.
    """
    inputs = inputs or Inputs()
    contents = assemble(inputs, say)
    version = inputs.version()
    database.parent.mkdir(parents=True, exist_ok=True)
    part = database.with_name(f"{database.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        _write(part, contents, inputs, version)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(database)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + ".wal").unlink(missing_ok=True)
    return Report(database, version, len(contents.indicators), len(contents.observations))


def assemble(inputs: Inputs, say: Callable[[str], None] = lambda _: None) -> Contents:
    """Read, check and derive everything, writing nothing. Raises InputError."""
    indicators, sources = read_indicators(inputs.indicators), read_sources(inputs.sources)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    _check_series(indicators, sources)
    populations: list[Population] = []
    published: dict[str, list[Observation]] = {name: [] for name in indicators}
    for source in sources.values():
        path = inputs.snapshot / f"{source.id}.csv"
        if source.table == "population":
            populations += read_populations(path)
        elif source.table == "observation" and any(
            s.source == source.id for i in indicators.values() for s in i.series
        ):
            for row in read_observations(path):
                if row.indicator not in published:
                    raise SnapshotError(f"{path.name}: carries “{row.indicator}”, which no file in indicators/ defines")
                published[row.indicator].append(row)
    index = population_index(populations)
    observations: list[Observation] = []
    for name, indicator in indicators.items():
        if not published[name]:
            said = ", ".join(sorted({s.source for s in indicator.series}))
            raise SnapshotError(f"{name}.toml: no figures in the snapshot; run `python -m data ingest` for {said}")
        say(f"{name}: {len(published[name])} published figures")
        observations += derive(indicator, published[name], index, geography)
    _check_places(observations, geography)
    check_observations("build", observations)
    return Contents(indicators, sources, geography, observations, populations)


def _check_series(indicators: dict[str, Indicator], sources: dict[str, Source]) -> None:
    for indicator in indicators.values():
        for series in indicator.series:
            if series.source not in sources:
                known = ", ".join(sorted(sources))
                raise SnapshotError(f"{indicator.id}.toml: source “{series.source}” is not defined; known: {known}")


def _check_places(observations: Iterable[Observation], geography: Geography) -> None:
    for row in observations:
        place = geography.places.get(row.geo_id)
        if place is None or place.level != row.geo_level:
            raise SnapshotError(f"{row.source}: {row.indicator}: “{row.geo_id}” is no place of level {row.geo_level}")


def _write(path: Path, contents: Contents, inputs: Inputs, version: str) -> None:
    connection = duckdb.connect(str(path))
    try:
        connection.execute(TABLES)
        for table, rows in _tables(contents, inputs, version).items():
            frame = pd.DataFrame(rows, columns=INSERTS[table].columns, dtype=object)
            connection.register("incoming", frame)
            connection.execute(INSERTS[table].statement)
            connection.unregister("incoming")
        connection.execute(BY_PLACE)
        connection.execute(COVERAGE)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _tables(contents: Contents, inputs: Inputs, version: str) -> dict[str, list[tuple[object, ...]]]:
    places = contents.geography.places.values()
    labels = _label_points(inputs.snapshot / "label_points.csv", contents.geography)
    sums = {path.name: checksum(path) for path in inputs.files()}
    return {
        "source": [_source_row(s) for s in contents.sources.values()],
        "indicator": [_indicator_row(i) for i in contents.indicators.values()],
        "geography": [(p.geo_id, p.slug, p.name, p.level, *labels[p.geo_id]) for p in places],
        "geography_member": [(p.geo_id, member) for p in places for member in p.members],
        "population": [
            (p.geo_level, p.geo_id, p.year, p.dimension, p.stratum, p.population, p.source)
            for p in contents.populations
        ],
        "observation": [_observation_row(o) for o in contents.observations],
        "build": [(version, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), json.dumps(sums))],
    }


def _label_points(path: Path, geography: Geography) -> dict[str, tuple[float, float]]:
    frame = (
        pd.read_csv(path, dtype={"geo_id": str}) if path.is_file() else pd.DataFrame(columns=["geo_id", "lon", "lat"])
    )
    points = {str(r.geo_id): (float(r.lon), float(r.lat)) for r in frame.itertuples()}  # type: ignore[arg-type]
    lacking = sorted(set(geography.places) - set(points))
    if lacking:
        raise SnapshotError(f"{path.name}: no label point for {lacking[0]}; ingest massgis_boundaries again")
    return points


def _source_row(s: Source) -> tuple[object, ...]:
    return (s.id, s.publisher, s.title, s.release, s.period, s.retrieved, s.address, s.licence, s.redistribution,
            s.citation, s.model_dump_json())  # fmt: skip


def _indicator_row(i: Indicator) -> tuple[object, ...]:
    return (i.id, i.title, i.topic, i.measure, i.per, i.unit, i.polarity, i.adjustment, i.definition,
            i.model_dump_json())  # fmt: skip


def _observation_row(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.geo_level, o.geo_id, o.dimension, o.stratum, o.period.start, o.period.end, o.value,
            o.ci_low, o.ci_high, o.numerator, o.denominator, o.status, o.source)  # fmt: skip
