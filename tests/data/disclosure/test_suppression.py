"""What is hidden, how much more than must be, and that nothing of it is left anywhere. All rows are synthetic."""

from __future__ import annotations

import json
import random
import statistics
import struct
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from pydantic import ValidationError

from data.disclosure.protection import protect, protect_table, suppressed_intervals
from data.disclosure.tables import DisclosureError
from data.errors import InputError, InternalError, SnapshotError
from data.observations.models import Observation
from data.observations.schema import OBSERVATION_COLUMNS, TABLES
from data.vocabulary import OVERALL, Period
from tests.examples import number_of
from tests.small_counts import (
    PEOPLE,
    SYNTHETIC,
    Counts,
    geography_of,
    make_source,
    protected,
    random_counts,
)
from tests.towns import make_indicator

YEAR = Period.years(2022)


def counts_of(towns: dict[str, int], *more: list[str]) -> Counts:
    """One year of everyone in the towns of one county, or of several, by the counties' lists of towns."""
    counties = list(more) or [list(towns)]
    return Counts(geography_of(counties), (2022,), [], [], {(t, OVERALL, 2022): n for t, n in towns.items()})


def shown(rows: list[Observation]) -> dict[str, float | None]:
    return {r.geo_id: r.numerator for r in rows}


def test_one_to_ten_are_hidden_and_zero_and_eleven_are_shown() -> None:
    counts = counts_of({"T1": 0, "T2": 1, "T3": 10, "T4": 11, "T5": 90})
    towns = counts.rows(["municipality"])
    result = protected(towns, counts.geography)
    assert shown(result.observations) == {"T1": 0, "T2": None, "T3": None, "T4": 11, "T5": 90}
    (audit,) = result.report.audits
    assert (audit.primary, audit.complementary) == (2, 0)


def test_a_hidden_row_keeps_its_people_and_nothing_else() -> None:
    counts = counts_of({"T1": 4, "T2": 60})
    before, kept = counts.rows(["municipality"])
    after, other = protected([before, kept], counts.geography).observations
    assert after == replace(before, status="suppressed", value=None, ci_low=None, ci_high=None, numerator=None)
    assert after.denominator == PEOPLE
    assert other is kept


def test_a_total_costs_the_smallest_count_that_protects() -> None:
    counts = counts_of({"T1": 4, "T2": 30, "T3": 12, "T4": 500})
    result = protected(counts.rows(["municipality", "county"]), counts.geography)
    assert shown(result.observations) == {"T1": None, "T2": 30, "T3": None, "T4": 500, "C0": 546}


def test_a_county_of_one_town_goes_with_it() -> None:
    counts = counts_of({"T1": 4, "T2": 30, "T3": 25}, ["T1"], ["T2", "T3"])
    result = protected(counts.rows(), counts.geography)
    # 59 in the state: either county gives the other away, and its town.
    assert shown(result.observations) == {"T1": None, "T2": 30, "T3": None, "C0": None, "C1": None, "25": 59}


def test_the_protection_may_be_narrower_than_the_threshold() -> None:
    counts = counts_of({"T1": 3, "T2": 4, "T3": 50})
    rows = counts.rows(["municipality", "county"])
    # 7 are left for two towns: 1 to 6 for each, six values.
    wide = protect(rows, (), counts.geography, {SYNTHETIC: make_source()}, {"deaths": make_indicator()})
    assert shown(wide.observations)["T3"] is None or shown(wide.observations)["C0"] is None
    narrow = protect(rows, (), counts.geography, {SYNTHETIC: make_source(protection=5)}, {"deaths": make_indicator()})
    assert shown(narrow.observations) == {"T1": None, "T2": None, "T3": 50, "C0": 57}


def test_another_threshold() -> None:
    counts = counts_of({"T1": 4, "T2": 5, "T3": 9})
    source = make_source(threshold=5)
    result = protect(
        counts.rows(["municipality"]), (), counts.geography, {SYNTHETIC: source}, {"deaths": make_indicator()}
    )
    assert shown(result.observations) == {"T1": None, "T2": 5, "T3": 9}


def test_a_protection_cannot_leave_more_values_than_are_hidden() -> None:
    with pytest.raises(ValidationError, match="`protection` is at most 10"):
        make_source(protection=11)


def test_among_few_people_zero_is_hidden_too() -> None:
    rows = [replace(r, denominator=6.0) for r in counts_of({"T1": 0, "T2": 2}).rows(["municipality"])]
    result = protected(rows, geography_of([["T1", "T2"]]))
    assert shown(result.observations) == {"T1": None, "T2": None}, "0 of 6 or 2 of 6 people is known to each of them"


def as_published(rows: list[Observation], source: str = "other") -> list[Observation]:
    return [replace(r, source=source) for r in rows]


def test_another_publishers_total_that_gives_a_count_away_fails_the_build() -> None:
    counts = counts_of({"T1": 4, "T2": 30})
    rows = [*counts.rows(["municipality"])[:1], *as_published(counts.rows(["municipality"])[1:])]
    rows += as_published(counts.rows(["county"]))
    with pytest.raises(DisclosureError, match=r"synthetic\.csv: T1, overall, 2022"):
        protected(rows, counts.geography, other=make_source("other", disclosure="as_published"))
    assert issubclass(DisclosureError, InternalError)
    assert not issubclass(DisclosureError, InputError)


def test_a_small_count_that_another_publisher_has_released_fails_the_build() -> None:
    counts = counts_of({"T1": 4, "T2": 30, "T3": 12})
    crude = counts.rows(["municipality"])
    adjusted = [replace(r, indicator="deaths_adjusted") for r in crude]
    rows = [*crude, *adjusted[1:], *as_published(adjusted[:1])]
    with pytest.raises(DisclosureError, match="another publishes it"):
        protected(
            rows,
            counts.geography,
            [make_indicator(id="deaths_adjusted", adjustment="age_adjusted")],
            other=make_source("other", disclosure="as_published"),
        )


def test_parts_that_are_more_than_the_whole_fail_the_build() -> None:
    counts = counts_of({"T1": 4, "T2": 30})
    rows = [r if r.geo_level == "municipality" else replace(r, numerator=20) for r in counts.rows()]
    with pytest.raises(DisclosureError, match="parts are more than the whole"):
        protected(rows, counts.geography)


def test_a_value_without_a_count_cannot_be_judged() -> None:
    rows = [replace(r, numerator=None, denominator=None) for r in counts_of({"T1": 4}).rows(["municipality"])]
    with pytest.raises(SnapshotError, match=r"synthetic.csv: deaths, T1, overall, 2022: has a value but no count"):
        protected(rows, geography_of([["T1"]]))


def test_what_is_hidden_in_one_indicator_is_hidden_in_all_that_count_the_same() -> None:
    counts = counts_of({"T1": 4, "T2": 30, "T3": 12})
    crude = counts.rows(["municipality", "county"])
    adjusted = [replace(r, indicator="deaths_adjusted") for r in crude if r.geo_level == "municipality"]
    other = make_indicator(id="deaths_adjusted", adjustment="age_adjusted")
    result = protected([*crude, *adjusted], counts.geography, [other])
    hidden = {(r.indicator, r.geo_id) for r in result.observations if r.status == "suppressed"}
    assert hidden == {(i, t) for i in ("deaths", "deaths_adjusted") for t in ("T1", "T3")}


def test_a_hidden_count_is_not_shown_as_the_denominator_of_another() -> None:
    counts = counts_of({"T1": 7, "T2": 300, "T3": 40})
    births = [
        replace(r, indicator="births", denominator=None, value=r.numerator) for r in counts.rows(["municipality"])
    ]
    light = [
        replace(r, indicator="light", numerator=n, denominator=r.numerator, value=1.0)
        for r, n in zip(births, (0, 25, 12), strict=True)
    ]
    options = {"population_denominator": False, "rollup": ()}
    others = [make_indicator(id="births", measure="count", per=1, **options), make_indicator(id="light", **options)]
    result = protected([*births, *light], counts.geography, others)
    first = [r for r in result.observations if r.geo_id == "T1"]
    assert {(r.indicator, r.status, r.numerator, r.denominator) for r in first} == {
        ("births", "suppressed", None, None),
        ("light", "suppressed", None, None),
    }
    assert sum(r.status == "reported" for r in result.observations) == 4


def test_publishers_own_hiding_is_left_alone() -> None:
    counts = counts_of({"T1": 4, "T2": 30})
    rows = as_published(counts.rows())
    result = protected(rows, counts.geography, other=make_source("other", disclosure="as_published"))
    assert result.observations == rows


def test_the_same_is_hidden_whatever_order_the_rows_come_in() -> None:
    counts = random_counts(4)
    rows = counts.rows()
    shuffled = random.Random(1).sample(rows, len(rows))
    first, second = (protected(r, counts.geography).observations for r in (rows, shuffled))
    assert set(first) == set(second)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_nothing_can_be_worked_out_of_random_tables(block: int) -> None:
    """Fifty synthetic tables a block: every hidden count is left ten values, small ones and those hidden with them.

    Each day's run takes the first five of a block. The information kept is reported: cells hidden beyond the primary
    ones, for each of these.
    """
    shares = []
    for seed in range(50 * block, 50 * block + number_of(500) // 10):
        counts = random_counts(seed)
        rows = counts.rows()
        result = protected(rows, counts.geography)
        published = result.observations
        shares += [(f.complementary or 0) / f.primary for f in result.report.audits if f.primary]
        truth = {(r.geo_id, r.stratum, r.period): r.numerator for r in rows}
        intervals = suppressed_intervals(
            published, (), counts.geography, {SYNTHETIC: make_source()}, {"deaths": make_indicator()}
        )
        assert len(intervals) >= sum(0 < n < 11 for n in truth.values() if n is not None)
        for row, low, high in intervals:
            count = truth[row.geo_id, row.stratum, row.period]
            assert count is not None
            assert low <= count <= high, (seed, row)
            assert high - low + 1 >= 10, (seed, row)
    print(f"hidden beyond each primary cell: {statistics.median(shares):.2f} (median of {len(shares)} tables)")
    assert statistics.median(shares) <= 1.5


def test_the_report_names_no_count() -> None:
    counts = counts_of({"T1": 4, "T2": 30, "T3": 12, "T4": 500})
    report = protected(counts.rows(["municipality", "county"]), counts.geography).report
    (audit,) = json.loads(report.to_json())
    expected = {"indicators": ["deaths"], "sources": [SYNTHETIC], "rule": "threshold", "cells": 5, "hidden": 2,
                "primary": 1, "complementary": 1, "exposed": [], "unsettled": [], "set_aside": 0,
                "unlinked": []}  # fmt: skip
    assert {k: v for k, v in audit.items() if k != "fewest_values"} == expected
    assert audit["fewest_values"] >= 10
    assert report.to_sentences() == ["deaths: of 5 counts 1 small ones are hidden, and 1 to protect them"]


def test_the_published_file_has_no_byte_of_a_hidden_count(tmp_path: Path) -> None:
    """As the build does it: hidden in the scratch database, and only then copied into the one that is published."""
    counts = counts_of({"T1": 7, "T2": 70_123_457, "T3": 30_654_321, "T4": 90_000_001})
    rows = counts.rows(["municipality", "county"])
    hidden = {7.0, 30_654_321.0}
    published = tmp_path / "published.duckdb"
    connection = duckdb.connect(str(published))
    connection.execute(f"ATTACH '{tmp_path / 'scratch.duckdb'}' AS scratch")
    connection.execute(TABLES)
    connection.execute("CREATE TABLE scratch.rated AS FROM observation")
    cells = [
        (r.indicator, r.geo_level, r.geo_id, r.dimension, r.stratum, r.period.start, r.period.end, r.value, r.ci_low,
         r.ci_high, r.numerator, r.denominator, r.status, r.source)
        for r in (replace(row, denominator=1e9) for row in rows)
    ]  # fmt: skip
    connection.executemany(f"INSERT INTO scratch.rated VALUES ({', '.join('?' * len(OBSERVATION_COLUMNS))})", cells)
    sources, indicators = {SYNTHETIC: make_source()}, {"deaths": make_indicator()}
    report = protect_table(connection, "scratch.rated", counts.geography, sources, indicators)
    connection.execute("INSERT INTO observation FROM scratch.rated")
    connection.execute("DETACH scratch")
    connection.execute("CHECKPOINT")
    left = connection.execute("SELECT value, ci_low, ci_high, numerator FROM observation").fetchall()
    connection.close()
    assert report.audits[0].complementary == 1
    assert not hidden & {number for row in left for number in row}
    content = published.read_bytes()
    secret = duckdb.execute("SELECT CAST(30654321.0 AS DOUBLE)").fetchone()
    assert secret == (30_654_321.0,)
    assert _bytes_of(90_000_001.0) in content, "counts that are shown are found in this way"
    assert _bytes_of(30_654_321.0) not in content
    assert not list(tmp_path.glob("*.wal"))


def _bytes_of(number: float) -> bytes:
    return struct.pack("<d", number)
