"""National Center for Health Statistics: life expectancy by census tract (USALEEP), made into cities and towns.

Four files in one folder, named in the series: `file` has the tracts of 2010 with life expectancy at birth, its standard
error and a flag (1: all death rates observed, 2: all predicted by a model, 3: some of both); `key` has the city or town
most of whose people live in each tract (the Metropolitan Area Planning Council's key); `residents` the people of each
tract counted in the census of 2010; `towns` those of each city and town (the Census Bureau's sub-est file). `tracts` is
the number of tracts in the release.

A city or town has the mean of its tracts weighted by residents (data.statistics.pooled), the state that of all.
A city or town without a figure is `not_available`: see `SHARE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.catalog.models import Series
from data.catalog.tracts import Tract
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID, Geography
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.sources.population.census_subcounty import FORM, STATE, SUBDIVISION
from data.statistics.pooled import weighted_mean
from data.vocabulary import OVERALL, Level

TRACT, YEARS, ERROR, FLAG = "Tract ID", "e(0)", "se(e(0))", "Abridged life table flag"
SHARE = 0.8
"""A city or town has a figure where at least this share of its residents may live in tracts with an estimate, and at
least this share of the residents of its tracts may live in it: a tract of two towns is the larger one's in the key."""
FLAGS = {"1": "observed", "2": "predicted", "3": "both"}
"""As the publisher's record layout has them: 2 is wholly predicted, not 3."""
_PLAUSIBLE = (50.0, 110.0)
_GEOID = re.compile(r"25[0-9]{9}")


def read(request: Request) -> Iterator[Row]:
    """Yield the state and all 351 municipalities for each series. Raises SourceFileError naming file, column, row."""
    for series in request.selected_series:
        tracts = read_tracts(request, series)
        yield _observation(request, series, "state", STATE_ID, tracts)
        for place in request.geography.of_level("municipality"):
            own = [tract for tract in tracts if tract.geo_id == place.geo_id]
            yield _observation(request, series, "municipality", place.geo_id, own if has_figure(own) else [])


def read_tract_table(request: Request) -> Iterator[Tract]:
    """Yield the tracts of each series that names the source as its `tract_table`. Raises SourceFileError."""
    for series in request.series:
        yield from read_tracts(request, series)


def has_figure(tracts: list[Tract]) -> bool:
    """Whether the tracts of a city or town give it a figure, by the rule of SHARE."""
    town = max((tract.town_residents for tract in tracts), default=0)
    everyone = sum(tract.residents for tract in tracts)
    covered = sum(tract.residents for tract in tracts if tract.years is not None)
    return covered > 0 and covered >= SHARE * town and town >= SHARE * everyone


def read_tracts(request: Request, series: Series) -> list[Tract]:
    """All tracts of 2010 in order of their code. Raises SourceFileError naming file, column and row."""
    folder, geography = request.folder, request.geography
    estimates = _estimates(folder / request.option(series, "file"), series)
    residents = _residents(folder / request.option(series, "residents"))
    key = _key(folder / request.option(series, "key"), geography)
    towns = _towns(folder / request.option(series, "towns"), geography)
    for record in estimates.values():
        if record.text(TRACT) not in key or record.text(TRACT) not in residents:
            raise record.error(TRACT, f"“{record.text(TRACT)}” is no tract of 2010 in the key and the residents' file")
    if residents.keys() != key.keys():
        first = min(residents.keys() ^ key.keys())
        raise SourceFileError(folder / request.option(series, "key"), f"has other tracts than the residents ({first})")
    if sum(residents.values()) != towns[STATE_ID]:
        problem = f"adds up to {sum(residents.values()):,} residents; the state had {towns[STATE_ID]:,}"
        raise SourceFileError(folder / request.option(series, "residents"), problem, column="pop_2010")
    return [_tract(code, key[code], residents[code], towns, estimates.get(code), series) for code in sorted(key)]


def _tract(
    code: str, key: Record, residents: int, towns: Mapping[str, int], estimate: Record | None, series: Series
) -> Tract:
    town = key.text("town")
    if not town and residents:
        raise key.error("muni_name", f"tract {code} has {residents:,} residents and no city or town")
    source = str(series.options.get("tract_table", series.source))
    where = (code, town, residents, towns.get(town, 0))
    if estimate is None:
        return Tract(*where, None, None, "", series.indicator, source)
    years, error = float(estimate.required_number(YEARS)), float(estimate.required_number(ERROR))
    return Tract(*where, years, error, FLAGS[estimate.text(FLAG)], series.indicator, source)


def _estimates(path: Path, series: Series) -> dict[str, Record]:
    records = read_table(path, (TRACT, "STATE2KX", "CNTY2KX", "TRACT2KX", YEARS, ERROR, FLAG), require_filled=True)
    refuse_duplicates(records, TRACT)
    expected = series.options.get("tracts")
    if not isinstance(expected, int) or isinstance(expected, bool):
        raise DefinitionError(f"{series.indicator}.toml: “tracts” is the number of tracts in the file")
    if len(records) != expected:
        raise SourceFileError(path, f"has {len(records):,} tracts, the release {expected:,}: was the file cut short?")
    for record in records:
        parts = record.code("STATE2KX", 2) + record.code("CNTY2KX", 3) + record.code("TRACT2KX", 6)
        if record.text(TRACT) != parts or not _GEOID.fullmatch(parts):
            raise record.error(TRACT, f"“{record.text(TRACT)}” is not the tract {parts} of Massachusetts")
        low, high = _PLAUSIBLE
        if not low <= record.required_number(YEARS) <= high:
            raise record.error(YEARS, f"“{record.text(YEARS)}” is no life expectancy in years ({low:g} to {high:g})")
        if not 0 < record.required_number(ERROR) < 10:
            raise record.error(ERROR, f"“{record.text(ERROR)}” is no standard error in years (above 0, below 10)")
        if record.text(FLAG) not in FLAGS:
            raise record.error(FLAG, f"“{record.text(FLAG)}” is none of the flags {', '.join(FLAGS)}")
    return {record.text(TRACT): record for record in records}


def _residents(path: Path) -> dict[str, int]:
    records = read_table(path, ("ct10_id", "pop_2010"))
    refuse_duplicates(records, "ct10_id")
    return {record.code("ct10_id", 11): record.required_count("pop_2010") for record in records}


def _key(path: Path, geography: Geography) -> dict[str, Record]:
    """Records of the key by tract, each with the geo_id of its municipality in the cell `town`, empty for none."""
    records = read_table(path, ("ct10_id", "muni_id", "muni_name", "join_type"))
    refuse_duplicates(records, "ct10_id")
    key = {}
    for record in records:
        place = geography.municipality(record.text("muni_name")) if record.text("muni_name") else None
        if record.text("muni_name") and place is None:
            raise record.error("muni_name", f"“{record.text('muni_name')}” is no city or town of Massachusetts")
        if place is not None and geography.town_ids.get(record.text("muni_id")) != place.geo_id:
            raise record.error("muni_id", f"{place.name} has another number than “{record.text('muni_id')}”")
        cells = {**record.cells, "town": place.geo_id if place else ""}
        key[record.code("ct10_id", 11)] = Record(record.file, record.row, cells)
    return key


def _towns(path: Path, geography: Geography) -> dict[str, int]:
    """Residents counted in 2010, of the state and of each municipality.

    Of a town that has become a city the file has no count, but the base of its estimates: the count as corrected later.
    """
    records = read_table(
        path,
        ("SUMLEV", "STATE", "NAME", "CENSUS2010POP", "ESTIMATESBASE2010"),
        encoding="latin-1",
        keep=lambda cells: cells["STATE"].strip() == STATE_ID and cells["SUMLEV"].strip() in (STATE, SUBDIVISION),
    )
    towns: dict[str, int] = {}
    for record in records:
        whole = record.text("SUMLEV") == STATE
        place = geography.places[STATE_ID] if whole else geography.municipality(FORM.sub("", record.text("NAME")))
        if place is None or place.geo_id in towns:
            raise record.error("NAME", f"“{record.text('NAME')}” is no city or town we know, or stands twice")
        renamed = record.text("CENSUS2010POP") == "A" and not whole
        towns[place.geo_id] = record.required_count("ESTIMATESBASE2010" if renamed else "CENSUS2010POP")
    refuse_missing(path, towns, [geography.places[STATE_ID], *geography.of_level("municipality")])
    return towns


def _observation(request: Request, series: Series, level: Level, geo_id: str, tracts: list[Tract]) -> Observation:
    known = [tract for tract in tracts if tract.years is not None and tract.residents > 0]
    period, source = request.period(series), request.source.id
    if not known:
        return Observation(series.indicator, level, geo_id, OVERALL, OVERALL, period, source, "not_available")
    value, low, high = weighted_mean(
        [tract.years or 0.0 for tract in known], [t.error or 0.0 for t in known], [float(t.residents) for t in known]
    )
    return Observation(series.indicator, level, geo_id, OVERALL, OVERALL, period, source, "reported", value, low, high)
