"""Slides: read back with another library, they have the view's numbers and words, can be edited, and can be heard."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.documents.formats.pptx import pptx_book, pptx_bytes
from components.documents.formats.slides import template
from components.documents.formats.slides.template import TemplateError, check, own_template
from components.documents.formats.slides.view_slides import MOST
from components.documents.native_chart import NativeChart
from components.formatting.palette import ACCENT, MARKS
from components.page.notes import source_words
from components.views.describe import describe
from data.language import use_language
from data.settings import Settings
from data.vocabulary import VIEWS
from pages.responses.exports.formats import BOOKS, FORMATS
from tests.questions import Asked

ORIGIN, TODAY = "https://equity.example", date(2026, 11, 30)
OVERDOSE = {"indicator": "drug_overdose_deaths", "by": "race_ethnicity", "group": "black_nh"}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def documents(ask_published: Asked) -> dict[str, ViewDocument]:
    """A view of each kind, the lines of groups, and one in Spanish."""
    words = {view: {**OVERDOSE, "view": view} for view in VIEWS}
    words["compare"] |= {"place": "hampden-county", "with": "suffolk-county"}
    words["lines"] = {**OVERDOSE, "view": "multiples", "each": "group_trend"}
    words["places"] = {"indicator": "opioid_overdose_deaths"}
    found = {name: describe(ask_published(**asked), ORIGIN, TODAY) for name, asked in words.items()}
    with use_language("es"):
        found["es"] = describe(ask_published(**OVERDOSE, view="trend", place="hampden-county"), ORIGIN, TODAY)
    return found


@pytest.fixture(scope="module")
def decks(documents: dict[str, ViewDocument]) -> dict[str, Any]:
    return {name: Presentation(BytesIO(pptx_bytes(document))) for name, document in documents.items()}


def shapes(deck: Any) -> Iterator[tuple[Any, Any]]:
    for slide in deck.slides:
        for shape in slide.shapes:
            yield slide, shape


def texts(slide: Any) -> list[str]:
    written = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            written += [cell.text for row in shape.table.rows for cell in row.cells]
    return written


def charts(deck: Any) -> list[Any]:
    return [shape for _, shape in shapes(deck) if shape.has_chart]


def natives(document: ViewDocument) -> dict[str, NativeChart]:
    return {figure.text: figure.chart for figure in document.figures if figure.chart is not None}


def cells(chart: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True)
    (sheet,) = book.worksheets
    return list(sheet.iter_rows(values_only=True))


def rounded(value: Any) -> Any:
    """A number as a workbook writes it, in fifteen digits."""
    return float(f"{value:.12g}") if isinstance(value, float | int) else value


def test_every_chart_is_native_and_its_workbook_has_every_figure_and_word(
    documents: dict[str, ViewDocument], decks: dict[str, Any]
) -> None:
    number = 0
    for name, document in documents.items():
        expected = natives(document)
        for shape in charts(decks[name]):
            chart = expected[shape._element.nvGraphicFramePr.cNvPr.get("descr")]
            number += 1
            rows = cells(shape.chart)
            points = {(row[0], *map(rounded, row[2:5]), row[7]) for row in rows if len(row) > 7 and row[7] is not None}
            for series in chart.series:
                for p in series.points:
                    ends = (p.low, p.high) if p.value is not None else (None, None)
                    assert (p.name, *map(rounded, (p.value, *ends)), p.words) in points
            words = {row[0] for row in rows}
            assert {line.name for line in chart.references} <= words
            assert {mark.name for mark in chart.marks} <= words
        groups = {figure.name for figure in document.figures if figure.chart is not None}
        assert not groups or charts(decks[name]), name
    assert number > 15


def test_what_a_chart_refers_to_is_what_stands_in_its_workbook(decks: dict[str, Any]) -> None:
    for name in ("trend", "groups", "compare", "lines"):
        for shape in charts(decks[name]):
            book = openpyxl.load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob), data_only=True)
            for reference in shape.chart._chartSpace.iter(f"{C}numRef"):
                sheet, _, area = reference.find(f"{C}f").text.rpartition("!")
                found = book[sheet.strip("'").replace("''", "'")][area.replace("$", "")]
                rows = found if isinstance(found, tuple) else ((found,),)
                flat = [cell for row in rows for cell in row]
                cached = {int(one.get("idx")): float(one.find(f"{C}v").text) for one in reference.iter(f"{C}pt")}
                count = int(reference.find(f".//{C}ptCount").get("val"))
                assert len(flat) == count
                assert {i: pytest.approx(cell.value) for i, cell in enumerate(flat) if cell.value is not None} == cached


def test_marks_have_the_colours_of_their_groups_and_hidden_ones_have_none(
    documents: dict[str, ViewDocument], decks: dict[str, Any]
) -> None:
    (chart,) = natives(documents["groups"]).values()
    (shape,) = charts(decks["groups"])
    drawn = {}
    for series in shape.chart._chartSpace.iter(f"{C}ser"):
        name = series.find(f"{C}tx//{C}v").text
        marker = series.find(f"{C}marker")
        fill = marker.find(f"{C}spPr/{A}solidFill/{A}srgbClr") if marker is not None else None
        drawn[name] = None if fill is None else f"#{fill.get('val').lower()}"
    assert drawn["Black"] == MARKS["black_nh"].colour
    for series in chart.series:
        hidden = all(point.value is None for point in series.points)
        stroke = series.symbol in ("x", "cross", "star")
        assert drawn[series.name] == (None if hidden or stroke else series.colour)
    labels = shape.chart._chartSpace.iter(f"{C}dLbl")
    said = {"".join(part.text for part in label.iter(f"{A}t")) for label in labels}
    assert {point.words for series in chart.series for point in series.points} <= said
    assert "hidden" in said


def test_whatever_is_seen_can_be_heard_in_its_language_and_stays_on_the_slide(
    documents: dict[str, ViewDocument], decks: dict[str, Any]
) -> None:
    for name, deck in decks.items():
        lang = "es-US" if name == "es" else "en-US"
        assert deck.core_properties.language == lang
        assert deck.core_properties.title == documents[name].title[:255]
        assert 1 <= len(deck.slides) <= MOST
        titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
        assert titles[0] == documents[name].title
        assert len(set(titles)) == len(titles)
        for _, shape in shapes(deck):
            properties = shape._element.xpath(".//p:cNvPr")[0]
            assert properties.get("name")
            if shape.shape_type is not None and not shape.has_text_frame:
                assert properties.get("descr"), (name, properties.get("name"))
            if not shape.is_placeholder:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width + 9525
                assert shape.top >= 0
                assert shape.top + shape.height <= deck.slide_height + 9525
            assert {run.get("lang") for run in shape._element.iter(f"{A}rPr")} <= {lang}
        for shape in charts(deck):
            assert {run.get("lang") for run in shape.chart._chartSpace.iter(f"{A}rPr")} <= {lang}


def test_a_slide_says_its_sentences_source_data_and_address_and_the_speaker_has_everything(
    documents: dict[str, ViewDocument], decks: dict[str, Any]
) -> None:
    for name, document in documents.items():
        first = decks[name].slides[0]
        written = " ".join(texts(first))
        assert document.subtitle in written
        assert document.data_version in written
        assert document.sources[0].short in written
        links = [link.target_ref for link in first.part.rels.values() if link.is_external]
        assert links == [document.address]
        assert document.reading[0].replace("**", "") in written
        spoken = first.notes_slide.notes_text_frame.text
        below = [text for figure in document.figures for text in figure.below]
        for said in [*document.reading, *below, *document.notes, *document.source_notes]:
            assert said.replace("**", "") in spoken
        with use_language(document.language):
            assert all(source_words(source) in spoken for source in document.sources)
            assert [
                chosen.value for chosen in document.filters if chosen.value.casefold() not in spoken.casefold()
            ] == [], name
        assert document.address in spoken


def test_tables_are_native_with_a_head_and_the_words_of_the_view(
    documents: dict[str, ViewDocument], decks: dict[str, Any]
) -> None:
    found = [shape.table for _, shape in shapes(decks["table"]) if shape.has_table]
    assert all(table.first_row for table in found)
    rows = [tuple(cell.text for cell in row.cells) for table in found for row in list(table.rows)[1:]]
    expected = [
        tuple(row.cells[column.id].words for column in table.columns)
        for table in documents["table"].tables
        for row in table.rows
    ]
    assert rows == expected[: len(rows)]
    assert len(rows) > 20
    assert len(decks["table"].slides) == MOST
    assert "rows are not on these slides" in " ".join(texts(decks["table"].slides[MOST - 1]))


def test_hidden_figures_are_words_in_the_chart_and_no_number(ask: Asked) -> None:
    """The county's deaths are hidden by the publisher of the synthetic world."""
    words = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023", "view": "groups"}
    document = describe(ask(**words, place="bristol-county"), ORIGIN, TODAY)
    deck = Presentation(BytesIO(pptx_bytes(document)))
    rows = [row for shape in charts(deck) for row in cells(shape.chart) if len(row) > 7 and row[7] == "hidden"]
    assert rows
    assert all(row[2:7] == (None, None, None, row[5], row[6]) and row[5] is None for row in rows)


def test_the_sites_own_template_has_its_typeface_and_colours() -> None:
    with zipfile.ZipFile(BytesIO(own_template())) as read:
        theme = read.read("ppt/theme/theme1.xml").decode()
        assert not any("thumbnail" in name for name in read.namelist())
    assert theme.count('<a:latin typeface="Inter"') == 2
    assert ACCENT[1:].upper() in theme
    assert [layout.name for layout in Presentation(BytesIO(own_template())).slide_layouts] == ["Cover", "View"]


def saved(deck: Any, path: Path) -> Path:
    deck.save(str(path))
    return path


def test_a_template_that_lacks_a_placeholder_is_refused_in_a_sentence_that_says_which(tmp_path: Path) -> None:
    office = saved(Presentation(), tmp_path / "office.pptx")
    check(office)
    check(None)
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Title Only", "Blank"):
            deck.slide_layouts.remove(layout)
    bare = saved(deck, tmp_path / "bare.pptx")
    with pytest.raises(
        TemplateError, match=r"bare\.pptx .* lacks a layout with a title and a subtitle .* and a layout"
    ):
        check(bare)
    with pytest.raises(TemplateError, match=r"missing\.pptx, which is not there"):
        check(tmp_path / "missing.pptx")
    (tmp_path / "words.pptx").write_text("no slides", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"words\.pptx, which is not a file with slides"):
        check(tmp_path / "words.pptx")


def test_slides_are_made_on_somebodys_own_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: dict[str, ViewDocument]
) -> None:
    """A template of another shape, saved as .potx, with a slide of its own, which does not come along."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "An example"
    path = saved(deck, tmp_path / "own.pptx")
    potx = tmp_path / "own.potx"
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(potx, "w") as written:
        for name in read.namelist():
            part = read.read(name)
            written.writestr(name, part.replace(b"presentation.main+xml", b"template.main+xml"))
    monkeypatch.setenv("EQUITY_SLIDES", str(potx))
    assert Settings.from_environment().slides == potx
    made = Presentation(BytesIO(pptx_bytes(documents["map"])))
    assert (made.slide_width, made.slide_height) == (deck.slide_width, deck.slide_height)
    assert made.slides[0].shapes.title.text_frame.text == documents["map"].title
    assert {slide.slide_layout.name for slide in made.slides} == {"Title and Content"}
    area = next(
        s for s in made.slides[0].slide_layout.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.OBJECT
    )
    for slide, shape in shapes(made):
        if not shape.is_placeholder:
            assert shape.left >= area.left - 9525
            assert shape.left + shape.width <= area.left + area.width + 9525
            assert shape.top >= area.top - 9525
            assert shape.top + shape.height <= area.top + area.height + 9525, shape.name
        assert "An example" not in " ".join(texts(slide))


def test_a_briefing_is_one_deck_whose_contents_lead_to_its_views(documents: dict[str, ViewDocument]) -> None:
    parts = (
        Section(documents["map"], "Who is hit hardest", "Widen the program.", ("It said 1.4 times.",)),
        Section(documents["trend"]),
        Section(documents["compare"]),
    )
    briefing = Briefing(
        "For the cabinet", parts, "v1", "2026-11-29", TODAY, f"{ORIGIN}/briefing", "for-the-cabinet", "en"
    )
    made = Presentation(BytesIO(pptx_book(briefing)))
    cover, contents, *_ = made.slides
    assert cover.shapes.title.text_frame.text == "For the cabinet"
    listed = [text for text in texts(contents) if text]
    for section in parts:
        number = int(listed[listed.index(section.title) + 1])
        assert made.slides[number - 1].shapes.title.text_frame.text == section.title
    jumps = [rel.target_part for rel in contents.part.rels.values() if rel.reltype.endswith("/slide")]
    assert jumps[0] is made.slides[2].part
    assert "Widen the program." in " ".join(texts(made.slides[2]))
    assert "It said 1.4 times." in " ".join(texts(made.slides[2]))
    everything = " ".join(text for slide in made.slides for text in texts(slide))
    for source in briefing.sources:
        assert source_words(source) in everything
    for definition in briefing.definitions:
        assert definition.definition in everything
    for note in briefing.notes:
        assert note.replace("**", "") in everything


def test_slides_are_among_the_formats(documents: dict[str, ViewDocument]) -> None:
    made = FORMATS["pptx"].make(replace(documents["groups"], notices=("A notice.",)))
    assert FORMATS["pptx"].costly
    assert "A notice." in " ".join(texts(Presentation(BytesIO(made)).slides[0]))
    assert BOOKS["pptx"][0] == FORMATS["pptx"].mime
    assert re.match(r"application/vnd\.openxml", FORMATS["pptx"].mime)
    assert template.COVER == "Cover"
