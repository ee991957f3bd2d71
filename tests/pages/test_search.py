"""Search over HTTP: what the box is told, the page of results, and the rail that says what is published where."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.page.controls import filter_panel
from components.page.search.results import availability, question_availability
from data.language import gettext, use_language
from data.query.url import parse_query
from data.vocabulary import TOPICS
from tests.components.reading import by_id, raw, text
from tests.questions import Asked
from tests.rail import rail_indicators
from tests.site import Site, open_site, shared_site


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


def listed(site: Site, **words: str) -> dict[str, Any]:
    answered = site.get(f"/search.json?{urlencode(words)}")
    assert answered.status_code == 200
    assert answered.mimetype == "application/json"
    found: dict[str, Any] = answered.get_json()
    return found


def options(found: dict[str, Any]) -> list[dict[str, str]]:
    return [option for group in found["groups"] if group["kind"] != "profile" for option in group["options"]]


def fragments(content: Any) -> str:
    """The HTML of every fragment of what Dash is sent."""
    if isinstance(content, dict):
        return str(content.get("data-fragment", "")) + "".join(fragments(v) for v in content.values())
    return "".join(fragments(v) for v in content) if isinstance(content, list) else ""


# What the box is told


def test_the_box_is_told_what_is_found_by_kind_and_where_it_leads(site: Site) -> None:
    found = listed(site, q="worchester")
    assert (found["sure"], found["words"]) == (True, "worchester")
    profiles, places = found["groups"]
    assert (profiles["kind"], profiles["label"]) == ("profile", "Profiles of places")
    assert [(o["id"], o["search"]) for o in profiles["options"][:2]] == [
        ("worcester", "/place/worcester"),
        ("worcester-county", "/place/worcester-county"),
    ]
    assert (places["kind"], places["label"]) == ("place", "Places in Explore")
    assert [(o["id"], o["title"], o["detail"]) for o in places["options"][:2]] == [
        ("worcester", "Worcester", "City or town in Worcester County"),
        ("worcester-county", "Worcester County", "County"),
    ]
    assert found["said"] == f"{len(places['options'])} results"


def test_each_option_leads_to_a_view_that_is_followed_without_a_notice(site: Site, ask_published: Asked) -> None:
    for words in ("diabetes lawrence", "opiod", "black infant deaths", "boston", "moms", "zzzz"):
        for option in options(listed(site, q=words)):
            selection, notices = parse_query(dict(parse_qsl(option["search"].removeprefix("?"))), ask_published.catalog)
            assert (selection.query(), notices) == (option["search"], ())


def test_an_option_says_what_it_cannot_keep_before_it_is_chosen(site: Site) -> None:
    first = options(listed(site, q="diabetes lawrence"))[0]
    assert first["title"] == "Diabetes · Essex County"
    assert first["detail"].endswith("Lawrence is in Essex County")
    state = next(o for o in options(listed(site, q="stroke deaths boston")) if o["id"] == "stroke_mortality")
    assert state["detail"].startswith("State only")
    assert state["detail"].endswith("no figures for Boston")
    lost = options(listed(site, q="black stroke deaths"))[0]
    assert "no figures for “Black”" in lost["detail"]
    kept = options(listed(site, q="black infant deaths"))[0]
    assert kept["title"] == "Deaths of babies before their first birthday · Black"
    assert (
        options(listed(site, q="hyannis"))[0]["detail"]
        == "City or town in Barnstable County · Hyannis is part of Barnstable"
    )


def test_the_view_in_hand_is_kept(site: Site) -> None:
    here = {"indicator": "infant_mortality", "level": "county", "group": "black_nh", "view": "table"}
    search = options(listed(site, q="wooburn", **here))[0]
    assert search["detail"].endswith("Infant mortality: shows Middlesex County, which it is part of")
    words = dict(parse_qsl(search["search"].removeprefix("?")))
    assert words["place"] == "middlesex-county"
    assert {**words, **here} == words


def test_only_places_can_be_asked_for(site: Site) -> None:
    found = listed(site, q="essex", only="place")
    assert [group["kind"] for group in found["groups"]] == ["place"]
    # “Find a place” takes the first of the groups: no page of the site is one of them.
    assert "page" in {group["kind"] for group in listed(site, q="regions")["groups"]}
    assert "page" not in {group["kind"] for group in listed(site, q="regions", only="place")["groups"]}
    assert listed(site, q="essex", only="nonsense")["groups"] == listed(site, q="essex")["groups"]


def test_nothing_found_is_said_and_the_nearest_offered(site: Site) -> None:
    found = listed(site, q="xqzzv")
    assert not found["sure"]
    assert found["said"] == "Nothing matches “xqzzv”. These come nearest, or lead on."
    assert {o["title"] for o in options(found)} >= set(TOPICS.values())
    assert listed(site)["said"] == "Type a question, a place or a topic."


@pytest.mark.parametrize("typed", ["02138", "02138-1234", "MA 02138", "zip 02138"])
def test_a_zip_code_leads_to_its_city_or_town_and_says_why(site: Site, typed: str) -> None:
    (option,) = options(listed(site, q=typed))
    assert (option["id"], option["title"]) == ("cambridge", "Cambridge")
    assert option["detail"] == "City or town in Middlesex County · ZIP code 02138 is in Cambridge"


@pytest.mark.parametrize(
    ("lang", "one", "several", "neighborhood"),
    [
        ("en", "ZIP code 02301 is in Brockton", "ZIP code 02467 is used in Newton, Brookline and Boston",
         "Roxbury is part of Boston"),
        ("es", "El código postal 02301 está en Brockton",
         "El código postal 02467 se usa en Newton, Brookline y Boston", "Roxbury forma parte de Boston"),
        ("pt", "O código postal 02301 fica em Brockton",
         "O código postal 02467 é usado em Newton, Brookline e Boston", "Roxbury faz parte de Boston"),
    ],
)  # fmt: skip
def test_why_a_place_is_found_is_said_in_three_languages(
    site: Site, lang: str, one: str, several: str, neighborhood: str
) -> None:
    for words, said in (("02301", one), ("02467", several), ("roxbury", neighborhood)):
        assert options(listed(site, q=words, lang=lang))[0]["detail"].endswith(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (" 99999 ", "ZIP code 99999 is not in Massachusetts. Type a Massachusetts ZIP code, city or town."),
        ("01999", "ZIP code 01999 is not in our list of Massachusetts ZIP codes. Type the name of a city or town."),
    ],
)
def test_a_zip_code_is_told_from_a_name_that_is_not_known(site: Site, typed: str, said: str) -> None:
    found = listed(site, q=typed)
    assert (found["said"], found["sure"]) == (said, False)
    assert options(found)
    for other in ("0213", "021388", "2021"):
        assert "ZIP" not in listed(site, q=other)["said"], other


def test_of_long_words_sixty_letters_are_repeated(site: Site) -> None:
    assert f"“{'xq' * 30}…”" in listed(site, q="xq" * 2000)["said"]
    assert "xq" * 31 not in json.dumps(site.load("/search", f"?q={'xq' * 2000}"))


@pytest.mark.parametrize(
    ("typed", "lang", "page"),
    [
        ("maternity units", "en", "/maternity-access"),
        ("where to give birth", "en", "/maternity-access"),
        ("maternidad", "es", "/maternity-access?lang=es"),
        ("regions", "en", "/regions"),
        ("shared services", "en", "/regions"),
        ("regiões", "pt", "/regions?lang=pt"),
        ("download csv", "en", "/data"),
        ("fuentes", "es", "/data?lang=es"),
        ("accessibility", "en", "/about"),
        ("como citar", "pt", "/about?lang=pt"),
        ("worst", "en", "/worst"),
    ],
)
def test_pages_that_are_no_question_are_found_by_their_words(site: Site, typed: str, lang: str, page: str) -> None:
    pages = [group for group in listed(site, q=typed, lang=lang)["groups"] if group["kind"] == "page"]
    assert [option["search"] for group in pages for option in group["options"]] == [page]
    assert f'href="{page}"' in site.get(f"/search?{urlencode({'q': typed, 'lang': lang})}").get_data(as_text=True)
    assert site.get(page).status_code == 200


def test_what_a_page_is_about_is_not_said_to_match_nothing(site: Site) -> None:
    said = "No question or place is called “maternity access”, but 1 page is about it."
    assert listed(site, q="maternity access")["said"] == said
    html = site.get("/search?q=maternity+access").get_data(as_text=True)
    assert said in html
    assert "Nothing matches" not in html


@pytest.mark.parametrize("typed", ["diabetes", "western region", "boston", "worst diabetes", "data on overdose deaths"])
def test_words_for_a_question_or_a_place_lead_to_no_page(site: Site, typed: str) -> None:
    assert "page" not in {group["kind"] for group in listed(site, q=typed)["groups"]}


def test_the_browser_may_keep_an_answer_for_a_while(site: Site) -> None:
    assert site.get("/search.json?q=boston").headers["Cache-Control"] == "private, max-age=300"


def test_the_page_of_results_is_json_for_a_program_that_asks_for_it(site: Site) -> None:
    told = site.get("/search?q=boston", Accept="application/json")
    assert told.get_json() == listed(site, q="boston")
    page = site.get("/search?q=boston", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status_code, page.mimetype) == (200, "text/html")


def test_without_a_data_file_the_box_is_told_so(tmp_path: Path) -> None:
    nowhere = open_site(tmp_path / "nowhere.duckdb")
    answered = nowhere.get("/search.json?q=boston")
    assert answered.status_code == 503
    assert answered.get_json()["status"] == "unavailable"
    assert "cannot be shown just now" in json.dumps(nowhere.load("/search", "?q=boston"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.dictionaries(st.sampled_from(["q", "lang", "only", "indicator", "place", "period"]), st.text()))
def test_no_words_break_the_address(site: Site, words: dict[str, str]) -> None:
    found = listed(site, **words)
    assert options(found)
    assert found["said"]


# The page


def test_the_page_lists_the_same_hits_with_definitions(site: Site, ask_published: Asked) -> None:
    content = unescape(fragments(site.load("/search", "?q=opiod+deaths+woburn")))
    assert "<h1>Results for “opiod deaths woburn”</h1>" in content
    for option in options(listed(site, q="opiod deaths woburn")):
        assert f'href="/explore{option["search"]}"' in content
        assert option["title"] in content
        assert option["detail"] in content
    assert ask_published.catalog.indicators["opioid_overdose_deaths"].definition in content


def test_the_page_says_that_nothing_was_found(site: Site) -> None:
    content = unescape(fragments(site.load("/search", "?q=xqzzv")))
    assert "Nothing matches “xqzzv”." in content
    assert content.count("/explore?") >= len(TOPICS)


def test_what_is_typed_is_shown_as_text_and_not_as_markup(site: Site) -> None:
    content = fragments(site.load("/search", "?" + urlencode({"q": "<img src=x onerror=alert(1)>"})))
    assert "<img" not in content
    assert "&lt;img" in content


def test_without_words_the_page_lists_every_question_by_topic(site: Site, ask_published: Asked) -> None:
    content = unescape(fragments(site.load("/search")))
    catalog = ask_published.catalog
    places = [content.index(f"<h2>{title}</h2>") for title in TOPICS.values()]
    assert places == sorted(places)
    for question in catalog.questions.values():
        assert f">{question.name}</a>" in content
        assert question_availability(question, catalog) in content
        assert question.counts in content, "what is counted, in any of its versions"


@pytest.mark.parametrize("lang", ["es", "pt"])
def test_the_list_says_what_each_question_counts_in_the_readers_language(
    site: Site, ask_published: Asked, lang: str
) -> None:
    content = unescape(fragments(site.load("/search", f"?lang={lang}")))
    english = [question.counts for question in ask_published.catalog.questions.values()]
    assert [counts for counts in english if f">{counts}<" in content] == []
    with use_language(lang):
        assert all(gettext(counts) in content for counts in english)


def test_every_page_has_the_box_in_its_header(site: Site) -> None:
    form = site.get("/explore").get_data(as_text=True)
    assert '<form class="search" role="search" action="/search" method="get">' in form
    assert 'role="combobox"' in form
    assert '<label class="visually-hidden" for="search-box">' in form


# The rail


def test_what_an_indicator_is_published_for_is_said_in_a_few_words(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    said = {i: availability(catalog.indicators[i], catalog) for i in catalog.indicators}
    assert said["infant_mortality"] == "Counties · by race and ethnicity · latest 2017–23"
    assert said["stroke_mortality"] == "State only · latest 2016"
    assert said["opioid_overdose_deaths"] == "Regions, counties, cities and towns, areas · latest 2018"
    assert said["mortality_essex_middlesex"] == "2 of 14 counties · latest 2016"


def test_what_a_question_is_published_for_is_that_of_all_its_versions(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    said = {i: question_availability(question, catalog) for i, question in catalog.questions.items()}
    assert said["diabetes"].startswith("State, counties · by race and ethnicity, sex")
    assert said["diabetes"].endswith("latest 2022")
    assert said["stroke-deaths"] == "State only · latest 2016"


def test_the_rail_lists_the_questions_of_the_topic_and_older_data_apart(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths")
    catalog = answer.catalog
    found = rail_indicators(filter_panel(answer, "/explore"))
    own = {q.name: q for q in catalog.questions.values() if q.topic == "overdose"}
    assert set(found.options) == set(own)
    assert found.chosen == ["Drug overdose deaths"]
    for name, option in found.options.items():
        assert option["detail"] == question_availability(own[name], catalog)
        selection, notices = parse_query(dict(parse_qsl(option["value"].removeprefix("?"))), catalog)
        assert (selection.query(), notices) == (option["value"], ())
        assert selection.indicator in own[name].indicators
        newest = max(c.period.end.year for i in own[name].indicators for c in catalog.covered(i) if c.shown)
        assert option["group"] == ("Overdose" if newest >= 2017 else "Older data: nothing since 2016"), name
    assert found.options["Addiction treatment, by drug"]["group"].startswith("Older data")


def test_a_question_opens_the_version_that_has_the_group_in_view(ask_published: Asked) -> None:
    """Of diabetes, only the survey has groups by race, for the state; in counties the model answers."""
    for level, version in (("state", "diabetes_prevalence_ahr"), ("county", "diabetes_prevalence_age_adjusted")):
        answer = ask_published(indicator="heart_disease_mortality", level=level, group="black_nh")
        found = rail_indicators(filter_panel(answer, "/explore")).options["Diabetes"]
        assert f"indicator={version}&" in found["value"], level


def test_the_versions_of_a_question_stand_under_it_each_with_its_line(ask_published: Asked) -> None:
    two = fragments(json.loads(raw(filter_panel(ask_published(indicator="stroke_prevalence"), "/explore"))))
    assert two.count('aria-current="true"') == 1
    assert "Adjusted for age</a>" in two
    assert "Not adjusted for age</a>" in two
    assert "<details" not in two, "two names stand side by side"
    seven = unescape(
        fragments(json.loads(raw(filter_panel(ask_published(indicator="diabetes_prevalence"), "/explore"))))
    )
    assert "<summary>7 versions</summary>" in seven
    assert "Use this for differences between groups." in seven
    assert ", older data. The telephone survey, as the State of Obesity reports quote it" in seven


def test_what_only_another_version_has_is_offered_and_leads_there_with_a_notice(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    made = filter_panel(ask_published(indicator="diabetes_prevalence"), "/explore")
    ways = {o["label"]: o for o in by_id(made, "choose-by").options}
    offered = ways["Race and ethnicity: version “By survey”"]
    selection, notices = parse_query(dict(parse_qsl(offered["value"].removeprefix("?"))), catalog)
    assert selection.indicator == "diabetes_prevalence_ahr"
    assert notices == ("Showing “By survey”: the version of “Diabetes” that has figures for race and ethnicity.",)
    levels = {o["label"]: o for o in by_id(made, "choose-level").options}
    state = levels["State: version “By survey”"]
    selection, notices = parse_query(dict(parse_qsl(state["value"].removeprefix("?"))), catalog)
    assert (selection.indicator, selection.level) == ("diabetes_prevalence_ahr", "state")
    assert len(notices) == 1


def test_where_an_indicator_has_no_towns_the_nearest_that_has_is_offered(ask_published: Asked) -> None:
    made = filter_panel(ask_published(indicator="drug_overdose_deaths"), "/explore")
    assert "City or town: not published" in [o["label"] for o in by_id(made, "choose-level").options]
    assert "For cities and towns: Opioid overdose deaths" in text(made)
    assert "For cities and towns:" not in text(
        filter_panel(ask_published(indicator="opioid_overdose_deaths"), "/explore")
    )


def test_a_way_to_compare_people_without_figures_is_named_and_cannot_be_chosen(ask_published: Asked) -> None:
    ways = by_id(filter_panel(ask_published(indicator="drug_overdose_deaths"), "/explore"), "choose-by").options
    assert {o["label"]: bool(o.get("disabled")) for o in ways} == {
        "Race and ethnicity": False,
        "Nothing: everyone together": False,
        "Sex: not published": True,
        "Race and ethnicity by sex: not published": True,
        "Age: not published": True,
        "Education: not published": True,
    }
