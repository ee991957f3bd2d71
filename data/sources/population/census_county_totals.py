"""U.S. Census Bureau: yearly population estimates of the state and its counties (`co-est….alldata.csv`, latin-1).

The newest file of the folder is read; a later vintage also revises the earlier years. No series is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Population
from data.sources.files.request import Request, Row
from data.sources.files.tables import read_table, refuse_duplicates, refuse_missing

PATTERN = "co-est*-alldata.csv"
STATE, COUNTY = "040", "050"
ESTIMATE = re.compile(r"POPESTIMATE(\d{4})")


def read(request: Request) -> Iterator[Row]:
    """Yield a Population of the state and of each county for each POPESTIMATE year of the file.

    Raises SourceFileError when there is no file, a county is missing, doubled or unknown, or the counties do not add
    up to the state.
    """
    files = sorted(request.folder.glob(PATTERN))
    if not files:
        raise SourceFileError(PATTERN, "no such file is in the folder")
    path, geography = files[-1], request.geography
    records = read_table(
        path,
        ("SUMLEV", "STATE", "COUNTY"),
        column_pattern=ESTIMATE,
        encoding="latin-1",
        keep=lambda cells: cells["STATE"].strip() == STATE_ID,
        require_filled=True,
    )
    records = [record for record in records if record.code("SUMLEV", 3) in (STATE, COUNTY)]
    for record in records:
        record.code("COUNTY", 3)
    refuse_duplicates(records, "SUMLEV", "COUNTY")
    by_place = {STATE_ID + (r.text("COUNTY") if r.text("SUMLEV") == COUNTY else ""): r for r in records}
    refuse_missing(path, by_place, (*geography.of_level("state"), *geography.of_level("county")))
    years = {int(match[1]): name for name in records[0].cells if (match := ESTIMATE.fullmatch(name))}
    if not years:
        raise SourceFileError(path, "has no columns POPESTIMATE with a year", row=1)
    for year, column in years.items():
        people = {geo_id: record.count(column, cross_checked=True) for geo_id, record in by_place.items()}
        counted = {geo_id: n for geo_id, n in people.items() if n is not None and geo_id in geography.places}
        if len(counted) != len(people):
            raise SourceFileError(path, "has an empty cell or a county that is not ours", column=column)
        if 2 * counted[STATE_ID] != sum(counted.values()):
            raise SourceFileError(path, "the counties do not add up to the state", column=column)
        for geo_id, population in counted.items():
            yield Population(geography.places[geo_id].level, geo_id, year, population, request.source.id)
