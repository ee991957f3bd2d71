"""Words that somebody wrote into a briefing to do harm: they stand as words in every format, and end nothing."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from data.query.answers import Answers
from data.query.briefings.codec import LARGEST, read_file
from data.query.connection import Database
from pages.responses.briefings.books import book
from pages.responses.exports.formats import BOOKS
from tests.site import Site, open_site

HARMFUL = (
    "<script>alert(1)</script>\"'><img src=x onerror=y>", '=HYPERLINK("http://evil.example","y")', "@SUM(1)", "{=1}",
    "a\x00\x0b\ufffe\u202eb", "#panic() #[*a] $x$ \\ `", "http://evil.example", "&amp;<b>",
)  # fmt: skip
"""Scripts, formulas, signs that XML forbids, the language of our pages on paper, and a link."""


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def sent(words: str) -> str:
    """A briefing that has words of a person wherever it can."""
    view = {"page": "explore", "words": {"indicator": "example_deaths"}, "heading": words, "comment": words}
    return json.dumps({"briefing": 1, "title": words, "views": [{**view, "data": "older", "said": words}]})


@pytest.mark.parametrize("words", HARMFUL)
def test_words_are_words_on_the_page(site: Site, words: str) -> None:
    page = site.client.post("/briefing", data={"views": sent(words)}, follow_redirects=True)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize("kind", [kind for kind in BOOKS if kind != "zip"])
def test_words_are_words_in_files(example: Path, kind: str) -> None:
    # Two to a view: as heading and as comment.
    pairs = zip(HARMFUL[::2], HARMFUL[1::2], strict=True)
    views = [
        {"page": "explore", "words": {"indicator": "example_deaths"}, "heading": one, "comment": other, "said": other}
        for one, other in pairs
    ]
    together = {"briefing": 1, "title": HARMFUL[1], "views": views}
    kept = read_file(json.dumps(together).encode())
    made, _ = book(Answers(Database(example)), kind, kept, "http://x", date(2026, 11, 30))
    if kind == "pdf":
        assert made.startswith(b"%PDF")
        return
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
            assert not (name.endswith(".rels") and b"evil.example" in archive.read(name)), name
    if kind == "xlsx":
        for sheet in openpyxl.load_workbook(BytesIO(made)):
            assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}, sheet.title


@pytest.mark.parametrize("number", ["9" * 5000, "\u00b2", "\u0663", "-1", "0", ""])
def test_a_button_of_any_number_is_followed_or_passed_over(site: Site, number: str) -> None:
    form = {"views": sent("a"), "do": f"up-{number}"}
    assert site.client.post("/briefing", data=form).status_code == 303
    assert site.client.post("/api/v1/briefing.json", data=form).get_json()["title"] == "a"


def test_what_is_too_large_is_told_in_words(site: Site) -> None:
    form = {"views": "x" * (2 * LARGEST + 1)}
    page = site.client.post("/briefing", data=form)
    assert "What was sent is larger than a briefing can be." in page.text
    problem = site.client.post("/api/v1/briefing.json", data=form)
    assert problem.status_code == 413
    assert problem.get_json()["hint"] == "Send less at once."


@pytest.mark.parametrize("text", ["", "null", "1", "[" * 90_000, '{"briefing":' * 10_000, '{"briefing":NaN}', "\ud800",
                                  '{"briefing":' + "9" * 5000 + "}"])  # fmt: skip
def test_what_is_no_briefing_is_told_in_words(site: Site, text: str) -> None:
    problem = site.client.post("/api/v1/briefing.pdf", data={"views": text.encode("utf-8", "surrogatepass")})
    assert problem.status_code == 400
    assert problem.get_json()["detail"].endswith(".")
