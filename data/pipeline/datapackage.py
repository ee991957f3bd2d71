"""Frictionless data package of the snapshot: for every table its fields, units, source and licence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.atomic_files import write_text
from data.catalog.localities import LOCALITY_COLUMNS, LOCALITY_KINDS
from data.catalog.models import Indicator, Source, read_indicators, read_sources
from data.catalog.publication.columns import DESCRIPTIONS, UNITS
from data.catalog.tracts import TRACT_COLUMNS
from data.geography.places import MUNICIPALITY_COLUMNS
from data.observations.csv_files import POPULATION_COLUMNS, checksum
from data.observations.schema import OBSERVATION_COLUMNS
from data.observations.services import COLUMNS as SERVICE_COLUMNS
from data.observations.services import EVENTS
from data.pipeline.build import Inputs
from data.vocabulary import LEVELS, STATUSES

FILE = "datapackage.json"
_NUMBERS = {"value", "ci_low", "ci_high", "numerator", "denominator", "lon", "lat", "years", "error"}
_INTEGERS = {"population", "births", "town_id", "position", "residents", "town_residents"}
_DATES = {"period_start", "period_end", "date_start", "date_end"}
_ALLOWED = {"geo_level": LEVELS, "status": STATUSES, "event": EVENTS, "kind": LOCALITY_KINDS}
_OPTIONAL = {
    "value",
    "ci_low",
    "ci_high",
    "numerator",
    "denominator",
    "date_start",
    "date_end",
    "births",
    "years",
    "error",
    "rates",
    "ccn",
    "note",
}
_KEYS = {
    "observation": OBSERVATION_COLUMNS[:7],
    "population": [c for c in POPULATION_COLUMNS if c not in ("population", "source")],
    "place": ["geo_id"],
    "boundary": ["geo_id"],
    "locality": ["kind", "name", "geo_id"],
    "tract": ["indicator", "tract"],
}


def describe(inputs: Inputs) -> dict[str, Any]:
    """Data package of the snapshot tables of all defined sources that exist. Raises DefinitionError."""
    sources, indicators = read_sources(inputs.sources), read_indicators(inputs.indicators)
    resources = [
        _resource(path, source, indicators.values())
        for source in sources.values()
        if (path := _table(inputs.snapshot, source)).is_file()
    ]
    return {
        "profile": "tabular-data-package",
        "name": "massachusetts-health-equity-snapshot",
        "title": "Massachusetts health equity figures, as read from their publishers",
        "description": "One table per source. Indicators, sources and areas are defined in the TOML files beside it.",
        "version": inputs.snapshot_version(),
        "resources": resources,
    }


def write_package(inputs: Inputs) -> Path:
    """Write the data package next to the tables, atomically; the same tables give the same bytes."""
    path = inputs.snapshot / FILE
    write_text(path, to_json(describe(inputs)))
    return path


def to_json(package: dict[str, Any]) -> str:
    """JSON text of a data package, as in its file."""
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _table(snapshot: Path, source: Source) -> Path:
    return snapshot / ("label_points.csv" if source.table == "boundary" else f"{source.id}.csv")


def _resource(path: Path, source: Source, indicators: Iterable[Indicator]) -> dict[str, Any]:
    columns = {
        "observation": OBSERVATION_COLUMNS,
        "population": POPULATION_COLUMNS,
        "place": MUNICIPALITY_COLUMNS,
        "boundary": ("geo_id", "lon", "lat"),
        "service": SERVICE_COLUMNS,
        "locality": LOCALITY_COLUMNS,
        "tract": TRACT_COLUMNS,
    }[source.table]
    schema: dict[str, Any] = {"fields": [_field(name, source.table) for name in columns], "missingValues": [""]}
    if source.table in _KEYS:
        schema["primaryKey"] = _KEYS[source.table]
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": path.stem.replace("_", "-"),
        "path": path.name,
        "title": source.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{checksum(path)}",
        "schema": schema,
        "sources": [{"title": f"{source.publisher}: {source.title}, {source.release}", "path": source.address}],
        "licenses": [{"title": source.licence, "path": source.address}],
        "redistribution": source.redistribution,
        "citation": source.citation,
        "retrieved": source.retrieved.isoformat(),
    }
    if source.race is not None:
        resource["race"] = source.race.model_dump(exclude_none=True)
    units = {i.id: i.unit for i in indicators if any(s.source == source.id for s in i.series)}
    if units:
        resource["units"] = units
    return resource


def _field(name: str, table: str) -> dict[str, Any]:
    kind = "string"
    if name in _NUMBERS:
        kind = "number"
    elif name in _INTEGERS:
        kind = "integer"
    elif name in _DATES:
        kind = "date"
    elif name == "year":
        kind = "year"
    field: dict[str, Any] = {"name": name, "type": kind, "description": DESCRIPTIONS[name]}
    if name in UNITS:
        field["unit"] = UNITS[name]
    elif name in ("value", "ci_low", "ci_high"):
        field["unit"] = "the unit of the indicator, in `units`"
    constraints: dict[str, Any] = {}
    if (
        name not in _OPTIONAL
        and not (table == "tract" and name == "geo_id")
        and not (table == "service" and name in ("geo_id", "date_text"))
    ):
        constraints["required"] = True
    if name in _ALLOWED:
        constraints["enum"] = list(_ALLOWED[name])
    if constraints:
        field["constraints"] = constraints
    return field
