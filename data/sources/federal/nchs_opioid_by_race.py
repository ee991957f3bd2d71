"""Opioid mortality by state and race from the NCHS multiple-cause files, as a study of it published the figures.

A series names the `years` ("1999-2019") and the `opioid` ("opioid", "synth", "heroin" …), and its `layout`:

- `groups`: deaths, population and rate of each group and of everyone from `file`, blank under 10 deaths, with the
  standard errors of `errors` (a file of the other layout) where it has the year.
- `pairs`: `file` has a line only for years in which both groups had 10 deaths: rates, deaths and standard errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.statistics.comparisons import Z_95
from data.vocabulary import OVERALL, Period

EVERYONE: Mapping[str, str] = {"total": OVERALL}
BLANK = ("", "NA")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per year and group: age-standardized rate per 100,000, and deaths.

    The interval is the rate less and plus 1.96 of the published standard errors, no lower than 0; there is none where
    no standard error is published. Raises SourceFileError when a year is missing or doubled or the two files
    contradict each other; DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        layout = request.option(series, "layout")
        if layout not in LAYOUTS:
            raise DefinitionError(f"{series.indicator}.toml: layout: “{layout}” is none of {', '.join(LAYOUTS)}")
        yield from LAYOUTS[layout](request, series, request.folder / request.option(series, "file"))


def _years(request: Request, series: Series) -> range:
    years = request.period(series, "years")
    return range(years.start.year, years.end.year + 1)


def _massachusetts(
    path: Path, required: tuple[str, ...], opioid: str, *key: str, require_filled: bool = False
) -> list[Record]:
    records = read_table(
        path,
        ("year", "st_fips", "opioid_type", *required),
        keep=lambda cells: cells["st_fips"].strip() == STATE_ID and cells["opioid_type"].strip() == opioid,
        require_filled=require_filled,
    )
    refuse_duplicates(records, "year", *key)
    return records


def _pairs_by_year(path: Path, opioid: str, races: Iterable[str]) -> dict[str, Record]:
    columns = tuple(f"{name}_{race}" for race in races for name in ("obs_rate", "obs_se", "deaths"))
    return {record.text("year"): record for record in _massachusetts(path, columns, opioid, require_filled=True)}


def _pairs(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    by_year = _pairs_by_year(path, request.option(series, "opioid"), request.races)
    for year in _years(request, series):
        record = by_year.get(str(year))
        if record is None:
            problem = f"has no line for Massachusetts in {year}: a group may have had under 10 deaths; leave it out"
            raise SourceFileError(path, problem)
        for race, stratum in request.races.items():
            yield _observation(
                request,
                series,
                year,
                stratum,
                value=record.required_number(f"obs_rate_{race}"),
                error=record.required_number(f"obs_se_{race}"),
                deaths=record.count(f"deaths_{race}"),
            )


def _groups(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    opioid = request.option(series, "opioid")
    errors = _pairs_by_year(request.folder / request.option(series, "errors"), opioid, request.races)
    if not errors:
        raise SourceFileError(request.option(series, "errors"), f"has no line for Massachusetts and “{opioid}”")
    records = _massachusetts(path, ("race_eth", "obs_rate", "deaths", "pop"), opioid, "race_eth")
    by_year_and_group = {(record.text("year"), record.text("race_eth")): record for record in records}
    for year in _years(request, series):
        for group, stratum in {**request.races, **EVERYONE}.items():
            record = by_year_and_group.get((str(year), group))
            if record is None:
                raise SourceFileError(path, f"has no line for Massachusetts, “{group}”, in {year}")
            value, people = record.number("obs_rate", BLANK), record.count("pop")
            if people is None:
                raise record.error("pop", "is empty where a population is expected")
            yield _observation(
                request,
                series,
                year,
                stratum,
                value=value,
                error=_error(errors.get(str(year)), group, value) if group in request.races else None,
                deaths=record.count("deaths", BLANK),
                population=people,
            )


def _error(record: Record | None, group: str, value: float | None) -> float | None:
    if record is None:
        return None
    other = record.required_number(f"obs_rate_{group}")
    if value is None or abs(other - value) > 1e-6:
        raise record.error(f"obs_rate_{group}", f"{other:g} contradicts the other file, which has {value}")
    return record.required_number(f"obs_se_{group}")


def _observation(
    request: Request,
    series: Series,
    year: int,
    stratum: str,
    *,
    value: float | None,
    error: float | None,
    deaths: int | None,
    population: int | None = None,
) -> Observation:
    if (value is None) != (deaths is None):
        raise SourceFileError(
            request.option(series, "file"), f"in {year} “{stratum}” has a rate without deaths, or deaths without a rate"
        )
    return Observation(
        indicator=series.indicator,
        geo_level="state",
        geo_id=STATE_ID,
        dimension=OVERALL if stratum == OVERALL else "race_ethnicity",
        stratum=stratum,
        period=Period.years(year),
        source=request.source.id,
        status="suppressed" if value is None else "reported",
        value=value,
        ci_low=max(0.0, value - Z_95 * error) if value is not None and error is not None else None,
        ci_high=value + Z_95 * error if value is not None and error is not None else None,
        numerator=deaths,
        denominator=population,
    )


LAYOUTS = {"groups": _groups, "pairs": _pairs}
