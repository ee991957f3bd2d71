"""The newest period of each topic and the long runs by race, from a synthetic file, before beside after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.pipeline.coverage_report import read_summary, summary_document

Row = tuple[str, str, str, str, date, date, int, int]


def year(indicator: str, stratum: str, first: int, last: int = 0, shown: int = 1) -> Row:
    """Coverage of the state in a year, or in years pooled."""
    dimension = "overall" if stratum == "overall" else "race_ethnicity"
    return indicator, "state", dimension, stratum, date(first, 1, 1), date(last or first, 12, 31), 1, shown


RUN = [year("deaths", group, y) for y in range(2008, 2016) for group in ("black_nh", "white_nh")]
"""Eight years of two groups."""
ALONE = [year("births", "black_nh", y) for y in range(2000, 2020)]
"""Twenty years of one group, with which no difference can be seen."""
POOLED = [year("births", group, y, y + 2) for y in range(2000, 2020) for group in ("black_nh", "white_nh")]
NEWEST = [year("deaths", "overall", 2024), year("births", "overall", 2021), year("births", "overall", 2023, shown=0)]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect(":memory:")
    made.execute(
        "CREATE TABLE coverage (indicator TEXT, geo_level TEXT, dimension TEXT, stratum TEXT, period_start DATE, "
        "period_end DATE, places INT, shown INT)"
    )
    made.execute("CREATE TABLE indicator (indicator TEXT, topic TEXT)")
    made.execute("CREATE TABLE question (indicator TEXT, name TEXT, topic TEXT)")
    for indicator, topic in (("deaths", "overdose"), ("births", "maternal_infant")):
        made.execute("INSERT INTO indicator VALUES (?, ?)", [indicator, topic])
        made.execute("INSERT INTO question VALUES (?, ?, ?)", [indicator, indicator.title(), topic])
    for row in (*RUN, *ALONE, *POOLED, *NEWEST):
        made.execute("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(row))
    yield made
    made.close()


def test_a_period_without_a_figure_is_not_the_newest(connection: duckdb.DuckDBPyConnection) -> None:
    summary = read_summary(connection)
    assert {topic: period.slug for topic, period in summary.newest.items()} == {
        "maternal_infant": "2021",
        "overdose": "2024",
    }
    assert (summary.questions, summary.recent) == (
        {"maternal_infant": 1, "overdose": 1},
        {"maternal_infant": 0, "overdose": 1},
    )


def test_only_single_years_with_two_groups_make_a_long_run(connection: duckdb.DuckDBPyConnection) -> None:
    summary = read_summary(connection)
    assert summary.years_by_race == {"Deaths": 8, "Births": 0}
    assert summary.long_runs == ["Deaths"]


def test_a_file_is_set_beside_an_older_one(connection: duckdb.DuckDBPyConnection) -> None:
    after = read_summary(connection)
    connection.execute("DELETE FROM coverage WHERE year(period_end) > 2012")
    before = read_summary(connection)
    text = summary_document(before, after, "the file of last year")
    assert "| Overdose | 2012 | 2024 | 1 | 1 | 0 | 1 |" in text
    assert "0 before, 1 now" in text
    assert "| Deaths | 5 | 8 |" in text, "2008 to 2012 are five years"


def test_the_published_file_has_the_long_runs_it_is_said_to_have(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as published:
        years = read_summary(published).years_by_race
    assert years["Diabetes"] == 2022 - 2008 + 1
    assert years["Heart disease"] == 2022 - 2015 + 1
    assert years["Depression"] == years["Asthma"] == 2022 - 2011 + 1
    assert years["Hospital stays that good care can prevent, people in Medicare"] == 2021 - 2012 + 1
