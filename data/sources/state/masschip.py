"""MassCHIP: one table of births and census figures by city and town, with a total of the state and a note below it.

A series names its `file`, the `measure` (the name of its column) and the `period`; `numerator` names a column of
counts that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog.models import Place, Series
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_missing
from data.vocabulary import OVERALL, Status

PLACE = "Geography"
TOTAL = "Massachusetts Total"
SUPPRESSED = ("NA",)
NOTE = "Note:"


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state and of each city and town for every series asked for.

    "NA" is hidden: fewer than 500 births (infant mortality) or 1 to 4 events (the other columns). The count beside a
    hidden rate is left out although the file prints it.
    Raises SourceFileError when a place is missing, doubled or unknown, a cell is empty or not a number;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    measure = request.option(series, "measure")
    numerator = request.option(series, "numerator") if "numerator" in series.options else None
    period = request.period(series)
    records = read_table(
        path,
        (PLACE, measure, *((numerator,) if numerator else ())),
        keep=lambda cells: not cells[PLACE].startswith(NOTE),
        require_filled=True,
    )
    places: dict[str, tuple[Place, Record]] = {}
    for record in records:
        place = _place(request, record)
        if place.geo_id in places:
            raise record.error(PLACE, f"“{record.text(PLACE)}” repeats row {places[place.geo_id][1].row}")
        places[place.geo_id] = (place, record)
    refuse_missing(path, places, (*request.geography.of_level("state"), *request.geography.of_level("municipality")))
    for place, record in places.values():
        value = record.number(measure, SUPPRESSED)
        status: Status = "suppressed" if value is None else "reported"
        yield Observation(
            indicator=series.indicator,
            geo_level=place.level,
            geo_id=place.geo_id,
            dimension=OVERALL,
            stratum=OVERALL,
            period=period,
            source=request.source.id,
            status=status,
            value=value,
            numerator=record.count(numerator) if numerator and value is not None else None,
        )


def _place(request: Request, record: Record) -> Place:
    name = record.text(PLACE)
    if name == TOTAL:
        return request.geography.places[STATE_ID]
    place = request.geography.municipality(name)
    if place is None:
        raise record.error(PLACE, f"“{name}” is not a city or town of Massachusetts")
    return place
