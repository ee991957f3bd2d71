"""The whole way with the keyboard alone: from the address bar to a county and its table, seeing where the focus is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, focus, reaches, visit


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
    assert page.locator(".skip-link").evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    visit(page, ISSUE)
    walk(page, "Tab", "suffolk-county")
    page.keyboard.press("Enter")
    reaches(page, place="suffolk-county")
    assert focus(page)["key"] == "suffolk-county"
    walk(page, "Shift+Tab", "table")
    page.keyboard.press("Enter")
    reaches(page, view="table")
    assert focus(page)["key"] == "table"
    expect(page.locator("tr.chosen th")).to_have_text("Suffolk County")
    for _ in range(4):
        step(page)  # the two other views, Share and Export
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
