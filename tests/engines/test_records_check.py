"""The check of a file of records: every kind of fault is counted, no record is dropped unsaid, no small count is told.

All records are synthetic, and spoilt on purpose.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.models import Source
from data.records import engines
from data.records.checking.kinds import KINDS, kinds_of
from data.records.checking.report import SMALLEST_TOLD, Fault, Report
from data.records.checks import check
from data.records.errors import RecordsError
from data.records.inputs import open_table, typed
from data.records.layouts import LAYOUTS
from data.records.residence import is_resident
from tests.engines.malformed import planted_in, spoilt, write_texts
from tests.engines.synthetic_records import write

DAY = date(2026, 11, 30)
BIRTHS = LAYOUTS["births"]


@pytest.fixture(scope="module")
def engine() -> Any:
    return engines.connect()


def found_by(report: Report) -> dict[str, int]:
    return {fault.kind.id: fault.records for fault in report.faults}


def computed(table: Any) -> list[dict[str, Any]]:
    with engines.quiet():
        found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def births_file(folder: Path, planted: Mapping[str, int], number: int = 1_000) -> Path:
    return write_texts(folder / "births.csv", spoilt("births", number, planted))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_twenty_kinds_of_fault_are_counted_each_by_itself(engine: Any, tmp_path: Path, layout: str) -> None:
    planted = planted_in(layout)
    path = write_texts(tmp_path / f"{layout}.csv", spoilt(layout, 1_000, planted))
    report = check(engine, path, day=DAY)
    assert report.layout.id == layout
    assert len(planted) == 20
    assert found_by(report) == planted
    assert report.malformed == sum(planted.values())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_records_as_a_warehouse_should_write_them_have_no_fault(engine: Any, tmp_path: Path, layout: str) -> None:
    report = check(engine, write(tmp_path / f"{layout}.parquet", layout, 2_000), LAYOUTS[layout], day=DAY)
    assert (found_by(report), report.reasons, report.records, report.synthetic) == ({}, (), 2_000, 2_000)
    assert "Malformed: 0 of 20 kinds" in report.lines()


def test_texts_of_a_parquet_are_checked_like_those_of_a_csv(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 600, planted_in("births"))
    reports = [
        check(engine, write_texts(tmp_path / name, rows), BIRTHS, day=DAY) for name in ("births.csv", "births.parquet")
    ]
    assert found_by(reports[0]) == found_by(reports[1]) == planted_in("births")
    assert reports[0].unknown == reports[1].unknown


def test_no_record_is_left_out_of_the_report(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 600, planted_in("births"))
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    undated = found_by(report)["no_date"] + found_by(report)["unreadable_date"]
    assert report.records == len(rows) == sum(report.years.values()) + undated


def test_what_is_unknown_is_counted_by_column_and_is_no_fault(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 2_000, {})
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert report.unknown["education"] == sum(row["education"] == "unknown" for row in rows) > 0
    assert report.unknown["ethnicities"] == sum(row["ethnicities"] == "" for row in rows) > 0
    assert report.unknown["race"] == sum(row["race_unknown"] == "true" for row in rows) > 0
    assert report.faults == ()


TYPED = {
    "counts with this value unknown": {"not_a_number", "out_of_range", "unknown_word", "unreadable_flag"},
    "is in no year, and so in no figure": {"no_date", "unreadable_date"},
    "is left out as of another state": {"no_state", "town_outside"},
}
"""What the report says of a fault, by the kinds of which a run shows it in the typed table."""


def test_a_run_makes_of_a_fault_what_the_report_says(engine: Any, tmp_path: Path) -> None:
    becomes = {kind: words for words, kinds in TYPED.items() for kind in sorted(kinds)}
    rows = spoilt("births", 200, dict.fromkeys(becomes, 12))
    path = write_texts(tmp_path / "births.csv", rows)
    columns = {f.kind.id: next(iter(f.columns)) for f in check(engine, path, BIRTHS, day=DAY).faults}
    table = typed(open_table(engine, path), BIRTHS)
    read = {row["record_id"]: row for row in computed(table.mutate(resident=is_resident(table)))}
    said = {kind.id: kind.becomes for kind in KINDS}
    for place, (kind, words) in enumerate(becomes.items()):
        spoilt_rows = [read[row["record_id"]] for row in rows[12 * place : 12 * place + 12]]
        assert said[kind] == words
        if words.startswith("is left out"):
            assert not any(row["resident"] for row in spoilt_rows)
        else:
            assert all(row[columns[kind]] is None for row in spoilt_rows)
            assert any(row["resident"] for row in spoilt_rows)


def test_an_empty_record_is_no_residents(engine: Any, tmp_path: Path) -> None:
    path = births_file(tmp_path, {"empty_record": 12}, 12)
    table = typed(open_table(engine, path), BIRTHS)
    assert not any(row["resident"] for row in computed(table.select(resident=is_resident(table))))


def test_over_the_share_a_run_refuses_the_file_and_at_it_not(engine: Any, tmp_path: Path) -> None:
    at_it = check(engine, births_file(tmp_path, {"no_such_town": 20}), BIRTHS, day=DAY)
    assert not at_it.refused
    at_it.raise_if_refused()
    over = check(engine, births_file(tmp_path, {"no_such_town": 21}), BIRTHS, day=DAY)
    with pytest.raises(RecordsError, match=r"births\.csv: more than 2% of the records are malformed"):
        over.raise_if_refused()
    assert "REFUSED  more than 2% of the records are malformed" in over.lines()[1]
    stated = check(engine, births_file(tmp_path, {"no_such_town": 21}), BIRTHS, limit=0.03, day=DAY)
    assert not stated.refused
    assert stated.faults[0].records == 21


def test_a_record_with_two_faults_is_one_malformed_record(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 300, {"no_such_town": 15})
    for row in rows[:15]:
        row["race_black"] = "maybe"
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert found_by(report) == {"no_such_town": 15, "unreadable_flag": 15}
    assert report.malformed == 15


def test_three_copies_of_a_record_are_two_too_many(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 300, {})
    report = check(engine, write_texts(tmp_path / "births.csv", [*rows, rows[0], rows[0]]), BIRTHS, day=DAY)
    assert found_by(report) == {"repeated_record": 2}


def test_records_without_a_number_are_not_copies_of_each_other(engine: Any, tmp_path: Path) -> None:
    assert found_by(check(engine, births_file(tmp_path, {"no_record_id": 30}), BIRTHS, day=DAY)) == {"no_record_id": 30}


def test_a_birth_of_today_is_no_fault_and_one_of_tomorrow_is(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 40, {})
    for row in rows[:20]:
        row["date_of_birth"] = "2026-11-30"
    path = write_texts(tmp_path / "births.csv", rows)
    assert found_by(check(engine, path, BIRTHS, day=DAY)) == {}
    assert found_by(check(engine, path, BIRTHS, day=date(2026, 11, 29))) == {"future_date": 20}


def test_the_29_february_is_a_day_in_leap_years_only(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 40, {})
    for row, day in zip(rows, ("2024-02-29", "2000-02-29", "2023-02-29", "1900-02-29", "2021-13-01"), strict=False):
        row["date_of_birth"] = day
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert found_by(report) == {"unreadable_date": 3}


def test_records_that_are_made_up_among_others_are_refused(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 100, {})
    for row in rows[:50]:
        row["synthetic"] = ""
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert report.reasons == ("some records are marked as made up and others are not: take one of the two out",)


def test_a_file_without_a_required_column_is_refused_by_its_name(engine: Any, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "birthweight"} for row in spoilt("births", 20, {})]
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert report.reasons[0].startswith("the file lacks birthweight: ")


def test_columns_that_a_run_can_do_without_or_never_reads_are_named(engine: Any, tmp_path: Path) -> None:
    rows = [
        {k.upper(): v for k, v in row.items() if k != "ethnicities"} | {"APGAR": "9"}
        for row in spoilt("births", 20, {})
    ]
    report = check(engine, write_texts(tmp_path / "births.csv", rows), BIRTHS, day=DAY)
    assert not report.refused
    assert report.lines()[-2:] == [
        "Columns that the file does not have, and a run may do without: ethnicities",
        "Columns that no run reads: apgar",
    ]


def test_a_file_with_a_head_and_no_records_is_refused(engine: Any, tmp_path: Path) -> None:
    path = tmp_path / "births.csv"
    path.write_text(",".join(BIRTHS.by_name) + "\n", encoding="utf-8")
    assert check(engine, path, BIRTHS, day=DAY).reasons[0].startswith("there are no records in it")


@pytest.mark.parametrize(("fields", "count"), [(lambda row: row[:-1], 15), (lambda row: [*row, "more"], 15)])
def test_a_csv_with_fields_too_few_or_too_many_is_refused_at_its_first_line(
    engine: Any, tmp_path: Path, fields: Any, count: int
) -> None:
    rows = [list(row.values()) for row in spoilt("births", 40, {})]
    path = tmp_path / "births.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(BIRTHS.by_name), *rows[:6], *(fields(row) for row in rows[6 : 6 + count])])
    report = check(engine, path, BIRTHS, day=DAY)
    assert report.reasons[0].startswith(
        f"{count} records of births.csv have too few or too many fields, the first at line 8"
    )


@pytest.mark.parametrize(("head", "words"), [("number,day", "none"), ("date_of_birth,date_of_death", "several")])
def test_a_file_that_does_not_tell_what_it_holds_is_asked_for_its_date(
    engine: Any, tmp_path: Path, head: str, words: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"{head}\n1,2\n", encoding="utf-8")
    with pytest.raises(
        RecordsError, match=rf"file\.csv has {words} of the dates that tell what it holds: date_of_birth"
    ):
        check(engine, path)


def test_a_comma_within_quotes_is_no_field_more(engine: Any, tmp_path: Path) -> None:
    rows = spoilt("births", 40, {})
    rows[3]["record_id"] = 'B,"3"\nand a line'
    path = write_texts(tmp_path / "births.csv", rows)
    (tmp_path / "births.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    for name in ("births.csv", "births.csv.gz"):
        assert found_by(check(engine, tmp_path / name, BIRTHS, day=DAY)) == {"damaged_text": 1}


def test_a_csv_in_another_encoding_is_refused(engine: Any, tmp_path: Path) -> None:
    path = births_file(tmp_path, {}, 40)
    path.write_bytes(path.read_text(encoding="utf-8").replace("B0000000007", "B0é7").encode("latin-1"))
    assert check(engine, path, BIRTHS, day=DAY).reasons == ("births.csv is not UTF-8: export it as UTF-8",)


def test_what_an_engine_says_of_a_record_is_not_passed_on(engine: Any) -> None:
    columns = ", ".join(f"'' AS {name}" for name in BIRTHS.by_name if name != "record_id")
    spoken = "CASE WHEN random() >= 0 THEN error('birth of Jane Doe') END AS record_id"
    engine.raw_sql(f"CREATE VIEW failing AS SELECT {spoken}, {columns}")
    with pytest.raises(RecordsError, match="the engine could not count the records") as raised:
        check(engine, "failing", BIRTHS, day=DAY)
    assert "Jane" not in str(raised.value)
    assert raised.value.__context__ is None


def exact_counts(lines: list[str]) -> list[int]:
    return [int(n.replace(",", "")) for line in lines for n in re.findall(r"(?<!fewer than )\b([\d,]+) records", line)]


def test_the_least_count_that_is_told_is_the_threshold_of_publication() -> None:
    assert Source.model_fields["threshold"].default == SMALLEST_TOLD


def test_a_count_of_one_to_ten_is_not_told(engine: Any, tmp_path: Path) -> None:
    report = check(engine, births_file(tmp_path, {"no_such_town": 7, "no_date": 11}, 1_237), BIRTHS, day=DAY)
    assert found_by(report) == {"no_such_town": 7, "no_date": 11}
    assert exact_counts(report.lines()) == [1_237, 11]
    assert "    residence_town: fewer than 11 records" in report.lines()
    assert not re.search(r"\b7\b", "\n".join(report.lines()) + repr(report))


def test_a_kind_that_all_records_have_but_a_few_is_not_told_to_the_last(engine: Any, tmp_path: Path) -> None:
    report = check(engine, births_file(tmp_path, {"no_such_town": 57}, 60), BIRTHS, day=DAY)
    assert "    residence_town: nearly all records" in report.lines()
    assert exact_counts(report.lines()) == [60]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(0, 40))
def test_no_small_count_follows_from_those_of_one_column(counts: list[int], rest: int) -> None:
    kinds = kinds_of("births")[: len(counts)]
    faults = tuple(Fault(k, n, {"date_of_birth": n}) for k, n in zip(kinds, counts, strict=True) if n)
    records = sum(counts) + rest
    report = Report(BIRTHS, "births.csv", 1.0, records=records, faults=faults)
    told = exact_counts([line for line in report.lines() if line.startswith("    date_of_birth")])
    assert all(count >= SMALLEST_TOLD for count in told)
    # Of fewer records in all, the number of them is not told either.
    assert records < SMALLEST_TOLD or not 0 < records - sum(told) < SMALLEST_TOLD


@given(st.dictionaries(st.integers(2000, 2024), st.integers(1, 400), min_size=1))
def test_a_small_year_does_not_follow_from_the_others(years: dict[int, int]) -> None:
    records = sum(years.values())
    report = Report(BIRTHS, "births.csv", 1.0, records=records, years=years)
    lines = report.lines()
    told = {
        int(y): int(n.replace(",", "")) for y, n in re.findall(r"^  (\d{4}): about ([\d,]+)$", "\n".join(lines), re.M)
    }
    small = [year for year, count in years.items() if count < SMALLEST_TOLD]
    assert not set(small) & set(told)
    assert all(count % 100 == 0 for count in told.values())
