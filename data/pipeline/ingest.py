"""Ingest of a publisher's release: its files are read and checked before the snapshot is changed."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from urllib.parse import unquote, urlsplit

from data import sources
from data.atomic_files import write_text
from data.catalog.models import Download, Source, read_indicators, read_sources
from data.errors import InputError, SnapshotError, SourceFileError, UnknownSourceError
from data.geography.localities import write_localities
from data.geography.places import read_geography
from data.observations.checks import KnownDefinitions, Violation, find_violations
from data.observations.csv_files import sort_observations, write_observations, write_populations
from data.observations.models import Observation, Population
from data.observations.rules import FIGURE_COLUMNS
from data.observations.services import write_services
from data.observations.tracts import write_tracts
from data.pipeline import release_policy as release_policy
from data.pipeline.build import Inputs
from data.pipeline.download import RetryPolicy, fetch
from data.pipeline.release_policy import Overrides
from data.settings import ROOT
from data.sources.files.request import Request, Row
from data.sources.files.tables import cell_of

GEOMETRY = ROOT / "assets" / "geometry"
DOWNLOADS = ROOT / "data" / "downloads"
"""Folder of downloaded files, a folder per source; not committed."""


@dataclass(frozen=True)
class IngestResult:
    """The snapshot table an ingest wrote, and its number of rows."""

    snapshot: Path
    rows: int


def ingest(
    source_id: str,
    folder: Path,
    inputs: Inputs | None = None,
    geometry: Path = GEOMETRY,
    *,
    progress: Callable[[str], None] = lambda _: None,
    allow_loss: bool = False,
    accept_revisions: bool = False,
) -> IngestResult:
    """Read the publisher's files in `folder` and write `<source>.csv` into the snapshot.

    `progress` gets the importer's remarks and what changes.

    Raises UnknownSourceError, DefinitionError or SourceFileError; InputError when a row breaks a rule of
    `observations.rules`; and SnapshotError when places, groups or periods would be lost and `allow_loss` is not set, or
    when half of an indicator's figures would change by more than half and `accept_revisions` is not. The snapshot is
    then unchanged.
    """
    inputs = inputs or Inputs()
    source = find_source(source_id, inputs)
    if not folder.is_dir():
        raise SourceFileError(folder, "is not a folder; give the folder that holds the publisher's files")
    reader = find_importer(source)
    target = inputs.snapshot / f"{source.id}.csv"
    if source.table == "place":
        return IngestResult(target, reader.write_places(folder, inputs.snapshot))
    if source.table == "boundary":
        return IngestResult(
            inputs.snapshot / "label_points.csv", reader.write_boundaries(folder, inputs.snapshot, geometry)
        )
    request = _request(source, folder, inputs)
    if source.table == "locality":
        rows_of_places = reader.read_localities(folder, source.id, request.geography)
        return IngestResult(target, write_localities(target, rows_of_places))
    if source.table == "tract":
        return IngestResult(target, write_tracts(target, reader.read_tract_table(request)))
    if source.table == "service":
        return IngestResult(
            target, write_services(target, list(reader.read_services(folder, source.id, request.geography)))
        )
    rows: list[Row] = list(_read(reader, request))
    for remark in dict.fromkeys(request.remarks):
        progress(remark)
    if not rows:
        raise InputError(f"{source.id}: no indicator asks for figures from it; add a [[series]] to an indicator's file")
    with tempfile.TemporaryDirectory() as scratch:
        new = Path(scratch) / target.name
        number = _write_new(new, rows, request)
        if target.is_file():
            overrides = Overrides(loss=allow_loss, revisions=accept_revisions)
            release_policy.check_release(target, new, request, overrides, progress)
        else:
            progress(f"{target.name}: the first table of this source; there is nothing to compare it with")
        write_text(target, new.read_text(encoding="utf-8"))
    return IngestResult(target, number)


def _write_new(path: Path, rows: list[Row], request: Request) -> int:
    """Write the new table beside the snapshot, its rows checked; returns how many. Raises InputError."""
    if request.source.table == "population":
        return write_populations(path, [r for r in rows if isinstance(r, Population)])
    definitions = KnownDefinitions(request.indicators, {request.source.id: request.source})
    observations = sort_observations(r for r in rows if isinstance(r, Observation))
    violations = find_violations(observations, definitions)
    if violations:
        raise _violation_error(violations, observations, request)
    return write_observations(path, observations, definitions)


def _violation_error(violations: list[Violation], rows: list[Observation], request: Request) -> InputError:
    """Error about the first violation; names the cell of the publisher's file where a figure of the row has one."""
    first = violations[0]
    row = rows[first.row or 0]
    more = f" (and {len(violations) - 1:,} more)" if len(violations) > 1 else ""
    place = request.geography.places.get(row.geo_id)
    label = f"{row.indicator}, {place.name if place else row.geo_id}, {row.stratum}, {row.period.slug}"
    problem = f"{first.column} of {label}: {first.problem}; {first.remedy}{more}"
    cell = cell_of(getattr(row, first.column, None))
    nearest = cell or next((c for name in FIGURE_COLUMNS if (c := cell_of(getattr(row, name)))), None)
    if nearest is None:
        return SnapshotError(f"{request.source.id}: {problem}")
    return SourceFileError(nearest.file, problem, column=cell.column if cell else None, row=nearest.row)


def find_source(source_id: str, inputs: Inputs) -> Source:
    """Definition of a source that has an importer. Raises UnknownSourceError."""
    sources = read_sources(inputs.sources)
    source = sources.get(source_id)
    if source is None:
        raise UnknownSourceError(f"“{source_id}” is not a source; known: {', '.join(sorted(sources))}")
    if source.table == "area":
        raise UnknownSourceError(f"{source_id} is kept by hand: edit its lists of members in data/areas and build")
    return source


def fetch_files(
    source_id: str,
    location: str | None,
    inputs: Inputs,
    progress: Callable[[str], None],
    downloads: Path = DOWNLOADS,
    policy: RetryPolicy | None = None,
) -> Path:
    """Folder with a source's files: `location` if that is a folder, else a folder they are downloaded into.

    They are downloaded from `location`, a URL, or without one from the official addresses in the source's file. Raises
    UnknownSourceError, or DownloadError when a file cannot be fetched or the publisher offers none.
    """
    source = find_source(source_id, inputs)
    if location is not None and not location.lower().startswith(("http://", "https://")):
        return Path(location)
    folder = downloads / source.id
    fetch(_downloads_of(source, location, inputs), folder, progress, policy)
    return folder


def _downloads_of(source: Source, location: str | None, inputs: Inputs) -> tuple[Download, ...]:
    if location is None:
        if not source.downloads:
            raise InputError(
                f"{source.id}: its publisher offers no file that can be fetched as it is; get it by hand from "
                f"{source.address} and run `python -m data ingest {source.id} --from FOLDER`"
            )
        return source.downloads
    names = {d.file for d in source.downloads} or {
        str(s.options["file"])
        for i in read_indicators(inputs.indicators).values()
        for s in i.series
        if s.source == source.id and "file" in s.options
    }
    last = unquote(PurePosixPath(urlsplit(location).path).name)
    name = next(iter(names)) if len(names) == 1 else last
    if not name or (names and name not in names):
        raise InputError(
            f"{source.id}: reads {', '.join(sorted(names))}, and the address ends in “{last}”; fetch the files into "
            "one folder and give that with --from"
        )
    return (Download(file=name, url=location),)


def find_importer(source: Source) -> ModuleType:
    """Module of the importer that a source's `reader` names. Raises UnknownSourceError."""
    for module in pkgutil.walk_packages(sources.__path__, f"{sources.__name__}."):
        if module.name.rpartition(".")[2] == source.reader:
            return importlib.import_module(module.name)
    raise UnknownSourceError(f"{source.id}.toml: there is no importer “{source.reader}” in data/sources")


def _request(source: Source, folder: Path, inputs: Inputs) -> Request:
    indicators = read_indicators(inputs.indicators)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    named = [s for i in indicators.values() for s in i.series]
    series = tuple(s for s in named if source.id in (s.source, s.options.get("tract_table")))
    return Request(folder, source, series, indicators, geography)


def _read(reader: ModuleType, request: Request) -> Iterator[Row]:
    rows: Iterator[Row] = reader.read(request)
    yield from rows
