"""Health Equity Tracker: County Health Rankings' figures by county, racial or ethnic group and year, one line each.

A series names its `file`, its `column` of rates per 100,000 and its `period` (a year). `few` lists figures of groups
that are known to be small ("25001 aian_nh"): they are unreliable, for the file has neither counts nor intervals.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import GROUPS, OVERALL, Status

YEAR, STATE, COUNTY, RACE = "time_period", "state_fips", "county_fips", "race_and_ethnicity"
EVERYONE = "All"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per county and group of the series' year: a rate per 100,000, not available where empty.

    A 0 is no figure: the publisher prints it for small groups it gives none of. Raises SourceFileError when a county
    has no figure of everyone, a line stands twice or a group is unknown; DefinitionError when `few` names no figure.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, column = request.folder / request.option(series, "file"), request.option(series, "column")
    period, (state,) = request.period(series), request.geography.of_level("state")
    year = str(period.start.year)
    of_state = read_table(
        path,
        (YEAR, STATE, COUNTY, RACE, column),
        keep=lambda cells: cells[STATE].strip() == state.geo_id and cells[YEAR].strip() == year,
    )
    refuse_duplicates(of_state, COUNTY, RACE)
    strata = {EVERYONE: OVERALL, **request.races}
    counties = request.geography.of_level("county")
    records = {(r.code(COUNTY, 5), _stratum(r, strata)): r for r in of_state if r.text(column)}
    unknown = sorted({county for county, _ in records} - {county.geo_id for county in counties})
    if unknown:
        raise SourceFileError(path, f"{', '.join(unknown)}: no county of Massachusetts", column=COUNTY)
    refuse_missing(path, {county for county, stratum in records if stratum == OVERALL}, counties, f"{year}, everyone")
    few = _few(series, records)
    for county in counties:
        for stratum in sorted({stratum for _, stratum in records}):
            record = records.get((county.geo_id, stratum))
            value = (record.number(column) or None) if record is not None else None
            status: Status = "not_available"
            if value is not None:
                status = "unreliable" if (county.geo_id, stratum) in few else "reported"
            yield Observation(
                indicator=series.indicator,
                geo_level="county",
                geo_id=county.geo_id,
                dimension=GROUPS[stratum].dimension,
                stratum=stratum,
                period=period,
                source=request.source.id,
                status=status,
                value=value,
            )


def _stratum(record: Record, strata: dict[str, str]) -> str:
    word = record.text(RACE)
    if word not in strata:
        raise record.error(RACE, f"“{word}” is none of {', '.join(strata)}")
    return strata[word]


def _few(series: Series, records: dict[tuple[str, str], Record]) -> set[tuple[str, str]]:
    few = {(str(text).partition(" ")[0], str(text).partition(" ")[2]) for text in series.options.get("few", ())}
    if not few <= set(records):
        raise DefinitionError(f"{series.indicator}.toml: few: names a county and a group without a figure in the file")
    return few
