"""Charts are drawings until one is pointed at: then plotly.js comes, once, and shows what is pointed at."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explore import ISSUE, asked, choices, on_a_phone, reaches, tab, visit
from tests.browser.page_checks import settle

CHARTS = f"{ISSUE}&place=hampden-county"
# The middle of the mark of a chart that is furthest to the right: no other lies over it.
MARK = """
figure => {
  const boxes = [...figure.querySelectorAll('.drawing path[transform]')].map(mark => mark.getBoundingClientRect());
  const {x, y, width, height} = boxes.reduce((one, other) => (other.x > one.x ? other : one));
  return [x + width / 2, y + height / 2];
}
"""


def script_and_charts(addresses: list[str]) -> list[str]:
    """What was asked that only charts of plotly.js need."""
    return [address for address in addresses if "plotly" in address or "async-" in address]


def at_mark(page: Page, figure: Locator) -> tuple[float, float]:
    """Where a mark of a chart is on the screen, in the middle of it."""
    figure.evaluate("figure => figure.scrollIntoView({block: 'center', behavior: 'instant'})")
    x, y = figure.evaluate(MARK)
    return x, y


def test_plotly_comes_when_a_chart_is_pointed_at_and_shows_what_is(page: Page) -> None:
    groups, trend = page.locator(".groups-figure"), page.locator(".trend-figure")
    with asked(page) as before:
        visit(page, CHARTS)
        with choices(page) as rail:
            rail.locator("#choose-group input").last.check()
        reaches(page, group="white_nh")
        drawings = page.locator(".drawing")
        expect(drawings).to_have_count(2)
        earlier = drawings.first.inner_html()
        slider = page.locator("#choose-period")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        reaches(page, period="2020-2022")
        assert drawings.first.inner_html() != earlier, "a period before has other figures"
    assert script_and_charts(before) == []
    box = groups.locator(".chart").bounding_box()
    with asked(page) as since:
        page.mouse.move(*at_mark(page, groups))  # one gesture
        label = page.locator(".hovertext")
        expect(label).to_have_count(1)
        assert box is not None
        after = groups.locator(".chart").bounding_box()
        assert after is not None
        assert (after["width"], after["height"]) == (box["width"], box["height"])
        expect(groups.locator(".drawing")).to_be_hidden()
        expect(trend.locator(".drawing")).to_be_visible()
        page.mouse.move(*at_mark(page, trend))
        expect(trend.locator(".hovertext")).to_have_count(1)
    assert len(script_and_charts(since)) == 1
    # Another view is drawings again, and what was drawn for the one before listens no more.
    with asked(page) as later:
        tab(page, "trend").click()
        reaches(page, view="trend")
        expect(page.locator(".chart.live")).to_have_count(0)
        page.mouse.move(*at_mark(page, trend))
        expect(trend.locator(".hovertext")).to_have_count(1)
    assert script_and_charts(later) == []


def test_keys_go_from_mark_to_mark_and_each_is_said(page: Page) -> None:
    visit(page, CHARTS)
    trend = page.locator(".trend-figure")
    with asked(page) as since:
        trend.focus()
        expect(trend.locator(".chart.live")).to_have_count(1)
    assert len(script_and_charts(since)) == 1
    page.keyboard.press("ArrowRight")
    expect(trend.locator(".chart-keys")).to_be_visible()
    said = trend.get_by_role("status")
    expect(said).to_have_text("Hampden County, Black residents; 2018–2020: 43.0; 95% interval 32.1–56.6")
    expect(trend.locator(".hovertext")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("2020–2022: ")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("2018–2020: ")
    page.keyboard.press("Escape")
    expect(trend.locator(".hovertext")).to_have_count(0)
    expect(trend).to_be_focused()
    page.keyboard.press("End")
    expect(trend.locator(".hovertext")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(trend.locator(".hovertext")).to_have_count(0)


@on_a_phone
def test_a_tap_shows_what_is_tapped_and_scrolling_by_nothing(page: Page) -> None:
    visit(page, CHARTS)
    groups = page.locator(".groups-figure")
    with asked(page) as since:
        page.touchscreen.tap(*at_mark(page, groups))
        expect(groups.locator(".hovertext")).to_have_count(1)
    assert len(script_and_charts(since)) == 1
    expect(page.locator(".trend-figure .chart.live")).to_have_count(0)


@pytest.mark.own_context
@pytest.mark.expects_console("ERR_INTERNET_DISCONNECTED")
def test_without_a_connection_the_drawing_stays_and_plotly_comes_later(page: Page) -> None:
    visit(page, CHARTS)
    groups = page.locator(".groups-figure")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.mouse.move(*at_mark(page, groups))
    settle(page)
    expect(groups.locator(".drawing")).to_be_visible()
    expect(groups.locator(".chart-graph")).to_have_count(0)
    page.context.set_offline(False)
    page.mouse.move(1, 1)
    page.mouse.move(*at_mark(page, groups))
    expect(groups.locator(".hovertext")).to_have_count(1)
