"""CDC PLACES: modelled prevalence among the adults of every county, one wide line per county, one file per release.

A series names its `file`, the `measure` as its columns begin ("DIABETES"), the `prevalence` ("crude" or
"age_adjusted") and the `period`: the survey year behind the measure, which the file itself does not say. `interval`
names the column of intervals where the publisher spells it unlike the others ("FOODSTAMP_Crude95ci" in 2024).

There is no line for the state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL

STATE, COUNTY = "StateAbbr", "CountyFIPS"
PREVALENCES = {"crude": "Crude", "age_adjusted": "Adj"}
_INTERVAL = re.compile(r"\(\s*([0-9]+(?:\.[0-9]+)?),\s*([0-9]+(?:\.[0-9]+)?)\)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a series' prevalence and its interval."""

    value: str
    interval: str


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per county for each series asked for: a percentage of adults with its 95 % interval.

    An empty prevalence is not available: CDC leaves out places with too few adults. Raises SourceFileError when a
    column or a county is missing, doubled or unknown, or an interval is not written "(low, high)"; DefinitionError
    when a series lacks a key.
    """
    by_file: dict[str, list[Series]] = defaultdict(list)
    for series in request.selected_series:
        by_file[request.option(series, "file")].append(series)
    for file, of_file in by_file.items():
        path = request.folder / file
        columns = {series.indicator: _columns(request, series) for series in of_file}
        records = _records(request, path, columns.values())
        for series in of_file:
            for record in records:
                yield _observation(request, series, record, columns[series.indicator])


def _columns(request: Request, series: Series) -> Columns:
    prevalence = request.option(series, "prevalence")
    if prevalence not in PREVALENCES:
        choices = ", ".join(PREVALENCES)
        raise DefinitionError(f"{series.indicator}.toml: prevalence: “{prevalence}” is none of {choices}")
    name = f"{request.option(series, 'measure')}_{PREVALENCES[prevalence]}"
    return Columns(f"{name}Prev", str(series.options.get("interval", f"{name}95CI")))


def _records(request: Request, path: Path, columns: Iterable[Columns]) -> list[Record]:
    columns_read = dict.fromkeys(name for c in columns for name in (c.value, c.interval))
    records = read_table(path, (STATE, COUNTY, *columns_read), keep=lambda cells: cells[STATE].strip() == "MA")
    refuse_duplicates(records, COUNTY)
    counties = request.geography.of_level("county")
    geo_ids = {place.geo_id for place in counties}
    for record in records:
        if record.text(COUNTY) not in geo_ids:
            raise record.error(COUNTY, f"“{record.text(COUNTY)}” is not a county of Massachusetts (five digits)")
    refuse_missing(path, {record.text(COUNTY) for record in records}, counties)
    return records


def _observation(request: Request, series: Series, record: Record, columns: Columns) -> Observation:
    value = record.number(columns.value)
    low, high = _interval(record, columns.interval)
    if (value is None) != (low is None):
        raise record.error(columns.interval, "a prevalence and its interval are given together or not at all")
    return Observation(
        indicator=series.indicator,
        geo_level="county",
        geo_id=record.text(COUNTY),
        dimension=OVERALL,
        stratum=OVERALL,
        period=request.period(series),
        source=request.source.id,
        status="not_available" if value is None else "reported",
        value=value,
        ci_low=low,
        ci_high=high,
    )


def _interval(record: Record, column: str) -> tuple[float, float] | tuple[None, None]:
    text = record.text(column)
    if not text:
        return None, None
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise record.error(column, f"“{text}” is not an interval: “(8.5, 9.9)” is expected")
    return float(match[1]), float(match[2])
