"""A view that is remembered is sent as Dash would send it, without its reading and writing the view again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import request

from data.errors import DatabaseUnavailableError
from pages.responses import rendered
from pages.responses.remembered_views import PATH, VIEW, RememberedViews
from pages.responses.view_responses import _search
from tests.questions import Asked, sampled
from tests.site import Site, callback_body, open_site

DEATHS = "?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
CHANGED = "explore-asked.data"


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published)


def test_the_response_is_that_of_dash(site: Site, ask_published: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same requests with the short way closed."""
    queries = [selection.query() for selection in sampled(ask_published.catalog, 1)[::20]]
    sent = [site.show(query) for query in queries]
    monkeypatch.setattr("pages.responses.view_responses._search", lambda: None)
    assert [site.show(query) for query in queries] == sent


def test_a_remembered_view_is_sent_as_it_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.show(DEATHS)
    monkeypatch.setattr("pages.responses.rendered.parts", None)
    assert site.show(DEATHS) == first


@pytest.mark.parametrize(
    "search", [f"{DEATHS}&view=moon", f"{DEATHS}&place=atlantis", f"{DEATHS}&data=630c64a3c89e.4f2a7f3a1c"]
)
def test_what_is_said_of_an_address_is_left_to_dash(site: Site, search: str) -> None:
    assert json.dumps(site.show(search)["response"]["explore-notices"]["children"]) != "[]"
    assert site.show(DEATHS)["response"]["explore-notices"]["children"] == []


@pytest.mark.parametrize("body", ["null", "[]", "{", '{"output": 1}', '{"output": "explore-head", "inputs": [1]}'])
def test_a_request_that_is_none_of_the_page_is_not_answered_here(site: Site, body: str) -> None:
    with site.app.server.test_request_context(
        "/_dash-update-component", method="POST", data=body, content_type="application/json"
    ):
        assert _search() is None


# The same request once more


def ask(site: Site, search: str, **headers: str) -> Any:
    """The answer to a browser that takes Brotli."""
    body = callback_body(site._dependencies(), "explore-head.children", {CHANGED: search}, CHANGED)
    return site.client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "br", **headers})


@pytest.fixture
def by_flask(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Flask is asked for."""
    found: list[str] = []
    hooks = site.app.server.before_request_funcs
    monkeypatch.setitem(hooks, None, [lambda: found.append(request.path), *hooks[None]])
    return found


def test_a_view_that_was_asked_for_in_the_same_words_is_sent_without_asking_flask(
    site: Site, by_flask: list[str]
) -> None:
    first = ask(site, DEATHS)
    by_flask.clear()
    again = ask(site, DEATHS)
    assert PATH not in by_flask
    assert (again.status, again.data) == (first.status, first.data)
    own = {"X-Request-ID"}  # each request's
    assert {h for h in again.headers if h[0] not in own} == {h for h in first.headers if h[0] not in own}
    assert again.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    ("search", "headers"),
    [
        (f"{DEATHS}&view=moon", {}),  # it is told that there is no such view
        (DEATHS, {"Accept-Encoding": "gzip"}),
        (DEATHS, {"Host": "another.example"}),
        (DEATHS, {"Content-Type": "text/plain"}),
    ],
)
def test_whatever_is_not_the_same_request_is_left_to_flask(
    site: Site, search: str, headers: dict[str, str], by_flask: list[str]
) -> None:
    ask(site, DEATHS)
    ask(site, f"{DEATHS}&view=moon")
    by_flask.clear()
    ask(site, search, **headers)
    assert PATH in by_flask


@pytest.mark.parametrize("version", ["another", None])
def test_a_view_of_another_file_is_not_sent_again(
    site: Site, version: str | None, by_flask: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def present(_: str) -> str:
        if version is None:
            raise DatabaseUnavailableError("gone")
        return version

    ask(site, DEATHS)
    monkeypatch.setattr("pages.responses.remembered_views.content_version", present)
    by_flask.clear()
    ask(site, DEATHS)
    assert PATH in by_flask


def test_what_is_answered_in_the_place_of_a_view_is_not_taken_for_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[bool] = []
    heed = RememberedViews._heed

    def heeded(own: RememberedViews, key: bytes, environ: dict[str, Any], *rest: Any) -> Any:
        said.append(VIEW in environ)
        return heed(own, key, environ, *rest)

    monkeypatch.setattr(RememberedViews, "_heed", heeded)
    ask(site, f"{DEATHS}&view=groups")
    monkeypatch.setattr("pages.responses.view_responses.response_bytes", None)
    ask(site, f"{DEATHS}&view=trend")
    assert said == [True, False]


def test_a_view_that_is_no_longer_remembered_is_rendered_again(site: Site) -> None:
    first = ask(site, DEATHS)
    with rendered._rendered.cache_lock:
        rendered._cache.clear()
    assert ask(site, DEATHS).data == first.data
