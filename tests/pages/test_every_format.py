"""Random views of every page in every format: opened by other libraries, they have the view's numbers, words and name.

Numbers are compared with the rows of the answer, or with a query of their own; words with the page as it is sent. Each
day's run takes a tenth of the hundred views of Explore and one of every other page; a deep run takes all.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from components.documents.document import NothingToExportError, ViewDocument
from components.documents.file_names import language_of_name, view_of_name
from components.documents.formats.page import ROWS
from components.figures.tables import ABSENT
from components.formatting.numbers import format_value
from components.page.notes import source_words
from data.language import LANGUAGES, use_language
from data.query.regions.member_code import encode, municipalities
from data.query.selection import Answer
from data.vocabulary import TOPICS
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import FORMATS
from tests.components.reading import NUMBER
from tests.components.test_documents import frames_in_view, shows, written
from tests.examples import is_deep, number_of
from tests.opened import Opened, Rows, opened, squeezed
from tests.pages.test_page_documents import page_of, plain, text_of
from tests.published import looked_up
from tests.questions import SEED, Asked
from tests.site import open_site

ORIGIN, DAY = "https://equity.example", date(2026, 11, 22)
WITH_ROWS = ("csv", "parquet", "json", "xlsx", "png")
YEARS = re.compile(r"\b(?:19|20)\d\d(?:–\d{2,4})?\b")
Words = dict[str, str]


@dataclass(frozen=True)
class Taken:
    """A view with its files; of Explore with the answer that it shows."""

    document: ViewDocument
    answer: Answer | None

    @cached_property
    def files(self) -> Mapping[str, Opened]:
        with use_language(self.document.language):
            return {kind: opened(kind, made.make(self.document)) for kind, made in FORMATS.items()}

    @cached_property
    def rows(self) -> Rows:
        return self.files["parquet"].rows or []

    def __str__(self) -> str:
        return f"{self.document.page} {dict(self.document.words)}"


def spread(found: list[Answer]) -> list[Answer]:
    """Answers so that the first few are of every view."""
    seen = Counter[str]()
    rank = {}
    for answer in found:
        rank[id(answer)] = seen[answer.selection.view]
        seen[answer.selection.view] += 1
    return sorted(found, key=lambda answer: rank[id(answer)])


def random_words(ask: Asked, dice: random.Random) -> Iterator[tuple[str, Words]]:
    """Words of pages other than Explore, one of each page by turns."""
    catalog = ask.catalog
    towns = municipalities(catalog)
    slugs = {level: [place.slug for place in catalog.places_of(level)] for level in ("county", "municipality")}
    while True:
        town, county = dice.choice(slugs["municipality"]), dice.choice(slugs["county"])
        gap = {"indicator": dice.choice(sorted(catalog.indicators)), "place": dice.choice([county, "massachusetts"])}
        yield "gaps", gap
        yield "worst", {"topic": dice.choice(list(TOPICS)), "level": dice.choice(["county", "municipality", "area"])}
        yield (
            "place",
            dice.choice([{"place": town, "form": "page"}, {"place": county}, {"place": town, "with": county}]),
        )
        members = encode(dice.sample(list(towns), dice.randint(2, 6)), catalog)
        yield "region", {"members": members, "name": "Some towns"} | dice.choice([{}, {"with": county}])
        yield "maternity-access", {"place": town, "year": str(dice.randint(2015, 2023))}


@pytest.fixture(scope="module")
def taken(ask_published: Asked) -> list[Taken]:
    """A hundred views of Explore and thirty of the other pages, or a share of them, in the languages by turns."""
    source = (ask_published.answers, ORIGIN, DAY)
    found = spread([answer for answer in ask_published.sample if shows(answer)][:100])[: number_of(100)]
    made = [
        Taken(
            document_of("explore", spoken(answer.selection.parameters(), n), ask_published.answers, ORIGIN, DAY), answer
        )
        for n, answer in enumerate(found)
    ]
    others: dict[str, list[Taken]] = {}
    for number, (page, words) in enumerate(random_words(ask_published, random.Random(SEED))):
        own = others.setdefault(page, [])
        try:
            if len(own) < (6 if is_deep() else 1):
                asked = spoken(words, number)
                own.append(Taken(document_of(page, asked, *source), None))
        except NothingToExportError:
            continue
        if all(len(each) == (6 if is_deep() else 1) for each in others.values()) and len(others) == 5:
            break
    return [*made, *(each for own in others.values() for each in own)]


def spoken(words: Words, number: int) -> Words:
    code = list(LANGUAGES)[number % len(LANGUAGES)]
    return words if code == "en" else {**words, "lang": code}


def words_of_page(document: ViewDocument) -> list[str]:
    """What stands on the page too. Notes on profiles and regions say of a file what the page says by its marks."""
    notes = () if document.page in ("place", "region") else document.notes
    return [document.title, document.subtitle, *document.reading, *document.notices, *notes]


def told(document: ViewDocument) -> list[str]:
    """What a file of a view must say: its words, its notes, what was chosen, where it is from, and its address."""
    with use_language(document.language):
        sources = [source_words(source) for source in document.sources]
    chosen = [word for each in document.filters for word in (each.name, each.value)]
    words = [document.title, document.subtitle, *document.reading, *document.notices, *document.notes]
    return [*words, *chosen, *sources, document.data_version, document.address]


def test_every_file_says_what_the_page_says_what_was_chosen_and_where_it_is_from(
    taken: list[Taken], published: Path
) -> None:
    site = open_site(published)
    for view in taken:
        page = text_of(page_of(view.document, site))
        said = words_of_page(view.document)
        assert [one for one in said if plain(one) not in page] == [], str(view)
        for kind, file in view.files.items():
            read = file.squeezed.casefold()
            lacking = [one for one in told(view.document) if squeezed(one).casefold() not in read]
            assert lacking == [], (kind, str(view))


def test_rows_for_machines_are_those_of_the_answer_in_every_format(taken: list[Taken], published: Path) -> None:
    """Of Explore beside the frames of the answer, of other pages beside a query for each figure."""
    found = 0
    with duckdb.connect(str(published), read_only=True) as connection:
        for view in taken:
            assert view.rows, str(view)
            numbers = {field.name for field in view.document.dataset.fields if field.kind != "text"}
            for kind in WITH_ROWS:
                rows = [alike(row, numbers, kind) for row in view.rows]
                assert [alike(row, numbers, kind) for row in view.files[kind].rows or []] == rows, (kind, str(view))
            if view.answer is None:
                found += looked_up(view.rows, connection)
                continue
            rows_of = [framed(name, row) for name, row in frames_in_view(view.answer)]
            frames, people = Counter(key for key, _ in rows_of), dict(rows_of)
            for row in view.rows:
                ends = (row["value"], row["ci_low"], row["ci_high"], row["numerator"])
                key = (row["table"], row["geo_id"], row["group_id"], row["period"], *ends, row["status"])
                frames[key] -= 1
                # A table whose rows count no events leaves out the people too: its column would stand alone.
                assert row["denominator"] in (None, people.get(key)), str(view)
            assert {key: left for key, left in frames.items() if left} == {}, str(view)
    assert found > 0, "some rows were looked up in the published table"


def framed(name: str, row: Any) -> tuple[tuple[Any, ...], float | None]:
    """What rows for machines have to say of a row of a frame, and its people; without a figure, no other number."""
    _, _, geo_id, group, period, *numbers, people, status = written(name, row)
    return (name, geo_id, group, period, *numbers, status), people


def alike(row: Mapping[str, Any], numbers: set[str], kind: str) -> dict[str, Any]:
    """A row without what is empty; of a CSV, which has nothing but text, numbers as such and text as it was."""
    shown = {key: value for key, value in row.items() if value not in (None, "") and key not in ("item", "text")}
    # A workbook has sixteen digits of a number, as its standard says.
    return {
        key: float(f"{float(value):{'.16g' if kind == 'xlsx' else ''}}")
        if key in numbers
        else value.removeprefix("'")
        if isinstance(value, str)
        else value
        for key, value in shown.items()
    }


def values(rows: Rows, ask: Asked) -> Counter[str]:
    """The figures of rows as a reader sees them, from the numbers."""
    measures = ask.catalog.indicators
    return Counter(
        ABSENT if row["value"] is None else format_value(row["value"], measures[row["indicator"]]) for row in rows
    )


def test_tables_for_readers_have_the_numbers_of_the_rows(taken: list[Taken], ask_published: Asked) -> None:
    """In JSON every row, in a text document as many as it has room for; on slides and on paper nothing else."""
    for view in taken:
        with use_language(view.document.language):
            expected = values(view.rows, ask_published) if view.answer is not None else Counter()
        columns = [[column.id for column in table.columns] for table in view.document.tables]
        written_out, document = view.files["json"].tables, view.files["docx"].tables
        rows = {row for table in written_out for row in table}
        assert {row for table in document for row in table} <= rows, str(view)
        assert all(len(table) >= min(ROWS, len(whole)) for table, whole in zip(document, written_out, strict=True))
        if view.answer is not None:
            at = [ids.index("value") for ids in columns]
            found = Counter(row[i] for i, table in zip(at, written_out, strict=True) for row in table)
            assert found == expected, str(view)
        cells = {cell for row in rows for cell in row}
        heads = {column.head for table in view.document.tables for column in table.columns}
        assert {cell for table in view.files["pptx"].tables for row in table for cell in row} <= cells | heads
        if not view.document.figures:
            for kind in ("pdf", "svg"):
                shown = [row for row in rows if squeezed("".join(row)) in view.files[kind].squeezed]
                assert len(shown) >= len(written_out), (kind, str(view))


def test_charts_and_text_alternatives_have_the_numbers_of_the_rows(taken: list[Taken], ask_published: Asked) -> None:
    """Charts of slides carry them exactly; those who hear a figure in a PDF, an SVG, or on a slide hear the same."""
    charted = heard = 0
    for view in taken:
        numbers = {digits(value) for row in view.rows for value in row.values() if isinstance(value, float | int)}
        slides, paper, drawn = (view.files[kind] for kind in ("pptx", "pdf", "svg"))
        assert {digits(value) for value in slides.charted} - numbers == set(), str(view)
        charted += len(slides.charted)
        assert paper.alternatives == drawn.alternatives, str(view)
        for figure in view.document.figures:
            assert figure.text == "" or figure.text in paper.alternatives, str(view)
        assert all(text for text in (*slides.alternatives, *view.files["docx"].alternatives)), str(view)
        if view.answer is None:
            continue
        with use_language(view.document.language):
            words = {
                *values(view.rows, ask_published),
                *(str(row[key]) for row in view.rows for key in ("group", "place")),
            }
            known = set(NUMBER.findall(" ".join([*words, *told(view.document)])))
        for figure in view.document.figures:
            if figure.chart is not None:
                found = [one for one in NUMBER.findall(YEARS.sub("", figure.text)) if one not in known]
                assert found == [], (figure.text, str(view))
                heard += len(NUMBER.findall(YEARS.sub("", figure.text)))
    assert charted > 100
    assert heard > 20


def digits(value: float) -> float:
    """A number in the digits that a workbook keeps."""
    return float(f"{value:.12g}")


def test_a_name_of_a_file_is_read_back_as_its_view(taken: list[Taken], ask_published: Asked) -> None:
    for view in taken:
        stem = view.document.file_stem
        assert re.fullmatch(r"[a-z0-9_.-]{1,240}", stem)
        with use_language(language_of_name(stem)):
            page, words = view_of_name(stem, ask_published.catalog)
        assert (page, words) == (view.document.page, dict(view.document.words)), stem
        assert document_of(page, words, ask_published.answers, ORIGIN, DAY).title == view.document.title


def test_a_view_of_explore_is_one_sheet_of_paper(taken: list[Taken]) -> None:
    for view in taken:
        if view.answer is not None:
            assert view.files["pdf"].sheets == 1, str(view)
