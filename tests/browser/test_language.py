"""A reader of Spanish who follows a link that mail has mangled reads Spanish, from page to page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_checks import assert_accessible, settle

MAILED = "/explore/?indicator=infant_mortality&#38;level=County&amp;group=hispanic&#38;lang=ES"


def test_spanish_is_kept_from_page_to_page(page: Page) -> None:
    page.goto(MAILED)
    expect(page).to_have_url(re.compile(r"/explore\?indicator=infant_mortality&level=County&group=hispanic&lang=ES$"))
    settle(page)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("h1")).to_contain_text("bebés de origen hispano")
    active = page.locator(".site-nav-link.active[aria-current=page]")
    expect(active).to_have_text("Explorar")

    page.get_by_role("link", name="Brechas", exact=True).click()
    # What was chosen goes along: the indicator, the group, and the language as it was written.
    expect(page).to_have_url(re.compile(r"/gaps\?indicator=infant_mortality&level=County&group=hispanic&lang=ES$"))
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator("#gaps h1")).to_contain_text("mueren antes de cumplir un año a una tasa")
    expect(active).to_have_text("Brechas")
    expect(page.locator(".site-nav-link[aria-current]")).to_have_count(1)
    expect(page).to_have_title(re.compile("mueren antes de cumplir un año"))
    assert_accessible(page)

    page.get_by_role("link", name="Explorar", exact=True).click()
    expect(page).to_have_url(re.compile(r"/explore\?indicator=infant_mortality&level=County&group=hispanic&lang=ES$"))
    expect(page.locator("#explore-head h1")).to_contain_text("bebés de origen hispano")
    page.locator(".brand").click()
    expect(page).to_have_url(re.compile(r"/\?lang=es$"))
    expect(page.locator("h1")).to_contain_text("Dónde la salud es desigual")


@pytest.mark.expects_console("404")
def test_the_name_of_the_site_leads_from_an_unknown_address_to_the_overview(page: Page) -> None:
    page.goto("/nosuch?lang=es")
    expect(page.locator("h1")).to_have_text("No hay ninguna página en esta dirección")
    expect(page).to_have_title(re.compile("^Página no encontrada"))
    page.locator(".brand").click()
    expect(page.locator("h1")).to_contain_text("Dónde la salud es desigual")
