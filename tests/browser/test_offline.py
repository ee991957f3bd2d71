"""With the network off there is nothing to miss: all that the page needs comes from the site itself."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explore import ISSUE, VIEWS, focus, reaches, shapes, tab, visit
from tests.browser.page_checks import plotly_draws, watched_page

NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody answers at. The browser asks it for every host but this machine."""


@pytest.fixture
def cut_off(browser: Browser, site: str) -> Iterator[Page]:
    """A page for which no other machine exists; its console has to stay clean, as of every page."""
    with watched_page(browser, site, proxy={"server": NOWHERE, "bypass": "127.0.0.1"}) as page:
        yield page


def test_all_four_views_are_drawn_without_another_machine(cut_off: Page, site: str) -> None:
    page, asked = cut_off, list[str]()
    page.context.on("request", lambda request: asked.append(request.url))
    visit(page, ISSUE)
    assert len(shapes(page)) == 14
    for figure in (".groups-figure", ".trend-figure"):
        expect(plotly_draws(page.locator(figure)).locator(".scatterlayer .trace")).not_to_have_count(0)
    for view in VIEWS[1:]:
        tab(page, view).click()
        reaches(page, view=view)
        drawn = {"trend": ".trend-figure .drawing path", "groups": ".groups-figure .drawing path"}
        expect(page.locator(drawn.get(view, "table tbody tr"))).not_to_have_count(0)
    assert asked
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {urlsplit(site).netloc}


def test_what_was_loaded_stays_when_the_connection_goes(page: Page) -> None:
    visit(page, ISSUE.replace("view=map", "view=table"))
    page.context.set_offline(True)
    sort = page.locator("table").first.get_by_role("button", name="Value")
    sort.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    assert focus(page)["text"].startswith("Value")
    expect(page.locator("table").first.locator("tbody tr")).to_have_count(15)


@pytest.mark.expects_console("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Callback failed")
def test_a_choice_without_a_connection_leaves_the_page_and_the_next_one_works(page: Page) -> None:
    visit(page, ISSUE)
    page.context.set_offline(True)
    tab(page, "trend").click()
    expect(page.locator("h1")).to_be_visible()
    assert len(shapes(page)) == 14
    page.context.set_offline(False)
    tab(page, "table").click()
    reaches(page, view="table")
    expect(page.locator("table").first.locator("tbody tr")).to_have_count(15)
