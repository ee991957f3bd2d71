"""CDC WONDER: a saved query result grouped by state and year, tab separated, with totals and a footer of notes.

A series names its `file` and the `years` to take from it ("1999-2020"), each of which must be there, whole; and, where
it is not the crude rate, the `rate` ("Age Adjusted Rate").
"""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import OVERALL, Period, Status

STATE_COLUMNS = ("State Code", "Residence State Code")
"""The same column in the final and in the provisional database."""
RATES = ("Crude Rate", "Age Adjusted Rate")
LOW, HIGH = " Lower 95% Confidence Interval", " Upper 95% Confidence Interval"
"""Suffixes of a rate's name in the columns of its interval."""
PER, TOTAL = 100_000, "Total"
WITHHELD = ("", "Suppressed", "Unreliable", "Not Applicable")


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state for each year asked for: the rate per 100,000, deaths and population.

    Raises SourceFileError when a year is missing, doubled or marked partial, or a cell is not what is expected;
    DefinitionError when a series lacks a key, or a year the publisher calls provisional is not so in the indicator.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    years = request.period(series, "years")
    rate = series.options.get("rate", RATES[0])
    if rate not in RATES:
        raise DefinitionError(f"{series.indicator}.toml: rate: “{rate}” is none of {', '.join(RATES)}")
    records = read_table(
        path,
        ("Notes", "Year", "Year Code", "Deaths", "Population", rate, rate + LOW, rate + HIGH),
        encoding="latin-1",
        delimiter="\t",
        keep=_is_massachusetts,
        footer="---",
    )
    records = [record for record in records if not is_total(record)]
    if not records:
        raise SourceFileError(path, f"no row has the state code {STATE_ID}: group the query by state and year")
    refuse_duplicates(records, "Year Code")
    by_year = {record.year("Year Code"): record for record in records}
    for year in range(years.start.year, years.end.year + 1):
        if year not in by_year:
            raise SourceFileError(path, f"has no row for Massachusetts in {year}: save the query with this year")
        yield _observation(request, series, by_year[year], year, rate)


def _is_massachusetts(cells: dict[str, str]) -> bool:
    state = next((cells[name] for name in STATE_COLUMNS if name in cells), "")
    return state.strip() == STATE_ID


def is_total(record: Record) -> bool:
    """Whether a record is a total of others. Raises SourceFileError when its note is unknown."""
    note = record.text("Notes")
    if note not in ("", TOTAL):
        raise record.error("Notes", f"“{note}” is neither empty nor “{TOTAL}”")
    return note == TOTAL


def _observation(request: Request, series: Series, record: Record, year: int, rate: str) -> Observation:
    _check_year(request, series, record, year)
    deaths, people = (record.count(column, WITHHELD, cross_checked=True) for column in ("Deaths", "Population"))
    value = record.number(rate, WITHHELD)
    status: Status = "reported"
    if deaths is None:
        if record.text("Deaths") != "Suppressed":
            raise record.error("Deaths", f"“{record.text('Deaths')}” is neither a count nor “Suppressed”")
        status = "suppressed"
    elif record.text(rate) == "Unreliable":
        # The word stands in place of the rate when it rests on 20 deaths or fewer; the count is published all the same.
        status = "unreliable"
    elif value is None:
        raise record.error(rate, "is empty where a rate is expected")
    has_rate = status == "reported"
    _check_crude(record, deaths, people)
    return Observation(
        indicator=series.indicator,
        geo_level="state",
        geo_id=STATE_ID,
        dimension=OVERALL,
        stratum=OVERALL,
        period=Period.years(year),
        source=request.source.id,
        status=status,
        value=value if has_rate else None,
        ci_low=record.required_number(rate + LOW) if has_rate else None,
        ci_high=record.required_number(rate + HIGH) if has_rate else None,
        numerator=deaths,
        denominator=people,
    )


def _check_crude(record: Record, deaths: int | None, people: int | None) -> None:
    """Raise if the crude rate is not that of the counts in its row, also where another rate is read."""
    crude = RATES[0]
    if deaths is not None and people is not None and record.cells.get(crude, "").strip() not in WITHHELD:
        record.check_quotient(crude, deaths, people, PER)


def _check_year(request: Request, series: Series, record: Record, year: int) -> None:
    label = record.text("Year").lower()
    if "partial" in label:
        raise record.error("Year", f"“{record.text('Year')}” is not a whole year: leave {year} out of `years`")
    if "provisional" in label and str(year) not in request.indicators[series.indicator].provisional:
        raise DefinitionError(
            f"{series.indicator}.toml: the publisher calls {year} provisional: add “{year}” to `provisional`"
        )
