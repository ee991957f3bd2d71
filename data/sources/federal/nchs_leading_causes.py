"""NCHS leading causes of death: age-adjusted death rates and deaths by state, cause and year, 1999 on.

A series names its `file` and the `cause` as the file's short column says it ("Heart disease").
"""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog.models import Series
from data.errors import SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import OVERALL, Period

YEAR, CAUSE, STATE, DEATHS, RATE = "Year", "Cause Name", "State", "Deaths", "Age-adjusted Death Rate"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per year for each series asked for: an age-adjusted rate per 100,000.

    The numerator is the number of deaths; the file gives neither population nor interval. Raises SourceFileError when
    a cause has no rows, a year is missing between the first and the last, or stands twice.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, cause = request.folder / request.option(series, "file"), request.option(series, "cause")
    (state,) = request.geography.of_level("state")
    records = read_table(
        path,
        (YEAR, CAUSE, STATE, DEATHS, RATE),
        keep=lambda cells: cells[STATE].strip() == state.name and cells[CAUSE].strip() == cause,
    )
    if not records:
        raise SourceFileError(path, f"has no row for {state.name} and “{cause}”", column=CAUSE)
    refuse_duplicates(records, YEAR)
    years = {record.year(YEAR): record for record in records}
    gaps = [str(year) for year in range(min(years), max(years)) if year not in years]
    if gaps:
        raise SourceFileError(path, f"has no row for {cause} in {', '.join(gaps)}; every year must be there")
    for year in sorted(years):
        yield _observation(request, series, years[year], Period.years(year), state.geo_id)


def _observation(request: Request, series: Series, record: Record, period: Period, geo_id: str) -> Observation:
    return Observation(
        indicator=series.indicator,
        geo_level="state",
        geo_id=geo_id,
        dimension=OVERALL,
        stratum=OVERALL,
        period=period,
        source=request.source.id,
        value=record.required_number(RATE),
        numerator=record.required_count(DEATHS),
    )
