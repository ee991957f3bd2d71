"""County Health Rankings & Roadmaps: residents of counties by race, of one year; no series is needed.

The files are those the source's words name: "v054" is `v054_r2025.csv`. Only groups whose coding is ours are read: the
files of Asian, American Indian and Pacific Islander residents count people of Hispanic origin too, and would count them
twice beside the Hispanic group.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Population
from data.sources.files.request import Request, Row
from data.sources.files.tables import read_table, refuse_duplicates, refuse_missing


def read(request: Request) -> Iterator[Row]:
    """Yield a Population per county and group, of the year the source says is its period.

    Raises SourceFileError when a county is missing, doubled or unknown, the counties do not add up to the state, or
    the files differ in the number of all residents; DefinitionError when the source's period is not a year.
    """
    if not request.source.period.isdigit():
        raise DefinitionError(f"{request.source.id}.toml: period: one year is needed")
    year, everyone = int(request.source.period), dict[str, int | None]()
    for measure, stratum in request.races.items():
        path = request.folder / f"{measure}_r{request.source.release}.csv"
        part, whole = f"{measure}_numerator", f"{measure}_denominator"
        records = read_table(
            path, ("statecode", "countycode", part, whole), keep=lambda cells: cells["statecode"].strip() == STATE_ID
        )
        refuse_duplicates(records, "countycode")
        by_county = {STATE_ID + record.code("countycode", 3): record for record in records}
        state = by_county.pop(f"{STATE_ID}000", None)
        refuse_missing(path, by_county, request.geography.of_level("county"))
        people = {geo_id: record.count(part, cross_checked=True) or 0 for geo_id, record in by_county.items()}
        if state is None or state.count(part, cross_checked=True) != sum(people.values()):
            raise SourceFileError(path, "the counties do not add up to the state (county 000)", column=part)
        totals = {geo_id: record.count(whole, cross_checked=True) for geo_id, record in by_county.items()}
        if everyone and totals != everyone:
            raise SourceFileError(path, "has other numbers of all residents than the files before it", column=whole)
        everyone = totals
        for geo_id, population in people.items():
            if geo_id not in request.geography.places:
                raise SourceFileError(path, f"“{geo_id[2:]}” is not a county of Massachusetts", column="countycode")
            yield Population("county", geo_id, year, population, request.source.id, "race_ethnicity", stratum)
