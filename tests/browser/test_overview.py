"""The overview as a person reads it: at a desk and on a phone, by keyboard, without scripts, in few bytes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explore import at_both_widths, focus, is_phone
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, options_of, settle

MOST_BYTES = 150_000
SMALL_TEXT = """
() => [...document.querySelectorAll('.overview *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3
  && n.data.trim()) && e.getBoundingClientRect().width > 1 && e.namespaceURI.endsWith('xhtml')
  && parseFloat(getComputedStyle(e).fontSize) < 14).map(e => e.textContent)
"""


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("h1")).to_have_count(1)


def unfold(page: Page) -> None:
    for fold in page.locator(".overview-fold").all():
        if fold.is_visible():
            fold.click()


@at_both_widths
def test_the_page_breaks_no_rule_and_stays_in_its_language(page: Page, phone: bool) -> None:
    for code, words in (("en", "Is the gap closing?"), ("es", "¿Se cierra la brecha?")):
        visit(page, f"/?lang={code}")
        assert is_phone(page) == phone
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("h1")).to_be_visible()
        unfold(page)
        for card in page.locator(".overview-card").all()[:2]:
            expect(card.get_by_role("heading", name=words)).to_be_visible()
        no_horizontal_scroll(page)
        assert page.evaluate(SMALL_TEXT) == []
    # The same elements in every language: axe reads the last, Spanish at both widths.
    assert_accessible(page)


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    visit(page, "/?lang=pt")
    unfold(page)
    no_horizontal_scroll(page)


@pytest.mark.viewport(375, 812)
def test_on_a_phone_areas_are_folded_and_the_brief_leads_into_them(page: Page) -> None:
    visit(page, "/")
    cards = page.locator(".overview-card")
    assert cards.count() == 11
    expect(cards.first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 7_000
    fold = page.locator(".overview-fold").nth(1)
    box = fold.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("^36.3 per 100,000"))).to_be_visible()
    page.locator(".overview-area-name a").first.click()
    expect(cards.first).to_be_visible()
    expect(cards.first).to_be_in_viewport()


@at_both_widths
def test_is_the_gap_in_severe_maternal_morbidity_closing(page: Page, phone: bool) -> None:
    """Answered on the page itself: on a phone in one choice, the fold; at a desk in none."""
    visit(page, "/")
    choices = 0
    if phone:
        page.locator(".overview-fold").first.click()
        choices += 1
    closing = page.locator(".overview-card").first.locator(".closing")
    expect(closing).to_be_visible()
    expect(closing).to_contain_text("Not tested.")
    expect(closing).to_contain_text("2.5 times in 2020")
    assert choices <= 1
    assert "indicator=severe_maternal_morbidity&" in str(closing.locator("a").get_attribute("href"))


def test_it_is_read_and_left_with_the_keyboard(page: Page) -> None:
    visit(page, "/")
    reached = []
    for _ in range(70):
        page.keyboard.press("Tab")
        now = focus(page)
        assert now["outlined"], now
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        if reached[-1].startswith("100.4"):
            break
    assert "Find" in reached
    assert any(text.startswith("Black infants die") for text in reached)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore\?indicator=severe_maternal_morbidity"))
    settle(page)
    expect(page.locator(".notice")).to_have_count(0)


def test_a_place_is_found_by_its_name(page: Page) -> None:
    visit(page, "/")
    page.get_by_label("How is your city, town or county doing?").fill("Holyoke")
    page.get_by_role("button", name="Find").click()
    expect(page).to_have_url(re.compile(r"/place(s\?q=Holyoke|/holyoke)"))
    page.go_back()
    page.locator(".overview-cities a").last.click()
    expect(page).to_have_url(re.compile("/place/brockton"))
    expect(page.locator("h1")).to_contain_text("Brockton")


def test_it_is_whole_without_scripts_and_in_few_bytes(browser: Browser, site: str) -> None:
    """Words, numbers, charts and maps stand in the first response; all that is fetched is under 150 KB."""
    context = browser.new_context(**{**options_of(site, (1280, 900)), "java_script_enabled": False})
    page = context.new_page()
    asked: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda e: asked.__setitem__(e["requestId"], e["response"]["url"]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".overview-headline").first).to_contain_text("2.2 times the rate")
    expect(page.get_by_text("36.3 per 100,000").first).to_be_visible()
    for kind, least in ((".overview-map", 10), (".overview-groups svg", 3), (".small-trend svg", 8)):
        drawn = page.locator(kind)
        assert drawn.count() >= least, kind
        box = drawn.first.bounding_box()
        assert box is not None
        assert box["width"] > 100
        assert box["height"] > 50
    context.close()
    # Scripts are not fetched without scripting: what they weigh is added.
    with_scripts = _bytes_with_scripts(browser, site)
    assert not [url for url in asked.values() if "plotly" in url or "_dash-component-suites" in url]
    assert sum(sizes.values()) < MOST_BYTES
    assert with_scripts < MOST_BYTES


def _bytes_with_scripts(browser: Browser, site: str) -> float:
    """All bytes that a first visit takes, as they are sent."""
    context = browser.new_context(**options_of(site, (1280, 900)))
    page = context.new_page()
    sizes: dict[str, float] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert "plotly" not in page.content()
    context.close()
    return sum(sizes.values())


@pytest.mark.viewport(816, 1056)
def test_on_paper_everything_is_unfolded_and_the_finder_is_gone(page: Page) -> None:
    visit(page, "/")
    page.emulate_media(media="print")
    expect(page.locator(".overview-finder")).to_be_hidden()
    expect(page.locator(".overview-card").last).to_be_visible()
    no_horizontal_scroll(page)
