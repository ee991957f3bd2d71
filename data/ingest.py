"""Taking in a publisher's release: its files are read whole and checked before the snapshot is touched."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from urllib.parse import unquote, urlsplit

from data.build import Inputs
from data.catalog import Download, Source, read_indicators, read_sources
from data.difference import losses
from data.download import Patience, fetch
from data.errors import InputError, SnapshotError, SourceFileError, UnknownSourceError
from data.geography import read_geography
from data.observations import Observation, Population
from data.services import write_services
from data.settings import ROOT
from data.snapshot import read_populations, write_observations, write_populations
from data.sources.request import Request, Row

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
    allow_loss: bool = False,
) -> Ingested:
    """Read the publisher's files in `folder` and write `<source>.csv` into the snapshot.

    Raises UnknownSourceError, DefinitionError or SourceFileError, and SnapshotError when places, groups or periods of
    before would be lost and `allow_loss` is not set; the snapshot is then as it was.
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
    if source.table == "population":
        populations = [r for r in rows if isinstance(r, Population)]
        lost = _lost_populations(target, populations)
        _refuse_loss(target, [] if allow_loss else lost)
        return Ingested(target, write_populations(target, populations))
    observations = [r for r in rows if isinstance(r, Observation)]
    lost = [] if allow_loss else _lost_observations(target, observations, request)
    _refuse_loss(target, lost)
    return Ingested(target, write_observations(target, observations))


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
    try:
        return importlib.import_module(f"data.sources.{source.reader}")
    except ModuleNotFoundError as error:
        raise UnknownSourceError(f"{source.id}.toml: there is no importer “{source.reader}” in data/sources") from error


def _request(source: Source, folder: Path, inputs: Inputs) -> Request:
    indicators = read_indicators(inputs.indicators)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    series = tuple(s for i in indicators.values() for s in i.series if s.source == source.id)
    return Request(folder, source, series, indicators, geography)


def _read(reader: ModuleType, request: Request) -> Iterator[Row]:
    rows: Iterator[Row] = reader.read(request)
    yield from rows


def _lost_observations(target: Path, rows: list[Observation], request: Request) -> list[str]:
    """What the table in place has and the new rows have not, of the indicators still asked for."""
    if not target.is_file():
        return []
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / target.name
        write_observations(new, rows)
        return losses(target, new, sorted({s.indicator for s in request.asked}))


def _lost_populations(target: Path, rows: list[Population]) -> list[str]:
    if not target.is_file():
        return []
    old, new = ({(r.geo_id, r.year, r.stratum) for r in table} for table in (read_populations(target), rows))
    lost = sorted({f"{place} in {year} ({group})" for place, year, group in old - new})
    return [f"{len(lost)} populations ({', '.join(lost[:3])}{', …' if len(lost) > 3 else ''})"] if lost else []


def _refuse_loss(target: Path, lost: list[str]) -> None:
    if lost:
        raise SnapshotError(
            f"{target.name}: the new release would lose what the one in place has: {'; '.join(lost[:5])}"
            f"{'; …' if len(lost) > 5 else ''}. If that is meant, run again with --allow-loss"
        )
