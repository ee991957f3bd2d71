"""The pages of places over HTTP: every number of sixty of them by other queries, all languages, broken words.

The expected figures are read from the file by this test and rounded here, halves up, by the decimals of the indicator.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html import unescape
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Xml

import duckdb
import pytest

from data.language import LANGUAGES
from data.vocabulary import Period
from tests.alternatives.peers import nearest_by_table
from tests.site import Site, open_site, shared_site

pytestmark = pytest.mark.slow
FIGURES = """
SELECT slug, value, ci_low, ci_high, status, numerator FROM observation JOIN geography USING (geo_id)
WHERE indicator = ? AND stratum = 'overall' AND period_start = ? AND period_end = ?
"""
SAMPLE = 60


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def database(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published), read_only=True) as opened:
        yield opened


def page(site: Site, address: str) -> str:
    """The HTML of a page: the first response where that is the page, else what Dash is sent to draw."""
    sent: str = site.get(address).get_data(as_text=True)
    if 'class="profile' in sent or 'class="places-page' in sent:
        return sent
    path, _, query = address.partition("?")
    return drawn(site.load(path, f"?{query}" if query else ""))


def drawn(content: Any) -> str:
    """The HTML in what Dash is sent, and the words of its components."""
    if isinstance(content, dict):
        return "".join(drawn(value) for value in content.values())
    if isinstance(content, list):
        return "".join(drawn(value) for value in content)
    return str(content)


@dataclass(frozen=True)
class Line:
    """A row of a profile as it is read: its words by the class of their cell, and the address it leads to."""

    words: dict[str, str]
    selection: dict[str, str]


def lines(html: str) -> list[Line]:
    found = []
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        for row in Xml.fromstring(table).iter("tr"):
            link = row.find("th/a")
            if link is not None:
                query = urlsplit(unescape(link.attrib["href"])).query
                words = {cell.attrib["class"].split()[0]: " ".join(cell.itertext()) for cell in row.findall("td")}
                found.append(Line(words, {key: value[0] for key, value in parse_qs(query).items()}))
    return found


def written(value: float, definition: dict[str, Any], *, plain: bool = False) -> str:
    """A figure as the page writes it in English."""
    whole = definition["measure"] == "count" and (value >= 100 or float(value).is_integer())
    decimals = 0 if whole else definition["decimals"]
    text = f"{Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    if plain or definition["measure"] not in ("percent", "dollars"):
        return text
    return f"{text}%" if definition["measure"] == "percent" else f"${text}"


class File:
    """The file as this test reads it."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database
        told = database.execute("SELECT indicator, definition FROM indicator").fetchall()
        self.definitions: dict[str, dict[str, Any]] = {i: json.loads(d) for i, d in told}
        self.figures = lru_cache(maxsize=None)(self._figures)
        self.levels = dict(database.execute("SELECT slug, level FROM geography").fetchall())
        self.counties = dict(
            database.execute(
                "SELECT town.slug, county.slug FROM geography_member m JOIN geography county ON county.geo_id = m.area "
                "JOIN geography town ON town.geo_id = m.member WHERE county.level = 'county'"
            ).fetchall()
        )

    def _figures(self, indicator: str, period: str) -> dict[str, tuple[Any, ...]]:
        span = Period.parse(period)
        found = self._database.execute(FIGURES, [indicator, span.start, span.end]).fetchall()
        return {slug: rest for slug, *rest in found}

    def peers(self, slug: str) -> list[str]:
        return nearest_by_table(self._database, slug)


def expected(line: Line, slug: str, file: File, peers: list[str]) -> dict[str, str]:
    """The numbers of a line by its cell."""
    definition = file.definitions[line.selection["indicator"]]
    figures = file.figures(line.selection["indicator"], line.selection["period"])
    shown = line.selection["place"]
    value, low, high, *_ = figures[shown]
    cells = {"c-own": written(value, definition)}
    if low is not None:
        cells["c-own"] += f" {written(low, definition, plain=True)}–{written(high, definition, plain=True)}"
    state = figures.get("massachusetts", (None,))[0]
    beside = [f"State {'no figure' if state is None else written(state, definition)}"]
    county = figures.get(file.counties.get(slug, ""), (None,))[0] if shown == slug else None
    if county is not None:
        beside.append(f"County {written(county, definition)}")
    usable = [figures[p] for p in peers if p in figures and figures[p][0] is not None]
    values = [f[0] for f in usable if f[3] == "reported" and is_usable(f, definition)]
    if shown == slug and peers and len(values) >= 5 and is_rate(definition):
        beside.append(f"Similar towns {written(statistics.median(values), definition)}")
    cells["c-beside"] = " ".join(beside)
    return cells


def is_rate(definition: dict[str, Any]) -> bool:
    return definition["measure"] != "count" and not definition.get("whole_place")


def is_usable(figure: tuple[Any, ...], definition: dict[str, Any]) -> bool:
    """Not on fewer than ten events, nor with an interval wider than 160% of it, or than six years."""
    value, low, high, _, events = figure
    if events is not None and events < 10:
        return False
    if low is None:
        return True
    return bool(high - low <= 6 if definition["measure"] == "years" else high - low <= 1.6 * value)


def test_every_number_of_sixty_pages_is_that_of_the_file(site: Site, database: duckdb.DuckDBPyConnection) -> None:
    file = File(database)
    towns = sorted(slug for slug, level in file.levels.items() if level == "municipality")
    others = sorted(slug for slug, level in file.levels.items() if level in ("county", "eohhs_region"))
    told = 0
    for slug in [*Random(13).sample(towns, SAMPLE - 10), *Random(13).sample(others, 10)]:
        peers = file.peers(slug) if file.levels[slug] == "municipality" else []
        found = lines(page(site, f"/place/{slug}"))
        for line in found:
            for cell, words in expected(line, slug, file, peers).items():
                said = re.sub(r"\s+", " ", line.words[cell]).strip()
                assert said == words or said.startswith(f"{words} "), (slug, line.selection, said, words)
        told += len(found)
    assert told > SAMPLE * 20


def test_a_town_s_line_that_is_its_county_s_says_whose_it_is(site: Site) -> None:
    found = lines(page(site, "/place/holyoke"))
    assert {line.selection["place"] for line in found} == {"holyoke", "hampden-county"}
    for line in found:
        assert ("Hampden County" in line.words["c-own"]) == (line.selection["place"] == "hampden-county")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_profile_two_places_and_one_page_come_in_every_language(site: Site, code: str) -> None:
    titles = {
        "en": ("Holyoke: few figures of its own", "Holyoke beside Springfield"),
        "es": ("Holyoke: pocas cifras propias", "Holyoke junto a Springfield"),
        "pt": ("Holyoke: poucos dados próprios", "Holyoke ao lado de Springfield"),
    }
    alone, beside = titles[code]
    for words in ("&form=page", "&order=distance"):
        assert alone in page(site, f"/place/holyoke?lang={code}{words}")
    assert beside in page(site, f"/place/holyoke?with=springfield&lang={code}")
    assert f"/place/holyoke?lang={code}" in page(site, f"/places?lang={code}") or code == "en"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("order=best", "“best” is not an order"),
        ("form=book", "“book” is not an order or a form"),
        ("with=atlantisxx", "“atlantisxx” is not a place we know."),
        ("with=holyoke", "Holyoke cannot stand beside itself."),
        ("with=massachusetts", "stands beside the state already"),
    ],
)
def test_a_word_that_is_not_followed_gets_a_notice(site: Site, words: str, said: str) -> None:
    html = page(site, f"/place/holyoke?{words}")
    assert said in html
    assert "Holyoke: few figures of its own" in html


@pytest.mark.parametrize("typed", ["springfield", "Springfield", "sprngfield", "SPRINGFIELD"])
def test_the_second_place_is_known_by_its_slug_its_name_or_nearly(site: Site, typed: str) -> None:
    assert "Holyoke beside Springfield" in page(site, f"/place/holyoke?with={typed}")


def test_an_unknown_place_is_a_404_with_the_names_that_are_near(site: Site) -> None:
    assert site.get("/place/holyok").status_code == 404
    assert site.get("/place/massachusetts").status_code == 404, "the state has no profile"
    html = drawn(site.load("/place/holyok"))
    assert "There is no place “holyok” here" in html
    assert 'href="/place/holyoke"' in html


def test_places_are_found_by_name_without_a_script_and_each_is_linked_twice(site: Site) -> None:
    html = page(site, "/places?q=brokton")
    found = html[html.index("places-found") :]
    assert found.index('href="/place/brockton"') < found.index("places-map")
    assert html.count('href="/place/gosnold"') == 2, "on the map, and in the list"
    assert "No place" in page(site, "/places?q=xqzzv")


def test_search_leads_a_place_to_its_profile_with_explore_beside_it(site: Site) -> None:
    groups = site.get("/search.json?q=brockton").get_json()["groups"]
    assert [group["kind"] for group in groups][:2] == ["profile", "place"]
    assert groups[0]["options"][0]["search"] == "/place/brockton"
    assert "place=brockton" in groups[1]["options"][0]["search"]
    spanish = site.get("/search.json?q=brockton&lang=es").get_json()["groups"]
    assert spanish[0]["options"][0]["search"] == "/place/brockton?lang=es"
    here = site.get("/search.json?q=brockton&indicator=births_yearly").get_json()["groups"]
    assert [group["kind"] for group in here][:2] == ["place", "profile"], "a view in hand is changed first"
    alone = site.get("/search.json?q=brockton&only=place").get_json()["groups"]
    assert [group["kind"] for group in alone] == ["place"]


def test_maternity_units_of_a_place_are_told_as_their_own_page_tells_them(site: Site) -> None:
    html = page(site, "/place/holyoke")
    told = html[html.index('id="maternity"') :]
    assert "Holyoke Medical Center" in told
    own = site.get("/maternity-access?place=holyoke").get_data(as_text=True)
    sentence = re.search(r"<p>(At the end of \d{4} the nearest unit known to be open.*?)</p>", told)
    assert sentence is not None
    assert re.sub("<.*?>", "", sentence[1]) in re.sub("<.*?>", "", own)
    assert 'href="/maternity-access?place=holyoke"' in told


def test_without_data_the_pages_say_so(tmp_path: Path) -> None:
    site = open_site(tmp_path / "nowhere.duckdb")
    for address in ("/places", "/place/boston"):
        assert "cannot be shown just now" in drawn(site.load(address))
