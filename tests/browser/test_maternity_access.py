"""Maternity access as a person works it: years by keyboard, a town, both widths, two languages, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explore import at_both_widths
from tests.browser.page_checks import DESKTOP, assert_accessible, no_horizontal_scroll, options_of

PATH = "/maternity-access"
FILL = "town => getComputedStyle(town).fill"


def town(page: Page, name: str) -> str:
    """The colour of a town on the map."""
    found: str = page.locator(f'.town[data-t="{name}"]').evaluate(FILL)
    return found


@at_both_widths
def test_the_story_of_the_page(page: Page, phone: bool) -> None:
    page.goto(PATH)
    expect(page.locator("h1")).to_contain_text("have closed or stopped since 2016")
    expect(page.locator("#maternity-year")).to_be_visible()
    no_horizontal_scroll(page)
    if not phone:  # what is folded is the same at both widths
        for fold in page.locator(".maternity-details > summary").all():
            fold.click()
    assert_accessible(page)
    # A year is chosen by keyboard, and nothing is asked of the server.
    now, asked = town(page, "Falmouth"), []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#maternity-year").focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#maternity-year")).to_have_attribute("aria-valuetext", "End of 2019")
    expect(page.locator(".maternity-year:visible")).to_contain_text("At the end of 2019, 41 hospital units")
    expect(page.locator(".maternity-people tbody:visible")).to_have_attribute("data-year", "2019")
    expect(page.locator(".maternity-years [aria-current]")).to_have_text("2019")
    assert town(page, "Falmouth") != now
    expect(page).to_have_url(re.compile(r"year=2019"))
    # What leads on from here keeps it.
    for link in (page.get_by_role("link", name="Truro").first, page.locator(".languages a[lang=es]")):
        expect(link).to_have_attribute("href", re.compile(r"^/maternity-access\?.*year=2019"))
    expect(page.locator(".maternity-form [name=year]")).to_be_enabled()
    expect(page.locator(".maternity-form [name=year]")).to_have_value("2019")
    # So does a link of the years.
    page.locator(".maternity-years a", has_text="2025").click()
    assert town(page, "Falmouth") == now
    expect(page).not_to_have_url(re.compile("year="))
    expect(page.locator(".maternity-form [name=year]")).to_be_disabled()
    page.locator('.town[data-t="Falmouth"]').dispatch_event("click")
    expect(page.locator("#maternity-said")).to_have_text("Falmouth: 11.8 miles to Cape Cod Hospital in Barnstable.")
    page.keyboard.press("Escape")
    expect(page.locator("#maternity-said")).to_be_hidden()
    assert asked == []
    # A town is asked for with the form.
    page.locator("#maternity-place").select_option("southbridge")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"place=southbridge"))
    expect(page.locator(".maternity-place")).to_contain_text("St. Vincent Hospital in Worcester, 18.7 miles away")


@at_both_widths
def test_it_breaks_no_rule_in_spanish(page: Page, phone: bool) -> None:
    page.goto(f"{PATH}?lang=es&place=monroe&year=2017")
    expect(page.locator("h1")).to_contain_text("han cerrado o parado")
    expect(page.locator(".maternity-place")).to_contain_text("North Adams Regional Hospital estaba abierta")
    expect(page.locator("#maternity-year")).to_have_value("2017")
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.locator('.town[data-t="Monroe"]').dispatch_event("click")
    expect(page.locator("#maternity-said")).to_contain_text("5.7 millas si North Adams Regional Hospital")


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    page.goto(f"{PATH}?lang=pt")
    expect(page.locator("#maternity-year")).to_be_visible()
    no_horizontal_scroll(page)


def test_without_scripts_all_of_it_is_there(browser: Browser, site: str) -> None:
    # Not by `watched_page`, which waits for frames: without scripts the browser counts none.
    context = browser.new_context(**options_of(site, DESKTOP), java_script_enabled=False)
    page = context.new_page()
    page.goto(PATH)
    expect(page.locator("#maternity-year")).to_be_hidden()
    expect(page.locator(".maternity-map .town")).to_have_count(351)
    now = page.locator('.town[data-t="Falmouth"]').get_attribute("class")
    page.locator(".maternity-years a", has_text="2019").click()
    expect(page).to_have_url(re.compile(r"year=2019"))
    expect(page.locator(".maternity-people tbody:visible")).to_have_attribute("data-year", "2019")
    assert page.locator('.town[data-t="Falmouth"]').get_attribute("class") != now
    page.locator("#maternity-place").select_option("ware")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".maternity-place h2")).to_have_text("Ware")
    expect(page.locator(".maternity-years [aria-current]")).to_have_text("2019")
    context.close()
