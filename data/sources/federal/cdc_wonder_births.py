"""CDC WONDER natality: births of one year by state, mother's single race and Hispanic origin, tab separated.

A series names its `file` and the `period`, a year, which must be the one the query was made for: the file's name and
its title give the years of the whole database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.catalog.models import Series
from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.federal.cdc_wonder import is_total
from data.sources.files.content import read_text
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates

STATE, RACE, ORIGIN = "State of Residence Code", "Mother's Single Race 6", "Mother's Hispanic Origin"
NOT_HISPANIC = "Not Hispanic or Latino"
BY_ORIGIN = ("hispanic", "not_stated")
"""The groups that the source's words tell by origin; the others are races of mothers who are not Hispanic."""
ENCODING = "latin-1"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per group: the number of births, one row for each of six races and two more.

    Rows of fewer than 10 births are not in the file. A race without a row is hidden. Hispanic mothers, and those whose
    origin is not stated, stand by race; where one of the races has no row the sum is not whole and not available.
    Raises SourceFileError when the query is of another year, or a code or a cell is not as expected.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, period = request.folder / request.option(series, "file"), request.period(series)
    records = read_table(
        path,
        ("Notes", STATE, RACE, ORIGIN, "Births"),
        encoding=ENCODING,
        delimiter="\t",
        keep=lambda cells: cells[STATE].strip() == STATE_ID,
        footer="---",
    )
    records = [record for record in records if not is_total(record)]
    _check_year(path, period.slug)
    if not records:
        raise SourceFileError(path, f"no row has the state code {STATE_ID}", column=STATE)
    refuse_duplicates(records, RACE, ORIGIN)
    races = {word: stratum for word, stratum in request.races.items() if stratum not in BY_ORIGIN}
    origins = {word: stratum for word, stratum in request.races.items() if stratum in BY_ORIGIN}
    births = {(record.text(RACE), record.text(ORIGIN)): _births(record, races, origins) for record in records}
    groups: dict[str, float | None] = {stratum: births.get((race, NOT_HISPANIC)) for race, stratum in races.items()}
    for origin, stratum in origins.items():
        parts = [births.get((race, origin)) for race in races]
        groups[stratum] = None if None in parts else sum(part for part in parts if part is not None)
    for stratum, count in groups.items():
        is_single_row = stratum in races.values()
        yield Observation(
            indicator=series.indicator,
            geo_level="state",
            geo_id=STATE_ID,
            dimension="race_ethnicity",
            stratum=stratum,
            period=period,
            source=request.source.id,
            status="reported" if count is not None else "suppressed" if is_single_row else "not_available",
            value=count,
            numerator=count,
        )


def _births(record: Record, races: Mapping[str, str], origins: Mapping[str, str]) -> float:
    if record.text(RACE) not in races:
        raise record.error(RACE, f"“{record.text(RACE)}” is not one of the six races: group by Single Race 6")
    if record.text(ORIGIN) not in (*origins, NOT_HISPANIC):
        raise record.error(ORIGIN, f"“{record.text(ORIGIN)}” is not a word for Hispanic origin")
    count = record.count("Births")
    if count is None:
        raise record.error("Births", "is empty where a count is expected")
    return count


def _check_year(path: Path, year: str) -> None:
    query_year = re.search(r'"Year: ([^"]*)"', read_text(path, ENCODING))
    if query_year is None or query_year.group(1).strip() != year:
        actual = f"of {query_year.group(1)}" if query_year else "of all its years together"
        raise SourceFileError(path, f"the query is {actual}, not of {year}: see the notes at its end")
