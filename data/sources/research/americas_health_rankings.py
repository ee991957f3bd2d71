"""America's Health Rankings: a survey's percentages by state, and by race and ethnicity, sex and age within a state.

One line per state and measure, the group being a part of the measure's name: "Diabetes", "Diabetes - Black". A series
names its `file` and its `measure`. `Number` is an estimate weighted up from the survey and rounded to hundreds, not a
count of anyone, and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.catalog.models import Series
from data.errors import SourceFileError
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import GROUPS, OVERALL, Period

YEAR, MEASURE, STATE, VALUE, LOW, HIGH = "Data Year", "Measure", "StateCode", "Value", "LowerCI", "UpperCI"
REASON = "MissingReason"
SUPPRESSED = "Results are suppressed"
"""How the publisher's reason begins, the only one it gives for a value that is missing."""
BLANK = ("", "NA", "NULL")
NATION = "ALL"
WORDS: Mapping[str, str] = {
    "": OVERALL,
    "Female": "female",
    "Male": "male",
    "Ages 18-44": "age_18_44",
    "Ages 45-64": "age_45_64",
    "Ages 65+": "age_65_plus",
}
"""Suffix of a measure's name, after the hyphen, and its stratum; the words for race are those of the source's TOML."""


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per group for each series asked for: a percentage with its 95 % interval.

    A missing value for which the publisher gives a reason is suppressed, without one it is not available. Raises
    SourceFileError when the measure is not there, a group the nation has is missing for the state, a group is unknown
    or doubled, or an interval has one end or lies the wrong way round.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, measure = request.folder / request.option(series, "file"), request.option(series, "measure")
    (place,) = request.geography.of_level("state")
    records = read_table(
        path,
        (YEAR, MEASURE, STATE, VALUE, LOW, HIGH, REASON),
        keep=lambda cells: (
            cells[STATE].strip() in ("MA", NATION) and cells[MEASURE].partition(" - ")[0].strip() == measure
        ),
    )
    refuse_duplicates(records, STATE, MEASURE)
    strata = {**WORDS, **request.races}
    by_stratum = {_stratum(r, strata): r for r in records if r.text(STATE) == "MA"}
    missing = [r.text(MEASURE) for r in records if r.text(STATE) == NATION and _stratum(r, strata) not in by_stratum]
    if OVERALL not in by_stratum or missing:
        names = ", ".join(missing) or measure
        raise SourceFileError(path, f"has no row for Massachusetts and {names}; was the file cut short?")
    for stratum, record in by_stratum.items():
        yield _observation(request, series, record, stratum, place.geo_id)


def _stratum(record: Record, strata: Mapping[str, str]) -> str:
    word = record.text(MEASURE).partition(" - ")[2].strip()
    if word not in strata:
        raise record.error(MEASURE, f"“{word}” is none of {', '.join(w for w in strata if w)}")
    return strata[word]


def _observation(request: Request, series: Series, record: Record, stratum: str, geo_id: str) -> Observation:
    value, low, high = (record.number(column, BLANK) for column in (VALUE, LOW, HIGH))
    hidden = record.text(REASON) not in BLANK
    if hidden and not record.text(REASON).startswith(SUPPRESSED):
        raise record.error(REASON, f"“{record.text(REASON)}” is no reason of the publisher's: have the cells moved?")
    if value is None and hidden:
        low = high = None  # the publisher prints an interval beside some hidden values
    elif value is None and (low is not None or high is not None):
        raise record.error(VALUE, "is empty beside an interval: have the cells of this row moved?")
    elif hidden:
        raise record.error(VALUE, f"is given although the publisher says: {record.text(REASON)}")
    if (low is None) != (high is None):
        raise record.error(LOW, "has one end of an interval without the other")
    if low is not None and high is not None and low > high:
        raise record.error(LOW, f"the interval's lower end, {low:g}, is above its upper end, {high:g}")
    return Observation(
        indicator=series.indicator,
        geo_level="state",
        geo_id=geo_id,
        dimension=GROUPS[stratum].dimension,
        stratum=stratum,
        period=Period.years(record.year(YEAR)),
        source=request.source.id,
        status="reported" if value is not None else "suppressed" if hidden else "not_available",
        value=value,
        ci_low=low,
        ci_high=high,
    )
