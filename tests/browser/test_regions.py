"""Regions as a person makes one: on the map, by keyboard alone, on a phone, in two languages, and without scripts."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data.query.regions.member_code import DIGITS
from tests.browser.explore import at_both_widths, walk
from tests.browser.page_checks import PHONE, TIMEOUT, assert_accessible, no_horizontal_scroll, options_of, settle

TWO = "/regions?members=AAEg&name=Two+towns"
WIDE = "/regions?members=APARASATAUAVAWAXAYAaAeAfAgAhAjAkAlAnAoArAsAtAu&with=hampden-county"


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("h1")).to_be_visible()


def members(page: Page) -> list[int]:
    """The numbers of the cities and towns of the address, of a list of pairs."""
    code = parse_qs(urlsplit(page.url).query).get("members", [""])[0]
    return [64 * DIGITS.index(high) + DIGITS.index(low) for high, low in zip(code[::2], code[1::2], strict=True)]


def number_of(page: Page, name: str) -> int:
    box = page.locator("#region-list label").filter(has_text=re.compile(rf"^{name}$")).locator("input[name=town]")
    return int(box.get_attribute("value") or "-1")


def town(page: Page, number: int) -> str:
    return f'#region-map [data-town="{number}"]'


@at_both_widths
def test_a_region_is_made_on_the_map_and_in_the_list(page: Page, phone: bool) -> None:
    visit(page, "/regions?lang=es" if phone else "/regions")
    assert_accessible(page)
    no_horizontal_scroll(page)
    worcester, lynn = number_of(page, "Worcester"), number_of(page, "Lynn")
    steps = page.evaluate("history.length")
    expect(page.locator(".region-foot")).to_have_css("position", "static")  # nothing is chosen, nothing covers the map
    page.locator(town(page, worcester)).click()
    expect(page.locator(town(page, worcester))).to_have_class(re.compile("is-in"))
    expect(page.locator(".region-foot")).to_have_css("position", "sticky")
    page.locator("#region-find").fill("lynn")
    page.locator("#region-list label:visible").filter(has_text=re.compile(r"^Lynn$")).click()
    assert sorted(members(page)) == sorted([worcester, lynn])
    expect(page.locator("#region-names")).to_have_text("Lynn, Worcester")
    page.locator(town(page, worcester)).click()
    assert members(page) == [lynn]
    assert page.evaluate("history.length") == steps, "what is chosen is no step of the history"
    page.locator("#region-name").fill("My town")
    page.locator("#region-form [type=submit]").click()
    expect(page.locator(".region-figures").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("My town")
    assert page.evaluate("history.length") == steps + 1
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.go_back()
    expect(page.locator("#region-names")).to_have_text("Lynn")


def test_a_region_of_three_is_made_with_the_keyboard_alone(page: Page) -> None:
    visit(page, "/regions")
    walk(page, "#region-find", limit=60)
    for letters, key in (("holyo", "Enter"), ("chicop", "Enter")):
        page.keyboard.type(letters)
        expect(page.locator("#region-found")).to_contain_text("1")
        page.keyboard.press(key)
        page.keyboard.press("Control+a")
    page.keyboard.type("west spring")
    expect(page.locator("#region-found")).to_contain_text("1")
    walk(page, "#region-list input[name=town]:visible", limit=60)
    page.keyboard.press("Space")
    expect(page.locator("#region-names")).to_have_text("Chicopee, Holyoke, West Springfield")
    walk(page, "#region-name", limit=60)
    page.keyboard.type("Three of Hampden")
    walk(page, "#region-form [type=submit]", limit=60)
    page.keyboard.press("Enter")
    expect(page.locator(".region-figures").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Three of Hampden")
    assert len(members(page)) == 3
    walk(page, ".region-edit > summary", limit=40)
    page.keyboard.press("Enter")
    expect(page.locator("#region-find")).to_be_visible()
    assert_accessible(page)
    page.locator("[data-region-clear]").click()
    expect(page.locator(".region-stale")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/regions\?name="))


@at_both_widths
def test_a_region_beside_another_breaks_no_rule(page: Page, phone: bool) -> None:
    visit(page, f"{WIDE}&lang=es" if not phone else WIDE)
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.set_viewport_size({"width": 320, "height": 700})
    no_horizontal_scroll(page)


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    # No `watched_page`: at its end it waits for a script, and here none runs.
    context = browser.new_context(**options_of(site, PHONE), java_script_enabled=False)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    try:
        page.goto("/regions?lang=es")
        assert page.locator("#region-map [data-town]").count() == 351
        page.locator(".region-county summary").first.click()
        for box in page.locator("#region-list input[name=town]:visible").all()[:2]:
            box.check()
        page.locator("#region-name").fill("Dos")
        page.locator("#region-form [type=submit]").click()
        expect(page).to_have_url(re.compile(r"members=\w{4}&name=Dos&lang=es"))
        expect(page.locator("h1")).to_contain_text("Dos")
        expect(page.locator(".region-table tbody tr")).to_have_count(3)
        page.locator("#region-with").select_option("essex-county")
        page.locator(".region-beside [type=submit]").click()
        expect(page.locator(".two-places").first).to_be_visible()
    finally:
        context.close()


@pytest.mark.viewport(700, 900)
def test_on_paper_the_forms_are_left_out(page: Page) -> None:
    visit(page, TWO)
    page.emulate_media(media="print")
    for part in ("#region-form", ".region-beside", ".region-question", ".region-edit > summary"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".region-figures").first).to_be_visible()
    expect(page.locator(".profile-citation")).to_be_visible()
