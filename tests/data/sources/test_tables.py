"""How files are read: what a number is, and what is said of a file that is something else than its name says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SourceFileError
from data.sources.files.content import read_json, read_text
from data.sources.files.numbers import NotANumber, parse_number
from data.sources.files.tables import Record, read_table

TABLE = "place,deaths,rate\nBoston,113,41.25\nChelsea,22,56.10\n"
BOSTON = {"place": "Boston", "deaths": "113", "rate": "41.25"}


@pytest.fixture
def read(tmp_path: Path):
    def run(content: str | bytes, **keys) -> list[dict[str, str]]:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [record.cells for record in read_table(path, ("place", "deaths", "rate"), **keys)]

    return run


# --- numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("41.25", 41.25),
        (".125", 0.125),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567),
        ("20860271", 20_860_271),
    ],
)
def test_a_number_has_a_point_before_decimals_and_commas_between_thousands(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("41,00", "has a decimal comma: save the file with points"),
        ("233,2", "has a decimal comma"),
        ("0,085", "has a decimal comma"),
        ("1.234,5", "has a decimal comma"),
        ("12,34,567", "is not a number"),
        ("1234,567.8", "is not a number"),
        ("1_0.7", "is not a number"),
        ("1e1", "exponent"),
        ("１０.７", "other digits"),
        ("٣", "other digits"),
        ("²", "other digits"),
        ("-1", "is below zero"),
        ("-999", "publishers write -1, -9, -99 or -999"),
        ("−4.5", "is below zero"),
        ("9999", "where they have no figure"),
        ("9999.0", "where they have no figure"),
        ("007", "a code, with its zeros"),
        ("inf", "is not a number"),
        ("nan", "is not a number"),
        ("+5", "is not a number"),
        ("5.", "is not a number"),
    ],
)
def test_what_is_no_number_is_named_for_what_it_is(text: str, why: str) -> None:
    with pytest.raises(NotANumber, match=why):
        parse_number(text)


def test_a_comma_before_three_digits_is_a_thousands_mark_only_where_things_are_counted() -> None:
    assert parse_number("12,345", integer=True) == 12_345
    with pytest.raises(NotANumber, match="a thousands mark or a decimal comma"):
        parse_number("12,345")


def test_a_count_with_three_zeros_behind_a_point_is_not_believed() -> None:
    record = Record(Path("a.csv"), 2, {"n": "1.000", "m": "348.0"})
    assert record.count("m") == 348
    with pytest.raises(
        SourceFileError, match=r"a.csv, column “n”, row 2: “1.000” could have a point between thousands"
    ):
        record.count("n")


def test_9999_is_a_count_where_other_figures_of_the_file_check_it() -> None:
    assert parse_number("9,999", integer=True, cross_checked=True) == 9_999


def test_an_exponent_is_a_number_where_the_format_has_them() -> None:
    assert parse_number("8.5e-05", allow_exponents=True) == 0.000085


@given(st.decimals(0, 10**9, places=4))
def test_a_number_is_the_same_with_and_without_thousands_marks(number) -> None:
    assert parse_number(f"{number:,}") == parse_number(f"{number}") == float(number)


@given(st.text(alphabet="0123456789.,-_eE '１٣²", max_size=9))
def test_whatever_is_written_is_a_number_from_zero_up_or_refused_in_words(text: str) -> None:
    try:
        number = parse_number(text)
    except NotANumber as error:
        number, why = None, str(error)
    if number is None:
        assert why.startswith(("is ", "has ", "could "))
    else:
        assert number == float(text.replace(",", "")) >= 0
        assert set(text) <= set("0123456789.,")


def test_a_rate_that_is_not_its_count_over_its_people_is_refused() -> None:
    record = Record(Path("a.csv"), 3, {"rate": "33.66"})
    record.check_quotient("rate", 20, 59426, 100_000)  # 33.6553…
    with pytest.raises(
        SourceFileError, match=r"column “rate”, row 3: “33.66” is not 932 of 59,426, which give 1568.34"
    ):
        record.check_quotient("rate", 932, 59426, 100_000)
    with pytest.raises(SourceFileError, match="which give no figure"):
        record.check_quotient("rate", 20, 0, 100_000)


def test_a_count_that_must_be_there_is_asked_for_where_it_is_not() -> None:
    assert Record(Path("a.csv"), 3, {"deaths": "1,113"}).required_count("deaths") == 1113
    with pytest.raises(SourceFileError, match="column “deaths”, row 3: is empty where a count is expected"):
        Record(Path("a.csv"), 3, {"deaths": ""}).required_count("deaths")


# --- files


def test_where_a_file_has_no_empty_cell_one_tells_that_its_row_has_moved(read) -> None:
    moved = TABLE.replace("Chelsea,22,56.10", "Chelsea,56.10,")
    assert read(moved)[1] == {"place": "Chelsea", "deaths": "56.10", "rate": ""}
    assert read(TABLE, require_filled=True) == read(TABLE)
    with pytest.raises(
        SourceFileError, match="column “rate”, row 3: is empty, and an empty cell is nowhere else in this file"
    ):
        read(moved, require_filled=True)
    with pytest.raises(
        SourceFileError, match=r"row 2: “41\.25” stands in a column without a name: has the header moved"
    ):
        read("place,deaths,rate,\nBoston,113,12,41.25\n", require_filled=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TABLE.replace(",", ";"), "is separated by semicolons, not by commas"),
        (TABLE.replace(",", "\t"), "is separated by tabs"),
        ("sep=,\n" + TABLE, "a line for spreadsheet programs, “sep=,”: delete this line"),
        ("Place of death,Number,Rate\n" + TABLE, "its header stands in row 2"),
        ("\n" + TABLE, "its header stands in row 2"),
        ("Title\n\n" + TABLE, "its header stands in row 3"),
        (
            TABLE.replace("rate", "Rate"),
            "column “rate”, row 1: this column is missing from the header; “Rate” is there",
        ),
        (TABLE.replace("rate\n", "deaths\n"), "“rate”.*missing"),
        (TABLE.replace("place,", "place,deaths,").replace(",1", ",1,1").replace(",2", ",2,2"), "stands 2 times"),
        (TABLE.encode("utf-16"), "is UTF-16 text"),
        (TABLE.encode("utf-16-le"), "is UTF-16 text"),
        (
            "place,deaths,rate\nDoña Ana,1,2\n".encode("latin-1"),
            "row 2: has letters that are not UTF-8, probably of Windows",
        ),
        (gzip.compress(TABLE.encode(), mtime=0), "is compressed"),
        (b"PK\x03\x04" + TABLE.encode(), "is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook"),
        (b"%PDF-1.7\n", "is a PDF"),
        ("<!-- saved from a page -->\n<!DOCTYPE html>\n<html></html>", "is a web page"),
        ("<!-- never closed <html>", "is missing"),
        ('<?xml version="1.0"?>\n<feed/>', "is XML"),
        ("", "is empty"),
        ("\r\n \r\n", "is empty"),
        (TABLE[:-4], "row 3: its last line has no end: was it cut short"),
        (TABLE[:-8], "row 3: has 2 cells where the header has 3"),
        (TABLE.replace("Boston", '"Boston'), "row 2: a quotation mark is opened here and not closed"),
        (TABLE.replace("Boston", '"Boston').replace("Chelsea", 'Chelsea"'), "row 2: a cell goes on to row 3"),
        (TABLE.replace("place", '"place'), "row 1: a quotation mark is opened here and not closed"),
        (TABLE.replace("Boston", '"Bos"ton'), "row 2: a quotation mark"),
        ('"place,deaths,rate\n' + "Boston,1,2\n" * 20_000, "row 1: a quotation mark"),  # longer than csv's own limit
        (TABLE + ",,56.10\n", "column “rate”, row 4: “56.10” stands alone in its row"),
        (TABLE.replace("Boston", "Bos\x08ton"), "row 2: holds a control character"),
    ],
)
def test_a_file_that_is_something_else_is_named_for_what_it_is(read, content: str | bytes, message: str) -> None:
    with pytest.raises(SourceFileError, match=f"^table.csv.*{message}"):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace("Boston", '"Boston"'),
        TABLE.replace("\nC", "\n,,\nC"),
    ],
)
def test_a_mark_other_line_ends_and_blank_rows_change_nothing(read, content: str) -> None:
    assert [cells["rate"] for cells in read(content)] == ["41.25", "56.10"]
    assert read(content)[0] == BOSTON


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_a_latin_1_source_saved_again_as_utf_8_is_read_all_the_same(read, encoding: str) -> None:
    (cells,) = read("place,deaths,rate\nDoña Ana,1,2\n".encode(encoding), encoding="latin-1")
    assert cells["place"] == "Doña Ana"


def test_a_table_whose_notes_are_gone_was_cut_short(read) -> None:
    assert len(read(TABLE + "---,,\n", footer="---")) == 2
    with pytest.raises(SourceFileError, match="has no “---” and notes below its table: was it cut short"):
        read(TABLE, footer="---")


def test_eaten_zeros_are_said_to_be_eaten() -> None:
    record = Record(Path("a.csv"), 2, {"code": "40", "whole": "040", "word": "A1"})
    assert (record.code("whole", 3), record.code("word", 3)) == ("040", "A1")
    with pytest.raises(SourceFileError, match=r"column “code”, row 2: “40” has lost its leading zeros \(“040”\)"):
        record.code("code", 3)


@pytest.mark.parametrize("year", ["", "0", "20230000", "１９９９", "²²²²", "1899", "19990"])
def test_a_year_has_four_digits(year: str) -> None:
    with pytest.raises(SourceFileError, match="is not a year"):
        Record(Path("a.csv"), 2, {"year": year}).year("year")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1, "a": 2}', "“a” stands twice"),
        ('{"a": NaN}', "“NaN” is not a number"),
        ("[" * 100_000, "is not JSON"),
        ('{"a": 1', "is not JSON"),
        ("<!-- x --><html></html>", "is a web page"),
        (json.dumps({"a": 1}).encode("utf-16"), "is UTF-16 text"),
    ],
)
def test_json_that_is_none_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SourceFileError, match=message):
        read_json(path)


def test_a_folder_of_the_files_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(SourceFileError, match=r"a\.csv: is not in the folder given"):
        read_text(tmp_path / "a.csv")
