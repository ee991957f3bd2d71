"""Maternity services: statements about hospitals' labor and delivery units, collected from published pages.

`maternity_services.csv` holds Medicare's answers of 2024 (measure SM-7), notices of closures and suspensions, and
births where a page prints them. Its other rows are counts for the state and county categories, which are no places of
care and are not read here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.errors import SourceFileError
from data.geography.places import Geography
from data.observations.services import Event, Service
from data.sources.files.tables import Record, read_table, refuse_duplicates

FILE = "maternity_services.csv"
COLUMNS = ("indicator", "geography", "period", "value", "source_title", "publisher", "address", "confidence")
CMS, CHANGE, BIRTHS = "inpatient_labor_delivery_2024_cms_sm7", "maternity_unit_status_change", "births_hospital"
CONFIDENCES = ("A", "B")
ANSWERS: dict[str, Event] = {"yes": "open", "no inpatient labor/delivery": "none", "not available": "not_available"}
# Postal names of parts of a city or town, as Medicare gives a hospital's address.
POSTAL = {
    "BRIGHTON": "Boston",
    "HYANNIS": "Barnstable",
    "JAMAICA PLAIN": "Boston",
    "SOUTH WEYMOUTH": "Weymouth",
    "W CONCORD": "Concord",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?:(?:(\d{1,2}) )?\b([A-Z][a-z]{2})[a-z]* )?\b((?:19|20)\d\d)\b")
_EVENTS: tuple[tuple[str, Event], ...] = (
    (r"announced|planned|proposed|notice", "announced"),
    (r"suspen|temporary", "suspended"),
    (r"clos", "closed"),
)
Bounds = tuple[date | None, date | None]


def read_services(folder: Path, source: str, geography: Geography) -> Iterator[Service]:
    """Yield a Service per statement about a hospital or birth center.

    Raises SourceFileError naming the row whose answer, event, year, number or city is not understood, or when no row is
    about a hospital.
    """
    everything = read_table(folder / FILE, COLUMNS)
    for record in everything:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", record.text("indicator")):
            raise record.error("indicator", f"“{record.text('indicator')}” is no word for what the row says")
    records = [r for r in everything if r.text("indicator") in (CMS, CHANGE, BIRTHS)]
    refuse_duplicates(records, "indicator", "geography", "period", "value")
    if not records:
        raise SourceFileError(folder / FILE, "has no row about a hospital", column="indicator")
    for record in records:
        if record.text("confidence") not in CONFIDENCES:
            raise record.error("confidence", f"“{record.text('confidence')}” is none of {', '.join(CONFIDENCES)}")
        indicator = record.text("indicator")
        if indicator == CMS:
            yield _answer(record, source, geography)
        elif indicator == CHANGE:
            yield from _changes(record, source, geography)
        else:
            yield _births(record, source, geography)


def _answer(record: Record, source: str, geography: Geography) -> Service:
    answer, note = record.text("value"), record.text("note")
    if answer not in ANSWERS:
        raise record.error("value", f"“{answer}” is not an answer: {', '.join(ANSWERS)}")
    number, city = re.search(r"CCN (\d{6})", note), re.search(r"city ([^;]+)", note)
    if number is None or city is None:
        raise record.error("note", "does not give the hospital's number and city as “CCN 220001; city LEOMINSTER”")
    name = city[1].strip()
    place = geography.municipality(POSTAL.get(name, name))
    if place is None:
        raise record.error("note", f"“{name}” is no city or town: if it is a part of one, add it to POSTAL")
    year = _read_dates(record, "period", record.text("period"))
    # One number for several campuses says nothing about the city of its address.
    geo_id = "" if "several campuses" in note else place.geo_id
    return _service(record, source, geo_id, ANSWERS[answer], year, ccn=number[1])


def _changes(record: Record, source: str, geography: Geography) -> Iterator[Service]:
    for clause in record.text("value").split(";"):
        event = next((event for pattern, event in _EVENTS if re.search(pattern, clause)), None)
        bounds = _read_dates(record, "value", re.sub(r"before [A-Z]\w* \d{4}", "", clause))
        if event is None or bounds[0] is None:
            raise record.error(
                "value", f"“{clause.strip()}” says no event (closed, suspended, announced) with its year"
            )
        yield _service(record, source, _town(record, geography), event, bounds, date_text=clause.strip())


def _births(record: Record, source: str, geography: Geography) -> Service:
    period = record.text("period")
    bounds = _read_dates(record, "period", period)
    fiscal, part = re.match(r"FY(\d{4})", period), re.match(r"(\d{4}) to (\d{1,2}) ([A-Z][a-z]{2})", period)
    if fiscal:  # a hospital's fiscal year ends in September
        bounds = (date(int(fiscal[1]) - 1, 10, 1), date(int(fiscal[1]), 9, 30))
    elif part:
        if part[3].lower() not in _MONTHS:
            raise record.error("period", f"“{period}” names no month")
        bounds = (date(int(part[1]), 1, 1), _read_dates(record, "period", f"{part[2]} {part[3]} {part[1]}")[1])
    births = record.count("value")
    if births is None or bounds[0] is None:
        raise record.error("value" if births is None else "period", "gives no number of births with its year")
    return _service(record, source, _town(record, geography), "births", bounds, births=births)


def _town(record: Record, geography: Geography) -> str:
    """geo_id of the municipality after the comma of a hospital's name, else of the one its name begins with."""
    name = record.text("geography")
    words = name.split(" ")
    for candidate in (name.rpartition(",")[2], *(" ".join(words[:n]) for n in (3, 2, 1))):
        place = geography.municipality(candidate)
        if place is not None:
            return place.geo_id
    raise record.error("geography", f"“{name}” names no city or town of Massachusetts")


def _read_dates(record: Record, column: str, text: str) -> Bounds:
    try:
        return _date_range(text)
    except ValueError:
        raise record.error(column, f"“{text.strip()}” has a day that is in no calendar") from None


def _date_range(text: str) -> Bounds:
    """First and last day of the first date in a text: a day, a month or a year. None where there is no year."""
    match = _DATE.search(text)
    if match is None:
        year = re.search(r"(?:19|20)\d\d", text)
        return (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)) if year else (None, None)
    day, month, year_text = match.groups()
    if month is None or month.lower() not in _MONTHS:
        return date(int(year_text), 1, 1), date(int(year_text), 12, 31)
    year_number, number = int(year_text), _month(month)
    if day is not None:
        return date(year_number, number, int(day)), date(year_number, number, int(day))
    return date(year_number, number, 1), date(year_number, number, monthrange(year_number, number)[1])


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _service(
    record: Record,
    source: str,
    geo_id: str,
    event: Event,
    bounds: Bounds,
    ccn: str = "",
    births: int | None = None,
    date_text: str = "",
) -> Service:
    return Service(
        hospital=record.text("geography").removesuffix("-").strip(),
        geo_id=geo_id,
        ccn=ccn,
        event=event,
        date_start=bounds[0],
        date_end=bounds[1],
        date_text=date_text or record.text("period"),
        births=births,
        said=record.text("value"),
        note=record.cells.get("note", "").strip().rstrip(";").strip(),
        confidence=record.text("confidence"),
        title=record.text("source_title"),
        publisher=record.text("publisher"),
        address=record.text("address"),
        source=source,
    )
