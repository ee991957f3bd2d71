"""CDC VSRR: provisional overdose deaths of the twelve months that end with each month, in the layouts they came to us.

A series names its `file` and `layout`:

- `months`: JSON, state code → "2015-January" → `mort`, the reported deaths.
- `table`: CSV with `state`, `year`, `month`, `reported_12mo_ending`.
- `counties`: JSON, county code → `mort_100k` and `pop`, of the one `period` the series names. The deaths are not in it;
  they are the rate times the population, which must come to a whole number within the rounding of the rate.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.content import read_json
from data.sources.files.numbers import NO_FIGURE
from data.sources.files.request import Request, Row
from data.sources.files.tables import read_table, refuse_missing
from data.vocabulary import OVERALL, Period

ROUNDING = 0.005
"""Half of the last decimal of a rate per 100,000 with two decimals."""
PER = 100_000
Month = tuple[int, int]


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per twelve months, with the deaths as its value, or per county as numerator.

    Raises SourceFileError when a month or a county is missing or doubled, or a figure is not a count; DefinitionError
    when a series lacks a key.
    """
    for series in request.selected_series:
        layout = request.option(series, "layout")
        if layout not in LAYOUTS:
            raise DefinitionError(f"{series.indicator}.toml: layout: “{layout}” is none of {', '.join(LAYOUTS)}")
        yield from LAYOUTS[layout](request, series, request.folder / request.option(series, "file"))


def twelve_months_ending(year: int, month: int) -> Period:
    """Period of the twelve months that end with this month.

    >>> twelve_months_ending(2025, 4).slug, twelve_months_ending(2024, 12).slug
    ('2024-05_2025-04', '2024')
    """
    start = date(year, 1, 1) if month == 12 else date(year - 1, month + 1, 1)
    return Period(start, date(year, month, monthrange(year, month)[1]))


def _by_month(request: Request, series: Series, path: Path, deaths: Mapping[Month, int]) -> Iterator[Observation]:
    if not deaths:
        raise SourceFileError(path, "has no figures of Massachusetts")
    first, last = (year * 12 + month - 1 for year, month in (min(deaths), max(deaths)))
    for number in range(first, last + 1):
        year, month = number // 12, number % 12 + 1
        if (year, month) not in deaths:
            raise SourceFileError(path, f"has no figure for the twelve months ending {month_name[month]} {year}")
        yield Observation(
            indicator=series.indicator,
            geo_level="state",
            geo_id=STATE_ID,
            dimension=OVERALL,
            stratum=OVERALL,
            period=twelve_months_ending(year, month),
            source=request.source.id,
            value=deaths[year, month],
        )


def _months(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    months = _read_json(path).get(STATE_ID)
    if not isinstance(months, dict):
        raise SourceFileError(path, f"has no state with the code {STATE_ID}")
    numbers = {name: number for number, name in enumerate(month_name) if name}
    deaths: dict[Month, int] = {}
    for label, figures in months.items():
        year, _, month = label.partition("-")
        if not re.fullmatch(r"(?:19|20)[0-9]{2}", year) or month not in numbers:
            raise SourceFileError(path, f"“{label}” is not a year and a month, as “2015-January”")
        count = figures.get("mort") if isinstance(figures, dict) else None
        if not isinstance(count, int) or isinstance(count, bool) or count < 0 or str(count) in NO_FIGURE:
            raise SourceFileError(path, f"“mort” of {label} is “{count}”, not a count")
        deaths[int(year), numbers[month]] = count
    return _by_month(request, series, path, deaths)


def _table(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    column = "reported_12mo_ending"
    deaths: dict[Month, int] = {}
    for record in read_table(
        path, ("state", "year", "month", column), keep=lambda cells: cells["state"].strip() in ("MA", "")
    ):
        if not record.text("state"):
            raise record.error("state", "is empty where a state is expected: have the cells of this column moved?")
        year, month, count = record.year("year"), record.count("month"), record.count(column)
        if month is None or not 1 <= month <= 12:
            raise record.error("month", f"“{record.text('month')}” is not a month")
        if count is None:
            raise record.error(column, "is empty where a count is expected")
        if (year, month) in deaths:
            raise record.error("month", f"{month_name[month]} {year} stands twice")
        deaths[year, month] = count
    return _by_month(request, series, path, deaths)


def _counties(request: Request, series: Series, path: Path) -> Iterator[Observation]:
    counties = request.geography.of_level("county")
    figures = _read_json(path)
    refuse_missing(path, figures, counties)
    for county in counties:
        deaths = _deaths(path, county.name, figures[county.geo_id])
        yield Observation(
            indicator=series.indicator,
            geo_level="county",
            geo_id=county.geo_id,
            dimension=OVERALL,
            stratum=OVERALL,
            period=request.period(series),
            source=request.source.id,
            status="suppressed" if deaths is None else "reported",
            numerator=deaths,
        )


def _deaths(path: Path, county: str, figures: Any) -> int | None:
    """Count from a rate rounded to two decimals and its population; None where there is no rate."""
    cells: dict[str, Any] = figures if isinstance(figures, dict) else {}
    rate, people = cells.get("mort_100k", ""), cells.get("pop", "")
    # A rate is a number; the people are written in quotes.
    number = isinstance(rate, int | float) and not isinstance(rate, bool) and rate >= 0
    if not (rate is None or number) or not re.fullmatch(r"[1-9][0-9]*", str(people)):
        raise SourceFileError(path, f"{county} has no “mort_100k” and “pop” (numbers from 0 up, or null for a rate)")
    if rate is None:
        return None
    population = int(people)
    deaths, tolerance = float(rate) * population / PER, ROUNDING * population / PER
    if tolerance >= 0.5 or abs(deaths - round(deaths)) > tolerance * (1 + 1e-9):
        problem = f"{rate} per 100,000 of {population:,} in {county} is not a whole number of deaths ({deaths:.3f})"
        raise SourceFileError(path, problem, column="mort_100k")
    return round(deaths)


def _read_json(path: Path) -> dict[str, Any]:
    content = read_json(path)
    if not isinstance(content, dict):
        raise SourceFileError(path, "is not a JSON table by code")
    return content


LAYOUTS: Mapping[str, Callable[[Request, Series, Path], Iterator[Observation]]] = {
    "months": _months,
    "table": _table,
    "counties": _counties,
}
