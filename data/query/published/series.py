"""The whole series of an indicator: every row of every place, group and period, in the words of its dictionary.

A row that is hidden or not available carries its status and no number, as in the published file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.catalog.models import Catalog, Indicator
from data.query.connection import Cursor
from data.query.published.contents import SeriesFacts, SourceFacts
from data.vocabulary import GROUPS, Period

_SERIES = """
SELECT o.indicator, g.name AS place, o.geo_id, o.geo_level AS level, o.dimension, s.label AS "group",
    o.stratum AS group_id, p.slug AS period, o.period_start, o.period_end, o.value, o.ci_low, o.ci_high, o.numerator,
    o.denominator, $unit AS unit, o.status, o.source, source.publisher, source.licence
FROM observation o JOIN geography g USING (geo_id) LEFT JOIN source USING (source)
    JOIN (SELECT unnest($strata) AS stratum, unnest($labels) AS label) s USING (stratum)
    JOIN (SELECT unnest($starts) AS period_start, unnest($ends) AS period_end, unnest($slugs) AS slug) p
        USING (period_start, period_end)
WHERE o.indicator = $indicator
ORDER BY o.period_start, o.period_end, o.dimension, o.stratum, o.geo_level, o.geo_id
"""
_FACTS = """
SELECT source, list(DISTINCT dimension) FILTER (value IS NOT NULL), count(*),
    count(*) FILTER (status = 'reported'), count(*) FILTER (status = 'unreliable'),
    count(*) FILTER (status = 'suppressed'), count(*) FILTER (status = 'not_available'), count(ci_low),
    count(numerator), count(denominator),
    coalesce(year(min(period_start) FILTER (value IS NOT NULL)), 0),
    coalesce(year(max(period_end) FILTER (value IS NOT NULL)), 0)
FROM observation WHERE indicator = $indicator
GROUP BY source ORDER BY 12 DESC, 11, source
"""


def series_facts(cursor: Cursor, indicator: str) -> SeriesFacts:
    """Numbers of rows of an indicator, by source: the one with the newest figures first."""
    rows = cursor.execute(_FACTS, {"indicator": indicator}).fetchall()
    return SeriesFacts(
        tuple(
            SourceFacts(str(source), frozenset(dimensions or ()), *map(int, numbers))
            for source, dimensions, *numbers in rows
        )
    )


def series_rows(cursor: Cursor, indicator: Indicator, periods: Iterable[Period]) -> list[tuple[Any, ...]]:
    """Rows of `COLUMNS` of an indicator; `periods` are all it has rows of."""
    return cursor.execute(_SERIES, _parameters(indicator, periods)).fetchall()


def write_parquet(
    connection: Cursor, indicator: Indicator, periods: Iterable[Period], about: dict[str, str], path: Path
) -> None:
    """Write the series as Parquet, with what is to be known `about` it in the file's own metadata."""
    connection.execute(f"CREATE TEMP TABLE series AS {_SERIES}", _parameters(indicator, periods))
    written = "COPY series TO $path (FORMAT parquet, COMPRESSION zstd, KV_METADATA $about)"
    connection.execute(written, {"path": str(path), "about": about})


def periods_of(catalog: Catalog, indicator: str) -> list[Period]:
    """The periods that an indicator has rows of, in order."""
    return sorted({row.period for row in catalog.covered(indicator)})


def _parameters(indicator: Indicator, periods: Iterable[Period]) -> dict[str, Any]:
    known = list(periods)
    return {
        "indicator": indicator.id,
        "unit": indicator.unit,
        "strata": list(GROUPS),
        # Names in English: the file is the same for readers of every language.
        "labels": [_starting(group.name) for group in GROUPS.values()],
        "starts": [period.start for period in known],
        "ends": [period.end for period in known],
        "slugs": [period.slug for period in known],
    }


def _starting(text: str) -> str:
    return text[:1].upper() + text[1:]
