"""A view prints on one page, A4 or Letter, with all that makes it complete, in grey too; a table prints whole."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from data.vocabulary import VIEWS
from tests.browser.explore import ISSUE, TOWNS
from tests.browser.page_checks import plotly_draws, settle, watched_page

COUNTIES = f"{ISSUE}&place=hampden-county"
WIDTH = 186 / 25.4 * 96
"""The width of A4 without its margins, in CSS pixels."""


def open_view(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.wait_for_function("[...document.querySelectorAll('.map-canvas')].every(map => 'drawn' in map.dataset)")


def pages(page: Page, paper: Literal["A4", "Letter"]) -> int:
    """How many pages a view prints on."""
    return pages_of(page.pdf(format=paper))


def pages_of(file: bytes) -> int:
    """The page objects of a PDF."""
    return len(re.findall(rb"/Type\s*/Page\b", file))


def prepared(page: Page) -> None:
    """The page as it is when it is taken to paper."""
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")


def grey(colour: str) -> float:
    """The luminance (0–255) that a printer without colour gives to `rgb(…)`, by ITU-R BT.601."""
    red, green, blue = (float(x) for x in re.findall(r"[\d.]+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


CHARTS = {
    "map": ["Dot chart of groups", "Line chart over time", "Map: Black residents in Hampden County"],
    "trend": ["Line chart over time"],
    "groups": ["Dot chart of groups"],
    "compare": ["Dot chart of two places", "Line chart over time of two places"],
}
"""What the pictures of a view are called in a tagged file."""


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "table"])
def test_every_view_of_counties_prints_on_one_page_of_either_paper_and_its_pictures_have_names(
    page: Page, view: str
) -> None:
    open_view(page, COUNTIES.replace("view=map", f"view={view}"))
    file = page.pdf(format="A4", tagged=True)
    assert (pages_of(file), pages(page, "Letter")) == (1, 1)
    names = pictures(file)
    assert "" not in names
    for name in CHARTS.get(view, []):
        assert sum(said.startswith(name) for said in names) == 1, (name, names)


def pictures(file: bytes) -> list[str]:
    """The text alternative of every picture of a tagged file, empty where it has none."""
    found = []
    for element in re.findall(rb"/S /Figure\s(.*?)>>\s*endobj", file, re.DOTALL):
        written = re.search(rb"/Alt (?:<FEFF([0-9A-F]+)>|\((.*?[^\\])\))", element, re.DOTALL)
        if written is None:
            found.append("")
        else:
            found.append(bytes.fromhex(written[1].decode()).decode("utf-16-be") if written[1] else written[2].decode())
    return found


@pytest.mark.parametrize("view", ["map", "trend", "groups"])
def test_351_towns_print_on_one_page(page: Page, view: str) -> None:
    open_view(page, TOWNS.replace("view=map", f"view={view}"))
    assert (pages(page, "A4"), pages(page, "Letter")) == (1, 1)


def test_of_a_table_every_row_is_printed_on_as_many_pages_as_it_takes(page: Page) -> None:
    open_view(page, TOWNS.replace("view=map", "view=table"))
    assert pages(page, "Letter") > 3
    prepared(page)
    # 351 towns and the state, all of them on the paper, and each in one line of a table as wide as the page.
    shown = (
        page.locator(".figures-table")
        .first.locator("tbody tr")
        .evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    )
    assert len(shown) == 352
    assert min(shown) > 0
    assert page.locator(".figures-table").first.evaluate("table => table.getBoundingClientRect().width") <= WIDTH + 2
    said = page.locator("body").inner_text()
    assert "not listed" not in said
    assert "rows are printed" not in said


@pytest.mark.parametrize("taken", [False, True])
def test_what_scripts_have_not_drawn_yet_is_printed_as_it_came(page: Page, taken: bool) -> None:
    # On its way, and never there: the charts; before Dash has taken the page over, what Dash draws it from, too. While
    # it prints nothing is taken over: a browser lets no script run from `beforeprint` to `afterprint`.
    page.route(re.compile(r"/shapes/" + ("" if taken else r"|/dash\.js")), lambda route: None)
    page.goto(COUNTIES, wait_until="commit")
    page.locator("html[data-taken]" if taken else ".print-foot").wait_for(state="attached")
    prepared(page)
    assert page.locator("figcaption.print-reading").count() == 0
    assert page.locator("svg.map path[data-place][d^=M]").count() == 14
    for chart in (".groups-graph", ".trend-graph"):
        assert page.locator(f"{chart} .drawing").locator("visible=true").count() == 1
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".map-scroll").is_visible()


@pytest.mark.viewport(375, 812)
def test_a_phone_prints_the_same_page(page: Page) -> None:
    open_view(page, COUNTIES)
    assert pages(page, "Letter") == 1


def test_the_page_is_complete_and_has_nothing_to_press(page: Page, site: str) -> None:
    open_view(page, COUNTIES)
    prepared(page)
    said = page.locator("body").inner_text()
    for part in (
        "Massachusetts Health Equity Dashboard", "Explore · Overdose · Drug overdose deaths",
        "Black residents in Hampden County die of overdose at", "In Hampden County, 79.6",
        "Drug overdose deaths per 100,000 Black residents a year", "State, Black residents 54.1",
        "11 of 14 counties shown, 3 hidden", "Hampden", "Dukes", "hidden",
        "Groups in Hampden County and the state", "Over time", "Notes", "Sources", "CC BY-NC-SA 4.0",
        f"This view: {site}/explore?indicator=drug_overdose_deaths",
    ):  # fmt: skip
        assert part in said, part
    assert re.search(r"&data=[0-9a-f]+\.[0-9a-f]{10}", said), "the address on paper knows its data too"
    assert re.search(r"Printed: [A-Z][a-z]+ \d{1,2}, 20\d\d", said)
    for gone in (".rail", ".view-tabs", ".view-actions", ".site-header", ".site-footer", ".map-tools", ".dock"):
        assert not page.locator(gone).first.is_visible(), gone


def test_on_paper_no_chart_is_wider_than_its_place_and_the_screen_gets_its_own_back(page: Page) -> None:
    open_view(page, COUNTIES)
    plotly_draws(page.locator(".trend-figure"))
    shown = "document.querySelectorAll('.chart > :is(.drawing, .chart-graph)')"
    drawn = f"[...{shown}].map(one => one.getBoundingClientRect().width)"
    before = page.evaluate(drawn)
    assert len(before) == 3
    prepared(page)
    over: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll('.chart')].map(chart =>
          Math.max(...[...chart.querySelectorAll('.drawing text')].map(text => text.getBoundingClientRect().right))
          - chart.getBoundingClientRect().right)"""
    )
    assert len(over) == 2
    assert all(extra <= 1 for extra in over), over
    assert page.locator(".chart-graph").is_hidden(), "plotly's is as wide as it was on the screen"
    assert page.locator(".drawing").locator("visible=true").count() == 2
    assert page.locator(".explore").evaluate("view => view.getBoundingClientRect().width") == pytest.approx(
        WIDTH, abs=2
    )
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"before => JSON.stringify({drawn}) === JSON.stringify(before)", arg=before)
    assert page.locator(".print-foot").is_hidden()
    assert page.locator(".rail").is_visible()


def test_hidden_rows_are_printed_and_of_a_long_list_the_ends(page: Page) -> None:
    open_view(page, COUNTIES.replace("view=map", "view=table"))
    prepared(page)
    rows = page.locator("tbody tr", has_text="hidden (fewer than 10").all_inner_texts()
    assert [row.split()[0] for row in rows][:3] == ["Dukes", "Franklin", "Nantucket"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    open_view(page, TOWNS)
    prepared(page)
    assert page.locator(".print-list").count() == 2
    assert page.locator(".ranking-list").is_hidden()
    assert "places are not listed here" in page.locator(".print-places").inner_text()


def test_the_day_of_printing_is_boston_s_wherever_it_is_printed(browser: Browser, site: str) -> None:
    """At 03:30 in London it is the evening before in Boston, and the 28th in Kiribati."""
    with watched_page(browser, site, timezone_id="Pacific/Kiritimati") as page:
        page.clock.set_fixed_time("2026-11-28T03:30:00Z")
        open_view(page, COUNTIES)
        assert page.evaluate("new Date().getDate()") == 28
        prepared(page)
        assert page.locator("[data-print=day]").inner_text() == "November 27, 2026"


def test_in_grey_the_classes_keep_their_order_and_hidden_places_their_hatch(page: Page) -> None:
    open_view(page, COUNTIES)
    prepared(page)
    colours = page.locator(".legend-swatches .legend-swatch").evaluate_all(
        "found => found.map(one => getComputedStyle(one).backgroundColor)"
    )
    greys = [grey(colour) for colour in colours]
    assert all(light - dark >= 15 for light, dark in pairwise(greys)), greys
    for part in (".legend-swatch", ".dot", ".whisker", ".ranking-item[aria-current]"):
        assert page.locator(part).first.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
    hidden = page.locator("svg.map .place.suppressed").evaluate_all("found => found.map(p => getComputedStyle(p).fill)")
    assert len(hidden) == 3
    assert all("hatch" in fill for fill in hidden)
    labels = page.locator(".map-label:not(.missing)").all_inner_texts()
    assert {"79.6", "77.0", "30.6"} <= {label.strip() for label in labels}
