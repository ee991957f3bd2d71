"""The map draws every place once, in the colour its figure calls for, and tells hidden, absent and zero apart."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from components.figures.map import OUTSIDE
from tests.browser.accessibility_tree import accessibility_tree, nameless_stops
from tests.browser.explore import (
    ISSUE,
    TOWNS,
    drawn,
    focus,
    hold,
    place_link,
    point_at,
    press_place,
    reaches,
    shapes,
    tab,
    visit,
    words,
)
from tests.browser.page_checks import no_horizontal_scroll, plotly_draws

HATCH = "url(#map-hatch)"
WHITE = "#ffffff"
LINES = "url(#map-lines)"
DOTS = "url(#map-dots)"
REGIONS = TOWNS.replace("level=municipality", "level=eohhs_region")
COUNTY_DEATHS_2023 = (
    "/explore?indicator=opioid_deaths_dph_county&level=county&by=overall&group=all&period=2023&view=map"
)

# The list says in words and numbers what the map says in colour.
LIST = """
() => Object.fromEntries([...document.querySelectorAll('.ranking-item')].map(item => {
  const said = (item.querySelector('.ranking-value') || item.querySelector('.lane.words')).cloneNode(true);
  said.querySelectorAll('.visually-hidden').forEach(part => part.remove());
  return [item.dataset.key, said.textContent.trim()];
}))
"""
LEGEND = """
() => {
  const texts = (selector) => [...document.querySelectorAll('.legend ' + selector)].map(part => part.textContent);
  return {
    colours: [...document.querySelectorAll('.legend-ramp .legend-swatch')].map(swatch => '#' + getComputedStyle(swatch)
      .backgroundColor.match(/\\d+/g).map(part => Number(part).toString(16).padStart(2, '0')).join('')),
    bounds: texts('.legend-bound').map(Number),
    counts: texts('.legend-counts span').map(text => parseInt(text)),
    beside: Object.fromEntries([...document.querySelectorAll('.legend-one')].map(one =>
      [one.querySelector('.legend-word').textContent, Number(one.querySelector('.legend-number').textContent)])),
  };
}
"""

# Names that are cut, figures that run into the words behind them, words of the charts that leave their picture.
CUT = """
() => {
  const texts = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const names = [...document.querySelectorAll('.ranking-name')].filter(name => name.scrollWidth > name.clientWidth);
  const touching = [...document.querySelectorAll('.ranking-item')].filter(item => {
    const [value, verdict] = ['.ranking-value', '.verdict'].map(part => item.querySelector(part));
    return verdict?.textContent && texts(value.firstChild).right > texts(verdict).left - 4;
  });
  const outside = [...document.querySelectorAll('.chart .note text')].filter(text => {
    const own = text.getBoundingClientRect(), chart = text.closest('.chart').getBoundingClientRect();
    return own.left < chart.left - 0.5 || own.right > chart.right + 0.5;
  });
  const said = (parts) => parts.map(part => part.textContent);
  return {names: said(names), touching: said(touching), outside: said(outside)};
}
"""


def legend_agrees(page: Page, painted: dict[str, str]) -> dict[str, Any]:
    """The legend, once its colours, bounds and counts are those of the map and of the list."""
    legend: dict[str, Any] = page.evaluate(LEGEND)
    said: dict[str, str] = page.evaluate(LIST)
    assert set(said) == set(painted), "the list and the map are of the same places"
    used = Counter(painted.values())
    assert [used[colour] for colour in legend["colours"]] == legend["counts"]
    assert sum(legend["counts"]) + sum(legend["beside"].values()) == len(said)
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
    expect(page.locator(".map-figure svg.map .place")).to_have_count(number)
    empty = page.locator(".map-figure .place").evaluate_all(
        "places => places.filter(place => !(place.getBBox().width > 0 && place.getBBox().height > 0)).length"
    )
    assert empty == 0
    legend_agrees(page, shapes(page))
    names = {"county": "Counties", "municipality": "Cities and towns", "eohhs_region": "Regions"}
    heard_as_a_list(page, names[words(page)["level"]], number)
    page.locator(".ranking-value").first.evaluate("value => { value.firstChild.textContent = '$107,828'; }")
    assert page.evaluate(CUT) == {"names": [], "touching": [], "outside": []}, "with the widest figure the site has"
    page.add_style_tag(content="* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }")
    assert page.evaluate(CUT)["names"] == [], "as far apart as a reader may set letters and words (WCAG 1.4.12)"


def heard_as_a_list(page: Page, name: str, number: int) -> None:
    """The map's places are options of its list to the browser, and what the map shows is said once."""
    tree = accessibility_tree(page)
    (places,) = (node for node in tree.every("listbox") if node.name == name)
    options = places.every("option")
    assert len(options) == number
    assert {id(option.owner) for option in options} == {id(places)}, "nothing with a role stands between"
    assert {option.states["selected"] for option in options} == {False}
    assert nameless_stops(tree) == []
    said = page.locator("#map-text").inner_text()
    assert [node.role for node in tree.walk() if said in (node.name, node.description)] in (
        ["StaticText"], ["StaticText", "InlineTextBox"],
    ), "the caption is read where it stands and is no one's name"  # fmt: skip
    counted = [node.text for node in tree.every("listitem") if re.search(r"\d to .*\d: \d+ ", node.text)]
    assert len(counted) == page.locator(".legend-swatches > .legend-swatch").count(), (
        "each class of the legend is a sentence"
    )


def test_hidden_counties_are_hatched_and_no_other(page: Page) -> None:
    visit(page, ISSUE)
    painted, said = shapes(page), page.evaluate(LIST)
    hidden = {slug for slug, words in said.items() if words == "hidden"}
    assert hidden == {"dukes-county", "franklin-county", "nantucket-county"}
    assert {slug for slug, fill in painted.items() if fill == HATCH} == hidden
    legend = legend_agrees(page, painted)
    assert legend["beside"] == {"hidden": 3}
    expect(page.locator("#map-hatch")).to_have_count(1)
    swatch = page.locator(".legend-swatch.suppressed").first
    assert "repeating-linear-gradient" in swatch.evaluate("swatch => getComputedStyle(swatch).backgroundImage")


def test_places_without_a_figure_are_lined_and_not_hatched(page: Page) -> None:
    visit(page, COUNTY_DEATHS_2023)
    painted, said = shapes(page), page.evaluate(LIST)
    absent = {slug for slug, words in said.items() if words == "not available"}
    assert absent
    assert {slug for slug, fill in painted.items() if fill == LINES} == absent
    assert HATCH not in painted.values()
    assert page.evaluate(LEGEND)["beside"]["not available"] == len(absent), "counts are circles, in no class"


def test_towns_without_a_death_are_white_and_reported_as_zero(page: Page) -> None:
    visit(page, TOWNS)
    painted, said = shapes(page), page.evaluate(LIST)
    zero = {slug for slug, words in said.items() if words == "0.0†"}
    assert {slug for slug, fill in painted.items() if fill == WHITE} == zero
    legend = legend_agrees(page, painted)
    assert legend["beside"]["zero"] == len(zero) > 50
    assert LINES not in painted.values()
    assert HATCH not in painted.values()
    doubtful = {slug for slug, words in said.items() if words.endswith("†")} - zero
    assert {slug for slug, fill in painted.items() if fill == DOTS} == doubtful, "drained of color, and dotted"
    assert legend["beside"]["unreliable"] == len(doubtful)


def test_a_group_that_is_hidden_everywhere_has_a_hatched_map_and_says_so(page: Page) -> None:
    visit(page, ISSUE.replace("black_nh", "aian_nh"))
    assert set(shapes(page).values()) == {HATCH}
    expect(page.locator(".legend-words")).to_contain_text("0 of 14 counties shown, 14 hidden")
    expect(page.locator("#map-text")).to_contain_text("14 hidden")


def test_the_card_under_the_pointer_is_the_places_own_name(page: Page) -> None:
    visit(page, ISSUE)
    card = page.locator(".place-card")
    for slug in ("worcester-county", "nantucket-county"):
        place = page.locator(f"#map-{slug}")
        point_at(page, slug)
        expect(card).to_be_visible()
        lines = card.locator(":scope > *").all_inner_texts()
        assert "\n".join(lines) == place.get_attribute("aria-label")
        expect(card).to_have_attribute("aria-hidden", "true")
        box = card.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
    assert lines[1].startswith("The figure is hidden (fewer than 10")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    place_link(page, "worcester-county").hover()
    expect(card.locator("strong")).to_have_text("Worcester County")
    comes_to(page, card, "Worcester County")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    # From the map: on the way to the card others are crossed, and it stays while it is pointed at.
    point_at(page, "suffolk-county")
    expect(card.locator("strong")).to_have_text("Suffolk County")
    comes_to(page, card, "Suffolk County")
    tab(page, "map").focus()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focus(page)["key"] == "map", "wherever the focus is, and it stays there"
    point_at(page, "suffolk-county")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    point_at(page, "essex-county")
    expect(card.locator("strong")).to_have_text("Essex County")
    assert (
        page.locator("#map-text")
        .inner_text()
        .startswith("Map: Black residents die of overdose at 1.5 times the state rate")
    )


COUNTED = (
    "/explore?indicator=opioid_overdose_deaths_by_place_of_death&level=municipality&place=buckland&period=2021&view=map",
    "/explore?indicator=opioid_deaths_dph_county&level=county&place=middlesex-county&period=2023&view=map",
)
COVERED = """
() => {
  const over = document.querySelector('.readout').getBoundingClientRect();
  const key = [...document.querySelectorAll('.map-key')];
  const marks = [...document.querySelectorAll('svg.map .circles circle')].slice(-key.length);
  const beside = (one) => one.left >= over.right || one.right <= over.left;
  const apart = (one) => beside(one) || one.top >= over.bottom || one.bottom <= over.top;
  return [...marks, ...key].filter(one => !apart(one.getBoundingClientRect())).length;
}
"""


@pytest.mark.parametrize("address", COUNTED)
def test_what_is_read_out_over_a_map_of_counts_leaves_the_key_of_its_circles_free(page: Page, address: str) -> None:
    visit(page, address)
    for width in (1280, 1000, 768, 375):
        page.set_viewport_size({"width": width, "height": 900})
        drawn(page)
        assert page.locator(".map-key").count() > 0
        assert page.evaluate(COVERED) == 0, width


@pytest.mark.viewport(640, 812)
def test_a_card_is_never_beyond_the_edge_and_goes_when_the_window_changes(page: Page) -> None:
    visit(page, TOWNS)
    card = page.locator(".place-card")
    point_at(page, "provincetown")
    expect(card.locator("strong")).to_have_text("Provincetown")
    page.set_viewport_size({"width": 320, "height": 812})
    expect(card.filter(has_text="Provincetown")).to_be_hidden()
    drawn(page)
    # It was last where there is no page any more, and is as wide as if it had never been there.
    page.evaluate("equity.card.show(document.getElementById('map-provincetown'))")
    expect(card).to_be_visible()
    no_horizontal_scroll(page)
    box = card.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 320 - 8, "as far from the edge as a card is"


def test_a_chosen_place_is_said_once_when_it_is_pointed_at(page: Page) -> None:
    visit(page, ISSUE)
    point_at(page, "worcester-county")
    card = page.locator(".place-card")
    expect(card).to_be_visible()
    press_place(page, "worcester-county")
    reaches(page, place="worcester-county")
    readout = page.locator(".readout")
    expect(readout).to_contain_text("Worcester County")
    expect(card).to_be_hidden()
    page.mouse.move(5, 5)
    point_at(page, "worcester-county")
    expect(card).to_be_hidden()
    place_link(page, "worcester-county").hover()
    expect(card).to_be_hidden()
    place_link(page, "essex-county").hover()
    expect(card.locator("strong")).to_have_text("Essex County")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    expect(readout).to_be_visible()


def comes_to(page: Page, card: Locator, name: str) -> None:
    """Move the pointer from where it is to the middle of the card, by small steps: the card is there all the time."""
    box = card.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=25)
    assert card.bounding_box() == box
    expect(card.locator("strong")).to_have_text(name)
    page.wait_for_timeout(600)  # longer than a pointer may rest on its way
    expect(card.locator("strong")).to_have_text(name)


def test_a_label_of_a_chart_stays_under_the_pointer_and_goes_at_escape(page: Page) -> None:
    visit(page, ISSUE.replace("view=map", "view=groups"))
    label = page.locator(".hoverlayer .hovertext")
    mark = plotly_draws(page.locator(".groups-figure")).locator(".scatterlayer .point").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(at[0] + 30, at[1] + 3)
    page.mouse.move(*at, steps=5)
    expect(label).to_have_count(1)
    said = label.text_content() or ""
    own = label.bounding_box()
    assert own is not None
    page.mouse.move(own["x"] + own["width"] - 6, own["y"] + 6, steps=20)
    page.wait_for_timeout(300)  # plotly takes labels away a little later
    expect(label).to_have_text(said)
    page.keyboard.press("Escape")
    expect(label).to_have_count(0)
    page.mouse.move(*at, steps=5)
    expect(label).to_have_count(1)
    page.mouse.move(5, 5)
    expect(label).to_have_count(0)


def test_labels_stand_on_their_counties(page: Page) -> None:
    """Each label but those in the sea begins within the shape it names, at the size the map has here."""
    visit(page, ISSUE)
    off = page.evaluate(
        """(outside) => [...document.querySelectorAll('.map-figure .place')].flatMap((place, i) => {
          if (outside.includes(place.dataset.place)) return [];
          const box = document.querySelectorAll('.map-label')[i].getBoundingClientRect();
          const own = place.getScreenCTM().inverse();
          const middle = new DOMPoint(box.left + box.width / 2, box.top + box.height / 2).matrixTransform(own);
          return place.isPointInFill(middle) ? [] : [place.dataset.place];
        })""",
        list(OUTSIDE),
    )
    assert off == []


def test_zoom_buttons_enlarge_the_map_inside_its_box_and_back(page: Page) -> None:
    visit(page, TOWNS)
    larger, smaller = page.get_by_role("button", name="Zoom in"), page.get_by_role("button", name="Zoom out")
    box, canvas = page.locator(".map-scroll"), page.locator(".map-canvas")
    width, height = canvas.evaluate("c => c.offsetWidth"), box.evaluate("b => b.clientHeight")
    expect(smaller).to_be_disabled()
    larger.focus()
    for factor in (1.5, 2, 3, 4, 6):
        page.keyboard.press("Enter")
        expect(page.locator(".map-tools [aria-live=polite]")).to_have_text(f"Zoom {factor * 100:.0f}%")
        assert canvas.evaluate("c => c.offsetWidth") == pytest.approx(factor * width, abs=2)
        assert box.evaluate("b => b.clientHeight") <= height + 1, "the page below does not move"
        assert box.evaluate("b => b.scrollLeft") > 0, "what was in the middle stays in it"
    expect(larger).to_be_disabled()
    expect(smaller).to_be_enabled()
    page.keyboard.press("Enter")
    expect(larger).to_be_focused()
    assert canvas.evaluate("c => c.offsetWidth") == pytest.approx(6 * width, abs=2), "and an end is an end"
    smaller.focus()
    for _ in range(6):
        page.keyboard.press("Enter")
    expect(smaller).to_be_focused()
    expect(page.locator(".map-tools [aria-live=polite]")).to_have_text("Zoom 100%")
    assert canvas.evaluate("c => c.offsetWidth") == width
    expect(smaller).to_be_disabled()


def test_the_zoom_stays_while_the_period_changes_and_shows_the_chosen_town(page: Page) -> None:
    visit(page, TOWNS + "&place=gosnold")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator("#map-gosnold")).to_be_in_viewport()
    width = page.locator(".map-canvas").evaluate("c => c.offsetWidth")
    hold(page)
    page.get_by_role("slider", name="Period").focus()
    page.keyboard.press("ArrowLeft")
    reaches(page, period="2017")
    assert page.locator(".map-canvas").evaluate("c => c.offsetWidth") == width
    expect(page.locator("#map-gosnold")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()


def test_a_zoomed_map_keeps_its_part_under_a_press_and_a_change_of_period(page: Page) -> None:
    visit(page, TOWNS)
    hold(page)
    for _ in range(3):
        page.locator("[data-zoom=in]").click()
    drawn(page)  # the last zoom has put its middle in the middle
    box = page.locator(".map-scroll")
    box.evaluate("box => box.scrollTo(500, 250)")
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    reaches(page, period="2017")
    assert box.evaluate("box => [box.scrollLeft, box.scrollTop]") == [500, 250]
    around = box.bounding_box()
    assert around is not None
    middle = (around["x"] + around["width"] / 2, around["y"] + around["height"] / 2)
    meant = page.evaluate("([x, y]) => document.elementFromPoint(x, y).dataset.place", middle)
    page.mouse.move(*middle)
    page.mouse.down()
    page.wait_for_timeout(50)  # what the focus sets off comes between the press and the release
    page.mouse.up()
    reaches(page, place=meant)
