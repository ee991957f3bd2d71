"""Figures quoted in articles and reports, one row each, with the page and the place on it where each was read.

A source is one publication as one page gives it: the first word of the row's `address` is the source's. A series names
its `file` and the file's word for its `indicator` in `quoted`. "same" stands for what the row above has. Only figures
of the state and of everyone are read, each at its own period, which no line joins to a figure of another release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.catalog.models import Series
from data.errors import SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import OVERALL, Period

COLUMNS = (
    "indicator", "place", "group", "period", "value", "ci_low", "ci_high", "unit", "publisher", "title",
    "release_date", "address", "quote_locator",
)  # fmt: skip
EVERYONE = "All"
MONTHS = re.compile(r"([0-9]{4}-[0-9]{2}) to ([0-9]{4}-[0-9]{2})")
UNITS = {"count": "count", "percent": "percent", "rate": "per 100,000"}
"""How the unit of a figure begins, by the measure of its indicator."""


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation for each row of a series, as quoted.

    Raises SourceFileError when there is none, or a row is of another page or place, has no locator, is no figure of
    the indicator's measure, or repeats another's period.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, quoted = request.folder / request.option(series, "file"), request.option(series, "quoted")
    records = [r for r in read_table(path, COLUMNS) if r.text("indicator") == quoted and _is_of_page(request, r)]
    if not records:
        raise SourceFileError(path, f"no row is “{quoted}” of the page of {request.source.id}")
    (state,) = request.geography.of_level("state")
    seen: dict[Period, int] = {}
    for record in records:
        _check(request, series, record, state.name)
        period = _period(record)
        if period in seen:
            raise record.error("period", f"“{record.text('period')}” stands already in row {seen[period]}")
        seen[period] = record.row
        value = record.required_number("value")
        counted = request.indicators[series.indicator].measure == "count"
        yield Observation(
            indicator=series.indicator,
            geo_level="state",
            geo_id=state.geo_id,
            dimension=OVERALL,
            stratum=OVERALL,
            period=period,
            source=request.source.id,
            value=record.count("value") if counted else value,
            ci_low=record.number("ci_low"),
            ci_high=record.number("ci_high"),
            numerator=record.count("value") if counted else None,
        )


def _is_of_page(request: Request, record: Record) -> bool:
    return record.text("address").split()[:1] == [request.source.address]


def _check(request: Request, series: Series, record: Record, state: str) -> None:
    """Raise SourceFileError unless a row is of everyone in the state, in the unit asked for, with its locator."""
    if record.text("place") != state or record.text("group") != EVERYONE:
        raise record.error("place", f"“{record.text('place')}”, “{record.text('group')}” is not everyone in {state}")
    if not record.text("quote_locator"):
        raise record.error("quote_locator", "is empty: where on the page is the figure?")
    measure = request.indicators[series.indicator].measure
    unit = UNITS.get(measure, "")
    if not unit or not record.text("unit").startswith(unit):
        raise record.error("unit", f"“{record.text('unit')}” is not what {series.indicator} measures ({measure})")


def _period(record: Record) -> Period:
    text = record.text("period")
    months = MONTHS.fullmatch(text)
    try:
        return Period.parse(f"{months[1]}_{months[2]}" if months else text)
    except ValueError as error:
        raise record.error("period", str(error)) from error
