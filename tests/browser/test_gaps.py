"""The Gaps page as a person works it: choosing by keyboard, reading the finding in words, on a desk and on a phone."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import at_both_widths, focus, is_phone, walk
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle

GAPS = "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023"
HIDDEN = GAPS + "&level=county&place=dukes-county"


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("h1")).to_be_visible()


def words(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def open_tables(page: Page) -> None:
    """Groups, the pair over time, and the measures over all groups."""
    expect(page.locator(".all-measures")).to_have_count(3)
    for summary in page.locator(".all-measures summary").all():
        summary.click()
    for table in page.locator(".all-measures table").all():
        expect(table).to_be_visible()


def test_indicator_reference_and_period_are_chosen_with_the_keyboard(page: Page) -> None:
    drawings: list[str] = []
    page.on("request", lambda sent: drawings.append(sent.url) if '"gaps-asked"' in (sent.post_data or "") else None)
    visit(page, GAPS)
    walk(page, "#choose-indicator", limit=40)
    before = words(page)["indicator"]
    page.keyboard.press("ArrowDown")
    expect(page).not_to_have_url(re.compile(rf"indicator={before}(&|$)"))
    settle(page)
    assert focus(page)["id"] == "choose-indicator", "the focus stays on the choice"
    assert len(drawings) == 1, "the choice, and not the view that the page came with"
    expect(page.locator(".path")).not_to_contain_text("undefined")

    visit(page, GAPS)
    walk(page, "#choose-group", limit=40)
    page.keyboard.press("h")  # Hispanic
    expect(page).to_have_url(re.compile(r"group=hispanic(&|$)"))
    settle(page)
    assert focus(page)["id"] == "choose-group"
    walk(page, "#choose-reference", limit=40)
    page.keyboard.press("w")  # White
    expect(page).to_have_url(re.compile(r"reference=white_nh(&|$)"))
    settle(page)
    assert focus(page)["id"] == "choose-reference"
    expect(page.locator(".view-reading")).to_contain_text("White residents: 36.5 per 100,000")
    expect(page.locator("#gaps-live")).to_contain_text("Hispanic residents, compared with White residents.")

    walk(page, "#choose-period", limit=40)
    page.keyboard.press("ArrowLeft")
    expect(page).not_to_have_url(re.compile(r"period=2021-2023(&|$)"))
    settle(page)
    assert words(page)["reference"] == "white_nh", "the reference stays while the period changes"
    assert words(page)["group"] == "hispanic"
    assert focus(page)["id"] == "choose-period"


def test_back_returns_to_what_was_seen(page: Page) -> None:
    visit(page, GAPS)
    seen = page.locator("h1").inner_text()
    page.locator("#choose-where").select_option(label="Hampden County")
    expect(page.locator("h1")).not_to_have_text(seen)
    settle(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text(seen)


@at_both_widths
def test_no_gap_breaks_a_rule(page: Page, phone: bool) -> None:
    for address in ("/gaps?indicator=births", HIDDEN, GAPS):
        visit(page, address)
        assert_accessible(page)
    open_tables(page)
    assert_accessible(page)


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    for address in (GAPS, HIDDEN):
        visit(page, address)
        no_horizontal_scroll(page)
    visit(page, GAPS)
    open_tables(page)
    no_horizontal_scroll(page)


@at_both_widths
def test_the_finding_stands_in_words_before_any_figure(page: Page, phone: bool) -> None:
    """Black residents 54.1, all residents 36.3 per 100,000 (County Health Rankings 2026; CDC WONDER): 1.5 times."""
    visit(page, GAPS)
    assert is_phone(page) == phone
    expect(page.locator("h1")).to_have_text(
        "Black residents die of overdose at 1.5 times the rate of all residents, 2021–23"
    )
    reading = page.locator(".view-reading")
    expect(reading).to_contain_text("more deaths a year among Black residents than at the rate of all residents")
    assert "cause" not in reading.inner_text()
    first = page.locator(".view p:visible").evaluate_all(
        "all => Math.min(...all.map(p => p.getBoundingClientRect().top))"
    )
    assert first == page.locator(".path").evaluate("p => p.getBoundingClientRect().top"), "the path is the first line"
    # On a phone the finding is the title, and the figures and the reading follow in that order.
    top = (page.locator("h1") if phone else reading).evaluate("p => p.getBoundingClientRect().top")
    assert all(top < f.bounding_box()["y"] for f in page.get_by_role("figure").all())  # type: ignore[index]


def test_difference_and_ratio_say_what_they_mean_and_what_they_do_not(page: Page) -> None:
    visit(page, GAPS)
    measures = page.locator(".measure")
    expect(measures).to_have_count(2)
    for index in range(2):
        expect(measures.nth(index).locator(".measure-words")).to_have_count(2)
    panel = page.locator(".panel").filter(has=page.get_by_role("heading", name="Over time", exact=True)).last
    expect(panel.locator(".figure-note").first).to_contain_text(re.compile("gap|wider|narrower|change"))
    expect(page.locator(".all-groups-none")).to_have_count(0)


def test_what_cannot_be_tested_is_not_judged(page: Page) -> None:
    """Severe complications 198.2 and 74.6 per 10,000, without an interval: 2.7 times."""
    visit(page, "/gaps?indicator=severe_maternal_morbidity_dph_abstract")
    expect(page.locator("h1")).to_contain_text("(not tested)")
    expect(page.locator(".view-reading")).to_contain_text("how much of this is chance cannot be said")
    expect(page.locator("main")).not_to_contain_text("no clear gap")
    page.get_by_role("link", name="Show the published ratio").click()
    expect(page).to_have_url(re.compile("indicator=severe_maternal_morbidity_ratio"))


def test_where_no_gap_can_be_measured_the_page_says_why(page: Page) -> None:
    visit(page, HIDDEN)
    expect(page.locator(".view-reading")).to_contain_text("Only one group has a figure for 2021–2023.")
    visit(page, "/gaps?indicator=low_birthweight&by=education&level=state")
    expect(page.locator(".empty")).to_contain_text("No group has a figure for Massachusetts")
    visit(page, "/gaps?indicator=births")
    expect(page.locator(".empty")).to_contain_text("Numbers of events are not compared")


def test_the_header_takes_what_was_chosen_to_another_page(page: Page) -> None:
    visit(page, GAPS + "&group=hispanic&reference=white_nh&level=county&place=suffolk-county")
    page.locator("#to-explore").click()
    expect(page).to_have_url(
        re.compile(
            r"/explore\?indicator=drug_overdose_deaths&level=county&place=suffolk-county&by=race_ethnicity&group=hispanic"
            r"&reference=white_nh&period=2021-2023$"
        )
    )
    settle(page)
    expect(page.locator("#explore-head h1")).to_contain_text("Hispanic")
    page.locator("#to-gaps").click()
    expect(page.locator("#gaps-head h1")).to_contain_text("Suffolk County")
    expect(page.locator("#gaps-live")).to_contain_text("Hispanic residents, compared with White residents.")
