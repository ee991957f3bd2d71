"""The address is the view: reload, back, forward and a copied link show it again, and every control agrees with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import (
    ISSUE,
    VIEWS,
    at_both_widths,
    choices,
    drawn,
    focus,
    mirrors,
    place_link,
    press_place,
    reaches,
    seen,
    tab,
    visit,
    words,
)


@at_both_widths
def test_the_published_example_says_what_it_was_asked(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    mirrors(page)
    assert page.url.endswith(ISSUE), "an address that is understood is left as it is"
    expect(page).to_have_title(re.compile("^Black residents die of overdose at 1.5 times the state rate, 2021–23 ·"))
    expect(page.locator(".view-reading")).to_contain_text("54.1 of every 100,000 Black residents")
    expect(page.locator("#explore-notices")).to_be_empty()


def test_a_reload_shows_each_view_again(page: Page) -> None:
    for view in VIEWS:
        visit(page, ISSUE.replace("view=map", f"view={view}") + "&place=hampden-county")
        mirrors(page)
        before = seen(page)
        page.reload()
        drawn(page)
        assert seen(page) == before


@at_both_widths
def test_back_and_forward_walk_through_every_view_that_was_seen(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    story = [seen(page)]
    place_link(page, "suffolk-county").click()
    reaches(page, place="suffolk-county")
    story.append(seen(page))
    for view in ("trend", "groups", "table"):
        tab(page, view).click()
        reaches(page, view=view)
        story.append(seen(page))
    for before in story[-2::-1]:
        page.go_back()
        reaches(page, view=before["address"]["view"], place=before["address"].get("place", ""))
        assert seen(page) == before
        mirrors(page)
    for after in story[1:]:
        page.go_forward()
        reaches(page, view=after["address"]["view"], place=after["address"].get("place", ""))
        assert seen(page) == after
        mirrors(page)


def test_a_short_address_takes_its_defaults_and_choices_fill_it_in(page: Page) -> None:
    visit(page, "/explore?view=table")
    expect(page.locator("#explore-notices")).to_be_empty()
    tab(page, "map").click()
    reaches(page, view="map", indicator="drug_overdose_deaths", level="county", period="2021-2023")
    mirrors(page)
    visit(page, "/explore")
    press_place(page, "worcester-county")
    reaches(page, place="worcester-county", indicator="drug_overdose_deaths", group="black_nh")
    mirrors(page)


def choose(page: Page, label: str, option: str) -> None:
    """Use a list as the keyboard does: it has the focus when it changes."""
    page.get_by_label(label, exact=True).focus()
    titled = (
        page.get_by_label(label, exact=True)
        .locator("option")
        .filter(has_text=re.compile(f"^{re.escape(option)}( ·|$)"))
    )
    page.get_by_label(label, exact=True).select_option(value=titled.first.get_attribute("value"))


def choose_group(page: Page) -> None:
    page.locator("#choose-group input:checked").focus()
    page.keyboard.press("ArrowDown")


def choose_period(page: Page) -> None:
    page.locator("#choose-when").focus()
    page.locator("#choose-when").select_option(label="2020–22")


def choose_place(page: Page) -> None:
    page.get_by_label("Find a place").click()
    page.keyboard.type("Suffolk County")
    page.keyboard.press("Enter")


CHOICES: tuple[tuple[Callable[[Page], None], dict[str, str], str], ...] = (
    (choose_group, {"group": "hispanic"}, "radio"),
    (choose_period, {"period": "2020-2022"}, "choose-when"),
    (choose_place, {"place": "suffolk-county"}, "choose-place"),
    (lambda page: choose(page, "Compare by", "Nothing: everyone together"), {"by": "overall"}, "choose-by"),
    (lambda page: choose(page, "Map by", "State"), {"level": "state", "place": ""}, "choose-level"),
    (
        lambda page: choose(page, "Question", "Opioid overdose deaths"),
        {"indicator": "opioid_overdose_deaths", "level": "state"},
        "choose-indicator",
    ),
    (lambda page: choose(page, "Map by", "EOHHS region (6)"), {"level": "eohhs_region"}, "choose-level"),
    (lambda page: choose(page, "Topic", "Maternal and infant health"), {}, "choose-topic"),
)


@at_both_widths
def test_each_choice_changes_the_address_and_the_page_and_keeps_the_focus(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    with choices(page):
        for use, changed, focused in CHOICES:
            before = seen(page)
            use(page)
            expect(page).not_to_have_url(before["address"]["full"])
            reaches(page, **changed)
            mirrors(page)
            now, after = focus(page), seen(page)
            assert now["checked"] if focused == "radio" else now["id"] == focused, f"the focus went to {now}"
            assert after["live"] != before["live"], "what is read aloud says what changed"
            assert any(after[part] != before[part] for part in ("reading", "list", "charts"))
            if use is not choose_place:  # the finding is the state's, whichever place is chosen
                assert after["title"] != before["title"]
                assert after["title"].startswith(after["heading"])
    page.reload()
    drawn(page)
    assert seen(page) == {**after, "live": seen(page)["live"]}


@at_both_widths
def test_a_place_pressed_on_the_map_is_chosen_and_pressed_again_let_go(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    for slug in ("worcester-county", "dukes-county"):  # a shown one, and a hidden one
        press_place(page, slug)
        reaches(page, place=slug)
        mirrors(page)
        assert words(page)["place"] == slug
    press_place(page, "dukes-county")
    reaches(page, place="")
    mirrors(page)
    press_place(page, "dukes-county")
    reaches(page, place="dukes-county")


@at_both_widths
def test_a_place_is_chosen_in_the_list_with_the_keyboard(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    place_link(page, "norfolk-county").focus()
    page.keyboard.press("Enter")
    reaches(page, place="norfolk-county")
    mirrors(page)
    assert focus(page)["key"] == "norfolk-county"
    page.keyboard.press("Enter")
    reaches(page, place="")
    assert focus(page)["key"] == "norfolk-county"


@at_both_widths
def test_the_chip_lets_the_place_go(page: Page, phone: bool) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    with choices(page) as rail:
        chip = rail.get_by_role("link", name="Hampden County: go back to all of Massachusetts")
        chip.focus()
        page.keyboard.press("Enter")
        reaches(page, place="")
        mirrors(page)
        assert focus(page)["tag"] != "BODY", "the chip is gone, and the focus has to go somewhere near"


@at_both_widths
def test_a_tab_changes_the_view_and_keeps_the_focus(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    for view in ("trend", "groups", "table", "map"):
        tab(page, view).focus()
        page.keyboard.press("Enter")
        reaches(page, view=view)
        mirrors(page)
        assert focus(page)["key"] == view


def test_a_link_opened_with_a_modifier_opens_a_tab_of_its_own(page: Page) -> None:
    visit(page, ISSUE)
    with page.context.expect_page() as opened:
        place_link(page, "essex-county").click(modifiers=["ControlOrMeta"])
    second = opened.value
    reaches(second, place="essex-county")
    mirrors(second)
    assert "place" not in words(page)


def test_typed_letters_that_name_no_place_are_said_to_be_unknown(page: Page) -> None:
    """A slip is forgiven (see test_search.py); what is no place at all is named, and nothing is chosen."""
    visit(page, ISSUE)
    page.get_by_label("Find a place").click()
    page.keyboard.type("Atlantis")
    page.keyboard.press("Enter")
    reaches(page, place="atlantis")
    expect(
        page.locator("#explore-notices").get_by_text("“atlantis” is not a place we know. Showing all of Massachusetts.")
    ).to_be_visible()
    expect(page.locator(".readout")).to_have_count(0)


UNKNOWN = {
    "period=1066-1067": "has no figures for “Black” in 1066–1067",
    "level=municipality": "Drug overdose deaths: no figures by city or town, only for",
    "place=atlantis": "“atlantis” is not a place we know.",
}


@pytest.mark.parametrize(("word", "notice"), UNKNOWN.items(), ids=list(UNKNOWN))
def test_a_word_that_is_not_understood_is_named_and_the_page_works(page: Page, word: str, notice: str) -> None:
    key = word.split("=")[0]
    visit(page, re.sub(rf"&{key}=[^&]*", "", ISSUE) + f"&{word}")
    expect(page.locator("#explore-notices")).to_contain_text(notice)
    expect(page.locator(".map-figure .place")).to_have_count(14)
    tab(page, "table").click()
    reaches(page, view="table")
    mirrors(page)
    expect(page.locator("#explore-notices"), "what follows is understood").to_be_empty()


def test_what_has_the_figures_asked_for_is_one_press_away(page: Page) -> None:
    visit(page, ISSUE.replace("level=county", "level=municipality"))
    page.locator(".notice").get_by_role("link", name="Opioid overdose deaths, by city or town").press("Enter")
    reaches(page, indicator="opioid_overdose_deaths", level="municipality")
    expect(page.locator(".map-figure .place")).to_have_count(351)
    expect(page.locator("#explore-notices")).to_be_empty()


@at_both_widths
def test_every_word_at_once_may_be_wrong(page: Page, phone: bool) -> None:
    visit(
        page, "/explore?indicator=%F0%9F%8D%B2&level=x&place=%3Cb%3E&by=y&group=z&period=soon&colour=red&view=%22globe"
    )
    notices = page.locator("#explore-notices li")
    expect(notices).to_have_text(
        [
            re.compile("^“🍲” is not an indicator we have. Showing drug overdose deaths instead.$"),
            re.compile("^“x” is not a level of places. Showing counties instead.$"),
            re.compile("^“y” is not a way to compare people. Showing race and ethnicity instead.$"),
            re.compile("^“z” is not a group we have. Showing Black instead.$"),
            re.compile("^“soon” is not a period"),
            re.compile("^“<b>” is not a place we know."),  # shown as it was typed, not run
            re.compile("^“globe” is not a view. Showing the map instead.$"),
        ]
    )
    expect(page.locator(".ranking-item")).to_have_count(14)
