"""The rows of an answer a second time: each table by one statement that joins what it needs, in the order it shows.

The site reads one table in each query and puts names to places and people to figures in Python, which is faster. Here
the database does all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from data.query.selection import Selection
from data.vocabulary import GROUPS

Rows = list[tuple[Any, ...]]
COLUMNS = (
    "geo_id", "slug", "name", "level", "label_lon", "label_lat", "dimension", "stratum", "period_start", "period_end",
    "value", "ci_low", "ci_high", "numerator", "denominator", "status", "source",
)  # fmt: skip

_COLUMNS = """
    o.geo_id, g.slug, g.name, o.geo_level, g.label_lon, g.label_lat, o.dimension, o.stratum, o.period_start,
    o.period_end, o.value, o.ci_low, o.ci_high, o.numerator, o.denominator, o.status, o.source
"""
_ROWS = f"SELECT {_COLUMNS} FROM observation o JOIN geography g ON g.geo_id = o.geo_id"
_PLACES = f"""
{_ROWS}
WHERE o.indicator = $indicator AND o.period_start = $start AND o.period_end = $end
    AND o.dimension = $dimension AND o.stratum = $stratum AND o.geo_level = $level AND $kind IN ('', g.kind)
ORDER BY g.name, o.geo_id
"""
_GROUPS = f"""
{_ROWS}
WHERE o.indicator = $indicator AND o.period_start = $start AND o.period_end = $end
    AND o.dimension IN ($breakdown, 'overall') AND (o.geo_id = $geo_id OR o.geo_level = 'state')
ORDER BY o.geo_level, o.dimension, o.stratum
"""
_TREND = f"""
{_ROWS}
WHERE o.indicator = $indicator AND (o.geo_id = $geo_id OR o.geo_level = 'state') AND o.stratum IN ($stratum, 'overall')
ORDER BY o.geo_level, o.stratum, o.period_start, o.period_end
"""
_PLACE_SERIES = f"""
{_ROWS}
WHERE o.indicator = $indicator AND o.dimension = $dimension AND o.stratum = $stratum
    AND (o.geo_level = 'state' OR o.geo_level = $level AND $kind IN ('', g.kind))
ORDER BY g.name, o.geo_id, o.period_start, o.period_end
"""
_CLASS_VALUES = """
SELECT o.value FROM observation o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.geo_level = $level AND $kind IN ('', g.kind)
    AND o.dimension IN ($breakdown, 'overall') AND o.value <> 0 AND o.status = 'reported'
    AND ($stratum = '' OR o.stratum = $stratum)
ORDER BY o.value
"""
# People behind a group's figure: the publisher's own, else the residents of every year of the period, where the figure
# is of all residents.
_GROUP_SERIES = f"""
SELECT {_COLUMNS}, coalesce(o.denominator, (
    SELECT sum(p.population) FROM population p
    WHERE p.geo_id = o.geo_id AND p.dimension = o.dimension AND p.stratum = o.stratum
        AND p.year BETWEEN year(o.period_start) AND year(o.period_end)
        AND (SELECT json_extract_string(i.definition, '$.words.people') FROM indicator i
             WHERE i.indicator = o.indicator) = 'residents'
    HAVING count(*) = year(o.period_end) - year(o.period_start) + 1
)) AS people
FROM observation o JOIN geography g ON g.geo_id = o.geo_id
WHERE o.indicator = $indicator AND o.geo_id = $geo_id AND o.dimension IN ($dimension, 'overall')
ORDER BY o.period_start, o.period_end, o.stratum
"""
# A region or an area has the people of its members; those of two that overlap are counted once.
_RESIDENTS = """
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


class Joins:
    """A file that is asked with joins."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def places(self, question: Selection) -> Rows:
        """Every place of the level."""
        return self._ask(_PLACES, **_view(question), level=question.level, kind=question.kind)

    def state(self, question: Selection) -> Rows:
        """The state, for the group and period."""
        return self._ask(_PLACES, **_view(question), level="state", kind="")

    def overall(self, question: Selection) -> Rows:
        """The state, for everyone in the period."""
        words = {**_view(question), "dimension": "overall", "stratum": "overall"}
        return self._ask(_PLACES, **words, level="state", kind="")

    def groups(self, question: Selection, geo_id: str) -> Rows:
        """Every group of the place and of the state."""
        words = {name: word for name, word in _view(question).items() if name not in ("dimension", "stratum")}
        rows = self._ask(_GROUPS, **words, breakdown=question.breakdown, geo_id=geo_id)
        level, dimension, stratum, listed = 3, 6, 7, list(GROUPS)
        return sorted(rows, key=lambda row: (row[level], row[dimension], listed.index(row[stratum])))

    def trend(self, question: Selection, geo_id: str) -> Rows:
        """Every period of the group and of everyone, of the place and of the state."""
        return self._ask(_TREND, indicator=question.indicator, stratum=question.group, geo_id=geo_id)

    def place_series(self, question: Selection) -> Rows:
        """Every place of the level and the state in every period."""
        words = {"indicator": question.indicator, "level": question.level, "kind": question.kind}
        return self._ask(_PLACE_SERIES, **words, dimension=GROUPS[question.group].dimension, stratum=question.group)

    def group_series(self, question: Selection, geo_id: str) -> Rows:
        """Every group of one place in every period, and last the people behind it."""
        words = {"indicator": question.indicator, "geo_id": geo_id, "dimension": question.breakdown}
        return self._ask(_GROUP_SERIES, **words)

    def class_values(self, question: Selection, stratum: str = "") -> Sequence[float]:
        """Every reliable figure of the level but zero, of every group or of one."""
        words = {"indicator": question.indicator, "level": question.level, "kind": question.kind}
        words |= {"breakdown": question.breakdown, "stratum": stratum}
        return [float(value) for (value,) in self._ask(_CLASS_VALUES, **words)]

    def residents(self, question: Selection) -> Rows:
        """The people in the places without a figure: status, stratum, year, people, and those of the state."""
        return self._ask(_RESIDENTS, **_view(question), level=question.level, kind=question.kind)

    def _ask(self, statement: str, **words: Any) -> Rows:
        return self._connection.execute(statement, words).fetchall()


def _view(question: Selection) -> dict[str, Any]:
    return {
        "indicator": question.indicator, "start": question.period.start, "end": question.period.end,
        "dimension": GROUPS[question.group].dimension, "stratum": question.group,
    }  # fmt: skip
