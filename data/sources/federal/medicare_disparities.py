"""CMS Mapping Medicare Disparities: hospital stays that good care could prevent, by county and state and by race.

The tool gives one file per geography and race. A series names its `files` (a list), the `condition` and the `period` (a
year), both of which every line must repeat.

Two traps. A county where a race has fewer than 11 beneficiaries has no line in that race's file. And among small
groups the publisher prints 0 both for no stays and for a figure it does not give: whole counties of hundreds of
beneficiaries stand at 0 beside neighbors at 3,000. A 0 is therefore no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from data.catalog.models import Place, Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Level, Status

T = TypeVar("T")
GEOGRAPHY, FIPS, RACE, VALUE, PEOPLE = "geography", "fips", "primary_race", "analysis_value", "primary_denominator"
LEVELS: Mapping[str, Level] = {"State/Territory": "state", "County": "county"}
EVERYONE: Mapping[str, str] = {"All": OVERALL}
EXPECTED: Mapping[str, str] = {
    "population": "Medicare Fee For Service",
    "measure": "Prevention Quality Indicator (PQI)",
    "adjustment": "Unsmoothed age standardized",
    "analysis": "Base measure",
    "primary_sex": "All",
    "primary_age": "All",
    "primary_dual": "Dual & non-dual",
    "primary_eligibility": "All",
}
"""The choices made in the tool that every line must show: another choice is another measure."""
SMALLEST = "11-499"
"""The publisher's band of the fewest beneficiaries: at the state's rate they have fewer than sixteen stays a year."""
BANDS = (SMALLEST, "500-999", "1,000-4,999", "5,000-9,999", "10,000+")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per place and race for each series asked for: an age-standardized rate per 100,000.

    There are neither counts nor intervals. Figures of the band of the fewest beneficiaries are unreliable. Raises
    SourceFileError when a file is of another measure, year or choice, holds two geographies or races, or lacks a place
    that must be there; DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        files = series.options.get("files")
        if not isinstance(files, list) or not files:
            raise DefinitionError(f"{series.indicator}.toml: files: a list of the publisher's files is needed")
        for file in files:
            yield from _observations(request, series, request.folder / str(file))


def _observations(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    period = request.period(series)
    expected = {**EXPECTED, "condition": request.option(series, "condition"), "year": period.slug}
    columns = (GEOGRAPHY, FIPS, "state", RACE, VALUE, PEOPLE, *expected)
    records = read_table(
        path,
        columns,
        keep=lambda cells: cells["state"].strip().upper() == "MASSACHUSETTS",
        allow_unterminated=True,
        require_filled=True,
    )
    if not records:
        raise SourceFileError(path, "has no row for Massachusetts", column="state")
    refuse_duplicates(records, FIPS)
    for record in records:
        for column, word in expected.items():
            if record.text(column) != word:
                raise record.error(column, f"“{record.text(column)}” where “{word}” is expected")
    level, stratum = _only(records, GEOGRAPHY, LEVELS), _only(records, RACE, {**EVERYONE, **request.races})
    places = request.geography.of_level(level)
    by_place = {_geo_id(record, places): record for record in records}
    if stratum == OVERALL or level == "state":
        refuse_missing(path, by_place, places)
    for place in places:
        value, status = _figure(by_place.get(place.geo_id))
        yield Observation(
            indicator=series.indicator,
            geo_level=level,
            geo_id=place.geo_id,
            dimension=OVERALL if stratum == OVERALL else "race_ethnicity",
            stratum=stratum,
            period=period,
            source=request.source.id,
            status=status,
            value=value,
        )


def _only(records: list[Record], column: str, choices: Mapping[str, T]) -> T:
    first = records[0].text(column)
    for record in records:
        word = record.text(column)
        if word not in choices:
            raise record.error(column, f"“{word}” is none of {', '.join(choices)}")
        if word != first:
            raise record.error(column, f"“{word}” and “{first}” stand in one file; one of them is expected")
    return choices[first]


def _geo_id(record: Record, places: tuple[Place, ...]) -> str:
    code = record.text(FIPS)
    if code not in {place.geo_id for place in places}:
        raise record.error(FIPS, f"“{code}” is neither Massachusetts ({STATE_ID}) nor one of its counties")
    return code


def _figure(record: Record | None) -> tuple[float | None, Status]:
    if record is None:
        return None, "not_available"
    value, band = record.count(VALUE), record.text(PEOPLE)  # the publisher rounds to whole numbers
    if band not in BANDS:
        raise record.error(PEOPLE, f"“{band}” is none of {'; '.join(BANDS)}")
    if not value:
        return None, "not_available"
    return value, "unreliable" if band == SMALLEST else "reported"
