"""The whole way with the keyboard alone: from the address bar to a county and its table, seeing where the focus is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.explore import ISSUE, TOWNS, focus, reaches, visit
from tests.browser.page_checks import A_MOMENT, settle


def step(page: Page, key: str = "Tab") -> dict[str, object]:
    """Press a key and say where the focus is: on something that is seen, outlined and not kept from screen readers."""
    page.keyboard.press(key)
    now = focus(page)
    assert now["tag"] != "BODY", "the end of the page came before what was looked for"
    assert not now["hidden"], f"hidden from screen readers, and yet with the focus: {now}"
    assert now["outlined"], f"no outline shows the focus: {now}"
    expect(page.locator("*:focus")).to_be_in_viewport()
    return now


def walk(page: Page, key: str, wanted: str, limit: int = 60) -> None:
    """Press a key until an element with this id or key has the focus."""
    for _ in range(limit):
        now = step(page, key)
        if wanted in (now["id"], now["key"]):
            return
    raise AssertionError(f"{wanted} was not reached in {limit} steps")


def test_from_the_address_bar_to_a_county_and_its_table(page: Page) -> None:
    visit(page, ISSUE)
    first = step(page)
    assert first["text"] == "Skip to the content"
    assert page.locator(".skip-link").first.evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert "#" not in page.url, "to move the focus is no step of the history"
    second = step(page)
    assert second["text"] == "Skip to the figure"
    page.keyboard.press("Enter")
    expect(page.locator("#explore-panels")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".map-figure svg.map")).to_be_focused()
    walk(page, "Tab", "suffolk-county")
    page.keyboard.press("Enter")
    reaches(page, place="suffolk-county")
    assert focus(page)["key"] == "suffolk-county"
    walk(page, "Shift+Tab", "table")
    page.keyboard.press("Enter")
    reaches(page, view="table")
    assert focus(page)["key"] == "table"
    expect(page.locator("tr.chosen th")).to_have_text("Suffolk County")
    for _ in range(5):
        step(page)  # the two other views, Share, Export and Add to briefing
    scrolled = step(page)
    assert "table-scroll" in str(scrolled["named"])
    assert str(step(page)["text"]).startswith("Place")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]").first).to_contain_text("Place")


def test_every_stop_of_the_page_is_seen_and_named(page: Page) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        now = focus(page)
        if now["tag"] == "BODY":
            break
        assert now["outlined"], now
        assert not now["hidden"], now
        stops.append(now)
    assert len(stops) > 30, "the controls, the tabs, fourteen counties and the sources"
    assert len({(s["tag"], s["id"], s["key"], s["text"]) for s in stops}) == len(stops), "no stop comes twice"


def test_the_focus_is_kept_while_arrows_walk_through_groups_and_periods(page: Page) -> None:
    visit(page, ISSUE)
    page.locator("#choose-group input:checked").focus()
    for group in ("hispanic", "multiracial_nh", "nhopi_nh", "white_nh"):
        page.keyboard.press("ArrowDown")
        reaches(page, group=group)
        assert focus(page)["checked"], "the radio that is chosen has the focus"
    visit(page, TOWNS)
    page.get_by_role("slider", name="Period").focus()
    for year in ("2017", "2016"):
        page.keyboard.press("ArrowLeft")
        reaches(page, period=year)
        assert focus(page)["id"] == "choose-period"
    page.keyboard.press("End")
    reaches(page, period="2018")
    assert focus(page)["id"] == "choose-period"


def test_a_long_list_can_be_passed_from_both_sides(page: Page) -> None:
    visit(page, TOWNS)
    for view, last in (("map", "Back to before: cities and towns"), ("table", "Back to before: Cities and towns")):
        page.locator(f'.view-tab[data-key="{view}"]').click()
        reaches(page, view=view)
        before, after = page.locator("a[id^=before-]"), page.locator("a[id^=after-]")
        before.focus()
        expect(before).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(after).to_be_focused()
        assert focus(page)["outlined"]
        assert str(focus(page)["text"]).startswith(last)
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.matches('.ranking-item, .table-place')"), "the end of the list"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(before).to_be_focused()


def test_an_answer_waits_for_a_list_that_is_open(page: Page) -> None:
    """A letter changes the closed list, and before the site answers the reader has opened it."""
    visit(page, ISSUE)
    late: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: late.append(route))
    picker = page.locator("#choose-indicator")
    picker.focus()
    page.keyboard.press("o")
    page.wait_for_url(re.compile("indicator=opioid"))
    picker.click()
    page.wait_for_function("document.querySelector('#choose-indicator:open')")
    with page.expect_response("**/_dash-update-component*"):
        late[0].continue_()
    page.unroute("**/_dash-update-component*")
    page.evaluate(A_MOMENT)
    page.evaluate(A_MOMENT)
    assert page.evaluate("document.querySelector('#choose-indicator:open') !== null"), "it is not shut under the hand"
    assert page.evaluate("document.activeElement.closest('#choose-indicator') !== null")
    expect(page.locator("h1")).to_contain_text("Black residents")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).not_to_contain_text("Black residents")
    expect(picker).to_be_focused()
    page.wait_for_function("document.querySelector('#choose-indicator').selectedOptions[0].value.includes('=opioid')")


def test_a_view_that_is_drawn_anew_keeps_the_share_panel_open(page: Page) -> None:
    visit(page, ISSUE)
    page.locator("#open-share").click()
    page.locator("#copy-link").focus()
    # The same view as the site sends it again.
    page.evaluate("document.querySelector('#explore-head > div').id = 'old'")
    page.evaluate("dash_clientside.set_props('explore-asked', {data: location.search + '&'})")
    expect(page.locator("#old")).to_have_count(0)
    expect(page.locator("#copy-link")).to_be_focused()
    expect(page.locator("#open-share")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#share-panel")).to_be_hidden()
    expect(page.locator("#open-share")).to_be_focused()


def test_a_page_of_the_header_is_begun_at_its_top(page: Page) -> None:
    """It is another document: its title is read aloud, and the first key leads past the header to what is new."""
    visit(page, ISSUE)
    for name, title in (("Methods", "Methods"), ("Explore", "overdose")):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        expect(page).to_have_title(re.compile(title))
        settle(page)
        assert page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to the content")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.closest('main') !== null")
