"""Profiles of places as people use them: at a desk and on a phone, in two languages, by keyboard, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explore import focus
from tests.browser.page_checks import DESKTOP, PHONE, assert_accessible, no_horizontal_scroll, settle, watched_page

both = pytest.mark.parametrize(
    "code",
    [
        pytest.param("en", marks=pytest.mark.viewport(*DESKTOP)),
        pytest.param("es", marks=pytest.mark.viewport(*PHONE)),
    ],
)
LETTER = re.compile(rb"/Type\s*/Page[^s]")


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    expect(page.locator("main h1")).to_have_count(1)


@both
def test_the_pages_break_no_rule(page: Page, code: str) -> None:
    for address in ("/place/holyoke?", "/place/holyoke?with=springfield&", "/places?q=spring&"):
        visit(page, f"{address}lang={code}")
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert_accessible(page)
        no_horizontal_scroll(page)


@pytest.mark.viewport(320, 700)
def test_nothing_is_wider_than_a_small_phone_and_links_of_lists_are_large(page: Page) -> None:
    for address in ("/place/suffolk-county?lang=pt", "/place/holyoke?form=page", "/places"):
        visit(page, address)
        no_horizontal_scroll(page)
    small = page.evaluate(
        "[...document.querySelectorAll('.places-list a')].filter(a => a.getBoundingClientRect().height < 44).length"
    )
    assert small == 0


@pytest.mark.viewport(375, 812)
def test_on_a_phone_a_question_has_the_room_that_its_figure_leaves(page: Page) -> None:
    visit(page, "/place/springfield?lang=es")
    widths = page.evaluate(
        "[...document.querySelectorAll('.profile-table tbody th')].map(head => head.getBoundingClientRect().width)"
    )
    assert min(widths) >= 160, "beside the longest name of a county half of the line is left"


def test_a_line_is_read_in_words_and_not_by_color_alone(page: Page) -> None:
    visit(page, "/place/suffolk-county")
    expect(page.locator("main h1")).to_contain_text("Suffolk County: worse than the state on")
    row = page.locator(".profile-table tr", has_text="Drug overdose deaths")
    expect(row.locator(".c-stand")).to_contain_text("Worse: 1.2 times")
    expect(row.locator(".spine path[fill='#9a3b00']")).to_have_count(1)
    dot, state = (row.locator(part).bounding_box() for part in (".spine path[fill='#9a3b00']", ".c-mark"))
    assert dot is not None
    assert state is not None
    assert dot["x"] + dot["width"] / 2 < state["x"] + 16 + 104, "worse is left of the state's line"
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/explore\?indicator=drug_overdose_deaths.*place=suffolk-county"))


def test_the_whole_page_is_walked_by_keyboard_in_its_order(page: Page) -> None:
    visit(page, "/place/gosnold")
    page.locator("#place-with").focus()
    page.keyboard.type("Chilmark")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/place/gosnold\?with=Chilmark"))
    settle(page)
    expect(page.locator("main h1")).to_contain_text("Gosnold beside Chilmark")
    page.locator(".profile-order a").first.focus()
    page.keyboard.press("Tab")
    assert focus(page)["outlined"]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/place/chilmark$"))


def test_where_one_is_is_found_in_the_browser_and_the_position_is_sent_nowhere(browser: Browser, site: str) -> None:
    """Holyoke's city hall: 42.2043 north, 72.6065 west."""
    there = {"latitude": 42.2043, "longitude": -72.6065}
    asked: list[str] = []
    with watched_page(browser, site, geolocation=there, permissions=["geolocation"]) as page:
        visit(page, "/places")
        page.on("request", lambda r: asked.append(f"{r.method} {r.url} {r.post_data or ''} {r.headers}"))
        page.get_by_role("button", name="Find the place I am in").click()
        expect(page.locator(".near-said")).to_have_text("You are in Holyoke.")
        assert len(asked) == 1
        assert "/geometry/municipality.json" in asked[0]
        assert not any(re.search(r"42\.2|72\.6", request) for request in asked)
        page.context.set_geolocation({"latitude": 41.8, "longitude": -71.4})  # Providence
        page.get_by_role("button", name="Find the place I am in").click()
        expect(page.locator(".near-said")).to_have_text("Your position is not in Massachusetts.")
        page.context.set_geolocation(there)
        page.get_by_role("button", name="Find the place I am in").click()
        page.locator(".near-said a").click()
        expect(page.locator("main h1")).to_contain_text("Holyoke")


@pytest.mark.viewport(*PHONE)
def test_how_brockton_is_doing_on_overdose_diabetes_and_births_takes_two_choices(page: Page) -> None:
    visit(page, "/")
    choices = 0
    page.get_by_role("button", name="Search").tap()
    page.keyboard.type("brockton", delay=15)
    profiles = page.get_by_role("group", name="Profiles of places")
    profiles.get_by_role("option").first.tap()
    choices += 1
    expect(page.locator("main h1")).to_contain_text("Brockton")
    settle(page)
    for question in ("Opioid overdose deaths", "Diabetes", "Births"):
        row = page.locator(".profile-table tr", has=page.get_by_role("link", name=question, exact=True))
        expect(row).to_have_count(1)
        assert re.search(r"\d", row.locator(".c-own").inner_text())
        assert row.locator(".c-stand").inner_text()
    assert choices <= 2


def test_holyoke_beside_springfield_on_everything_takes_three_choices(page: Page) -> None:
    visit(page, "/")
    choices = 0
    page.keyboard.press("/")
    page.keyboard.type("holyoke", delay=15)
    page.get_by_role("group", name="Profiles of places").get_by_role("option").first.click()
    choices += 1
    expect(page.locator("main h1")).to_contain_text("Holyoke")
    settle(page)
    page.get_by_label("Compare Holyoke with").fill("Springfield")
    choices += 1
    page.get_by_role("button", name="Compare").click()
    choices += 1
    expect(page.locator("main h1")).to_contain_text("Holyoke beside Springfield")
    settle(page)
    assert page.locator(".two-places tbody tr").count() > 10
    assert choices <= 3


def test_the_form_of_one_page_is_printed_on_one(page: Page) -> None:
    for address in (
        "/place/holyoke?form=page",
        "/place/westminster?form=page&lang=es",
        "/place/boston?form=page&lang=pt",
    ):
        visit(page, address)
        assert len(LETTER.findall(page.pdf(format="Letter"))) == 1, address
    expect(page.locator(".profile-citation")).to_contain_text("/place/boston?form=page&lang=pt")
