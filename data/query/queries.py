"""The queries of a view. Each takes a cursor and bound parameters, reads one table, and gives rows.

Names and label points of places come from the catalogue, not from a join: planning a join costs more than the query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Any

from data.catalog.comparability import barrier
from data.catalog.models import Catalog, Indicator
from data.query.connection import Cursor
from data.query.estimates import estimate_of_row, reliability
from data.query.held_rows import ClassesByGroup, by_group, by_name
from data.query.rows import NAN, Row, Rows, is_missing
from data.query.selection import Answer, ClassValues, Residents, Selection
from data.statistics.comparisons import ratio, ratio_to_whole
from data.vocabulary import GROUPS, LEVELS, OVERALL, REGION, Level, Period

_COLUMNS = """
    geo_id, dimension, stratum, period_start, period_end, value, ci_low, ci_high, numerator, denominator, status, source
"""
_OF_LEVEL = f"""
SELECT {_COLUMNS} FROM observation
WHERE indicator = $indicator AND period_start = $start AND period_end = $end
    AND dimension = $dimension AND stratum = $stratum AND geo_level = $level
"""  # noqa: S608  # only our own column list is put in
_OF_PLACES = f"SELECT {_COLUMNS} FROM observation_by_place WHERE indicator = $indicator AND geo_id IN $geo_ids"  # noqa: S608
_OF_PLACE = f"SELECT {_COLUMNS}, indicator FROM observation WHERE geo_id = $geo_id"  # noqa: S608
_OF_INDICATOR = f"SELECT {_COLUMNS} FROM observation WHERE indicator = $indicator"  # noqa: S608
_PLACE_SERIES = f"""
SELECT {_COLUMNS} FROM observation_by_place
WHERE indicator = $indicator AND dimension = $dimension AND stratum = $stratum AND geo_level IN ('state', $level)
"""  # noqa: S608
_CLASS_VALUES = """
SELECT geo_id, stratum, value FROM observation
WHERE indicator = $indicator AND geo_level = $level AND dimension IN ($breakdown, 'overall') AND value <> 0
    AND status = 'reported'
"""
"""Zero has a class of its own on every map, and unreliable figures are in none."""
_OF_STRATA = f"""
SELECT {", ".join(f"o.{column.strip()}" for column in _COLUMNS.split(","))}, o.indicator
FROM observation o JOIN (
    SELECT unnest($indicators) AS indicator, unnest($levels) AS geo_level, unnest($strata) AS stratum,
        unnest($starts) AS period_start, unnest($ends) AS period_end
) USING (indicator, geo_level, stratum, period_start, period_end)
WHERE o.value IS NOT NULL
"""  # noqa: S608
_POPULATIONS = "SELECT geo_id, dimension, stratum, year, population FROM population"
Populations = Mapping[str, Mapping[tuple[str, int], int]]
Stratum = tuple[str, Level, str, Period]
"""An indicator, a level, a stratum and a period: what every place of the level has one figure of."""

_GROUP_ORDER = {group: place for place, group in enumerate(GROUPS)}

RESIDENTS = "residents"
"""People of an indicator (`Words.people`) that is of all residents of a place."""


# The published periods are less than two hundred, and stand in every row.
@lru_cache(maxsize=4096)
def _slug(start: date, end: date) -> str:
    return Period(start, end).slug


def _rows(cursor: Cursor, catalog: Catalog, statement: str, **parameters: object) -> Rows:
    """The rows of a statement over `_COLUMNS`, in no order. Raises DatabaseUnavailableError by its cursor."""
    return Rows(_row(catalog, columns) for columns in cursor.execute(statement, parameters).fetchall())


def _row(catalog: Catalog, columns: Sequence[Any]) -> Row:
    """The row of `_COLUMNS`."""
    geo_id, dimension, stratum, start, end, *numbers, status, source = columns
    place = catalog.places[geo_id]
    value, low, high, numerator, denominator = (NAN if number is None else float(number) for number in numbers)
    return Row(
        place.geo_id, place.slug, place.name, place.level, *place.label_point, intern(dimension), intern(stratum),
        _slug(start, end), value, low, high, numerator, denominator, intern(status), intern(source),
    )  # fmt: skip


def figures_of_strata(cursor: Cursor, catalog: Catalog, strata: Sequence[Stratum]) -> dict[str, Rows]:
    """The published figures of every place in some strata, by indicator, in the order of levels, groups and names."""
    parameters = {
        "indicators": [indicator for indicator, _, _, _ in strata],
        "levels": [level for _, level, _, _ in strata],
        "strata": [stratum for _, _, stratum, _ in strata],
        "starts": [period.start for _, _, _, period in strata],
        "ends": [period.end for _, _, _, period in strata],
    }
    found: dict[str, list[Row]] = {}
    for *columns, indicator in cursor.execute(_OF_STRATA, parameters).fetchall():
        found.setdefault(indicator, []).append(_row(catalog, columns))
    order: dict[str, int] = {level: n for n, level in enumerate(LEVELS)}
    return {
        indicator: Rows(
            sorted(rows, key=lambda r: (order[r.level], _GROUP_ORDER[r.stratum], r.name, r.geo_id, *_span(r.period)))
        )
        for indicator, rows in sorted(found.items())
    }


def all_rows(cursor: Cursor, catalog: Catalog, indicator: str) -> Rows:
    """Rows of an indicator, all of them."""
    return _rows(cursor, catalog, _OF_INDICATOR, indicator=indicator)


def rows_of_places(cursor: Cursor, catalog: Catalog, indicator: str, geo_ids: Sequence[str]) -> Rows:
    """Rows of a few places, of every group and period."""
    return _rows(cursor, catalog, _OF_PLACES, indicator=indicator, geo_ids=list(geo_ids))


def rows_of_place(cursor: Cursor, catalog: Catalog, geo_id: str) -> dict[str, Rows]:
    """Rows of a place by indicator, of every group and period."""
    found: dict[str, list[Row]] = {}
    for *columns, indicator in cursor.execute(_OF_PLACE, {"geo_id": geo_id}).fetchall():
        found.setdefault(indicator, []).append(_row(catalog, columns))
    return {indicator: Rows(rows) for indicator, rows in found.items()}


def place_series(cursor: Cursor, catalog: Catalog, indicator: str, level: str, kind: str, group: str) -> Rows:
    """Rows of every place of a level (of one `kind` of area, unless empty) and the state, all periods, by name."""
    dimension = GROUPS[group].dimension
    rows = _rows(cursor, catalog, _PLACE_SERIES, indicator=indicator, level=level, dimension=dimension, stratum=group)
    return in_time(by_name(rows, catalog, kind))


def in_time(rows: Rows) -> Rows:
    """Rows by name of their place, those of one in the order of time."""
    return Rows(sorted(rows, key=lambda row: (row.name, row.geo_id, *_span(row.period))))


@lru_cache(maxsize=4096)  # as of `_slug`
def _span(slug: str) -> tuple[date, date]:
    period = Period.parse(slug)
    return period.start, period.end


def populations(cursor: Cursor) -> Populations:
    """Residents of every place on 1 July, by place, then by stratum and year."""
    counted: dict[str, dict[tuple[str, int], int]] = {}
    for geo_id, _, stratum, year, number in cursor.execute(_POPULATIONS).fetchall():
        counted.setdefault(geo_id, {})[stratum, year] = int(number)
    return counted


def group_series(
    of_place: Rows, indicator: Indicator, dimension: str, residents: Mapping[tuple[str, int], int]
) -> Rows:
    """Rows of every group of a dimension and everyone, of one place and all periods, with `people` behind each figure.

    `of_place` are all rows of the place, `residents` its people by stratum and year. Behind a figure are the
    publisher's own people, else the residents of every year of the period, where the figure is of all residents: for
    adults, births or beneficiaries they would make more events than there are.
    """
    rows = [row for row in of_place if row.dimension in (dimension, OVERALL)]
    rows.sort(key=lambda row: (*_span(row.period), row.stratum))
    people_by_year = residents if indicator.words.people == RESIDENTS else {}
    return Rows(row._replace(people=_people(row, people_by_year)) for row in rows)


def _people(row: Row, residents: Mapping[tuple[str, int], int]) -> float:
    if not is_missing(row.denominator):
        return row.denominator
    start, end = _span(row.period)
    years = [residents.get((row.stratum, year)) for year in range(start.year, end.year + 1)]
    counts = [people for people in years if people is not None]
    return float(sum(counts)) if len(counts) == len(years) else NAN


def people_behind(row: Row, indicator: Indicator, residents: Mapping[tuple[str, int], int]) -> float:
    """People behind a figure over its whole period, to make a number of events of its rate; NaN where not known.

    As in `group_series`; where residents are not counted in every year of the period, as many in each as in the mean
    of those that are. Else what the publisher's own events and rate give, of a figure that is not adjusted.
    """
    people_by_year = residents if indicator.words.people == RESIDENTS else {}
    people = _people(row, people_by_year)
    if not is_missing(people):
        return people
    start, end = _span(row.period)
    years = range(start.year, end.year + 1)
    counted = [people_by_year[row.stratum, year] for year in years if (row.stratum, year) in people_by_year]
    if counted:
        return float(sum(counted)) / len(counted) * len(years)
    if not indicator.adjustment.endswith("age_adjusted") and row.value > 0 and row.numerator > 0:
        return row.numerator * indicator.per / row.value
    return NAN


def class_values(
    cursor: Cursor, catalog: Catalog, indicator: str, level: str, kind: str, breakdown: str
) -> ClassesByGroup:
    """Values of map classes by group, ascending: reliable ones of a level but zero, in any period.

    Those of every group together are under an empty name; a group without any has no name here.
    """
    parameters = {"indicator": indicator, "level": level, "breakdown": breakdown}
    return by_group(
        (stratum, value)
        for geo_id, stratum, value in cursor.execute(_CLASS_VALUES, parameters).fetchall()
        if not kind or catalog.places[geo_id].kind in ("", kind)
    )


def compared(rows: Rows, reference: Row | None, indicator: Indicator, catalog: Catalog, *, nested: bool = True) -> Rows:
    """The rows with the ratio of every figure to that of `reference`, and the verdict on it.

    Neither where the two may not be compared: the row then carries the reason as its `barrier`. Where one is unreliable
    the ratio is given as the size it is, without an interval or a verdict. A part is tested
    against the rest where both have counts; where only rates are published the two are treated as independent, which
    the notes say. `nested`: the rows are parts of the reference, and not of another group beside it.
    """
    if reference is None or not reference.has_value or reference.value <= 0:
        return rows
    other, itself = estimate_of_row(reference, indicator), (reference.geo_id, reference.stratum)
    doubtful = reliability(reference, indicator) == "unreliable"
    results = []
    for row in rows:
        if not row.has_value:
            results.append(row)
            continue
        stands = barrier(row, reference, indicator, catalog)
        if stands is not None:
            results.append(row._replace(barrier=stands.reason))
            continue
        estimate = estimate_of_row(row, indicator)
        value, result = estimate.value / other.value, None
        if (row.geo_id, row.stratum) != itself and not _is_same(row, reference, catalog):
            if doubtful or reliability(row, indicator) == "unreliable":
                results.append(row._replace(ratio=value, barrier="unreliable"))
                continue
            result = (ratio_to_whole(estimate, other) if nested else None) or ratio(estimate, other)
        low, high, verdict = (result.low, result.high, result.verdict) if result else (NAN, NAN, "")
        results.append(row._replace(ratio=value, ratio_low=low, ratio_high=high, verdict=verdict))
    return Rows(results)


def _is_same(row: Row, reference: Row, catalog: Catalog) -> bool:
    """Whether a row is of the reference's own people: a region of every city and town is the state."""
    if row.level != REGION or row.stratum != reference.stratum:
        return False
    return set(catalog.places[row.geo_id].members) == set(catalog.places[reference.geo_id].members)


def places(cursor: Cursor, catalog: Catalog, selection: Selection) -> Rows:
    """Rows of every place of the selection's level, for its group and period, by name; without ratio and verdict."""
    rows = _rows(
        cursor,
        catalog,
        _OF_LEVEL,
        indicator=selection.indicator,
        start=selection.period.start,
        end=selection.period.end,
        dimension=selection.dimension,
        stratum=selection.group,
        level=selection.level,
    )
    return by_name(rows, catalog, selection.kind)


def residents_without_figure(rows: Rows, group: str, counted: Populations, catalog: Catalog) -> tuple[Residents, ...]:
    """The people of a group, and everyone, in the places without a figure, for each year in which all are known.

    A region or an area has the people of its members; those of two that overlap are counted once.
    """
    results = []
    every = counted.get(catalog.state.geo_id, {})
    state = sorted((key, people) for key, people in every.items() if key[0] in (group, OVERALL))
    for status, status_rows in sorted(Rows(row for row in rows if not row.has_value).by("status").items()):
        members = {member for row in status_rows for member in _members(row, catalog)}
        parts = [counted.get(member, {}) for member in members]
        for (stratum, year), whole in state:
            with suppress(KeyError):  # a year in which not all are known
                people = sum(map(itemgetter((stratum, year)), parts))
                results.append(Residents(status, stratum, year, people, whole))
    return tuple(results)


def _members(row: Row, catalog: Catalog) -> Sequence[str]:
    members = catalog.places[row.geo_id].members if row.level in ("eohhs_region", "area", REGION) else ()
    return members or (row.geo_id,)


def answer(catalog: Catalog, selection: Selection, level_rows: Rows, both: Rows,
           values: tuple[ClassValues, ClassValues], residents: tuple[Residents, ...]) -> Answer:  # fmt: skip
    """The answer of a selection from its rows: `level_rows` are of its level, `both` all of its place and the state.

    `values` are what classes of a map are made of: the figures of every group, and those of the selection's own.
    """
    place = catalog.by_slug[selection.place] if selection.place else catalog.state
    indicator = catalog.indicators[selection.indicator]
    now = both.where(period=selection.period.slug)
    state = now.where(level="state", dimension=selection.dimension, stratum=selection.group)
    overall = now.where(level="state", dimension=OVERALL, stratum=OVERALL)
    groups = Rows(sorted(
        (row for row in now if row.dimension in (selection.breakdown, OVERALL)),
        # As groups are listed everywhere: Another race and Not recorded last.
        key=lambda row: (row.level, row.dimension, _GROUP_ORDER[row.stratum]),
    ))  # fmt: skip
    trend = Rows(sorted(
        (row for row in both if row.stratum in (selection.group, OVERALL)),
        key=lambda row: (row.level, row.stratum, *_span(row.period)),
    ))  # fmt: skip
    if indicator.comparable:
        level_rows = compared(level_rows, state[0] if state else None, indicator, catalog)
        state = compared(state, overall[0] if overall else None, indicator, catalog)
        groups = _compared_groups(groups, selection.reference or OVERALL, indicator, catalog)
    return Answer(
        selection=selection, indicator=indicator, place=place, places=level_rows, state=state, overall=overall,
        groups=groups, trend=trend, catalog=catalog, class_values=values[0], group_values=values[1],
        residents_without_figure=residents,
    )  # fmt: skip


def _compared_groups(groups: Rows, reference: str, indicator: Indicator, catalog: Catalog) -> Rows:
    """Each group compared with the reference of the same place: with everyone as a part, with a group as another."""
    nested = reference == OVERALL
    parts = {
        geo_id: iter(compared(place_rows, place_rows.only(stratum=reference), indicator, catalog, nested=nested))
        for geo_id, place_rows in groups.by("geo_id").items()
    }
    return Rows(next(parts[row.geo_id]) for row in groups)
