"""U.S. Census Bureau: yearly population estimates of the state, its counties and its cities and towns.

The file is `sub-est….csv` of the state (SUMLEV 040 state, 050 county, 061 county subdivision). The years are those of
its POPESTIMATE columns. No series is needed: the figures are denominators, not an indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from data.catalog.models import Place
from data.errors import SourceFileError
from data.geography.places import STATE_ID, Geography
from data.observations.models import Population
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_missing

STATE, COUNTY, SUBDIVISION = "040", "050", "061"
ESTIMATE = re.compile(r"POPESTIMATE(\d{4})")
FORM = re.compile(r"\s+(?:Town city|city|town)$")
"""Suffixes of the Bureau's names for a place's form of government."""


def read(request: Request) -> Iterator[Row]:
    """Yield a Population per place (state, county, municipality) and year.

    Raises SourceFileError when a place is missing, doubled, unknown or in another county than ours, or when the
    municipalities of a county or the counties of the state do not add up.
    """
    path = _file(request.folder)
    records = read_table(
        path,
        ("SUMLEV", "STATE", "COUNTY", "NAME"),
        column_pattern=ESTIMATE,
        encoding="latin-1",
        keep=lambda cells: cells["STATE"].strip() == STATE_ID,
    )
    records = [record for record in records if record.code("SUMLEV", 3) in (STATE, COUNTY, SUBDIVISION)]
    years = _years(path, records)
    places = _places(request.geography, records)
    populations = {
        geo_id: {year: _population(record, column) for year, column in years.items()}
        for geo_id, (_, record) in places.items()
    }
    geography = request.geography
    expected = [place for level in ("state", "county", "municipality") for place in geography.of_level(level)]
    refuse_missing(path, populations, expected)
    for whole in (*geography.of_level("state"), *geography.of_level("county")):
        _check_sum(path, whole, populations)
    for geo_id, (place, _) in places.items():
        for year, population in populations[geo_id].items():
            yield Population(place.level, geo_id, year, population, request.source.id)


def _file(folder: Path) -> Path:
    files = sorted(folder.glob(f"sub-est*_{STATE_ID}.csv"))
    if len(files) != 1:
        names = ", ".join(path.name for path in files) or "none"
        raise SourceFileError(f"sub-est*_{STATE_ID}.csv", f"one such file is expected in the folder; found: {names}")
    return files[0]


def _years(path: Path, records: list[Record]) -> dict[int, str]:
    columns = records[0].cells if records else {}
    years = {int(match[1]): match[0] for name in columns if (match := ESTIMATE.fullmatch(name))}
    if not years:
        raise SourceFileError(path, f"no rows of state {STATE_ID} with columns POPESTIMATE and a year", row=1)
    if len(years) != max(years) - min(years) + 1:
        problem = f"years between {min(years)} and {max(years)} are missing from its POPESTIMATE columns"
        raise SourceFileError(path, problem, row=1)
    return years


def _places(geography: Geography, records: Iterable[Record]) -> dict[str, tuple[Place, Record]]:
    county_of = {member: county.geo_id for county in geography.of_level("county") for member in county.members}
    places: dict[str, tuple[Place, Record]] = {}
    for record in records:
        county = STATE_ID + record.code("COUNTY", 3)
        if record.text("SUMLEV") == SUBDIVISION:
            # By name: the codes of Amherst, Greenfield and North Attleborough differ between the Bureau's own vintages.
            place = geography.municipality(FORM.sub("", record.text("NAME")))
            if place is not None and county_of.get(place.geo_id) != county:
                raise record.error("COUNTY", f"{place.name} is not in county {county} by our list of counties")
        else:
            place = geography.places.get(STATE_ID if record.text("SUMLEV") == STATE else county)
        if place is None:
            raise record.error("NAME", f"“{record.text('NAME')}” is no place we know: add its spelling to the aliases")
        if place.geo_id in places:
            raise record.error("NAME", f"{place.name} stands already in row {places[place.geo_id][1].row}")
        places[place.geo_id] = (place, record)
    return places


def _population(record: Record, column: str) -> int:
    population = record.count(column, cross_checked=True)
    if population is None:
        raise record.error(column, "is empty where a population is expected")
    return population


def _check_sum(path: Path, whole: Place, populations: Mapping[str, Mapping[int, int]]) -> None:
    for year, population in populations[whole.geo_id].items():
        total = sum(populations[member][year] for member in whole.members)
        if total != population:
            problem = f"the {len(whole.members)} municipalities of {whole.name} add up to {total:,}, not {population:,}"
            raise SourceFileError(path, problem, column=f"POPESTIMATE{year}")
