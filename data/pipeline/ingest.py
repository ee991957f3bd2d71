"""Taking in a publisher's release: its files are read whole and checked before the snapshot is touched."""

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
from data.geography.places import read_geography
from data.observations.checks import Known, Violation, violations
from data.observations.csv_files import in_order, write_observations, write_populations
from data.observations.models import Observation, Population
from data.observations.rules import FIGURES
from data.observations.services import write_services
from data.pipeline import release_policy as release
from data.pipeline.build import Inputs
from data.pipeline.download import Patience, fetch
from data.pipeline.release_policy import Allowed
from data.settings import ROOT
from data.sources.files.request import Request, Row
from data.sources.files.tables import cell_of

GEOMETRY = ROOT / "assets" / "geometry"
DOWNLOADS = ROOT / "data" / "downloads"
"""Where fetched files are kept, a folder per source; not committed."""


@dataclass(frozen=True)
class Ingested:
    """What an ingest wrote: the snapshot table and its number of rows."""

    snapshot: Path
    rows: int


def ingest(
    source_id: str,
    folder: Path,
    inputs: Inputs | None = None,
    geometry: Path = GEOMETRY,
    *,
    say: Callable[[str], None] = lambda _: None,
    allow_loss: bool = False,
    accept_revisions: bool = False,
) -> Ingested:
    """Read the publisher's files in `folder` and write `<source>.csv` into the snapshot; `say` hears what it changes.

    Raises UnknownSourceError, DefinitionError or SourceFileError; InputError when a row breaks a rule of
    `observations.rules`; and SnapshotError when places, groups or periods would be lost and `allow_loss` is not set, or
    when half of an indicator's figures would change by more than half and `accept_revisions` is not. The snapshot is
    then unchanged.
    """
    inputs = inputs or Inputs()
    source = defined(source_id, inputs)
    if not folder.is_dir():
        raise SourceFileError(folder, "is not a folder; give the folder that holds the publisher's files")
    reader = _reader(source)
    target = inputs.snapshot / f"{source.id}.csv"
    if source.table == "place":
        return Ingested(target, reader.write_places(folder, inputs.snapshot))
    if source.table == "boundary":
        return Ingested(
            inputs.snapshot / "label_points.csv", reader.write_boundaries(folder, inputs.snapshot, geometry)
        )
    request = _request(source, folder, inputs)
    if source.table == "service":
        return Ingested(
            target, write_services(target, list(reader.read_services(folder, source.id, request.geography)))
        )
    rows: list[Row] = list(_read(reader, request))
    if not rows:
        raise InputError(f"{source.id}: no indicator asks for figures from it; add a [[series]] to an indicator's file")
    with tempfile.TemporaryDirectory() as made:
        new = Path(made) / target.name
        number = _write_new(new, rows, request)
        if target.is_file():
            allowed = Allowed(loss=allow_loss, revisions=accept_revisions)
            release.compare(target, new, request, allowed, say)
        else:
            say(f"{target.name}: the first table of this source; there is nothing to compare it with")
        write_text(target, new.read_text(encoding="utf-8"))
    return Ingested(target, number)


def _write_new(path: Path, rows: list[Row], request: Request) -> int:
    """Write the new table beside the snapshot, its rows checked; returns how many. Raises InputError."""
    if request.source.table == "population":
        return write_populations(path, [r for r in rows if isinstance(r, Population)])
    known = Known(request.indicators, {request.source.id: request.source})
    observations = in_order(r for r in rows if isinstance(r, Observation))
    broken = violations(observations, known)
    if broken:
        raise _refusal(broken, observations, request)
    return write_observations(path, observations, known)


def _refusal(broken: list[Violation], rows: list[Observation], request: Request) -> InputError:
    """The first violation in words; the cell of the publisher's file is named where a figure of the row knows it."""
    first = broken[0]
    row = rows[first.row or 0]
    more = f" (and {len(broken) - 1:,} more)" if len(broken) > 1 else ""
    place = request.geography.places.get(row.geo_id)
    words = f"{row.indicator}, {place.name if place else row.geo_id}, {row.stratum}, {row.period.slug}"
    problem = f"{first.column} of {words}: {first.problem}; {first.remedy}{more}"
    cell = cell_of(getattr(row, first.column, None))
    near = cell or next((c for name in FIGURES if (c := cell_of(getattr(row, name)))), None)
    if near is None:
        return SnapshotError(f"{request.source.id}: {problem}")
    return SourceFileError(near.file, problem, column=cell.column if cell else None, row=near.row)


def defined(source_id: str, inputs: Inputs) -> Source:
    """The source of this name, which has an importer. Raises UnknownSourceError."""
    sources = read_sources(inputs.sources)
    source = sources.get(source_id)
    if source is None:
        raise UnknownSourceError(f"“{source_id}” is not a source; known: {', '.join(sorted(sources))}")
    if source.table == "area":
        raise UnknownSourceError(f"{source_id} is kept by hand: edit its lists of members in data/areas and build")
    return source


def collect(
    source_id: str,
    address: str | None,
    inputs: Inputs,
    say: Callable[[str], None],
    downloads: Path = DOWNLOADS,
    patience: Patience | None = None,
) -> Path:
    """The folder with a source's files: the one given, or one they are fetched into from `address` or officially.

    Raises UnknownSourceError, or DownloadError when a file cannot be fetched or the publisher offers none.
    """
    source = defined(source_id, inputs)
    if address is not None and not address.lower().startswith(("http://", "https://")):
        return Path(address)
    folder = downloads / source.id
    fetch(_wanted(source, address, inputs), folder, say, patience)
    return folder


def _wanted(source: Source, address: str | None, inputs: Inputs) -> tuple[Download, ...]:
    if address is None:
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
    last = unquote(PurePosixPath(urlsplit(address).path).name)
    name = next(iter(names)) if len(names) == 1 else last
    if not name or (names and name not in names):
        raise InputError(
            f"{source.id}: reads {', '.join(sorted(names))}, and the address ends in “{last}”; fetch the files into "
            "one folder and give that with --from"
        )
    return (Download(file=name, url=address),)


def _reader(source: Source) -> ModuleType:
    for module in pkgutil.walk_packages(sources.__path__, f"{sources.__name__}."):
        if module.name.rpartition(".")[2] == source.reader:
            return importlib.import_module(module.name)
    raise UnknownSourceError(f"{source.id}.toml: there is no importer “{source.reader}” in data/sources")


def _request(source: Source, folder: Path, inputs: Inputs) -> Request:
    indicators = read_indicators(inputs.indicators)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    series = tuple(s for i in indicators.values() for s in i.series if s.source == source.id)
    return Request(folder, source, series, indicators, geography)


def _read(reader: ModuleType, request: Request) -> Iterator[Row]:
    rows: Iterator[Row] = reader.read(request)
    yield from rows
