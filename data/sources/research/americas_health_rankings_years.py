"""America's Health Rankings by year: a state's figures of everyone and of each racial and ethnic group, one line each.

A copy of the publisher's own data, one line per year, state and group and one column per measure. A series names its
`file` and its `column`, and may name the `first` year to read. A column of percentages whose name ends with
`_per_100k` holds percents times 1,000, one that ends with `_pct_rate` percents. A rate may name the year before which
everyone's figure is per 1,000, in `everyone_per_1000_before`; `left_out` lists figures that are not shown ("aian_nh
2014"), and the indicator's notes say why. The file holds no interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import GROUPS, OVERALL, Period

YEAR, STATE, RACE = "time_period", "state_fips", "race_and_ethnicity"
EVERYONE = "All"
TIMES_1000, PERCENT = "_per_100k", "_pct_rate"
LEAST_PER_100_000 = 1_000
"""Rates of this file that are per 100,000 lie above it, and those per 1,000 far below."""


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state for each series, year and group that has a figure in any year.

    A group without a figure in a year is not available: an empty cell is one the publisher hides or never asked.
    Raises SourceFileError when a year or everyone's figure is missing, a line stands twice, a group is unknown, or a
    figure is not in the unit its column's name says.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, column = request.folder / request.option(series, "file"), request.option(series, "column")
    (place,) = request.geography.of_level("state")
    records = read_table(path, (YEAR, STATE, RACE, column), keep=lambda cells: cells[STATE].strip() == place.geo_id)
    refuse_duplicates(records, YEAR, RACE)
    first = int(request.option(series, "first")) if "first" in series.options else 0
    strata = {EVERYONE: OVERALL, **request.races}
    lines = {
        (record.year(YEAR), _stratum(record, strata)): record
        for record in records
        if record.text(column) and record.year(YEAR) >= first
    }
    given = set(lines)
    _refuse_gaps(path, column, given)
    left_out = _left_out(series)
    if not left_out <= given:
        raise SourceFileError(path, f"has no figure of {series.indicator}.toml: left_out", column=column)
    for year in sorted({year for year, _ in given}):
        for stratum in sorted({stratum for _, stratum in given}):
            record = lines.get((year, stratum))
            shown = record is not None and (year, stratum) not in left_out
            value = _figure(request, series, record, stratum) if record is not None and shown else None
            yield Observation(
                indicator=series.indicator,
                geo_level="state",
                geo_id=place.geo_id,
                dimension=GROUPS[stratum].dimension,
                stratum=stratum,
                period=Period.years(year),
                source=request.source.id,
                status="not_available" if value is None else "reported",
                value=value,
            )


def _stratum(record: Record, strata: dict[str, str]) -> str:
    word = record.text(RACE)
    if word not in strata:
        raise record.error(RACE, f"“{word}” is none of {', '.join(strata)}")
    return strata[word]


def _refuse_gaps(path: Path, column: str, given: set[tuple[int, str]]) -> None:
    """Everyone has a figure in every year from the first to the last: a gap is a line that is lost."""
    everyone = {year for year, stratum in given if stratum == OVERALL}
    if not everyone:
        raise SourceFileError(
            path, "has no figure of everyone in Massachusetts: was the file cut short?", column=column
        )
    years = {year for year, _ in given}
    missing = sorted(set(range(min(years), max(years) + 1)) - everyone)
    if missing:
        named = ", ".join(str(year) for year in missing)
        raise SourceFileError(path, f"has no figure of everyone in {named}: has a line been lost?", column=column)


def _left_out(series: Series) -> set[tuple[int, str]]:
    keys = set()
    for text in series.options.get("left_out", ()):
        stratum, _, year = str(text).partition(" ")
        if stratum not in GROUPS or not year.isdigit():
            raise DefinitionError(f"{series.indicator}.toml: left_out: “{text}” is not a group and a year")
        keys.add((int(year), stratum))
    return keys


def _figure(request: Request, series: Series, record: Record, stratum: str) -> float | None:
    column = request.option(series, "column")
    number = record.number(column)
    if number is None:
        return None
    if request.indicators[series.indicator].measure == "percent":
        return _percent(record, column, number)
    if stratum == OVERALL and record.year(YEAR) < int(series.options.get("everyone_per_1000_before", 0)):
        if number >= LEAST_PER_100_000:
            problem = f"{number:g} is not per 1,000, as everyone's figures of these years were: has the unit changed?"
            raise record.error(column, problem)
        return None  # no rate of the same patients per 100,000 follows: times 100 it is above nearly every group's
    if number < LEAST_PER_100_000:
        raise record.error(column, f"{number:g} is too small for a rate per 100,000: is it per 1,000?")
    return number


def _percent(record: Record, column: str, number: float) -> float:
    """Percent with one decimal, as the publisher prints it."""
    if column.endswith(TIMES_1000):
        if number % 100:
            raise record.error(column, f"{number:g} is not a percent with one decimal times 1,000")
        value = round(number / 1000, 1)
    elif column.endswith(PERCENT):
        value = number
    else:
        raise record.error(column, f"a percent is expected, in a column named …{PERCENT} or …{TIMES_1000}")
    if value > 100 or round(value, 1) != value:
        raise record.error(column, f"{number:g} is not a percent with one decimal: is it in another unit?")
    return value
