"""Passing a view on by link, by the device's own dialog and by code, with the mouse, a finger and the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, at_both_widths, on_a_phone, tab, words
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle

# A device that can share, and remembers what it was given.
CAN_SHARE = "navigator.share = (given) => { window.given = given; return Promise.resolve(); };"


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def reaches(page: Page, **changed: str) -> None:
    """Wait until the address has these words and the page has followed."""
    for word, value in changed.items():
        expect(page).to_have_url(re.compile(rf"[?&]{word}={re.escape(value)}(&|$)"))
    settle(page)


def opened(page: Page, address: str = f"{ISSUE}&place=hampden-county") -> None:
    visit(page, address)
    page.locator("#open-share").click()
    expect(page.locator("#share-panel")).to_be_visible()


@at_both_widths
def test_a_copied_link_opens_the_same_view_without_a_word_about_its_data(page: Page, phone: bool) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page)
    copy = page.locator("#copy-link")
    copy.click()
    expect(copy).to_have_text("Copied")
    expect(page.locator("#share-said")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#share-link").input_value()
    assert re.search(r"&data=[0-9a-f]+\.[0-9a-f]{10}$", link)
    expect(copy).to_have_text("Copy link")
    second = page.context.new_page()
    visit(second, link)
    expect(second.locator("#explore-notices")).to_be_empty()
    expect(second.locator("h1")).to_have_text(page.locator("h1").inner_text().replace("\n", " "))


def test_an_old_link_is_told_what_has_changed_and_its_word_goes_with_the_first_choice(page: Page) -> None:
    visit(page, f"{ISSUE}&data=0123456789ab.0123456789")
    notice = page.locator("#explore-notices")
    expect(notice).to_contain_text("The data has been updated since this link was made")
    page.locator('[data-place="suffolk-county"]').dispatch_event("click")
    reaches(page, place="suffolk-county")
    assert "data" not in words(page)
    expect(notice).to_be_empty()
    page.go_back()
    expect(notice).to_contain_text("The data has been updated since this link was made")
    tab(page, "trend").click()
    reaches(page, view="trend")
    assert "data" not in words(page)
    expect(notice).to_be_empty()


def test_a_link_whose_figures_are_the_same_says_so(page: Page) -> None:
    opened(page, ISSUE)
    link = page.locator("#share-link").input_value()
    older = re.sub(r"data=[0-9a-f]+\.", "data=0123456789ab.", link)
    before = page.locator(".ranking").inner_text()
    visit(page, older)
    expect(page.locator("#explore-notices")).to_contain_text("The figures of this view are the same.")
    assert page.locator(".ranking").inner_text() == before
    visit(page, older[:-1] + ("0" if older[-1] != "0" else "1"))
    expect(page.locator("#explore-notices")).to_contain_text("The figures of this view have changed since")


@at_both_widths
def test_the_panel_is_opened_and_closed_by_the_keyboard_and_gives_the_focus_back(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    opener = page.locator("#open-share")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.locator("#share-link")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#copy-embed")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#share-panel")).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.locator("#share-panel")).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")


@at_both_widths
def test_the_open_panel_is_accessible_and_within_the_page(page: Page, phone: bool) -> None:
    opened(page)
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")  # charts follow a moment later
    no_horizontal_scroll(page)
    page.locator("h1").click()
    expect(page.locator("#share-panel")).to_be_hidden()


def test_without_the_clipboard_the_link_is_chosen_for_the_reader_to_copy(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    opened(page)
    page.locator("#copy-link").click()
    expect(page.locator("#copy-link")).to_have_text("Press Ctrl+C to copy")
    chosen = page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart)")
    assert chosen == page.locator("#share-link").input_value() != ""


def test_a_device_that_cannot_share_is_not_offered_it(page: Page) -> None:
    page.add_init_script("delete Navigator.prototype.share;")
    opened(page)
    expect(page.locator("#native-share")).to_be_hidden()


@on_a_phone
def test_a_phone_shares_the_view_by_its_own_dialog(page: Page) -> None:
    page.add_init_script(CAN_SHARE)
    opened(page)
    page.get_by_role("button", name="Send with an app…").tap()
    given = page.evaluate("window.given")
    assert given["url"] == page.locator("#share-link").input_value()
    assert given["title"] == page.locator("h1").inner_text().replace("\n", " ")


def test_the_code_is_of_this_site_and_this_view(page: Page, site: str) -> None:
    opened(page, f"{ISSUE}&view=trend".replace("view=map&", ""))
    code = page.locator("#embed-code").input_value()
    assert f'<iframe src="{site}/embed?indicator=drug_overdose_deaths' in code
    assert f'event.origin !== "{site}"' in code
    assert "{site}" not in code
    tab(page, "groups").click()
    reaches(page, view="groups")
    page.locator("#open-share").click()
    assert "view=groups" in page.locator("#embed-code").input_value()


@pytest.mark.viewport(1280, 900)
def test_only_one_panel_is_open_at_a_time(page: Page) -> None:
    opened(page)
    page.locator("#choose-place").focus()
    expect(page.locator("#share-panel")).to_be_hidden()
