"""CDC heart-disease deaths of adults 35 and over: county and state by sex and by race, one three-year average.

A series names its `file`, the `measure` (the column of rates) and the `period`, which the file itself does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.catalog.models import Place, Series
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Period

PLACE, ABBREVIATION, SEX, RACE = "Loc Desc", "Loc Abbr", "Gender", "Race/Ethnicity"
SEXES: Mapping[str, str] = {"Overall": OVERALL, "Female": "female", "Male": "male"}
EVERYONE: Mapping[str, str] = {"Overall": OVERALL}


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per place (state and every county), sex and race: a rate per 100,000 without interval.

    An empty rate is one CDC could not make reliable: not available. Raises SourceFileError when a place is missing for
    a group, doubled or unknown, or a word for sex or race is not known.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path = request.folder / request.option(series, "file")
    measure, period = request.option(series, "measure"), request.period(series)
    records = read_table(
        path,
        (ABBREVIATION, PLACE, measure, SEX, RACE),
        keep=lambda cells: cells[ABBREVIATION].strip() == "MA",
    )
    refuse_duplicates(records, PLACE, SEX, RACE)
    expected = (*request.geography.of_level("state"), *request.geography.of_level("county"))
    by_name = {place.name: place for place in expected}
    races = {**EVERYONE, **request.races}
    by_group: dict[tuple[str, str], dict[str, Record]] = {(sex, race): {} for sex in SEXES for race in races}
    for record in records:
        if record.text(PLACE) not in by_name:
            raise record.error(PLACE, f"“{record.text(PLACE)}” is neither the state nor one of its counties")
        key = (_known_word(record, SEX, SEXES), _known_word(record, RACE, races))
        by_group[key][by_name[record.text(PLACE)].geo_id] = record
    for (sex, race), by_place in by_group.items():
        refuse_missing(path, by_place, expected, f"{SEX} {sex}, {RACE} {race}")
        group = _stratum(SEXES[sex], races[race])
        for place in expected:
            yield _observation(request, series, by_place[place.geo_id], place, measure, period, group)


def _known_word(record: Record, column: str, choices: Mapping[str, str]) -> str:
    word = record.text(column)
    if word not in choices:
        raise record.error(column, f"“{word}” is none of {', '.join(choices)}")
    return word


def _observation(
    request: Request,
    series: Series,
    record: Record,
    place: Place,
    measure: str,
    period: Period,
    group: tuple[str, str],
) -> Observation:
    value, (dimension, stratum) = record.number(measure), group
    return Observation(
        indicator=series.indicator,
        geo_level=place.level,
        geo_id=place.geo_id,
        dimension=dimension,
        stratum=stratum,
        period=period,
        source=request.source.id,
        status="not_available" if value is None else "reported",
        value=value,
    )


def _stratum(sex: str, race: str) -> tuple[str, str]:
    """Dimension and stratum of a sex and a race, either of which may be everyone."""
    if sex == OVERALL and race == OVERALL:
        return OVERALL, OVERALL
    if race == OVERALL:
        return "sex", sex
    if sex == OVERALL:
        return "race_ethnicity", race
    return "race_by_sex", f"{race}_{sex}"
