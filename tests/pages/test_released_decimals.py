"""What leaves the site of a source that hides figures, format by format: nowhere a decimal more than the page shows.

The file has none (tests/data/disclosure/test_release.py). Here the answers themselves are read, number by number, and
compared with the figures of publishers' files at every number of decimals beyond those that are shown.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from PIL import Image

from components.documents.document import NothingToExportError
from components.documents.formats.page import page
from components.views.describe import describe
from data.dates import today
from data.query.selection import Selection
from data.settings import ROOT
from data.vocabulary import ALL, OVERALL
from tests.questions import Asked
from tests.site import Site, open_site

pytestmark = pytest.mark.slow

NUMBER = re.compile(r"\d[\d,]*\.\d+")
SAID = re.compile(r'\b(?:data-[\w-]+|aria-[\w-]+|title|label)="([^"]*)"')
DIGITS = 4
"""Significant digits from which on a number is a publisher's figure, and no other number by chance."""
VIEWS = ("map", "table", "groups", "trend")


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published, preload_seconds=60)


@pytest.fixture(scope="module")
def hiding(published: Path) -> dict[str, set[str]]:
    """Sources that hide figures, by indicator."""
    found: dict[str, set[str]] = defaultdict(set)
    with duckdb.connect(str(published), read_only=True) as connection:
        for indicator, source in connection.execute("SELECT DISTINCT indicator, source FROM disclosure").fetchall():
            found[indicator].add(source)
    return found


@cache
def printed(indicator: str, sources: frozenset[str], decimals: int) -> frozenset[str]:
    """The figures of publishers' files with more decimals than are shown, cut and rounded at each number of them."""
    found: set[str] = set()
    for source in sources:
        with (ROOT / "data" / "snapshot" / f"{source}.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["indicator"] == indicator]
        for figure in (row[column] for row in rows for column in ("value", "ci_low", "ci_high")):
            for more in range(decimals + 1, len(figure.partition(".")[2]) + 1):
                found |= {f"{float(figure):.{more}f}", figure[: figure.index(".") + 1 + more]}
    # Three digits are also those of many a ratio ("1.57 times"), which a figure with a decimal more is not told from.
    # Zeros behind the decimals that are shown say nothing more.
    return frozenset(
        figure
        for figure in found
        if len(figure.replace(".", "").lstrip("0")) >= DIGITS and figure.partition(".")[2][decimals:].strip("0")
    )


def words(markup: str) -> str:
    """What is said in markup: its text, and the attributes with words or figures; where a mark stands is left out."""
    plain = unescape(markup)
    return " ".join([re.sub(r"<[^<>]*>", " ", plain), *SAID.findall(plain)])


def leaks(text: str, figures: frozenset[str]) -> list[str]:
    return [number for number in NUMBER.findall(text) if number.replace(",", "") in figures]


def selections(asked: Asked, indicators: Mapping[str, set[str]]) -> Iterator[Selection]:
    """Of every indicator with hidden figures a view of each level and dimension with one, the views by turns."""
    seen = set()
    for coverage in asked.catalog.coverage:
        key = (coverage.indicator, coverage.level, coverage.dimension)
        if key in seen or coverage.indicator not in indicators:
            continue
        seen.add(key)
        group = ALL if coverage.stratum == OVERALL else coverage.stratum
        given = {"indicator": coverage.indicator, "level": coverage.level, "by": coverage.dimension, "group": group}
        yield asked.parse(**given, period=coverage.period.slug, view=VIEWS[len(seen) % len(VIEWS)])[0]


@pytest.fixture(scope="module")
def views(ask_published: Asked, hiding: dict[str, set[str]]) -> list[tuple[Selection, frozenset[str]]]:
    """Views with the figures that must not be in them."""
    found = []
    for selection in selections(ask_published, hiding):
        decimals = ask_published.catalog.indicators[selection.indicator].decimals
        sources = frozenset(
            s for s in hiding[selection.indicator] if (ROOT / "data" / "snapshot" / f"{s}.csv").is_file()
        )
        if figures := printed(selection.indicator, sources, decimals):
            found.append((selection, figures))
    assert len({selection.indicator for selection, _ in found}) > 8
    return found


def test_a_figure_with_a_decimal_more_is_found_out(views: list[tuple[Selection, frozenset[str]]]) -> None:
    """The snapshot itself: every figure of a source that is rounded would be seen, in text and in attributes."""
    for _, figures in views:
        figure = min(figures)
        assert leaks(words(f"<td>{figure} per 100,000</td>"), figures) == [figure]
        assert leaks(words(f"<path d='M{figure} 0' data-value=\"{figure}\">"), figures) == [figure]
        assert leaks(words(f'<path d="M{figure} 0">'), figures) == []


def test_pages(site: Site, views: list[tuple[Selection, frozenset[str]]]) -> None:
    for selection, figures in views:
        sent = json.dumps(site.show(f"?{selection.query()}"), ensure_ascii=False).replace('\\"', '"')
        assert leaks(words(sent), figures) == [], selection.query()


def test_embeds_and_gaps(site: Site, views: list[tuple[Selection, frozenset[str]]]) -> None:
    for selection, figures in views[::3]:
        for path in ("/embed", "/gaps"):
            sent = json.dumps(site.load(path, f"?{selection.query()}"), ensure_ascii=False).replace('\\"', '"')
            assert leaks(words(sent), figures) == [], (path, selection.query())


def test_documents_of_states(site: Site, views: list[tuple[Selection, frozenset[str]]]) -> None:
    """The JSON in which the browser holds the other groups and periods of a view."""
    for selection, figures in views[::2]:
        asked = {word: said for word, said in selection.parameters().items() if word not in ("period", "group")}
        answered = site.get(f"/explore/states.json?{urlencode(asked)}")
        if answered.status_code == 204:
            continue  # too many states to be held: the browser asks for each as a page
        sent = json.dumps(answered.get_json(), ensure_ascii=False).replace('\\"', '"')
        assert len(sent) > 1_000, selection.query()
        assert leaks(words(sent), figures) == [], selection.query()


def test_csv(site: Site, views: list[tuple[Selection, frozenset[str]]]) -> None:
    for selection, figures in views:
        answered = site.get(f"/api/v1/views/explore.csv?{selection.query()}")
        if answered.status_code == 200:
            assert leaks(answered.data.decode("utf-8-sig"), figures) == [], selection.query()


def test_what_a_picture_is_set_from(ask_published: Asked, views: list[tuple[Selection, frozenset[str]]]) -> None:
    """The words and figures of the PNG before they are drawn: the typesetter is given nothing else."""
    drawn = 0
    for selection, figures in views:
        try:
            document = describe(ask_published.answers.to(selection), "https://example.org", today())
        except NothingToExportError:
            continue
        drawn += 1
        sent = json.dumps(page(document), ensure_ascii=False).replace('\\"', '"')
        assert leaks(words(sent), figures) == [], selection.query()
    assert drawn > 20


def test_the_text_in_a_picture(site: Site, views: list[tuple[Selection, frozenset[str]]]) -> None:
    """The data, title, notes and filters that are written into the PNG as text."""
    for selection, figures in views[::8]:
        answered = site.get(f"/api/v1/views/explore.png?{selection.query()}")
        if answered.status_code != 200:
            continue
        with Image.open(BytesIO(answered.data)) as picture:
            picture.load()
            chunks: dict[str, str] = picture.text  # type: ignore[attr-defined]
        assert chunks["Data"].count("\n") > 1
        for keyword, text in chunks.items():
            assert leaks(str(text), figures) == [], (keyword, selection.query())
