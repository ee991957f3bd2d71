"""Explore is drawn for readers who ask for less motion or their own colours too; what axe says is in test_axe.py."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, VIEWS, at_both_widths, reaches, shapes, tab, visit


@at_both_widths
def test_less_motion_and_forced_colours_draw_the_same_page(page: Page, phone: bool) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    plain = shapes(page)
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme="dark")
    visit(page, ISSUE + "&place=hampden-county")
    assert shapes(page) == plain, "the map's colours mean something and are kept"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    swatch = page.locator(".legend-ramp .legend-swatch").last  # a class may be empty, this one is not
    assert swatch.evaluate("swatch => getComputedStyle(swatch).backgroundColor") in {
        painted.evaluate("place => getComputedStyle(place).fill")
        for painted in page.locator(".map-figure .place").all()
    }
    for view in VIEWS[1:]:
        tab(page, view).click()
        reaches(page, view=view)
        expect(page.locator("h1")).to_be_visible()
