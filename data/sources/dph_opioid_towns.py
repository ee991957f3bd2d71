"""Massachusetts Department of Public Health: opioid-related overdose deaths by city and town, one column per year.

A series names its `file`. The years are those of the header; the other column holds the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from data.catalog import Place, Series
from data.errors import SourceFileError
from data.observations import Observation
from data.sources.request import Request, Row
from data.sources.tables import Record, read_table, refuse_missing
from data.vocabulary import OVERALL, Period

YEAR = re.compile(r"(?:19|20)\d\d")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per municipality and year with the number of deaths and no rate; zero is a number.

    Raises SourceFileError when a name is no municipality or stands twice, a municipality is missing, or a cell is not
    a count.
    """
    for series in request.asked:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    records = read_table(path, ())
    name_column, years = _header(path, records)
    for place, record in _by_municipality(request, path, records, name_column):
        for year in years:
            deaths = record.count(year)
            if deaths is None:
                raise record.error(year, "is empty: the publisher prints 0 where nobody died")
            yield Observation(
                indicator=series.indicator,
                geo_level="municipality",
                geo_id=place.geo_id,
                dimension=OVERALL,
                stratum=OVERALL,
                period=Period.years(int(year)),
                source=request.source.id,
                numerator=deaths,
            )


def _header(path: Path, records: list[Record]) -> tuple[str, list[str]]:
    if not records:
        raise SourceFileError(path, "has no rows below its header")
    columns = list(records[0].cells)
    years = [name for name in columns if YEAR.fullmatch(name)]
    others = [name for name in columns if name not in years]
    if not years or len(others) != 1:
        found = ", ".join(columns)
        raise SourceFileError(path, f"one column of names and columns named by year are expected, not {found}", row=1)
    return others[0], years


def _by_municipality(
    request: Request, path: Path, records: list[Record], name_column: str
) -> list[tuple[Place, Record]]:
    found: dict[str, tuple[Place, Record]] = {}
    for record in records:
        place = request.geography.municipality(record.text(name_column))
        if place is None:
            raise record.error(
                name_column,
                f"“{record.text(name_column)}” is no municipality: if it is another spelling, add it to the aliases",
            )
        if place.geo_id in found:
            raise record.error(name_column, f"{place.name} stands already in row {found[place.geo_id][1].row}")
        found[place.geo_id] = (place, record)
    refuse_missing(path, found, request.geography.of_level("municipality"))
    return list(found.values())
