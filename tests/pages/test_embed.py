"""Embed: one view without the frame of the site, in the frames of others, and nothing else in them."""

from __future__ import annotations

import json
from pathlib import Path

import dash
import pytest

from components.page.share import EMBED
from components.views.registry import view_of
from data.vocabulary import VIEWS
from tests.components.reading import by_id, elements, raw, text
from tests.questions import Asked
from tests.site import Site, open_site

DEATHS = "?indicator=example_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def page(site: Site, **words: str) -> object:
    found = next(p for p in dash.page_registry.values() if p["path"] == EMBED)
    with site.app.server.app_context():
        return found["layout"](**words)


def words(**more: str) -> dict[str, str]:
    own = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}
    return {**own, **more}


# Who may frame what


@pytest.mark.parametrize("address", [EMBED, f"{EMBED}{DEATHS}", f"{EMBED}?indicator=nonsense"])
def test_any_site_may_frame_the_embedded_view(site: Site, address: str) -> None:
    answered = site.get(address)
    assert answered.status_code == 200
    assert answered.headers["Content-Security-Policy"].endswith("; frame-ancestors *")
    assert "X-Frame-Options" not in answered.headers


@pytest.mark.parametrize(
    "address",
    ["/explore", f"/explore{DEATHS}", "/", "/gaps", "/nowhere", "/health", "/embed/", "/embed/more", "/Embed"],
)
def test_no_site_may_frame_anything_else(site: Site, address: str) -> None:
    headers = site.get(address).headers
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert headers["X-Frame-Options"] == "DENY"


# What stands in it


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_its_finding_reading_sources_date_and_way_back(site: Site, ask: Asked, view: str) -> None:
    found = page(site, **words(view=view))
    answer = ask(**words(view=view))
    (heading,) = elements(by_id(found, "embed-head").children.to_plotly_json()["props"]["data-fragment"]).every("h1")
    said = view_of(answer)
    assert heading.text.replace(" ", "") == said.title(answer).replace(" ", "")
    told = text(by_id(found, "embed-foot")).replace(" ", "")
    assert said.reading(answer)[0].replace("**", "").replace(" ", "") in told
    assert "Sources:" in text(by_id(found, "embed-foot"))
    assert f"Data version {answer.catalog.version}" in text(by_id(found, "embed-foot"))
    foot = elements(by_id(found, "embed-foot").children.to_plotly_json()["props"]["data-fragment"])
    back = foot.every("a")[-1]
    assert back["href"] == "/explore" + answer.selection.query()
    for link in foot.every("a"):
        assert (link["target"], link["rel"]) == ("_blank", "noopener"), "no page is opened inside the frame"


def test_nothing_of_the_sites_frame_or_of_the_choices_is_in_it(site: Site) -> None:
    for view in ("map", "trend", "groups"):
        sent = raw(page(site, **words(view=view)))
        for part in (
            'class=\\"ranking',
            "explore-rail",
            "open-choices",
            "view-tabs",
            "open-share",
            'class=\\"notes\\"',
        ):
            assert part not in sent, (view, part)


def test_only_the_sources_of_what_is_seen_are_named(site: Site, ask_published: Asked, published: Path) -> None:
    own = open_site(published)
    asked = {"indicator": "drug_overdose_deaths", "group": "black_nh", "period": "2021-2023"}
    seen = text(by_id(page(own, **asked, view="map"), "embed-foot"))
    whole = text(by_id(page(own, **asked, view="table"), "embed-foot"))
    assert "annual data release 2026" in seen
    assert "annual data release 2022" not in seen, "the trend's source is not named under a map"
    assert "annual data release 2022" in whole


def test_a_choice_on_the_map_changes_the_view_in_place(site: Site) -> None:
    search = f"{DEATHS}&place=suffolk-county"
    answered = site.callback("embed-figure.children", {"embed-asked.data": search}, "embed-asked.data")
    assert answered.status_code == 200
    assert "Suffolk County" in json.dumps(answered.get_json()["response"]["embed-figure"])


def test_a_word_that_is_not_understood_is_said(site: Site) -> None:
    assert "“moon” is not a level of places" in text(by_id(page(site, level="moon"), "embed-notices"))


def test_an_embedded_view_says_when_it_was_framed_with_other_data(site: Site) -> None:
    assert text(by_id(page(site, **words()), "embed-notices")) == ""
    told = text(by_id(page(site, **words(data="0123456789ab.0123456789")), "embed-notices"))
    assert told.startswith("The data has been updated since this link was made")


def test_explore_says_the_same_of_its_links(site: Site) -> None:
    shown = site.show(f"{DEATHS}&data=0123456789ab.0123456789")["response"]
    assert "The data has been updated since this link was made" in json.dumps(shown["explore-notices"])
    assert "data=0123" not in json.dumps(shown), "the links of the page are without it"


def test_without_data_the_frame_says_so(tmp_path: Path) -> None:
    assert "The figures cannot be shown just now" in text(page(open_site(tmp_path / "equity.duckdb")))


def test_the_page_is_in_no_menu(site: Site) -> None:
    assert "Embed" not in text(site.app.layout())
