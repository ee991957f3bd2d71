"""The questions put to the database. Each takes a cursor and bound parameters and gives a frame of fixed columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.catalog.models import AreaKind, Catalog, Coverage, Indicator, Place, Source
from data.query.connection import Cursor
from data.query.estimates import estimate
from data.query.selection import FRAME_DTYPES, Answer, Residents, Selection, Spread, records
from data.statistics.comparisons import ratio, ratio_to_whole
from data.vocabulary import GROUPS, OVERALL, Period

_COLUMNS = """
    o.geo_id, g.slug, g.name, o.geo_level, g.label_lon, g.label_lat, o.dimension, o.stratum, o.period_start,
    o.period_end, o.value, o.ci_low, o.ci_high, o.numerator, o.denominator, o.status, o.source
"""

_PLACES = f"""
SELECT {_COLUMNS} FROM observation o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.period_start = $start AND o.period_end = $end
    AND o.dimension = $dimension AND o.stratum = $stratum AND o.geo_level = $level AND $kind IN ('', g.kind)
ORDER BY g.name, o.geo_id
"""  # noqa: S608  # only our own column list is put in
_GROUPS = f"""
SELECT {_COLUMNS} FROM observation o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.period_start = $start AND o.period_end = $end
    AND o.dimension IN ($by, 'overall') AND o.geo_level IN $levels AND o.geo_id IN $geo_ids
ORDER BY o.geo_level, o.dimension, o.stratum
"""  # noqa: S608
_TREND = f"""
SELECT {_COLUMNS} FROM observation_by_place o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.geo_id IN $geo_ids AND o.stratum IN ($stratum, 'overall')
ORDER BY o.geo_level, o.stratum, o.period_start, o.period_end
"""  # noqa: S608

_DTYPES: dict[str, Any] = {name: pd.Series([], dtype=dtype).dtype for name, dtype in FRAME_DTYPES.items()}

RESIDENTS = "residents"
"""How the words of an indicator, as they are defined, name its people when they are everyone who lives in a place."""

_SPREAD = """
SELECT o.value FROM observation o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.geo_level = $level AND $kind IN ('', g.kind)
    AND o.dimension IN ($by, 'overall') AND o.value <> 0
ORDER BY o.value
"""
"""Zero has a class of its own on every map."""

# A region or an area has the people of its members; those of two that overlap are counted once.
_UNSEEN = """
WITH part AS (
    SELECT DISTINCT o.status, coalesce(m.member, o.geo_id) AS geo_id
    FROM observation o JOIN geography g ON g.geo_id = o.geo_id
    LEFT JOIN geography_member m ON m.area = o.geo_id AND o.geo_level IN ('eohhs_region', 'area')
    WHERE o.indicator = $indicator AND o.period_start = $start AND o.period_end = $end AND o.value IS NULL
        AND o.dimension = $dimension AND o.stratum = $stratum AND o.geo_level = $level AND $kind IN ('', g.kind)
)
SELECT part.status, p.stratum, p.year, sum(p.population), any_value(s.population)
FROM part JOIN population p ON p.geo_id = part.geo_id AND p.stratum IN ($stratum, 'overall')
JOIN population s ON s.geo_level = 'state' AND (s.year, s.dimension, s.stratum) = (p.year, p.dimension, p.stratum)
GROUP BY part.status, p.dimension, p.stratum, p.year
HAVING count(*) = (SELECT count(*) FROM part AS every WHERE every.status = part.status)
ORDER BY ALL
"""


# People behind a group's figure: the publisher's own, else the residents of every year of the period, where the figure
# is of all residents. For adults, births or beneficiaries they would make more events than there are.
_GROUP_SERIES = f"""
SELECT {_COLUMNS}, coalesce(o.denominator, (
    SELECT sum(p.population) FROM population p
    WHERE $of_residents AND p.geo_id = o.geo_id AND p.dimension = o.dimension AND p.stratum = o.stratum
        AND p.year BETWEEN year(o.period_start) AND year(o.period_end)
    HAVING count(*) = year(o.period_end) - year(o.period_start) + 1
)) AS people
FROM observation_by_place o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.geo_id = $geo_id AND o.dimension IN ($dimension, 'overall')
ORDER BY o.period_start, o.period_end, o.stratum
"""  # noqa: S608


_PLACE_SERIES = f"""
SELECT {_COLUMNS} FROM observation_by_place o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.dimension = $dimension AND o.stratum = $stratum
    AND (o.geo_level = 'state' OR o.geo_level = $level AND $kind IN ('', g.kind))
ORDER BY g.name, o.geo_id, o.period_start, o.period_end
"""  # noqa: S608


def place_series(cursor: Cursor, indicator: str, level: str, kind: str, group: str) -> pd.DataFrame:
    """Every place of a level (of one kind of area, where `kind` names one) and the state, in every period, by name."""
    dimension = GROUPS[group].dimension
    parameters = {"indicator": indicator, "level": level, "kind": kind, "dimension": dimension, "stratum": group}
    return _ask(cursor, _PLACE_SERIES, parameters)


def group_series(cursor: Cursor, indicator: str, geo_id: str, dimension: str) -> pd.DataFrame:
    """Every group of a dimension and everyone, of one place, in every period, with `people` behind each figure."""
    defined = _all(cursor, "SELECT definition FROM indicator WHERE indicator = $indicator", indicator=indicator)
    of_residents = any(json.loads(definition)["words"]["people"] == RESIDENTS for (definition,) in defined)
    parameters = {"indicator": indicator, "geo_id": geo_id, "dimension": dimension, "of_residents": of_residents}
    rows = cursor.execute(_GROUP_SERIES, parameters).fetchall()
    return frame([row[:-1] for row in rows]).assign(people=pd.Series([row[-1] for row in rows], dtype="float64"))


def frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows of `_COLUMNS` as a frame of `FRAME_DTYPES`, not compared with anything yet."""
    table = [(*row[:8], Period(row[8], row[9]).slug, *row[10:], None, None, None, "") for row in rows]
    # Column by column, each of a dtype that is known: pandas takes eight times as long to find twenty by their names.
    columns = zip(*table, strict=True) if table else ([] for _ in FRAME_DTYPES)
    return pd.DataFrame(
        {
            name: np.array(column, dtype=dtype) if dtype.kind == "f" else pd.array(list(column), dtype=dtype)
            for (name, dtype), column in zip(_DTYPES.items(), columns, strict=True)
        }
    )


def compared(table: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator, *, nested: bool = True) -> pd.DataFrame:
    """The frame with the ratio of every figure to that of `whole` (one row or none) and the verdict on it.

    A part is tested against the rest where both have counts; where only rates are published the two are treated as
    independent, which the notes say. `nested`: the rows are parts of `whole`, and not of another group beside it.
    """
    against = next(iter(records(whole)), None)
    if against is None or pd.isna(against.value) or against.value <= 0 or not len(table):
        return table.copy()
    other, itself = estimate(against, indicator), (against.geo_id, against.stratum)
    results = []
    for row in records(table):
        own = None if pd.isna(row.value) else estimate(row, indicator)
        result = None
        if own is not None and (row.geo_id, row.stratum) != itself:
            result = (ratio_to_whole(own, other) if nested else None) or ratio(own, other)
        value = None if own is None else own.value / other.value
        results.append((value, result.low, result.high, result.verdict) if result else (value, None, None, ""))
    made = zip(("ratio", "ratio_low", "ratio_high", "verdict"), zip(*results, strict=True), strict=True)
    return table.assign(**{n: pd.Series(list(c), index=table.index, dtype=_DTYPES[n]) for n, c in made})


def answer(cursor: Cursor, catalog: Catalog, selection: Selection) -> Answer:
    """All frames of a question, read with one cursor, so from one state of the file."""
    place = catalog.by_slug[selection.place] if selection.place else catalog.state
    shared: dict[str, Any] = {
        "indicator": selection.indicator,
        "start": selection.period.start,
        "end": selection.period.end,
    }
    stratum = {"dimension": selection.dimension, "stratum": selection.group}
    of_state = {"level": "state", "kind": ""}
    places = _ask(cursor, _PLACES, shared | stratum | {"level": selection.level, "kind": selection.kind})
    state = _ask(cursor, _PLACES, shared | stratum | of_state)
    everyone = _ask(cursor, _PLACES, shared | {"dimension": OVERALL, "stratum": OVERALL} | of_state)
    geo_ids = sorted({place.geo_id, catalog.state.geo_id})
    levels = sorted({place.level, "state"})
    groups = _ask(cursor, _GROUPS, shared | {"by": selection.by, "levels": levels, "geo_ids": geo_ids})
    trend = _ask(cursor, _TREND, {"indicator": selection.indicator, "geo_ids": geo_ids, "stratum": selection.group})
    unseen: tuple[Residents, ...] = ()
    if selection.level != "state" and places["value"].isna().any():
        words = shared | stratum | {"level": selection.level, "kind": selection.kind}
        unseen = tuple(Residents(*row) for row in cursor.execute(_UNSEEN, words).fetchall())
    indicator = catalog.indicators[selection.indicator]
    if indicator.comparable:
        places, state = compared(places, state, indicator), compared(state, everyone, indicator)
        groups = _compared_groups(groups, selection.reference or OVERALL, indicator)
    return Answer(
        selection=selection,
        indicator=indicator,
        place=place,
        places=places,
        state=state,
        everyone=everyone,
        groups=groups,
        trend=trend,
        catalog=catalog,
        spread=_spread(cursor, selection),
        unseen=unseen,
    )


def _spread(cursor: Cursor, selection: Selection) -> Spread:
    words = {"indicator": selection.indicator, "level": selection.level, "kind": selection.kind, "by": selection.by}
    return tuple(float(value) for (value,) in cursor.execute(_SPREAD, words).fetchall())


def _compared_groups(groups: pd.DataFrame, reference: str, indicator: Indicator) -> pd.DataFrame:
    """Each group compared with the reference of the same place: with everyone as a part, with a group as another."""
    parts = [
        compared(own, own[own["stratum"] == reference], indicator, nested=reference == OVERALL)
        for _, own in groups.groupby("geo_id", observed=True, sort=False)
    ]
    return pd.concat(parts).sort_index() if parts else groups


def _ask(cursor: Cursor, statement: str, parameters: dict[str, Any]) -> pd.DataFrame:
    return frame(cursor.execute(statement, parameters).fetchall())


def version(cursor: Cursor) -> tuple[str, str]:
    """The data version of the file and when it was built (UTC, ISO 8601)."""
    row = cursor.execute("SELECT version, built FROM build").fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


def catalog(cursor: Cursor) -> Catalog:
    """Everything the file defines and covers."""
    indicators = [Indicator.model_validate(json.loads(d)) for (d,) in _all(cursor, "SELECT definition FROM indicator")]
    sources = [Source.model_validate(json.loads(d)) for (d,) in _all(cursor, "SELECT definition FROM source")]
    members: dict[str, list[str]] = {}
    for area, member in _all(cursor, "SELECT area, member FROM geography_member ORDER BY ALL"):
        members.setdefault(area, []).append(member)
    places = [
        Place(geo_id, slug, name, level, tuple(members.get(geo_id, ())), kind=kind, note=note)
        for geo_id, slug, name, level, kind, note in _all(
            cursor, "SELECT geo_id, slug, name, level, kind, note FROM geography ORDER BY ALL"
        )
    ]
    coverage = tuple(
        Coverage(indicator, level, dimension, stratum, Period(start, end), number, shown, state_value)
        for indicator, level, dimension, stratum, start, end, number, shown, state_value in _all(
            cursor, "SELECT * FROM coverage ORDER BY ALL"
        )
    )
    data_version, built = version(cursor)
    return Catalog(
        indicators={i.id: i for i in sorted(indicators, key=lambda i: i.title)},
        sources={s.id: s for s in sources},
        places={p.geo_id: p for p in places},
        coverage=coverage,
        version=data_version,
        built=built,
        residents=_residents(cursor, places),
        area_kinds={
            kind: AreaKind(kind, title, note)
            for kind, title, note in _all(cursor, "SELECT kind, title, coverage_note FROM area_kind ORDER BY title")
            if any(place.kind == kind for place in places)
        },
    )


def _residents(cursor: Cursor, places: Sequence[Place]) -> dict[str, float]:
    statement = "SELECT geo_id, arg_max(population, year) FROM population WHERE dimension = 'overall' GROUP BY geo_id"
    counted = {geo_id: float(number) for geo_id, number in _all(cursor, statement)}
    summed = {
        place.geo_id: sum(counted[member] for member in place.members)
        for place in places
        if place.geo_id not in counted and place.members and all(member in counted for member in place.members)
    }
    return counted | summed


def boundary(cursor: Cursor, kind: str) -> str | None:
    """The outlines of a kind of area as GeoJSON text; None for a kind without any."""
    row = cursor.execute("SELECT collection FROM boundary WHERE kind = $kind", {"kind": kind}).fetchone()
    return None if row is None else str(row[0])


def _all(cursor: Cursor, statement: str, **parameters: str) -> list[tuple[Any, ...]]:
    return cursor.execute(statement, parameters).fetchall()
