"""Derivation of figures in a build: rates of counts, roll-ups, pooled periods, and the status `unreliable`.

Counts are summed and populations are summed, then divided; rates are never averaged. A sum with a part missing is not
available, and the missing parts are named. Published intervals are kept as published, and a published figure takes
precedence over one that could be computed. Each step is one SQL statement on whole tables: millions of rows take
seconds. tests/alternatives/derivation.py computes the same row by row in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb
import numpy as np
import pandas as pd
from scipy import special

from data.catalog.models import Indicator
from data.observations.schema import MAP_ORDER, OBSERVATION_COLUMNS
from data.statistics.comparisons import Z_95
from data.statistics.rates import CONFIDENCE, FEWEST_EVENTS, WIDEST_RELATIVE_INTERVAL, WIDEST_YEARS
from data.vocabulary import Period

_ROW = ", ".join(OBSERVATION_COLUMNS)
_PERIOD = "period_start, period_end"
_QUESTION = f"indicator, dimension, stratum, {_PERIOD}"
_KEY = f"{_QUESTION}, geo_level, geo_id"

# A year without the people of a place makes its whole period uncountable. Only whole years have populations. Where two
# sources give one year, the later in the alphabet is taken, always the same.
_COUNTED = f"""
CREATE TABLE scratch.counted AS
WITH resident AS (
    SELECT geo_id, stratum, year, arg_max(population, source) AS people FROM population GROUP BY ALL
), asked AS (
    SELECT DISTINCT geo_id, stratum, {_PERIOD}
    FROM scratch.published JOIN scratch.rule USING (indicator)
    WHERE by_population AND numerator IS NOT NULL AND denominator IS NULL
        AND (month(period_start), month(period_end)) = (1, 12)
), person_year AS (
    SELECT asked.geo_id, asked.stratum, {_PERIOD}, sum(people)::DOUBLE AS people
    FROM asked JOIN resident ON (resident.geo_id, resident.stratum) = (asked.geo_id, asked.stratum)
        AND resident.year BETWEEN year(period_start) AND year(period_end)
    GROUP BY ALL HAVING count(*) = year(period_end) - year(period_start) + 1
), joined AS (
    SELECT p.*, y.people,
        coalesce(r.by_population AND p.numerator IS NOT NULL AND p.denominator IS NULL, false) AS asks,
        asks AND people IS NULL AND p.value IS NULL AS lacks
    FROM scratch.published p JOIN scratch.rule r USING (indicator)
        LEFT JOIN person_year y USING (geo_id, stratum, {_PERIOD})
)
SELECT indicator, geo_level, geo_id, dimension, stratum, {_PERIOD}, value, ci_low, ci_high,
    CASE WHEN NOT lacks THEN numerator END AS numerator,
    CASE WHEN asks THEN people ELSE denominator END AS denominator,
    CASE WHEN lacks THEN 'not_available' ELSE status END AS status, source
FROM joined
"""  # noqa: S608  # only our own column lists are put in, here and below

_ROLLED = f"""
CREATE TABLE scratch.rolled AS
WITH municipal AS (
    SELECT * FROM scratch.counted
    WHERE geo_level = 'municipality' AND indicator IN (SELECT indicator FROM scratch.rollup)
), question AS (
    SELECT DISTINCT {_QUESTION}, source FROM municipal
), size AS (
    SELECT area AS geo_id, count(*) AS members FROM geography_member GROUP BY area
), part AS (
    SELECT {_QUESTION}, source, area AS geo_id,
        sum(numerator) AS numerator, sum(denominator) AS denominator, count(*) AS counted
    FROM municipal JOIN geography_member ON member = municipal.geo_id
    WHERE numerator IS NOT NULL AND denominator IS NOT NULL
    GROUP BY ALL
), candidate AS (
    SELECT {_QUESTION}, source, level AS geo_level, geo_id, numerator, denominator,
        coalesce(counted, 0) = members AS whole
    FROM question JOIN scratch.rollup USING (indicator) JOIN geography USING (level) JOIN size USING (geo_id)
        LEFT JOIN part USING ({_QUESTION}, source, geo_id)
)
SELECT indicator, geo_level, geo_id, dimension, stratum, {_PERIOD},
    NULL::DOUBLE AS value, NULL::DOUBLE AS ci_low, NULL::DOUBLE AS ci_high,
    CASE WHEN whole THEN numerator END AS numerator, CASE WHEN whole THEN denominator END AS denominator,
    CASE WHEN whole THEN 'reported' ELSE 'not_available' END AS status, source
FROM candidate ANTI JOIN scratch.counted USING ({_KEY})
QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY whole DESC, source) = 1
"""  # noqa: S608

_MISSING = f"""
INSERT INTO missing_member
SELECT r.indicator, r.geo_id, r.dimension, r.stratum, r.period_start, r.period_end, m.member
FROM scratch.rolled r JOIN geography_member m ON m.area = r.geo_id
WHERE r.status = 'not_available' AND NOT EXISTS (
    FROM scratch.counted c
    WHERE (c.geo_level, c.geo_id, c.indicator, c.dimension, c.stratum, c.period_start, c.period_end, c.source)
        = ('municipality', m.member, r.indicator, r.dimension, r.stratum, r.period_start, r.period_end, r.source)
    AND c.numerator IS NOT NULL AND c.denominator IS NOT NULL)
ORDER BY {", ".join(f"r.{name.strip()}" for name in _QUESTION.split(","))}, r.geo_id, m.member
"""  # noqa: S608

_POOLED = """
INSERT INTO scratch.counted
WITH pooled AS (
    SELECT indicator, geo_level, geo_id, dimension, stratum, pool_start, pool_end, source,
        sum(numerator) AS numerator, sum(denominator) AS denominator
    FROM scratch.counted c JOIN scratch.pool USING (indicator)
    WHERE period_start >= pool_start AND period_end <= pool_end AND year(period_start) = year(period_end)
        AND (month(period_start), month(period_end)) = (1, 12)
        AND NOT EXISTS (
            FROM scratch.counted t
            WHERE (t.indicator, t.geo_id, t.dimension, t.stratum, t.period_start, t.period_end)
                = (c.indicator, c.geo_id, c.dimension, c.stratum, pool_start, pool_end))
    GROUP BY ALL
    HAVING count(c.numerator) = year(pool_end) - year(pool_start) + 1 AND count(c.denominator) = count(c.numerator)
)
SELECT indicator, geo_level, geo_id, dimension, stratum, pool_start, pool_end, NULL, NULL, NULL,
    numerator, denominator, 'reported', source
FROM pooled
QUALIFY row_number() OVER (
    PARTITION BY indicator, geo_id, dimension, stratum, pool_start, pool_end ORDER BY source) = 1
"""

# Garwood's interval depends on the count alone, so it is looked up; Wilson's (for percentages) is written out.
_RATED = f"""
CREATE TABLE scratch.rated AS
WITH wanted AS (
    SELECT c.*, r.per, r.percent, r.years, p.low, p.high, {Z_95 * Z_95!r} AS zz,
        c.value IS NULL AND c.numerator IS NOT NULL AS wants,
        wants AND coalesce(c.denominator, 0) = 0 AS blank
    FROM scratch.counted c JOIN scratch.rule r USING (indicator) LEFT JOIN scratch.poisson p USING (numerator)
), shared AS (
    SELECT *, numerator / denominator AS share, 1 + zz / denominator AS below,
        share + zz / (2 * denominator) AS centre,
        sqrt(greatest(zz * (share * (1 - share) / denominator + zz / (4 * denominator * denominator)), 0)) AS half
    FROM wanted
), rated AS (
    SELECT indicator, geo_level, geo_id, dimension, stratum, {_PERIOD},
        CASE WHEN blank THEN NULL WHEN wants THEN numerator * per / denominator ELSE value END AS value,
        CASE WHEN blank THEN NULL WHEN NOT wants THEN ci_low
            WHEN percent THEN greatest(0, (centre - half) / below) * per ELSE low * per / denominator END AS ci_low,
        CASE WHEN blank THEN NULL WHEN NOT wants THEN ci_high
            WHEN percent THEN least(1, (centre + half) / below) * per ELSE high * per / denominator END AS ci_high,
        CASE WHEN NOT blank THEN numerator END AS numerator, CASE WHEN NOT blank THEN denominator END AS denominator,
        CASE WHEN blank THEN 'not_available' ELSE status END AS status, source, years
    FROM shared
)
SELECT * EXCLUDE years REPLACE (
    CASE WHEN status = 'reported' AND value IS NOT NULL AND (
            coalesce(numerator < {FEWEST_EVENTS}, false) OR coalesce(denominator < {FEWEST_EVENTS}, false)
            OR coalesce(value > 0 AND (ci_high - ci_low) / value > {WIDEST_RELATIVE_INTERVAL}, false)
            OR coalesce(years AND (ci_high - ci_low) / 2 > {WIDEST_YEARS}, false))
        THEN 'unreliable' ELSE status END AS status)
FROM rated
"""  # noqa: S608

# A level that has a row for one place has one for every place, and the state for every question: it is compared with.
_COMPLETED = f"""
INSERT INTO scratch.rated
WITH asked AS (
    SELECT {_QUESTION}, geo_level, source FROM scratch.rated
    UNION ALL SELECT {_QUESTION}, 'state', source FROM scratch.rated WHERE geo_level <> 'state'
), sample AS (
    SELECT {_QUESTION}, geo_level, min(source) AS source FROM asked GROUP BY ALL
)
SELECT indicator, geo_level, geo_id, dimension, stratum, {_PERIOD},
    NULL, NULL, NULL, NULL, NULL, 'not_available', source
FROM sample JOIN geography ON geography.level = geo_level ANTI JOIN scratch.rated USING ({_KEY})
"""  # noqa: S608


def derive(
    connection: duckdb.DuckDBPyConnection,
    indicators: Iterable[Indicator],
    suppress: Callable[[str], None] = lambda _: None,
) -> None:
    """Fill `observation` and `missing_member` from `scratch.published` and the tables of places and populations.

    `scratch` is an attached database that the caller throws away. The published rows have the columns of `observation`
    and have been checked. Each intermediate table is dropped once it is used, to save space. `suppress` gets the name
    of the finished table in `scratch` and applies disclosure control to it, before any row is copied.
    """
    _register_rules(connection, list(indicators))
    connection.execute(_COUNTED)
    connection.execute("DROP TABLE scratch.published")
    connection.execute(_ROLLED)
    connection.execute(_MISSING)
    connection.execute(f"INSERT INTO scratch.counted SELECT {_ROW} FROM scratch.rolled")  # noqa: S608
    connection.execute(_POOLED)
    events = connection.execute(
        "SELECT DISTINCT numerator FROM scratch.counted WHERE value IS NULL AND numerator IS NOT NULL ORDER BY 1"
    ).fetchnumpy()["numerator"]
    low, high = poisson_intervals(np.asarray(events, dtype=float))
    _create(connection, "poisson", pd.DataFrame({"numerator": np.asarray(events, float), "low": low, "high": high}))
    connection.execute(_RATED)
    connection.execute("DROP TABLE scratch.counted")
    connection.execute(_COMPLETED)
    suppress("scratch.rated")
    connection.execute(f"INSERT INTO observation SELECT {_ROW} FROM scratch.rated ORDER BY {MAP_ORDER}")  # noqa: S608


def poisson_intervals(events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Exact 95 % Poisson intervals of an array of counts; `data.statistics.rates.poisson_interval` is that of one."""
    tail = (1 - CONFIDENCE) / 2
    low = np.where(events > 0, special.gammaincinv(np.where(events > 0, events, 1.0), tail), 0.0)
    return low, special.gammaincinv(events + 1, 1 - tail)


def _register_rules(connection: duckdb.DuckDBPyConnection, indicators: list[Indicator]) -> None:
    rules = [
        (i.id, float(i.per), i.measure == "percent", i.measure == "years", i.population_denominator) for i in indicators
    ]
    rollups = [(i.id, level) for i in indicators for level in i.rollup]
    periods = [(i.id, Period.parse(slug)) for i in indicators for slug in i.pooled]
    pools = [(i, p.start, p.end) for i, p in periods]
    for table, columns, rows in (
        ("rule", "indicator VARCHAR, per DOUBLE, percent BOOLEAN, years BOOLEAN, by_population BOOLEAN", rules),
        ("rollup", "indicator VARCHAR, level VARCHAR", rollups),
        ("pool", "indicator VARCHAR, pool_start DATE, pool_end DATE", pools),
    ):
        connection.execute(f"CREATE TABLE scratch.{table} ({columns})")
        if rows:
            marks = ", ".join("?" for _ in columns.split(", "))
            connection.executemany(f"INSERT INTO scratch.{table} VALUES ({marks})", rows)  # noqa: S608


def _create(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"CREATE TABLE scratch.{table} AS FROM incoming")
    connection.unregister("incoming")
