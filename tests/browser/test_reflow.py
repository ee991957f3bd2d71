"""Type as a reader sets it: twice as large, or set wider. Nothing is cut, nothing lies over the edge."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_checks import DESKTOP, PHONE, no_horizontal_scroll, settle

COUNTIES = (
    "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map"
)
GAPS = "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023"

# WCAG 2.2, 1.4.12: line height 1.5, after paragraphs 2, between letters 0.12, between words 0.16 times the size.
SET_WIDE = """
document.addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = `
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`;
  document.head.append(style);
});
"""

# Every text that is seen, but what scrolls in a box of its own, pictures, and the dock, which repeats and may be cut.
TEXTS = """
() => {
  const apart = ".visually-hidden, .skip-link, .view-tabs, .table-scroll, .map-scroll, .formula, math, option, svg, "
    + ".dock-words";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || text.parentElement.closest(apart) || !text.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width > 1) found.push({ words: text.data, left: box.left, right: box.right });
  }
  return found;
}
"""
OVERLAPPING = """
(selector) => {
  const boxes = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()).map((e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return [e.textContent, range.getBoundingClientRect()];
  });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).filter(([, two]) => meet(one, two)).map(([b]) => [a, b]));
}
"""


def assert_whole(page: Page) -> None:
    """Nothing runs over sideways, and no text reaches past an edge of the page."""
    no_horizontal_scroll(page)
    width = page.viewport_size["width"]  # type: ignore[index]
    texts = page.evaluate(TEXTS)
    assert len(texts) > 10
    assert [t for t in texts if t["left"] < -0.5 or t["right"] > width + 0.5] == []


@pytest.mark.viewport(320, 700)
def test_nothing_is_cut_where_a_reader_sets_text_wider(page: Page) -> None:
    page.add_init_script(SET_WIDE)
    for address in (f"{COUNTIES}&lang=pt", f"{GAPS}&lang=pt", "/search?q=overdose&lang=pt"):
        page.goto(address)
        settle(page)
        assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).letterSpacing") != "normal"
        assert_whole(page)


def test_type_grows_with_the_readers_size_and_nothing_is_cut(page: Page) -> None:
    """The browser's setting is 32 px in place of 16, and the type of the page and its charts is twice what it was."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.goto(COUNTIES)
    settle(page)
    expect(page.locator("html")).to_have_css("font-size", "32px")
    expect(page.locator(".ranking-name").first).to_have_css("font-size", "28px")
    drawn = page.locator(".chart").first
    larger = drawn.evaluate("graph => graph.getBoundingClientRect().width / graph.offsetWidth")
    assert larger == pytest.approx(2, abs=0.01)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert_whole(page)
        for labels in (".legend-bound", ".map-label", ".ranking-name, .ranking-item .verdict", ".site-nav-link"):
            assert page.evaluate(OVERLAPPING, labels) == []
    page.goto(GAPS)
    settle(page)
    assert_whole(page)


@pytest.mark.viewport(320, 700)
def test_formulas_are_scrolled_in_their_place_and_only_then_stopped_at(page: Page) -> None:
    page.goto("/methods")
    formulas = page.locator("math")
    expect(formulas.nth(10)).to_be_attached()
    expect(page.locator(".formula[tabindex]:not([aria-label])")).to_have_count(0)
    expect(page.locator(".formula[tabindex='0'][role=group][aria-label=Formula]")).to_have_count(3)
    assert_whole(page)
    wide = page.locator(".formula[tabindex='0']").first
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("formula => formula.scrollLeft > 0", arg=wide.element_handle())
    session = page.context.new_cdp_session(page)
    roles = [node.get("role", {}).get("value") for node in session.send("Accessibility.getFullAXTree")["nodes"]]
    assert roles.count("MathMLMath") == formulas.count(), "a screen reader reads every formula as mathematics"
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert_whole(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    expect(page.locator(".formula[tabindex]")).to_have_count(0)
    assert_whole(page)
