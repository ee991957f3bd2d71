"""Explore: an address opened and an address followed show the same, in all views, whatever the address says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import dash
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.figures.descriptions import title
from components.page.controls import filter_panel
from components.views.page import head, panels, view_data
from data.code_release import content_version
from data.pipeline.ingest import ingest
from data.query.selection import PARAMETERS
from data.vocabulary import VIEWS
from tests import synthetic
from tests.components.reading import by_id, raw, text
from tests.questions import Asked
from tests.rail import rail_indicators
from tests.site import Site, open_site

DEATHS = "?indicator=example_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
PARTS = ("explore-rail", "explore-notices", "explore-head", "explore-panels", "explore-live", "explore-dock")


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def layout(site: Site, **words: Any) -> Any:
    """The layout function itself."""
    page = next(p for p in dash.page_registry.values() if p["path"] == "/explore")
    with site.app.server.app_context():
        return page["layout"](**words)


def parts_of(content: Any) -> dict[str, Any]:
    """The children of the page's parts, wherever they stand in what was sent."""
    found = {}
    if isinstance(content, dict):
        properties = content.get("props", {})
        if properties.get("id") in PARTS:
            found[properties["id"]] = properties.get("children")
        for value in content.values():
            found |= parts_of(value)
    elif isinstance(content, list):
        for value in content:
            found |= parts_of(value)
    return found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", ["", "&place=suffolk-county", "&place=boston"])
def test_an_address_opened_shows_what_an_address_followed_shows(site: Site, view: str, place: str) -> None:
    search = f"{DEATHS}{place}&view={view}"
    opened = parts_of(site.load("/explore", search))
    followed = site.show(search)["response"]
    assert set(opened) == set(PARTS)
    for part in PARTS:
        assert opened[part] == followed[part]["children"], part


def test_the_page_shows_what_its_components_make(site: Site, ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", view="groups")
    followed = site.show(f"{DEATHS}&view=groups")["response"]
    for part, made in (("rail", filter_panel(answer, "/explore")), ("panels", panels(answer, "/explore"))):
        assert followed[f"explore-{part}"]["children"] == json.loads(raw(made))
    assert followed["explore-head"]["children"] == json.loads(raw(head(answer, "/explore")))
    assert followed["explore-view"]["data"] == json.loads(raw(view_data(answer)))
    assert followed["explore-view"]["data"]["title"] == f"{title(answer)} · Massachusetts Health Equity Dashboard"
    assert followed["explore-view"]["data"]["query"] == answer.selection.query()


def test_the_layout_takes_the_words_of_its_address(site: Site) -> None:
    page = layout(site, indicator="example_screening", view="table")
    assert "Norfolk County 30.6% 28.6–32.6 Lower" in text(by_id(page, "explore-panels"))
    assert text(by_id(page, "explore-notices")) == ""


def test_a_word_said_twice_counts_as_it_was_said_last(site: Site) -> None:
    search = f"{DEATHS}&view=table&view=trend"
    assert (
        parts_of(site.load("/explore", search))["explore-panels"]
        == (site.show(search)["response"]["explore-panels"]["children"])
    )


@pytest.mark.parametrize(
    ("search", "notice"),
    [
        ("?indicator=example_deaths&level=moon", "“moon” is not a level of places. Showing counties instead."),
        (f"{DEATHS}&view=%3Cscript%3E", "“<script>” is not a view. Showing the map instead."),
    ],
)
def test_what_was_not_understood_is_said_above_the_view(site: Site, search: str, notice: str) -> None:
    (box,) = site.show(search)["response"]["explore-notices"]["children"]
    assert notice in json.dumps(box, ensure_ascii=False)
    assert box["props"]["className"] == "notice"


def test_a_place_that_was_asked_for_is_named_under_the_title_for_as_long_as_another_is_shown(site: Site) -> None:
    """Not in a notice, which the next choice would take away."""
    found = site.show(f"{DEATHS}&place=boston")["response"]
    assert found["explore-notices"]["children"] == []
    query = found["explore-view"]["data"]["query"]
    assert "&place=suffolk-county&asked=boston&" in query
    for search in (f"{DEATHS}&place=boston", query, query.replace("view=map", "view=table")):
        head = json.dumps(site.show(search)["response"]["explore-head"], ensure_ascii=False)
        assert "Boston is in Suffolk County; this is not published for cities and towns." in head


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*PARAMETERS, "x"]), st.text()))
def test_whatever_the_address_says_the_page_opens(site: Site, words: dict[str, str]) -> None:
    page = layout(site, **words)
    assert text(by_id(page, "explore-head"))
    assert by_id(page, "explore-panels").children


@pytest.mark.parametrize("search", ["", "?", "?=", "?&&&", "?view", "?view=%ff", "?%00=1", "?period=2021-2023#x"])
def test_broken_addresses_open(site: Site, search: str) -> None:
    assert site.show(search)["response"]["explore-panels"]["children"]


def test_every_view_has_its_figures_with_their_alternatives(site: Site) -> None:
    expected = {
        "map": ["map", "groups", "trend"], "trend": ["trend"], "groups": ["groups"], "table": [],
    }  # fmt: skip
    for view, names in expected.items():
        sent = site.show(f"{DEATHS}&view={view}")["response"]["explore-panels"]["children"]
        written = json.dumps(sent)
        drawn = [n for n in ("groups", "trend") if f'"className": "{n}-figure"' in written]
        drawn += ["map"] if 'role=\\"listbox\\"' in written else []
        assert sorted(drawn) == sorted(names), view
        for name in names:
            # The map is markup in a fragment, in which quotation marks are escaped.
            own = written.replace('=\\"', '": "').replace('\\"', '"')
            assert re.search(rf'\bid"?: "{name}-text"', own), (view, name)
            assert not re.search(rf'\baria-labelledby"?: "{name}-text"', own), "else it is heard as the name too"


def test_the_map_fetches_its_shapes_by_the_version_of_the_data(site: Site, ask: Asked) -> None:
    sent = json.dumps(site.show(f"{DEATHS}&view=map"))
    addresses = set(re.findall(r'data-shapes=\\"([^"\\]+)', sent))
    assert addresses == {f"/shapes/county.json?v={content_version(ask.catalog.version)}"}
    (address,) = addresses
    fetched = site.get(address).get_json()
    drawn = set(re.findall(r'data-id=\\"([^"\\]+)', sent)) - {"coast"}
    assert drawn == set(fetched["places"])


def test_the_browser_routes_addresses_and_asks_the_server_for_what_it_does_not_hold(site: Site) -> None:
    """The address goes to a function of the browser; the server's callback hears of it by `explore-asked` alone."""
    known = json.loads(site.get("/_dash-dependencies").data)
    heard = {tuple(f"{i['id']}.{i['property']}" for i in d["inputs"]): d["clientside_function"] for d in known}
    assert heard[("explore-address.search",)] == {"namespace": "explore", "function_name": "route"}
    assert heard[("explore-preview.data",)] == {"namespace": "explore", "function_name": "preview"}
    assert heard[("explore-view.data",)] == {"namespace": "explore", "function_name": "viewed"}
    assert heard[("explore-asked.data",)] is None


def test_choosing_a_place_carries_to_trend_groups_and_table(site: Site) -> None:
    chosen = f"{DEATHS}&place=suffolk-county"
    expected = {"trend": "Black, Suffolk", "groups": "Groups in Suffolk County", "table": "Suffolk County"}
    for view, said in expected.items():
        assert said in json.dumps(site.show(f"{chosen}&view={view}")["response"]["explore-panels"])
    choices = json.dumps(site.show(chosen)["response"]["explore-rail"])
    assert "Suffolk County: go back to all of Massachusetts" in choices


# A new indicator


NEW = {
    **synthetic.INDICATORS["example_cost"], "title": "Example of a new indicator", "topic": "maternal_infant",
    "measure": "percent", "unit": "% of residents", "unit_short": "%", "decimals": 1, "source": "example_release",
}  # fmt: skip


def _file(measure: str, value: float) -> str:
    """Synthetic rows in the publisher's format: the state (000) and every county, with an interval of ± 0.01."""
    names = [f"{measure}_{n}" for n in ("rawvalue", "cilow", "cihigh")]
    lines = [
        f"25,{code},{value + i / 1000:.3f},{value + i / 1000 - 0.01:.3f},{value + i / 1000 + 0.01:.3f}"
        for i, code in enumerate(["000", *(c[2:] for c in synthetic.COUNTIES)])
    ]
    return "\n".join([f"statecode,countycode,{','.join(names)}", *lines]) + "\n"


def _series(measure: str) -> str:
    return f'file = "{measure}.csv"\nlayout = "overall"\nmeasure = "{measure}"\nperiod = "2022"\nscale = 100\n'


@pytest.mark.slow
def test_one_toml_file_adds_an_indicator_to_catalogue_database_and_list(tmp_path: Path) -> None:
    """The source is known before, with another indicator; then one file is written, and the two commands run."""
    world = synthetic.make(tmp_path / "world")
    files = tmp_path / "files"
    files.mkdir()
    (files / "v001.csv").write_text(_file("v001", 0.1), encoding="utf-8")
    (files / "v002.csv").write_text(_file("v002", 0.2), encoding="utf-8")
    synthetic.write_source(world.inputs, "example_release", "observation", reader="county_health_rankings")
    synthetic.write_indicator(world.inputs, "example_known", {**NEW, "title": "Known before"}, _series("v001"))
    ingest("example_release", files, world.inputs)
    world.build()
    site = open_site(world.database)
    assert "Example of a new indicator" not in raw(layout(site))

    synthetic.write_indicator(world.inputs, "example_new", NEW, _series("v002"))
    written = ingest("example_release", files, world.inputs)
    world.build()

    assert written.rows == 2 * 15
    with duckdb.connect(str(world.database), read_only=True) as connection:
        found = connection.execute(
            "SELECT geo_id, value FROM observation WHERE indicator = 'example_new' ORDER BY geo_id LIMIT 2"
        ).fetchall()
        assert found == [("25", pytest.approx(20.0)), ("25001", pytest.approx(20.1))]
        assert connection.execute("SELECT title FROM indicator WHERE indicator = 'example_new'").fetchone() == (
            "Example of a new indicator",
        )
    catalog = site.app.server.extensions["answers"].catalog
    assert catalog.indicators["example_new"].title == "Example of a new indicator"
    assert catalog.levels("example_new") == ("state", "county")
    page = layout(site, indicator="example_known")
    listed = {title: own["value"] for title, own in rail_indicators(page).options.items()}
    assert list(listed) == ["Example of a new indicator", "Known before"]
    assert listed["Example of a new indicator"].startswith("?indicator=example_new&level=county")
    assert "20.0%" in text(layout(site, indicator="example_new"))
