"""ANCHOR Dashboard: one table of all municipalities, a column per figure, that others' figures were joined to.

A series names its `file`, `column` and `period`. Further keys:

- `not_joined`: municipalities whose 0 is the mark of a failed join, not a figure.
- `mean_of`: how many yearly counts the figure is the mean of; times that, it must be a whole number.
- `hidden_below`: the publisher hid counts under this. A 0 is then not believed; nor is a small whole number, because it
  may be the count of one year alone, the other being hidden.
- `most`: the largest figure there can be (1 for a rank, 100 for a percentage).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.observations.models import Observation
from data.sources.files.municipalities import by_municipality
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import OVERALL

NAME = "TOWN"
DOUBTFUL_BELOW = 4
"""A whole mean under this many times the smallest count shown could be of one year alone: it would take a fall, or a
rise, of more than that factor between two years, which no town of the yearly table has."""


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per municipality with the figure of the column as its value, in its own unit.

    Raises SourceFileError when a municipality is missing, doubled or unknown, or a figure is out of its bounds;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    column = request.option(series, "column")
    records = read_table(path, (NAME, column), require_filled=True)
    not_joined = _not_joined(request, series)
    for place, record in by_municipality(request.geography, path, records, NAME):
        value = _value(record, column, series)
        if place.geo_id in not_joined:
            _refuse_figure(path, place.name, column, value)
            value = None
        yield Observation(
            indicator=series.indicator,
            geo_level="municipality",
            geo_id=place.geo_id,
            dimension=OVERALL,
            stratum=OVERALL,
            period=request.period(series),
            source=request.source.id,
            status="not_available" if value is None else "reported",
            value=value,
        )


def _not_joined(request: Request, series: Series) -> set[str]:
    names = series.options.get("not_joined", ())
    places = {str(name): request.geography.municipality(str(name)) for name in names}
    unknown = [name for name, place in places.items() if place is None]
    if unknown:
        raise DefinitionError(f"{series.indicator}.toml: not_joined: no municipality is called {', '.join(unknown)}")
    return {place.geo_id for place in places.values() if place is not None}


def _refuse_figure(path: Path, name: str, column: str, value: float | None) -> None:
    if value:
        problem = f"{name} has {value:g} and no longer a 0: take it out of `not_joined`"
        raise SourceFileError(path, problem, column=column)


def _value(record: Record, column: str, series: Series) -> float | None:
    value = record.number(column, allow_exponents=True)
    if value is None:
        raise record.error(column, "is empty where a number is expected")
    maximum = _number(series, "most")
    if maximum is not None and value > maximum:
        raise record.error(column, f"{value:g} is not between 0 and {maximum:g}")
    years, hidden_below = _number(series, "mean_of"), _number(series, "hidden_below")
    if years is not None and abs(value * years - round(value * years)) > 1e-6:
        raise record.error(column, f"{value:g} is not the mean of {years:g} counts")
    if hidden_below is not None and value == int(value) and value < DOUBTFUL_BELOW * hidden_below:
        return None
    return value


def _number(series: Series, key: str) -> float | None:
    value: Any = series.options.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise DefinitionError(f"{series.indicator}.toml: {key}: “{value}” is not a number above 0")
    return float(value)
