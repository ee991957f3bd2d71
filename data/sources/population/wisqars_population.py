"""CDC WISQARS: residents of the state by race and by Hispanic origin, read from reports of injury deaths.

Only the populations are read; they stand beside every intent, always the same. The report by race is of people who are
not Hispanic, which is checked: its groups must add up to the non-Hispanic residents. No series is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Population
from data.sources.files.request import Request, Row
from data.sources.files.tables import read_table

BY_RACE, BY_ORIGIN = "gun_homicides_suicides-state-race_and_ethnicity.csv", "gun_homicides_suicides-state-ethnicity.csv"
HISPANIC, NON_HISPANIC, UNKNOWN = "Hispanic", "Non-Hispanic", "Unknown"


def read(request: Request) -> Iterator[Row]:
    """Yield a Population of the state per year of the report by race and group, Hispanic residents included.

    Raises SourceFileError when a group is missing in a year, has two populations, is unknown, or the groups do not add
    up.
    """
    by_race = _populations(request.folder / BY_RACE, "Race")
    by_origin = _populations(request.folder / BY_ORIGIN, "Ethnicity")
    races = {word: stratum for word, stratum in request.races.items() if word != HISPANIC}
    unknown = sorted({group for _, group in by_race} - set(races))
    if unknown:
        raise SourceFileError(BY_RACE, f"“{unknown[0]}” is not a group we know", column="Race")
    for year in sorted({year for year, _ in by_race}):
        people = {stratum: _population(BY_RACE, by_race, year, group) for group, stratum in races.items()}
        others = _population(BY_ORIGIN, by_origin, year, NON_HISPANIC)
        if sum(people.values()) != others:
            problem = f"in {year} the groups add up to {sum(people.values()):,}, not to the {others:,} non-Hispanic"
            raise SourceFileError(BY_RACE, problem, column="Population")
        people[request.races[HISPANIC]] = _population(BY_ORIGIN, by_origin, year, HISPANIC)
        for stratum, population in people.items():
            yield Population("state", STATE_ID, year, population, request.source.id, "race_ethnicity", stratum)


def _population(file: str, populations: Mapping[tuple[int, str], int], year: int, group: str) -> int:
    if (year, group) not in populations:
        raise SourceFileError(file, f"has no row for Massachusetts, “{group}”, in {year}")
    return populations[year, group]


def _populations(path: Path, column: str) -> dict[tuple[int, str], int]:
    populations: dict[tuple[int, str], int] = {}
    for record in read_table(
        path,
        ("Year", column, "State", "Population"),
        keep=lambda cells: cells["State"].strip() == "Massachusetts" and cells[column].strip() != UNKNOWN,
    ):
        year, people = record.year("Year"), record.count("Population", cross_checked=True)
        if people is None:
            raise record.error("Population", "is empty where a population is expected")
        if populations.setdefault((year, record.text(column)), people) != people:
            raise record.error("Population", f"differs from the rows before it ({year}, {record.text(column)})")
    return populations
