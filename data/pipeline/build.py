"""Build of the published file: definitions and snapshots in, one DuckDB file out, written atomically."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data.atomic_files import is_running
from data.catalog.localities import Locality
from data.catalog.models import Indicator, Source, read_indicators, read_sources
from data.catalog.publication.releases import DataRelease, of_indicators, read_releases
from data.catalog.question_files import kept_versions, read_questions
from data.catalog.questions import Question
from data.code_release import BUILDING, code_release
from data.disclosure.protection import DisclosureReport, protect_table
from data.disclosure.release import disclosure_rows, prepare_release
from data.errors import InputError, SnapshotError
from data.geography import area_outlines, localities
from data.geography.places import Geography, read_geography
from data.observations import checks
from data.observations.csv_files import checksum, load_observations, read_populations
from data.observations.schema import BY_PLACE, COVERAGE, INSERTS, ROW_GROUP, SNAPSHOT_TYPES, TABLES
from data.observations.services import read_services
from data.observations.tracts import read_tracts
from data.pipeline.derivation import derive
from data.pipeline.release_diff import losses
from data.pipeline.synthetic_sources import refuse_synthetic
from data.settings import ROOT

SCHEMA_VERSION = "2"
MEMORY = "2GB"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """Folders of the inputs of a build."""

    indicators: Path = ROOT / "data" / "indicators"
    sources: Path = ROOT / "data" / "sources"
    areas: Path = ROOT / "data" / "areas"
    snapshot: Path = ROOT / "data" / "snapshot"
    geometry: Path = ROOT / "assets" / "geometry"

    @property
    def questions(self) -> Path:
        """Folder of the questions that indicators answer: beside that of the indicators."""
        return self.indicators.with_name("questions")

    @property
    def releases(self) -> Path:
        """File of the notes of each release of the data; it may be missing."""
        return self.indicators.with_name("releases.toml")

    def files(self) -> tuple[Path, ...]:
        """All input files, in a fixed order."""
        folders = (self.indicators, self.questions, self.sources, self.areas)
        tables = (*sorted(self.snapshot.glob("*.csv")), *sorted(self.geometry.glob("municipality.json")))
        notes = (self.releases,) if self.releases.is_file() else ()
        return (*tables, *notes, *(p for d in folders for p in sorted(d.glob("*.toml"))))

    def snapshot_version(self, left_out: Iterable[str] = ()) -> str:
        """Version of the inputs alone: twelve hexadecimal digits that change with an input or with `left_out`."""
        digest = hashlib.sha256(SCHEMA_VERSION.encode())
        for path in self.files():
            digest.update(f"{path.parent.name}/{path.name} {checksum(path)}\n".encode())
        for source in left_out:
            digest.update(f"without {source}\n".encode())
        return digest.hexdigest()[:12]

    def version(self, left_out: Iterable[str] = ()) -> str:
        """Version of the database: twelve hexadecimal digits of the inputs and of the code that builds."""
        code = code_release(BUILDING)
        return hashlib.sha256(f"{self.snapshot_version(left_out)} {code}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Definitions:
    """Validated definitions and places of a build, and the sources that are left out for their licence."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    geography: Geography
    left_out: Mapping[str, Source]
    questions: Mapping[str, Question]
    releases: tuple[DataRelease, ...] = ()

    @property
    def known_definitions(self) -> checks.KnownDefinitions:
        """Definitions for the rules of a row, those of the sources left out included."""
        return checks.KnownDefinitions(self.indicators, {**self.sources, **self.left_out})


@dataclass(frozen=True)
class BuildReport:
    """Result of a build: the file, the version of its data, and its numbers of indicators and observations."""

    database: Path
    version: str
    indicators: int
    observations: int


def build(
    database: Path,
    inputs: Inputs | None = None,
    progress: Progress = lambda _: None,
    *,
    noncommercial: bool = True,
    allow_loss: bool = False,
    as_printed: bool = False,
    synthetic: bool = False,
) -> BuildReport:
    """Build a new file and replace `database` with it in one step.

    Without `noncommercial`, sources whose licence forbids commercial use are left out, and `progress` gets the figures
    lost. Raises InputError when an input is wrong, or when the new file would lose places, groups or periods of the old
    one and `allow_loss` is not set; the old file is then unchanged. A file `as_printed` has the decimals and counts of
    publishers' files: for its audit alone. Only a build told `synthetic`, not of the site's inputs, takes such sources.
    """
    inputs = inputs or Inputs()
    definitions = read_definitions(inputs, noncommercial=noncommercial)
    refuse_synthetic(definitions.sources.values(), told=synthetic and inputs.sources != Inputs().sources)
    version = inputs.version(definitions.left_out)
    database.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(database)
    # One folder for all that is unfinished: a build that is killed leaves that and nothing else.
    part_folder = database.with_name(f"{database.name}.{os.getpid()}.part")
    try:
        part_folder.mkdir()
        new_file = part_folder / database.name
        indicators, observations, audit = _write(
            new_file, part_folder, definitions, inputs, version, progress, as_printed=as_printed
        )
        if noncommercial and not allow_loss and database.is_file():
            _refuse_loss(database, new_file, progress)
        with new_file.open("rb") as file:
            os.fsync(file.fileno())
        report = part_folder / "disclosure.json"
        report.write_text(audit.to_json(), encoding="utf-8")
        new_file.replace(database)
        report.replace(disclosure_report(database))
    finally:
        shutil.rmtree(part_folder, ignore_errors=True)
    return BuildReport(database, version, indicators, observations)


def disclosure_report(database: Path) -> Path:
    """Path of the disclosure report of a build: next to the file, for the steward, not for readers."""
    return database.with_name(f"{database.stem}.disclosure.json")


def _remove_abandoned(database: Path) -> None:
    """Remove the part folders of builds that were killed."""
    for part_folder in database.parent.glob(f"{database.name}.*.part"):
        number = part_folder.name.removesuffix(".part").rpartition(".")[2]
        if number.isdigit() and (int(number) == os.getpid() or not is_running(int(number))):
            shutil.rmtree(part_folder, ignore_errors=True)


def _refuse_loss(old: Path, new: Path, progress: Progress) -> None:
    try:
        lost = losses(old, new)
    except InputError as error:
        progress(f"nothing to compare with: {error}")
        return
    if lost:
        raise SnapshotError(
            f"the new file would lose what the one in place has: {'; '.join(lost[:5])}"
            f"{'; …' if len(lost) > 5 else ''}. If that is meant, run again with --allow-loss"
        )


def read_definitions(inputs: Inputs, *, noncommercial: bool = True) -> Definitions:
    """Read and check all definitions, writing nothing. Raises InputError."""
    indicators, sources = read_indicators(inputs.indicators), read_sources(inputs.sources)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    for indicator in indicators.values():
        for source in [*(s.source for s in indicator.series), *(n.source for n in indicator.nation)]:
            if source not in sources:
                source_ids = ", ".join(sorted(sources))
                raise SnapshotError(f"{indicator.id}.toml: source “{source}” is not defined; known: {source_ids}")
    left_out = {i: s for i, s in sources.items() if s.redistribution == "non_commercial" and not noncommercial}
    kept = {
        i.id: i.model_copy(
            update={
                "series": tuple(s for s in i.series if s.source not in left_out),
                "nation": tuple(n for n in i.nation if n.source not in left_out),
            }
        )
        for i in indicators.values()
    }
    published = {i: d for i, d in kept.items() if d.series}
    questions = read_questions(inputs.questions, indicators)
    return Definitions(
        published,
        {i: s for i, s in sources.items() if i not in left_out},
        geography,
        left_out,
        kept_versions(questions.values(), published),
        of_indicators(read_releases(inputs.releases, indicators), published),
    )


def _write(
    new_file: Path,
    folder: Path,
    definitions: Definitions,
    inputs: Inputs,
    version: str,
    progress: Progress,
    *,
    as_printed: bool,
) -> tuple[int, int, DisclosureReport]:
    """Write the file; returns its numbers of indicators and observations, and the disclosure report."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spill"),
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute(f"ATTACH '{_sql_path(new_file)}' AS published (ROW_GROUP_SIZE {ROW_GROUP})")
        connection.execute("USE published")
        connection.execute(f"ATTACH '{_sql_path(folder / 'scratch.duckdb')}' AS scratch")
        connection.execute(TABLES)
        indicators = _read_published(connection, definitions, inputs, progress)
        _insert(connection, _tables(definitions, indicators, inputs, version))
        checks.raise_if_snapshot(connection, checks.find_unknown_places, "scratch.published", inputs.snapshot)
        audits: list[DisclosureReport] = []
        disclosed: list[tuple[object, ...]] = []

        def suppress(table: str) -> None:
            indicators_by_id = {i.id: i for i in indicators}
            given = (connection, table, definitions.geography, definitions.sources, indicators_by_id)
            report = (protect_table if as_printed else prepare_release)(*given)
            audits.append(report)
            disclosed.extend(disclosure_rows(connection, table, report))

        derive(connection, indicators, suppress)
        _insert(connection, {"disclosure": disclosed})
        for sentence in audits[0].to_sentences():
            progress(sentence)
        connection.execute("DETACH scratch")
        for check in (
            checks.row_rule_check(definitions.known_definitions, published=False, max_rows=1),
            checks.find_duplicates,
        ):
            checks.raise_if(check(connection, "observation"))
        connection.execute(BY_PLACE)
        connection.execute(COVERAGE)
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT count(*) FROM observation").fetchone()
        assert row is not None
        return len(indicators), int(row[0]), audits[0]
    finally:
        connection.close()


def _sql_path(path: Path) -> str:
    return str(path).replace("'", "''")


def _insert(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, list[tuple[object, ...]]]) -> None:
    for table, rows in tables.items():
        if rows:
            frame = pd.DataFrame(rows, columns=INSERTS[table].columns, dtype=object)
            connection.register("incoming", frame)
            connection.execute(INSERTS[table].statement)
            connection.unregister("incoming")


def _read_published(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, inputs: Inputs, progress: Progress
) -> list[Indicator]:
    """Read the snapshot into `scratch.published` and check it; returns the indicators."""
    columns = ", ".join(f"{name} {kind}" for name, kind in SNAPSHOT_TYPES.items())
    connection.execute(f"CREATE TABLE scratch.published ({columns})")
    declared_sources = {s.source for i in definitions.indicators.values() for s in i.series}
    for source in definitions.sources.values():
        if source.table == "observation" and source.id in declared_sources:
            load_observations(connection, "scratch.published", inputs.snapshot / f"{source.id}.csv")
    for source in definitions.left_out.values():
        if source.table == "observation":
            _report_left_out(connection, inputs.snapshot / f"{source.id}.csv", definitions, progress)
    for check in (checks.row_rule_check(definitions.known_definitions), checks.find_duplicates):
        checks.raise_if_snapshot(connection, check, "scratch.published", inputs.snapshot)
    _check_series(connection, definitions)
    counts = connection.execute("SELECT indicator, count(*) FROM scratch.published GROUP BY ALL").fetchall()
    count_by_indicator = {str(indicator): int(number) for indicator, number in counts}
    for name, indicator in definitions.indicators.items():
        if name not in count_by_indicator:
            source_ids = ", ".join(sorted({s.source for s in indicator.series}))
            raise SnapshotError(
                f"{name}.toml: no figures in the snapshot; run `python -m data ingest` for {source_ids}"
            )
        progress(f"{name}: {count_by_indicator[name]:,} published figures")
    return list(definitions.indicators.values())


def _report_left_out(
    connection: duckdb.DuckDBPyConnection, path: Path, definitions: Definitions, progress: Progress
) -> None:
    rows = connection.execute(
        "SELECT indicator, count(*), string_agg(DISTINCT geo_level, ', ' ORDER BY geo_level), "
        "string_agg(DISTINCT dimension, ', ' ORDER BY dimension), year(min(period_start)), year(max(period_end)) "
        "FROM read_csv($path, header = true, auto_detect = false, delim = ',', columns = $columns) "
        "WHERE status IN ('reported', 'unreliable') GROUP BY indicator ORDER BY indicator",
        {"path": str(path), "columns": SNAPSHOT_TYPES},
    ).fetchall()
    for indicator, number, levels, dimensions, first, last in rows:
        rest = "" if indicator in definitions.indicators else "; it has no other source and is left out"
        progress(
            f"without {path.stem}: {indicator} loses {number:,} figures ({levels}; {dimensions}; {first}–{last}){rest}"
        )


def _check_series(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Raise SnapshotError if a figure is of no [[series]] of its indicator: a series taken out must not be shown."""
    declared = {(i.id, s.source) for i in definitions.indicators.values() for s in i.series}
    pairs = connection.execute("SELECT DISTINCT indicator, source FROM scratch.published ORDER BY ALL").fetchall()
    for indicator, source in pairs:
        if (indicator, source) not in declared:
            raise SnapshotError(
                f"{source}.csv: carries “{indicator}”, but no [[series]] of indicators/{indicator}.toml names this "
                f"source: run `python -m data ingest {source}` again, or add the series"
            )


def _tables(
    definitions: Definitions, indicators: list[Indicator], inputs: Inputs, version: str
) -> dict[str, list[tuple[object, ...]]]:
    places = definitions.geography.places.values()
    labels = area_outlines.label_points(inputs.snapshot / "label_points.csv", inputs.geometry, definitions.geography)
    sums = {f"{path.parent.name}/{path.name}": checksum(path) for path in inputs.files()}
    built = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sources = definitions.sources.values()
    return {
        "source": [_source_row(s) for s in sources],
        "indicator": [_indicator_row(i) for i in indicators],
        "question": [
            (q.id, q.name, q.topic, version.indicator, order, q.model_dump_json())
            for q in definitions.questions.values()
            for order, version in enumerate(q.versions)
        ],
        "geography": [(p.geo_id, p.slug, p.name, p.level, *labels[p.geo_id], p.kind, p.note) for p in places],
        "geography_member": [(p.geo_id, member) for p in places for member in p.members],
        "area_kind": [(k.id, k.title, k.source, k.coverage_note) for k in definitions.geography.kinds.values()],
        "boundary": list(area_outlines.collections(inputs.geometry, definitions.geography)),
        "population": [
            (p.geo_level, p.geo_id, p.year, p.dimension, p.stratum, p.population, p.source)
            for s in sources
            if s.table == "population"
            for p in read_populations(inputs.snapshot / f"{s.id}.csv")
        ],
        "maternity_service": [
            s.cells() for x in sources if x.table == "service" for s in read_services(inputs.snapshot / f"{x.id}.csv")
        ],
        "locality": [locality.cells() for locality in _localities(definitions, inputs)],
        "tract": [
            t.cells() for x in sources if x.table == "tract" for t in read_tracts(inputs.snapshot / f"{x.id}.csv")
        ],
        "data_release": [
            (r.id, n, r.day, r.title, r.model_dump_json()) for n, r in enumerate(definitions.releases, start=1)
        ],
        "build": [(version, built, json.dumps(sums), json.dumps(sorted(definitions.left_out)))],
    }


def _localities(definitions: Definitions, inputs: Inputs) -> list[Locality]:
    """ZIP codes and names of neighborhoods: those kept by hand, and those of the snapshot that these do not replace."""
    kept = localities.by_hand(definitions.geography.neighborhoods)
    tables = [s.id for s in definitions.sources.values() if s.table == "locality"]
    rows = [row for table in tables for row in localities.read_localities(inputs.snapshot / f"{table}.csv")]
    return localities.merged(kept, rows)


def _source_row(s: Source) -> tuple[object, ...]:
    return (s.id, s.publisher, s.title, s.release, s.period, s.retrieved, s.address, s.licence, s.redistribution,
            s.citation, s.model_dump_json())  # fmt: skip


def _indicator_row(i: Indicator) -> tuple[object, ...]:
    return (i.id, i.title, i.topic, i.measure, i.per, i.unit, i.polarity, i.adjustment, i.definition,
            i.model_dump_json())  # fmt: skip
