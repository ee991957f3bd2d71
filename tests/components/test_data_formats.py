"""A view as a workbook, Parquet and JSON: opened by other libraries, they say what the document says."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.documents.formats import briefing_zip
from components.documents.formats.json import json_bytes
from components.documents.formats.metadata import SHAPE, metadata_of
from components.documents.formats.workbook.book import LONGEST_NAME
from components.documents.formats.xlsx import xlsx_book, xlsx_bytes
from data.language import use_language
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import BOOKS, FORMATS
from tests.questions import Asked

DAY = date(2026, 11, 29)
HOST = "https://example.org"
DEATHS = {"indicator": "example_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh",
          "period": "2021-2023"}  # fmt: skip
VIEWS = ("map", "groups", "trend", "table", "multiples", "compare")


def opened(document: ViewDocument) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx_bytes(document)))


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


@pytest.fixture(scope="module")
def documents(ask: Asked) -> dict[str, ViewDocument]:
    """Every view of Explore of one question, in the three languages by turns."""
    made = {}
    for number, view in enumerate(VIEWS):
        words = {**DEATHS, "view": view, "lang": ("en", "es", "pt")[number % 3]}
        made[view] = document_of("explore", words, ask.answers, HOST, DAY)
    return made


@pytest.mark.parametrize("view", VIEWS)
def test_a_workbook_has_the_tables_with_numbers_and_what_is_hidden_in_words(
    documents: dict[str, ViewDocument], view: str
) -> None:
    document = documents[view]
    with use_language(document.language):
        book = opened(document)
    assert all(len(name) <= LONGEST_NAME for name in book.sheetnames)
    for table, sheet in zip(document.tables, book.worksheets[1:], strict=False):
        assert sheet.freeze_panes == "B2"
        rows = list(sheet.iter_rows(min_row=2))
        assert len(rows) == len(table.rows)
        for cells, row in zip(rows, table.rows, strict=True):
            wanted: list[object] = []
            for column in table.columns:
                cell = row.cells[column.id]
                if column.kind == "interval":
                    wanted += list(cell.value) if isinstance(cell.value, tuple) else [cell.words] * 2
                else:
                    number = column.kind == "number" and isinstance(cell.value, float)
                    wanted.append(cell.value if number else cell.words)
            assert [cell.value for cell in cells] == wanted
            assert all(cell.data_type == ("n" if isinstance(value, float) else "s")
                       for cell, value in zip(cells, wanted, strict=True))  # fmt: skip


def test_numbers_of_a_workbook_are_shown_with_their_decimals_and_codes_are_text(
    documents: dict[str, ViewDocument],
) -> None:
    document = documents["map"]
    book = opened(document)
    column = next(c for c in document.tables[0].columns if c.id == "value")
    at = [c.value for c in book.worksheets[1][1]].index(column.head)
    (form,) = {row[at].number_format for row in book.worksheets[1].iter_rows(min_row=2) if row[at].data_type == "n"}
    assert form == "#,##0" + (f".{'0' * column.decimals}" if column.decimals else "")
    data = book["Data"]
    heads = [cell.value for cell in data[1]]
    assert heads == [field.name for field in document.dataset.fields]
    codes = [row[heads.index("geo_id")] for row in data.iter_rows(min_row=2)]
    assert {cell.data_type for cell in codes} == {"s"}
    for row, wanted in zip(data.iter_rows(min_row=2, values_only=True), document.dataset.rows, strict=True):
        assert list(row) == [wanted.get(name) for name in heads]
    assert data["A1"].comment.text.startswith(document.dataset.fields[0].meaning)


def test_charts_of_a_workbook_carry_the_figures_of_the_view(documents: dict[str, ViewDocument]) -> None:
    for view in ("groups", "trend"):
        document = documents[view]
        with use_language(document.language):
            content = xlsx_bytes(document)
        (first, *_) = openpyxl.load_workbook(BytesIO(content)).worksheets
        charts = [figure.chart for figure in document.figures if figure.chart is not None]
        assert len(first._charts) == len(charts) > 0
        with zipfile.ZipFile(BytesIO(content)) as archive:
            drawing = archive.read("xl/drawings/drawing1.xml").decode()
            drawn = archive.read("xl/charts/chart1.xml").decode()
        assert drawing.count('descr="') == len(charts)
        for series in charts[0].series:
            for point in series.points:
                assert point.value is None or f"<c:v>{point.value!r}</c:v>".replace(".0<", "<") in drawn
        intervals = any(point.low is not None for series in charts[0].series for point in series.points)
        assert ("<c:errBars>" in drawn) == intervals


def test_parquet_has_typed_columns_and_says_everything_of_itself(documents: dict[str, ViewDocument]) -> None:
    kinds = {"text": "string", "integer": "int64", "number": "double"}
    for document in documents.values():
        with use_language(document.language):
            table = pq.read_table(BytesIO(FORMATS["parquet"].make(document)))
            wanted = metadata_of(document)
        fields = document.dataset.fields
        assert [(f.name, str(f.type)) for f in table.schema] == [(f.name, kinds[f.kind]) for f in fields]
        assert table.to_pylist() == [{f.name: row.get(f.name) for f in fields} for row in document.dataset.rows]
        told = {key.decode(): text.decode() for key, text in table.schema.metadata.items()}
        assert told["title"] == document.title
        assert told["address"] == document.address
        assert json.loads(told["document"]) == wanted


def test_json_has_the_whole_document_in_its_shape(documents: dict[str, ViewDocument]) -> None:
    for document in documents.values():
        with use_language(document.language):
            read = json.loads(json_bytes(document))
        assert set(read) == {
            "shape", "page", "words", "language", "title", "subtitle", "path", "reading", "filters", "notices",
            "passages", "fields", "definitions", "notes", "source_notes", "sources", "licences", "boundaries",
            "data_version", "data_built", "exported", "made_by", "address", "figures", "tables", "rows",
        }  # fmt: skip
        assert (read["shape"], read["words"], read["language"]) == (SHAPE, dict(document.words), document.language)
        assert read["rows"] == [dict(row) for row in document.dataset.rows]
        assert [figure["text"] for figure in read["figures"]] == [figure.text for figure in document.figures]
        for table, written in zip(document.tables, read["tables"], strict=True):
            assert [[cell["words"] for cell in row["cells"].values()] for row in written["rows"]] == [
                [cell.words for cell in row.cells.values()] for row in table.rows
            ]


def test_what_has_no_number_has_none_in_any_format(documents: dict[str, ViewDocument]) -> None:
    """A row whose status says so has neither a figure nor its ends, whatever the format's empty value is."""
    document = documents["map"]
    hidden = [row for row in document.dataset.rows if row["status"] in ("suppressed", "not_available")]
    assert hidden
    for row in pq.read_table(BytesIO(FORMATS["parquet"].make(document))).to_pylist():
        if row["status"] in ("suppressed", "not_available"):
            assert {row[key] for key in ("value", "ci_low", "ci_high", "numerator")} == {None}
    data = opened(document)["Data"]
    heads = [cell.value for cell in data[1]]
    for values in data.iter_rows(min_row=2, values_only=True):
        if values[heads.index("status")] in ("suppressed", "not_available"):
            assert values[heads.index("value")] is None


def test_a_view_without_rows_is_a_file_all_the_same(documents: dict[str, ViewDocument]) -> None:
    bare = replace(documents["map"], dataset=replace(documents["map"].dataset, rows=()), tables=(), figures=())
    assert pq.read_table(BytesIO(FORMATS["parquet"].make(bare))).num_rows == 0
    assert json.loads(json_bytes(bare))["rows"] == []
    assert opened(bare)["Data"].max_row == 1


@pytest.fixture(scope="module")
def briefing(documents: dict[str, ViewDocument]) -> Briefing:
    sections = (
        Section(documents["map"], comment="=Look here first"),
        Section(documents["compare"], heading="What’s [new]: a/b?", changes=("It was **3.1**, it is **3.2**.",)),
        Section(documents["compare"], heading="What’s [new]: a/b?"),
    )
    return Briefing("Deaths in the valley", sections, "abc", "2026-11-28", DAY, f"{HOST}/briefing", "deaths", "en")


def test_a_briefing_is_one_workbook_whose_contents_lead_to_each_section(briefing: Briefing) -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx_book(briefing)))
    contents = book.worksheets[0]
    led = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink is not None]
    links = [location.partition("!")[0].strip("'") for location in led if location is not None]
    assert len(links) == 3
    assert all(name in book.sheetnames and name[0] == str(number) for number, name in enumerate(links, 1))
    told = texts(contents)
    for said in ("Deaths in the valley", "=Look here first", "What’s [new]: a/b?", "It was 3.1, it is 3.2."):
        assert said in told
    assert book[links[0]]["A1"].value == briefing.sections[0].document.title
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert [book.sheetnames.count(name) for name in ("Definitions", "Notes", "Sources")] == [1, 1, 1]


def test_a_briefing_in_a_zip_has_a_folder_for_each_section(briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> None:
    for format_, name in ((briefing_zip.png, "png_bytes"), (briefing_zip.pdf, "pdf_bytes")):
        monkeypatch.setattr(format_, name, lambda document: document.title.encode())
    monkeypatch.setattr(briefing_zip.pdf, "pdf_book", lambda briefing: briefing.title.encode())
    with zipfile.ZipFile(BytesIO(BOOKS["zip"][1](briefing))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("deaths.pdf") == briefing.title.encode()
        contents = archive.read("contents.txt").decode("utf-8-sig")
        folders = {name.partition("/")[0] for name in names if "/" in name}
        assert sorted(folders)[1:] == ["02-whats-new-a-b", "03-whats-new-a-b"]
        for folder, section in zip(sorted(folders), briefing.sections, strict=True):
            kinds = {name.partition(section.document.file_stem)[2] for name in names if name.startswith(folder)}
            assert kinds == {".csv", ".xlsx", ".png", ".pdf", ".metadata.json"}
            own = json.loads(archive.read(f"{folder}/{section.document.file_stem}.metadata.json"))
            assert own["title"] == section.document.title
    assert "1. " in contents
    assert "=Look here first" in contents


def test_every_format_says_what_it_is_and_is_in_the_menu() -> None:
    assert len({made.mime for made in FORMATS.values()}) == len(FORMATS)
    assert all("/" in mime for mime, _ in BOOKS.values())
