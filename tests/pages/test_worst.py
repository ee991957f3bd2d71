"""The page `/worst` over HTTP: in every language, as a file, without data, and the ways that lead to it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from data.language import LANGUAGES
from tests.site import Site, open_site, shared_site


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


def test_the_page_comes_whole_in_every_language(site: Site) -> None:
    titles = {
        "en": "Where it is worst", "es": "Dónde es peor", "pt": "Onde é pior",
    }  # fmt: skip
    for code in LANGUAGES:
        said = json.dumps(site.load("/worst", f"?lang={code}"), ensure_ascii=False)
        assert titles[code] in said
        assert "worst-table" in said
        page = site.get(f"/worst?lang={code}").get_data(as_text=True)
        assert titles[code] in page
        assert re.search(r"<title>.+ · Massachusetts", page)


def test_a_choice_is_answered_in_place(site: Site) -> None:
    answered = site.callback("worst-head.children", {"worst-asked.data": "?topic=overdose&lang=es"}, "worst-asked.data")
    said = json.dumps(answered.get_json(), ensure_ascii=False)
    assert "Sobredosis" in said
    assert "Salud materna e infantil ›" not in said


def test_words_that_mean_nothing_get_a_notice(site: Site) -> None:
    said = json.dumps(site.load("/worst", "?topic=x&level=moon&by=z&place=atlantis"), ensure_ascii=False)
    for word in ("“x”", "“moon”", "“z”", "“atlantis”"):
        assert word in said


def test_the_list_is_a_file_too(site: Site) -> None:
    answered = site.get("/export/worst.csv?topic=overdose&lang=pt", follow=True)
    assert answered.status_code == 200
    assert "where-it-is-worst_overdose_massachusetts__lang-pt.csv" in answered.headers["Content-Disposition"]
    text = answered.get_data().decode("utf-8-sig")
    assert text.startswith("table,rank,topic,question,indicator,")
    assert "/worst?topic=overdose&lang=pt" in text
    assert "Overdose" in text


def test_without_data_the_page_and_the_file_say_so(tmp_path: Path) -> None:
    site = open_site(tmp_path / "nowhere.duckdb")
    assert "cannot be shown just now" in json.dumps(site.load("/worst"))
    assert site.get("/api/v1/views/worst.csv").status_code == 503


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("worst", "/worst"), ("where is it worst", "/worst"), ("biggest gaps", "/worst"),
        ("Where is it worst in Springfield", "/worst?place=springfield"),
        ("worst in west springfield", "/worst?place=west-springfield"),
    ],
)  # fmt: skip
def test_search_leads_to_it_first(site: Site, words: str, address: str) -> None:
    groups = site.get(f"/search.json?q={words}").get_json()["groups"]
    assert (groups[0]["kind"], groups[0]["options"][0]["search"]) == ("page", address)
    assert f'href=\\"{address}\\"' in json.dumps(site.load("/search", f"?q={words}"))


def test_search_leads_to_it_in_other_languages(site: Site) -> None:
    for words, code in (("dónde es peor", "es"), ("onde é pior", "pt")):
        groups = site.get(f"/search.json?q={words}&lang={code}").get_json()["groups"]
        assert groups[0]["options"][0]["search"] == f"/worst?lang={code}"


def test_an_indicator_that_is_named_is_what_is_meant(site: Site) -> None:
    for words in ("worst diabetes", "overdose", "springfield"):
        groups = site.get(f"/search.json?q={words}").get_json()["groups"]
        assert "page" not in [group["kind"] for group in groups]


def test_gaps_and_the_list_of_questions_lead_to_it(site: Site) -> None:
    assert "/worst?place=hampden-county&lang=es" in json.dumps(
        site.load("/gaps", "?indicator=drug_overdose_deaths&place=hampden-county&level=county&lang=es")
    ).replace("&amp;", "&")
    assert "/worst?lang=pt" in json.dumps(site.load("/search", "?lang=pt"))
