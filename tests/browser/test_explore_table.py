"""The table holds the numbers of the figures and is sorted with the keyboard; what has no figure stays at the end."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.explore import ISSUE, at_both_widths, focus, reaches, tab, visit

TABLE = ISSUE.replace("view=map", "view=table")


def column(table: Locator, index: int) -> list[str]:
    texts: list[str] = table.evaluate(
        "(table, index) => [...table.tBodies[0].rows].map(r => r.cells[index].textContent)", index
    )
    return texts


@at_both_widths
def test_a_column_is_sorted_with_the_keyboard_and_absent_figures_stay_last(page: Page, phone: bool) -> None:
    visit(page, TABLE)
    table = page.locator("table").first
    before = column(table, 0)
    assert len(before) == 14 + 1, "the counties and the state"
    value = table.get_by_role("columnheader", name="Value (per 100,000)")
    value.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(value).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#explore-live")).to_have_text("Sorted by Value (per 100,000), ascending")
    assert column(table, 0)[0] == "Massachusetts", "what the others are compared with stays at the head"
    rising = column(table, 1)[1:]
    assert rising[-3:] == ["–"] * 3
    known = [float(text) for text in rising[:-3]]
    assert known == sorted(known)
    assert min(known) == 30.6
    page.keyboard.press("Space")
    expect(value).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#explore-live")).to_have_text("Sorted by Value (per 100,000), descending")
    assert column(table, 0)[0] == "Massachusetts"
    falling = column(table, 1)[1:]
    assert falling[-3:] == ["–"] * 3
    assert [float(text) for text in falling[:-3]] == sorted(known, reverse=True)
    assert sorted(column(table, 0)) == sorted(before), "no row is lost"
    assert focus(page)["text"].startswith("Value")

    # A place is chosen in the sorted table: the table is drawn anew, and is as it was.
    order = column(table, 0)
    more = page.locator("summary").filter(has_text="More about the groups")
    if not more.is_visible():  # on a phone the notes are folded
        page.locator("summary").filter(has_text="Notes").click()
    more.click()
    table.get_by_role("link", name="Suffolk County").focus()
    page.keyboard.press("Enter")
    reaches(page, place="suffolk-county")
    expect(table.locator("tr.chosen th")).to_have_text("Suffolk County")
    assert column(table, 0) == order
    expect(value).to_have_attribute("aria-sort", "descending")
    assert focus(page)["key"] == "suffolk-county"
    expect(more.locator("xpath=.."), "what was opened stays open").to_have_attribute("open", "")


def test_names_and_periods_sort_as_what_they_are(page: Page) -> None:
    visit(page, TABLE)
    table = page.locator("table").first
    place = table.get_by_role("columnheader", name="Place")
    place.get_by_role("button").click()
    state, *counties = column(table, 0)
    assert state == "Massachusetts"
    assert counties == sorted(counties)
    expect(table.locator("[aria-sort]")).to_have_count(1)
    over_time = page.locator("table").filter(has=page.locator("caption", has_text="Over time. All residents"))
    years = column(over_time, 0)
    assert years[0] > years[-1], "the newest first"
    over_time.get_by_role("button", name="Period").click()
    assert column(over_time, 0)[0] == "1999"
    expect(table.locator("[aria-sort]"), "each table is sorted for itself").to_have_count(1)


def test_the_numbers_are_those_of_the_list_beside_the_map(page: Page) -> None:
    visit(page, ISSUE)
    listed = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.ranking-item')].map(item =>
             [item.querySelector('.ranking-name').textContent + ' County',
              (item.querySelector('.ranking-value')?.firstChild.textContent || '–').replace('†', '')]))"""
    )
    tab(page, "table").click()
    reaches(page, view="table")
    table = page.locator("table").first
    figures = dict(zip(column(table, 0), column(table, 1), strict=True))
    assert figures.pop("Massachusetts") == "54.1"
    assert figures == listed


def test_statuses_are_in_words(page: Page) -> None:
    visit(page, TABLE)
    table = page.locator("table").first
    status = dict(zip(column(table, 0), column(table, table.locator("th[scope=col]").count() - 1), strict=True))
    assert status["Hampden County"] == "reported"
    assert status["Dukes County"].startswith("hidden (fewer than 10 events")


def test_every_figure_has_a_text_that_says_what_it_shows(page: Page) -> None:
    visit(page, ISSUE)
    for view, number in (("map", 3), ("trend", 1), ("groups", 1)):
        tab(page, view).click()
        reaches(page, view=view)
        figures = page.get_by_role("figure").filter(has=page.locator("figcaption"))
        expect(figures).to_have_count(number)
        for index in range(number):
            text = figures.nth(index).locator("figcaption").inner_text()
            assert len(text) > 80, text
            expect(figures.nth(index)).to_have_accessible_name(re.compile("^(Map|Over time|Groups in the state)$"))
