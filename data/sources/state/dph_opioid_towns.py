"""Massachusetts Department of Public Health: opioid-related overdose deaths by city and town, one column per year.

A series names its `file`. The years are those of the header; the other column holds the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from data.catalog.models import Series
from data.errors import SourceFileError
from data.observations.models import Observation
from data.sources.files.municipalities import by_municipality
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import OVERALL, Period

YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per municipality and year with the number of deaths; zero is a number.

    It is the value of an indicator that is a count, and the numerator, without a rate, of any other.

    Raises SourceFileError when a name is no municipality or stands twice, a municipality is missing, or a cell is not
    a count.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    records = read_table(path, (), column_pattern=YEAR)
    name_column, years = _header(path, records)
    counted = request.indicators[series.indicator].measure == "count"
    for place, record in by_municipality(request.geography, path, records, name_column):
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
                # A count is the figure itself; where a rate is asked for, the build divides it by the population.
                value=deaths if counted else None,
                numerator=None if counted else deaths,
            )


def _header(path: Path, records: list[Record]) -> tuple[str, list[str]]:
    if not records:
        raise SourceFileError(path, "has no rows below its header")
    columns = list(records[0].cells)
    years = [name for name in columns if YEAR.fullmatch(name)]
    others = [name for name in columns if name not in years]
    if not years or len(others) != 1:
        names = ", ".join(columns)
        raise SourceFileError(path, f"one column of names and columns named by year are expected, not {names}", row=1)
    return others[0], years
