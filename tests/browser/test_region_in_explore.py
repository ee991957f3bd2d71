"""A region of a reader's own in Explore: its outline, its figure and its notes, and the way from and to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import NARROW, WIDE, reaches, tab, visit
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll

VALLEY = "CKCPCXCb"
"""Chicopee, Holyoke, Springfield and West Springfield."""
REGION = f"/explore?indicator=opioid_overdose_deaths&members={VALLEY}&name=Greater+Springfield"


@pytest.mark.parametrize(
    ("phone", "language", "title", "note"),
    [
        pytest.param(*WIDE.values, "en", "Residents in Greater Springfield died", "no official area", marks=WIDE.marks),
        pytest.param(*NARROW.values, "es", "residentes en Greater Springfield", "área oficial", marks=NARROW.marks),
    ],
)
def test_a_region_is_seen_told_and_left(page: Page, phone: bool, language: str, title: str, note: str) -> None:
    visit(page, REGION + ("" if language == "en" else f"&lang={language}"))
    expect(page.locator("h1")).to_contain_text(title)
    own = page.locator(f".map-figure .place[data-id='region.{VALLEY}']")
    expect(own).to_have_count(1)
    assert own.get_attribute("d"), "the outline is fetched and drawn"
    expect(page.locator(".notes")).to_contain_text(note)
    expect(page.locator(".notice")).to_have_count(0)
    assert_accessible(page)
    no_horizontal_scroll(page)

    tab(page, "trend").click()
    reaches(page, view="trend", members=VALLEY)
    expect(page.locator("h1")).to_contain_text("Greater Springfield")
    if not phone:
        page_of_it = page.locator(f".rail a[href='/regions?members={VALLEY}&name=Greater+Springfield']")
        expect(page_of_it).to_have_count(1)
        chip = page.locator(".chip")
        chip.focus()
        page.keyboard.press("Enter")
        reaches(page, members="", name="")
        expect(page.locator("h1")).not_to_contain_text("Greater Springfield")


def test_a_broken_region_says_so_on_the_page(page: Page) -> None:
    visit(page, "/explore?indicator=opioid_overdose_deaths&level=region&members=A")
    expect(page.locator(".notice").first).to_contain_text("The region of this address cannot be read")
