"""An address is answered in its language, wholly, whatever was asked before it and whatever page asks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.language import LANGUAGES, known_language
from tests.site import Site, open_site, shared_site

pytestmark = pytest.mark.slow

WORDS_FOR = {
    "en": ("en", "EN", "en-US", "en ", "klingon", "xx"),
    "es": ("es", "ES", "es ", "es-MX", "es_419", "esp", " Es", "Español"),
    "pt": ("pt", "PT", "pt-BR", "pt_PT", "pt\u00a0", "Português"),
}
VIEWS = (
    {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023", "view": "table"},
    {"indicator": "example_deaths", "view": "compare", "with": "hampden-county", "place": "suffolk-county"},
    {"indicator": "example_screening", "view": "map"},
)
WAYS = (
    "page", "followed", "/embed", "/search", "/gaps", "/worst", "/nowhere", "/api/v1/views/explore.csv",
    "/api/v1/views/worst.csv", "/explore/states.json", "/search.json",
)  # fmt: skip
LONG_ENOUGH = 60.0
"""Seconds for every state of a view: how many come in less depends on the machine, and on what is remembered."""
REFERENCE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
"""The number of each request, which pages that tell of an error have in them."""
NOTICES = ("explore-notices", "embed-notices", "gaps-notices", "worst-notices")


def answered(site: Site, way: str, words: dict[str, str], lang: str, referrer: str = "en") -> str:
    """What an address is answered with, but for the notice on a word for a language that is none."""
    query = "?" + urlencode({**words, "lang": lang}, quote_via=quote)
    if way == "followed":
        found: Any = site.show(query)
    elif way in ("page", "/embed", "/search", "/gaps", "/worst", "/nowhere"):
        found = site.load("/explore" if way == "page" else way, query)
    else:
        found = site.get(f"{way}{query}", Referer=f"http://localhost/explore?lang={referrer}").get_data(as_text=True)
        return "\n".join(line for line in found.splitlines() if ",notice," not in line)
    return REFERENCE.sub("", json.dumps(without_notices(found)))


def without_notices(tree: Any) -> Any:
    if isinstance(tree, dict):
        if tree.get("props", {}).get("id") in NOTICES:
            return None
        return {key: without_notices(value) for key, value in tree.items() if key not in NOTICES}
    return [without_notices(value) for value in tree] if isinstance(tree, list) else tree


@pytest.fixture(scope="module")
def expected(example: Path) -> dict[tuple[str, int, str], str]:
    """Each answer by its way, view and language, of a site that was never asked in another."""
    found = {}
    for code in LANGUAGES:
        own = open_site(example, preload_seconds=LONG_ENOUGH)
        for way in WAYS:
            for number, words in enumerate(VIEWS):
                found[way, number, code] = answered(own, way, words, code)
    return found


visits = st.lists(
    st.tuples(
        st.sampled_from(WAYS),
        st.integers(0, len(VIEWS) - 1),
        st.sampled_from([(code, word) for code, words in WORDS_FOR.items() for word in words]),
        st.sampled_from(list(LANGUAGES)),
    ),
    min_size=5,
    max_size=9,
)


@settings(max_examples=10, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(visits=visits)
def test_an_address_says_the_same_whatever_was_visited_before(
    example: Path, expected: dict[tuple[str, int, str], str], visits: list[tuple[str, int, tuple[str, str], str]]
) -> None:
    """An odd word first (`lang=ES`), then the plain one: what is remembered must not be half of each."""
    site = open_site(example, preload_seconds=LONG_ENOUGH)
    for way, number, (code, word), referrer in visits:
        assert answered(site, way, VIEWS[number], word, referrer) == expected[way, number, code], (way, word)
    for way, number, (code, _), _ in visits:
        assert answered(site, way, VIEWS[number], code) == expected[way, number, code], way


def test_every_answer_differs_between_languages(expected: dict[tuple[str, int, str], str]) -> None:
    """Or the property above would hold for a site that speaks English only."""
    for way in WAYS:
        for number in range(len(VIEWS)):
            assert len({expected[way, number, code] for code in LANGUAGES}) == len(LANGUAGES), (way, number)
    for code, words in WORDS_FOR.items():
        assert {known_language(word) for word in words} <= {code, None}


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


def test_the_first_reader_with_an_odd_word_gets_the_whole_page_in_her_language(site: Site) -> None:
    """The address of the report: it gave “Inseguridad de vivienda: 7.0% to 14.9% in 14 counties” to her, and to all."""
    words = "?indicator=housing_insecurity&level=county&view=map"
    for lang in ("ES", "es%20", "esp", "es"):
        head = json.dumps(site.show(f"{words}&lang={lang}")["response"]["explore-head"], ensure_ascii=False)
        assert "por condado" in head, lang
        assert "counties" not in head, lang


# The frame of the page


@pytest.mark.parametrize("lang", ["es", "ES", "es-MX"])
def test_the_links_of_the_header_keep_the_language(site: Site, lang: str) -> None:
    """Explore, Gaps and back to Explore: Spanish all the way, with what was chosen."""
    for path in ("/explore", "/gaps", "/methods", "/search", "/nosuch"):
        page = document(site, f"{path}?lang={lang}").partition('<nav aria-label="Idiomas"')[0]
        for link in ("/explore", "/gaps", "/methods"):
            assert re.search(f'href="{link}\\?lang=(es|{lang})"', page), (path, link)
            assert f'href="{link}"' not in page, (path, link)
        assert "Brechas" in page, "the header speaks the reader's language"
    assert 'href="/gaps"' in document(site, "/explore")
    chosen = document(site, "/explore?indicator=births&view=map&period=2020")
    assert 'href="/gaps?indicator=births&amp;period=2020"' in chosen
    assert 'href="/methods"' in chosen


def document(site: Site, address: str, status: int = 0) -> str:
    answered = site.get(address)
    assert answered.status_code == (status or answered.status_code)
    text: str = answered.get_data(as_text=True)
    return text


def test_the_document_speaks_the_language_of_its_own_address(site: Site) -> None:
    spanish = site.get("/explore?lang=ES").get_data(as_text=True)
    assert '<html lang="es">' in spanish
    # An English link on a Spanish page leads to an English page.
    english = site.get("/explore", Referer="http://localhost/explore?lang=es").get_data(as_text=True)
    assert '<html lang="en">' in english


def test_an_unknown_address_is_said_in_its_language(site: Site) -> None:
    said = document(site, "/nosuch?lang=es", 404)
    assert '<html lang="es">' in said
    assert "No hay ninguna página en esta dirección" in said
    assert 'href="/explore?lang=es"' in said
    assert "<title>Página no encontrada · Massachusetts Health Equity Dashboard</title>" in said


def test_the_title_of_a_page_is_in_its_language(site: Site) -> None:
    assert title(site, "/search", "?lang=es").startswith("Buscar")
    assert title(site, "/search", "").startswith("Search")
    assert title(site, "/explore", "?lang=es").startswith("Explorar")


def title(site: Site, path: str, search: str) -> str:
    answered = site.callback(
        "_pages_content.children",
        {"_pages_location.pathname": path, "_pages_location.search": search},
        "_pages_location.pathname",
    )
    found: str = answered.get_json()["response"]["_pages_store"]["data"]["title"]
    return found


def test_the_page_of_all_indicators_leads_on_in_its_language(site: Site) -> None:
    page = json.dumps(site.load("/search", "?lang=PT"))
    # One more leads to where it is worst.
    assert page.count("/explore?indicator=") + page.count("/worst?") == page.count('lang=pt\\"') > 70


# Pages beside Explore


@pytest.mark.parametrize(("lang", "said"), [("es", "Cómo se obtiene cada número"), ("pt", "Como cada número é obtido")])
def test_methods_speaks_the_language_of_its_address(site: Site, lang: str, said: str) -> None:
    page = json.dumps(site.load("/methods", f"?lang={lang}"), ensure_ascii=False)
    assert said in page
    assert "How every number is made" not in page
    assert "How every number is made" in json.dumps(site.load("/methods", ""), ensure_ascii=False)
    assert title(site, "/methods", f"?lang={lang}").startswith("Métodos")


@pytest.mark.parametrize("path", ["/explore", "/gaps", "/methods", "/search", "/search?q=opioids"])
def test_every_page_offers_the_other_languages(site: Site, path: str) -> None:
    page = document(site, path)
    more = f"{path}{'&amp;' if '?' in path else '?'}"
    assert [f'href="{more}lang={code}"' in page for code in ("es", "pt")] == [True, True]


def test_gaps_speaks_the_language_of_its_address(site: Site) -> None:
    said = json.dumps(site.load("/gaps", "?indicator=drug_overdose_deaths&lang=es"), ensure_ascii=False)
    assert "mueren por sobredosis a una tasa" in said
    assert "solo en inglés" not in said
    assert title(site, "/gaps", "?lang=es").startswith("Brechas")


def test_choices_of_gaps_keep_the_language_they_will_go_back_to(site: Site) -> None:
    said = json.dumps(site.load("/gaps", "?indicator=drug_overdose_deaths&lang=es"))
    choices = [part.split('"')[0] for part in said.split('"value": "?')[1:]]
    assert len(choices) > 10
    assert all("lang=es" in choice for choice in choices)
