"""The sheet of choices as a step of the history, and what is heard and seen while it is open."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, drawn, focus, mirrors, on_a_phone, reaches, tab, visit, words

# Of what has the focus in the sheet: whether a reader sees all of it, or as much as the screen has room for.
SEEN = """
() => {
  const own = document.activeElement, box = own.getBoundingClientRect();
  const hit = (y) => {
    const top = document.elementFromPoint(box.left + box.width / 2, y);
    return own.contains(top) || top?.contains(own) && !top.closest('.foot') || own.labels?.[0]?.contains(top);
  };
  return hit(box.top + 2) && hit(box.bottom - 2) ? '' : own.outerHTML.slice(0, 90);
}
"""


def opened(page: Page) -> None:
    """Open the sheet with the keyboard, as a reader who goes through the page in order does."""
    page.locator("#open-choices").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def heard(page: Page) -> dict[str, str]:
    """What the browser tells a screen reader of the page's live regions: their text by role and politeness."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}

    def text(node: dict[str, Any]) -> str:
        if node.get("role", {}).get("value") == "StaticText":
            return str(node["name"]["value"])
        return " ".join(filter(None, (text(by_id[child]) for child in node.get("childIds", ()) if child in by_id)))

    live = [n for n in nodes if not n["ignored"] and n.get("role", {}).get("value") in ("status", "alert")]
    return {str(node["backendDOMNodeId"]): text(node) for node in live}


@on_a_phone
def test_back_closes_the_sheet_and_each_choice_in_it_is_a_step_of_its_own(page: Page) -> None:
    visit(page, ISSUE)
    entries = page.evaluate("history.length")
    opened(page)
    page.go_back()
    expect(page.locator("#explore-rail")).to_be_hidden()
    expect(page.locator("#open-choices")).to_be_focused()
    assert words(page)["group"] == "black_nh", "the reader is still at the view"

    opened(page)
    for label, group in (("Hispanic", "hispanic"), ("White", "white_nh")):
        page.locator(".form-check-label").filter(has_text=label).tap()
        reaches(page, group=group)
        expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.locator("#explore-rail")).to_be_hidden()
    reaches(page, group="white_nh")
    for group in ("hispanic", "black_nh"):
        page.go_back()
        reaches(page, group=group)
        expect(page.locator("#explore-rail")).to_be_hidden()
        mirrors(page)
    page.go_forward()
    reaches(page, group="hispanic")
    assert page.evaluate("history.length") == entries + 3, "two choices, and the sheet over the second"


@on_a_phone
@pytest.mark.parametrize("how", ["its button", "Escape", "a wider window"])
def test_a_sheet_that_is_closed_leaves_no_step_behind(page: Page, how: str) -> None:
    visit(page, ISSUE)
    tab(page, "table").tap()
    reaches(page, view="table")
    opened(page)
    if how == "its button":
        page.locator(".sheet-close").tap()
    elif how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_function("!history.state?.sheet")
    page.go_back()
    reaches(page, view="map")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[inert]")).to_have_count(0)


@on_a_phone
def test_a_sheet_that_was_left_for_another_page_is_there_when_the_reader_comes_back(page: Page) -> None:
    visit(page, ISSUE)
    opened(page)
    page.get_by_role("link", name="All questions by topic").click()
    page.wait_for_url("**/search*")
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_visible()
    drawn(page)
    page.get_by_role("button", name="Close").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("Black residents")


@on_a_phone
def test_a_place_that_is_not_known_is_said_at_its_field_and_heard_while_the_sheet_is_open(page: Page) -> None:
    visit(page, ISSUE)
    opened(page)
    field = page.get_by_label("Find a place")
    field.fill("zzzz")
    field.press("Enter")
    said = "“zzzz” is not a place we know. Showing all of Massachusetts."
    expect(field).to_have_accessible_description(said)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    drawn(page)
    assert page.locator("#place-error").evaluate(
        "said => said.contains(document.elementFromPoint(said.getBoundingClientRect().left + 4, "
        "said.getBoundingClientRect().bottom - 4))"
    ), "the sentence is seen, and not under the foot of the sheet"
    regions = heard(page)
    assert said in regions.values()
    assert any(text.startswith("Updated: Black residents") for text in regions.values())
    expect(page.locator("main .view")).to_have_attribute("inert", "")

    # The next place is known, slips and all: nothing is wrong any more.
    field.fill("worcestre county")
    with page.expect_response("**/search.json*"):
        field.press("Enter")
    reaches(page, place="worcester-county")
    expect(page.locator("#place-error")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


@on_a_phone
def test_what_has_the_focus_in_the_sheet_is_seen_however_low_the_screen_is(page: Page) -> None:
    visit(page, ISSUE + "&place=suffolk-county")
    opened(page)
    for width, height in ((375, 740), (740, 375), (320, 480), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".sheet-close").focus()
        hidden, stops = [], 0
        while True:
            page.keyboard.press("Tab")
            if focus(page)["tag"] == "BODY" or "sheet-close" in focus(page)["named"]:
                break
            stops += 1
            hidden.append(page.evaluate(SEEN))
        assert stops >= 8, "lists, field, chip, links and groups"
        assert [each for each in hidden if each] == [], (width, height)


@on_a_phone
def test_the_choices_are_opened_early_and_by_a_name_that_says_what_they_change(page: Page) -> None:
    visit(page, ISSUE)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(focus(page)["id"])
        if stops[-1] == "open-choices":
            break
    assert stops[-1] == "open-choices", "after the header and before the figure"
    opener = page.get_by_role("button", name="Change what you see", expanded=False)
    expect(opener).to_have_attribute("aria-haspopup", "dialog")
    expect(opener).to_be_focused()


@on_a_phone
def test_a_list_that_opens_in_the_sheet_leaves_the_page_behind_where_it_is(page: Page) -> None:
    visit(page, ISSUE)
    page.evaluate("window.scrollTo(0, 120)")
    opened(page)
    page.locator("#choose-indicator").focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('#choose-indicator:open')")
    page.keyboard.press("End")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") == 120
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('#choose-indicator:open')")
    expect(page.get_by_role("dialog"), "Escape closes the list alone").to_be_visible()
