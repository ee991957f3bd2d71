"""The page of the briefing and its files over HTTP: what each button keeps, ready-made ones, formats, and refusals."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from hashlib import shake_256
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.documents.formats.docx import docx_book, docx_bytes
from components.documents.formats.figures import figure_text
from data.analysis.overview.focus_areas import focus_areas
from data.query.briefings.codec import LONGEST_LINK, link_word, read_link
from data.query.briefings.kept import KeptBriefing, KeptView, said_of
from pages.responses.exports.documents import document_of
from tests.site import Site, shared_site

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


def document(site: Site, page: str, **words: str) -> ViewDocument:
    with site.app.server.test_request_context("/"):
        return document_of(page, words, site.app.server.extensions["answers"], "http://localhost/", DAY)


@pytest.mark.parametrize(
    "address",
    [
        "/explore?lang=es&view=trend", "/gaps", "/worst?topic=overdose&lang=pt", "/place/boston",
        "/place/boston?with=chelsea", "/place/suffolk-county?order=distance&lang=pt", "/maternity-access?place=boston",
        "/place/boston?form=page&lang=es", "/regions?town=boston&town=chelsea&name=Two",
    ],
)  # fmt: skip
def test_the_button_keeps_what_the_document_of_its_view_says(site: Site, address: str) -> None:
    button = re.search(r"<a [^>]*brief-add[^>]*>", site.get(address, follow=True).text)
    assert button is not None
    told = json.loads(html.unescape(re.search(r'data-view="([^"]+)"', button[0])[1]))  # type: ignore[index]
    of_view = document(site, told["page"], **told["words"])
    assert told["said"] == said_of(of_view.title, of_view.reading)
    assert told["words"] == dict(of_view.words)
    assert told["data"].partition(".")[0] == of_view.data_version
    assert ("." in told["data"]) == (told["page"] in ("explore", "gaps")), "views of one answer have the stamp of it"
    # Without scripts the button leads to a briefing of this view.
    link = html.unescape(re.search(r'href="([^"]+)"', button[0])[1])  # type: ignore[index]
    (view,) = read_link(re.search(r"views=([\w-]+)", link)[1]).views  # type: ignore[index]
    assert view.model_dump(exclude_defaults=True) == told


@pytest.mark.parametrize("address", [*(f"?topic={a.topic}" for a in focus_areas()), "?place=boston", "?place=Suffolk"])
def test_ready_made_briefings_are_made_from_the_data(site: Site, address: str) -> None:
    answered = site.get(f"/briefing{address}")
    assert answered.status_code == 200
    text = answered.text
    kept = KeptBriefing.model_validate_json(html.unescape(re.search(r'id="brief-views"[^>]*value="([^"]+)"', text)[1]))  # type: ignore[index]
    assert len(kept.views) > 3
    assert all(view.said and view.data for view in kept.views)
    assert text.count('class="brief-item"') == len(kept.views)
    assert "brief-changed" not in text
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names)), "what pictures name alike is kept apart"


def test_figures_that_changed_while_the_sentences_did_not_are_told(site: Site) -> None:
    text = site.get("/briefing?topic=overdose").text
    kept = KeptBriefing.model_validate_json(html.unescape(re.search(r'id="brief-views"[^>]*value="([^"]+)"', text)[1]))  # type: ignore[index]
    for page in ("explore", "gaps"):
        view = next(view for view in kept.views if view.page == page)
        of_view = view.data.partition(".")[2]
        other = of_view[:-1] + ("1" if of_view[-1] == "0" else "0")
        for data, said in (
            (f"000000000000.{of_view}", "Its figures are the same."),
            (f"000000000000.{other}", "It says the same as then, but other figures in it are not the same."),
            ("000000000000", "It says the same; other figures in it may have changed."),
        ):
            later = KeptBriefing(views=(view.model_copy(update={"data": data}),))
            shown = site.get(f"/briefing?views={link_word(later)}").text
            assert said in shown
            assert ("brief-changed" in shown) == ("not the same" in said)


def test_a_link_that_is_none_says_so_and_a_form_leads_to_its_address(site: Site) -> None:
    assert "cut off or broken" in site.get("/briefing?views=xyz").text
    assert "is not a place we know" in site.get("/briefing?place=atlantis").text
    assert "is not a focus area" in site.get("/briefing?topic=weather").text
    kept = KeptBriefing(views=(KeptView(page="worst", words={"topic": "overdose"}), KeptView(page="gaps", words={})))
    form = {"views": kept.model_dump_json(), "do": "down-1", "comment-1": "A comment."}
    answered = site.client.post("/briefing?lang=es", data=form)
    assert answered.status_code == 303
    moved = read_link(re.search(r"views=([\w-]+)&lang=es", answered.headers["Location"])[1])  # type: ignore[index]
    assert [(view.page, view.comment) for view in moved.views] == [("gaps", ""), ("worst", "A comment.")]
    assert "cut off or broken" in site.client.post("/briefing", data={"views": "{"}).text
    # Comments that no address has room for are shown without one, and are not remembered under another's address.
    comments = [shake_256(bytes([n])).hexdigest(500) for n in range(12)]  # nothing in them repeats
    long = KeptBriefing(views=tuple(KeptView(page="gaps", words={}, comment=comment) for comment in comments))
    assert len(link_word(long)) > LONGEST_LINK
    shown = site.client.post("/briefing", data={"views": long.model_dump_json()})
    assert shown.status_code == 200
    assert comments[7] in shown.text
    assert comments[7] not in site.get("/briefing").text


def test_a_view_that_can_no_longer_be_shown_is_named_and_left_out(site: Site) -> None:
    kept = KeptBriefing(views=(KeptView(page="worst", words={"place": "boston", "topic": "context", "level": "area"}),))
    answered = site.get(f"/briefing?views={link_word(kept)}")
    assert answered.status_code == 200
    assert site.get("/api/v1/briefing.docx").status_code == 400
    assert site.get(f"/api/v1/briefing.exe?views={link_word(kept)}").status_code == 404


# Text documents


@pytest.fixture(scope="module")
def view(site: Site) -> ViewDocument:
    return document(site, "explore", view="map", level="county", place="hampden-county")


ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
    "outlineLvl",
]
"""The order in which the standard has the properties of a paragraph: Word repairs what has another."""


def opened(content: bytes) -> tuple[docx.document.Document, str]:
    """A document as another library reads it, and the XML of its body."""
    with ZipFile(BytesIO(content)) as parts:
        for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
            for properties in ElementTree.fromstring(parts.read(name)).iter(qn("w:pPr")):
                names = [child.tag.partition("}")[2] for child in properties]
                assert names == sorted(names, key=ORDER.index), name
        return docx.Document(BytesIO(content)), parts.read("word/document.xml").decode()


def test_a_view_as_a_text_document_has_its_structure_and_says_what_the_page_says(view: ViewDocument) -> None:
    found, xml = opened(docx_bytes(view))
    heads = [(p.style.name, p.text) for p in found.paragraphs if p.style.name.startswith("Heading")]
    assert heads[0] == ("Heading 1", view.title)
    assert [text for style, text in heads if style == "Heading 2"][-4:] == [
        "Definitions",
        "Notes",
        "Sources",
        "This view",
    ]
    captions = [p.text for p in found.paragraphs if p.style.name == "Caption"]
    assert captions[0].startswith("Figure 1. ")
    assert [c for c in captions if c.startswith("Table")] == [
        f"Table {n}. {t.caption}" for n, t in enumerate(view.tables, 1)
    ]
    text = "\n".join(p.text for p in found.paragraphs)
    for said in (view.subtitle, *view.reading, *view.notes, *(f.value for f in view.filters), view.data_version):
        assert said.replace("**", "") in text
    assert view.address in {rel.target_ref for rel in found.part.rels.values() if rel.is_external}
    # Every picture has its text; every head of a table is repeated; the words of hidden cells stand in their cells.
    pictures = found.element.body.findall(f".//{qn('wp:docPr')}")
    assert [p.get("descr") for p in pictures] == [figure_text(f).replace("**", "") for f in view.figures]
    for table, wanted in zip(found.tables, view.tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == [column.head for column in wanted.columns]
        assert rows[1 : len(wanted.rows[:40]) + 1] == [
            [c.words for c in row.cells.values()] for row in wanted.rows[:40]
        ]
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    told = found.core_properties
    assert (told.title, told.language, told.created.date()) == (view.title, "en-US", DAY)
    assert 'w:val="en-US"' in found.styles.element.xml
    assert found.styles["Normal"].font.name == "Inter"
    section = found.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    assert "embedRegular" in ZipFile(BytesIO(docx_bytes(view))).read("word/fontTable.xml").decode()
    assert "SEQ Figure" in xml


def test_a_briefing_as_a_text_document_has_cover_contents_sections_and_appendix(view: ViewDocument) -> None:
    sections = (
        Section(view, "My own heading", "A comment\nof two lines.", ("It said: “one”", "Now it says: “two”")),
        Section(view),
    )
    briefing = Briefing("Tuesday", sections, view.data_version, view.built, DAY, "http://localhost/briefing", "b", "en")
    found, xml = opened(docx_book(briefing))
    assert [p.text for p in found.paragraphs if p.style.name == "Title"] == ["Tuesday"]
    heads = [p for p in found.paragraphs if p.style.name == "Heading 1"]
    assert [p.text for p in heads] == ["Contents", "My own heading", view.title, "Appendix"]
    assert all(p.paragraph_format.page_break_before for p in heads)
    marks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', xml)
    assert re.findall(r'w:anchor="(\w+)"', xml) == marks == ["view_1", "view_2", "appendix"]
    comment = next(p for p in found.paragraphs if p.style.name == "Site Comment")
    assert comment.text == "A comment\nof two lines."
    said = [p.text for p in found.paragraphs if p.style.name == "Site Notice"]
    assert said == ["The data has changed since this view was added.", "It said: “one”", "Now it says: “two”"]
    text = "\n".join(p.text for p in found.paragraphs)
    for source in briefing.sources:
        assert text.count(source.citation) <= 1
    assert found.core_properties.title == "Tuesday"
