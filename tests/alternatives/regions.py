"""Regions the slow way: one region, one figure and one part at a time, in plain Python from the rows of the file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.alternatives.statistics import poisson_interval, wilson_interval

Key = tuple[str, str, str, str]
"""Indicator, stratum, first and last day of the period."""


@dataclass(frozen=True)
class Part:
    """One published figure of a place, with what its indicator is."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    source: str
    measure: str
    per: float
    adds: bool


@dataclass(frozen=True)
class Sum:
    """A pooled figure: None for each number where a part is missing, `missing` the parts."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "not_available"
    missing: frozenset[str] = frozenset()


def read_parts(database: Path, level: str) -> dict[Key, dict[str, Part]]:
    """Figures of a level that can be pooled, by what they are of and by place."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            """
            SELECT indicator, stratum, period_start::VARCHAR, period_end::VARCHAR, geo_id, value, numerator,
                denominator, status, source, measure, per, measure = 'count'
                    OR coalesce(json_extract_string(definition, '$.whole_place') = 'true', false) AS adds
            FROM observation JOIN indicator USING (indicator)
            WHERE geo_level = $level
                AND coalesce(json_extract_string(definition, '$.estimation.' || $level),
                    CASE WHEN adjustment LIKE 'modelled%' THEN 'modelled' ELSE 'counted' END) = 'counted'
                AND (adds OR (measure IN ('rate', 'percent') AND adjustment = 'crude'))
            """,
            {"level": level},
        ).fetchall()
    found: dict[Key, dict[str, Part]] = {}
    for indicator, stratum, start, end, geo_id, *rest in rows:
        found.setdefault((indicator, stratum, start, end), {})[geo_id] = Part(*rest)
    return {key: parts for key, parts in found.items() if any(_counts(part) for part in parts.values())}


def _counts(part: Part) -> bool:
    if part.adds:
        return part.value is not None
    return part.numerator is not None and part.denominator is not None


def pooled(parts: Mapping[str, Part], members: Iterable[str]) -> Sum:
    """The figure of some places: the sum of one source that has all of them, or what is missing of the best."""
    members = list(members)
    sources = sorted({part.source for part in parts.values() if _counts(part)})
    sums = [_of_source(parts, members, source) for source in sources]
    return next((each for each in sums if not each.missing), sums[0])


def _of_source(parts: Mapping[str, Part], members: list[str], source: str) -> Sum:
    own = [parts.get(member) for member in members]
    missing = [
        member
        for member, part in zip(members, own, strict=True)
        if part is None or part.source != source or not _counts(part)
    ]
    if missing:
        return Sum(None, missing=frozenset(missing))
    known = [part for part in own if part is not None]
    first = known[0]
    if first.adds:
        total = 0.0
        for part in known:
            total += part.value or 0.0
        events = None if any(p.numerator is None for p in known) else sum(p.numerator or 0.0 for p in known)
        few = events is not None and events < 10
        return Sum(total, numerator=events, status="unreliable" if few else "reported")
    events = sum(part.numerator or 0.0 for part in known)
    people = sum(part.denominator or 0.0 for part in known)
    if people == 0:
        return Sum(None)
    # With ten events or more an interval is never as wide as 160 % of its figure.
    status = "unreliable" if events < 10 or people < 10 else "reported"
    return Sum(events * first.per / people, events, people, status)


def interval(figure: Sum, part: Part) -> tuple[float, float]:
    """The interval of a pooled rate; `part` is one of those it is pooled of."""
    assert figure.numerator is not None
    assert figure.denominator is not None
    if part.measure == "percent":
        low, high = wilson_interval(int(figure.numerator), int(figure.denominator))
        return low * part.per, high * part.per
    low, high = poisson_interval(int(figure.numerator))
    return low * part.per / figure.denominator, high * part.per / figure.denominator


def close(one: float | None, other: float) -> bool:
    """Whether two numbers are the same but for the last digits; None and NaN are."""
    if one is None or math.isnan(other):
        return one is None and math.isnan(other)
    return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-9)
