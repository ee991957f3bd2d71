"""On a phone the choices are a sheet over the page, and nothing is wider than the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, VIEWS, drawn, focus, on_a_phone, press_place, reaches, tab, visit
from tests.browser.page_checks import no_horizontal_scroll

# Radios are hit by their labels.
SMALL = """
() => {
  const rail = '#explore-rail :is(a, button, select, input:not([type=radio]), label.form-check-label)';
  const parts = document.querySelectorAll(`${rail}, .view-tab, .ranking-item, .dock button, #copy-link`);
  return [...parts].filter(part => part.getClientRects().length && part.getBoundingClientRect().height < 24)
    .map(part => part.outerHTML.slice(0, 80));
}
"""


@on_a_phone
def test_the_sheet_is_a_dialog_that_keeps_the_focus_until_it_is_closed(page: Page) -> None:
    visit(page, ISSUE)
    change = page.locator("#open-choices")
    expect(page.locator("#explore-rail")).to_be_hidden()
    change.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Choose what to see")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.body).overflow") == "hidden", "the page behind does not scroll"

    inside = []
    for _ in range(24):
        page.keyboard.press("Tab")
        inside.append(
            page.evaluate("document.activeElement.closest('#explore-rail') ? 'in' : document.activeElement.tagName")
        )
    assert set(inside) <= {"in", "BODY"}, "the focus leaves the sheet for the browser's own bar only"
    assert inside.count("in") > 15

    page.keyboard.press("Escape")
    expect(page.locator("#explore-rail")).to_be_hidden()
    expect(change).to_be_focused()
    expect(page.locator("[inert]")).to_have_count(0)


@on_a_phone
@pytest.mark.parametrize("name", ["^Close$", "^Show 11 of 14 counties$"])
def test_both_buttons_of_the_sheet_close_it(page: Page, name: str) -> None:
    visit(page, ISSUE)
    page.get_by_role("button", name="Change").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name=re.compile(name)).tap()
    expect(page.locator("#explore-rail")).to_be_hidden()
    expect(page.locator("#open-choices")).to_be_focused()
    tab(page, "trend").tap()
    reaches(page, view="trend")


@on_a_phone
def test_a_choice_leaves_the_sheet_open_and_its_button_says_what_will_be_seen(page: Page) -> None:
    visit(page, ISSUE)
    page.get_by_role("button", name="Change").tap()
    sheet = page.get_by_role("dialog")
    sheet.locator(".form-check-label").filter(has_text="Hispanic").tap()
    reaches(page, group="hispanic")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Show 8 of 14 counties").tap()
    expect(page.locator(".dock-words")).to_contain_text("Hispanic residents")
    expect(page.locator("h1")).to_contain_text("Hispanic residents")


@on_a_phone
def test_a_wider_window_closes_the_sheet(page: Page) -> None:
    visit(page, ISSUE)
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[inert]")).to_have_count(0)
    expect(page.get_by_label("Topic", exact=True)).to_be_visible()


@on_a_phone
def test_a_tap_on_a_county_selects_it(page: Page) -> None:
    visit(page, ISSUE)
    press_place(page, "middlesex-county")
    reaches(page, place="middlesex-county")
    expect(page.locator(".readout strong")).to_have_text("Middlesex County")
    expect(page.locator(".dock-words")).to_contain_text("Middlesex County")


@on_a_phone
def test_what_is_reached_with_the_keyboard_is_not_under_the_lower_bar(page: Page) -> None:
    visit(page, ISSUE)
    for _ in range(60):
        page.keyboard.press("Tab")
        if focus(page)["tag"] == "BODY":
            break
        page.wait_for_function(
            """() => {
              const own = document.activeElement;
              if (own.closest('.dock')) return true;
              const box = own.getBoundingClientRect(), dock = document.querySelector('.dock').getBoundingClientRect();
              return box.top < dock.top && box.bottom > 0 && box.top + Math.min(box.height, 24) <= dock.top + 1;
            }"""
        )
    else:
        pytest.fail("sixty stops and no end")


# 640 is a window of 1280 at 200 % zoom, and 320 one at 400 %.
@pytest.mark.parametrize(
    ("address", "views", "widths"),
    [(ISSUE + "&place=hampden-county", VIEWS, (1280, 960, 640, 375, 320)), (TOWNS, ("map", "table"), (640, 320))],
    ids=["counties", "towns"],
)
def test_no_view_scrolls_sideways(page: Page, address: str, views: tuple[str, ...], widths: tuple[int, ...]) -> None:
    visit(page, address)
    for view in views:
        tab(page, view).click()
        reaches(page, view=view)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 812})
            drawn(page)
            no_horizontal_scroll(page)


@on_a_phone
def test_the_open_sheet_does_not_scroll_sideways(page: Page) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    page.get_by_role("button", name="Change").click()
    for width in (375, 320, 640):
        page.set_viewport_size({"width": width, "height": 812})
        drawn(page)
        no_horizontal_scroll(page)
        assert page.locator("#explore-rail").evaluate("rail => rail.scrollWidth - rail.clientWidth") == 0


@on_a_phone
def test_a_finger_can_hit_every_control(page: Page) -> None:
    visit(page, ISSUE)
    page.get_by_role("button", name="Change").click()
    small = page.evaluate(SMALL)
    assert small == [], "24 px is the least of WCAG 2.2"
