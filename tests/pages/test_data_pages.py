"""The pages of data over HTTP: every record, the list, release notes and their feed, files, and what the site is."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import duckdb
import pytest

from data.language import LANGUAGES
from data.query.url_parameters import plain_query, read_query, read_words
from tests.questions import Asked
from tests.site import Site, open_site, shared_site

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return open_site(tmp_path_factory.mktemp("nothing") / "equity.duckdb")


def markup(tree: Any) -> str:
    """All fragments of a page as HTML."""
    if isinstance(tree, dict):
        own = tree.get("data-fragment", "") if isinstance(tree.get("data-fragment"), str) else ""
        return own + "".join(markup(value) for key, value in tree.items() if key != "data-fragment")
    return "".join(markup(part) for part in tree) if isinstance(tree, list) else ""


def page(site: Site, path: str, query: str = "") -> str:
    return markup(site.load(path, query))


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


# Records


def test_every_indicator_has_its_record_in_the_words_of_its_definition(site: Site, ask_published: Asked) -> None:
    catalog = ask_published.catalog
    for indicator in catalog.indicators.values():
        html = page(site, f"/data/{indicator.id}")
        for said in (indicator.definition, indicator.unit, *indicator.caveats, *(b.note for b in indicator.breaks)):
            assert escape(said) in html, (indicator.id, said)
        assert f">{escape(indicator.title)}</h1>" in html or indicator.id in catalog.questions
        for series in indicator.series:
            source = catalog.sources[series.source]
            assert escape(source.licence) in html, (indicator.id, source.id)
            assert escape(source.address) in html
        for kind in (".csv", ".parquet", "-dictionary.csv", "-dictionary.json"):
            assert f'href="/export/series/{indicator.id}{kind}"' in html


def test_every_question_has_a_page_with_all_its_versions(site: Site, ask_published: Asked) -> None:
    for question in ask_published.catalog.questions.values():
        html = page(site, f"/data/{question.id}")
        assert f">{escape(question.name)}</h1>" in html
        assert escape(question.counts) in html
        for version in question.versions:
            assert f'href="/data/{version.indicator}"' in html
            assert escape(version.differs) in html


def test_records_speak_the_language_of_their_address(site: Site, ask_published: Asked) -> None:
    titles = {code: page(site, "/data/infant_mortality", f"?lang={code}") for code in LANGUAGES}
    assert ">Definición<" in titles["es"]
    assert ">Definição<" in titles["pt"]
    for code in ("es", "pt"):
        assert "What to bear in mind" not in titles[code]
        assert f'href="/data?lang={code}"' in titles[code]


def test_groups_by_race_stand_in_the_publishers_words(site: Site) -> None:
    said = words_of(page(site, "/data/births"))
    assert "“Black or African American” Black" in said
    assert "“Native Hawaiian or Other Pacific Islander” Native Hawaiian / Pacific Islander" in said


def test_a_question_and_an_indicator_of_one_name_share_a_page_and_no_id(site: Site) -> None:
    ids = re.findall(r' id="([^"]+)"', page(site, "/data/births"))
    assert {"versions", "measure-definition"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_only_what_there_is_has_a_page(site: Site) -> None:
    for path, status in (
        ("/data", 200), ("/data/releases", 200), ("/about", 200), ("/data/births", 200), ("/data/opioid-deaths", 200),
        ("/data/brths", 404), ("/data/births/more", 404),
    ):  # fmt: skip
        assert site.get(path).status_code == status, path
    said = page(site, "/data/brths")
    assert "There is no measure “brths” here" in said
    assert 'href="/data/births"' in said


# The list


def test_the_list_says_how_much_is_left_and_hides_the_rest(site: Site, ask_published: Asked) -> None:
    html = page(site, "/data", "?topic=overdose&by=race_ethnicity&level=moon")
    entries = re.findall(r'<li [^>]*data-entry="(\w+)"[^>]*>', html)
    assert sorted(entries) == sorted(ask_published.catalog.indicators)
    shown = [m[1] for m in re.finditer(r'<li [^>]*data-entry="(\w+)"[^>]*>', html) if " hidden" not in m[0]]
    assert f"Measures shown: {len(shown)} of {len(entries)}." in html
    assert {ask_published.catalog.indicators[i].topic for i in shown} == {"overdose"}
    assert "“moon”" in json.dumps(site.load("/data", "?level=moon"), ensure_ascii=False)


def test_every_source_is_listed_with_its_release_licence_and_address(site: Site, ask_published: Asked) -> None:
    html = page(site, "/data")
    table = html.partition("sources-table")[2].partition("</table>")[0]
    for source in ask_published.catalog.sources.values():
        for said in (source.title, source.release, source.licence, source.address):
            assert escape(said) in table, source.id


# Files


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/download/equity.duckdb", "application/vnd.duckdb"),
        ("/download/datapackage.zip", "application/zip"),
        ("/export/series/births.csv", "text/csv"),
        ("/export/series/births.parquet", "application/vnd.apache.parquet"),
        ("/export/series/births-dictionary.csv", "text/csv"),
        ("/export/series/births-dictionary.json", "application/json"),
    ],
)
def test_a_file_is_sent_to_keep_and_once(site: Site, empty_site: Site, path: str, kind: str) -> None:
    sent = site.get(path)
    assert sent.status_code == 200
    assert sent.headers["Content-Type"].startswith(kind)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    again = site.get(path, **{"If-None-Match": sent.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert site.get(f"{path}?lang=es").data == sent.data, "the same in every language"
    assert empty_site.get(path).status_code == 503


def test_the_whole_file_is_the_published_one_and_can_be_had_in_parts(site: Site, published: Path) -> None:
    assert site.get("/download/equity.duckdb").data == published.read_bytes()
    part = site.get("/download/equity.duckdb", Range="bytes=0-15")
    assert (part.status_code, part.data) == (206, published.read_bytes()[:16])


@pytest.mark.parametrize("path", ["/export/series/nothing.csv", "/export/series/births.xls", "/export/series/births"])
def test_a_file_of_nothing_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_a_series_is_as_long_as_the_table(site: Site, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        counted = connection.execute("SELECT indicator, count(*) FROM observation GROUP BY ALL").fetchall()
    for indicator, number in counted[::25]:
        lines = site.get(f"/export/series/{indicator}.csv").get_data().decode("utf-8-sig").splitlines()
        assert len(lines) - 1 == number, indicator


# Release notes


def test_release_notes_are_a_page_and_a_feed_in_every_language(site: Site, ask_published: Asked) -> None:
    releases = ask_published.answers.publication.releases
    ids = set()
    for code in LANGUAGES:
        sent = site.get(f"/data/releases.atom?lang={code}")
        assert sent.headers["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(sent.data)
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated", "author"):
            assert feed.find(f"{ATOM}{name}") is not None, name
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == len(releases)
        html = page(site, "/data/releases", f"?lang={code}")
        for entry in entries:
            said = {name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "content")}
            assert all(said.values())
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT12:00:00-0[45]:00", str(said["updated"]))
            assert f">{escape(str(said['title']))}</h2>" in html
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert f'id="{link.get("href", "").partition("#")[2]}"' in html
            ids.add(said["id"])
    assert len(ids) == len(releases), "an entry has one id in every language"
    assert "urn:uuid:a6c28c1b-e1fb-590d-b13b-4da09e8c4784" in ids, "the id of the first figures, for ever"


# About


def test_about_says_whom_it_is_for_and_claims_no_office_as_its_publisher(site: Site) -> None:
    said = words_of(page(site, "/about"))
    assert "built for Advancing Health Equity in Massachusetts" in said
    assert "not an official publication of the Commonwealth" in said
    assert "WCAG) 2.1, level AA" in said
    for code, word in (("es", "publicación oficial"), ("pt", "publicação oficial")):
        assert word in page(site, "/about", f"?lang={code}")


def test_a_report_carries_the_view_that_it_is_about(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    view = "/explore?indicator=births&level=county&group=all&lang=pt"
    query = f"?from={quote(view, safe='')}"
    html = page(site, "/about", query)
    assert f'href="{escape(view)}"' in html
    assert "mailto:" not in html
    assert "No address to write to has been set up" in html
    monkeypatch.setenv("EQUITY_CONTACT", "figures@example.org")
    html = page(site, "/about", query)
    assert "No address to write to" not in html
    letters = re.findall(r'href="(mailto:figures@example\.org\?[^"]+)"', html)
    assert quote(view, safe="") in unescape(letters[0]).replace("/", "%2F")


@pytest.mark.parametrize(
    "given", ["https://example.org/explore", "//example.org", "javascript:alert(1)", "/\\example.org", "/" + "x" * 2001]
)
def test_what_is_no_address_of_the_site_is_neither_linked_nor_repeated(site: Site, given: str) -> None:
    tree = site.load("/about", f"?from={quote(given, safe='')}")
    said = json.dumps(tree)
    assert "The address of the view could not be read" in said
    assert given[:30] not in said


def test_the_words_of_a_view_inside_an_address_are_not_its_own() -> None:
    query = "from=%2Fexplore%3Findicator%3Dbirths%26lang%3Dpt&lang=es"
    assert read_query(query) == {"from": "/explore?indicator=births&lang=pt", "lang": "es"}
    assert plain_query(query) == query
    assert read_words({"from": "/data?q=a&topic=overdose"}) == {"from": "/data?q=a&topic=overdose"}


# Without data


@pytest.mark.parametrize("path", ["/data", "/data/births", "/data/releases"])
def test_without_data_the_pages_say_so(empty_site: Site, path: str) -> None:
    assert "cannot be shown just now" in json.dumps(empty_site.load(path))
    assert empty_site.get(path).status_code == 503


def test_without_data_about_is_there(empty_site: Site) -> None:
    assert "About this site" in page(empty_site, "/about")
