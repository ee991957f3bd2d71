"""A count that the build hides is in no byte of what can be taken along, whatever the format, unpacked.

The count is planted, and recognisable: no other number of the synthetic data has its digits. Its rate has them too.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pikepdf
import pyarrow.parquet as pq
import pytest
from PIL import Image
from pypdf import PdfReader

from components.documents.document import PAGES
from data.observations.csv_files import write_observations, write_populations
from data.observations.models import Observation
from data.query.answers import Answers
from data.query.briefings.codec import file_bytes, link_word
from data.query.briefings.kept import KeptBriefing, KeptView
from data.query.connection import Database
from data.query.regions.member_code import encode
from data.vocabulary import OVERALL, Period
from pages.responses.api import reading
from pages.responses.briefings.books import book
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import BOOKS, FORMATS
from tests import synthetic
from tests.examples import is_deep
from tests.once import made_once
from tests.site import open_site

PLANTED = 6173
"""Deaths of Black residents of Hampden County, and of everyone in Springfield, of 100,000: so many per 100,000 too."""
THRESHOLD = 6200
FOUND = re.compile(rb"(?<!\d)(?<!\d[.,])6(?:[,.]|\xc2\xa0|\xe2\x80\xaf)?173(?!\d)")
COORDINATES = re.compile(rb' (?:d|transform|points|x|y|[xy][12]|c[xy])="[^"]*"')
"""Of a drawing: places of marks, in which any digits may stand by chance."""
WORDS = {"indicator": "example_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh",
         "period": "2021-2023", "place": "hampden-county"}  # fmt: skip
TOWNS = {"2501367000": PLANTED, "2501330840": 9000, "2501313660": 8000, "2502507000": 6100}
"""Springfield, Holyoke, Chicopee, Boston: deaths of everyone. One more below the threshold, so that none is alone."""
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    *(("explore", {**WORDS, "view": view}) for view in ("map", "table", "groups", "trend")),
    ("explore", {**WORDS, "view": "compare", "with": "suffolk-county"}),
    ("explore", {**WORDS, "view": "multiples"}),
    (
        "explore",
        {"indicator": "example_deaths", "level": "municipality", "period": "2021-2023", "place": "springfield"},
    ),
    ("gaps", {"indicator": "example_deaths", "place": "hampden-county", "group": "black_nh", "period": "2021-2023"}),
    ("worst", {}),
    ("place", {"place": "springfield"}),
    ("place", {"place": "springfield", "form": "page"}),
    ("place", {"place": "springfield", "with": "boston"}),
    ("place", {"place": "hampden-county"}),
    ("region", {}),
)
"""Views that the hidden figure belongs to, of every page that has figures of the synthetic world."""
DAY = date(2026, 11, 29)


QUESTION = """name = "Example question"
topic = "overdose"
counts = "Synthetic deaths."

[[versions]]
indicator = "example_deaths"
name = "As counted"
differs = "Synthetic."
use = "everything"
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic world, in which two places have the planted count and the source a threshold over it."""

    def make(folder: Path) -> None:
        world = synthetic._empty(folder)
        for name, words in synthetic.INDICATORS.items():
            synthetic.write_indicator(world.inputs, name, words)
        for name, table in synthetic.SOURCES.items():
            synthetic.write_source(world.inputs, name, table)
        world.inputs.questions.mkdir()
        (world.inputs.questions / "example.toml").write_text(QUESTION, encoding="utf-8")
        write_observations(world.inputs.snapshot / "example_survey.csv", [*synthetic._screening(), *synthetic._cost()])
        write_observations(world.inputs.snapshot / "example_towns.csv", synthetic._town_deaths())
        write_populations(world.inputs.snapshot / "example_people.csv", synthetic._people())
        others = [row for row in synthetic._deaths() if row.period == Period.years(2022)]
        write_observations(world.inputs.snapshot / "example_vital.csv", [*others, *_planted()])
        source = world.inputs.sources / "example_vital.toml"
        rule = f'disclosure = "threshold"\nthreshold = {THRESHOLD}\nprotection = 2\n'
        source.write_text(rule + source.read_text(encoding="utf-8"), encoding="utf-8")
        world.build()

    return made_once(tmp_path_factory.mktemp("hidden") / "planted", make) / "example.duckdb"


def _planted() -> Iterator[Observation]:
    """The planted count among others, by group in counties and of everyone in towns, and the state's figures."""
    period, counties = Period.years(2021, 2023), {"25013": PLANTED, "25025": 9000, "25027": 6100, "25017": 8000}
    of_group = [*((place, "black_nh", deaths) for place, deaths in counties.items()), ("25025", "white_nh", 7000)]
    of_group += [("25013", "white_nh", 7500), ("25013", "hispanic", 8800)]
    of_everyone = [(place, OVERALL, deaths) for place, deaths in TOWNS.items()]
    for place, group, deaths in (*of_group, *of_everyone):
        yield synthetic._row("example_deaths", place, period, "example_vital", group, numerator=deaths,
                             denominator=100_000)  # fmt: skip
    for group in (OVERALL, "black_nh", "white_nh"):
        yield synthetic._row("example_deaths", "25", period, "example_vital", group, numerator=90_000,
                             denominator=2_000_000)  # fmt: skip


@pytest.fixture(scope="module")
def source(database: Path) -> Answers:
    return Answers(Database(database))


@pytest.fixture(scope="module")
def views(source: Answers) -> tuple[KeptView, ...]:
    """Views that the hidden figure belongs to, of every page that has figures of the synthetic world."""
    code = encode(list(TOWNS), source.catalog)
    return tuple(
        KeptView(page=page, words={**words, "members": code} if page == "region" else words, heading=f"View {number}")
        for number, (page, words) in enumerate(VIEWS)
    )


def unpacked(kind: str, content: bytes) -> Iterator[bytes]:
    """The bytes of a file as they are before they are packed: in packed ones any digits may stand by chance."""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(name.rpartition(".")[2], archive.read(name))
    elif kind == "pdf":
        read = PdfReader(BytesIO(content))
        # Letters of pages are numbers of glyphs, which only a reader turns into words; texts of pictures are strings.
        yield "\n".join(page.extract_text() for page in read.pages).encode()
        with pikepdf.open(BytesIO(content)) as pdf:
            yield from (text.encode() for found in pdf.objects for text in _strings(found, 0))
            yield bytes(pdf.Root.Metadata.read_bytes())
    elif kind == "svg":
        yield COORDINATES.sub(b"", content)
    elif kind == "png":
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            yield from (f"{key} {text}".encode() for key, text in getattr(picture, "text", {}).items())
    elif kind == "parquet":
        table = pq.read_table(BytesIO(content))
        yield repr((table.to_pylist(), table.schema.metadata)).encode()
    else:
        yield content


def _strings(found: pikepdf.Object, depth: int) -> Iterator[str]:
    """The strings of an object of a PDF: titles, languages, alternative texts."""
    if isinstance(found, pikepdf.String):
        yield str(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Array) and depth < 3:
        parts = found.values() if isinstance(found, pikepdf.Dictionary) else list(found)
        yield from (text for part in parts if not getattr(part, "is_indirect", False)
                    for text in _strings(part, depth + 1))  # fmt: skip


def kept_out(kind: str, content: bytes, word: bytes = b"xample") -> None:
    """Whether the count is nowhere in a file, and a word that stands in it is found in the same way."""
    assert word in b"".join(unpacked(kind, content)), kind
    assert not [found[0] for part in unpacked(kind, content) if (found := FOUND.search(part))], kind


def test_the_planted_count_is_in_what_the_build_reads_and_not_in_what_it_hides(database: Path, source: Answers) -> None:
    """Otherwise the search below would find nothing whatever is written."""
    assert FOUND.search((database.parent / "snapshot" / "example_vital.csv").read_bytes())
    document = document_of("explore", {**WORDS, "view": "table"}, source, "http://x", DAY)
    (own,) = [row for row in document.dataset.rows if (row["table"], row["place"]) == ("places", "Hampden County")]
    assert own["status"] == "suppressed"
    assert not FOUND.search(database.read_bytes())


def test_every_page_has_the_hidden_figure_as_hidden(source: Answers, views: tuple[KeptView, ...]) -> None:
    """What is searched has it, as a word: a page that left it out would pass for one that hides it."""
    for view in views:
        if view.page not in ("worst",):
            document = document_of(view.page, view.words, source, "http://x", DAY)
            assert "suppressed" in {row.get("status") for row in document.dataset.rows} or "hidden" in str(document), (
                view.page, view.words,
            )  # fmt: skip
    assert {view.page for view in views} | {"maternity-access"} == set(PAGES)


@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_it_is_in_no_byte_of_any_format(source: Answers, views: tuple[KeptView, ...], number: int) -> None:
    view = views[number]
    document = document_of(view.page, view.words, source, "http://x", DAY)
    for kind, made in FORMATS.items():
        # Each day one view in the formats that take long: the briefing below has all of them in the same.
        if not made.costly or not number or is_deep():
            kept_out(kind, made.make(document))


def test_nor_of_a_briefing(source: Answers, views: tuple[KeptView, ...]) -> None:
    # Each day one view of each page.
    by_page = {view.page: view for view in reversed(views)}
    briefing = KeptBriefing(title="Example", views=views if is_deep() else tuple(by_page.values()))
    for kind in BOOKS:
        # The archive holds what the others are, each by itself.
        kept = briefing if kind != "zip" or is_deep() else KeptBriefing(views=views[:1])
        kept_out(kind, book(source, kind, kept, "http://x", DAY)[0])
    kept_out("json", file_bytes(briefing))


def test_nor_of_an_answer_of_the_site(database: Path, views: tuple[KeptView, ...]) -> None:
    site, code = open_site(database), views[-1].words["members"]
    words = urlencode({**WORDS, "view": "table"})
    addresses = [
        *(f"/api/v1/observations?indicator=example_deaths&limit=10000&format={form}" for form in reading.FORMS),
        *(f"/api/v1/measures?indicator=example_deaths&place=hampden-county&reference={held}&format={form}"
          for form in reading.FORMS for held in ("", "all", "rest", "white_nh")),
        *(f"/api/v1/regions?members={code}&format={form}" for form in reading.FORMS),
        *(f"/api/v1/{name}" for name in ("indicators", "questions", "places", "sources", "version", "openapi.json")),
        *(f"/api/v1/{wrong}" for wrong in ("observations?period=x", "views/place.csv", "briefing.pdf", "nothing")),
        *(f"/api/v1/views/explore.csv?{words}&metadata=zip", f"/explore?{words}"),
        "/gaps?indicator=example_deaths&place=hampden-county&group=black_nh", "/worst", "/places/springfield",
        "/places/hampden-county", f"/regions?members={code}", "/briefing?place=springfield",
        f"/briefing?views={link_word(KeptBriefing(views=views))}", "/data/example_deaths",
        *(f"/export/series/example_deaths.{kind}" for kind in ("csv", "parquet")),
    ]  # fmt: skip
    for address in addresses:
        answered = site.get(address)
        assert answered.status_code in (200, 400, 404), (address, answered.status_code)
        kept_out("parquet" if answered.data[:4] == b"PAR1" else "txt", answered.data, b"")
