"""The briefing as a person makes one: views added, reordered by keyboard and by drag, changed, taken out, passed on."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from data.query.briefings.codec import link_word
from data.query.briefings.kept import KeptBriefing, KeptView
from pages.responses.exports.formats import BOOKS
from tests.browser.explore import at_both_widths
from tests.browser.page_checks import DESKTOP, assert_accessible, no_horizontal_scroll, options_of

FIVE = (
    "/explore?indicator=drug_overdose_deaths&level=county&place=hampden-county&view=map",
    "/explore?indicator=drug_overdose_deaths&view=trend",
    "/gaps?indicator=infant_mortality",
    "/worst?topic=overdose",
    "/maternity-access",
)
TITLES = "items => items.map(item => item.dataset.title)"


def titles(page: Page) -> list[str]:
    found: list[str] = page.locator(".brief-item").evaluate_all(TITLES)
    return found


def link_of(*pages: str, **of_all: str) -> str:
    """A link to a briefing of some views of Explore by their `view`."""
    words = {"indicator": "drug_overdose_deaths", "level": "county"}
    views = [KeptView(page="explore", words={**words, "view": view}, **of_all) for view in pages]
    return f"/briefing?views={link_word(KeptBriefing(views=tuple(views)))}"


@pytest.mark.own_context
def test_five_views_are_gathered_ordered_by_keyboard_and_taken_along_in_every_format(page: Page) -> None:
    for n, address in enumerate(FIVE, 1):
        page.goto(address)
        page.locator(".brief-add").first.click()
        expect(page.locator(".brief-add").first).to_have_text("In the briefing")
        expect(page.locator(".brief-count")).to_have_text(str(n))
        expect(page.locator("#brief-toast")).to_contain_text(f"now: {n}.")
    page.locator("#to-briefing").click()
    expect(page.locator(".brief-item")).to_have_count(5)
    first = titles(page)
    # From the third place to the first, from within any field of the view.
    page.locator("#heading-3").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    wanted = [first[2], first[0], first[1], *first[3:]]
    assert titles(page) == wanted
    expect(page.locator("#heading-1")).to_be_focused()
    expect(page.locator("#brief-said")).to_have_text(f"“{first[2]}” is now view 1 of 5.")
    page.keyboard.type("First of all")
    page.locator("#comment-1").fill("What we ask for.")
    page.locator("#brief-title-field").fill("Tuesday")
    # By the buttons, which keep the focus; the last one can go no further.
    page.locator("#brief-4 .brief-move.down").press("Enter")
    expect(page.locator("#brief-5 .brief-move:focus")).to_have_count(1)
    page.locator("#brief-5 .brief-number").hover()
    page.mouse.down()
    for handle in ("#brief-5 .brief-handle", "#brief-4 .brief-number"):
        page.locator(handle).hover()
    page.mouse.up()
    assert titles(page) == wanted
    # Taken out and put back by keyboard.
    page.locator("#brief-2 .brief-move.remove").press("Enter")
    assert titles(page) == [wanted[0], *wanted[2:]]
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(page) == wanted
    # The address is the briefing: another reader sees it, and so does this one after a reload.
    page.wait_for_selector("#brief-form:not([data-settling])", state="attached")
    page.reload()
    assert titles(page) == wanted
    expect(page.locator("h1")).to_have_text("Tuesday")
    expect(page.locator("#heading-1")).to_have_value("First of all")
    assert_accessible(page)
    for kind in [*BOOKS, "json"]:
        button = page.locator("#brief-save" if kind == "json" else f'.brief-format[data-format="{kind}"]')
        with page.expect_download() as taken:
            button.click()
        assert taken.value.suggested_filename.startswith("briefing_tuesday_")
        content = Path(taken.value.path()).read_bytes()
        if kind == "json":
            assert [view["page"] for view in json.loads(content)["views"]] == [
                "gaps", "explore", "explore", "worst", "maternity-access",
            ]  # fmt: skip
        elif kind == "pdf":
            assert content.startswith(b"%PDF")
        else:
            assert ZipFile(BytesIO(content)).testzip() is None


@pytest.mark.own_context
def test_what_is_added_in_another_window_is_not_lost_with_the_next_change_here(page: Page) -> None:
    page.goto("/worst?topic=overdose")
    page.locator(".brief-add").first.click()
    page.locator("#to-briefing").click()
    expect(page.locator(".brief-item")).to_have_count(1)
    other = page.context.new_page()
    other.goto("/maternity-access")
    other.locator(".brief-add").first.click()
    expect(page.locator(".brief-item")).to_have_count(2)
    # What was typed here is in it when the next is added there.
    page.locator("#comment-1").fill("Why")
    expect(page.locator("#brief-form:not([data-settling])")).to_be_attached()
    other.goto("/worst?topic=cardiometabolic")
    other.locator(".brief-add").first.click()
    expect(page.locator(".brief-item")).to_have_count(3)
    expect(page.locator("#comment-1")).to_have_value("Why")


@at_both_widths
@pytest.mark.own_context
def test_a_briefing_that_somebody_passed_on_is_kept_on_request(page: Page, phone: bool) -> None:
    page.goto("/worst")
    page.locator(".brief-add").click()
    page.goto(f"{link_of('map', 'table')}&lang=es")
    expect(page.locator("#brief-apart")).to_be_visible()
    no_horizontal_scroll(page)
    assert_accessible(page)
    page.locator("#comment-1").fill("Un comentario.")
    page.locator("#comment-1").blur()
    expect(page.locator(".brief-count").first).to_have_text("1")
    page.locator("#brief-keep").click()
    expect(page.locator(".brief-count").first).to_have_text("2")
    expect(page.locator("#brief-apart")).to_be_hidden()


@pytest.mark.viewport(320, 700)
@pytest.mark.own_context
def test_what_has_changed_since_is_said_before_and_after_and_a_small_phone_has_room(page: Page) -> None:
    page.goto(link_of("trend", data="000000000000", said="Half as many died. It was another year."))
    changed = page.locator(".brief-changed")
    expect(changed).to_contain_text("The data has changed since this view was added.")
    expect(changed).to_contain_text("it said: “Half as many died. It was another year.”")
    expect(changed).to_contain_text("Now it says: “")
    no_horizontal_scroll(page)
    page.goto("/briefing")
    expect(page.get_by_text("Nothing is in the briefing yet")).to_be_visible()
    assert_accessible(page)
    no_horizontal_scroll(page)


def test_without_scripts_a_link_is_a_briefing_that_can_be_changed(browser: Browser, site: str) -> None:
    context = browser.new_context(**{**options_of(site, DESKTOP), "java_script_enabled": False})
    try:
        page = context.new_page()
        page.goto("/briefing?topic=overdose")
        before = titles(page)
        page.locator("#comment-2").fill("Asked by the county.")
        page.locator("#brief-2 .brief-move.up").click()
        assert titles(page) == [before[1], before[0], *before[2:]]
        expect(page.locator("#comment-1")).to_have_value("Asked by the county.")
        with page.expect_download() as taken:
            page.locator("#brief-save").click()
        assert json.loads(Path(taken.value.path()).read_bytes())["views"][0]["comment"] == "Asked by the county."
        page.goto("/worst")
        page.locator(".brief-add").click()
        expect(page.locator(".brief-item")).to_have_count(1)
    finally:
        context.close()
