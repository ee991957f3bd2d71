"""Urban Institute mobility metrics: a measure of births per county and year, from CDC WONDER natality.

A series names its `file`, the `measure` (the name of its column, "rate_low_birth_weight") and `scale`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.catalog import Series
from data.errors import SourceFileError
from data.geography import STATE_ID
from data.observations import Observation
from data.sources.request import Request, Row
from data.sources.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Period, Status

BLANK = ("", "NA")
QUALITIES = ("1", "2", "3")
WEAK = "3"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per county and year, with the publisher's interval.

    Counties with fewer than 100,000 residents stand in WONDER as one group, "unidentified counties". The file repeats
    that group's figure for each of them, which is of none of them: such a county is not available.
    Raises SourceFileError when a county is missing in a year, doubled or unknown, or a cell is not as expected.
    """
    for series in request.asked:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    measure, scale = request.option(series, "measure"), request.scale(series)
    columns = (measure, f"{measure}_lb", f"{measure}_ub", f"{measure}_quality")
    records = read_table(
        path, ("year", "state", "county", *columns), keep=lambda cells: cells["state"].strip() == STATE_ID
    )
    refuse_duplicates(records, "year", "county")
    if not records:
        raise SourceFileError(path, f"no row has the state code {STATE_ID}", column="state")
    counties = request.geography.of_level("county")
    for year in sorted({record.text("year") for record in records}):
        found = {STATE_ID + record.text("county"): record for record in records if record.text("year") == year}
        refuse_missing(path, found, counties, year)
        unknown = sorted(set(found) - {county.geo_id for county in counties})
        if unknown:
            raise found[unknown[0]].error("county", f"“{unknown[0]}” is not a county of Massachusetts")
        pooled = _pooled(found, columns)
        for geo_id, record in found.items():
            yield _observation(request, series, record, geo_id, columns, scale, geo_id in pooled)


def _pooled(found: dict[str, Record], columns: tuple[str, str, str, str]) -> set[str]:
    """The counties that share one figure, bounds and all: it is their group's, and of none of them.

    The quality beside it is no sign of that: the publisher's own programs have marked such counties 3 and also 2.
    """
    figures = {geo_id: tuple(record.text(name) for name in columns[:3]) for geo_id, record in found.items()}
    times = Counter(figures.values())
    return {geo_id for geo_id, figure in figures.items() if times[figure] > 1}


def _observation(
    request: Request,
    series: Series,
    record: Record,
    geo_id: str,
    columns: tuple[str, str, str, str],
    scale: float,
    pooled: bool,
) -> Observation:
    value, low, high = (record.number(column, BLANK) for column in columns[:3])
    quality = record.text(columns[3])
    status: Status = "unreliable" if quality == WEAK else "reported"
    if pooled or value is None:
        status, value, low, high = "not_available", None, None, None
    elif quality not in QUALITIES:
        raise record.error(columns[3], f"“{quality}” is not one of the qualities {', '.join(QUALITIES)}")
    elif low is None or high is None:
        raise record.error(columns[1] if low is None else columns[2], "is empty where a bound is expected")
    return Observation(
        indicator=series.indicator,
        geo_level="county",
        geo_id=geo_id,
        dimension=OVERALL,
        stratum=OVERALL,
        period=_period(record),
        source=request.source.id,
        status=status,
        value=None if value is None else value * scale,
        ci_low=None if low is None else low * scale,
        ci_high=None if high is None else high * scale,
    )


def _period(record: Record) -> Period:
    try:
        return Period.parse(record.text("year"))
    except ValueError as error:
        raise record.error("year", str(error)) from error
