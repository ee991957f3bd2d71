"""A place that is chosen is the same place everywhere: map, list, groups, trend, table, and what is read aloud."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, at_both_widths, place_link, reaches, shapes, tab, visit

# The chosen place is outlined over the map: a white line under a dark one.
OUTLINE = """
() => [...document.querySelectorAll('.map-figure .over .ring')].map(ring => [
  ring.dataset.id,
  document.querySelector(`.place[data-id="${ring.dataset.id}"]`).getAttribute('d') === ring.getAttribute('d'),
  ring.previousElementSibling.matches('.casing'),
  parseFloat(getComputedStyle(ring).strokeWidth) >= 2,
])
"""


@at_both_widths
def test_a_chosen_county_is_marked_in_every_view(page: Page, phone: bool) -> None:
    visit(page, ISSUE)
    assert page.evaluate(OUTLINE) == []
    place_link(page, "hampden-county").click()
    reaches(page, place="hampden-county")

    assert page.evaluate(OUTLINE) == [["25013", True, True, True]], "Hampden County by its FIPS code"
    expect(page.locator(".ranking-item[aria-current=true]")).to_have_attribute("data-key", "hampden-county")
    expect(page.locator(".readout strong")).to_have_text("Hampden County")
    expect(page.locator(".readout-value")).to_have_text("79.6")
    expect(page.get_by_role("heading", name="Groups in Hampden County and the state")).to_be_visible()
    expect(page.locator(".trend-figure .note").filter(has_text="Black, Hampden")).to_have_count(1)
    expect(page.locator("#explore-live")).to_contain_text("Hampden County: 79.6 per 100,000.")
    if phone:
        expect(page.locator(".dock-words")).to_contain_text("Hampden County")

    tab(page, "trend").click()
    reaches(page, view="trend")
    labels = page.locator(".trend-figure .note")
    expect(labels.filter(has_text="Black, Hampden")).to_have_count(1)
    expect(labels.filter(has_text="Black, state")).to_have_count(1)
    expect(labels.filter(has_text="White 46.5")).to_have_count(1)
    expect(page.locator("#trend-text")).to_contain_text("Hampden County, Black residents")
    expect(page.locator(".ranking-item")).to_have_count(0)

    tab(page, "groups").click()
    reaches(page, view="groups")
    expect(page.get_by_role("heading", name="Groups in Hampden County and the state")).to_be_visible()
    expect(page.locator(".figure-key .key")).to_have_text(["Hampden County", "Massachusetts"])
    expect(page.locator("#groups-text")).to_contain_text("Hampden County")

    tab(page, "table").click()
    reaches(page, view="table")
    expect(page.locator("tr.chosen th")).to_have_text("Hampden County")
    expect(page.locator("tr.chosen td").first).to_have_text("79.6")
    expect(page.get_by_role("table", name="Groups in Hampden County, 2021–2023")).to_be_visible()
    expect(page.locator("caption").filter(has_text="Over time. Black residents, Hampden County")).to_have_count(1)


def test_a_hidden_county_may_be_chosen_and_says_why_it_is_hidden(page: Page) -> None:
    visit(page, ISSUE)
    place_link(page, "nantucket-county").click()
    reaches(page, place="nantucket-county")
    expect(page.locator(".readout")).to_contain_text("The figure is hidden (fewer than 10 events")
    expect(page.locator("#explore-live")).to_contain_text("Nantucket County: hidden.")
    assert "url(" in shapes(page)["nantucket-county"]


def test_a_town_is_found_by_typing_its_name(page: Page) -> None:
    visit(page, TOWNS)
    for typed, slug, name in (
        ("North Attleborough", "north-attleborough", "North Attleborough"),
        ("manchester-by-the-sea", "manchester-by-the-sea", "Manchester-by-the-Sea"),
        ("WORCESTER", "worcester", "Worcester"),
    ):
        page.get_by_label("Find a place").click()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        reaches(page, place=slug)
        expect(page.locator(".readout strong")).to_have_text(name)
        expect(page.locator(".ranking-item[aria-current=true]")).to_have_attribute("data-key", slug)
        expect(page.get_by_label("Find a place")).to_have_value("")


def test_a_name_picked_from_the_suggestions_is_a_choice_without_enter(page: Page) -> None:
    visit(page, ISSUE)
    expect(page.locator("#place-names option")).to_have_count(14)
    # What the browser does when a suggestion is picked: the value comes at once, as a replacement and not as typing.
    page.get_by_label("Find a place").evaluate(
        """box => {
          box.focus();
          box.value = 'Essex County';
          box.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertReplacementText'}));
        }"""
    )
    reaches(page, place="essex-county")


def test_a_long_list_stays_where_it_was_scrolled_to_and_shows_the_chosen_town(page: Page) -> None:
    visit(page, TOWNS)
    box = page.locator(".ranking-list.long")
    town = page.locator(".ranking-item").nth(120)
    slug = town.get_attribute("data-key") or ""
    town.scroll_into_view_if_needed()
    before = box.evaluate("list => list.scrollTop")
    assert before > 0
    town.click()
    reaches(page, place=slug)
    expect(place_link(page, slug)).to_have_attribute("aria-current", "true")
    expect(place_link(page, slug)).to_be_in_viewport()
    assert box.evaluate("list => list.scrollTop") == before
    other = page.locator(".ranking-item").nth(300)
    slug = other.get_attribute("data-key") or ""
    page.get_by_label("Find a place").fill(slug.replace("-", " "))
    page.keyboard.press("Enter")
    reaches(page, place=slug)
    box.scroll_into_view_if_needed()
    expect(place_link(page, slug)).to_be_in_viewport()
