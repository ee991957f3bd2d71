"""Urban Institute mobility metrics: a measure of births per county and year, from CDC WONDER natality.

A series names its `file`, the `measure` (the name of its column, "rate_low_birth_weight") and `scale`. For a file of
subgroups it also gives `subgroup_type`: of "race-ethnicity" the groups are those of the source's words, of another
("mothers-education") those of `groups`, a table from the file's subgroups to ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from data.catalog.models import Series
from data.errors import DefinitionError, SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, read_table, refuse_duplicates, refuse_missing
from data.vocabulary import GROUPS, OVERALL, Period, Status

BLANK = ("", "NA")
QUALITIES = ("1", "2", "3")
UNRELIABLE = "3"
BY_RACE = "race-ethnicity"
EVERYONE = "all"
"""The subgroup type of the rows that are about all births of a county."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """The file of a series, the column of its measure, and the subgroups to take (none: the file has no subgroups)."""

    path: Path
    measure: str
    scale: float
    subgroup_type: str
    groups: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, str, str, str]:
        """Columns of the figure, its two bounds and its quality."""
        return (self.measure, f"{self.measure}_lb", f"{self.measure}_ub", f"{self.measure}_quality")

    @property
    def key(self) -> tuple[str, ...]:
        """Columns of the key of a row."""
        return ("year", "county", *(("subgroup_type", "subgroup") if self.groups else ()))


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per county, year and subgroup, with the publisher's interval.

    Counties with fewer than 100,000 residents stand in WONDER as one group, "unidentified counties". The file repeats
    that group's figure for each of them, which is of none of them: such a county is not available. An empty figure of
    another county's subgroup is hidden: WONDER gives no count under 10.
    Raises SourceFileError when a county is missing in a year, doubled or unknown, or a cell is not as expected;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _layout(request: Request, series: Series) -> _Layout:
    by_race = series.options.get("subgroup_type") == BY_RACE
    groups = request.races if by_race else series.options.get("groups", {})
    if not isinstance(groups, Mapping) or not set(groups.values()) <= set(GROUPS):
        raise DefinitionError(f"{series.indicator}.toml: groups: a table from the file's subgroups to ours is needed")
    return _Layout(
        path=request.folder / request.option(series, "file"),
        measure=request.option(series, "measure"),
        scale=request.scale(series),
        subgroup_type=request.option(series, "subgroup_type") if groups else "",
        groups=groups,
    )


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    layout = _layout(request, series)
    records = read_table(
        layout.path,
        ("state", *layout.key, *layout.columns),
        keep=lambda cells: cells["state"].strip() == STATE_ID,
    )
    if not records:
        raise SourceFileError(layout.path, f"no row has the state code {STATE_ID}", column="state")
    refuse_duplicates(records, *layout.key)
    for year in sorted({record.text("year") for record in records}):
        of_year = [record for record in records if record.text("year") == year]
        if not layout.groups:
            everyone = _by_county(request, layout, of_year, year)
            pooled = _pooled(everyone, layout.columns)
            yield from (_observation(request, series, layout, everyone, c, c in pooled) for c in everyone)
            continue
        yield from _subgroups(request, series, layout, of_year, year)


def _subgroups(
    request: Request, series: Series, layout: _Layout, records: list[Record], year: str
) -> Iterator[Observation]:
    everyone = [record for record in records if record.text("subgroup_type") == EVERYONE]
    pooled = _pooled(_by_county(request, layout, everyone, year), layout.columns)
    of_type = [record for record in records if record.text("subgroup_type") == layout.subgroup_type]
    for record in of_type:
        if record.text("subgroup") not in layout.groups:
            problem = "is not named in `groups` of the series, or in [race.words] of the source"
            raise record.error("subgroup", f"“{record.text('subgroup')}” {problem}")
    for subgroup, stratum in layout.groups.items():
        of_subgroup = [record for record in of_type if record.text("subgroup") == subgroup]
        places = _by_county(request, layout, of_subgroup, f"{year}, {subgroup}")
        for geo_id in places:
            yield _observation(request, series, layout, places, geo_id, geo_id in pooled, stratum)


def _by_county(request: Request, layout: _Layout, records: list[Record], about: str) -> dict[str, Record]:
    counties = request.geography.of_level("county")
    by_place = {STATE_ID + record.code("county", 3): record for record in records}
    refuse_missing(layout.path, by_place, counties, about)
    unknown = sorted(set(by_place) - {county.geo_id for county in counties})
    if unknown:
        raise by_place[unknown[0]].error("county", f"“{unknown[0]}” is not a county of Massachusetts")
    return by_place


def _pooled(by_place: dict[str, Record], columns: tuple[str, str, str, str]) -> set[str]:
    """Ids of the counties that share one figure with its bounds: it is the figure of their group, of none of them.

    Two of the three are enough: were one cell of a county mistyped, the figure would else pass for that of the others.
    The quality beside it is no sign of that: the publisher's own programs have marked such counties 3 and also 2.
    """
    pairs = {
        geo_id: [(pair, *(record.text(name) for name in pair)) for pair in combinations(columns[:3], 2)]
        for geo_id, record in by_place.items()
    }
    times = Counter(pair for of_county in pairs.values() for pair in of_county)
    return {geo_id for geo_id, of_county in pairs.items() if any(times[pair] > 1 for pair in of_county)}


def _observation(
    request: Request,
    series: Series,
    layout: _Layout,
    records: dict[str, Record],
    geo_id: str,
    pooled: bool,
    stratum: str = OVERALL,
) -> Observation:
    record = records[geo_id]
    value, low, high = (record.number(column, BLANK) for column in layout.columns[:3])
    if value is None and not pooled and (low is not None or high is not None):
        raise record.error(layout.columns[0], "is empty beside its bounds: have the cells of this row moved?")
    status = _status(record, layout, pooled, value)
    if status in ("suppressed", "not_available"):
        value = low = high = None
    elif low is None or high is None:
        raise record.error(layout.columns[1 if low is None else 2], "is empty where a bound is expected")
    return Observation(
        indicator=series.indicator,
        geo_level="county",
        geo_id=geo_id,
        dimension=GROUPS[stratum].dimension,
        stratum=stratum,
        period=Period.years(record.year("year")),
        source=request.source.id,
        status=status,
        value=None if value is None else value * layout.scale,
        ci_low=None if low is None else low * layout.scale,
        ci_high=None if high is None else high * layout.scale,
    )


def _status(record: Record, layout: _Layout, pooled: bool, value: float | None) -> Status:
    if pooled:
        return "not_available"
    if value is None:
        return "suppressed" if layout.groups else "not_available"
    quality = record.text(layout.columns[3])
    if quality not in QUALITIES:
        raise record.error(layout.columns[3], f"“{quality}” is not one of the qualities {', '.join(QUALITIES)}")
    return "unreliable" if quality == UNRELIABLE else "reported"
