"""The map draws every place once, in the colour its figure calls for, and tells hidden, absent and zero apart."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explore import ISSUE, TOWNS, shapes, visit

HATCH = 'url("#hatch")'
DOTS = 'url("#dots")'
WHITE = "rgb(255, 255, 255)"
NOT_AVAILABLE = "rgb(238, 241, 244)"
REGIONS = TOWNS.replace("level=municipality", "level=eohhs_region")
COUNTY_DEATHS_2023 = (
    "/explore?indicator=opioid_deaths_dph_county&level=county&by=overall&group=all&period=2023&view=map"
)

# The list says in words and numbers what the map says in colour.
LIST = """
() => Object.fromEntries([...document.querySelectorAll('.ranking-item')].map(item => [
  item.dataset.key, (item.querySelector('.ranking-value') || item.querySelector('.lane.words')).textContent,
]))
"""
LEGEND = """
() => {
  const texts = (selector) => [...document.querySelectorAll('.legend ' + selector)].map(part => part.textContent);
  return {
    colours: [...document.querySelectorAll('.legend-ramp .legend-swatch')]
      .map(swatch => getComputedStyle(swatch).backgroundColor),
    bounds: texts('.legend-bound').map(Number),
    counts: texts('.legend-counts span').map(text => parseInt(text)),
    beside: Object.fromEntries([...document.querySelectorAll('.legend-one')].map(one =>
      [one.querySelector('.legend-word').textContent, Number(one.querySelector('.legend-number').textContent)])),
  };
}
"""


def legend_agrees(page: Page, painted: dict[str, str]) -> dict[str, Any]:
    """The legend, once its colours, bounds and counts are those of the map and of the list."""
    legend: dict[str, Any] = page.evaluate(LEGEND)
    said: dict[str, str] = page.evaluate(LIST)
    assert set(said) == set(painted), "the list and the map are of the same places"
    used = Counter(painted.values())
    assert [used[colour] for colour in legend["colours"]] == legend["counts"]
    assert sum(legend["counts"]) + sum(n for word, n in legend["beside"].items() if word != "unreliable") == len(said)
    for slug, colour in painted.items():
        if colour in legend["colours"]:
            place = legend["colours"].index(colour)
            low, high = legend["bounds"][place : place + 2]
            assert low - 0.051 <= float(said[slug].rstrip("†")) <= high + 0.051, f"{slug} within its class, as rounded"
    return legend


@pytest.mark.parametrize(("address", "number"), [(ISSUE, 14), (TOWNS, 351), (REGIONS, 6)])
def test_every_place_has_one_shape_with_an_extent(page: Page, address: str, number: int) -> None:
    visit(page, address)
    assert len(shapes(page)) == number
    expect(page.locator(".map-figure .choroplethlayer .trace:first-child path")).to_have_count(number)
    empty = page.evaluate(
        """() => [...document.querySelectorAll('.map-figure .choroplethlayer .trace:first-child path')]
          .filter(path => !(path.getBBox().width > 0 && path.getBBox().height > 0)).length"""
    )
    assert empty == 0
    legend_agrees(page, shapes(page))


def test_hidden_counties_are_hatched_and_no_other(page: Page) -> None:
    visit(page, ISSUE)
    painted, said = shapes(page), page.evaluate(LIST)
    hidden = {slug for slug, words in said.items() if words == "hidden"}
    assert hidden == {"dukes-county", "franklin-county", "nantucket-county"}
    assert {slug for slug, fill in painted.items() if fill == HATCH} == hidden
    legend = legend_agrees(page, painted)
    assert legend["beside"] == {"hidden": 3}
    expect(page.locator("#hatch")).to_have_count(1)
    swatch = page.locator(".legend-swatch.suppressed").first
    assert "repeating-linear-gradient" in swatch.evaluate("swatch => getComputedStyle(swatch).backgroundImage")


def test_places_without_a_figure_are_plain_and_not_hatched(page: Page) -> None:
    visit(page, COUNTY_DEATHS_2023)
    painted, said = shapes(page), page.evaluate(LIST)
    absent = {slug for slug, words in said.items() if words == "not available"}
    assert absent
    assert {slug for slug, fill in painted.items() if fill == NOT_AVAILABLE} == absent
    assert HATCH not in painted.values()
    assert legend_agrees(page, painted)["beside"]["not available"] == len(absent)


def test_towns_without_a_death_are_white_and_reported_as_zero(page: Page) -> None:
    visit(page, TOWNS)
    painted, said = shapes(page), page.evaluate(LIST)
    zero = {slug for slug, words in said.items() if words == "0.0†"}
    assert {slug for slug, fill in painted.items() if fill == WHITE} == zero
    legend = legend_agrees(page, painted)
    assert legend["beside"]["zero"] == len(zero) > 50
    assert NOT_AVAILABLE not in painted.values()
    assert HATCH not in painted.values()
    dotted = page.locator('.map-figure .choroplethlayer .trace:not(:first-child) path[fill="rgb(165, 174, 183)"]')
    expect(dotted).to_have_count(legend["beside"]["unreliable"])
    assert dotted.first.evaluate("path => getComputedStyle(path).fill") == DOTS
    assert sum(words.endswith("†") for words in said.values()) == len(zero) + legend["beside"]["unreliable"]


def test_a_group_that_is_hidden_everywhere_has_a_hatched_map_and_says_so(page: Page) -> None:
    visit(page, ISSUE.replace("black_nh", "aian_nh"))
    assert set(shapes(page).values()) == {HATCH}
    expect(page.locator(".legend-words")).to_contain_text("0 of 14 counties shown, 14 hidden")
    expect(page.locator("#map-text")).to_contain_text("14 hidden")


def test_the_figure_under_the_pointer_is_told(page: Page) -> None:
    visit(page, ISSUE)
    point = page.evaluate(
        """() => {
          const label = [...document.querySelectorAll('.map-figure .scattergeo text')]
            .find(text => text.textContent.startsWith('Worcester'));
          const box = label.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }"""
    )
    page.mouse.move(*point)
    expect(page.locator(".map-figure .hoverlayer")).to_contain_text("Worcester County")
    expect(page.locator(".map-figure .hoverlayer")).to_contain_text("50.0")
    assert page.locator("#map-text").inner_text().startswith("Map of Massachusetts by county")
