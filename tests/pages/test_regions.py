"""The page of regions over HTTP: choosing, every address, every number beside a query of its own, and the file."""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import duckdb
import pytest

from components.formatting.numbers import count, format_number
from components.views.regions.figures import open_words
from components.views.regions.starts import PRIORITY, starts
from data.analysis.regions.region_lines import RegionLine
from data.catalog.models import AreaKind, Catalog, Place
from data.language import LANGUAGES
from data.query.regions.member_code import encode, municipalities
from data.query.regions.region import region_place
from tests.priority_geographies import MADE_UP
from tests.questions import Asked
from tests.site import Site, open_site, shared_site

OVERDOSE = "opioid_overdose_deaths"
NUMBERS = """
SELECT sum(numerator), sum(denominator), count(numerator) FROM observation
WHERE indicator = 'opioid_overdose_deaths' AND geo_level = 'municipality' AND stratum = 'overall'
    AND year(period_start) = 2018 AND geo_id IN $members
"""


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def catalog(ask_published: Asked) -> Catalog:
    return ask_published.catalog


def page(site: Site, **words: str) -> str:
    answered = site.get(f"/regions?{urlencode(words)}")
    assert answered.status_code == 200
    return str(answered.get_data(as_text=True))


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", markup)))


def notices(markup: str) -> str:
    found = re.search(r'<div class="notice">(.*?)</div>', markup, re.DOTALL)
    return text_of(found[1]) if found else ""


def ticked(markup: str) -> list[int]:
    boxes = re.findall(r'<input [^>]*name="town"[^>]*>', markup)
    return sorted(int(re.findall(r'value="(\d+)"', box)[0]) for box in boxes if " checked" in box)


def cells(markup: str, classes: str, question: str) -> list[str]:
    """The cells of a question's row in the tables of these classes."""
    tables = re.findall(rf'<table class="[^"]*{classes}[^"]*".*?</table>', markup, re.DOTALL)
    rows = [row for table in tables for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
    row = next(row for row in rows if question in row)
    return [text_of(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def test_the_opening_has_the_map_the_list_and_sets_to_start_from(site: Site, catalog: Catalog) -> None:
    titles = {"en": "Make a region", "es": "Forme una región", "pt": "Monte uma região"}
    for code in LANGUAGES:
        said = page(site, lang=code)
        assert titles[code] in said
        assert said.count('class="region-town"') == said.count('name="town"') == len(municipalities(catalog))
        assert notices(said) == ""
    plain = text_of(page(site))
    for name in ("Berkshire Public Health Alliance", "Suffolk County", "Boston region", "Cape Cod Commission"):
        assert name in plain
    assert "The state has identified ten priority geographies" in plain


def test_priority_geographies_are_starting_points_once_there_is_a_list(catalog: Catalog) -> None:
    """A planted list of one: no more than that is needed on this page."""
    members = catalog.by_slug["suffolk-county"].members
    place = Place("priority-example", "priority-example", "Example geography", "area", members, PRIORITY)
    planted = replace(
        catalog, places={**catalog.places, place.geo_id: place},
        area_kinds={**catalog.area_kinds, PRIORITY: AreaKind(PRIORITY, "Priority geographies", "As listed.")},
    )  # fmt: skip
    said = str(starts(planted))
    assert f"members={encode(members, catalog)}&amp;name=Example+geography" in said
    assert "has not said here" not in said
    assert said.index("Priority geographies") < said.index("Counties")


def test_with_the_list_of_the_state_all_ten_are_starting_points(with_priority_geographies: Path) -> None:
    said = text_of(page(open_site(with_priority_geographies)))
    for name in MADE_UP:
        assert name in said
    assert "has not said here" not in said


def test_a_form_becomes_one_word(site: Site, catalog: Catalog) -> None:
    by_slug = catalog.by_slug
    for query, members, name in (
        ("town=chelsea&town=revere&name=Two", [*by_slug["chelsea"].members, *by_slug["revere"].members], "Two"),
        ("town=0&town=350", [municipalities(catalog)[0], municipalities(catalog)[350]], ""),
        ("add=suffolk-county&town=lynn&lang=es", [*by_slug["suffolk-county"].members, *by_slug["lynn"].members], ""),
    ):
        answered = site.get(f"/regions?{query}")
        assert answered.status_code == 302
        words = parse_qs(urlsplit(answered.headers["Location"]).query)
        assert words["members"] == [encode(members, catalog)]
        assert words.get("name", [""]) == [name]
        assert words.get("lang", [""]) == (["es"] if "lang=es" in query else [""])
    followed = site.get("/regions?town=chelsea&town=atlantis", follow=True)
    assert "“atlantis” is not a place we know. It is left out." in notices(followed.get_data(as_text=True))
    assert "“narnia” is not a place we know" in notices(page(site, town="narnia"))


def test_what_an_address_says_is_what_is_ticked(site: Site, catalog: Catalog) -> None:
    dice, every = random.Random(5), municipalities(catalog)
    for size in (1, 30, 351):
        members = sorted(dice.sample(every, size))
        said = page(site, members=encode(members, catalog), name=f"Region of {size}")
        assert [every[n] for n in ticked(said)] == members
        assert said.count('region-town is-in"') == size
        assert f"Region of {size}" in text_of(said)
        assert notices(said) == ""
        assert ("the state itself" in text_of(said)) == (size == 351)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"members": "A"}, "it is cut off, or too long"),
        ({"members": "A*"}, "it has a letter that no such code has"),
        ({"members": "__"}, "none of the 351"),
        ({"members": "A" * 59}, "it names no city or town"),
        ({"members": "AA", "with_members": "é"}, "The region to compare with cannot be read"),
        ({"members": "AA", "with": "atlantis"}, "“atlantis” is not a place we know"),
        ({"members": "AA", "question": "moon"}, "“moon” is not a question we have"),
        ({"members": "AA", "order": "best"}, "“best” is not an order"),
    ],
)
def test_a_broken_word_gets_a_notice(site: Site, words: dict[str, str], said: str) -> None:
    assert said in notices(page(site, **words))


def test_a_name_is_text_and_nothing_else(site: Site) -> None:
    said = page(site, members="AA", name="<script>alert(1)</script> **{place}**")
    assert "<script>alert" not in said
    assert "alert(1)" in text_of(said)


def test_numbers_are_those_of_a_query_of_their_own(site: Site, catalog: Catalog, published: Path) -> None:
    dice, every = random.Random(11), municipalities(catalog)
    name = catalog.question_of[OVERDOSE].name
    with duckdb.connect(str(published), read_only=True) as connection:
        for size in (1, 60):
            members = sorted(dice.sample(every, size))
            events, people, known = connection.execute(NUMBERS, {"members": members}).fetchone() or (0, 0, 0)
            assert known == size
            said = page(site, members=encode(members, catalog))
            found = cells(said, "region-figures", name)
            assert found[0] == f"{count(events)} of {count(people)}"
            assert found[1].startswith(format_number(events / people * 100_000, 1))
            together = re.search(r'<tr class="region-together">.*?</tr>', said, re.DOTALL)
            assert together is not None
            assert count(events) in text_of(together[0]).split()


def test_the_key_tells_every_mark_and_no_other(site: Site, catalog: Catalog) -> None:
    members = encode([catalog.by_slug[slug].geo_id for slug in ("springfield", "holyoke")], catalog)
    lines = page(site, members=members).split('class="profile-key"')[1].split("region-members")[0]
    key, tables = lines.split("</ul>", 1)
    assert "band: lowest to highest of all cities and towns" in text_of(key)
    assert 'class="spine"' in tables
    assert "county" not in text_of(key).split()
    assert not re.search(r"translate\([\d.]+ 9\)", tables), (
        "no mark of the county, whose figure the table does not tell"
    )


def test_a_region_stands_beside_a_county_and_beside_another_region(
    site: Site, catalog: Catalog, published: Path
) -> None:
    ids = [catalog.by_slug[slug].geo_id for slug in ("holyoke", "chicopee")]
    others = [catalog.by_slug[slug].geo_id for slug in ("chelsea", "revere")]
    name = catalog.question_of[OVERDOSE].name
    with duckdb.connect(str(published), read_only=True) as connection:
        rates = []
        for members in (ids, others, list(catalog.by_slug["essex-county"].members)):
            events, people, _ = connection.execute(NUMBERS, {"members": members}).fetchone() or (0, 0, 0)
            rates.append(format_number(events / people * 100_000, 1))
    words = {"members": encode(ids, catalog), "name": "Two of the west"}
    for beside, rate in (
        ({"with_members": encode(others, catalog), "with_name": "Two of the east"}, rates[1]),
        ({"with": "essex-county"}, rates[2]),
    ):
        said = page(site, **words, **beside)
        assert notices(said) == ""
        found = cells(said, "two-places", name)
        assert found[0].startswith(rates[0])
        assert found[1].startswith(rate)
        assert "Two of the west" in text_of(said)
    unnamed = page(site, **words, with_members=encode(others, catalog))
    turned = f"/regions?members={encode(others, catalog)}&amp;with_members={words['members']}&amp;with_name="
    assert f'href="{turned}' in unnamed, "a region without a name gets none by being turned around"
    alone = page(site, with_members=encode(others, catalog), with_name="Two of the east")
    assert 'name="with_members" type="hidden"' in alone, "the other region waits while this one is chosen"


def test_every_link_to_explore_shows_the_region_without_a_notice(site: Site, catalog: Catalog) -> None:
    ids = [catalog.by_slug[slug].geo_id for slug in ("holyoke", "chicopee", "easthampton")]
    said = page(site, members=encode(ids, catalog), name="Three towns")
    links = {unescape(link) for link in re.findall(r'href="(/explore\?[^"]*level=region[^"]*)"', said)}
    assert links
    for link in links:
        words = parse_qs(urlsplit(link).query)
        assert words["members"] == [encode(ids, catalog)]
        shown = site.show(f"?{urlsplit(link).query}")
        assert "Three towns" in str(shown["response"]["explore-head"])
        assert not shown["response"]["explore-notices"]["children"]


def test_what_members_leave_open_is_named(catalog: Catalog, ask_published: Asked) -> None:
    every = municipalities(catalog)
    row = ask_published.answers.region(region_place(catalog, every[:2])).of(OVERDOSE)[0]
    line = RegionLine(OVERDOSE, row, "municipality", hidden=every[:1], absent=every[1:13])
    first, names = catalog.places[every[0]].name, sorted(catalog.places[i].name for i in every[1:13])
    assert open_words(line, catalog) == (f"Hidden for {first}; not published for {', '.join(names[:8])} and 4 more.")


def test_a_region_is_a_file_too(site: Site, catalog: Catalog, published: Path) -> None:
    ids = [catalog.by_slug[slug].geo_id for slug in ("holyoke", "chicopee")]
    words = {"members": encode(ids, catalog), "name": "=Two towns", "lang": "es"}
    answered = site.get(f"/export/region.csv?{urlencode(words)}", follow=True)
    assert answered.status_code == 200
    assert "region_two-towns__members-" in answered.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answered.get_data().decode("utf-8-sig"))))
    with duckdb.connect(str(published), read_only=True) as connection:
        events, people, _ = connection.execute(NUMBERS, {"members": ids}).fetchone() or (0, 0, 0)
    (own,) = [
        r for r in rows
        if (r["table"], r["indicator"], r["group_id"], r["period"]) == ("region", OVERDOSE, "overall", "2018")
    ]  # fmt: skip
    assert (float(own["numerator"]), float(own["denominator"])) == (events, people)
    assert float(own["value"]) == pytest.approx(events / people * 100_000)
    assert own["added_up_of"] == "municipality"
    assert {r["place"] for r in rows if r["table"] == "members"} == {"Holyoke", "Chicopee"}
    about = {r["item"]: r["text"] for r in rows if r["table"] == "about"}
    assert "members=" in about["address"]
    assert {"title", "data version", "exported"} <= set(about)
    assert site.get("/api/v1/views/region.csv").status_code == 400


def test_without_data_the_page_the_form_and_the_file_say_so(tmp_path: Path) -> None:
    site = open_site(tmp_path / "nowhere.duckdb")
    for address in ("/regions", "/regions?members=AA", "/regions?town=chelsea"):
        assert "cannot be shown just now" in site.get(address).get_data(as_text=True)
    assert site.get("/api/v1/views/region.csv?members=AA").status_code == 503
