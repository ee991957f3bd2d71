"""County Health Rankings & Roadmaps: measure files of all U.S. counties, the states (county 000) and the nation.

A series names its `file`, `layout`, `period` and, where the layout has it, `measure` ("v138"):

- `overall`: one figure per place, `v138_rawvalue` with its interval and, where given, numerator and denominator.
- `rates_by_race`: `v138_race_black` with its interval. Where the file has counts as well, `counts` says which are whose
  ({ white = ".x", black = ".y" } for `numerator.x` and `numerator.y`): their names carry no group.
- `births`: `num`, `denom`, `rate`, `lci`, `uci`, `unreliable`.
- `births_by_race`: the same six with a group behind each name, `num_black`.

Further keys: `scale = 100` turns a proportion into a percent; `interval = false` says the publisher prints no interval;
`races` lists those of the source's words for groups that a file has, where it lacks some. In files of births by race
the group without a name is of mothers whose race or origin is not stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalog.models import Indicator, Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Period, Status

UNNAMED = ""
BLANK = ("", "NA")
LAYOUTS = ("overall", "rates_by_race", "births", "births_by_race")
FLAGS: Mapping[str, Status] = {"": "reported", "NA": "reported", "0": "reported", "1": "unreliable", "2": "suppressed"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the figures of one stratum. An empty name: the layout has no such column.

    `keeps_denominator`: the publisher prints the denominator even where it hides the figure. `checked`: nothing in
    the file but the figure says that the counts are this group's.
    """

    stratum: str
    value: str
    ci_low: str = ""
    ci_high: str = ""
    numerator: str = ""
    denominator: str = ""
    flag: str = ""
    optional: tuple[str, ...] = ()
    keeps_denominator: bool = False
    checked: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that must be in the header."""
        columns = (self.value, self.ci_low, self.ci_high, self.numerator, self.denominator, self.flag)
        return tuple(name for name in columns if name and name not in self.optional)


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per place (state and every county) and stratum for each series asked for.

    Raises SourceFileError when a file is not in the layout said, or a place is missing, doubled or unknown;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    strata = _columns(request, series)
    records = read_table(
        path,
        ("statecode", "countycode", *(name for columns in strata for name in columns.required)),
        keep=lambda cells: cells["statecode"].strip() == STATE_ID,
    )
    refuse_duplicates(records, "countycode")
    _refuse_partial_counts(path, records, strata)
    places = _places(request, path, records)
    period, scale = request.period(series), request.scale(series)
    for geo_id, record in places.items():
        for columns in strata:
            yield _observation(request, series, record, geo_id, columns, period, scale)


def _refuse_partial_counts(path: Path, records: list[Record], strata: tuple[Columns, ...]) -> None:
    """Raise if one of the columns of counts is missing alone, or the denominator of some rows with a numerator."""
    header = records[0].cells if records else {}
    for columns in strata:
        pair = (columns.numerator, columns.denominator)
        present = [name for name in pair if name in header]
        if all(pair) and len(present) == 1:
            other = pair[1] if present[0] == pair[0] else pair[0]
            problem = f"this column is missing from the header, and “{present[0]}” is there: they belong together"
            raise SourceFileError(path, problem, column=other, row=1)
        people = {record.row for record in records if _text(record, columns.denominator) not in BLANK}
        for record in records if people else ():
            if record.row not in people and _text(record, columns.numerator) not in BLANK:
                problem = "is empty beside a count, and other rows have one: have the cells of this row moved?"
                raise record.error(columns.denominator, problem)


def _places(request: Request, path: Path, records: list[Record]) -> dict[str, Record]:
    expected = (*request.geography.of_level("state"), *request.geography.of_level("county"))
    geo_ids = {place.geo_id for place in expected}
    by_place = {}
    for record in records:
        code = record.code("countycode", 3)
        geo_id = STATE_ID if code == "000" else STATE_ID + code
        if geo_id not in geo_ids:
            raise record.error("countycode", f"“{code}” is not a county of Massachusetts (three digits, or 000)")
        by_place[geo_id] = record
    refuse_missing(path, by_place, expected)
    return by_place


def _observation(
    request: Request, series: Series, record: Record, geo_id: str, columns: Columns, period: Period, scale: float
) -> Observation:
    value, low, high = (_scaled(record, name, scale) for name in (columns.value, columns.ci_low, columns.ci_high))
    indicator = request.indicators[series.indicator]
    # What is adjusted for age, a median or a score does not follow from the counts beside it.
    cross_checked = indicator.measure in ("rate", "percent") and not indicator.adjustment.endswith("age_adjusted")
    numerator, denominator = (_number(record, name, cross_checked) for name in (columns.numerator, columns.denominator))
    if (low is None) != (high is None):
        raise record.error(columns.ci_low, "has one end of an interval without the other")
    if value is None and low is not None:
        raise record.error(columns.value, "is empty beside an interval")
    if value is not None and numerator is not None and denominator is not None and cross_checked:
        _check_quotient(indicator, record, columns, scale, (numerator, denominator))
    status = _status(record, columns, value, denominator)
    if status in ("suppressed", "not_available"):
        value = low = high = numerator = None
    return Observation(
        indicator=series.indicator,
        geo_level="state" if geo_id == STATE_ID else "county",
        geo_id=geo_id,
        dimension=OVERALL if columns.stratum == OVERALL else "race_ethnicity",
        stratum=columns.stratum,
        period=period,
        source=request.source.id,
        status=status,
        value=value,
        ci_low=low,
        ci_high=high,
        numerator=numerator,
        denominator=denominator,
    )


def _check_quotient(
    indicator: Indicator, record: Record, columns: Columns, scale: float, counts: tuple[float, float]
) -> None:
    """Raise if a rate or share that is not age-adjusted is not the quotient of the counts in its row."""
    numerator, denominator = counts
    try:
        record.check_quotient(columns.value, numerator, denominator, indicator.per / scale)
    except SourceFileError:
        if columns.checked:
            problem = f"{numerator:g} of {denominator:g} is not {record.text(columns.value)}"
            raise record.error(columns.numerator, f"{problem}: `counts` names another group's columns") from None
        raise


def _status(record: Record, columns: Columns, value: float | None, denominator: float | None) -> Status:
    if value is None:
        # Where even the births of a group are not given there were none (those of the other counties add up to the
        # state's), so no figure exists that could be hidden.
        return "not_available" if columns.keeps_denominator and denominator is None else "suppressed"
    flag = _text(record, columns.flag)
    if flag not in FLAGS:
        raise record.error(columns.flag, f"“{flag}” is not a flag: 0, 1 (unreliable) or 2 (suppressed)")
    return FLAGS[flag]


def _text(record: Record, name: str) -> str:
    return record.text(name) if name in record.cells else ""


def _number(record: Record, name: str, cross_checked: bool = False) -> float | None:
    return record.number(name, BLANK, cross_checked=cross_checked) if name in record.cells else None


def _scaled(record: Record, name: str, scale: float) -> float | None:
    number = _number(record, name)
    return None if number is None else number * scale


def _columns(request: Request, series: Series) -> tuple[Columns, ...]:
    layout = request.option(series, "layout")
    if layout not in LAYOUTS:
        raise DefinitionError(f"{series.indicator}.toml: layout: “{layout}” is none of {', '.join(LAYOUTS)}")
    if layout == "births":
        return (Columns(OVERALL, "rate", "lci", "uci", "num", "denom", "unreliable"),)
    if layout == "births_by_race":
        return tuple(_births_of_race(race, stratum) for race, stratum in request.races.items())
    measure, interval = request.option(series, "measure"), series.options.get("interval", True)
    if layout == "overall":
        low, high = (f"{measure}_cilow", f"{measure}_cihigh") if interval else ("", "")
        counts = (f"{measure}_numerator", f"{measure}_denominator", "flag2_cb")
        return (Columns(OVERALL, f"{measure}_rawvalue", low, high, *counts, optional=counts),)
    races = _races(request, series)
    endings = _endings(series, races)
    return tuple(
        _rate_of_race(f"{measure}_race_{race}", stratum, bool(interval), endings.get(race))
        for race, stratum in races.items()
    )


def _births_of_race(race: str, stratum: str) -> Columns:
    return Columns(
        stratum,
        value=f"rate_{race}",
        ci_low=f"lci_{race}",
        ci_high=f"uci_{race}",
        numerator=f"num_{race}",
        denominator=f"denom_{race}",
        flag=f"unreliable_{race}",
        keeps_denominator=True,
    )


def _rate_of_race(name: str, stratum: str, interval: bool, ending: str | None) -> Columns:
    low, high = (f"{name}_cilow", f"{name}_cihigh") if interval else ("", "")
    counts = ("", "") if ending is None else (f"numerator{ending}", f"denominator{ending}")
    flag = f"{name}_flag2"
    return Columns(stratum, name, low, high, *counts, flag=flag, optional=(flag,), checked=ending is not None)


def _endings(series: Series, races: Mapping[str, str]) -> Mapping[str, str]:
    counts = series.options.get("counts", {})
    if not isinstance(counts, Mapping) or not set(counts) <= set(races):
        raise DefinitionError(f"{series.indicator}.toml: counts: a table from the file's words for groups to endings")
    return counts


def _races(request: Request, series: Series) -> Mapping[str, str]:
    words = series.options.get("races", [word for word in request.races if word != UNNAMED])
    if not isinstance(words, list) or not set(words) <= set(request.races):
        choices = ", ".join(word for word in request.races if word)
        raise DefinitionError(f"{series.indicator}.toml: races: a list of the source's words is needed: {choices}")
    return {word: request.races[word] for word in words}
