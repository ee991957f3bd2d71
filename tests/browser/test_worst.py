"""Where it is worst as a person works it: by keyboard, at a desk and on a phone, in three languages."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.language import LANGUAGES
from tests.browser.explore import at_both_widths, focus, is_phone, walk
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("h1")).to_be_visible()


def words(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def numbers(page: Page, topic: str) -> list[float]:
    """The numbers of a topic's lines as they stand."""
    said = page.locator(f"[data-table=worst-{topic}] tbody td strong").all_inner_texts()
    return [float(text.replace(",", "")) for text in said]


@at_both_widths
def test_the_page_breaks_no_rule_in_any_language(page: Page, phone: bool) -> None:
    for code in LANGUAGES:
        visit(page, f"/worst?lang={code}")
        assert is_phone(page) == phone
        expect(page.locator("html")).to_have_attribute("lang", code)
        page.locator(".worst-method summary").click()
        assert_accessible(page)
        no_horizontal_scroll(page)


@at_both_widths
def test_notices_and_an_empty_list_break_no_rule(page: Page, phone: bool) -> None:
    for address in ("/worst?topic=x&place=atlantis", "/worst?topic=context&level=municipality"):
        visit(page, address)
        assert_accessible(page)
        no_horizontal_scroll(page)


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    for code in LANGUAGES:
        visit(page, f"/worst?topic=cardiometabolic&lang={code}")
        no_horizontal_scroll(page)
        cut = page.evaluate(
            "[...document.querySelectorAll('.worst-table :is(th, td, span)')]"
            ".filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.textContent)"
        )
        assert cut == []


def test_topic_place_and_people_are_chosen_with_the_keyboard(page: Page) -> None:
    visit(page, "/worst")
    walk(page, "#choose-topic", limit=60)
    page.keyboard.press("o")  # Overdose
    expect(page).to_have_url(re.compile(r"topic=overdose(&|$)"))
    settle(page)
    assert focus(page)["id"] == "choose-topic", "the focus stays on the choice"
    expect(page.locator(".worst-topic")).to_have_count(1)
    expect(page.locator("#worst-live")).to_contain_text("Lines in the list:")
    walk(page, "#choose-by", limit=60)
    page.keyboard.press("r")  # Race and ethnicity
    expect(page).to_have_url(re.compile(r"by=race_ethnicity(&|$)"))
    settle(page)
    assert words(page) == {"topic": "overdose", "by": "race_ethnicity"}
    page.go_back()
    expect(page).not_to_have_url(re.compile("by="))
    expect(page.locator("#choose-by option:checked")).to_have_text("Everyone and groups")


def test_a_table_is_sorted_and_a_line_followed_with_the_keyboard(page: Page) -> None:
    visit(page, "/worst?topic=overdose")
    before = numbers(page, "overdose")
    assert before == sorted(before, reverse=True), "the largest first"
    walk(page, "[data-key=sort-worst-excess]", limit=60)
    page.keyboard.press("Enter")
    after = numbers(page, "overdose")
    assert after == sorted(after)
    walk(page, ".worst-what", limit=8)
    title = page.locator(".worst-what").first.inner_text()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore\?indicator="))
    settle(page)
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator("body")).to_contain_text(title)


def test_a_topic_of_the_whole_list_leads_to_all_its_lines_in_place(page: Page) -> None:
    visit(page, "/worst")
    page.locator(".worst-more a").first.click()
    expect(page).to_have_url(re.compile(r"topic="))
    settle(page)
    expect(page.locator(".worst-topic")).to_have_count(1)
    assert page.locator(".worst-table tbody tr").count() > 8


@pytest.mark.viewport(375, 812)
def test_on_a_phone_the_choices_are_a_sheet(page: Page) -> None:
    visit(page, "/worst")
    expect(page.locator("#worst-rail")).to_be_hidden()
    page.locator("#open-choices").click()
    expect(page.locator("#worst-rail")).to_be_visible()
    page.locator("#choose-topic").select_option(label="Overdose")
    page.get_by_role("button", name="Show the list").click()
    expect(page).to_have_url(re.compile(r"topic=overdose(&|$)"))
    settle(page)
    expect(page.locator(".worst-topic")).to_have_count(1)


def test_the_state_is_one_line_down_a_table_and_marks_stand_beside_it(page: Page) -> None:
    """What is worse where more is worse is right of the line, of what more is better left of it."""
    visit(page, "/worst")
    for topic, right in (("overdose", True), ("context", True)):
        found = page.locator(f"[data-table=worst-{topic}] .worst-against").evaluate_all(
            "cells => cells.map(cell => { const left = cell.getBoundingClientRect().left;"
            " const box = cell.querySelector('.spine path:last-child').getBoundingClientRect();"
            " return [parseFloat(getComputedStyle(cell).backgroundPositionX) + 1, box.left + box.width / 2 - left]; })"
        )
        assert len({state for state, _ in found}) == 1
        assert all((mark > state) == right for state, mark in found)


@pytest.mark.viewport(700, 900)
def test_on_paper_a_table_is_a_table_and_no_mark_is_under_words(page: Page) -> None:
    visit(page, "/worst?topic=overdose")
    page.emulate_media(media="print")
    rows = page.locator(".worst-table tbody tr")
    for row in rows.all()[:5]:
        mark, words_beside = row.locator(".spine").bounding_box(), row.locator(".worst-times").bounding_box()
        assert mark is not None
        assert words_beside is not None
        assert mark["x"] + mark["width"] <= words_beside["x"]
    assert rows.first.evaluate("e => getComputedStyle(e).display") == "table-row"
    expect(page.locator(".worst-actions")).to_be_hidden()


def test_the_search_leads_to_it(page: Page) -> None:
    visit(page, "/explore")
    page.keyboard.press("/")
    page.keyboard.type("where is it worst", delay=15)
    expect(page.locator("#search-list")).to_be_visible()
    expect(page.locator("#search-list [role=option]").first).to_contain_text("Where it is worst")
    page.wait_for_timeout(250)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/worst$"))
    settle(page)
    expect(page.locator(".worst-table").first).to_be_visible()
