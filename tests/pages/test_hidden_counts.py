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

import pikepdf
import pyarrow.parquet as pq
import pytest
from PIL import Image

from components.documents.document import ViewDocument
from data.observations.csv_files import write_observations, write_populations
from data.query.answers import Answers
from data.query.connection import Database
from data.vocabulary import Period
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import FORMATS
from tests import synthetic
from tests.databases import made_once
from tests.site import open_site

PLANTED = 6173
"""Deaths of Black residents of Hampden County, of 100,000: per 100,000 they are as many."""
THRESHOLD = 6200
FOUND = re.compile(rb"6[,.\s]?173(?!\d)")
WORDS = {"indicator": "example_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh",
         "period": "2021-2023", "place": "hampden-county"}  # fmt: skip
VIEWS = ("map", "table", "groups", "trend")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic world, in which Hampden has the planted count and the source a threshold over it."""

    def make(folder: Path) -> None:
        world = synthetic._empty(folder)
        for name, words in synthetic.INDICATORS.items():
            synthetic.write_indicator(world.inputs, name, words)
        for name, table in synthetic.SOURCES.items():
            synthetic.write_source(world.inputs, name, table)
        write_observations(world.inputs.snapshot / "example_survey.csv", [*synthetic._screening(), *synthetic._cost()])
        write_observations(world.inputs.snapshot / "example_towns.csv", synthetic._town_deaths())
        write_populations(world.inputs.snapshot / "example_people.csv", synthetic._people())
        period = Period.years(2021, 2023)
        rows = [
            synthetic._row("example_deaths", place, period, "example_vital", "black_nh", numerator=deaths,
                           denominator=100_000)
            for place, deaths in (("25013", PLANTED), ("25025", 9000), ("25027", 6100), ("25017", 8000))
        ]  # fmt: skip
        others = [row for row in synthetic._deaths() if row.period == Period.years(2022)]
        write_observations(world.inputs.snapshot / "example_vital.csv", [*others, *rows])
        source = world.inputs.sources / "example_vital.toml"
        rule = f'disclosure = "threshold"\nthreshold = {THRESHOLD}\nprotection = 2\n'
        source.write_text(rule + source.read_text(encoding="utf-8"), encoding="utf-8")
        world.build()

    return made_once(tmp_path_factory.mktemp("hidden") / "planted", make) / "example.duckdb"


def view_of(database: Path, view: str) -> ViewDocument:
    words, day = {**WORDS, "view": view}, date(2026, 11, 29)
    return document_of("explore", words, Answers(Database(database)), "https://example.org", day)


def unpacked(kind: str, content: bytes) -> Iterator[bytes]:
    """The bytes of a file as they are before they are packed: in packed ones any digits may stand by chance."""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(name.rpartition(".")[2], archive.read(name))
    elif kind == "pdf":
        with pikepdf.open(BytesIO(content)) as pdf:
            yield from (found.read_bytes() for found in pdf.objects if isinstance(found, pikepdf.Stream))
    elif kind == "png":
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            yield from (f"{key} {text}".encode() for key, text in getattr(picture, "text", {}).items())
    elif kind == "parquet":
        table = pq.read_table(BytesIO(content))
        yield repr((table.to_pylist(), table.schema.metadata)).encode()
    else:
        yield content


def test_the_planted_count_is_in_what_the_build_reads_and_not_in_what_it_hides(database: Path) -> None:
    """Otherwise the search below would find nothing whatever is written."""
    assert FOUND.search((database.parent / "snapshot" / "example_vital.csv").read_bytes())
    answer = document_of(
        "explore", {**WORDS, "view": "table"}, Answers(Database(database)), "http://x", date(2026, 11, 29)
    )
    (own,) = [row for row in answer.dataset.rows if (row["table"], row["place"]) == ("places", "Hampden County")]
    assert own["status"] == "suppressed"


@pytest.mark.parametrize("view", VIEWS)
def test_it_is_in_no_byte_of_any_format(database: Path, view: str) -> None:
    document = document_of(
        "explore", {**WORDS, "view": view}, Answers(Database(database)), "http://x", date(2026, 11, 29)
    )
    for kind, made in FORMATS.items():
        # Drawings are of the same page: one of each is enough.
        if view == "map" or kind not in ("png", "pdf", "svg"):
            assert not any(FOUND.search(part) for part in unpacked(kind, made.make(document))), kind


def test_nor_of_an_answer_of_the_site(database: Path) -> None:
    site = open_site(database)
    for address in (
        "/api/v1/observations?indicator=example_deaths&level=county&by=race_ethnicity",
        "/api/v1/observations?indicator=example_deaths&format=csv",
        "/api/v1/views/gaps.json?indicator=example_deaths&place=hampden-county",
        "/api/v1/views/place.json?place=hampden-county",
        "/explore?indicator=example_deaths&group=black_nh&view=table&level=county",
    ):
        answered = site.get(address)
        assert answered.status_code in (200, 400), address
        assert not FOUND.search(answered.data), address
