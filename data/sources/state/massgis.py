"""MassGIS: the 351 cities and towns, their codes and their boundaries.

`ctps_municipalities.csv` is the Central Transportation Planning Staff's list of municipalities with MassGIS's town
numbers and the 2020 Census GEOIDs; `massgis_towns.geojson` is MassGIS's layer exported in longitude and latitude.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry

from data.atomic_files import write_rows
from data.errors import SourceFileError
from data.geography import boundaries
from data.geography.places import MUNICIPALITY_COLUMNS, STATE_ID, Geography, read_geography
from data.sources.files.content import read_json
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import LEVELS, slugify

LIST_FILE = "ctps_municipalities.csv"
BOUNDARY_FILE = "massgis_towns.geojson"
SOURCE = "massgis_municipalities"
MUNICIPALITIES = 351
LABEL_COLUMNS = ("geo_id", "lon", "lat")
AREAS = Path(__file__).resolve().parents[2] / "areas"
_LEVELS_WITH_MAP = tuple(level for level in LEVELS if level != "area")  # areas may overlap: no one map shows them all
_EXTENT = shapely.box(-73.6, 41.1, -69.8, 43.0)  # no point of the state lies outside, in degrees


@dataclass(frozen=True, slots=True)
class Town:
    """A feature of MassGIS's layer: its number, name in capitals, county FIPS code and polygon in degrees."""

    town_id: str
    name: str
    county: str
    polygon: Geometry


@dataclass(frozen=True, slots=True)
class Municipality:
    """A row of the list of municipalities; the fields are `data.geography.places.MUNICIPALITY_COLUMNS`."""

    geo_id: str
    town_id: str
    slug: str
    name: str
    county: str
    source: str = SOURCE


def read_municipalities(folder: Path) -> list[Municipality]:
    """List of the 351 municipalities by town number, after checking that list and layer agree.

    Raises SourceFileError naming file, column and row where a file is not as expected or the two contradict.
    """
    towns = read_towns(folder)
    records = read_table(folder / LIST_FILE, ("TOWNID", "GEOID20", "TOWN", "COUNTY_NUM"))
    refuse_duplicates(records, "TOWNID")
    refuse_duplicates(records, "GEOID20")
    if len(records) != MUNICIPALITIES:
        raise SourceFileError(
            folder / LIST_FILE, f"has {len(records)} municipalities; Massachusetts has {MUNICIPALITIES}"
        )
    return sorted((_municipality(record, towns) for record in records), key=lambda m: int(m.town_id))


def _municipality(record: Record, towns: dict[str, Town]) -> Municipality:
    town_id, geo_id, name = (record.text(column) for column in ("TOWNID", "GEOID20", "TOWN"))
    county = STATE_ID + record.code("COUNTY_NUM", 3)
    if town_id not in towns:
        raise record.error("TOWNID", f"{BOUNDARY_FILE} has no town number “{town_id}”")
    if not re.fullmatch(r"25[0-9]{8}", geo_id):
        raise record.error("GEOID20", f"“{geo_id}” is not the ten-digit GEOID of a town in Massachusetts")
    town = towns[town_id]
    if not county == geo_id[:5] == town.county:
        problem = f"{name} is in county {county} here, {geo_id[:5]} by its GEOID20 and {town.county} on the map"
        raise record.error("COUNTY_NUM", problem)
    # MassGIS writes MANCHESTER for Manchester-by-the-Sea: the beginning must agree.
    if not slugify(name).startswith(slugify(town.name)):
        raise record.error("TOWN", f"“{name}” has the number of {town.name} on the map ({town_id})")
    return Municipality(geo_id, town_id, slugify(name), name, county)


def read_towns(folder: Path) -> dict[str, Town]:
    """Towns of MassGIS's layer by town number. Raises SourceFileError naming the feature that is wrong, from 1."""
    path = folder / BOUNDARY_FILE
    towns: dict[str, Town] = {}
    for number, feature in enumerate(_features(path), start=1):
        town = _town(path, number, feature)
        if town.town_id in towns:
            raise SourceFileError(path, f"town number {town.town_id} stands twice", column="TOWN_ID", row=number)
        towns[town.town_id] = town
    if len(towns) != MUNICIPALITIES:
        raise SourceFileError(path, f"has {len(towns)} municipalities; Massachusetts has {MUNICIPALITIES}")
    return towns


def _features(path: Path) -> list[Any]:
    content = read_json(path)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise SourceFileError(path, "is not a GeoJSON FeatureCollection: export the layer as GeoJSON")
    return features


def _town(path: Path, number: int, feature: Any) -> Town:
    properties = (feature.get("properties") or {}) if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise SourceFileError(path, "is no feature with properties: export the layer as GeoJSON", row=number)
    values = {}
    for column in ("TOWN_ID", "TOWN", "FIPS_STCO"):
        value = properties.get(column)
        if value in (None, ""):
            raise SourceFileError(path, "this property is missing or empty", column=column, row=number)
        values[column] = str(value).strip()
    if not re.fullmatch(r"[0-9]+", values["TOWN_ID"]):
        raise SourceFileError(path, f"“{values['TOWN_ID']}” is not a town number", column="TOWN_ID", row=number)
    if not re.fullmatch(r"25[0-9]{3}", values["FIPS_STCO"]):
        problem = f"“{values['FIPS_STCO']}” is not the FIPS code of a county in Massachusetts"
        raise SourceFileError(path, problem, column="FIPS_STCO", row=number)
    try:
        polygon = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.errors.GEOSException as error:
        raise SourceFileError(path, f"{values['TOWN']}: its geometry cannot be read ({error})", row=number) from error
    if polygon is None or polygon.is_empty or polygon.geom_type not in ("Polygon", "MultiPolygon"):
        raise SourceFileError(path, f"{values['TOWN']} has no polygon", row=number)
    if not _EXTENT.contains(shapely.box(*polygon.bounds)):
        problem = f"{values['TOWN']} lies outside Massachusetts: export the layer in longitude and latitude (EPSG:4326)"
        raise SourceFileError(path, problem, row=number)
    return Town(values["TOWN_ID"], values["TOWN"], values["FIPS_STCO"], polygon)


def write_places(folder: Path, snapshot: Path) -> int:
    """Read the files in `folder`, write `massgis_municipalities.csv` in `snapshot`; returns the number of rows.

    Raises SourceFileError as `read_municipalities` does; then nothing is written.
    """
    rows = read_municipalities(folder)
    cells = ([getattr(row, column) for column in MUNICIPALITY_COLUMNS] for row in rows)
    write_rows(snapshot / f"{SOURCE}.csv", MUNICIPALITY_COLUMNS, cells)
    return len(rows)


def write_boundaries(folder: Path, snapshot: Path, geometry: Path, areas: Path = AREAS) -> int:
    """Read the layer in `folder`; write one GeoJSON per level in `geometry` and `label_points.csv` in `snapshot`.

    The places are those of the municipalities' snapshot and of the area files. Returns the number of label points, one
    for every place. Raises SourceFileError, BoundaryError or what `read_geography` raises; then nothing is written.
    """
    places = read_geography(snapshot / f"{SOURCE}.csv", areas)
    coverage = boundaries.municipal_coverage(_polygons(folder, places))
    outlines = boundaries.outlines(coverage, places.places.values())
    labels = {geo_id: boundaries.label_point(outline) for geo_id, outline in outlines.items()}
    for level in _LEVELS_WITH_MAP:
        level_outlines = {p.geo_id: outlines[p.geo_id] for p in places.of_level(level)}
        boundaries.write_collection(geometry / f"{level}.json", boundaries.feature_collection(level_outlines))
    rows = ((geo_id, f"{lon:.4f}", f"{lat:.4f}") for geo_id, (lon, lat) in sorted(labels.items()))
    write_rows(snapshot / "label_points.csv", LABEL_COLUMNS, rows)
    return len(labels)


def _polygons(folder: Path, places: Geography) -> dict[str, Geometry]:
    towns = read_towns(folder)
    unknown = sorted(set(towns) ^ set(places.town_ids), key=int)
    if unknown:
        raise SourceFileError(
            folder / BOUNDARY_FILE,
            f"its town numbers are not those of {SOURCE}.csv (first: {unknown[0]}); ingest {SOURCE} first",
            column="TOWN_ID",
        )
    return {places.town_ids[town_id]: town.polygon for town_id, town in towns.items()}
