"""IHME: modelled maternal mortality ratio of U.S. states by race and ethnicity, one row per state, group and year.

A series names its `file`. The groups are those of the source's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.catalog.models import Series
from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.vocabulary import Period

STATE = "Massachusetts"
MEASURE, METRIC, AGES = "Maternal mortality ratio", "Rate", "10 to 54"
COLUMNS = (
    "measure_name", "location_name", "race_group", "age_group_name", "year_id", "metric_name", "val", "lower", "upper",
)  # fmt: skip


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of the state per group and year: deaths per 100,000 live births, with its uncertainty.

    Raises SourceFileError when a group lacks a year others have, a row is doubled or of another measure, or a cell is
    not a number; DefinitionError when a series lacks a key or the source has no words for its groups.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    groups = request.races
    records = read_table(
        path, COLUMNS, keep=lambda cells: cells["location_name"].strip() == STATE, allow_unterminated=True
    )
    if not records:
        raise SourceFileError(path, f"no row is of {STATE}", column="location_name")
    refuse_duplicates(records, "race_group", "year_id")
    keys = {(record.text("race_group"), record.text("year_id")) for record in records}
    for group in groups:
        for year in sorted({year for _, year in keys}):
            if (group, year) not in keys:
                raise SourceFileError(path, f"has no row for {STATE}, {group}, {year}: was the file cut short?")
    for record in records:
        yield _observation(request, series, record, groups)


def _observation(request: Request, series: Series, record: Record, groups: Mapping[str, str]) -> Observation:
    for column, expected in (("measure_name", MEASURE), ("metric_name", METRIC), ("age_group_name", AGES)):
        if record.text(column) != expected:
            raise record.error(column, f"“{record.text(column)}” stands where “{expected}” is expected")
    group = record.text("race_group")
    if group not in groups:
        raise record.error("race_group", f"“{group}” is not one of the source's words in [race.words]")
    return Observation(
        indicator=series.indicator,
        geo_level="state",
        geo_id=STATE_ID,
        dimension="race_ethnicity",
        stratum=groups[group],
        period=Period.years(record.year("year_id")),
        source=request.source.id,
        value=record.required_number("val"),
        ci_low=record.required_number("lower"),
        ci_high=record.required_number("upper"),
    )
