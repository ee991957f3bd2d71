"""The site over HTTP: its addresses, their statuses and headers, what it says when something fails, and threads."""

from __future__ import annotations

import json
import logging
import os
import random
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import duckdb
import pytest

from components.formatting.typeface import upright
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Selection
from data.settings import Settings
from tests import synthetic
from tests.examples import number_of
from tests.questions import Asked, every
from tests.site import Site, open_site


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published)


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose database is not there."""
    return open_site(tmp_path_factory.mktemp("nothing") / "equity.duckdb")


# Health


def test_health_gives_the_version_of_the_data(site: Site, ask_published: Asked) -> None:
    answered = site.get("/health")
    assert answered.status_code == 200
    assert answered.get_json() == {"status": "ok", "data_version": ask_published.catalog.version}


def test_without_a_database_health_is_503_and_says_what_to_do(empty_site: Site) -> None:
    answered = empty_site.get("/health")
    assert answered.status_code == 503
    assert answered.get_json() == {
        "status": "unavailable", "reason": "equity.duckdb is not there: run `make build`",
    }  # fmt: skip


@pytest.mark.slow
def test_health_says_what_is_wrong_with_the_file_and_names_no_path(tmp_path: Path) -> None:
    """It is open to anyone: no file that cannot be opened, and none of another version, shows where it stands."""
    world = synthetic.make(tmp_path / "world")
    site = open_site(world.database)
    whole = world.database.read_bytes()
    version = site.get("/health").get_json()["data_version"]

    def broken(*statements: str) -> str:
        aside = world.database.with_suffix(".aside")
        aside.write_bytes(whole)
        with duckdb.connect(str(aside)) as connection:
            for statement in statements:
                connection.execute(statement)
        return reason(aside)

    def reason(aside: Path | None) -> str:
        """What /health says of a file that is put in place: the same with and without one that is served meanwhile."""
        if aside is None:
            world.database.unlink()
        else:
            aside.replace(world.database)
        serving = site.get("/health")
        assert serving.status_code == 200
        with pytest.raises(DatabaseUnavailableError) as fresh:
            Answers(Database(world.database)).catalog  # noqa: B018
        found = str(fresh.value)
        assert serving.get_json() == {
            "status": "degraded", "data_version": version, "reason": f"{found}. The file before it is served.",
        }  # fmt: skip
        for said in (serving.get_data(as_text=True), found):
            assert tmp_path.name not in said
            assert "/" not in said
        assert "run `make build`" in found
        assert site.get("/health/ready").get_json() == serving.get_json()
        return found

    def cut(length: int) -> Path:
        aside = world.database.with_suffix(".aside")
        aside.write_bytes(whole[:length])
        return aside

    assert "cannot be questioned, as a file of another version" in broken("DROP TABLE coverage")
    other = "UPDATE indicator SET definition = '{\"more\": 1}'"
    assert "is of another version than the site" in broken(other)
    assert "is of another version than the site" in broken("ALTER TABLE coverage ADD COLUMN more INTEGER")
    assert "is of another version than the site" in broken("ALTER TABLE population DROP COLUMN population")
    assert "example.duckdb cannot be opened" in reason(cut(0))
    assert "example.duckdb cannot be opened" in reason(cut(2000))
    assert "example.duckdb is not whole" in reason(cut(len(whole) - 1))
    assert "example.duckdb is not there" in reason(None)
    assert site.get("/health/live").status_code == 200
    assert site.get("/explore").status_code == 200
    cut(len(whole)).replace(world.database)
    assert site.get("/health").get_json() == {"status": "ok", "data_version": version}


@pytest.mark.parametrize("address", ["/shapes/county.json", "/geometry/county.json", "/explore/states.json"])
def test_without_a_database_what_the_browser_fetches_is_503_too(empty_site: Site, address: str) -> None:
    answered = empty_site.get(address)
    assert answered.status_code == 503
    assert answered.get_json()["reason"] == "equity.duckdb is not there: run `make build`"
    assert "Cache-Control" not in answered.headers, "the next time there may be a database"


def test_without_a_database_pages_say_so(empty_site: Site) -> None:
    answered = empty_site.get("/explore")
    assert answered.status_code == 503
    assert f"Reference number: {answered.headers['X-Request-ID']}" in answered.get_data(as_text=True)
    said = json.dumps(empty_site.load("/explore"))
    assert "The figures cannot be shown just now" in said
    assert "equity.duckdb is not there" in said


@pytest.mark.slow
def test_the_site_recovers_when_the_database_comes_and_follows_it_when_it_is_replaced(tmp_path: Path) -> None:
    world = synthetic.make(tmp_path / "world")
    aside = world.database.with_suffix(".aside")
    world.database.rename(aside)
    site = open_site(world.database)
    assert site.get("/health").status_code == 503
    aside.rename(world.database)
    first = site.get("/health").get_json()["data_version"]
    assert first == world.inputs.version()
    synthetic.write_indicator(
        world.inputs, "example_cost", {**synthetic.INDICATORS["example_cost"], "title": "Renamed cost"}
    )
    world.build()
    assert site.get("/health").get_json()["data_version"] == world.inputs.version() != first
    assert "Renamed cost" in json.dumps(site.load("/explore", "?indicator=example_cost"))


# Addresses and headers


def test_the_way_in_is_the_overview_and_an_old_address_of_a_view_leads_to_explore(site: Site) -> None:
    answered = site.get("/")
    assert answered.status_code == 200
    assert "<h1" in answered.get_data(as_text=True)
    old = site.get("/?indicator=infant_mortality&lang=es")
    assert (old.status_code, old.headers["Location"]) == (302, "/explore?indicator=infant_mortality&lang=es")


@pytest.mark.parametrize("path", ["/explore", "/embed", "/gaps", "/worst", "/methods", "/search"])
def test_what_a_text_put_behind_a_page_leads_to_the_page_with_the_query_kept(site: Site, path: str) -> None:
    query = "?indicator=infant_mortality&level=county&x=%C3%A9"
    for written in (f"{path}/", f"{path}//", f"{path}.", f"{path})", path.upper(), f"{path}/%20"):
        for said in ("", query):
            answered = site.get(written + said)
            assert (answered.status_code, answered.headers["Location"]) == (308, path + said), written
    assert site.get(f"{path}%3Findicator=births").headers["Location"] == f"{path}?indicator=births"
    assert site.get(path + query).status_code == 200


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("indicator=infant_mortality&amp;level=county&amp;group=hispanic",
         "indicator=infant_mortality&level=county&group=hispanic"),
        ("indicator=infant_mortality;level=county", "indicator=infant_mortality&level=county"),
        ("indicator%3Dinfant_mortality%26level%3Dcounty", "indicator=infant_mortality&level=county"),
        ("LEVEL=county&level=state&utm_source=mail", "level=state&utm_source=mail"),
        ("period=2018%E2%80%932020).", "period=2018-2020"),
        ("place=hampden%252Dcounty", "place=hampden-county"),
    ],
)  # fmt: skip
def test_an_address_that_mail_has_mangled_is_put_right(site: Site, written: str, clean: str) -> None:
    """The browser then holds the words that the choices of the page change."""
    answered = site.get(f"/explore?{written}")
    assert (answered.status_code, answered.headers["Location"]) == (302, f"/explore?{clean}")
    assert site.get(f"/explore?{clean}").status_code == 200


def test_only_pages_of_the_site_are_led_to(site: Site) -> None:
    for address in ("/%2Fexample.org/", "/nowhere/", "/assets/", "/nowhere?level=county&amp;view=map"):
        assert "Location" not in site.get(address).headers, address
    assert site.get("/explore/states.json?level=county;view=table").status_code == 200


def test_the_way_in_keeps_the_language(site: Site) -> None:
    assert '<html lang="es">' in site.get("/?lang=es").get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    ["/explore", "/explore?indicator=nonsense&level=moon", "/health", "/shapes/county.json", "/explore/states.json"],
)
def test_known_addresses_are_found(site: Site, address: str) -> None:
    assert site.get(address).status_code == 200


def test_the_mark_of_the_site_is_its_own(site: Site) -> None:
    named = re.search(
        r'<link rel="icon" type="image/svg\+xml" href="([^"]+)">', site.get("/explore").get_data(as_text=True)
    )
    assert named is not None
    drawn, tried = site.get(named[1]), site.get("/favicon.ico")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert (tried.status_code, tried.headers["Location"]) == (302, named[1].partition("?")[0])


@pytest.mark.parametrize("address", ["/nowhere", "/explore/more", "/404", "/data/equity.duckdb", "/app.py"])
def test_unknown_addresses_are_404_and_lead_back(site: Site, address: str) -> None:
    answered = site.get(address)
    assert answered.status_code == 404
    assert "There is no page at this address" in json.dumps(site.load("/nowhere"))


@pytest.mark.parametrize(
    "address", ["/geometry/county.json", "/geometry/planning_agency.json", "/assets/map.js", "/_dash-layout"]
)
def test_an_address_that_something_else_answers_is_no_unknown_page(site: Site, address: str) -> None:
    """Only what Dash answers with the frame of every page, for want of anything better, is a 404."""
    assert site.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/shapes/moon.json", "/geometry/moon.json", "/shapes/.json", "/shapes/county"])
def test_shapes_of_nothing_we_have_are_404(site: Site, address: str) -> None:
    assert site.get(address).status_code == 404


@pytest.mark.parametrize("key", ["state", "eohhs_region", "county", "municipality", "planning_agency"])
def test_shapes_are_cached_for_good_and_sent_compressed(site: Site, ask_published: Asked, key: str) -> None:
    """The address a map names, so that the version is in it; small enough for a slow line."""
    answered = site.get(
        f"/shapes/{key}.json?v={content_version(ask_published.catalog.version)}", **{"Accept-Encoding": "gzip, br"}
    )
    assert answered.status_code == 200
    assert answered.mimetype == "application/json"
    assert answered.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answered.headers["Content-Encoding"] == "br"
    assert len(answered.data) < 60_000
    shapes = ask_published.answers.shapes("area" if key == "planning_agency" else key, key)  # type: ignore[arg-type]
    assert site.get(f"/shapes/{key}.json").get_data(as_text=True) == shapes.document()


# Flask-Compress does not close the file it has compressed; Python does when it is no longer used, and warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("level", ["state", "eohhs_region", "county", "municipality"])
def test_boundaries_are_cached_for_good_and_sent_compressed(site: Site, level: str) -> None:
    answered = site.get(f"/assets/geometry/{level}.json?m=1", **{"Accept-Encoding": "gzip, deflate, br"})
    assert answered.status_code == 200
    assert answered.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answered.headers["Content-Encoding"] == "br"
    assert len(answered.data) < 150_000
    assert site.get(f"/assets/geometry/{level}.json").get_json()["type"] == "FeatureCollection"


@pytest.mark.parametrize("version", ["?v=630c64a3c89e", "?v=630c64a3c89e-00000000"])
def test_what_is_asked_for_under_another_release_of_data_or_code_is_nobodys_to_keep(site: Site, version: str) -> None:
    assert site.get("/shapes/county.json").headers["Cache-Control"] == "public, max-age=3600"
    for path in ("/shapes/county.json", "/geometry/county.json", "/explore/states.json"):
        assert site.get(f"{path}{version}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/explore", "/health", "/explore/states.json", "/shapes/moon.json", "/assets/geometry/nothing.json"]
)
def test_nothing_else_is_cached_for_good(site: Site, address: str) -> None:
    assert "immutable" not in site.get(address).headers.get("Cache-Control", "")


def test_the_page_names_its_language_and_no_other_host(site: Site) -> None:
    page = site.get("/explore").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in page
    asked = re.findall(
        r'<(?:link|script|img|source|iframe)\b[^>]*(?:href|src|srcset)="(?!/|http://localhost/)([^"]+)"', page
    )
    assert asked == []  # links to publishers are followed by readers alone


# Failures


def test_a_failing_callback_is_logged_and_the_reader_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: Answers, _question: Selection) -> None:
        raise RuntimeError("synthetic failure")

    monkeypatch.setattr(Answers, "to", fail)
    with caplog.at_level(logging.ERROR):
        answered = site.callback(
            "explore-head.children", {"explore-asked.data": "?view=table&place=nantucket-county"}, "explore-asked.data"
        )
    assert answered.status_code == 200
    found = answered.get_json()
    said = found["sideUpdate"]["failure"]["children"]
    assert "".join(said).endswith(f"the reference number {answered.headers['X-Request-ID']}.")
    assert "synthetic failure" not in answered.get_data(as_text=True)
    failures = [record for record in caplog.records if record.getMessage() == "a callback failed"]
    assert [str(record.exc_info[1]) for record in failures if record.exc_info] == ["synthetic failure"]


def test_two_sites_in_one_process_have_their_pages_each(site: Site, example: Path) -> None:
    """Pages register again with every app; each answers from its own file, the first one after the second as well."""
    other = open_site(example)
    assert "Example deaths" in json.dumps(other.load("/explore", "?indicator=example_deaths"))
    assert "Drug overdose deaths" in json.dumps(site.load("/explore"))
    assert "Example cost" in json.dumps(other.show("?indicator=example_cost"))
    assert "Drug overdose deaths" in json.dumps(site.show("?view=table"))


# Threads


@pytest.mark.slow
def test_ten_threads_asking_different_things_get_what_one_gets_in_turn(published: Path) -> None:
    """All ten begin together and take turns a hundred times as often as they would: few questions are enough."""
    site = open_site(published, cache=0)
    questions = list(every(Answers(Database(published)).catalog))
    random.Random(7).shuffle(questions)
    searches = [q.query() for q in questions[: number_of(30)]]
    in_turn = [site.show(s) for s in searches]
    together = Barrier(10)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 100)
    try:
        with ThreadPoolExecutor(10, initializer=together.wait) as pool:
            at_once = list(pool.map(site.show, searches))
    finally:
        sys.setswitchinterval(usual)
    assert at_once == in_turn
    assert len({json.dumps(a) for a in at_once}) == len(searches)


def test_settings_are_read_from_the_environment() -> None:
    """The app that gunicorn serves is made from EQUITY_…; see tests/test_repository.py for their names."""
    assert Settings.from_environment({}) == Settings()
    given = Settings.from_environment(
        {"EQUITY_DATABASE": f"{os.sep}x.duckdb", "EQUITY_ANSWER_CACHE": "3", "EQUITY_MEMORY_LIMIT": ""}
    )
    assert (given.database, given.answer_cache, given.memory_limit) == (Path("/x.duckdb"), 3, "512MB")


def test_the_typeface_of_pictures_is_served_to_browsers(site: Site) -> None:
    """The widths that pictures and columns are laid out by are those of the letters that a reader sees."""
    answered = site.get("/typeface.ttf")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "font/ttf"
    assert "max-age" in answered.headers["Cache-Control"]
    assert answered.data == upright().read_bytes()
    assert '<link rel="preload" href="/typeface.woff2?m=' in site.get("/explore").get_data(as_text=True)


def test_style_sheets_are_one_file_in_the_order_of_their_names(site: Site) -> None:
    (address,) = re.findall(
        r'<link rel="stylesheet" href="(/style.css[^"]+)">', site.get("/methods").get_data(as_text=True)
    )
    answered = site.get(address, **{"Accept-Encoding": "br"})
    assert "immutable" in answered.headers["Cache-Control"]
    assert len(answered.data) < 45_000
    whole = site.get(address).get_data(as_text=True)
    assert whole.startswith('@charset "UTF-8";/*!')
    rules = ["main.first #_pages_content {", ".search-summary {", ".publisher {", ".rail-section {"]
    places = [whole.index(rule) for rule in rules]  # of first.css, search.css, shell.css and site.css
    assert places == sorted(places)
    assert "immutable" not in site.get("/style.css").headers["Cache-Control"]
