"""A run: records in, protected rows out, with progress, and resumed where it broke off.

What is kept between two runs are protected rows alone, of whole units of work. A unit is what one look of disclosure
control must see together: all definitions that share records, in all years that a period of several years ties
together. Counts are in memory while a unit is worked on, and nowhere else: a unit that broke off is counted again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data.catalog.models import Source, read_sources
from data.geography.places import Geography, read_geography
from data.observations.csv_files import read_populations
from data.observations.models import Observation
from data.records import engines
from data.records.definition import CaseDefinition, RaceRule
from data.records.errors import RecordsError
from data.records.layouts import LAYOUTS, MOST_MALFORMED
from data.records.publishing.confined import confined
from data.records.publishing.manifest import Manifest, checked, checked_input, code_of_run, definition_hash, versions_of
from data.records.publishing.measures import Figure, figures, windows
from data.records.publishing.outputs import MANIFEST, read_plain, source_of, write_folder, write_plain
from data.records.publishing.populations import Populations, collect_populations
from data.records.publishing.protected import Tally, control_levels, protected_rows, tally
from data.settings import ROOT

UNFINISHED = "unfinished"
"""Folder below that of the run which holds protected rows of the units that are done; it goes when the run ends."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What is to be run: definitions over records by kind (a file, folder, pattern or table each), for some years.

    `about` is what the analyst says of the source, `id` among it; `people` are files of people by age; `lengths` are
    numbers of years taken together, those of each definition unless said; `malformed` is the share of malformed records
    above which the run refuses them; `site` is the folder of the site's own data.
    """

    definitions: tuple[CaseDefinition, ...]
    records: Mapping[str, str]
    years: tuple[int, ...]
    out: Path
    about: Mapping[str, Any]
    engine: str = "duckdb"
    memory: str | None = None
    race_rule: RaceRule = "single"
    threshold: int = 11
    malformed: float = MOST_MALFORMED
    lengths: tuple[int, ...] | None = None
    people: tuple[Path, ...] = ()
    site: Path = ROOT / "data"


@dataclass(frozen=True)
class Report:
    """What a run wrote: the manifest's path, and by definition how many rows are shown, hidden and not available."""

    manifest: Path
    tallies: Mapping[str, Tally]
    synthetic: bool


@dataclass(frozen=True)
class _Unit:
    """Definitions and years that are counted and protected together."""

    definitions: tuple[CaseDefinition, ...]
    years: tuple[int, ...]

    @property
    def title(self) -> str:
        kinds = sorted({kind for d in self.definitions for kind in kinds_of(d)})
        span = str(self.years[0]) if len(self.years) == 1 else f"{self.years[0]}–{self.years[-1]}"
        return f"{' and '.join(kinds)}, {span}"

    def file(self, out: Path, fingerprint: str) -> Path:
        name = "_".join([*sorted(d.id for d in self.definitions), *map(str, self.years)])
        return out / UNFINISHED / f"{fingerprint}-{hashlib.sha256(name.encode()).hexdigest()[:12]}.csv"


def kinds_of(definition: CaseDefinition) -> tuple[str, ...]:
    """Kinds of records that a definition counts in."""
    return (definition.records, definition.linked) if definition.linked else (definition.records,)


def run(job: Job, progress: Progress = lambda _: None) -> Report:
    """Count, measure, protect and write; `progress` gets a line for each step, in which no count stands.

    Raises RecordsError when the job cannot be done as it is asked for, InternalError without words of a record when
    something fails on the way; what was written before stays, and nothing is written in part.
    """
    _refuse(job)
    geography = read_geography(job.site / "snapshot" / "massgis_municipalities.csv", job.site / "areas")
    populations = _populations(job)
    kinds = sorted({kind for d in job.definitions for kind in kinds_of(d)})
    job.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="records-", dir=job.out) as scratch:
        engine = engines.connect(job.engine, job.memory, scratch=Path(scratch))
        try:
            versions = versions_of(engines.versions(engine))
            synthetic = _is_synthetic(engine, job, kinds, progress)
            progress("taking checksums of the inputs")
            inputs = {kind: checked_input(job.records[kind]) for kind in kinds}
            tables = {kind: _typed(engine, job.records[kind], kind) for kind in kinds}
            source = source_of(job.about, job.years, synthetic=synthetic, threshold=job.threshold)
            manifest = _manifest(job, source, inputs, synthetic)
            work = _Work(job, manifest, tables, source, geography, populations)
            units = _units(job)
            rows: list[Observation] = []
            for number, unit in enumerate(units, start=1):
                rows += work.done(unit, progress, f"part {number} of {len(units)}, {unit.title}")
        finally:
            engines.disconnect(engine)
    written = write_folder(job.out, rows, job.definitions, source, job.site)
    path = job.out / MANIFEST
    outputs = tuple(replace(checked(p), name=p.relative_to(job.out).as_posix()) for p in written)
    replace(manifest, engine=_engine_name(job.engine), versions=versions, outputs=outputs).write(path)
    shutil.rmtree(job.out / UNFINISHED, ignore_errors=True)
    return Report(path, {d.id: tally(r for r in rows if r.indicator == d.id) for d in job.definitions}, synthetic)


def _refuse(job: Job) -> None:
    """Raise RecordsError when the job asks for what cannot be done."""
    if not job.definitions or not job.years:
        raise RecordsError("name a case definition or more, and the years to count in")
    names = [d.id for d in job.definitions]
    if len(set(names)) != len(names):
        raise RecordsError("a case definition is named twice")
    missing = sorted({kind for d in job.definitions for kind in kinds_of(d)} - job.records.keys())
    if missing:
        raise RecordsError(
            f"the definitions need records of {' and '.join(missing)}: name the file with --{missing[0]}"
        )
    path = job.out / MANIFEST
    if not path.is_file():
        return
    before = json.loads(path.read_text(encoding="utf-8"))
    if (before.get("source"), sorted(before.get("definitions", ()))) != (job.about.get("id"), sorted(names)):
        raise RecordsError(
            f"{job.out.name} holds another run, of {', '.join(sorted(before.get('definitions', ())))}; take another "
            "folder, or run all definitions at once: what one hides must not follow from what another shows"
        )


def _populations(job: Job) -> Populations:
    """People of the site's snapshot, and those of the files by age."""
    sources = read_sources(job.site / "sources").values()
    tables = [job.site / "snapshot" / f"{s.id}.csv" for s in sources if s.table == "population"]
    rows = [row for path in tables if path.is_file() for row in read_populations(path)]
    return collect_populations(rows, job.people, by_race=job.race_rule == "single")


def _typed(engine: Any, where: str, kind: str) -> Any:
    from data.records import inputs  # it imports Ibis, an extra; the engine has said by now whether it is there

    return inputs.read(engine, where, LAYOUTS[kind])


def _is_synthetic(engine: Any, job: Job, kinds: Iterable[str], progress: Progress) -> bool:
    """Check the records; whether they are made up. Raises RecordsError where no run may use them, or but some are."""
    from data.records.checks import check  # as in `_typed`

    found = set()
    for kind in kinds:
        progress(f"checking the records of {kind}")
        report = confined(f"checking {kind}", check, engine, job.records[kind], LAYOUTS[kind], limit=job.malformed)
        report.raise_if_refused()
        found.add(report.synthetic > 0)
    if len(found) > 1:
        raise RecordsError("some files of records are made up and some are not: no run takes both")
    return found == {True}


def _manifest(job: Job, source: Source, inputs: Mapping[str, Any], synthetic: bool) -> Manifest:
    return Manifest(
        source=source.id,
        definitions={d.id: definition_hash(d) for d in job.definitions},
        inputs=inputs,
        people=tuple(checked(path) for path in job.people),
        years=job.years,
        lengths=job.lengths,
        race_rule=job.race_rule,
        threshold=job.threshold,
        synthetic=synthetic,
        code=code_of_run(),
    )


def _engine_name(address: str) -> str:
    """The kind of engine of an address, without the host, the user or the password that may stand in it."""
    return address.partition(":")[0].partition("[")[0]


def _units(job: Job) -> list[_Unit]:
    """Units of work: definitions tied by the records they share, and years tied by the periods these are pooled in."""
    found = []
    for together in _tied((kinds_of(d), d) for d in job.definitions):
        lengths = sorted({n for d in together for n in _lengths(job, d)})
        spans = windows(job.years, lengths)
        for years in _tied((range(p.start.year, p.end.year + 1), p) for p in spans):
            covered = {y for p in years for y in range(p.start.year, p.end.year + 1)}
            found.append(_Unit(tuple(together), tuple(sorted(covered))))
    return found


def _lengths(job: Job, definition: CaseDefinition) -> tuple[int, ...]:
    return definition.pooled if job.lengths is None else job.lengths


def _tied(things: Iterable[tuple[Iterable[Any], Any]]) -> list[list[Any]]:
    """Things in groups: two are in one when they share a key, or are tied by others that do."""
    groups: list[tuple[set[Any], list[Any]]] = []
    for keys, thing in things:
        own = set(keys)
        met = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        merged = [*(t for group in met for t in group[1]), thing]
        groups.append((own.union(*(group[0] for group in met)), merged))
    return [members for _, members in groups]


@dataclass(frozen=True, repr=False)
class _Work:
    """What every unit of a run is worked on with."""

    job: Job
    manifest: Manifest
    tables: Mapping[str, Any]
    source: Source
    geography: Geography
    populations: Populations

    def done(self, unit: _Unit, progress: Progress, title: str) -> list[Observation]:
        """Protected rows of a unit: those kept of a run that broke off, where its inputs are the same, or made now."""
        path = unit.file(self.job.out, self.manifest.fingerprint)
        kept = _kept(path) if self.manifest.can_be_resumed else None
        if kept is not None:
            progress(f"{title}: done before")
            return kept
        made = {}
        for number, definition in enumerate(unit.definitions, start=1):
            progress(f"{title}: counting {definition.id}, {number} of {len(unit.definitions)} definitions")
            made[definition] = confined(f"counting {definition.id}", self.figures, unit, definition)
        progress(f"{title}: hiding small counts")
        hidden = confined("hiding small counts", protected_rows, made, self.geography, self.source)
        rows = [row for several in hidden.values() for row in several]
        if self.manifest.can_be_resumed:
            _keep(path, rows)
        progress(f"{title}: done")
        return rows

    def figures(self, unit: _Unit, definition: CaseDefinition) -> list[Figure]:
        """Figures of a definition in the years of a unit, small counts among them."""
        from data.records import counting  # as in `_typed`

        job, linked = self.job, self.tables.get(definition.linked) if definition.linked else None
        table = counting.counts(self.tables[definition.records], linked, definition, job.race_rule, years=unit.years)
        inside = set(unit.years)
        periods = [p for p in windows(job.years, _lengths(job, definition)) if p.start.year in inside]
        levels = control_levels(definition.levels)
        frame = counting.collect(table)
        return figures(frame, definition, self.geography, self.populations, self.source.id, periods, levels)


def _keep(path: Path, rows: Sequence[Observation]) -> None:
    """Keep protected rows; the checksum beside them is written last, so that a table without one is not done."""
    write_plain(path, rows)
    path.with_suffix(".sha256").write_text(str(checked(path).sha256), encoding="utf-8")


def _kept(path: Path) -> list[Observation] | None:
    """Rows kept of a unit; None where there are none, or others than were kept."""
    seal = path.with_suffix(".sha256")
    if not (path.is_file() and seal.is_file()) or checked(path).sha256 != seal.read_text(encoding="utf-8"):
        return None
    return read_plain(path)
