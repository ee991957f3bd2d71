"""Taking in a publisher's release: its files are read whole and checked before the snapshot is touched."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from data.build import Inputs
from data.catalog import Source, read_indicators, read_sources
from data.errors import InputError, SourceFileError, UnknownSourceError
from data.geography import read_geography
from data.observations import Observation, Population
from data.settings import ROOT
from data.snapshot import write_observations, write_populations
from data.sources.request import Request, Row

GEOMETRY = ROOT / "assets" / "geometry"


@dataclass(frozen=True)
class Ingested:
    """What an ingest wrote: the snapshot table and its number of rows."""

    snapshot: Path
    rows: int


def ingest(source_id: str, folder: Path, inputs: Inputs | None = None, geometry: Path = GEOMETRY) -> Ingested:
    """Read the publisher's files in `folder` and write `<source>.csv` into the snapshot.

    Raises UnknownSourceError, DefinitionError or SourceFileError; the snapshot is then as it was.
    """
    inputs = inputs or Inputs()
    sources = read_sources(inputs.sources)
    source = sources.get(source_id)
    if source is None:
        raise UnknownSourceError(f"“{source_id}” is not a source; known: {', '.join(sorted(sources))}")
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
    rows: list[Row] = list(_read(reader, _request(source, folder, inputs)))
    if not rows:
        raise InputError(f"{source.id}: no indicator asks for figures from it; add a [[series]] to an indicator's file")
    if source.table == "population":
        return Ingested(target, write_populations(target, [r for r in rows if isinstance(r, Population)]))
    return Ingested(target, write_observations(target, [r for r in rows if isinstance(r, Observation)]))


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
