"""U.S. Census Bureau: yearly estimates of counties by sex (`cc-est….agesex-all.csv`); no series is needed.

The column YEAR holds a code: 1 is the base of April 2020, and not a year of its own; 2 is July 2020, and so on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Population
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing

FILE = re.compile(r"cc-est(\d{4})-agesex-all\.csv")
BASE = 1
CODE_0 = 2018
"""The year a code of 0 would stand for."""
SEXES = {"female": "POPEST_FEM", "male": "POPEST_MALE"}
TOTAL = "POPESTIMATE"


def read(request: Request) -> Iterator[Row]:
    """Yield a Population per county, July and sex, and the sum of the counties for the state.

    Raises SourceFileError when there is no file, a county is missing, doubled or unknown, the sexes do not add up, or
    the last code is not the year of the file's name.
    """
    files = {int(match[1]): path for path in request.folder.iterdir() if (match := FILE.fullmatch(path.name))}
    if not files:
        raise SourceFileError("cc-est*-agesex-all.csv", "no such file is in the folder")
    vintage = max(files)
    path, counties = files[vintage], request.geography.of_level("county")
    records = read_table(
        path,
        ("STATE", "COUNTY", "YEAR", TOTAL, *SEXES.values()),
        encoding="latin-1",
        keep=lambda cells: cells["STATE"].strip() == STATE_ID,
    )
    for record in records:
        record.code("COUNTY", 3)
    refuse_duplicates(records, "COUNTY", "YEAR")
    codes = sorted({record.count("YEAR") or 0 for record in records})
    if codes != list(range(BASE, vintage - CODE_0 + 1)):
        raise SourceFileError(path, f"codes {BASE} to {vintage - CODE_0} are expected for {vintage}", column="YEAR")
    for code in codes[1:]:
        of_year = {STATE_ID + r.text("COUNTY"): r for r in records if r.count("YEAR") == code}
        refuse_missing(path, of_year, counties, f"YEAR {code}")
        yield from _of_year(request, of_year, CODE_0 + code)


def _of_year(request: Request, records: dict[str, Record], year: int) -> Iterator[Population]:
    state: Counter[str] = Counter()
    for geo_id, record in records.items():
        if geo_id not in request.geography.places:
            raise record.error("COUNTY", f"“{record.text('COUNTY')}” is not a county of Massachusetts")
        people = {sex: record.count(column, cross_checked=True) or 0 for sex, column in SEXES.items()}
        if sum(people.values()) != record.count(TOTAL, cross_checked=True):
            raise record.error(TOTAL, "is not the sum of the two sexes")
        state.update(people)
        for sex, population in people.items():
            yield Population("county", geo_id, year, population, request.source.id, "sex", sex)
    for sex, population in state.items():
        yield Population("state", STATE_ID, year, population, request.source.id, "sex", sex)
