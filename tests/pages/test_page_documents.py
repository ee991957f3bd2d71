"""View documents of every page: their numbers beside queries of their own, their words beside those of the page."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import duckdb
import pytest

from components.documents.dataset import Value
from components.documents.document import PAGES, DocumentFigure, NothingToExportError, ViewDocument
from components.documents.drawings.rows import Entry, Track, rows_svg
from components.documents.formats.csv import csv_text
from components.figures.tables import Cell
from components.formatting.numbers import format_number
from components.views.place.exports.dataset import COLUMNS
from data.language import LANGUAGES, use_language
from data.query.answers import Answers
from data.query.connection import Database
from data.query.regions.member_code import encode
from data.vocabulary import STATUS_WORDS
from pages.responses.exports.documents import document_of
from tests.published import looked_up
from tests.questions import Asked
from tests.site import Site, shared_site

ORIGIN, DAY = "https://example.org", date(2026, 11, 30)
TOWNS = ("holyoke", "chicopee", "springfield", "westfield")
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("gaps", {}),
    ("gaps", {"indicator": "low_birthweight", "place": "hampden-county", "lang": "es"}),
    ("gaps", {"indicator": "median_household_income_by_race", "reference": "white_nh"}),
    ("worst", {"topic": "overdose", "lang": "pt"}),
    ("worst", {}),
    ("place", {"place": "holyoke"}),
    ("place", {"place": "worcester-county", "form": "page", "lang": "es"}),
    ("place", {"place": "worcester-county", "with": "hampden-county", "lang": "pt"}),
    ("region", {"members": "", "name": "Four towns"}),
    ("region", {"members": "", "with": "worcester-county", "order": "distance", "lang": "es"}),
    ("maternity-access", {}),
    ("maternity-access", {"place": "attleboro", "year": "2019", "lang": "pt"}),
)
PATHS = {
    "explore": "/explore",
    "gaps": "/gaps",
    "worst": "/worst",
    "region": "/regions",
    "maternity-access": "/maternity-access",
}


@pytest.fixture(scope="module")
def asked(ask_published: Asked) -> tuple[tuple[str, dict[str, str]], ...]:
    """Pages and words, the region's members put in."""
    catalog = ask_published.catalog
    members = encode([catalog.by_slug[slug].geo_id for slug in TOWNS], catalog)
    return tuple((page, words | ({"members": members} if "members" in words else {})) for page, words in ASKED)


@pytest.fixture(scope="module")
def documents(ask_published: Asked, asked: tuple[tuple[str, dict[str, str]], ...]) -> tuple[ViewDocument, ...]:
    return tuple(document_of(page, words, ask_published.answers, ORIGIN, DAY) for page, words in asked)


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def pages(documents: tuple[ViewDocument, ...], site: Site) -> tuple[str, ...]:
    """The pages of the documents, as they are sent."""
    return tuple(page_of(document, site) for document in documents)


def plain(text: str) -> str:
    """A text without bold, blanks and the stop at its end."""
    return re.sub(r"[\s*]+", "", text).rstrip(".:")


def page_of(document: ViewDocument, site: Site) -> str:
    words = dict(document.words)
    path = f"/place/{words.pop('place')}" if document.page == "place" else PATHS[document.page]
    answered = site.get(f"{path}?{urlencode(words)}" if words else path)
    assert answered.status_code == 200
    return str(answered.get_data(as_text=True))


def text_of(markup: str) -> str:
    return plain(unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(script|style).*?</\1>", "", markup, flags=re.DOTALL))))


def sentences(document: ViewDocument) -> Iterator[str]:
    """What a document says as the page does."""
    yield from (document.title, document.subtitle, *document.reading, *document.notices)
    if document.page not in ("place", "region"):  # notes of a file: what the page says by its marks
        yield from document.notes
    for figure in document.figures:
        yield from figure.below
    for passage in document.passages:
        for said in passage.said:
            yield from re.split(r"\*\*|[.,;:] | · | \(|\)|,? (?:and|y|e) (?=[A-Z])", said)


def cells(document: ViewDocument) -> Iterator[Cell]:
    """The cells of the tables; of the list of the worst without what its files alone have in columns of their own."""
    more = ("group", "unit") if document.page == "worst" else ()
    for table in document.tables:
        yield from (cell for row in table.rows for name, cell in row.cells.items() if name not in more)


def test_a_document_says_what_its_page_says(documents: tuple[ViewDocument, ...], pages: tuple[str, ...]) -> None:
    """Every sentence, and every part of every cell, stands on the page that the document's words lead to."""
    for document, sent in zip(documents, pages, strict=True):
        page = text_of(sent)
        said = [part for part in sentences(document) if plain(part) not in page]
        parts = {part for cell in cells(document) for part in re.split(r" · | \(|\)", cell.words)}
        absent = sorted(part for part in parts if plain(part) not in page)
        assert (said, absent) == ([], []), (document.page, document.words)


def test_the_words_of_a_document_ask_for_it_again(ask_published: Asked, documents: tuple[ViewDocument, ...]) -> None:
    for document in documents:
        again = document_of(document.page, document.words, ask_published.answers, ORIGIN, DAY)
        assert again == document
        assert document.address.startswith(f"{ORIGIN}/")
        assert re.fullmatch(r"[a-z0-9_.-]{1,180}", document.file_stem)
    assert {document.page for document in documents} | {"explore"} == set(PAGES)


def test_every_figure_is_the_one_that_is_published(documents: tuple[ViewDocument, ...], published: Path) -> None:
    """Each value of each dataset beside the table of observations; the sums of a region beside their parts."""
    with duckdb.connect(str(published), read_only=True) as connection:
        assert sum(looked_up(document.dataset.rows, connection) for document in documents) > 300


SUMS = """
SELECT sum(numerator), sum(denominator) FROM observation WHERE indicator = 'opioid_overdose_deaths'
    AND geo_level = 'municipality' AND stratum = 'overall' AND year(period_start) = 2018 AND year(period_end) = 2018
    AND geo_id IN (SELECT geo_id FROM geography WHERE slug IN ('holyoke', 'chicopee', 'springfield', 'westfield'))
"""


def test_a_region_is_the_sum_of_its_towns_in_every_form(documents: tuple[ViewDocument, ...], published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        events, people = connection.execute(SUMS).fetchone() or (0, 0)
    document = next(found for found in documents if found.page == "region" and "with" not in found.words)
    (line,) = [
        row for table in document.tables for row in table.rows
        if (question := row.cells.get("question")) and question.words == "Opioid overdose deaths"
    ]  # fmt: skip
    assert (line.cells["numerator"].value, line.cells["denominator"].value) == (events, people)
    assert line.cells["value"].value == pytest.approx(events / people * 100_000)
    together = document.tables[-1].rows[-1]
    assert (together.cells["events"].value, together.cells["events_share"].value) == (events, 100.0)


def test_a_gap_is_one_figure_beside_the_other(documents: tuple[ViewDocument, ...]) -> None:
    tested = 0
    for document in documents:
        pairs = [row for row in document.dataset.rows if row["table"] == "over_time" and row.get("reference")]
        for row in pairs:
            value, other = (float(str(row[name])) for name in ("value", "reference_value"))
            assert row["difference"] == pytest.approx(value - other)
            assert row["ratio"] == pytest.approx(value / other)
            tested += 1
        for table in document.tables:
            if table.subject == "over_time" and pairs:
                shown = {row.period: row.cells["ratio"].value for row in table.rows}
                assert shown == {row["period"]: row["ratio"] for row in pairs}
    assert tested >= 4


def test_numbers_of_tables_are_those_that_are_read(documents: tuple[ViewDocument, ...]) -> None:
    """A cell's number, rounded as its column or it says, is in its words; what has no number is words."""
    for document in documents:
        with use_language(document.language):
            for table in document.tables:
                for row in table.rows:
                    for column in table.columns:
                        cell = row.cells[column.id]
                        if column.kind == "number" and isinstance(cell.value, float):
                            decimals = column.decimals if cell.decimals is None else cell.decimals
                            assert _is_read(cell.value, decimals, cell.words), (column, cell)
                        assert cell.words or (table.subject, column.id) == ("members", "figure"), (column, cell)


def _is_read(value: float, decimals: int, words: str) -> bool:
    """Whether a number is in words: as it is, with a decimal more or less, or as `twice`."""
    digits = {format_number(scaled, d) for scaled in (value, abs(value)) for d in (decimals, 0, 1, 2)}
    return any(number in words for number in digits) or bool(re.fullmatch(r"[^\d]+", words))


def test_what_is_hidden_is_words_in_every_dataset(documents: tuple[ViewDocument, ...]) -> None:
    hidden = 0
    for document in documents:
        with use_language(document.language):
            for row in document.dataset.rows:
                if document.page == "maternity-access" or row.get("status") not in ("suppressed", "not_available"):
                    continue
                numbers = ("value", "ci_low", "ci_high", "numerator", "events", "ratio", "difference")
                assert {name: row.get(name) for name in numbers if row.get(name) is not None} == {}
                assert STATUS_WORDS[str(row["status"])] in str(row["status_words"]).lower()
                hidden += 1
    assert hidden > 60


def test_of_a_region_with_a_hidden_town_nothing_tells_the_count(published: Path, tmp_path: Path) -> None:
    """Holyoke's count is hidden: there is no sum that the others' counts could be taken from, in any form."""
    copied = tmp_path / "equity.duckdb"
    shutil.copy(published, copied)
    with duckdb.connect(str(copied)) as connection:
        for table in ("observation", "observation_by_place"):
            connection.execute(
                f"UPDATE {table} SET status = 'suppressed', value = NULL, ci_low = NULL, ci_high = NULL, "
                "numerator = NULL, denominator = NULL WHERE indicator = 'opioid_overdose_deaths' "
                "AND geo_id = (SELECT geo_id FROM geography WHERE slug = 'holyoke')"
            )
    answers = Answers(Database(copied))
    catalog = answers.catalog
    members = encode([catalog.by_slug[slug].geo_id for slug in TOWNS], catalog)
    document = document_of("region", {"members": members}, answers, ORIGIN, DAY)
    rows = [row for row in document.dataset.rows if row["indicator"] == "opioid_overdose_deaths"]
    own = [row for row in rows if row["table"] == "region" and row["geo_id"] == f"region.{members}"]
    assert own
    assert all(row["value"] is None and row["numerator"] is None and row["denominator"] is None for row in own)
    assert {row["hidden_parts"] for row in own} == {"Holyoke"}
    assert not [t for t in document.tables for r in t.rows if r.period == "2018" and "numerator" in r.cells]
    together = document.tables[-1].rows[-1]
    assert (together.cells["events"].value, together.cells["events_share"].value) == (None, None)


def test_drawings_have_the_marks_of_the_page_and_words_for_everything(
    documents: tuple[ViewDocument, ...], pages: tuple[str, ...]
) -> None:
    for document, page in zip(documents, pages, strict=True):
        for figure in document.figures:
            assert figure.text, (document.page, figure.name)
            if isinstance(figure.drawn, str):
                root = ElementTree.fromstring(figure.drawn)
                assert root.tag.endswith("svg")
                ids = re.findall(r' id="([^"]*)"', figure.drawn)
                assert len(ids) == len(set(ids))
                assert not re.search(r'class="(?!spine)', figure.drawn), "a style sheet is not at hand"
        drawn = [mark for figure in document.figures for mark in _marks(figure)]
        assert all(mark in page for mark in drawn), document.page
        assert len(drawn) > 5 or document.page in ("gaps", "maternity-access", "region")


def _marks(figure: DocumentFigure) -> list[str]:
    """Marks of figures and their intervals on a spine."""
    if not isinstance(figure.drawn, str) or figure.name == "map":
        return []
    mark = (
        r'<path transform="translate\([\d. ]+\)" d="[^"]*" fill="[^"]*"/>|<circle cx="[\d.]+" cy="[\d.]+" r="(?:4.5|5)"'
    )
    return re.findall(mark, figure.drawn)


def test_every_column_of_a_file_has_a_meaning_in_every_language(
    ask_published: Asked, documents: tuple[ViewDocument, ...]
) -> None:
    kinds = {"text": str, "integer": int, "number": (int, float)}
    for document in documents:
        known = {field.name: field for field in document.dataset.fields}
        assert len(known) == len(document.dataset.fields)
        assert all(field.meaning for field in known.values())
        for row in document.dataset.rows:
            assert _unlike(row, known, kinds) == {}
        read = list(csv.DictReader(io.StringIO(csv_text(document))))
        assert len([row for row in read if row["table"] != "about"]) == len(document.dataset.rows)
        assert "**" not in csv_text(document)
    meanings = set()
    for code in LANGUAGES:
        words = {"place": "holyoke", "lang": code}
        found = document_of("place", words, ask_published.answers, ORIGIN, DAY).dataset.fields
        assert tuple(field.name for field in found) == COLUMNS
        meanings.add(tuple(field.meaning for field in found))
    assert len(meanings) == len(LANGUAGES)


def _unlike(row: Mapping[str, Value], known: Mapping[str, object], kinds: Mapping[str, object]) -> dict[str, Value]:
    """What of a row is no column, or not of its column's kind."""
    return {
        name: value for name, value in row.items()
        if name not in known or (value is not None and not isinstance(value, kinds[known[name].kind]))  # type: ignore
    }  # fmt: skip


def test_where_there_is_nothing_to_take_along_a_sentence_says_so(ask_published: Asked) -> None:
    for page, words in (
        ("place", {"place": "atlantis"}), ("place", {}), ("region", {}), ("region", {"members": "!"}),
        ("gaps", {"indicator": "births_yearly"}), ("worst", {"topic": "overdose", "place": "nantucket"}),
    ):  # fmt: skip
        with pytest.raises(NothingToExportError, match=r"\w+ \w+.*"):
            document_of(page, words, ask_published.answers, ORIGIN, DAY)
    with pytest.raises(KeyError):
        document_of("nowhere", {}, ask_published.answers, ORIGIN, DAY)


def test_what_could_not_be_followed_is_a_notice(ask_published: Asked) -> None:
    for page, words in (
        ("gaps", {"group": "martians"}), ("worst", {"topic": "weather"}), ("place", {"place": "holyoke", "with": "x1"}),
        ("maternity-access", {"year": "1066"}), ("region", {"members": "CKCPCXCa", "order": "sideways"}),
    ):  # fmt: skip
        document = document_of(page, words, ask_published.answers, ORIGIN, DAY)
        assert len(document.notices) == 1, page
        assert document_of(page, document.words, ask_published.answers, ORIGIN, DAY).notices == ()


def test_rows_are_drawn_under_each_other_with_their_key() -> None:
    mark = '<svg viewBox="0 0 10 20"><path d="M0 0H10"/></svg>'
    tracks = (Track("What", 100), Track("How many", 60, right=True))
    rows = ((Entry("One & two", ("quiet",), bold=True), Entry("7")), (Entry(drawing=mark, line=5), Entry()))
    drawn = rows_svg(tracks, rows, [(mark, "a key")], "said")
    words = "".join(ElementTree.fromstring(drawn).itertext())
    assert words == "saida keyWhatHowmanyOne & twoquiet7"
    assert drawn.count("M0 0H10") == 2
    assert 'width="176"' in drawn
