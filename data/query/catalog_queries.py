"""Queries of the catalogue, once per database file: definitions and coverage, data version, outlines of places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from data.catalog.localities import Locality
from data.catalog.models import AreaKind, Catalog, Coverage, Disclosed, Indicator, Place, Source
from data.catalog.questions import Question
from data.catalog.tracts import TractBasis
from data.query.connection import Cursor
from data.vocabulary import Period

_STRATUM = "indicator, dimension, stratum, period_start, period_end"
_COVERAGE = f"""
WITH reliable AS (
    SELECT {_STRATUM}, geo_level, count(*) FILTER (status = 'reported') AS number FROM observation GROUP BY ALL
), state AS (
    SELECT {_STRATUM}, status FROM observation WHERE geo_level = 'state'
)
SELECT coverage.*, reliable.number, coalesce(state.status = 'reported', false)
FROM coverage JOIN reliable USING ({_STRATUM}, geo_level) LEFT JOIN state USING ({_STRATUM})
ORDER BY ALL
"""  # noqa: S608
_TRACT_BASIS = """
SELECT indicator, geo_id, count(*), count(years), count(*) FILTER (rates = 'observed'),
    count(*) FILTER (rates = 'predicted'), count(*) FILTER (rates = 'both'),
    coalesce(sum(residents) FILTER (years IS NOT NULL), 0) / sum(residents)
FROM tract WHERE residents > 0 GROUP BY ALL
"""
_FEW_PLACES = """
SELECT indicator, geo_level, list(DISTINCT geo_id) FILTER (value IS NOT NULL)
FROM observation WHERE geo_level <> 'state'
GROUP BY ALL
HAVING 2 * count(DISTINCT geo_id) FILTER (value IS NOT NULL) < count(DISTINCT geo_id)
    AND count(DISTINCT geo_id) FILTER (value IS NOT NULL) > 0
"""


def version(cursor: Cursor) -> tuple[str, str]:
    """The data version of the file and when it was built (UTC, ISO 8601)."""
    row = cursor.execute("SELECT version, built FROM build").fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


def catalog(cursor: Cursor) -> Catalog:
    """Everything the file defines and covers."""
    indicators = [Indicator.model_validate(json.loads(d)) for (d,) in _all(cursor, "SELECT definition FROM indicator")]
    sources = [Source.model_validate(json.loads(d)) for (d,) in _all(cursor, "SELECT definition FROM source")]
    # One row for each of its versions, each with the whole definition.
    questions = [
        Question.model_validate(json.loads(d))
        for (d,) in _all(cursor, "SELECT definition FROM question WHERE version = 0 ORDER BY name")
    ]
    members: dict[str, list[str]] = {}
    for area, member in _all(cursor, "SELECT area, member FROM geography_member ORDER BY ALL"):
        members.setdefault(area, []).append(member)
    places = [
        Place(geo_id, slug, name, level, tuple(members.get(geo_id, ())), kind=kind, note=note, label_point=(lon, lat))
        for geo_id, slug, name, level, kind, note, lon, lat in _all(
            cursor, "SELECT geo_id, slug, name, level, kind, note, label_lon, label_lat FROM geography ORDER BY ALL"
        )
    ]
    coverage = tuple(
        Coverage(
            indicator, level, dimension, stratum, Period(start, end), places, shown, state, reliable, state_reliable
        )
        for indicator, level, dimension, stratum, start, end, places, shown, state, reliable, state_reliable in _all(
            cursor, _COVERAGE
        )
    )
    data_version, built = version(cursor)
    return Catalog(
        indicators={i.id: i for i in sorted(indicators, key=lambda i: i.title)},
        sources={s.id: s for s in sources},
        questions={q.id: q for q in questions},
        places={p.geo_id: p for p in places},
        coverage=coverage,
        version=data_version,
        built=built,
        few_places={(indicator, level): frozenset(shown) for indicator, level, shown in _all(cursor, _FEW_PLACES)},
        residents=_residents(cursor, places),
        disclosed={
            (indicator, source): Disclosed(*numbers)
            for indicator, source, *numbers in _all(cursor, "SELECT * FROM disclosure ORDER BY ALL")
        },
        tract_basis={
            (indicator, place): TractBasis(*numbers) for indicator, place, *numbers in _all(cursor, _TRACT_BASIS)
        },
        localities=tuple(
            Locality(*row) for row in _all(cursor, "SELECT * FROM locality ORDER BY kind, name, position")
        ),
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
