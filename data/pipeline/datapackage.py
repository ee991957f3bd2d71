"""Frictionless data package of the snapshot: for every table its fields, units, source and licence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.atomic_files import write_text
from data.catalog.localities import LOCALITY_COLUMNS, LOCALITY_KINDS
from data.catalog.models import Indicator, Source, read_indicators, read_sources
from data.catalog.tracts import TRACT_COLUMNS
from data.geography.places import MUNICIPALITY_COLUMNS
from data.observations.csv_files import POPULATION_COLUMNS, checksum
from data.observations.schema import OBSERVATION_COLUMNS
from data.observations.services import COLUMNS as SERVICE_COLUMNS
from data.observations.services import EVENTS
from data.pipeline.build import Inputs
from data.vocabulary import LEVELS, STATUSES

FILE = "datapackage.json"
_DESCRIPTIONS = {
    "indicator": "What is measured; the files in data/indicators define it.",
    "geo_level": "The level of the place.",
    "geo_id": "The place: FIPS code, Census GEOID or the id of an area.",
    "dimension": "How people are divided; `overall` is everyone.",
    "stratum": "The group of people; `overall` is everyone.",
    "period_start": "First day of the period.",
    "period_end": "Last day of the period.",
    "value": "The figure, in its indicator's unit. Empty: hidden, not available, or a count whose rate is computed.",
    "ci_low": "Lower end of the 95 % interval as published, in the unit of the value.",
    "ci_high": "Upper end of the 95 % interval as published, in the unit of the value.",
    "numerator": "Events counted over the whole period.",
    "denominator": "People, births or person-years the events are counted against, over the whole period.",
    "status": "What the figure is. Suppressed and unavailable rows carry no figure; zero is a reported value.",
    "source": "The source of the row: the name of its file in data/sources.",
    "year": "Calendar year; residents on 1 July.",
    "population": "Residents.",
    "town_id": "MassGIS town number.",
    "slug": "The place in an address of the site.",
    "name": "The place's name.",
    "county": "County FIPS code.",
    "lon": "Longitude of the label, WGS 84.",
    "lat": "Latitude of the label, WGS 84.",
    "hospital": "The hospital or birth center, as the source writes it.",
    "ccn": "Medicare's number of the hospital; it can cover several campuses.",
    "event": "What the statement says. `not_available`: the hospital gave no answer, which is not a no.",
    "date_start": "First day the event may have been, or that the statement is about.",
    "date_end": "Last day the event may have been, or that the statement is about.",
    "date_text": "The source's own words for the date.",
    "births": "Births in the period.",
    "said": "The source's own words.",
    "note": "What is known beside it.",
    "confidence": "A: the publisher's own page or file. B: a named secondary page that quotes it.",
    "title": "Title of the page or file.",
    "publisher": "Its publisher.",
    "address": "Its address.",
    "tract": "Census tract of 2010: state, county and tract.",
    "residents": "Residents of the tract, 2010 Census.",
    "town_residents": "Residents of the city or town where most people of the tract live, 2010 Census.",
    "years": "The tract's estimate, in the indicator's unit. Empty: not published.",
    "error": "Standard error of the estimate.",
    "rates": "The death rates behind it: `observed` at all ages, `predicted` by a model at all ages, or `both`.",
    "kind": "`zip`, a ZIP code of five digits, or `neighborhood`, a name of a part of a city or town.",
    "position": "1 for the municipality that is named first, where a name is used in several.",
}
_NUMBERS = {"value", "ci_low", "ci_high", "numerator", "denominator", "lon", "lat", "years", "error"}
_INTEGERS = {"population", "births", "town_id", "position", "residents", "town_residents"}
_DATES = {"period_start", "period_end", "date_start", "date_end"}
_UNITS = {"population": "residents", "births": "births", "lon": "degrees east", "lat": "degrees north"}
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
    field: dict[str, Any] = {"name": name, "type": kind, "description": _DESCRIPTIONS[name]}
    if name in _UNITS:
        field["unit"] = _UNITS[name]
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
