"""axe finds nothing to object to, whatever Explore shows; and it is drawn for readers who ask for less or more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, VIEWS, at_both_widths, on_a_phone, reaches, shapes, tab, visit
from tests.browser.page_checks import assert_accessible

STATES = {
    "nothing chosen": ISSUE,
    "place chosen": ISSUE + "&place=hampden-county",
    "hidden everywhere": ISSUE.replace("black_nh", "aian_nh"),
}


@at_both_widths
@pytest.mark.parametrize("state", STATES)
def test_no_view_breaks_a_rule(page: Page, phone: bool, state: str) -> None:
    visit(page, STATES[state])
    assert_accessible(page)
    for view in VIEWS[1:]:
        tab(page, view).click()
        reaches(page, view=view)
        assert_accessible(page)


@at_both_widths
def test_a_notice_breaks_no_rule(page: Page, phone: bool) -> None:
    for view in ("map", "table"):
        visit(page, ISSUE.replace("2021-2023", "1066-1067").replace("view=map", f"view={view}") + "&place=atlantis")
        expect(page.locator(".notice li")).to_have_count(2)
        assert_accessible(page)


@at_both_widths
def test_the_towns_break_no_rule(page: Page, phone: bool) -> None:
    # A long list and long tables: axe takes seconds for each, so the narrow page is asked for the map only.
    visit(page, TOWNS + "&place=boston")
    assert_accessible(page)
    for view in () if phone else ("groups", "table"):
        tab(page, view).click()
        reaches(page, view=view)
        assert_accessible(page)


def test_the_state_alone_breaks_no_rule(page: Page) -> None:
    visit(page, ISSUE.replace("level=county", "level=state"))
    assert_accessible(page)


@on_a_phone
def test_the_open_sheet_breaks_no_rule(page: Page) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)


@at_both_widths
def test_less_motion_and_forced_colours_draw_the_same_page(page: Page, phone: bool) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    plain = shapes(page)
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme="dark")
    visit(page, ISSUE + "&place=hampden-county")
    assert shapes(page) == plain, "the map's colours mean something and are kept"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    swatch = page.locator(".legend-ramp .legend-swatch").first
    assert swatch.evaluate("swatch => getComputedStyle(swatch).backgroundColor") in {
        painted.evaluate("place => getComputedStyle(place).fill")
        for painted in page.locator(".map-figure .place").all()
    }
    for view in VIEWS[1:]:
        tab(page, view).click()
        reaches(page, view=view)
        expect(page.locator("h1")).to_be_visible()
