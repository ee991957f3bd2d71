"""Massachusetts municipal reports of opioid settlement money: one line per city or town and fiscal year.

A series names its `file` and its `column`: `funds_received` or `total_expended`, in dollars. The fiscal year 2023 runs
from July 2022 to June 2023. County governments, organizations and the form's own test entries report too; they are
passed over and named in `Request.remarks`, with whatever else in the reports does not add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from data.catalog.models import Series
from data.errors import SourceFileError
from data.observations.models import Observation
from data.sources.files.municipalities import by_municipality
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table
from data.vocabulary import OVERALL, Period

NAME, YEAR, STATUS, POOLED = "municipality", "fiscal_year", "reporting_status", "pooled"
RECEIVED, CARRIED, AVAILABLE, SPENT = "funds_received", "carryover", "total_available", "total_expended"
SHARE_SPENT = "pct_expended"
COLUMNS = (NAME, YEAR, RECEIVED, CARRIED, AVAILABLE, SPENT, SHARE_SPENT, POOLED, STATUS)
NOTHING_RECEIVED, NOT_SUBMITTED = "Did not receive funding", "Not required/Did not submit"
STATUSES = ("", "Required/Submitted", "Not required/Submitted", NOT_SUBMITTED, NOTHING_RECEIVED)
NO_DATA = ("", "Data not available")
COUNTY = "county"
"""How the names of county governments end, with or without a space before it."""
ORGANIZATIONS = frozenset(
    {
        "Berkshire Regional Planning Commission", "Franklin Regional Council of Governments",
        "North Berkshires Opioid Abatement Collaborative", "Outer Cape Community Solutions", "Test Muni", "Test Org",
    }
)  # fmt: skip
LEAST_OF_TOWNS = 0.9
"""The share of cities and towns a year has at least: in fiscal year 2023 twelve of 351 have no line."""
WHOLE_DOLLARS = 1.0


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per municipality and fiscal year that has figures, in dollars.

    A town that reported that it received no money has 0; one without a report, a figure or a line in the year is not
    available, and so is a 0 on a form that was never begun.

    Raises SourceFileError when a name is no municipality, county or organization known to report, a line stands twice,
    many towns are missing in a year, more is spent than there was, or a printed share of spending is another.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, column = request.folder / request.option(series, "file"), request.option(series, "column")
    records: dict[int, list[Record]] = defaultdict(list)
    others: list[str] = []
    for record in read_table(path, COLUMNS):
        name, year = record.text(NAME), record.year(YEAR)
        if name.lower().endswith(COUNTY) or name in ORGANIZATIONS:
            others.append(f"{name} ({year})")
        else:
            records[year].append(record)
    if others:
        request.remarks.append(f"{path.name}: no municipality, passed over: {', '.join(others)}")
    for year, of_year in sorted(records.items()):
        if any(record.text(column) for record in of_year):
            yield from _year(request, series, year, of_year)


def _year(request: Request, series: Series, year: int, records: list[Record]) -> Iterator[Observation]:
    path, column = request.folder / request.option(series, "file"), request.option(series, "column")
    towns = request.geography.of_level("municipality")
    found = by_municipality(request.geography, path, records, NAME, complete=False)
    amounts = {place.geo_id: _amount(request, record, column) for place, record in found}
    missing = [town.name for town in towns if town.geo_id not in amounts]
    if len(amounts) < LEAST_OF_TOWNS * len(towns):
        problem = f"has lines of {len(amounts)} of {len(towns)} municipalities for {year}: was the file cut short?"
        raise SourceFileError(path, problem)
    if missing:
        request.remarks.append(f"{path.name}: no line for {year}: {', '.join(missing)}")
    for town in towns:
        amount = amounts.get(town.geo_id)
        yield Observation(
            indicator=series.indicator,
            geo_level="municipality",
            geo_id=town.geo_id,
            dimension=OVERALL,
            stratum=OVERALL,
            period=Period.parse(f"{year - 1}-07_{year}-06"),
            source=request.source.id,
            status="not_available" if amount is None else "reported",
            value=amount,
        )


def _amount(request: Request, record: Record, column: str) -> float | None:
    """Dollars of one line, checked against its other cells."""
    status = record.text(STATUS)
    if status not in STATUSES:
        raise record.error(STATUS, f"“{status}” is none of {', '.join(s for s in STATUSES if s)}")
    received, carried, available, spent = (record.number(c) for c in (RECEIVED, CARRIED, AVAILABLE, SPENT))
    if status == NOTHING_RECEIVED:
        if received:
            raise record.error(RECEIVED, f"is {received:g} although the line says: {status}")
        return 0.0 if column == RECEIVED else None
    if status == NOT_SUBMITTED and spent is not None:
        raise record.error(SPENT, f"is {spent:g} although the line says: {status}")
    _check_spending(record, received, available, spent)
    _remark_sums(request, record, received, carried, available)
    if record.year(YEAR) >= 2025 and received == 0 and not record.text(POOLED):
        request.remarks.append(f"{_named(record)}: a 0 on a form that was not filled in is not shown")
        return None
    return record.number(column)


def _check_spending(record: Record, received: float | None, available: float | None, spent: float | None) -> None:
    if spent is None:
        return
    there_was = available if available is not None else received
    if there_was is None or spent > there_was + WHOLE_DOLLARS:
        raise record.error(SPENT, f"{spent:g} is more than the {there_was or 0:g} there was: have the cells moved?")
    printed = record.text(SHARE_SPENT)
    if printed in NO_DATA or not there_was:
        return
    share = 100 * spent / there_was
    if not printed.endswith("%") or abs(float(printed.rstrip("%")) - share) > 1:
        raise record.error(SHARE_SPENT, f"“{printed}” is not the share {spent:g} is of {there_was:g}, {share:.1f}%")


def _remark_sums(
    request: Request, record: Record, received: float | None, carried: float | None, available: float | None
) -> None:
    """Note reports that contradict themselves: they are as the town made them."""
    if received is None or available is None:
        return
    if carried is not None and abs(received + carried - available) > WHOLE_DOLLARS:
        text = f"{received:,.2f} received and {carried:,.2f} carried over, but {available:,.2f} available"
        request.remarks.append(f"{_named(record)}: {text}")
    elif received > available + WHOLE_DOLLARS:
        request.remarks.append(f"{_named(record)}: {received:,.2f} received, but {available:,.2f} available")


def _named(record: Record) -> str:
    return f"{Path(record.file).name}, row {record.row}, {record.text(NAME)} {record.text(YEAR)}"
