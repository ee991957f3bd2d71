"""Massachusetts DPH: yearly opioid tables by city and town of which only a part of the rows is in hand.

A series names its `file`; the columns are the names and one per year ("2022" or "2022_total"). Further keys: `years`
takes some of the years ("2019-2023"); `total` is the name of the row of the state; `zero_may_be_hidden = true` says
that the publisher hides small numbers in this table, so that a 0 is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from data.catalog.models import Place, Series
from data.errors import DefinitionError, SourceFileError
from data.observations.models import Observation
from data.sources.files.municipalities import by_municipality
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import OVERALL, Period

YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:_total)?")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per municipality and year with the count as its value, and of the state where it has a row.

    A municipality without a row, or with an empty cell, is not available. Raises SourceFileError when a name is no
    municipality or stands twice, or a cell is no count; DefinitionError when a key is wrong.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    records = read_table(path, (), column_pattern=YEAR)
    names, years = _header(path, records)
    total = series.options.get("total")
    towns = [record for record in records if record.text(names) != total]
    by_place = {place.geo_id: record for place, record in by_municipality(
        request.geography, path, towns, names, complete=False)}  # fmt: skip
    doubtful = bool(series.options.get("zero_may_be_hidden", False))
    for year, column in _selected_years(request, series, path, years).items():
        for place in request.geography.of_level("municipality"):
            yield _observation(request, series, place, year, _count(by_place.get(place.geo_id), column, doubtful))
        if total is not None:
            (state,) = request.geography.of_level("state")
            yield _observation(request, series, state, year, _total(path, records, names, str(total), column))


def _header(path: Path, records: list[Record]) -> tuple[str, dict[int, str]]:
    if not records:
        raise SourceFileError(path, "has no rows below its header")
    columns = list(records[0].cells)
    years = {int(match[1]): name for name in columns if (match := YEAR.fullmatch(name))}
    others = [name for name in columns if name not in years.values()]
    if not years or len(others) != 1:
        names = ", ".join(columns)
        raise SourceFileError(path, f"one column of names and columns named by year are expected, not {names}", row=1)
    return others[0], years


def _selected_years(request: Request, series: Series, path: Path, years: dict[int, str]) -> dict[int, str]:
    if "years" not in series.options:
        return years
    period = request.period(series, "years")
    selected = range(period.start.year, period.end.year + 1)
    missing = [str(year) for year in selected if year not in years]
    if missing:
        raise DefinitionError(f"{series.indicator}.toml: years: {path.name} has no column of {', '.join(missing)}")
    return {year: years[year] for year in selected}


def _count(record: Record | None, column: str, zero_may_be_hidden: bool) -> int | None:
    count = record.count(column) if record is not None else None
    return None if count == 0 and zero_may_be_hidden else count


def _total(path: Path, records: list[Record], names: str, total: str, column: str) -> int:
    rows = [record for record in records if record.text(names) == total]
    if len(rows) != 1:
        raise SourceFileError(path, f"one row called “{total}” is expected, not {len(rows)}", column=names)
    count = rows[0].count(column)
    listed = sum(record.count(column) or 0 for record in records if record is not rows[0])
    if count is None or count < listed:
        raise rows[0].error(column, f"the total must be at least the {listed:,} of the rows above it")
    return count


def _observation(request: Request, series: Series, place: Place, year: int, count: int | None) -> Observation:
    return Observation(
        indicator=series.indicator,
        geo_level=place.level,
        geo_id=place.geo_id,
        dimension=OVERALL,
        stratum=OVERALL,
        period=Period.years(year),
        source=request.source.id,
        status="not_available" if count is None else "reported",
        value=count,
    )
