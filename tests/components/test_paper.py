"""The PDF and the SVG of a view: its structure, its words, its marks, and what a checker of PDF/UA says of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pdfua
import pikepdf
import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.documents.drawings.letters import letters
from components.documents.drawings.paragraph import evened, lines_of
from components.documents.formats import page as of_page
from components.documents.formats.page import page
from components.documents.formats.pdf import pdf_book, pdf_bytes
from components.documents.formats.svg_page import svg_bytes
from components.formatting.typeface import FOLDER, length
from components.views.describe import describe
from data.language import use_language
from data.vocabulary import VIEWS
from tests.components.test_documents import ORIGIN, TODAY
from tests.questions import Asked

SVG = "{http://www.w3.org/2000/svg}"
MARK = re.compile(r"<(?:path|line|circle|rect|polygon)\b[^>]*>")
OVERDOSE = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh",
            "period": "2021-2023", "place": "hampden-county"}  # fmt: skip
UNCHECKED = {"UA-14-001"}
"""What the checker could not run: it takes the array of a figure's attributes, which the standard allows, for one."""

Documents = dict[str, tuple[ViewDocument, bytes, bytes]]


@pytest.fixture(scope="module")
def documents(ask_published: Asked) -> Documents:
    """Every view of Explore, its PDF and its SVG; one of them in Spanish."""
    asked = {view: {**OVERDOSE, "view": view} for view in VIEWS}
    asked["table"] = {"indicator": "opioid_overdose_deaths", "level": "municipality", "view": "table",
                      "place": "springfield"}  # fmt: skip
    asked["groups"]["lang"] = "es"
    found: Documents = {}
    for view, words in asked.items():
        with use_language(words.get("lang", "en")):
            document = describe(ask_published(**words), ORIGIN, TODAY)
        found[view] = (document, pdf_bytes(document), svg_bytes(document))
    return found


def parts(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The elements of a structure tree in the order in which they are read."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from parts(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from parts(node.K)


def squeezed(text: str) -> str:
    """A text without spaces and the signs that only break lines: these are where each typesetter has them."""
    return re.sub(r"[\s\u00ad\u2060\ufeff]+", "", text).replace("**", "")


def words(document: ViewDocument) -> list[str]:
    """What every page of a document must say."""
    with use_language(document.language):
        content = page(document)
    said = [document.title, document.subtitle, *document.reading, *document.notes, *document.notices]
    said += [*content["sources"], content["filters"], document.data_version, document.address]
    said += [figure.title for figure in document.figures]
    said += [text for figure in document.figures for text in (*figure.below, figure.note)]
    said += [entry.words for figure in document.figures for entry in figure.key]
    return said + [text for passage in document.passages for text in (passage.title, *passage.said)]


def test_a_pdf_is_one_tagged_letter_page_with_its_language_title_and_bookmarks(documents: Documents) -> None:
    for document, made, _ in documents.values():
        with pikepdf.open(BytesIO(made)) as opened:
            assert len(opened.pages) == 1
            assert [round(float(edge)) for edge in opened.pages[0].mediabox] == [0, 0, 612, 792]
            root = opened.Root
            assert str(root.Lang) == document.language
            assert root.MarkInfo.Marked
            assert root.ViewerPreferences.DisplayDocTitle
            assert str(opened.docinfo.Title) == document.title
            with opened.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
                assert metadata["dc:title"] == document.title
            with opened.open_outline() as outline:
                (first,) = outline.root
                assert first.title == document.title
                below = [entry.title for entry in first.children]
            assert [f.title for f in document.figures if f.title] == below[
                : len([f for f in document.figures if f.title])
            ]
            assert [p.title for p in document.passages] == below[-3 - len(document.passages) : -3]


def test_the_structure_of_a_pdf_says_headings_figures_and_tables(documents: Documents) -> None:
    for view, (document, made, _) in documents.items():
        with pikepdf.open(BytesIO(made)) as opened:
            found = [(str(one.S), str(one.get("/Alt", ""))) for one in parts(opened.Root.StructTreeRoot.K)]
        roles = Counter(role for role, _ in found)
        assert found[0][0] == "/Document"
        assert roles["/H1"] == 1
        assert next(role for role, _ in found if role.startswith("/H")) == "/H1"
        alternatives = [text for role, text in found if role == "/Figure"]
        with use_language(document.language):
            figures = page(document)["figures"]
        expected = [text for f in figures for text in (f["text"], f["legend"]["text"] if f["legend"] else "") if text]
        assert alternatives == expected
        assert all(f.text in alternatives for f in document.figures if f.text)
        # A list of places has no text alternative of its own: each place is said with its figure.
        for figure in document.figures:
            if figure.name == "places":
                assert any("Hampden: 79.6" in text for text in alternatives), view
        if view == "table":
            assert roles["/Table"] == len(document.tables) == roles["/THead"]
            assert roles["/TH"] == sum(len(table.columns) for table in document.tables)
            shown = [table.rows[: of_page.ROWS] for table in document.tables]
            assert roles["/TD"] <= sum(
                len(rows) * len(t.columns) for rows, t in zip(shown, document.tables, strict=True)
            )
            assert roles["/TD"] >= of_page.FEWEST_ROWS * len(document.tables[0].columns)


def test_headings_of_figures_stand_before_them_in_the_order_of_reading(documents: Documents) -> None:
    with pikepdf.open(BytesIO(documents["map"][1])) as opened:
        found = [str(one.S) for one in parts(opened.Root.StructTreeRoot.K) if str(one.S) in ("/H2", "/Figure")]
    # The map and its legend, then a heading and its figure three times, then what is said below.
    assert found[:8] == ["/Figure", "/Figure", *["/H2", "/Figure"] * 3]
    assert set(found[8:]) == {"/H2"}


def checked(made: bytes, folder: Path) -> pdfua.Report:
    """What the checker says of a PDF."""
    path = folder / "checked.pdf"
    path.write_bytes(made)
    return pdfua.validate(str(path))


def test_a_checker_of_pdf_ua_finds_nothing(documents: Documents, tmp_path: Path) -> None:
    for view, (_, made, _) in documents.items():
        report = checked(made, tmp_path)
        assert [(finding.rule_id, finding.message) for finding in report.findings] == [], view
        assert report.exit_code == 0
        assert {outcome.rule_id for outcome in report.skipped} <= UNCHECKED


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """A page without tags, language and title: the checker is one that looks."""
    plain = typst.compile(b"= Heading", format="pdf", pdf_tags=False)
    assert isinstance(plain, bytes)
    assert checked(plain, tmp_path).findings


def test_a_view_of_many_tables_is_one_sheet_that_says_what_it_leaves_out(ask_published: Asked) -> None:
    """Seven tables whose words go on over several lines: in Spanish they were two sheets."""
    asked = {"indicator": "beta_blocker_after_heart_attack_medicare", "level": "county", "by": "race_ethnicity",
             "group": "white_nh", "period": "2020", "place": "suffolk-county", "view": "table"}  # fmt: skip
    with use_language("es"):
        document = describe(ask_published(**asked), ORIGIN, TODAY)
    (sheet,) = pypdf.PdfReader(BytesIO(pdf_bytes(document))).pages
    read = squeezed(sheet.extract_text())
    for table in document.tables:
        lines = [squeezed("".join(cell.words for cell in row.cells.values())) for row in table.rows]
        left = sum(line not in read for line in lines)
        assert left < len(lines)
        assert not left or f"{left}de{len(lines)}filas" in read


def test_on_paper_the_usual_views_are_hardly_smaller_than_on_a_screen(documents: Documents) -> None:
    template = of_page._PARTS + (of_page._HERE / "single.typ").read_bytes()
    for view, (document, _, _) in documents.items():
        with use_language(document.language):
            content = json.dumps(page(document, "letter"), ensure_ascii=False)
        (found,) = json.loads(
            typst.query(template, "<scaled>", sys_inputs={"view": content}, font_paths=[str(FOLDER)],
                        ignore_system_fonts=True)
        )  # fmt: skip
        assert found["value"] >= 0.85, view


def test_figures_are_the_same_marks_in_the_picture_on_paper_and_in_the_svg(documents: Documents) -> None:
    for document, _, drawn in documents.values():
        with use_language(document.language):
            picture, paper = page(document)["figures"], page(document, "letter")["figures"]
        svg = re.sub(r'( id="|url\(#)figure\d+-', r"\1", drawn.decode())
        for one, other in zip(picture, paper, strict=True):
            marks = MARK.findall(one["svg"])
            assert len(marks) > 5
            assert marks == MARK.findall(other["svg"])
            assert "".join(one["svg"].partition("</defs>")[2:]).removesuffix("</svg>") in svg


def test_an_svg_says_all_that_its_page_says_in_words(documents: Documents) -> None:
    for view, (document, _, drawn) in documents.items():
        root = ElementTree.fromstring(drawn)
        read = squeezed("".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")))
        for said in words(document):
            assert squeezed(said) in read, (view, said)
        if view == "table":
            rows = [row for row in document.tables[0].rows if row.chosen]
            assert all(squeezed("".join(cell.words for cell in row.cells.values())) in read for row in rows)
            assert "313of352rows" in read


def test_an_svg_stands_alone_and_names_itself_and_its_figures(documents: Documents) -> None:
    for document, _, drawn in documents.values():
        text, root = drawn.decode(), ElementTree.fromstring(drawn)
        assert root.get("lang") == document.language
        assert root.findtext(f"{SVG}title") == document.title
        assert document.subtitle in (root.findtext(f"{SVG}desc") or "")
        assert root.findtext(".//{http://purl.org/dc/elements/1.1/}source") == document.address
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
        outside = set(re.findall(r'(?:href|src)="?([^")]+)', text)) - {document.address.replace("&", "&amp;")}
        assert outside == set()
        assert text.count("data:font/woff2;base64,") == 1
        named = [one for one in root.iter() if one.get("role") == "img"]
        titles = [next(one.iter(f"{SVG}title")).text for one in named]
        with use_language(document.language):
            figures = page(document)["figures"]
        assert titles == [t for f in figures for t in (f["text"], f["legend"]["text"] if f["legend"] else "") if t]
    assert len(letters()) < 32_000


@pytest.mark.parametrize(
    "typed", ["\x00 a \x1b", '<b>&amp;</b> "quoted" ]]>', "#[panic()] $x$ \\u{41} **", "日本 \ud800 😀"]
)
def test_what_somebody_typed_is_text_and_never_breaks_a_file(documents: Documents, typed: str) -> None:
    document = documents["trend"][0]
    named = replace(document, title=typed, notices=(typed,), figures=(), tables=())
    root = ElementTree.fromstring(svg_bytes(named))
    assert "".join(root.itertext()).count("\ufffd") == 4 * len(re.findall("[\x00\x1b\ud800]", typed))
    assert len(pypdf.PdfReader(BytesIO(pdf_bytes(named))).pages) == 1


def test_no_word_of_an_svg_leaves_its_page(documents: Documents) -> None:
    for _, _, drawn in documents.values():
        root = ElementTree.fromstring(drawn)
        high = float(root.get("height", 0))
        for one in [*root.findall(f"{SVG}text"), *root.findall(f"{SVG}a/{SVG}text")]:
            wide = length("".join(one.itertext()), float(one.get("font-size", 0)))
            left = float(one.get("x", 0)) - (wide if one.get("text-anchor") == "end" else 0)
            assert 0 <= left <= left + wide <= 1000 - 40
            assert 0 < float(one.get("y", 0)) < high


def test_what_would_be_too_small_to_be_read_goes_on_over_further_sheets(documents: Documents, tmp_path: Path) -> None:
    """Synthetic: the figures of a comparison six times over, and more beside them."""
    document = documents["compare"][0]
    passages = documents["map"][0].passages
    long = replace(document, figures=document.figures * 6, passages=passages * 8)
    made = pdf_bytes(long)
    sheets = pypdf.PdfReader(BytesIO(made)).pages
    assert 2 <= len(sheets) <= 4
    read = squeezed("".join(sheet.extract_text() for sheet in sheets))
    for said in words(document):
        assert squeezed(said) in read, said
    assert read.count(squeezed(document.figures[0].title)) == 6
    assert read.count(squeezed(passages[0].title)) == 8
    for number, sheet in enumerate(sheets, 1):
        assert squeezed(sheet.extract_text()).endswith(f"{number}/{len(sheets)}")
    assert checked(made, tmp_path).findings == ()
    assert svg_bytes(long).count(b'role="img"') == 6 * documents["compare"][2].count(b'role="img"')


@pytest.fixture(scope="module")
def briefing(documents: Documents) -> Briefing:
    """Three views, the first under a heading and with a comment, the second changed since it was added."""
    found = [Section(documents[view][0]) for view in ("map", "trend", "table")]
    found[0] = Section(found[0].document, "Where the deaths are", "A comment of **our** own: ask about naloxone.")
    found[1] = Section(found[1].document, changes=("It said: “21.0”", "Now it says: “22.0”"))
    first = found[0].document
    return Briefing("For the <meeting> of “December 3”", tuple(found), first.data_version, first.built, TODAY,
                    f"{ORIGIN}/briefing?views=synthetic", "briefing", "en")  # fmt: skip


def test_a_briefing_is_a_book_with_a_cover_contents_a_sheet_for_each_view_and_an_appendix(
    briefing: Briefing, tmp_path: Path
) -> None:
    made = pdf_book(briefing)
    read = [squeezed(sheet.extract_text()) for sheet in pypdf.PdfReader(BytesIO(made)).pages]
    assert squeezed(briefing.title) in read[0]
    assert squeezed(briefing.address) in read[0]
    titles = [section.title for section in briefing.sections]
    for number, title in enumerate(titles, 3):
        assert f"{squeezed(title)}{number}" in read[1], "its page is in the contents"
        assert squeezed(title) in read[number - 1]
        assert read[number - 1].endswith(str(number))
        for said in words(briefing.sections[number - 3].document):
            assert squeezed(said) in read[number - 1], said
    assert squeezed("A comment of our own: ask about naloxone.") in read[2]
    assert squeezed("Now it says: “22.0”") in read[3]
    rest = "".join(read[2 + len(titles) :])
    for said in [d.definition for d in briefing.definitions] + [s.address for s in briefing.sources]:
        assert squeezed(said) in rest
    for note in briefing.notes:
        assert squeezed(note) in rest
    with pikepdf.open(BytesIO(made)) as opened:
        levels = [int(str(one.S)[2:]) for one in parts(opened.Root.StructTreeRoot.K) if str(one.S)[1:].startswith("H")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is left out"
        with opened.open_outline() as outline:
            (first,) = outline.root
            assert [entry.title for entry in first.children][: len(titles)] == titles
    assert checked(made, tmp_path).findings == ()


@given(
    runs=st.lists(st.tuples(st.text("ab -&=é", min_size=1, max_size=20), st.booleans()), max_size=8),
    width=st.integers(40, 300),
)
def test_lines_of_a_paragraph_have_every_word_and_no_line_is_too_long(runs: list[tuple[str, bool]], width: int) -> None:
    lines = lines_of(runs, width, 14)
    assert squeezed("".join(t for line in lines for t, _ in line)) == squeezed("".join(t for t, _ in runs))
    weights = [(letter, bold) for text, bold in runs for letter in text if letter.strip()]
    assert [(letter, bold) for line in lines for text, bold in line for letter in text if letter.strip()] == weights
    for line in lines:
        words_of_it = "".join(text for text, _ in line).split()
        if len(words_of_it) > 1:
            assert sum(length(text, 14, bold=bold) for text, bold in line) <= width + 1
    assert len(lines_of(runs, evened(runs, width, 14), 14)) == len(lines)
