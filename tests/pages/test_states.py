"""What the browser holds of a view is, state by state, what the server would answer, and no choice leads out of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from components.explore import OUTPUTS
from data.address import parse
from data.selection import Selection
from data.vocabulary import ALL, GROUPS, OVERALL
from pages import states
from tests.questions import Asked, sampled
from tests.site import Site, open_site

FOREVER = "public, max-age=31536000, immutable"
BLACK = {"indicator": "example_deaths", "level": "county", "by": "race_ethnicity"}


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published)


@pytest.fixture(scope="module")
def example_site(example: Path) -> Site:
    return open_site(example)


@pytest.fixture(scope="module")
def views(site: Site, ask_published: Asked) -> list[tuple[Selection, dict[str, list[Any]]]]:
    """Views of many kinds with their states."""
    return [(question, held(site, bare(question))) for question in sampled(ask_published.catalog, 0)[::9]]


def held(site: Site, words: dict[str, str]) -> dict[str, list[Any]]:
    """The states of a view, by their queries, as the browser gets them."""
    answered = site.get(f"/explore/states.json?{urlencode(words)}")
    assert answered.status_code == 200
    assert answered.mimetype == "application/json"
    found: dict[str, list[Any]] = answered.get_json()
    return found


def shown(site: Site, query: str) -> list[Any]:
    """What the callback answers to an address, in the order of `OUTPUTS`; its words speak the address's language."""
    answered = site.show(query)["response"]
    return [answered[component][prop] for component, prop in OUTPUTS]


def bare(selection: Selection) -> dict[str, str]:
    """The words the browser asks with: those of the address without period and group."""
    return {word: said for word, said in selection.parameters().items() if word not in ("period", "group")}


def part(state: list[Any], name: str) -> Any:
    return state[[component for component, _ in OUTPUTS].index(name)]


def everything(tree: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component in what is sent."""
    if isinstance(tree, dict):
        if isinstance(tree.get("props"), dict):
            yield tree["props"]
        for value in tree.values():
            yield from everything(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from everything(value)


def choices(state: list[Any]) -> list[str]:
    """Where the group radios and the period slider of a state's rail lead."""
    found = []
    for props in everything(part(state, "explore-rail")):
        if props.get("id") == "choose-group":
            found += [option["value"] for option in props["options"]]
        found += props.get("data-queries", "").split()
    return found


# They are what the server would say


@pytest.mark.parametrize("view", ["map", "trend", "groups", "table"])
def test_each_state_is_what_the_server_answers_to_its_address(example_site: Site, view: str) -> None:
    found = held(example_site, {**BLACK, "view": view, "place": "suffolk-county"})
    assert len(found) == (5 + 1) + 2 + 2, "everyone in five years and their pool, Black and White residents in two"
    for query, state in found.items():
        assert state == shown(example_site, query), query


def test_states_of_the_published_views_are_what_the_server_answers(
    site: Site, views: list[tuple[Selection, dict[str, list[Any]]]]
) -> None:
    """Of each view its own state, the first and the last."""
    for question, found in views:
        queries = list(found)
        for query in {question.query(), queries[0], queries[-1]}:
            assert found[query] == shown(site, query), query


def test_no_choice_of_group_or_period_leads_out_of_the_states(
    views: list[tuple[Selection, dict[str, list[Any]]]],
) -> None:
    """Every radio and every step of the slider, in every state: without the server there is nowhere else to go."""
    for question, found in views:
        for query, state in found.items():
            assert set(choices(state)) <= set(found), query
            if question.by != OVERALL:
                assert query in choices(state), "the choice that is made is one of them"


def test_states_have_no_other_siblings_than_those_with_figures(ask_published: Asked) -> None:
    """Every period that a group has figures for, counted in the catalogue's own coverage."""
    catalog = ask_published.catalog
    for question in sampled(catalog, 0):
        covered = {
            (c.stratum, c.period)
            for c in catalog.covered(question.indicator)
            if c.level == question.level and c.dimension in (OVERALL, question.by)
        }
        found = list(states.siblings(question, catalog))
        assert {(s.group, s.period) for s in found} == covered, question
        assert len(found) == len(covered), "none comes twice"
        for sibling in found:
            words = {**sibling.parameters(), "group": ALL if sibling.group == OVERALL else sibling.group}
            assert parse(words, catalog) == (sibling, ()), "an address that is understood"
            assert GROUPS[sibling.group].dimension in (OVERALL, question.by)


def test_place_classes_and_other_words_stay_as_they_are(example_site: Site) -> None:
    words = {**BLACK, "place": "suffolk-county", "reference": "white_nh", "classes": "period", "view": "groups"}
    for query in held(example_site, words):
        for word, value in words.items():
            assert f"{word}={value}" in query


def test_a_hidden_figure_is_hidden_in_every_state(example_site: Site) -> None:
    """Bristol's seven deaths among Black residents are in no file; whatever is sent of it has no number."""
    for query, state in held(example_site, {**BLACK, "view": "map"}).items():
        if "group=black_nh" not in query:
            continue
        written = unescape(json.dumps(part(state, "explore-panels"), ensure_ascii=False)).replace('\\"', '"')
        (said,) = re.findall(r'id="map-bristol-county"[^>]*aria-label="([^"]*)"', written)
        assert said == "Bristol County\\nThe figure is hidden (fewer than 10 deaths)"


# How they are sent


def test_states_are_kept_for_good_only_under_the_version_they_are_of(site: Site, ask_published: Asked) -> None:
    address = "/explore/states.json?indicator=life_expectancy"
    version = ask_published.catalog.version
    assert site.get(f"{address}&v={version}").headers["Cache-Control"] == FOREVER
    for other in ("", "&v=", "&v=0", f"&v={version}0", f"&w={version}"):
        assert "Cache-Control" not in site.get(address + other).headers, other
    assert site.get(f"{address}&v={version}").get_json() == site.get(address).get_json()


def test_the_states_of_a_county_view_are_small_enough_to_send(site: Site) -> None:
    """Compressed: less than the pictures of one ordinary page, for every period of every group."""
    for words in ("indicator=drug_overdose_deaths&level=county", "indicator=opioid_overdose_deaths&level=municipality"):
        answered = site.get(f"/explore/states.json?{words}", **{"Accept-Encoding": "br"})
        assert answered.headers["Content-Encoding"] == "br"
        assert len(answered.data) < 600_000, words


def test_a_document_speaks_the_language_of_its_address_whatever_page_asks(example_site: Site) -> None:
    """It is remembered: English asked for from a Spanish page must not be Spanish for the next reader."""
    address = f"/explore/states.json?{urlencode({**BLACK, 'view': 'table'})}"
    states._document.cache_clear()
    from_spanish = example_site.get(address, Referer="http://localhost/explore?lang=es").get_json()
    states._document.cache_clear()
    assert from_spanish == example_site.get(address).get_json()
    spanish = example_site.get(f"{address}&lang=es").get_json()
    assert len(spanish) == len(from_spanish)
    assert all("lang=es" in query for query in spanish)


@pytest.mark.parametrize(
    "words", ["", "?indicator=", "?indicator=🍲&level=x&by=y", "?v=%00&place=<b>", "?group=1&period=?&group=2"]
)
def test_whatever_is_asked_some_views_states_come(example_site: Site, words: str) -> None:
    answered = example_site.get(f"/explore/states.json{words}")
    assert answered.status_code == 200
    assert answered.get_json()


def test_more_states_than_are_quick_to_make_are_left_to_the_server(
    example_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    states._document.cache_clear()
    monkeypatch.setattr(states, "MOST", 9)
    assert held(example_site, {**BLACK, "view": "table"}) == {}, "ten are more than nine"
    states._document.cache_clear()
    monkeypatch.setattr(states, "MOST", 10)
    assert len(held(example_site, {**BLACK, "view": "table"})) == 10
    states._document.cache_clear()


def test_without_a_database_the_states_are_not_there(tmp_path: Path) -> None:
    answered = open_site(tmp_path / "equity.duckdb").get("/explore/states.json")
    assert answered.status_code == 503
    assert "equity.duckdb is not there" in answered.get_data(as_text=True)
