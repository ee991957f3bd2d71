"""Medicare beneficiaries with heart attacks, and those who take heart medicines as prescribed: four files a condition.

A series names its `condition` ("statins": the files are `statins-State.csv`, `-County`, `-Race_State` and
`-Race_County`), its `layout` and its `period`, which the files do not say:

- `cases`: `BENE_N` of `TOTAL_N` beneficiaries, and the rate per 100,000.
- `adherence`: `BENE_YES` of `TOTAL_BENE` beneficiaries, and the share (0 to 1).

A count under 11 is a full stop. The files print the rate beside it all the same, from which the count could be worked
out: a line with any full stop is suppressed whole, its rate with it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalog.models import Place, Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Level

STATE_CODE, RACE, SUPPRESSED = "STATE_FIPS", "RACE_NAME", "."
CODES: Mapping[Level, str] = {"state": STATE_CODE, "county": "COUNTY_FIPS"}
FILES: Mapping[Level, str] = {"state": "State", "county": "County"}
COUNTY_UNKNOWN = "25999"
NOT_BY_COUNTY = "not_stated"
"""Left out of counties: where one group alone is hidden, the county's total less all the others would give it away."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of events, of beneficiaries without one, of all beneficiaries and of the rate, which is per `per`."""

    events: str
    rest: str
    people: str
    rate: str
    per: int

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that must be in the header."""
        return tuple(name for name in (self.events, self.rest, self.people, self.rate) if name)


LAYOUTS: Mapping[str, Layout] = {
    "cases": Layout("BENE_N", "", "TOTAL_N", "PER_100K", 100_000),
    "adherence": Layout("BENE_YES", "BENE_NO", "TOTAL_BENE", "BENE_YES_PCT", 1),
}


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per place and group for each series asked for, with the counts it is made of.

    The rate is left out: the build divides the counts and adds the interval that the publisher does not give. A group
    without a line in a place is not available there. Raises SourceFileError when a place is missing or unknown, a line
    stands twice, a race is unknown, or the printed rate is not that of the printed counts.
    """
    for series in request.selected_series:
        layout = LAYOUTS.get(request.option(series, "layout"))
        if layout is None:
            raise DefinitionError(f"{series.indicator}.toml: layout: one of {', '.join(LAYOUTS)} is needed")
        condition = request.option(series, "condition")
        for level, word in FILES.items():
            yield from _totals(request, series, layout, request.folder / f"{condition}-{word}.csv", level)
            yield from _by_race(request, series, layout, request.folder / f"{condition}-Race_{word}.csv", level)


def _totals(request: Request, series: Series, layout: Layout, path: Path, level: Level) -> Iterator[Observation]:
    records, places = _records(request, path, layout, level, ()), request.geography.of_level(level)
    by_place = {record.text(CODES[level]): record for record in records}
    refuse_missing(path, by_place, places)
    for place in places:
        yield _observation(request, series, layout, place, OVERALL, by_place[place.geo_id])


def _by_race(request: Request, series: Series, layout: Layout, path: Path, level: Level) -> Iterator[Observation]:
    by_stratum: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in _records(request, path, layout, level, (RACE,)):
        if record.text(RACE) not in request.races:
            raise record.error(RACE, f"“{record.text(RACE)}” is none of {', '.join(request.races)}")
        by_stratum[request.races[record.text(RACE)]][record.text(CODES[level])] = record
    places = request.geography.of_level(level)
    # Every place has White beneficiaries; other groups may have no line where they have no beneficiaries.
    refuse_missing(path, by_stratum["white_nh"], places, "Non-Hispanic White")
    for stratum in request.races.values():
        if level == "county" and stratum == NOT_BY_COUNTY:
            continue
        for place in places:
            yield _observation(request, series, layout, place, stratum, by_stratum[stratum].get(place.geo_id))


def _records(request: Request, path: Path, layout: Layout, level: Level, key_columns: tuple[str, ...]) -> list[Record]:
    code = CODES[level]
    records = read_table(
        path,
        dict.fromkeys((STATE_CODE, code, *layout.columns, *key_columns)),
        keep=lambda cells: cells[code].strip() != COUNTY_UNKNOWN,
    )
    for record in records:
        # A group without a line in a place has no figure there: a line that lost its state must not pass for that.
        if not re.fullmatch(r"[0-9]{1,2}", record.text(STATE_CODE)):
            raise record.error(STATE_CODE, f"“{record.text(STATE_CODE)}” is no state's code: have its cells moved?")
    records = [record for record in records if record.text(STATE_CODE) == STATE_ID]
    if not records:
        raise SourceFileError(path, f"has no row for Massachusetts ({STATE_ID})", column=STATE_CODE)
    refuse_duplicates(records, code, *key_columns)
    geo_ids = {place.geo_id for place in request.geography.of_level(level)}
    for record in records:
        if record.text(code) not in geo_ids:
            raise record.error(code, f"“{record.text(code)}” is not a county of Massachusetts (five digits)")
    return records


def _observation(
    request: Request, series: Series, layout: Layout, place: Place, stratum: str, record: Record | None
) -> Observation:
    counts = None if record is None else _counts(record, layout)
    suppressed = record is not None and counts is None
    events, people = counts or (None, None)
    return Observation(
        indicator=series.indicator,
        geo_level=place.level,
        geo_id=place.geo_id,
        dimension=OVERALL if stratum == OVERALL else "race_ethnicity",
        stratum=stratum,
        period=request.period(series),
        source=request.source.id,
        status="suppressed" if suppressed else "not_available" if record is None else "reported",
        numerator=events,
        denominator=people,
    )


def _counts(record: Record, layout: Layout) -> tuple[int, int] | None:
    """Events and beneficiaries, checked against the printed rate; None where the publisher suppresses any of them."""
    if any(record.text(name) == SUPPRESSED for name in layout.columns):
        return None
    events, people = (record.count(name, cross_checked=True) for name in (layout.events, layout.people))
    rate = record.required_number(layout.rate)
    if events is None or people is None:
        raise record.error(layout.events, "is empty; a count or a full stop is expected")
    rest = record.count(layout.rest, cross_checked=True) if layout.rest else people - events
    if rest is None or events + rest != people or not people:
        raise record.error(layout.people, f"“{people}” is not the sum of its parts")
    if not math.isclose(rate, events / people * layout.per, rel_tol=1e-6, abs_tol=1e-9):
        raise record.error(layout.rate, f"“{rate:g}” is not {events} of {people} beneficiaries")
    return events, people
