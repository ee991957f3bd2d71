"""CDC WONDER natality, expanded: births of a year by state or county of residence and by one thing recorded of a birth.

One file a year and level, as WONDER exports it: separated by tabs (.txt) or commas (.csv), with rows of totals or
without, and with the parameters of the query below the table, which are checked. Anything that WONDER groups births by
is read alike: when prenatal care began, weeks of pregnancy, weight, race, delivery, payment, smoking, education.

A series names its `years` ("2016-2024"), the column births are grouped by (`group_by`), its codes as `events`, and for
a share the codes they are `among`; `left_out` are all other codes ("Unknown or Not Stated"): a code that is named
nowhere stops the reading. `files` is a table from levels to names of files with "{year}" in them. With `by_race`, for
the state only, each group of the source's [race] is a stratum, and the lists hold its words in place of codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.federal.cdc_wonder import TOTAL, is_total
from data.sources.federal.cdc_wonder_query import check_query, separator
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import GROUPS, OVERALL, Level, Period, Status

ENCODING, BIRTHS = "latin-1", "Births"
WITHOUT_COUNT: Mapping[str, Status] = {"Suppressed": "suppressed", "Not Available": "not_available"}
"""WONDER's words where it gives no count, and what they mean."""
PLACE_COLUMNS: Mapping[str, str] = {"state": "State of Residence", "county": "County of Residence"}
UNIDENTIFIED = STATE_ID + "999"
"""WONDER's code of the counties with fewer than 100,000 residents, which it gives as one."""
POOLED_COUNTIES = ("25007", "25011", "25019")
"""Dukes, Franklin and Nantucket: the counties that are one in WONDER."""
POOLED_AREA = "pooled-dukes-franklin-nantucket"
"""Our place for these three together (data/areas/pooled_counties.toml)."""
Births = int | Status
"""Births of a cell, or why there is no number."""


@dataclass(frozen=True, slots=True)
class _Query:
    """What a series takes: files by level, the column of the categories, and the categories by what is done with them.

    `column` is that of codes, or by race of the publisher's words; `events` are counted, for a share `among` others.
    """

    series: Series
    files: Mapping[str, str]
    group_by: str
    column: str
    events: tuple[str, ...]
    among: tuple[str, ...]
    left_out: tuple[str, ...]
    by_race: bool

    @property
    def categories(self) -> frozenset[str]:
        """Every category that the file must have, and no other."""
        return frozenset((*self.events, *self.among, *self.left_out))


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation of each place and year (and group): births counted, and the births they are a share of.

    Where WONDER hides a category of a place (fewer than 10 births), every figure of this place and year is hidden: the
    births of all and the categories that are known would give it. Where one place, or one group, alone is hidden it
    would follow from the state's figure by subtraction: the one with the fewest births is hidden too. Counties that
    WONDER gives as one are not available each; their area has the figure of all three, if it has any in some year.
    Raises SourceFileError when the query below the table is not the one asked for, a place or a category is missing,
    doubled or unknown, a total is not the sum of its rows, or a cell is no count; DefinitionError for a wrong series.
    """
    for series in request.selected_series:
        query, years = _query(request, series), request.period(series, "years")
        rows: list[Observation] = []
        for year in range(years.start.year, years.end.year + 1):
            of_year: list[Observation] = []
            for level in query.files:
                of_year += _observations(request, query, level, year)
            rows += _protected(of_year)
        # A level of places without a figure in any year is no level to look at.
        has_area = any(row.geo_level == "area" and row.numerator is not None for row in rows)
        yield from (row for row in rows if has_area or row.geo_level != "area")


def _query(request: Request, series: Series) -> _Query:
    name, by_race = f"{series.indicator}.toml", series.options.get("by_race") is True
    lists = {}
    for key in ("events", "among", "left_out"):
        value = series.options.get(key, [])
        if not isinstance(value, list) or not all(isinstance(category, str) for category in value):
            raise DefinitionError(f"{name}: {key}: a list of WONDER's categories is needed, as texts")
        lists[key] = tuple(value)
    if not lists["events"] or (lists["among"] and not set(lists["events"]) <= set(lists["among"])):
        raise DefinitionError(f"{name}: events: at least one category, and none that is not in `among`")
    if set(lists["left_out"]) & {*lists["events"], *lists["among"]}:
        raise DefinitionError(f"{name}: left_out: a category that is counted is not left out")
    files = series.options.get("files", {})
    if not isinstance(files, Mapping) or not files or not set(files) <= set(PLACE_COLUMNS):
        raise DefinitionError(f"{name}: files: a table from `state` and `county` to names of files is needed")
    if by_race and (set(files) != {"state"} or set(lists["events"]) != set(request.races) or lists["among"]):
        # Most counties hide births of one race or two, which would follow from the others and all births.
        raise DefinitionError(f"{name}: by_race: a count of the state alone, its `events` the words of [race.words]")
    group_by = request.option(series, "group_by")
    return _Query(series, files, group_by, group_by if by_race else f"{group_by} Code", **lists, by_race=by_race)


def _observations(request: Request, query: _Query, level: str, year: int) -> Iterator[Observation]:
    path = request.folder / str(query.files[level]).replace("{year}", str(year))
    births = _births_by_place(request, query, path, level, year)
    groups = {OVERALL: query.events}
    if query.by_race:
        groups = {stratum: (word,) for word, stratum in request.races.items()}
    empty = Observation(
        query.series.indicator, "county", "", OVERALL, OVERALL, Period.years(year), request.source.id, "not_available"
    )
    is_count = request.indicators[query.series.indicator].measure == "count"
    for stratum, events in groups.items():
        of_group = replace(empty, dimension=GROUPS[stratum].dimension, stratum=stratum)
        for geo_id, cells in births.items():
            where = ("area", POOLED_AREA) if geo_id == UNIDENTIFIED else (level, geo_id)
            count = _sum(cells, events, events if query.by_race else tuple(cells))
            people = _sum(cells, query.among, tuple(cells)) if query.among else None
            yield _observation(of_group, where, count, people, is_count=is_count)
        if UNIDENTIFIED in births:
            yield from (replace(of_group, geo_id=geo_id) for geo_id in POOLED_COUNTIES)


def _observation(
    empty: Observation, where: tuple[str, str], count: Births, people: Births | None, *, is_count: bool
) -> Observation:
    level: Level
    level, geo_id = where  # type: ignore[assignment]  # levels of PLACE_COLUMNS, or an area
    row = replace(empty, geo_level=level, geo_id=geo_id)
    if isinstance(count, str):
        return replace(row, status=count)
    value, among = float(count) if is_count else None, float(people) if isinstance(people, int) else None
    return replace(row, status="reported", value=value, numerator=float(count), denominator=among)


def _sum(cells: Mapping[str, Births], categories: Sequence[str], whole: Sequence[str]) -> Births:
    """Births of some categories, or why there is no number: `whole` are those that must all be known."""
    unknown = {births for category in whole if isinstance(births := cells[category], str)}
    if unknown:
        return "not_available" if "not_available" in unknown else "suppressed"
    return sum(births for category in categories if isinstance(births := cells[category], int))


def _protected(rows: list[Observation]) -> list[Observation]:
    """The rows of a year, with a second one hidden where one alone is beside a sum: of the places, or of the races."""
    by_race = any(row.stratum != OVERALL for row in rows)
    has_sum = by_race or any(row.geo_level == "state" and row.numerator is not None for row in rows)
    parts = [row for row in rows if by_race or row.geo_level != "state"]
    hidden, shown = ([row for row in parts if row.status == status] for status in ("suppressed", "reported"))
    if not has_sum or len(hidden) != 1 or not shown:
        return rows
    fewest = min(shown, key=lambda row: (row.denominator or row.numerator or 0, row.geo_id, row.stratum))
    also = replace(fewest, status="suppressed", value=None, numerator=None, denominator=None)
    return [also if row is fewest else row for row in rows]


# --- one file


def _births_by_place(
    request: Request, query: _Query, path: Path, level: str, year: int
) -> dict[str, dict[str, Births]]:
    """Births of each place by category. Every category has a row, one without births too, so that a cut is seen."""
    place = f"{PLACE_COLUMNS[level]} Code"
    records = read_table(
        path,
        dict.fromkeys(("Notes", PLACE_COLUMNS[level], place, query.group_by, query.column, BIRTHS)),
        encoding=ENCODING,
        delimiter=separator(path, ENCODING),
        keep=lambda cells: cells[place].strip().startswith(STATE_ID) or cells["Notes"].strip() not in ("", TOTAL),
        footer="---",
    )
    check_query(path, ENCODING, year, (PLACE_COLUMNS[level], query.group_by))
    parts = [record for record in records if not is_total(record)]
    refuse_duplicates(parts, place, query.column)
    births: dict[str, dict[str, Births]] = {}
    for record in parts:
        if record.text(query.column) not in query.categories:
            problem = f"“{record.text(query.column)}” ({record.text(query.group_by)}) is in no list of the series"
            raise record.error(query.column, problem)
        births.setdefault(record.text(place), {})[record.text(query.column)] = _births(record)
    _check_places(request, path, level, births)
    for geo_id, cells in births.items():
        missing = sorted(query.categories - set(cells))
        if missing:
            problem = f"has no row of “{missing[0]}” for {geo_id}: every category must be there, without births too"
            raise SourceFileError(path, problem, column=query.column)
    for record in records:
        if is_total(record):
            _check_total(record, births.get(record.text(place), {}))
    return births


def _births(record: Record) -> Births:
    return WITHOUT_COUNT.get(record.text(BIRTHS)) or record.required_count(BIRTHS)


def _check_total(record: Record, cells: Mapping[str, Births]) -> None:
    """Raise if a row of totals is not the sum of the rows above it, where all of these are known."""
    known = [births for births in cells.values() if isinstance(births, int)]
    total = _births(record)
    if isinstance(total, int) and known and len(known) == len(cells) and total != sum(known):
        raise record.error(BIRTHS, f"the total {total:,} is not the sum of its rows, {sum(known):,}")


def _check_places(request: Request, path: Path, level: str, births: Mapping[str, object]) -> None:
    column = f"{PLACE_COLUMNS[level]} Code"
    if level == "state":
        if set(births) != {STATE_ID}:
            raise SourceFileError(path, f"no row has the state code {STATE_ID}", column=column)
        return
    counties = request.geography.of_level("county")
    unknown = sorted(set(births) - {county.geo_id for county in counties} - {UNIDENTIFIED})
    if unknown:
        raise SourceFileError(path, f"“{unknown[0]}” is not a county of Massachusetts", column=column)
    pooled = POOLED_COUNTIES if UNIDENTIFIED in births else ()
    refuse_missing(path, set(births), [county for county in counties if county.geo_id not in pooled])
    apart = sorted(set(births) & set(pooled))
    if apart:
        problem = f"has rows of {apart[0]} and of unidentified counties: which counties are these now?"
        raise SourceFileError(path, problem, column=column)
