"""Every document is its page whole: what Dash will draw stands in it as HTML and SVG, and its head says what it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from components.formatting.markdown import markdown_html
from data.query.answers import Answers
from data.settings import ROOT
from pages.responses import admission
from pages.responses.files import plotly
from tests.questions import Asked
from tests.site import Site, open_site

OVERDOSE = "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
VIEWS = [f"{OVERDOSE}&view={view}" for view in ("map", "trend", "groups", "table", "multiples", "compare")]
DRAWN = [*VIEWS, "/gaps?indicator=infant_mortality&lang=es", "/worst?lang=pt", f"/embed{OVERDOSE[8:]}"]
READING = ["/methods", "/search", "/search?q=opioids&lang=es", "/places", "/place/springfield?lang=pt"]
_VOID = {"br", "hr", "img", "input", "link", "meta"}


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published)


class Words(HTMLParser):
    """The words of a text of HTML in their order, without those of charts and of what only a script changes."""

    def __init__(self, within: str = "") -> None:
        super().__init__()
        self.words: list[str] = []
        self._within, self._depth, self._silent, self._inside = within, 0, 0, not within

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id") == self._within and self._within:
            self._inside, self._depth = True, 0
        if tag in _VOID:
            return
        self._depth += 1
        if self._silent or tag == "noscript" or named.get("class") == "first-chart":
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1
        self._silent = max(self._silent - 1, 0)
        if self._within and self._depth == 0:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and not self._silent:
            self.words += data.split()


def words_of(html: str, within: str = "") -> list[str]:
    reader = Words(within)
    reader.feed(html)
    return reader.words


def words_of_tree(tree: Any) -> list[str]:
    """The words of what Dash is sent to draw."""
    if isinstance(tree, str):
        return tree.split()
    if isinstance(tree, list):
        return [word for part in tree for word in words_of_tree(part)]
    if not isinstance(tree, dict):
        return []
    props = tree["props"]
    if tree["type"] in ("Store", "Location"):
        return []
    if "data-fragment" in props:
        return words_of(props["data-fragment"])
    options = [words_of_tree(option["label"]) for option in props.get("options", ())]
    return [word for option in options for word in option] + words_of_tree(props.get("children"))


def fail(_self: Answers, _question: object) -> None:
    raise RuntimeError("synthetic failure")


def split(address: str) -> tuple[str, str]:
    path, _, query = address.partition("?")
    return path, f"?{query}" if query else ""


@pytest.mark.parametrize("address", DRAWN)
def test_a_document_says_what_dash_will_draw_in_the_same_order(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    drawn = words_of_tree(site.load(*split(address)))
    assert len(drawn) > 50
    assert words_of(page, "first-drawing") == drawn


@pytest.mark.parametrize("address", READING)
def test_a_reading_page_comes_without_dash_and_says_all_that_its_layout_says(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    for of_dash in ("_dash-config", "_dash-component-suites", "react", "plotly", "data-fragment"):
        assert of_dash not in page, of_dash
    assert words_of(page, "main") == words_of_tree(site.load(*split(address)))
    assert re.findall(r'<script defer src="/scripts/\w+/(\w+\.js)"></script>', page) == ["reading.js"]


def named(tree: Any, fragments: list[str]) -> Any:
    """What Dash is sent to draw, each fragment as its name, and the fragments."""
    if isinstance(tree, list):
        return [named(part, fragments) for part in tree]
    if not isinstance(tree, dict) or "props" not in tree:
        return tree
    props = dict(tree["props"])
    if "data-fragment" in props:
        fragments.append(props["data-fragment"])
        text = props["data-fragment"].encode()
        props["data-fragment"] = f"\ue002{zlib.crc32(text):x}.{zlib.adler32(text):x}"
    elif "children" in props:
        props["children"] = named(props["children"], fragments)
    return {**tree, "props": props}


@pytest.mark.parametrize("address", DRAWN)
def test_a_document_holds_what_dash_would_ask_for_and_says_nothing_twice(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    (held,) = re.findall(r'<script id="drawn" type="application/json">([^<]*)</script>', page)
    answers, fragments = json.loads(held), []  # type: ignore[var-annotated]
    drawn = answers["page"]["response"]["_pages_content"]["children"]
    assert drawn == named(site.load(*split(address)), fragments)
    assert len(fragments) > 1
    assert not any(fragment in held for fragment in fragments if len(fragment) > 40)
    # Each fragment stands in the document, in the element that carries the sum of its text.
    sums = [f"{zlib.crc32(text.encode()):x}.{zlib.adler32(text.encode()):x}" for text in fragments]
    assert sorted(re.findall(r'data-sent="([^"]+)"', page)) == sorted(sums)
    asked = site.client.get("/_dash-layout", headers={"Referer": f"http://localhost{address}"}).get_json()
    assert answers["layout"] == asked


def test_a_document_that_is_still_the_same_is_not_sent_again(site: Site) -> None:
    first = site.get(OVERDOSE)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = site.get(OVERDOSE, **{"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Accept-Encoding" in again.headers["Vary"]
    for other in (f"{OVERDOSE}&lang=es", f"{OVERDOSE}&view=trend", "/gaps", "/methods"):
        answered = site.get(other, **{"If-None-Match": tag})
        assert answered.status_code == 200
        assert answered.headers["ETag"] != tag
    # Another process of the site, or another replica, makes the same document of the same data.
    second = open_site(Path(site.app.server.extensions["answers"].publication.path))
    assert second.get(OVERDOSE, **{"If-None-Match": tag}).status_code == 304
    missing = site.get("/nowhere")
    assert "ETag" not in missing.headers


def test_maps_have_their_outlines_in_the_document(site: Site) -> None:
    page = site.get(VIEWS[0]).get_data(as_text=True)
    outlines = site.get("/shapes/county.json").get_json()
    drawn = re.findall(r'<path d="([^"]*)" [^>]*data-id="([^"]+)"', page)
    assert len(drawn) == 15  # fourteen counties and the coast
    for outline, place in drawn:
        assert outline == (outlines["coast"] if place == "coast" else outlines["places"][place][0])


@pytest.mark.parametrize("address", [VIEWS[1], "/gaps"])
def test_charts_stand_drawn_in_the_document(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    tree = json.dumps(site.load(*split(address)))
    assert '"type": "Graph"' not in tree, "Dash would fetch plotly.js for it"
    charts = re.findall(r"<div class=\"chart\" [^>]*data-figure='([^']+)'><svg class=\"drawing\"", page)
    assert len(charts) == tree.count("data-figure=") > 0
    assert all(json.loads(unescape(chart))["data"] for chart in charts)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_every_choice_is_a_link_for_those_without_scripts(site: Site) -> None:
    for address in (VIEWS[0], VIEWS[5], "/gaps", "/worst"):
        page = site.get(address).get_data(as_text=True)
        linked = {to for part in page.split("<noscript>")[1:] for to in re.findall(r'href="(\?[^"]*)"', part)}
        offered = set(re.findall(r'<option [^>]*?value="(\?[^"]*)"', page))
        assert len(offered) > 5
        assert offered <= linked, address


def test_documents_are_remembered_and_each_language_has_its_own(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.get(VIEWS[0]).get_data(as_text=True)
    with monkeypatch.context() as patched:
        patched.setattr(Answers, "to", fail)
        assert site.get(VIEWS[0]).get_data(as_text=True) == first
    packed = site.get(VIEWS[0], **{"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) < 60_000
    assert '<html lang="es">' in site.get(f"{VIEWS[0]}&lang=es").get_data(as_text=True)


def test_a_remembered_document_is_sent_to_those_who_ask_for_it_alone(site: Site) -> None:
    client = site.app.server.test_client()
    assert client.get("/methods").status_code == 200
    assert client.head("/methods").status_code == 200
    asked = client.options("/methods")
    assert asked.data == b""
    assert set(asked.allow or ()) == {"GET", "HEAD", "OPTIONS"}


def test_a_page_that_fails_says_so_and_is_not_remembered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{OVERDOSE}&view=table&place=dukes-county"
    with monkeypatch.context() as patched:
        patched.setattr(Answers, "to", fail)
        answered = site.get(address)
        assert answered.status_code == 500
        assert "Something went wrong" in answered.get_data(as_text=True)
        assert "synthetic failure" not in answered.get_data(as_text=True)
    assert site.get(address).status_code == 200


def test_documents_take_turns_and_files_do_not(site: Site) -> None:
    for path, waits in {"/explore": True, "/nowhere": True, "/assets/map.js": False, "/health": False}.items():
        with site.app.server.test_request_context(path):
            assert admission.is_document() == waits, path


def test_links_between_pages_of_views_carry_what_was_chosen(site: Site) -> None:
    page = site.get(f"{OVERDOSE}&view=map&lang=pt").get_data(as_text=True)
    (gaps,) = re.findall(r'href="(/gaps[^"]*)" id="to-gaps"', page)
    assert gaps == "/gaps?indicator=drug_overdose_deaths&amp;level=county&amp;by=race_ethnicity&amp;" \
        "group=black_nh&amp;period=2021-2023&amp;lang=pt"  # fmt: skip
    assert 'href="/places?lang=pt"' in page
    assert re.search(r'aria-current="page"[^>]*id="to-explore"', page)
    assert re.search(r'aria-current="true"[^>]*id="to-places"', site.get("/place/boston").get_data(as_text=True))


@pytest.mark.parametrize("address", ["/%5Cexample.com", "/%2F%2Fexample.com", "/%22%3E%3Cb%3E"])
def test_no_link_of_an_odd_address_leads_off_the_site_or_out_of_its_quotes(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    named = re.findall(r'class="language"[^>]* href="([^"]*)"', page)
    assert len(named) == 3
    assert all(re.match(r"/(?![/\\])", link) for link in named), named
    assert "<b>" not in page


# What search engines and other sites read


def test_the_head_names_the_view_and_its_other_languages(site: Site) -> None:
    page = site.get("/explore?indicator=drug_overdose_deaths&lang=es&v=1").get_data(as_text=True)
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)">', page)
    assert canonical.startswith("http://localhost/explore?indicator=drug_overdose_deaths&amp;level=county")
    assert canonical.endswith("&amp;lang=es")
    others = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', page))
    assert set(others) == {"en", "es", "pt", "x-default"}
    assert others["es"] == canonical
    assert others["x-default"] == others["en"] == canonical.removesuffix("&amp;lang=es")
    (title,) = re.findall(r"<title>(.+)</title>", page)
    assert "mueren por sobredosis" in title
    for name in ("og:title", "twitter:title"):
        assert f'"{name}" content="{title}"' in page
    (description,) = re.findall(r'<meta name="description" content="([^"]+)">', page)
    assert "**" not in description
    assert "por condado" in description


def test_a_region_and_two_places_are_pages_of_their_own_and_an_order_is_none(site: Site) -> None:
    region, two = "/regions?members=CKCPCXCb&amp;name=North", "/place/holyoke?with=springfield"
    for asked, own in ((f"{region}&order=distance", region), (f"{two}&form=page&lang=es", f"{two}&amp;lang=es")):
        page = site.get(asked.replace("&amp;", "&")).get_data(as_text=True)
        assert f'<link rel="canonical" href="http://localhost{own}">' in page
        (picture,) = re.findall(r'"og:image" content="http://localhost([^"]+)"', page)
        assert site.get(picture.replace("&amp;", "&")).data != site.get("/card.png?page=/regions").data


@pytest.mark.parametrize("address", [VIEWS[1], "/worst", "/methods?lang=es"])
def test_every_page_has_a_card_of_its_own(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    (picture,) = re.findall(r'"og:image" content="http://localhost([^"]+)"', page)
    answered = site.get(picture.replace("&amp;", "&"))
    assert (answered.status_code, answered.mimetype) == (200, "image/png")
    assert Image.open(BytesIO(answered.data)).size == (1200, 630)


def test_there_is_no_card_of_an_unknown_page(site: Site) -> None:
    assert site.get("/card.png?page=/nowhere").status_code == 404
    assert site.get("/card.png?page=/embed").status_code == 404
    assert site.get("/card.png?page=/place/atlantis").status_code == 404


@pytest.mark.parametrize("address", ["/nowhere", "/place/atlantis", "/data/atlantis"])
def test_an_unknown_address_is_not_found_and_no_engine_is_told_of_it(site: Site, address: str) -> None:
    for _ in ("made", "asked again"):
        answered = site.get(address)
        assert answered.status_code == 404
        assert 'rel="canonical"' not in answered.get_data(as_text=True)


def test_the_sitemap_lists_pages_questions_and_places_in_every_language(site: Site, ask_published: Asked) -> None:
    tree = ElementTree.fromstring(site.get("/sitemap.xml").data)
    addresses = [node.text or "" for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) == len(set(addresses))
    own = {address.removeprefix("http://localhost") for address in addresses}
    assert {
        "/explore",
        "/explore?lang=es",
        "/methods?lang=pt",
        "/place/springfield",
        "/place/springfield?lang=es",
    } <= own
    for question in ask_published.catalog.questions.values():
        assert f"/explore?indicator={question.indicators[0]}" in own
        assert {f"/data/{item}?lang=pt" for item in (question.id, *question.indicators)} <= own
    assert not any("/embed" in address or "/404" in address or "<" in address for address in own)
    assert "Sitemap: http://localhost/sitemap.xml" in site.get("/robots.txt").get_data(as_text=True)


# Markdown


def test_formulas_are_mathml_and_html_is_text() -> None:
    made = markdown_html("A $x \\pm 1$ <b>b</b>\n\n$$\n\\frac12\n$$\n\n| one | two |\n|---|---|\n| 1 | 2 |\n")
    assert made.count("<math ") == 2
    assert "<mo>&#x000B1;</mo>" in made
    assert "&lt;b&gt;" in made
    assert '<td data-head="two">2</td>' in made
    assert '<th scope="col">one</th>' in made


# What charts need when they are pointed at


@pytest.fixture
def chosen_anew() -> Iterator[None]:
    """Which file it is, is found out once in a process."""
    plotly._kind.cache_clear()
    yield
    plotly._kind.cache_clear()


def test_the_whole_is_that_of_the_package() -> None:
    with plotly.WHOLE.open(encoding="utf-8") as script:
        assert f"plotly.js v{plotly.VERSION}\n" in script.read(100)


@pytest.mark.usefixtures("chosen_anew")
def test_the_file_a_document_names_is_kept_and_the_cut_goes_before_the_whole(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"WHOLE": tmp_path / "whole.js", "CUT": tmp_path / "cut.js"}
    for name, file in files.items():
        monkeypatch.setattr(plotly, name, file)
    files["WHOLE"].write_text("/* synthetic: every kind of chart */", encoding="utf-8")
    whole = site.get(plotly.address())
    assert whole.get_data(as_text=True) == "/* synthetic: every kind of chart */"
    assert whole.mimetype == "text/javascript"
    assert "immutable" in whole.headers["Cache-Control"]
    assert "immutable" not in site.get("/plotly.js").headers["Cache-Control"]
    files["CUT"].write_text("/* synthetic: ours */", encoding="utf-8")
    before = plotly.address()
    plotly._kind.cache_clear()
    assert plotly.address() != before, "a browser that has kept the whole asks again"
    assert site.get(plotly.address()).get_data(as_text=True) == "/* synthetic: ours */"
    assert site.get(plotly.address(), **{"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    page = site.get("/explore?place=hampden-county").get_data(as_text=True)
    assert re.findall(r'data-plotly="([^"]+)"', page) == [plotly.address()]


@pytest.mark.slow
def test_a_document_is_the_same_whichever_process_makes_it(published: Path) -> None:
    """Two sites behind one proxy answer for each other: what one says is still the same, the other has to say, too."""
    addresses = ["/explore", "/explore?lang=es&view=compare", "/gaps", "/place/boston", "/"]
    making = (
        "import hashlib, pathlib, sys; from tests.site import open_site; "
        "client = open_site(pathlib.Path(sys.argv[1])).app.server.test_client(); "
        "print(*(hashlib.sha256(client.get(address).data).hexdigest() for address in sys.argv[2:]))"
    )
    command = [sys.executable, "-c", making, str(published), *addresses]
    said = [
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert len(set(said[0])) == len(addresses)
    assert said[0] == said[1]
