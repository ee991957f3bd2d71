"""Compare as a person works it: choosing what stands beside what by keyboard, and reading it on a desk and a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import at_both_widths, focus
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle

BLACK = (
    "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
    "&view=compare"
)
HAMPDEN = BLACK + "&place=hampden-county"
STATES = {
    "highest and lowest": BLACK,
    "two counties": HAMPDEN + "&with=worcester-county",
    "hidden": HAMPDEN + "&with=dukes-county",
    "two indicators": HAMPDEN + "&with=life_expectancy",
    "one place only": "/explore?indicator=opioid_deaths_dph_state&view=compare",
}


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("h1")).to_be_visible()


def test_the_other_place_and_indicator_are_chosen_with_the_keyboard(page: Page) -> None:
    visit(page, HAMPDEN)
    expect(page.locator("h1")).to_contain_text("Massachusetts")
    choice = page.get_by_label("Compare Hampden County with")
    choice.focus()
    page.keyboard.press("e")  # Essex County
    expect(page).to_have_url(re.compile(r"with=essex-county(&|$)"))
    settle(page)
    expect(page.locator("h1")).to_contain_text("Essex County")
    assert focus(page)["id"] == "choose-with-place", "the focus stays on the choice"
    assert focus(page)["outlined"]
    page.get_by_label("Or set another indicator beside it").select_option(
        label="Life and circumstances: Life expectancy at birth"
    )
    expect(page).to_have_url(re.compile(r"with=life_expectancy(&|$)"))
    settle(page)
    expect(page.locator("h1")).to_have_text(
        "Drug overdose deaths, 79.6 per 100,000, and life expectancy at birth, 71.4 years, in Hampden County"
    )
    expect(page.locator(".view-reading")).to_contain_text("No test is made between two indicators")


def test_a_place_of_similar_size_is_compared_by_its_line(page: Page) -> None:
    visit(page, HAMPDEN)
    line = page.locator('a.dots-line[data-key="bristol-county"]')
    line.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"with=bristol-county(&|$)"))
    settle(page)
    expect(page.locator("h1")).to_contain_text("Bristol County")
    assert focus(page)["key"] == "bristol-county"


@at_both_widths
def test_both_places_are_in_the_sentence_the_figures_and_the_table(page: Page, phone: bool) -> None:
    visit(page, STATES["two counties"])
    reading = page.locator(".view-reading")
    expect(reading).to_contain_text(
        "Hampden County 79.6 per 100,000 (63.8 to 98.1) is higher than Worcester County 50.0"
    )
    for name in ("compared-groups", "compared-trend"):
        text = page.locator(f"#{name}-text")
        expect(text).to_contain_text("Hampden County")
        expect(text).to_contain_text("Worcester County")
    row = page.locator(".figures-table tr.chosen")
    expect(row).to_contain_text("79.6")
    expect(row).to_contain_text("1.6 times")
    expect(row).to_contain_text("Higher")


@pytest.mark.parametrize("state", STATES)
def test_no_comparison_breaks_a_rule_or_is_wider_than_a_small_phone(page: Page, state: str) -> None:
    visit(page, STATES[state])
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 812})
        settle(page)
        no_horizontal_scroll(page)
        if width > 320:
            assert_accessible(page)
