"""CDC WONDER natality: births of one year by state, mother's single race and Hispanic origin, tab separated.

A series names its `file` and the `period`, a year, which must be the one the query was made for: the file's name and
its title give the years of the whole database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.catalog import Series
from data.errors import SourceFileError
from data.geography import STATE_ID
from data.observations import Observation
from data.sources.request import Request, Row
from data.sources.tables import Record, read_table, refuse_duplicates

STATE, RACE, ORIGIN = "State of Residence Code", "Mother's Single Race 6 Code", "Mother's Hispanic Origin Code"
HISPANIC, NOT_HISPANIC, NOT_STATED = "2135-2", "2186-5", "9"
RACES: Mapping[str, str] = {
    "1002-5": "aian_nh",
    "A": "asian_nh",
    "2054-5": "black_nh",
    "NHOPI": "nhopi_nh",
    "2106-3": "white_nh",
    "M": "multiracial_nh",
}
ENCODING = "latin-1"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per group: the number of births, one row for each of six races and two more.

    Rows of fewer than 10 births are not in the file. A race without a row is hidden. Hispanic mothers, and those whose
    origin is not stated, stand by race; where one of the races has no row the sum is not whole and not available.
    Raises SourceFileError when the query is of another year, or a code or a cell is not as expected.
    """
    for series in request.asked:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, period = request.folder / request.option(series, "file"), request.period(series)
    records = read_table(
        path,
        ("Notes", STATE, RACE, ORIGIN, "Births"),
        encoding=ENCODING,
        delimiter="\t",
        keep=lambda cells: cells[STATE].strip() == STATE_ID and not cells["Notes"].strip(),
        footer="---",
    )
    _check_year(path, period.slug)
    if not records:
        raise SourceFileError(path, f"no row has the state code {STATE_ID}", column=STATE)
    refuse_duplicates(records, RACE, ORIGIN)
    births = {(record.text(RACE), record.text(ORIGIN)): _births(record) for record in records}
    groups: dict[str, float | None] = {stratum: births.get((code, NOT_HISPANIC)) for code, stratum in RACES.items()}
    for stratum, origin in (("hispanic", HISPANIC), ("not_stated", NOT_STATED)):
        parts = [births.get((code, origin)) for code in RACES]
        groups[stratum] = None if None in parts else sum(part for part in parts if part is not None)
    for stratum, count in groups.items():
        whole = stratum in RACES.values()
        yield Observation(
            indicator=series.indicator,
            geo_level="state",
            geo_id=STATE_ID,
            dimension="race_ethnicity",
            stratum=stratum,
            period=period,
            source=request.source.id,
            status="reported" if count is not None else "suppressed" if whole else "not_available",
            value=count,
            numerator=count,
        )


def _births(record: Record) -> float:
    if record.text(RACE) not in RACES:
        raise record.error(RACE, f"“{record.text(RACE)}” is not one of the six races: group by Single Race 6")
    if record.text(ORIGIN) not in (HISPANIC, NOT_HISPANIC, NOT_STATED):
        raise record.error(ORIGIN, f"“{record.text(ORIGIN)}” is not a code of Hispanic origin")
    count = record.count("Births")
    if count is None:
        raise record.error("Births", "is empty where a count is expected")
    return count


def _check_year(path: Path, year: str) -> None:
    said = re.search(r'"Year: ([^"]*)"', path.read_text(encoding=ENCODING))
    if said is None or said.group(1).strip() != year:
        found = f"of {said.group(1)}" if said else "of all its years together"
        raise SourceFileError(path, f"the query is {found}, not of {year}: see the notes at its end")
