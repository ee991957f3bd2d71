"""What the browser holds of a view is, state by state, what the server would answer, and no choice leads out of it."""

from __future__ import annotations

import itertools
import json
import random
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from components.views.page import OUTPUTS
from data.catalog.models import Catalog
from data.code_release import content_version
from data.query.selection import Selection
from data.query.url import parse_query
from data.vocabulary import ALL, GROUPS, OVERALL
from pages.responses import states
from pages.responses.admission import Admission
from pages.responses.common_parts import shared
from tests.components.reading import properties
from tests.questions import Asked, sampled
from tests.site import Site, open_site

pytestmark = pytest.mark.slow

FOREVER = "public, max-age=31536000, immutable"
BLACK = {"indicator": "example_deaths", "level": "county", "by": "race_ethnicity"}


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    """The site over the published figures, with all the time it needs."""
    return open_site(published, preload_seconds=60)


@pytest.fixture(scope="module")
def example_site(example: Path) -> Site:
    return open_site(example, preload_seconds=60)


@pytest.fixture(scope="module")
def views(site: Site, ask_published: Asked) -> list[tuple[Selection, dict[str, dict[str, Any]]]]:
    """Views of many kinds with their states."""
    return [(question, held(site, bare(question))) for question in sampled(ask_published.catalog, 0)[::9]]


def held(site: Site, words: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The states of a view, by their queries, as the browser gets them."""
    answered = site.get(f"/explore/states.json?{urlencode(words)}")
    assert answered.status_code == 200
    assert answered.mimetype == "application/json"
    return restored(answered.get_json())


def restored(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The states of a document, with what they share put back into each: what assets/states.js does."""

    def whole(value: Any) -> Any:
        if isinstance(value, dict):
            return document["shared"][value["$"]] if "$" in value else {k: whole(v) for k, v in value.items()}
        return [whole(part) for part in value] if isinstance(value, list) else value

    return {query: whole(state) for query, state in document["states"].items()}


def shown(site: Site, query: str) -> dict[str, Any]:
    """What the callback answers to an address, by the names of `OUTPUTS`; its words speak the address's language."""
    answered = site.show(query)["response"]
    return {name: answered[component][prop] for name, (component, prop) in OUTPUTS.items()}


def catalog_of(site: Site) -> Catalog:
    found: Catalog = site.app.server.extensions["answers"].catalog
    return found


def selection_of(site: Site, words: dict[str, str]) -> Selection:
    return parse_query(words, catalog_of(site))[0]


def bare(selection: Selection) -> dict[str, str]:
    """The words the browser asks with: those of the address without period and group."""
    return {word: said for word, said in selection.parameters().items() if word not in ("period", "group")}


def choices(state: dict[str, Any]) -> list[str]:
    """Where the group radios and the period slider of a state's rail lead."""
    found = []
    for props in properties(state["rail"]):
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
    site: Site, views: list[tuple[Selection, dict[str, dict[str, Any]]]]
) -> None:
    """Of each view its own state, the first and the last."""
    for question, found in views:
        queries = list(found)
        for query in {question.query(), queries[0], queries[-1]}:
            assert found[query] == shown(site, query), query


def test_no_choice_of_group_or_period_leads_out_of_the_states(
    views: list[tuple[Selection, dict[str, dict[str, Any]]]],
) -> None:
    """Every radio and every step of the slider, in every state: without the server there is nowhere else to go."""
    for question, found in views:
        for query, state in found.items():
            # A group without any place leads to the groups.
            here = [c for c in choices(state) if c.endswith(f"view={question.view}")]
            assert set(here) <= set(found), query
            if question.breakdown != OVERALL:
                assert query in choices(state), "the choice that is made is one of them"


def test_states_have_no_other_siblings_than_those_with_figures(ask_published: Asked) -> None:
    """Every period that a group has figures for, counted in the catalogue's own coverage."""
    catalog = ask_published.catalog
    for question in sampled(catalog, 0):
        covered = {
            (c.stratum, c.period)
            for c in catalog.covered(question.indicator)
            if c.level == question.level and c.dimension in (OVERALL, question.breakdown)
        }
        found = list(states.sibling_selections(question, catalog))
        assert {(s.group, s.period) for s in found} == covered, question
        assert len(found) == len(covered), "none comes twice"
        for sibling in found:
            words = {**sibling.parameters(), "group": ALL if sibling.group == OVERALL else sibling.group}
            assert parse_query(words, catalog) == (sibling, ()), "an address that is understood"
            assert GROUPS[sibling.group].dimension in (OVERALL, question.breakdown)


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
        written = unescape(json.dumps(state["panels"], ensure_ascii=False)).replace('\\"', '"')
        (said,) = re.findall(r'id="map-bristol-county"[^>]*aria-label="([^"]*)"', written)
        assert said == "Bristol County\\nThe figure is hidden (fewer than 10 deaths)"


# How they are sent


def test_states_are_kept_for_good_only_under_the_version_they_are_of(site: Site, ask_published: Asked) -> None:
    address = "/explore/states.json?indicator=life_expectancy"
    version = content_version(ask_published.catalog.version)
    assert site.get(f"{address}&v={version}").headers["Cache-Control"] == FOREVER
    for other in ("", "&v=", "&v=0", f"&v={version}0", f"&v={ask_published.catalog.version}", f"&w={version}"):
        kept = site.get(address + other).headers.get("Cache-Control")
        assert kept == ("no-store" if other.startswith("&v=") else None), other
    assert site.get(f"{address}&v={version}").get_json() == site.get(address).get_json()


def test_the_states_of_a_county_view_are_small_enough_to_send(site: Site) -> None:
    """Compressed: less than the pictures of one ordinary page, for every period of every group."""
    for words in ("indicator=drug_overdose_deaths&level=county", "indicator=opioid_overdose_deaths&level=municipality"):
        answered = site.get(f"/explore/states.json?{words}", **{"Accept-Encoding": "br"})
        assert answered.headers["Content-Encoding"] == "br"
        assert len(answered.data) < 600_000, words


def test_a_document_speaks_the_language_of_its_address_whatever_page_asks(example: Path) -> None:
    """It is remembered: English asked for from a Spanish page must not be Spanish for the next reader."""
    address = f"/explore/states.json?{urlencode({**BLACK, 'view': 'table'})}"
    from_spanish = open_site(example).get(address, Referer="http://localhost/explore?lang=es").get_json()
    assert from_spanish == open_site(example).get(address).get_json()
    spanish = open_site(example).get(f"{address}&lang=es").get_json()["states"]
    assert len(spanish) == len(from_spanish["states"])
    assert all("lang=es" in query for query in spanish)


@pytest.mark.parametrize(
    "words", ["", "?indicator=", "?indicator=🍲&level=x&by=y", "?v=%00&place=<b>", "?group=1&period=?&group=2"]
)
def test_whatever_is_asked_some_views_states_come(example_site: Site, words: str) -> None:
    answered = example_site.get(f"/explore/states.json{words}")
    assert answered.status_code == 200
    assert answered.get_json()["states"]


# What they may cost


def test_a_document_begins_with_the_view_itself_and_what_is_one_choice_away(ask_published: Asked) -> None:
    for question in sampled(ask_published.catalog, 0)[::5]:
        order = states.nearest(question, ask_published.catalog)
        assert order[0] == question
        assert sorted(map(hash, order)) == sorted(map(hash, states.sibling_selections(question, ask_published.catalog)))
        choices_away = [(s.group != question.group) + (s.period != question.period) for s in order]
        assert choices_away == sorted(choices_away)
        periods = [abs(s.period.midpoint - question.period.midpoint) for s in order if s.group == question.group]
        assert periods == sorted(periods), "near periods before far ones"


def test_a_document_stops_before_the_state_that_would_cost_more_than_it_may(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock by which every state costs 0.3 s: three are 0.9 s of the 1 s allowed, and a fourth would be 1.2 s."""
    site = open_site(example, preload_seconds=1)
    ticks = itertools.count()
    monkeypatch.setattr("pages.responses.states.time.thread_time", lambda: 0.3 * next(ticks))
    words = {**BLACK, "view": "table", "group": "white_nh", "period": "2021-2023"}
    first = held(site, words)
    assert list(first) == [s.query() for s in states.nearest(selection_of(site, words), catalog_of(site))][:3]
    again = held(site, words)
    assert list(again) == list(first), "a document is made once"
    # Asked from another state, the views that are rendered already cost nothing, and three more are made.
    ticks = itertools.count()
    monkeypatch.setattr("pages.responses.states.time.thread_time", lambda: 0.3 * next(ticks))
    other = held(site, {**words, "group": "all", "period": "2019"})
    assert set(first) < set(other)
    assert len(other) > len(first)


def test_what_is_larger_than_allowed_keeps_the_nearest_states() -> None:
    """Texts of random digits, which no compression makes smaller than four tenths: four of 100,000 fit, not ten."""
    digits = random.Random(1)
    views = {f"?{n}": ["".join(digits.choices("0123456789", k=200_000))] for n in range(10)}
    document, complete = states.compressed(views)
    assert not complete
    assert len(document) <= states.MOST_BYTES
    kept = list(restored(json.loads(brotli.decompress(document))))
    assert kept == list(views)[: len(kept)]
    assert 1 <= len(kept) < 10


def test_a_reader_who_saves_data_is_sent_nothing_ahead(example_site: Site) -> None:
    answered = example_site.get(f"/explore/states.json?{urlencode(BLACK)}", **{"Save-Data": "on"})
    assert answered.get_json()["states"] == {}
    assert answered.headers["Cache-Control"] == "no-store"


def test_a_document_is_put_off_while_a_page_is_rendered(example: Path) -> None:
    """No error: nothing that the reader asked for has failed."""
    server, rendering = open_site(example).app.server, Admission()
    states.register(busy := Flask("busy"), rendering, 60)
    busy.extensions["answers"] = server.extensions["answers"]
    assert rendering.enter()
    answered = busy.test_client().get("/explore/states.json")
    assert (answered.status_code, answered.headers["Retry-After"]) == (204, "5")
    rendering.leave()
    assert busy.test_client().get("/explore/states.json").status_code == 200


def test_what_states_share_is_sent_once(site: Site) -> None:
    """The trend of a group, its notes and its map's hidden parts stand in every period's state: not in the document."""
    answered = site.get("/explore/states.json?indicator=drug_overdose_deaths&level=state&view=trend")
    whole = json.dumps(restored(answered.get_json()), separators=(",", ":"), ensure_ascii=False)
    assert len(answered.data) < 0.6 * len(whole.encode())
    shared = [json.dumps(item, sort_keys=True) for item in answered.get_json()["shared"]]
    assert len(shared) == len(set(shared)), "and in it no part twice"


json_values = st.recursive(
    st.none() | st.integers(-9, 9) | st.sampled_from(["a" * 300, "b" * 300, "short"]),
    lambda inner: st.lists(inner, max_size=3) | st.fixed_dictionaries({"props": inner, "type": st.just("Div" * 80)}),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=3), st.lists(json_values, max_size=7), max_size=4))
def test_a_document_is_its_states_whatever_they_share(views: dict[str, dict[str, Any]]) -> None:
    assert restored(json.loads(json.dumps(shared(views)))) == views


def test_without_a_database_the_states_are_not_there(tmp_path: Path) -> None:
    answered = open_site(tmp_path / "equity.duckdb").get("/explore/states.json")
    assert answered.status_code == 503
    assert "equity.duckdb is not there" in answered.get_data(as_text=True)
