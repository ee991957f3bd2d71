"""Small multiples as a person sees them: one scale, one key, panels to follow, periods under the finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import asked, choices
from tests.browser.page_checks import TIMEOUT, assert_accessible, no_horizontal_scroll, settle

GROUPS = (
    "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
    "&view=multiples&place=hampden-county"
)
EACH = ("group", "period", "group_trend", "place_trend")
TOWNS = "/explore?indicator=opioid_overdose_deaths&level=municipality&by=overall&group=all&period=2018&view=multiples"


def visit(page: Page, address: str) -> None:
    """Open an address and wait until every map has its outlines."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    settle(page)
    expect(page.locator(".multiples").first).to_be_attached()
    expect(page.locator(".multiples .map-canvas:not([data-drawn])")).to_have_count(0)


def each_of(address: str, each: str) -> str:
    return address if each == "group" else f"{address}&each={each}"


def fills(page: Page) -> dict[str, list[str]]:
    """What every map's places are painted with, by the map's name."""
    found: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.multiples svg.map')].map(map => [
          map.closest('.multiple-panel').querySelector('.multiple-link').textContent,
          [...map.querySelectorAll('.place')].map(place => place.getAttribute('fill').replace(/#.*hatch/, '#hatch')),
        ]))"""
    )
    return found


def test_seven_groups_have_a_map_of_fourteen_counties_each(page: Page) -> None:
    visit(page, GROUPS)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Drug overdose deaths: higher in three groups than among everyone in Massachusetts"
    )
    maps = fills(page)
    assert len(maps) == 7
    assert {len(places) for places in maps.values()} == {14}
    assert set(maps["Native Hawaiian / Pacific Islander"]) == {"url(#hatch)"}
    empty = page.evaluate(
        "() => [...document.querySelectorAll('.multiples .place')].filter(p => !(p.getBBox().width > 0)).length"
    )
    assert empty == 0, "every place has its outline"
    expect(page.locator(".multiples .ring")).to_have_count(7)
    expect(page.locator(".multiples-key .legend-one")).to_have_text(["hidden62"])


def test_the_period_under_the_finger_changes_every_map_without_a_request(page: Page) -> None:
    visit(page, GROUPS)
    page.wait_for_function("() => document.documentElement.dataset.held !== undefined", timeout=2 * TIMEOUT)
    before = fills(page)
    with asked(page) as requests:
        slider = page.locator("#choose-period")
        slider.focus()
        page.keyboard.press("Home")
        expect(page.locator(".multiple-shown").first).to_contain_text("of 14 counties shown")
        expect(page.locator("#period-now")).to_have_text("2018–20")
        drawn(page)
    after = fills(page)
    assert "Asian / Pacific Islander" in after, "a group of that period only"
    assert "Multiracial" not in after
    assert after["Black"] != before["Black"]
    assert requests == []


def test_a_panel_opens_the_map_of_its_group_by_keyboard_and_keeps_the_place(page: Page) -> None:
    visit(page, GROUPS)
    link = page.get_by_role("link", name="Hispanic", exact=True)
    link.focus()
    ring = link.evaluate("link => getComputedStyle(link, '::after').outlineStyle")
    assert ring == "solid", "the focus is seen around the panel"
    page.keyboard.press("Enter")
    expect(page.locator("svg.map[role=listbox]")).to_be_visible()
    assert "group=hispanic" in page.url
    assert "view=map" in page.url
    assert "place=hampden-county" in page.url
    expect(page.locator('.view-tab[data-key="map"]')).to_be_focused()


def test_the_whole_panel_is_the_link(page: Page) -> None:
    visit(page, GROUPS)
    picture = page.locator(".multiples svg.map").nth(2)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("svg.map[role=listbox]")).to_be_visible()
    assert "group=hispanic" in page.url


def test_what_there_is_one_of_is_chosen_by_a_link_that_keeps_the_focus(page: Page) -> None:
    visit(page, GROUPS)
    for name, each, number in (
        ("One map for each period", "period", 3),
        ("One trend for each county", "place_trend", 14),
    ):
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".multiple")).to_have_count(number)
        assert f"each={each}" in page.url
        drawn(page)
        focused = page.evaluate("document.activeElement.dataset.key")
        assert focused == f"each-{each}"
        expect(page.locator(".each-choice[aria-current]")).to_have_text(name)


def test_towns_stand_under_their_counties(page: Page) -> None:
    visit(page, each_of(TOWNS, "place_trend") + "&place=chelsea")
    expect(page.locator(".county-trends")).to_have_count(14)
    expect(page.locator(".multiple")).to_have_count(351)
    (opened,) = page.locator(".county-trends[open] > summary").all_inner_texts()
    assert opened.startswith("Suffolk County")
    page.locator(".county-trends", has_text="Nantucket County").locator("summary").press("Enter")
    expect(page.get_by_role("link", name="Nantucket", exact=True)).to_be_visible()


def test_the_figures_are_one_key_away(page: Page) -> None:
    visit(page, GROUPS)
    page.locator(".multiples-figures > summary").press("Enter")
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(1 + 15)
    expect(table.get_by_role("row", name="Nantucket")).to_contain_text("hidden")
    no_horizontal_scroll(page)


@pytest.mark.parametrize("each", EACH)
def test_no_choice_breaks_a_rule_of_accessibility_or_scrolls_sideways(page: Page, each: str) -> None:
    visit(page, each_of(GROUPS, each))
    page.locator(".multiples-figures > summary").press("Enter")
    for width in (1280, 960, 768, 640, 375, 320):
        page.set_viewport_size({"width": width, "height": 812})
        drawn(page)
        no_horizontal_scroll(page)
        if width in (1280, 375):
            assert_accessible(page)


def test_towns_do_not_scroll_sideways(page: Page) -> None:
    for each in ("period", "place_trend"):
        visit(page, each_of(TOWNS, each))
        for width in (768, 375, 320):
            page.set_viewport_size({"width": width, "height": 812})
            no_horizontal_scroll(page)


@pytest.mark.viewport(375, 812)
def test_a_group_is_chosen_on_a_phone_too(page: Page) -> None:
    visit(page, GROUPS)
    with choices(page) as rail:
        rail.locator(".group-name", has_text="Hispanic").click()
    expect(page.locator(".multiple-panel.now .multiple-link")).to_have_text("Hispanic")


def test_on_paper_the_maps_keep_their_colours_and_the_choices_are_left_out(page: Page) -> None:
    visit(page, GROUPS)
    page.emulate_media(media="print")
    expect(page.locator(".each-choices")).to_be_hidden()
    expect(page.locator(".multiple").first).to_be_visible()
    expect(page.locator(".multiples-key")).to_be_visible()
