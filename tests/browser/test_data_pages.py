"""Data as a person works it: the list filtered at once or without scripts, a record, release notes, and About."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explore import at_both_widths, walk
from tests.browser.page_checks import DESKTOP, assert_accessible, no_horizontal_scroll, options_of, settle

PAGES = {
    "/data?topic=overdose&by=race_ethnicity": ("Data", "Datos"),
    "/data/low_birthweight": ("Low birthweight", "Bajo peso al nacer"),
    "/data/births": ("Births", "Nacimientos"),
    "/data/releases": ("What each release of the data changed", "Lo que cambió cada versión de los datos"),
    "/about?from=%2Fexplore%3Findicator%3Dbirths": ("About this site", "Acerca de este sitio"),
}


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("main h1")).to_have_count(1)


def shown(page: Page) -> list[str]:
    """Measures that the list shows, by name."""
    found: list[str] = page.eval_on_selector_all(
        "[data-entry]", "all => all.filter(e => e.checkVisibility()).map(e => e.dataset.entry)"
    )
    return found


@at_both_widths
def test_the_pages_break_no_rule_in_english_and_in_spanish(page: Page, phone: bool) -> None:
    for address, titles in PAGES.items():
        for code, title in zip(("en", "es"), titles, strict=True):
            visit(page, f"{address}{'&' if '?' in address else '?'}lang={code}")
            expect(page.locator("main h1")).to_have_text(title)
            expect(page.locator("html")).to_have_attribute("lang", code)
            if code == ("en" if phone else "es"):
                page.evaluate("document.querySelectorAll('main details').forEach(e => { e.open = true; })")
                assert_accessible(page)
            no_horizontal_scroll(page)


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    for address in list(PAGES)[:3]:
        visit(page, f"{address}{'&' if '?' in address else '?'}lang=pt")
        no_horizontal_scroll(page)


@pytest.mark.viewport(375, 812)
def test_a_finger_hits_every_link_of_the_list_and_of_a_record(page: Page) -> None:
    small = """() => [...document.querySelectorAll('main li a, main summary, main button, main select, main input')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44 && !e.closest('.record-list'))
        .map(e => e.outerHTML.slice(0, 80))"""
    for address in ("/data?topic=overdose&by=race_ethnicity", "/data/low_birthweight", "/data/releases"):
        visit(page, address)
        assert page.evaluate(small) == [], address


def test_the_list_is_filtered_at_once_with_the_keyboard_as_the_server_does(page: Page) -> None:
    visit(page, "/data")
    assert shown(page) == []
    walk(page, "#data-q")
    page.keyboard.type("deaths")
    walk(page, "#data-topic", limit=3)
    page.keyboard.press("o")  # Overdose
    page.locator("#data-newest").select_option("2020")
    expect(page).to_have_url(re.compile(r"/data\?q=deaths&topic=overdose&newest=2020$"))
    found, said = shown(page), page.locator("#data-count").inner_text()
    assert found
    assert f"Measures shown: {len(found)} of 216." in said
    page.reload()
    settle(page)
    assert (shown(page), page.locator("#data-count").inner_text()) == (found, said)
    page.locator("#data-q").fill("zzzz")
    expect(page.locator("#data-none")).to_be_visible()
    expect(page.locator("#data-count")).to_have_text("Measures shown: 0 of 216. Questions: 0.")
    walk(page, ".catalog-clear", limit=9)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/data$"))
    settle(page)
    expect(page.locator("#data-none")).to_be_hidden()


def test_from_the_list_to_a_record_to_its_figures_with_the_keyboard(page: Page) -> None:
    visit(page, "/data?q=overdose+deaths&level=county&by=race_ethnicity&topic=overdose")
    walk(page, "[data-entry=drug_overdose_deaths] a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/data/drug_overdose_deaths$"))
    settle(page)
    expect(page.locator("main h1")).to_have_text("Drug overdose deaths")
    expect(page.locator(".coverage-cells").first).to_have_attribute("aria-label", "State: figures in 1999–2023")
    assert page.locator(".coverage-cells").first.evaluate("e => e.getBoundingClientRect().width") > 300
    page.get_by_role("link", name="See it in Explore").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore\?indicator=drug_overdose_deaths"))


def test_a_series_is_taken_along(page: Page) -> None:
    visit(page, "/data/births")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Whole series, CSV").last.click()
    assert waiting.value.suggested_filename == "births.csv"


def test_an_error_is_reported_from_the_view_it_is_in(page: Page) -> None:
    view = "/explore?indicator=births_yearly&level=county&by=overall&group=all&period=2024&view=table"
    visit(page, view)
    page.get_by_role("link", name="Report an error in these figures").click()
    expect(page).to_have_url(re.compile(r"/about\?from=%2Fexplore%3Findicator%3Dbirths_yearly.*#report$"))
    settle(page)
    link = page.locator("a.about-address")
    expect(link).to_contain_text(view)
    link.click()
    settle(page)
    expect(page).to_have_url(re.compile(r"/explore\?indicator=births_yearly&level=county"))


def test_on_paper_a_record_is_whole_and_the_form_is_left_out(page: Page) -> None:
    visit(page, "/data/low_birthweight")
    page.emulate_media(media="print")
    expect(page.locator(".record-rail")).to_be_hidden()
    expect(page.locator("#cite")).to_be_visible()
    visit(page, "/data")
    expect(page.locator(".catalog-form")).to_be_hidden()


def test_without_scripts_the_list_is_searched_by_its_form_and_a_record_is_read(browser: Browser, site: str) -> None:
    # Not `watched_page`: what it asks of a page at the end is a script.
    context = browser.new_context(**{**options_of(site, DESKTOP), "java_script_enabled": False})
    page = context.new_page()
    page.goto("/data")
    page.locator("#data-q").fill("deaths")
    page.locator("#data-topic").select_option("overdose")
    page.locator("#data-filters button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/data\?q=deaths&.*topic=overdose"))
    visible = [entry for entry in page.locator("[data-entry]").all() if entry.is_visible()]
    assert f"Measures shown: {len(visible)} of 216." in page.locator("#data-count").inner_text()
    visible[0].locator("a").click()
    expect(page.locator("#definition")).to_be_visible()
    expect(page.locator("#sources")).to_be_visible()
    context.close()
