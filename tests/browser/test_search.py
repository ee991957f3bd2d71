"""Search with the keyboard alone, from any page, at a desk and on a phone; and "Find a place", which forgives slips."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explore import ISSUE, TOWNS, focus, on_a_phone
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle

BOX = "#search-box"
ACTIVE = "#search-list [aria-selected=true]"
anywhere = pytest.mark.parametrize("address", [ISSUE, "/gaps", "/methods", "/search", "/nowhere"])


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def reaches(page: Page, **changed: str) -> None:
    """Wait until the address has these words and the page has followed."""
    for word, value in changed.items():
        expect(page).to_have_url(re.compile(rf"[?&]{word}={re.escape(value)}(&|$)"))
    settle(page)


def typed(page: Page, words: str) -> None:
    """Type as a person does, and wait for the list."""
    page.keyboard.type(words, delay=15)
    expect(page.locator("#search-list")).to_be_visible()
    page.wait_for_timeout(250)  # the last letter is asked about only when no other follows


def listed(page: Page, title: str) -> Locator:
    """The option of the list with a title; of a place, the first of its two."""
    named = page.locator(".search-title").get_by_text(title, exact=True)
    return page.locator("#search-list").get_by_role("option").filter(has=named).first


def active(page: Page) -> str:
    """The option the box points a screen reader to."""
    name = page.locator(BOX).get_attribute("aria-activedescendant")
    if name is None:
        expect(page.locator(ACTIVE)).to_have_count(0)
        return ""
    expect(page.locator(ACTIVE)).to_have_id(name)
    return page.locator(f"#{name} .search-title").inner_text()


@pytest.mark.expects_console("404")
@anywhere
def test_a_slash_leads_to_the_box_from_any_page(page: Page, address: str) -> None:
    opened(page, address)
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    assert focus(page)["outlined"]
    page.keyboard.type("a/b")
    expect(page.locator(BOX)).to_have_value("a/b")


@pytest.mark.own_context
def test_the_slash_can_be_turned_off_and_that_is_remembered(page: Page) -> None:
    opened(page, "/methods")
    expect(page.locator(BOX)).to_have_attribute("aria-keyshortcuts", "/")
    switch = page.get_by_role("checkbox", name="The key “/” leads to the search")
    expect(switch).to_be_checked()
    assert page.evaluate("Object.keys(localStorage).filter(key => !key.startsWith('_dash'))") == []
    switch.uncheck()
    for _ in range(2):
        page.locator("main").focus()
        page.keyboard.press("/")
        expect(page.locator("main")).to_be_focused()
        assert page.locator(BOX).get_attribute("aria-keyshortcuts") is None
        expect(page.locator(".search-key")).to_be_hidden()
        opened(page, "/methods")
        expect(switch).not_to_be_checked()
    switch.check()
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    opened(page, "/methods")
    expect(switch).to_be_checked()
    assert page.evaluate("localStorage.getItem('search-shortcut')") is None


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    opened(page, ISSUE)
    page.get_by_label("Find a place").click()
    page.keyboard.type("/")
    expect(page.get_by_label("Find a place")).to_have_value("/")


@pytest.mark.parametrize("address", ["/gaps", "/methods"])
def test_the_keyboard_alone_leads_from_another_page_to_a_countys_view(page: Page, address: str) -> None:
    opened(page, address)
    page.keyboard.press("/")
    typed(page, "diabetis lawrnce")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#search-said")).to_have_text(re.compile(r"^\d+ results$"))
    assert active(page) == "", "nothing is chosen before an arrow is pressed"
    page.keyboard.press("ArrowDown")
    assert active(page) == "Diabetes · Essex County"
    page.keyboard.press("Enter")
    reaches(page, indicator="diabetes_prevalence_age_adjusted", level="county", place="essex-county")
    expect(page.locator(".chip")).to_contain_text("Essex County")


def test_the_arrows_go_round_through_the_box_and_home_and_end_go_back_to_it(page: Page) -> None:
    opened(page, "/methods")
    page.keyboard.press("/")
    typed(page, "essex")
    names = page.locator("#search-list .search-title").all_inner_texts()
    assert len(names) > 2
    walked = []
    for _ in range(len(names) + 1):
        page.keyboard.press("ArrowDown")
        walked.append(active(page))
    assert walked == [*names, ""]
    page.keyboard.press("ArrowUp")
    assert active(page) == names[-1]
    expect(page.locator(ACTIVE)).to_be_in_viewport()
    page.keyboard.press("Home")
    assert active(page) == ""
    assert page.locator(BOX).evaluate("box => [box.selectionStart, box.selectionEnd]") == [0, 0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert active(page) == ""
    assert page.locator(BOX).evaluate("box => box.selectionStart") == len("essex")
    expect(page.locator(BOX)).to_be_focused()


def test_escape_closes_the_list_then_empties_the_box_and_keeps_the_focus(page: Page) -> None:
    opened(page, "/methods")
    page.keyboard.press("/")
    typed(page, "boston")
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(BOX)).to_have_value("boston")
    page.keyboard.press("ArrowDown")
    expect(page.locator(ACTIVE)).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_be_focused()


def test_enter_without_a_choice_opens_the_page_of_results(page: Page) -> None:
    opened(page, "/gaps")
    page.keyboard.press("/")
    typed(page, "heart atack")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=heart\+atack$"))
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “heart atack”")
    expect(page.locator(BOX)).to_have_value("heart atack")
    page.get_by_role("link", name="Heart attacks, people in Medicare").click()
    reaches(page, indicator="heart_attack_medicare")


def test_what_is_not_found_is_said_and_the_topics_are_offered(page: Page) -> None:
    opened(page, "/methods")
    page.keyboard.press("/")
    typed(page, "xqzzv")
    expect(page.locator(".search-note")).to_have_text("Nothing matches “xqzzv”. These come nearest, or lead on.")
    expect(page.locator("#search-said")).to_contain_text("Nothing matches")
    expect(listed(page, "Overdose")).to_be_visible()


def test_a_choice_on_explore_changes_the_view_in_place_and_keeps_what_it_can(page: Page) -> None:
    opened(page, ISSUE.replace("view=map", "view=groups"))
    page.evaluate("window.stayed = true")
    page.keyboard.press("/")
    typed(page, "hampdn")
    page.keyboard.press("ArrowDown")
    assert active(page) == "Hampden County"
    page.keyboard.press("Enter")
    reaches(page, place="hampden-county", indicator="drug_overdose_deaths", group="black_nh", view="groups")
    expect(page.locator("main")).to_be_focused()
    expect(page.locator(BOX)).to_have_value("")
    page.keyboard.press("/")
    typed(page, "infant mortalty")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reaches(page, indicator="infant_mortality", place="hampden-county", group="black_nh", view="groups")
    assert page.evaluate("window.stayed"), "the page was not loaded anew"
    page.go_back()
    reaches(page, indicator="drug_overdose_deaths", place="hampden-county")


def test_an_option_can_be_clicked(page: Page) -> None:
    opened(page, ISSUE)
    page.locator(BOX).click()
    typed(page, "suffolk")
    listed(page, "Suffolk County").click()
    reaches(page, place="suffolk-county")


def test_the_same_words_are_asked_once(page: Page) -> None:
    asked: list[str] = []
    opened(page, "/methods")
    page.on("request", lambda request: asked.append(request.url) if "search.json" in request.url else None)
    page.keyboard.press("/")
    for _ in range(3):
        typed(page, "boston")
        expect(listed(page, "Boston region")).to_be_visible()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        expect(page.locator("#search-list")).to_be_hidden()
    assert len([url for url in asked if url.endswith("q=boston")]) == 1


@on_a_phone
def test_on_a_phone_a_button_opens_the_box_and_a_tap_chooses(page: Page) -> None:
    opened(page, ISSUE)
    button = page.get_by_role("button", name="Search")
    for part in (button, page.locator(".site-header")):
        assert part.bounding_box() is not None
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    expect(page.locator(BOX)).to_be_hidden()
    button.tap()
    expect(page.locator(BOX)).to_be_focused()
    typed(page, "wooburn")
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 812})
        settle(page)
        no_horizontal_scroll(page)
        for option in page.locator("#search-list [role=option]").all():
            size = option.bounding_box()
            assert size is not None
            assert size["height"] >= 44
            assert size["x"] >= 0
            assert size["x"] + size["width"] <= width
    listed(page, "Woburn").tap()
    reaches(page, place="middlesex-county")
    expect(page.locator(BOX)).to_be_hidden()


@on_a_phone
def test_on_a_phone_escape_closes_the_box_and_returns_to_its_button(page: Page) -> None:
    opened(page, "/methods")
    button = page.get_by_role("button", name="Search")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [pytest.param(w, marks=pytest.mark.viewport(w, 812)) for w in (1280, 768, 375)])
def test_the_open_list_is_accessible(page: Page, width: int) -> None:
    opened(page, "/methods")
    page.keyboard.press("/")
    for words in ("xqzzv", "diabetes lawrence"):
        page.locator(BOX).fill("")
        typed(page, words)
        assert_accessible(page)
    page.keyboard.press("ArrowDown")
    assert_accessible(page)


@pytest.mark.parametrize("address", ["/search", "/search?q=worchester", "/search?q=xqzzv"])
@pytest.mark.parametrize("width", [pytest.param(w, marks=pytest.mark.viewport(w, 812)) for w in (1280, 320)])
def test_the_page_of_results_is_accessible_and_fits(page: Page, width: int, address: str) -> None:
    opened(page, address)
    assert_accessible(page)
    no_horizontal_scroll(page)


# The rail


def test_find_a_place_forgives_a_slip(page: Page) -> None:
    opened(page, TOWNS)
    for words, slug in (("wooburn", "woburn"), ("worchester", "worcester"), ("north attleboro", "north-attleborough")):
        page.get_by_label("Find a place").click()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        reaches(page, place=slug)
        expect(page.get_by_label("Find a place")).to_have_value("")
        expect(page.locator("#explore-notices")).to_be_empty()


def test_find_a_place_knows_a_town_on_a_map_of_counties_and_says_what_it_shows(page: Page) -> None:
    opened(page, ISSUE)
    page.get_by_label("Find a place").click()
    page.keyboard.type("wooburn")
    page.keyboard.press("Enter")
    reaches(page, place="woburn")
    expect(page.locator(".asked-place")).to_contain_text("Woburn is in Middlesex County")
    page.get_by_label("Find a place").click()
    page.keyboard.type("franklin")
    page.keyboard.press("Enter")
    reaches(page, place="franklin-county")


def test_a_place_that_nothing_resembles_is_said_to_be_unknown(page: Page) -> None:
    opened(page, TOWNS)
    page.get_by_label("Find a place").click()
    page.keyboard.type("xqzzv")
    page.keyboard.press("Enter")
    expect(page.locator("#explore-notices")).to_contain_text("“xqzzv” is not a place we know.")


def test_the_list_of_questions_says_what_each_is_published_for(page: Page) -> None:
    opened(page, ISSUE)
    control = page.get_by_label("Question", exact=True)
    control.focus()
    page.keyboard.press("Space")
    option = control.locator("option").filter(has_text="Ambulance calls for opioids")
    expect(option).to_be_visible()
    expect(option).to_contain_text("State, cities and towns")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    settle(page)
    assert page.url.endswith(ISSUE), "looking is not choosing"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reaches(page, indicator="synthetic_opioid_mortality_by_race")  # of the next question, the first version
    assert focus(page)["id"] == "choose-indicator"
