"""A second, slow and obvious way to answer a question: every row of the file is looked at in plain Python.

A row is a dictionary here; what is missing is None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.query import rows as fast
from data.query.selection import Selection
from data.statistics.comparisons import Estimate
from data.vocabulary import OVERALL, Period
from tests.alternatives import statistics

Row = dict[str, Any]
FIGURES = ("value", "ci_low", "ci_high", "numerator", "denominator")
NUMBERS = (*FIGURES, "ratio", "ratio_low", "ratio_high")
WORDS = ("slug", "name", "dimension", "status", "source", "verdict", "barrier")


@dataclass(frozen=True)
class Tables:
    """The tables of an answer, in any order of rows."""

    places: list[Row]
    state: list[Row]
    overall: list[Row]
    groups: list[Row]
    trend: list[Row]


class Table:
    """Every observation of a file, by indicator."""

    def __init__(self, database: Path) -> None:
        with closing(duckdb.connect(str(database), read_only=True)) as connection:
            names = connection.execute("SELECT geo_id, slug, name, kind FROM geography").fetchall()
            places = {geo_id: words for geo_id, *words in names}
            cursor = connection.execute("FROM observation")
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            kinds = connection.execute("SELECT indicator, measure, adjustment FROM indicator").fetchall()
            definitions = connection.execute("SELECT indicator, definition FROM indicator").fetchall()
        self._counts = {indicator for indicator, measure, _ in kinds if measure == "count"}
        crude = {indicator for indicator, _, adjustment in kinds if adjustment == "crude"}
        percentages = {indicator for indicator, measure, _ in kinds if measure == "percent"}
        years = {indicator for indicator, measure, _ in kinds if measure == "years"}
        made = {indicator: json.loads(text).get("estimation") or {} for indicator, text in definitions}
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            row["slug"], row["name"], row["kind"] = places[row["geo_id"]]
            row["period"] = Period(row["period_start"], row["period_end"])
            # An adjusted figure is not its counts; of a percentage, events without their people tell nothing.
            asked = row["denominator"] is not None or row["indicator"] not in percentages
            row["years"] = row["indicator"] in years
            row["made"] = made[row["indicator"]].get(row["geo_level"], "as the indicator says")
            row["told by counts"] = row["indicator"] in crude and asked
            self._rows.setdefault(row["indicator"], []).append(row)

    def answer(self, question: Selection, place: str) -> Tables:
        """The tables of a question about the place with this geo_id."""
        rows = self._rows[question.indicator]
        now = [r for r in rows if r["period"] == question.period]
        places = [r for r in now if r["geo_level"] == question.level and r["stratum"] == question.group]
        places = [r for r in places if not question.kind or r["kind"] == question.kind]
        state = [r for r in now if r["geo_level"] == "state" and r["stratum"] == question.group]
        everyone = [r for r in now if r["geo_level"] == "state" and r["stratum"] == OVERALL]
        here = [r for r in now if r["geo_id"] == place or r["geo_level"] == "state"]
        groups = [r for r in here if r["dimension"] in (question.breakdown, OVERALL)]
        trend = [
            r
            for r in rows
            if (r["geo_id"] == place or r["geo_level"] == "state") and r["stratum"] in (question.group, OVERALL)
        ]
        if question.indicator in self._counts:
            return Tables(*([plain(r) for r in part] for part in (places, state, everyone, groups, trend)))
        return Tables(
            [against(r, state) for r in places],
            [against(r, everyone) for r in state],
            [plain(r) for r in everyone],
            [against(r, [o for o in groups if o["stratum"] == OVERALL and o["geo_id"] == r["geo_id"]])
             for r in groups],
            [plain(r) for r in trend],
        )  # fmt: skip

    def place_series(self, indicator: str, level: str, kind: str, group: str) -> list[Row]:
        """Every place of a level and the state in every period, for one group."""
        found = []
        for row in self._rows[indicator]:
            of_level = row["geo_level"] == level and (not kind or row["kind"] == kind)
            if row["stratum"] == group and (of_level or row["geo_level"] == "state"):
                found.append(plain(row))
        return found


def plain(row: Row) -> Row:
    """A row that is compared with nothing."""
    return {**row, "ratio": None, "ratio_low": None, "ratio_high": None, "verdict": "", "barrier": ""}


def against(row: Row, whole: list[Row]) -> Row:
    """A row with its ratio to that of the whole: exact where both are told by their counts, else as of two that are
    independent."""
    found = plain(row)
    if not whole or row["value"] is None or not whole[0]["value"] or whole[0]["value"] < 0:
        return found
    if row["made"] != whole[0]["made"]:
        return {**found, "barrier": "method"}
    found["ratio"] = row["value"] / whole[0]["value"]
    if (row["geo_id"], row["stratum"]) == (whole[0]["geo_id"], whole[0]["stratum"]):
        return found
    if doubtful(row) or doubtful(whole[0]):
        return {**found, "barrier": "unreliable"}
    own, other = (
        Estimate(*(r[name] for name in (FIGURES if r["told by counts"] else FIGURES[:3]))) for r in (row, whole[0])
    )
    result = statistics.part_to_whole(own, other) or statistics.ratio(own, other)
    if result is not None:
        _, low, high = result
        found.update(ratio_low=low, ratio_high=high, verdict=statistics.verdict(low, high))
    return found


def doubtful(row: Row) -> bool:
    """Whether a row is marked unreliable, or is a number of years that is known to three at best."""
    wide = row["years"] and row["ci_low"] is not None and (row["ci_high"] - row["ci_low"]) / 2 > 3
    return row["status"] == "unreliable" or wide


def by_key(rows: Iterable[Row]) -> dict[tuple[str, str, str], Row]:
    """Rows by place, group and period."""
    return {(r["geo_id"], r["stratum"], r["period"].slug): r for r in rows}


def compare(found: Iterable[fast.Row], expected: list[Row]) -> None:
    """Rows of an answer are those of the slow way, in any order."""
    rows, wanted = list(found), by_key(expected)
    assert len(rows) == len(wanted) == len(expected)
    for row in rows:
        other = wanted[(row.geo_id, row.stratum, row.period)]
        assert row.level == other["geo_level"]
        assert [getattr(row, word) for word in WORDS] == [other[word] for word in WORDS]
        for name in NUMBERS:
            own, theirs = getattr(row, name), other[name]
            assert (own != own) == (theirs is None), (row, name)
            assert theirs is None or own == pytest.approx(theirs, rel=1e-6, abs=1e-9), (row, name)
