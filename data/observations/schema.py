"""The tables of the published file.

Other programs read them: names and columns change only with a note in the changelog.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.catalog.localities import LOCALITY_COLUMNS, LOCALITY_KINDS
from data.catalog.tracts import RATES, TRACT_COLUMNS
from data.observations.rules import STATUSES_WITHOUT_FIGURE
from data.vocabulary import STATUSES

_OBSERVATION = f"""
    indicator VARCHAR NOT NULL, geo_level VARCHAR NOT NULL, geo_id VARCHAR NOT NULL,
    dimension VARCHAR NOT NULL, stratum VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    value DOUBLE, ci_low DOUBLE, ci_high DOUBLE, numerator DOUBLE, denominator DOUBLE,
    status VARCHAR NOT NULL CHECK (status IN {STATUSES}),
    source VARCHAR NOT NULL,
    CHECK (status NOT IN {STATUSES_WITHOUT_FIGURE} OR coalesce(value, ci_low, ci_high, numerator) IS NULL)
"""

TABLES = f"""
CREATE TABLE source (
    source VARCHAR PRIMARY KEY, publisher VARCHAR NOT NULL, title VARCHAR NOT NULL, release VARCHAR NOT NULL,
    period VARCHAR NOT NULL, retrieved DATE NOT NULL, address VARCHAR NOT NULL, licence VARCHAR NOT NULL,
    redistribution VARCHAR NOT NULL, citation VARCHAR NOT NULL, definition JSON NOT NULL);
CREATE TABLE indicator (
    indicator VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, topic VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    per INTEGER NOT NULL, unit VARCHAR NOT NULL, polarity VARCHAR NOT NULL, adjustment VARCHAR NOT NULL,
    description VARCHAR NOT NULL, definition JSON NOT NULL);
CREATE TABLE question (
    question VARCHAR NOT NULL, name VARCHAR NOT NULL, topic VARCHAR NOT NULL, indicator VARCHAR PRIMARY KEY,
    version INTEGER NOT NULL, definition JSON NOT NULL);
CREATE TABLE geography (
    geo_id VARCHAR PRIMARY KEY, slug VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, level VARCHAR NOT NULL,
    label_lon DOUBLE, label_lat DOUBLE, kind VARCHAR NOT NULL, note VARCHAR NOT NULL);
CREATE TABLE geography_member (area VARCHAR NOT NULL, member VARCHAR NOT NULL, PRIMARY KEY (area, member));
CREATE TABLE area_kind (
    kind VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, source VARCHAR NOT NULL, coverage_note VARCHAR NOT NULL);
CREATE TABLE boundary (kind VARCHAR PRIMARY KEY, level VARCHAR NOT NULL, collection JSON NOT NULL);
CREATE TABLE locality (
    kind VARCHAR NOT NULL CHECK (kind IN {LOCALITY_KINDS}), name VARCHAR NOT NULL, position INTEGER NOT NULL,
    geo_id VARCHAR NOT NULL, source VARCHAR NOT NULL, PRIMARY KEY (kind, name, geo_id));
CREATE TABLE tract (
    tract VARCHAR NOT NULL, geo_id VARCHAR NOT NULL, residents INTEGER NOT NULL, town_residents INTEGER NOT NULL,
    years DOUBLE, error DOUBLE, rates VARCHAR NOT NULL CHECK (rates IN {RATES}), indicator VARCHAR NOT NULL,
    source VARCHAR NOT NULL, PRIMARY KEY (indicator, tract));
CREATE TABLE maternity_service (
    hospital VARCHAR NOT NULL, geo_id VARCHAR, ccn VARCHAR, event VARCHAR NOT NULL CHECK (event IN
        ('open', 'none', 'announced', 'suspended', 'closed', 'births', 'not_available')),
    date_start DATE, date_end DATE, date_text VARCHAR NOT NULL, births INTEGER, said VARCHAR NOT NULL,
    note VARCHAR NOT NULL, confidence VARCHAR NOT NULL, title VARCHAR NOT NULL, publisher VARCHAR NOT NULL,
    address VARCHAR NOT NULL, source VARCHAR NOT NULL);
CREATE TABLE population (
    geo_level VARCHAR NOT NULL, geo_id VARCHAR NOT NULL, year INTEGER NOT NULL, dimension VARCHAR NOT NULL,
    stratum VARCHAR NOT NULL, population BIGINT NOT NULL, source VARCHAR NOT NULL);
CREATE TABLE observation ({_OBSERVATION});
CREATE TABLE observation_by_place ({_OBSERVATION});
CREATE TABLE missing_member (
    indicator VARCHAR NOT NULL, geo_id VARCHAR NOT NULL, dimension VARCHAR NOT NULL, stratum VARCHAR NOT NULL,
    period_start DATE NOT NULL, period_end DATE NOT NULL, member VARCHAR NOT NULL);
CREATE TABLE coverage (
    indicator VARCHAR NOT NULL, geo_level VARCHAR NOT NULL, dimension VARCHAR NOT NULL, stratum VARCHAR NOT NULL,
    period_start DATE NOT NULL, period_end DATE NOT NULL, places INTEGER NOT NULL, shown INTEGER NOT NULL,
    state_value DOUBLE);
CREATE TABLE disclosure (
    indicator VARCHAR NOT NULL, source VARCHAR NOT NULL, hidden INTEGER NOT NULL, narrowed INTEGER NOT NULL,
    withheld INTEGER NOT NULL, PRIMARY KEY (indicator, source));
CREATE TABLE data_release (
    release VARCHAR PRIMARY KEY, position INTEGER NOT NULL, day DATE NOT NULL, title VARCHAR NOT NULL,
    definition JSON NOT NULL);
CREATE TABLE build (
    version VARCHAR NOT NULL, built VARCHAR NOT NULL, inputs JSON NOT NULL, left_out JSON NOT NULL);
"""

OBSERVATION_COLUMNS = [
    "indicator", "geo_level", "geo_id", "dimension", "stratum", "period_start", "period_end", "value", "ci_low",
    "ci_high", "numerator", "denominator", "status", "source",
]  # fmt: skip
SNAPSHOT_TYPES = dict.fromkeys(OBSERVATION_COLUMNS, "VARCHAR") | {
    "period_start": "DATE", "period_end": "DATE", "value": "DOUBLE", "ci_low": "DOUBLE", "ci_high": "DOUBLE",
    "numerator": "DOUBLE", "denominator": "DOUBLE",
}  # fmt: skip
SERVICE_COLUMNS = [
    "hospital", "geo_id", "ccn", "event", "date_start", "date_end", "date_text", "births", "said", "note", "confidence",
    "title", "publisher", "address", "source",
]  # fmt: skip


@dataclass(frozen=True)
class Insert:
    """Statement that fills a table from the registered frame `incoming` with these columns, in a physical order."""

    columns: list[str]
    statement: str


def _from_incoming(table: str, columns: list[str], order: str) -> Insert:
    return Insert(columns, f"INSERT INTO {table} SELECT {', '.join(columns)} FROM incoming ORDER BY {order}")  # noqa: S608


# A map asks for all places of one question, a trend for all periods of one place; each finds its rows side by side in
# one of the two copies, which is what makes both fast on a table of millions. Levels come first: rows of 51 counties
# would else lie between those of thousands of towns, and classes, which are of every period, be all over the file.
MAP_ORDER = "indicator, geo_level, period_start, period_end, dimension, stratum, geo_id"
_TREND_ORDER = "indicator, geo_level, geo_id, dimension, stratum, period_start, period_end"
ROW_GROUP = 16_384
"""Rows of which the file keeps the least and the most of each column together, a multiple of 2,048. All rows of a group
are looked through where some may be meant: with DuckDB's own 122,880 a question takes up to twice as long. With far
fewer the file grows, and more groups are passed over one by one."""

INSERTS = {
    "source": _from_incoming(
        "source",
        ["source", "publisher", "title", "release", "period", "retrieved", "address", "licence", "redistribution",
         "citation", "definition"],
        "source",
    ),
    "indicator": _from_incoming(
        "indicator",
        ["indicator", "title", "topic", "measure", "per", "unit", "polarity", "adjustment", "description",
         "definition"],
        "indicator",
    ),
    "question": _from_incoming(
        "question", ["question", "name", "topic", "indicator", "version", "definition"], "question, version"
    ),
    "geography": _from_incoming(
        "geography",
        ["geo_id", "slug", "name", "level", "label_lon", "label_lat", "kind", "note"],
        "level, geo_id",
    ),
    "area_kind": _from_incoming("area_kind", ["kind", "title", "source", "coverage_note"], "kind"),
    "boundary": _from_incoming("boundary", ["kind", "level", "collection"], "kind"),
    "maternity_service": _from_incoming("maternity_service", SERVICE_COLUMNS, "hospital, date_start, event"),
    "locality": _from_incoming("locality", list(LOCALITY_COLUMNS), "kind, name, position"),
    "tract": _from_incoming("tract", list(TRACT_COLUMNS), "indicator, tract"),
    "geography_member": _from_incoming("geography_member", ["area", "member"], "area, member"),
    "population": _from_incoming(
        "population", ["geo_level", "geo_id", "year", "dimension", "stratum", "population", "source"], "geo_id, year"
    ),
    "disclosure": _from_incoming(
        "disclosure", ["indicator", "source", "hidden", "narrowed", "withheld"], "indicator, source"
    ),
    "data_release": _from_incoming(
        "data_release", ["release", "position", "day", "title", "definition"], "position"
    ),
    "build": _from_incoming("build", ["version", "built", "inputs", "left_out"], "version"),
}  # fmt: skip

BY_PLACE = f"INSERT INTO observation_by_place SELECT * FROM observation ORDER BY {_TREND_ORDER}"  # noqa: S608
COVERAGE = """
INSERT INTO coverage
SELECT o.indicator, o.geo_level, o.dimension, o.stratum, o.period_start, o.period_end,
    count(*), count(o.value), any_value(s.value)
FROM observation o LEFT JOIN observation s
    ON s.geo_level = 'state' AND (s.indicator, s.dimension, s.stratum, s.period_start, s.period_end)
        = (o.indicator, o.dimension, o.stratum, o.period_start, o.period_end)
GROUP BY ALL ORDER BY ALL
"""
