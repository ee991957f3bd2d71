"""What is chosen before the page has followed the last choice, or while periods play: nothing chosen is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.explore import (
    ISSUE,
    TOWNS,
    frozen,
    hold,
    mirrors,
    press_place,
    reaches,
    stopped,
    tab,
    visit,
    words,
)
from tests.browser.page_checks import A_MOMENT


def play_to(page: Page, year: str) -> None:
    """Play from the first period until this one is in view. The links are still those of the period before it."""
    page.locator("#play-periods").click()
    now = page.locator("#period-now")
    seen = [now.inner_text()]
    while seen[-1] != year:
        page.clock.run_for(1200)
        seen.append(now.inner_text())
        assert seen[-1] != seen[-2], f"{year} is not among {seen}"


@pytest.mark.own_context
def test_what_is_chosen_while_periods_play_is_chosen_for_the_period_in_view(page: Page) -> None:
    with frozen(page, f"{TOWNS}&place=greenfield"):
        play_to(page, "2016")
        expect(tab(page, "trend")).to_have_attribute("href", re.compile("period=2015"))
        tab(page, "trend").click()
    reaches(page, view="trend", period="2016", place="greenfield")
    tab(page, "map").click()
    reaches(page, view="map", period="2016")
    with stopped(page):
        play_to(page, "2017")
        press_place(page, "boston")
    reaches(page, place="boston", period="2017")
    expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "false")
    mirrors(page)


def trend(page: Page) -> None:
    tab(page, "trend").click()


def the_map(page: Page) -> None:
    tab(page, "map").click()


def white(page: Page) -> None:
    page.locator("#choose-group .form-check-label").filter(has_text="White").click()


def black(page: Page) -> None:
    page.locator("#choose-group .form-check-label").filter(has_text="Black").click()


def earlier(page: Page) -> None:
    page.get_by_role("slider", name="Period").press("ArrowLeft")


def for_the_state(page: Page) -> None:
    page.get_by_label("Map by").select_option(label="State")


def for_everyone(page: Page) -> None:
    page.get_by_label("Compare by").select_option(label="Nothing: everyone together")


def suffolk(page: Page) -> None:
    press_place(page, "suffolk-county")


@pytest.mark.expects_console("Failed to load resource: net::ERR_FAILED .*states.json")
@pytest.mark.parametrize(
    ("first", "then", "reached"),
    [
        (trend, white, {"view": "trend", "group": "white_nh"}),
        (trend, the_map, {"view": "map"}),
        (white, black, {"group": "black_nh"}),
        (white, earlier, {"group": "white_nh", "period": "2020-2022"}),
        (earlier, white, {"group": "white_nh", "period": "2020-2022"}),
        (suffolk, suffolk, {"place": ""}),
        (suffolk, white, {"place": "suffolk-county", "group": "white_nh"}),
        # A map of the state alone would show one color.
        (suffolk, for_the_state, {"level": "state", "place": "", "view": "trend"}),
        (for_the_state, suffolk, {"level": "county", "place": "suffolk-county", "view": "trend"}),
        # Everyone's figures are of another period than the groups'.
        (for_everyone, white, {"by": "race_ethnicity", "group": "white_nh", "period": "2020-2022"}),
    ],
    ids=lambda act: getattr(act, "__name__", ""),
)
def test_two_choices_before_an_answer_are_both_kept(
    page: Page, first: Callable[[Page], None], then: Callable[[Page], None], reached: dict[str, str]
) -> None:
    """What the second is about is as it says; all else is as the first said."""
    answers: list[Route] = []
    page.route("**/explore/states.json*", lambda route: route.abort())
    visit(page, ISSUE)
    before = words(page)
    page.route("**/_dash-update-component*", lambda route: answers.append(route))
    for act in (first, then):
        act(page)
        page.evaluate(A_MOMENT)
    page.unroute("**/_dash-update-component*")
    for answer in answers:
        answer.continue_()
    reaches(page, **reached)
    assert words(page) == {word: value for word, value in {**before, **reached}.items() if value}
    expect(page.locator("#explore-notices")).to_be_empty()
    mirrors(page)


def test_a_preview_that_comes_after_its_choice_leaves_no_choices_of_the_period_before(page: Page) -> None:
    visit(page, ISSUE)
    hold(page)
    page.evaluate(
        """search => {
          window.dash_clientside.set_props('explore-address', {search});
          window.dash_clientside.set_props('explore-preview', {data: search});
        }""",
        page.evaluate("window.location.search").replace("2021-2023", "2020-2022"),
    )
    reaches(page, period="2020-2022")
    expect(page.locator("#choose-group .chosen")).to_contain_text("9 of 14 counties")
    mirrors(page)


@pytest.mark.own_context
def test_a_press_counts_though_its_control_is_drawn_anew_before_it_is_let_go(page: Page) -> None:
    # So high that the choices do not scroll: in a list at its end, a row fewer moves what is pressed.
    page.set_viewport_size({"width": 1280, "height": 1700})
    visit(page, ISSUE)
    hold(page)
    label = page.locator("#choose-group .form-check-label").filter(has_text="White")
    label.hover()
    before = label.element_handle()
    page.mouse.down()
    page.get_by_role("slider", name="Period").evaluate("slider => slider.focus({preventScroll: true})")
    page.keyboard.press("ArrowLeft")
    reaches(page, period="2020-2022")
    page.wait_for_function("label => !label.isConnected", arg=before)
    page.mouse.up()
    reaches(page, group="white_nh", period="2020-2022")
    mirrors(page)


@pytest.mark.own_context
def test_back_ends_the_playing_and_another_language_keeps_the_period_in_view(page: Page) -> None:
    visit(page, ISSUE.replace("view=map", "view=groups"))
    hold(page)
    tab(page, "map").click()
    reaches(page, view="map")
    page.clock.install()
    with stopped(page):
        play_to(page, "2020–22")
        page.go_back()
        expect(page).to_have_url(re.compile("view=groups&?"))
        expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "false")
        page.clock.run_for(5000)
    reaches(page, view="groups", period="2021-2023")
    mirrors(page)
    with stopped(page):
        play_to(page, "2020–22")
        page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(re.compile("period=2020-2022.*lang=es"))


@pytest.mark.own_context
def test_a_group_chosen_while_periods_play_keeps_the_period_in_view(page: Page) -> None:
    with frozen(page, ISSUE):
        play_to(page, "2020–22")
        white(page)
    reaches(page, group="white_nh", period="2020-2022")
    expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "false")
    mirrors(page)
