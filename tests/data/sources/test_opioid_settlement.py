"""Synthetic reports in the collection's format: three layouts of years, organizations among the towns, blanks."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from data.errors import SourceFileError
from data.pipeline.build import Inputs
from data.sources.state import opioid_settlement
from tests.importing import request_for

COLUMNS = "municipality,fiscal_year,funds_received,carryover,total_available,total_expended,pct_expended,pooled,"
TABLE = f"""{COLUMNS}reporting_status
Barnstable,2023,900.0,,,,Data not available,,Not required/Did not submit
Boston,2023,40000.0,,,13500.0,33%,,Required/Submitted
Chelsea,2023,,,,,,,Did not receive funding
North Attleboro,2023,2000.0,,,0.0,0%,,Not required/Submitted
Barnstable,2024,1000.5,900.0,1900.5,0.0,,0,
Boston,2024,50000.0,26500.0,76500.0,1234.56,,0,
Chelsea,2024,,,,,,0,
North Attleboro,2024,3000.0,2000.0,5500.0,10.0,,0,
Norfolk County,2024,,,,,,0,
Barnstable,2025,78.02,,1978.52,,,0.0,
Boston,2025,20000.0,,95265.44,,,1.0,
Chelsea,2025,0.0,,0.0,,,0.0,
NorthAttleborough,2025,0.0,,0.0,,,,
NorfolkCounty,2025,11306.2,,11306.2,,,0.0,
Test Muni,2025,100000.0,,200000.0,,,1.0,
"""
BARNSTABLE, BOSTON, CHELSEA, NORTH_ATTLEBOROUGH = "2500100000", "2502500000", "2502500001", "2500500000"
Rows = dict[tuple[str, str], Any]
Reports = Callable[..., tuple[Rows, list[str]]]


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    """The rows of a series by place and period, and what the importer remarks."""

    def read(text: str = TABLE, column: str = "funds_received") -> tuple[Rows, list[str]]:
        (tmp_path / "reports.csv").write_text(text, encoding="utf-8")
        keys = {"file": "reports.csv", "column": column}
        request = request_for("opioid_settlement", tmp_path, keys, measure="dollars")
        rows = list(opioid_settlement.read(request))
        return {(r.geo_id, r.period.slug): r for r in rows}, request.remarks

    return read


def test_a_fiscal_year_runs_from_july_to_june(reports: Reports) -> None:
    rows, _ = reports()
    assert {period for _, period in rows} == {"2022-07_2023-06", "2023-07_2024-06", "2024-07_2025-06"}
    assert rows[BOSTON, "2022-07_2023-06"].value == 40_000
    assert rows[BARNSTABLE, "2024-07_2025-06"].value == 78.02


def test_who_received_nothing_has_zero_and_who_did_not_report_has_no_figure(reports: Reports) -> None:
    rows, _ = reports()
    received = {period: rows[CHELSEA, period] for period in ("2022-07_2023-06", "2023-07_2024-06", "2024-07_2025-06")}
    assert [row.value for row in received.values()] == [0, None, 0]
    assert [row.status for row in received.values()] == ["reported", "not_available", "reported"]


def test_a_zero_on_a_form_that_was_not_filled_in_is_not_shown_and_remarked(reports: Reports) -> None:
    rows, remarks = reports()
    assert rows[NORTH_ATTLEBOROUGH, "2024-07_2025-06"].status == "not_available"
    assert any("NorthAttleborough 2025: a 0 on a form that was not filled in" in remark for remark in remarks)


def test_spending_is_not_there_where_none_was_submitted_and_a_year_without_any_is_left_out(reports: Reports) -> None:
    rows, _ = reports(column="total_expended")
    assert {period for _, period in rows} == {"2022-07_2023-06", "2023-07_2024-06"}
    assert rows[BARNSTABLE, "2022-07_2023-06"].status == "not_available"
    assert rows[NORTH_ATTLEBOROUGH, "2022-07_2023-06"].value == 0
    assert rows[BOSTON, "2023-07_2024-06"].value == 1234.56


def test_every_line_that_is_no_municipality_is_named(reports: Reports) -> None:
    _, remarks = reports()
    said = "no municipality, passed over: Norfolk County (2024), NorfolkCounty (2025), Test Muni (2025)"
    assert f"reports.csv: {said}" in remarks


def test_sums_that_do_not_add_up_are_remarked_and_shown_as_reported(reports: Reports) -> None:
    """3,000 received and 2,000 carried over are 5,000, not the 5,500 that is printed."""
    rows, remarks = reports()
    assert rows[NORTH_ATTLEBOROUGH, "2023-07_2024-06"].value == 3000
    assert any("3,000.00 received and 2,000.00 carried over, but 5,500.00 available" in r for r in remarks)
    _, remarks = reports(TABLE.replace("20000.0,,95265.44", "20000.0,,0.0"))
    assert any("20,000.00 received, but 0.00 available" in remark for remark in remarks)


def test_a_town_without_a_line_in_a_year_is_not_available_and_named(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opioid_settlement, "LEAST_OF_TOWNS", 0.7)
    rows, remarks = reports(TABLE.replace("Chelsea,2023,,,,,,,Did not receive funding\n", ""))
    assert rows[CHELSEA, "2022-07_2023-06"].status == "not_available"
    assert "reports.csv: no line for 2023: Chelsea" in remarks


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Chelsea,2024", "Chelsae,2024", "“Chelsae” is no municipality"),
        ("Chelsea,2024", "Boston,2024", "Boston stands already"),
        ("Chelsea,2023,,,,,,,Did not receive funding\n", "", "has lines of 3 of 4 municipalities for 2023"),
        ("76500.0,1234.56", "76500.0,76540.0", "76540 is more than the 76500 there was"),
        ("13500.0,33%", "13500.0,53%", "“53%” is not the share 13500 is of 40000, 33.8%"),
        ("Required/Submitted\n", "Required\n", "“Required” is none of"),
        ("13500.0,33%,,", "13500.0,33,,", "“33” is not the share"),
        ("Chelsea,2023,,", "Chelsea,2023,55.0,", "is 55 although the line says: Did not receive funding"),
        ("900.0,,,,Data", "900.0,,,5.0,Data", "is 5 although the line says: Not required"),
        ("40000.0", "forty", "“forty” is not a number"),
        ("total_expended", "spent", "column “total_expended”.*missing"),
    ],
)
def test_a_file_that_is_not_as_collected_is_refused(reports: Reports, old: str, new: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        reports(TABLE.replace(old, new, 1))


def snapshot() -> Mapping[tuple[str, str, str], str]:
    """Figures of the table of the snapshot by indicator, municipality and the year the fiscal year ends in."""
    with (Inputs().snapshot / "opioid_settlement_reports.csv").open(encoding="utf-8") as file:
        return {(r["indicator"], r["geo_id"], r["period_end"][:4]): r["value"] for r in csv.DictReader(file)}


def test_known_figures_of_cities() -> None:
    """As Boston and Lowell reported: $4,676,789, $5,142,587.58 and $2,392,183.92; $3,125 spent by Lowell in 2023."""
    figures, boston, lowell = snapshot(), "2502507000", "2501737000"
    received = [float(figures["opioid_settlement_received", boston, year]) for year in ("2023", "2024", "2025")]
    assert received == [4_676_789, 5_142_587.58, 2_392_183.92]
    assert float(figures["opioid_settlement_spent", lowell, "2023"]) == 3_125
    assert ("opioid_settlement_spent", lowell, "2025") not in figures
    assert sum(1 for (i, _, y), v in figures.items() if (i[18:], y) == ("received", "2024") and v) == 240
