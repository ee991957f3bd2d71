"""The first response is the page: read without scripts, and taken over by Dash without a jump or a second drawing."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.page_checks import (
    DESKTOP,
    PHONE,
    TIMEOUT,
    assert_accessible,
    no_horizontal_scroll,
    options_of,
    settle,
    watched_page,
)

MAP = (
    "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map"
    "&place=hampden-county"
)
TREND = MAP.replace("view=map", "view=trend")
MOST_SHIFT = 0.02
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifted += entry.value; // what a reader opens may move what is below
})).observe({type: 'layout-shift', buffered: true});
"""
CAME = "() => document.readyState === 'interactive' && getComputedStyle(document.body).fontFamily.includes('Inter')"
TAKEN = "() => document.documentElement.dataset.taken !== undefined"


def held_back(page: Page) -> list[Route]:
    """What Dash needs before it draws, held until the test lets it go."""
    held: list[Route] = []
    page.route("**/scripts/*/dash.js", lambda route: held.append(route))
    return held


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
@pytest.mark.own_context
def test_a_page_is_taken_over_without_a_jump_and_with_the_same_map(
    browser: Browser, site: str, viewport: tuple[int, int]
) -> None:
    with watched_page(browser, site, viewport=viewport) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(SHIFTS)
        held = held_back(page)
        page.goto(MAP, wait_until="commit")
        page.wait_for_function(CAME)
        expect(page.locator("#first-drawing h1")).to_be_visible()
        assert_accessible(page)
        no_horizontal_scroll(page)
        page.evaluate(
            "() => { window.map = document.querySelector('svg.map'); window.place = window.map.querySelector('[d]'); }"
        )
        # What a reader does meanwhile: opens, scrolls, types, and stands on something.
        summary = page.locator(".notes details details > summary").first
        opened = summary.locator("..")
        if viewport == PHONE:
            page.locator(".notes-fold").first.click()
        summary.click()
        page.evaluate("() => window.scrollTo(0, 300)")
        scrolled = page.evaluate("() => window.scrollY")
        height = page.evaluate("() => document.querySelector('.explore').offsetHeight")
        held[0].continue_()
        page.wait_for_function(TAKEN)
        settle(page)
        assert page.evaluate("() => window.map === document.querySelector('svg.map') && window.place.isConnected")
        expect(summary).to_be_focused()
        assert page.evaluate("() => window.scrollY") == scrolled
        assert page.evaluate("() => document.querySelector('.explore').offsetHeight") == pytest.approx(height, abs=2)
        expect(opened).to_have_attribute("open", "")
        expect(page.locator("#first-drawing")).to_have_count(0)
        ids: list[str] = page.evaluate("() => [...document.querySelectorAll('[id]')].map(element => element.id)")
        assert len(ids) == len(set(ids))
        assert not any("/shapes/" in address for address in asked)
        assert page.evaluate("() => window.shifted") < MOST_SHIFT
        # From place to place by keyboard: what lies beside what is fetched now.
        page.locator("svg.map").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("svg.map .active").first).to_have_attribute("d", re.compile("^M"))


def test_a_chart_is_there_before_its_script_and_gives_way_to_it(page: Page) -> None:
    page.add_init_script(SHIFTS)
    plotly: list[Route] = []
    page.route("**/*plotly*", lambda route: plotly.append(route))
    page.goto(TREND, wait_until="commit")
    page.wait_for_function(TAKEN)
    chart = page.locator(".trend-graph .drawing")
    expect(chart).to_be_visible()
    assert not plotly
    page.locator(".trend-graph").evaluate("graph => graph.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = page.locator(".trend-graph").bounding_box()
    page.locator(".trend-graph").hover()
    page.wait_for_timeout(100)
    expect(chart).to_be_visible()
    (waiting,) = plotly
    waiting.continue_()
    expect(page.locator(".trend-graph .main-svg").first).to_be_visible()
    expect(chart).to_be_hidden()
    assert page.locator(".trend-graph").bounding_box() == box
    assert page.evaluate("() => window.shifted") < MOST_SHIFT


def test_before_it_is_taken_over_a_choice_is_a_link(page: Page) -> None:
    held_back(page)
    with page.expect_request("**/scripts/*/dash.js"):
        page.goto(MAP, wait_until="commit")
    with page.expect_request("**/scripts/*/dash.js"):  # of the page that the choice leads to
        page.locator("#choose-reference").select_option(index=2)
    expect(page).to_have_url(re.compile("reference="))
    expect(page.locator("#first-drawing h1")).to_be_visible()
    page.unroute("**/scripts/*/dash.js")
    page.locator(".view-tab[data-key=table]").click()
    expect(page).to_have_url(re.compile("view=table"))
    page.wait_for_function(TAKEN)
    settle(page)
    expect(page.locator("#explore-panels table").first).to_be_visible()


def test_what_is_pressed_while_it_is_taken_over_is_not_lost(page: Page) -> None:
    held = held_back(page)
    with page.expect_request("**/scripts/*/dash.js"):
        page.goto(MAP, wait_until="commit")
    box = page.locator("#first-drawing .view-tab[data-key=table]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    for route in held:
        route.continue_()
    page.wait_for_function("() => document.querySelector('#react-entry-point [data-address]')")
    assert page.evaluate("document.documentElement.dataset.taken") is None
    page.mouse.up()
    expect(page).to_have_url(re.compile("view=table"))
    expect(page.locator("#explore-panels table").first).to_be_visible()


CHOOSE_AT_ONCE = """
new MutationObserver((_, watch) => {
  if (document.documentElement.dataset.taken === undefined) return;
  watch.disconnect();
  const list = document.getElementById('%s');
  if (!list) { document.querySelector('.view-tab[data-key=table]').click(); return; }
  list.selectedIndex = list.selectedIndex ? 0 : 1;
  list.dispatchEvent(new Event('change', {bubbles: true}));
}).observe(document, {subtree: true, attributes: true, attributeFilter: ['data-taken']});
"""


def test_a_choice_made_in_the_moment_it_is_taken_over_is_not_lost(page: Page) -> None:
    """Dash says its first address after that moment: what it says then is not what the page came with."""
    page.add_init_script(CHOOSE_AT_ONCE % "none")
    page.goto(MAP)
    expect(page).to_have_url(re.compile("view=table"))
    expect(page.locator("#explore-panels table").first).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_every_page_reads_without_scripts(browser: Browser, site: str, viewport: tuple[int, int]) -> None:
    context = browser.new_context(**options_of(site, viewport), java_script_enabled=False)
    with closing(context):
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        page.goto(f"{MAP}&lang=es")
        expect(page.locator("h1")).to_contain_text("condado de Hampden")
        assert page.locator("svg.map path[data-place][d^=M]").count() == 14
        expect(page.locator(".ranking-item").first).to_be_visible()
        expect(page.locator("select").first).to_be_hidden()
        expect(page.locator("#to-gaps")).to_be_visible()
        expect(page.locator("#search-box")).to_be_visible()
        page.locator(".choice-links a", has_text="Municipio").first.click()
        expect(page).to_have_url(re.compile("level=municipality.*lang=es"))
        page.locator(".view-tab[data-key=table]").click()
        expect(page.locator("table.figures-table").first).to_be_visible()
        page.goto("/gaps")
        expect(page.locator(".drawing:visible").first).to_be_visible()
        page.locator("#search-box").fill("brockton")
        page.locator("#search-box").press("Enter")
        expect(page.locator("h1")).to_contain_text("brockton")
        page.goto("/methods")
        expect(page.locator("math").first).to_be_visible()
        page.goto(f"/embed{MAP[8:]}")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("svg.map path[data-place][d^=M]").count() == 14


@pytest.mark.parametrize(("width", "lang"), [(1280, "pt"), (1024, "pt"), (960, "es"), (640, "pt"), (320, "es")])
def test_the_header_is_one_row_that_fits(page: Page, width: int, lang: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"/methods?lang={lang}")
    no_horizontal_scroll(page)
    bar = page.locator(".site-header .bar").bounding_box()
    assert bar is not None
    assert bar["height"] <= 61
    if width < 960:
        page.locator("#menu-open").click()
    for link in page.locator(".site-nav-link, .language").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= (44 if width < 960 else 24)
        assert box["x"] + box["width"] <= width
    assert_accessible(page)
