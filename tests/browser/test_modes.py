"""Explore for readers whose system asks for something: forced colours, contrast, less motion, a finger, much zoom."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, on_a_phone
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle

COUNTIES = f"{ISSUE}&place=hampden-county"

# Everything a finger is to hit. Links within a sentence keep their line (WCAG 2.5.8 excepts them), and places on the
# map are in the list too. Radios and checkboxes are hit by their labels.
SMALL = """
() => {
  const inline = '.notes p a, .embed-sources a, .notes td a, figcaption a, .benchmark-list a';
  const parts = document.querySelectorAll(
    'a, button, select, summary, textarea, input:not([type=radio], [type=checkbox]), label.form-check-label');
  return [...parts]
    .filter(part => part.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .filter(part => !part.matches(inline) && !part.matches('.skip-link, .skip-past'))
    .filter(part => !part.closest('.chart'))
    .map(part => [part, part.getBoundingClientRect()])
    .filter(([part, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
    .map(([part, box]) => `${part.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`);
}
"""
PAINT = """
() => ({
  places: [...new Set([...document.querySelectorAll('svg.map .place')].map(p => getComputedStyle(p).fill))],
  swatches: [...document.querySelectorAll('.legend-swatches .legend-swatch')]
    .map(swatch => getComputedStyle(swatch).backgroundColor),
  dots: [...new Set([...document.querySelectorAll('.ranking .dot')].map(dot => getComputedStyle(dot).backgroundColor))],
  marks: [...document.querySelectorAll('.group-mark')].map(mark => getComputedStyle(mark).backgroundImage),
})
"""


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_classes_apart(page: Page, scheme: str) -> None:
    visit(page, COUNTIES)
    usual = page.evaluate(PAINT)
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme=scheme)  # type: ignore[arg-type]
    forced = page.evaluate(PAINT)
    assert forced == usual, "classes, hatch and marks keep the colours that say something"
    assert len(set(forced["swatches"])) == len(forced["swatches"]) == 5
    assert any("hatch" in fill for fill in forced["places"])
    assert set(forced["dots"]) <= set(forced["swatches"])
    text = page.evaluate("getComputedStyle(document.body).color")
    for outline in ("svg.map .place", "svg.map .coast", "svg.map .ring"):
        assert page.locator(outline).first.evaluate("path => getComputedStyle(path).stroke") == text, outline


def test_in_forced_colours_what_is_chosen_and_what_has_the_focus_is_outlined(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    visit(page, COUNTIES)
    for chosen in (".view-tab[aria-current]", ".ranking-item[aria-current]"):
        width, kind = page.locator(chosen).evaluate(
            "one => [getComputedStyle(one).outlineWidth, getComputedStyle(one).outlineStyle]"
        )
        assert (float(width.removesuffix("px")) >= 2, kind) == (True, "solid"), chosen
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    others = page.locator(".view-tab:not([aria-current])").evaluate_all(
        "tabs => tabs.map(tab => getComputedStyle(tab).borderBottomColor)"
    )
    assert set(others) == {ground}, "a line under every tab would say that all are chosen"
    page.locator("#open-share").focus()
    page.keyboard.press("Shift+Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_with_less_motion_nothing_moves(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit(page, COUNTIES)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(part => {
          const style = getComputedStyle(part);
          return parseFloat(style.transitionDuration) > 0 || (style.animationName !== 'none');
        }).map(part => part.className)"""
    )
    assert moving == []


def test_with_more_contrast_no_grey_is_quiet(page: Page) -> None:
    page.emulate_media(contrast="more")
    visit(page, COUNTIES)
    assert page.locator(".view-subtitle").evaluate("text => getComputedStyle(text).color") == "rgb(20, 20, 20)"
    assert_accessible(page)


@on_a_phone
@pytest.mark.parametrize("view", ["map", "trend", "groups", "table"])
def test_a_finger_hits_every_control_of_a_view(page: Page, view: str) -> None:
    visit(page, COUNTIES.replace("view=map", f"view={view}"))
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate(SMALL) == []


@on_a_phone
def test_a_finger_hits_every_control_of_the_sheet_the_share_panel_and_the_frame(page: Page) -> None:
    visit(page, COUNTIES)
    page.locator("#open-share").tap()
    assert page.evaluate(SMALL) == []
    page.locator("#open-share").tap()
    page.locator("#open-choices").tap()
    assert page.evaluate(SMALL) == []
    visit(page, COUNTIES.replace("/explore", "/embed"))
    assert page.evaluate(SMALL) == []


@on_a_phone
def test_on_a_phone_the_figure_comes_before_the_reading(page: Page) -> None:
    visit(page, COUNTIES)
    tops = [
        page.locator(part).first.evaluate("one => one.getBoundingClientRect().top")
        for part in ("h1", ".view-tabs", "svg.map", ".legend", ".view-reading", ".view-actions", ".ranking", ".notes")
    ]
    assert tops == sorted(tops)
    label = page.locator(".map-label", has_text="Barnstable").bounding_box()
    tools = page.locator(".map-tools").bounding_box()
    assert label is not None
    assert tools is not None
    assert tools["y"] >= label["y"] + label["height"], "no control covers a figure"


# 640 pixels are a window of 1280 at 200 % zoom.
@pytest.mark.parametrize("width", [pytest.param(w, marks=pytest.mark.viewport(w, 700), id=str(w)) for w in (640, 320)])
@pytest.mark.parametrize("address", [COUNTIES, TOWNS], ids=["counties", "towns"])
def test_zoomed_in_everything_is_there_and_nothing_runs_out_of_the_page(page: Page, address: str, width: int) -> None:
    visit(page, address)
    no_horizontal_scroll(page)
    for part in ("h1", ".view-tabs", "svg.map", ".legend", ".view-reading", "#open-share", ".ranking", ".notes"):
        expect(page.locator(part).first).to_be_visible()
    # The tabs are a row that scrolls: the last of them can be brought into view.
    page.locator(".view-tab").last.scroll_into_view_if_needed()
    expect(page.locator(".view-tab").last).to_be_in_viewport()
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, p, .legend-bound, .readout *')]
          .filter(part => part.checkVisibility() && part.getClientRects().length && !part.closest('.visually-hidden'))
          .filter(part => !part.matches('.visually-hidden') && part.getBoundingClientRect().right > innerWidth + 1)
          .map(part => part.outerHTML.slice(0, 90))"""
    )
    assert clipped == []


@pytest.mark.parametrize(
    "width", [pytest.param(1280, marks=pytest.mark.viewport(1280, 900)), pytest.param(375, marks=on_a_phone)]
)
def test_no_page_goes_on_below_its_foot(page: Page, width: int) -> None:
    """What is only heard of 351 towns is out of the page's flow, and must not make the page as long as their list."""
    for view in ("map", "groups", "compare"):
        visit(page, TOWNS.replace("view=map", f"view={view}") + "&place=worcester")
        beyond = page.evaluate(
            """() => document.documentElement.scrollHeight - scrollY
              - document.querySelector("footer").getBoundingClientRect().bottom"""
        )
        assert beyond < 90, "the dock of a phone takes 80 pixels"
