"""Massachusetts DPH, Chapter 55 report (2016): tables of opioid deaths and treatment, with bare carriage returns.

A series names its `file` and `layout`:

- `towns`: deaths and yearly rate of each municipality in a five-year `period`, whose name stands in the column heads.
- `state_rates`: age-adjusted rates of Massachusetts by year; `years` says which to take.
- `race_rates`: age-adjusted rates by year and race with the half-width of their interval; `without_interval` lists the
  publisher's groups whose half-width is not believed.
- `admissions`: shares of treatment admissions, a column per place and `substance`, a row per year.
- `toxicology`: a percentage by quarter, in the column whose head holds the text `column`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.municipalities import by_municipality
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Level, Period

ENCODING = "latin-1"
ANY = re.compile(r".*", re.DOTALL)
"""Columns are looked up by parts of their heads: none may stand twice."""
NOT_AVAILABLE = ("N/A", "Not Available", "not available", "-999", "-9999")
RACE = "Race/Ethinicity"
"""The publisher's own spelling."""
EVERYONE: Mapping[str, str] = {"All": OVERALL}
SUBSTANCES = ("alcohol", "marijuana", "opioids", "other")


def read(request: Request) -> Iterator[Row]:
    """Yield the Observations of every series asked for; what the publisher says is not available is so.

    Raises SourceFileError when a file is not in the layout said or a place or year is missing, doubled or unknown;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        layout = request.option(series, "layout")
        if layout not in LAYOUTS:
            raise DefinitionError(f"{series.indicator}.toml: layout: “{layout}” is none of {', '.join(LAYOUTS)}")
        yield from LAYOUTS[layout](request, series, request.folder / request.option(series, "file"))


def _observation(
    request: Request,
    series: Series,
    period: Period,
    value: float | None,
    *,
    level: Level = "state",
    geo_id: str = STATE_ID,
    stratum: str = OVERALL,
    half_width: float | None = None,
    numerator: float | None = None,
) -> Observation:
    """Observation of a figure in its indicator's unit; not available, and without its count, where `value` is None."""
    available = value is not None
    return Observation(
        indicator=series.indicator,
        geo_level=level,
        geo_id=geo_id,
        dimension=OVERALL if stratum == OVERALL else "race_ethnicity",
        stratum=stratum,
        period=period,
        source=request.source.id,
        status="reported" if available else "not_available",
        value=value,
        ci_low=value - half_width if value is not None and half_width is not None else None,
        ci_high=value + half_width if value is not None and half_width is not None else None,
        numerator=numerator if available else None,
    )


def _towns(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    period = request.period(series)
    records = read_table(path, ("Municipality",), column_pattern=ANY, encoding=ENCODING)
    deaths = _column_with(path, records, f"Death Count {period.slug}")
    rate = _column_with(path, records, f"from {period.slug}")
    for place, record in by_municipality(request.geography, path, records, "Municipality"):
        count, value = record.count(deaths), record.number(rate, NOT_AVAILABLE)
        if count is None:
            raise record.error(deaths, "is empty: the publisher prints 0 where nobody died")
        if value is not None and (value > 0) != (count > 0):
            raise record.error(rate, f"a rate of {value:g} cannot belong to {count} deaths")
        yield _observation(request, series, period, value, level="municipality", geo_id=place.geo_id, numerator=count)


def _column_with(path: Path, records: list[Record], text: str) -> str:
    heads = [name for name in (records[0].cells if records else ()) if text in name]
    if len(heads) != 1:
        raise SourceFileError(path, f"one column whose head holds “{text}” is expected, not {len(heads)}", row=1)
    return heads[0]


def _state_rates(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    years = request.period(series, "years")
    records = read_table(
        path,
        ("Geography", "Year"),
        column_pattern=ANY,
        encoding=ENCODING,
        keep=lambda cells: cells["Geography"].strip() == "Massachusetts",
        allow_unterminated=True,
    )
    rate = _column_with(path, records, "Age-Adjusted")
    refuse_duplicates(records, "Year")
    by_year = {record.year("Year"): record for record in records}
    for year in range(years.start.year, years.end.year + 1):
        if year not in by_year:
            raise SourceFileError(path, f"has no row for Massachusetts in {year}")
        yield _observation(request, series, Period.years(year), by_year[year].number(rate, NOT_AVAILABLE))


def _race_rates(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    without_interval, races = series.options.get("without_interval", ()), {**EVERYONE, **request.races}
    if not isinstance(without_interval, list | tuple) or not set(without_interval) <= set(races):
        raise DefinitionError(f"{series.indicator}.toml: without_interval: name groups among {', '.join(races)}")
    required = ("Year", RACE, "Confidence Interval")
    records = read_table(path, required, column_pattern=ANY, encoding=ENCODING, allow_unterminated=True)
    rate = _column_with(path, records, "Rate per 100,000")
    refuse_duplicates(records, "Year", RACE)
    for year in sorted({record.year("Year") for record in records}):
        of_year = {record.text(RACE): record for record in records if record.year("Year") == year}
        if set(of_year) != set(races):
            raise SourceFileError(path, f"{year} should have the groups {', '.join(races)}", column=RACE)
        for race, record in of_year.items():
            half_width = None if race in without_interval else record.required_number("Confidence Interval")
            value = record.number(rate, NOT_AVAILABLE)
            yield _observation(request, series, Period.years(year), value, stratum=races[race], half_width=half_width)


def _admissions(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    substance = request.option(series, "substance")
    if substance not in SUBSTANCES:
        raise DefinitionError(f"{series.indicator}.toml: substance: “{substance}” is none of {', '.join(SUBSTANCES)}")
    # The first column is headed “age” and holds the year.
    records = read_table(path, ("age", f"massachusetts{substance}"), column_pattern=ANY, encoding=ENCODING)
    refuse_duplicates(records, "age")
    columns = _places_of(request, path, records, substance)
    for record in records:
        period = Period.years(record.year("age"))
        for geo_id, names in columns.items():
            # Aquinnah stands also under its former name, Gay Head, with figures that are hidden under the present one:
            # which are the town's is not said, and what is hidden must not come back by another door.
            value = _percent(record, names[0]) if len(names) == 1 else None
            level: Level = "state" if geo_id == STATE_ID else "municipality"
            yield _observation(request, series, period, value, level=level, geo_id=geo_id)


def _percent(record: Record, column: str) -> float | None:
    share = record.number(column, (*NOT_AVAILABLE, ""))  # one cell of the publisher's is empty
    if share is not None and not 0 <= share <= 1:
        raise record.error(column, f"{share:g} is not a share between 0 and 1")
    return None if share is None else 100 * share


def _places_of(request: Request, path: Path, records: list[Record], substance: str) -> dict[str, list[str]]:
    """Columns of each place by geo_id: one, or two where the file has it under two names."""
    columns: dict[str, list[str]] = {}
    for column in records[0].cells if records else ():
        if column == "age" or not column.endswith(substance):
            continue
        name = column.removesuffix(substance)
        place = request.geography.places[STATE_ID] if name == "massachusetts" else request.geography.municipality(name)
        if place is None:
            raise SourceFileError(path, f"“{name}” is no municipality", column=column, row=1)
        columns.setdefault(place.geo_id, []).append(column)
    geography = request.geography
    refuse_missing(path, columns, (*geography.of_level("state"), *geography.of_level("municipality")), substance)
    return columns


def _toxicology(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    records = read_table(
        path, ("Year", "Quarter"), column_pattern=ANY, encoding=ENCODING, allow_unterminated=True, require_filled=True
    )
    column = _column_with(path, records, request.option(series, "column"))
    refuse_duplicates(records, "Year", "Quarter")
    for record in records:
        year, quarter = record.year("Year"), record.count("Quarter")
        if quarter not in (1, 2, 3, 4):
            raise record.error("Quarter", f"“{record.text('Quarter')}” is not a quarter")
        text = record.text(column)
        if not re.fullmatch(r"[0-9]{1,3}%", text) or int(text[:-1]) > 100:
            raise record.error(column, f"“{text}” is not a percentage")
        period = Period.parse(f"{year}-{3 * quarter - 2:02}_{year}-{3 * quarter:02}")
        yield _observation(request, series, period, float(text[:-1]))


LAYOUTS: Mapping[str, Callable[[Request, Series, Path], Iterator[Observation]]] = {
    "towns": _towns,
    "state_rates": _state_rates,
    "race_rates": _race_rates,
    "admissions": _admissions,
    "toxicology": _toxicology,
}
