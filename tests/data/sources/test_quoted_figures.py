"""Synthetic rows in the layout of quoted figures: a page for each, a locator on each, “same” for what stands above."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.catalog.models import read_indicators, read_sources
from data.errors import SourceFileError
from data.pipeline.build import Inputs
from data.sources.research import quoted_figures

PAGE = "https://example.org/first"
HEADER = "indicator,place,group,period,value,ci_low,ci_high,unit,publisher,title,release_date,address,quote_locator"
TABLE = f"""{HEADER}
deaths,Massachusetts,All,2019-01 to 2019-09,1400,,,count (first),A paper,A title,2019-11-26,{PAGE},second paragraph
deaths,Massachusetts,All,2023-01 to 2023-09,1700,,,count,Another,A title,2023-12-14,https://example.org/second,first
share,Massachusetts,All,2024,92,,,percent of deaths,A paper,A title,2025-05,{PAGE} README @3a04,last paragraph
share,Massachusetts,All,2023,90.5,89,91.5,percent of deaths,same,same,2025-05,{PAGE} README @3a04,same row
unit_closed,"Hospital, Boston",facility,2023-09-23,closed,,,date,A paper,A title,2023-09-25,{PAGE},first paragraph
"""
Quoted = Callable[..., list[Any]]


@pytest.fixture
def quoted(read: Callable[..., Any]) -> Quoted:
    def rows(text: str = TABLE, **keys: object) -> list[Any]:
        asked = {"about_source": {"address": PAGE}, "quoted": "share", "indicator_measure": "percent", **keys}
        return list(read(quoted_figures, text, **asked))

    return rows


def test_a_figure_is_read_with_its_own_period_and_interval(quoted: Quoted) -> None:
    rows = {row.period.slug: row for row in quoted()}
    assert rows["2024"].value == 92
    assert (rows["2023"].value, rows["2023"].ci_low, rows["2023"].ci_high) == (90.5, 89, 91.5)
    assert {(row.geo_id, row.stratum, row.numerator) for row in rows.values()} == {("25", "overall", None)}


def test_months_are_a_period_and_a_count_is_its_own_numerator(quoted: Quoted) -> None:
    (row,) = quoted(quoted="deaths", indicator_measure="count")
    assert (row.period.slug, row.value, row.numerator) == ("2019-01_2019-09", 1400, 1400)


def test_a_figure_of_another_page_is_of_another_source(quoted: Quoted) -> None:
    (row,) = quoted(quoted="deaths", indicator_measure="count", about_source={"address": "https://example.org/second"})
    assert row.value == 1700


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("share,Massachusetts,All,2024", "share,Maine,All,2024", "“Maine”, “All” is not everyone in Massachusetts"),
        ("share,Massachusetts,All,2024", "share,Massachusetts,Women,2024", "“Women” is not everyone"),
        ("last paragraph", "", "column “quote_locator”.*is empty"),
        ("92,,,percent", "92,,,share", "“share of deaths” is not what example measures"),
        ("92,,,percent", "about 90,,,percent", "“about 90” is not a number"),
        ("92,,,percent", ",,,percent", "is empty where a number is expected"),
        ("All,2024", "All,2023", "“2023” stands already in row 4"),
        ("All,2024", "All,around 2024", "“around 2024” is not a period"),
        ("share,", "part,", "no row is “share” of the page"),
        ("quote_locator", "where", "column “quote_locator”.*missing"),
    ],
)
def test_a_row_that_is_no_figure_is_refused(quoted: Quoted, old: str, new: str, message: str) -> None:
    text = TABLE.replace(old, new) if old == "share," else TABLE.replace(old, new, 1)
    with pytest.raises(SourceFileError, match=message):
        quoted(text)


def quoted_rows() -> Iterator[tuple[str, str, str]]:
    """Indicator, period and figure of every quoted figure of the snapshot."""
    for source in read_sources(Inputs().sources).values():
        if source.reader == "quoted_figures":
            with (Inputs().snapshot / f"{source.id}.csv").open(encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    yield row["indicator"], f"{row['period_start'][:7]} {row['period_end'][:7]}", row["value"]


def test_known_figures_as_they_were_quoted() -> None:
    figures = {(indicator, period): float(value) for indicator, period, value in quoted_rows()}
    counts = "opioid_deaths_dph_first_counts"
    nine = {year: figures[counts, f"{year}-01 {year}-09"] for year in (2019, 2021, 2022, 2023)}
    assert nine == {2019: 1_460, 2021: 1_613, 2022: 1_696, 2023: 1_718}
    assert figures["opioid_deaths_dph_twelve_months", "2022-10 2023-09"] == 2_323
    assert figures["maternal_mortality_late_wonder", "2020-01 2020-12"] == 27.1
    assert figures["births_to_mothers_born_abroad", "2019-01 2019-12"] == 31.3
    assert len(figures) == 8 + 5 + 1 + 3 + 1


def test_each_quoted_figure_answers_a_question_and_no_line_joins_two_releases() -> None:
    indicators = read_indicators(Inputs().indicators)
    of_many_releases = {
        i.id for i in indicators.values() if len({s.source for s in i.series if s.source.startswith("quoted_")}) > 1
    }
    assert of_many_releases == {"opioid_deaths_dph_first_counts"}
    periods = sorted(p for i, p, _ in quoted_rows() if i in of_many_releases and p[5:7] == "01")
    assert all(period[5:7] == "01" and period[-2:] == "09" for period in periods), "three months lie between any two"


def test_no_two_quoted_counts_are_one_inside_the_other() -> None:
    """Of deaths within a year and within 42 days only the first are shown: the difference would be a small number."""
    counts = {indicator for indicator, _, _ in quoted_rows() if "maternal_deaths" in indicator}
    assert counts == {"maternal_deaths_late_wonder"}
