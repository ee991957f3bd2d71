"""From the address bar to "export a chosen county's trend" with the keyboard alone: no mouse and no finger."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.explore import drawn, focus, leads_to, reaches
from tests.browser.walk import ask, at_three_widths

# Anything but a key that a person did: a click that a key causes has no detail and comes from no pointer.
WATCH = """
for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel', 'pointermove'])
  document.addEventListener(kind, event => {
    // A new page may be told that the browser's own mouse lies in its corner: nobody has moved it.
    const corner = kind === 'pointermove' && event.clientX === 0 && event.clientY === 0;
    if (event.isTrusted && !corner) (window.touched ??= []).push(kind);
  }, true);
"""
PUBLISHED = {"2018-2020": "43.0", "2020-2022": "63.2", "2021-2023": "79.6"}
"""Hampden County, Black residents, drug overdose deaths per 100,000: County Health Rankings 2022, 2025 and 2026."""


def seen(page: Page) -> dict[str, object]:
    """What has the focus; it is outlined, in view, and not kept from screen readers."""
    now = focus(page)
    assert now["tag"] != "BODY", "the focus is lost"
    assert now["outlined"], f"no outline shows the focus: {now}"
    assert not now["hidden"], now
    expect(page.locator("*:focus")).to_be_in_viewport()
    return now


def walk(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press a key until what has this #id or key has the focus, which is seen at each step."""
    for _ in range(60):
        page.keyboard.press(key)
        now = seen(page)
        if wanted in (f"#{now['id']}", now["key"]):
            return
    raise AssertionError(f"{wanted} was not reached in sixty steps")


def choose_the_indicator(page: Page) -> None:
    """By search: letters with a slip in them, an arrow, Enter."""
    page.keyboard.press("Tab")
    assert seen(page)["text"] == "Skip to the content"
    if page.locator("#search-open").is_visible():  # where the header has no room for the box
        walk(page, "#search-open")
        page.keyboard.press("Enter")
        expect(page.locator("#search-box")).to_be_focused()
    else:
        walk(page, "#search-box")
    ask(page, "drug overdos deaths")
    option = page.locator("#search-list .search-title").get_by_text("Drug overdose deaths", exact=True)
    expect(option).to_be_visible()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        active = page.locator("#search-list [aria-selected=true] .search-title").inner_text()
        if active == "Drug overdose deaths":
            break
    seen(page)
    page.keyboard.press("Enter")
    reaches(page, indicator="drug_overdose_deaths", level="county")
    expect(page.locator("main")).to_be_focused()


def choose_the_county(page: Page) -> None:
    """On the map: typing leads near, an arrow to the neighbour, Enter chooses."""
    walk(page, "#map")
    at = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).dataset.place"
    page.keyboard.type("hampshire")
    assert page.evaluate(at) == "hampshire-county"
    page.keyboard.press("ArrowDown")
    leads_to(page, "hampden-county")
    expect(page.locator(".place-card strong")).to_have_text("Hampden County")
    expect(page.locator(".over .focus.active")).to_have_count(1)
    page.keyboard.press("Enter")
    reaches(page, place="hampden-county")
    assert seen(page)["id"] == "map"


@at_three_widths
def test_from_the_address_bar_to_the_export_of_a_countys_trend(page: Page, width: int, tmp_path: Path) -> None:
    page.add_init_script(WATCH)
    page.goto("/explore?indicator=life_expectancy&group=black_nh")
    drawn(page)
    choose_the_indicator(page)
    choose_the_county(page)
    walk(page, "trend", "Shift+Tab")
    page.keyboard.press("Enter")
    reaches(page, view="trend", place="hampden-county")
    assert seen(page)["key"] == "trend"
    expect(page.locator(".trend-figure .note").filter(has_text="Black, Hampden")).to_have_count(1)

    walk(page, "export")
    page.keyboard.press("Enter")
    walk(page, "export-csv")
    with page.expect_download() as found:
        page.keyboard.press("Enter")
    name = found.value.suggested_filename
    assert name == "drug-overdose-deaths_black_counties_2021-2023_hampden-county_trend.csv", "what, where and when"
    expect(page.locator("summary[data-key=export]")).to_be_focused()
    seen(page)

    found.value.save_as(tmp_path / name)
    rows = list(csv.DictReader(StringIO((tmp_path / name).read_text("utf-8-sig"), newline="")))
    own = [row for row in rows if row["table"] == "trend" and row["place"] == "Hampden County"]
    black = [row for row in own if row["group_id"] == "black_nh"]
    assert {row["period"]: row["value_words"] for row in black} == PUBLISHED
    assert all(float(row["ci_low"]) < float(row["value"]) < float(row["ci_high"]) for row in black)
    assert page.evaluate("window.touched") is None, "no mouse and no finger"
