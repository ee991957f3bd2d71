"""A view that is remembered is sent as Dash would send it, without its reading and writing the view again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pages.responses.view_responses import _search
from tests.questions import Asked, sampled
from tests.site import Site, open_site

DEATHS = "?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"


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
