"""Explore as a person sees and works it: what every control says, what the address says, and how a place is clicked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, TOPICS, VIEW_LABELS, Level, Period, slugify
from tests.browser.page_checks import TIMEOUT, settle
from tests.browser.server import ROOT

ISSUE = (
    "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map"
)
TOWNS = "/explore?indicator=opioid_overdose_deaths&level=municipality&by=overall&group=all&period=2018&view=map"
VIEWS = ("map", "trend", "groups", "table")

WIDE = pytest.param(False, id="1280", marks=pytest.mark.viewport(1280, 900))
NARROW = pytest.param(True, id="375", marks=pytest.mark.viewport(375, 812))
at_both_widths = pytest.mark.parametrize("phone", [WIDE, NARROW])
on_a_phone = pytest.mark.viewport(375, 812)

# Text as a reader gets it: the mark that only the eye needs is left out.
_SAID = """
() => {
  const text = (found) => {
    const own = found?.cloneNode(true);
    own?.querySelectorAll('[aria-hidden=true]').forEach(part => part.remove());
    return own ? own.textContent.trim() : '';
  };
  const list = (word) => text(document.querySelector(`#choose-${word}`)?.selectedOptions[0]);
  const radio = document.querySelector('#choose-group input:checked');
  const slider = document.querySelector('#choose-period');
  return {
    topic: list('topic'), level: list('level'), by: list('by'),
    indicator: text(document.querySelector('#choose-indicator option:checked .option-title')),
    group: text(radio?.closest('.form-check').querySelector('.group-name')),
    period: list('when'), now: text(document.querySelector('#period-now')),
    slider: slider ? document.querySelector('#period-slider').dataset.labels.split('|')[Number(slider.value)] : '',
    spoken: slider ? slider.getAttribute('aria-valuetext') : '',
    view: text(document.querySelector('.view-tab[aria-current]')),
    place: text(document.querySelector('.chip')),
  };
}
"""

# What a reader could tell two views apart by.
_SEEN = """
() => ({
  title: document.title,
  live: document.querySelector('#explore-live').textContent,
  heading: document.querySelector('h1').textContent,
  reading: document.querySelector('.view-reading').textContent,
  map: [...document.querySelectorAll('.map-figure .place')].map(p => p.getAttribute('fill')),
  legend: document.querySelector('.legend')?.textContent,
  list: document.querySelector('.ranking')?.textContent,
  charts: [...document.querySelectorAll('figcaption')].map(f => f.textContent),
  tables: [...document.querySelectorAll('table')].map(t => t.textContent),
  notes: document.querySelector('.notes').textContent,
})
"""

# A point of the screen that lies inside a place's shape: the middle of its box may be in the sea.
_INSIDE = """
(slug) => {
  const shape = document.getElementById(`map-${slug}`);
  const box = shape.getBoundingClientRect();
  const own = shape.getScreenCTM().inverse();
  const found = [];
  for (let across = 1; across < 30; across++) for (let down = 1; down < 30; down++) {
    const x = box.left + box.width * across / 30, y = box.top + box.height * down / 30;
    if (shape.isPointInFill(new DOMPoint(x, y).matrixTransform(own)))
      found.push({x, y, off: (across - 15) ** 2 + (down - 15) ** 2});
  }
  return found.sort((a, b) => a.off - b.off)[0];
}
"""


def visit(page: Page, address: str) -> None:
    """Open an address of Explore as if it was typed, and wait until all of it is drawn."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until Dash is idle and the map, where the view has one, has its shapes."""
    settle(page)
    if words(page).get("view", "map") == "map":
        expect(page.locator(".map-figure .map-canvas[data-drawn]")).to_have_count(1)


def words(page: Page) -> dict[str, str]:
    """The words of the address the page is at."""
    return dict(parse_qsl(urlsplit(page.url).query))


def reaches(page: Page, **changed: str) -> None:
    """Wait until the address has these words (an empty one: until it is without) and the page has followed."""
    for word, value in changed.items():
        present = re.compile(rf"[?&]{word}={re.escape(value)}(&|$)")
        if value:
            expect(page).to_have_url(present)
        else:
            expect(page).not_to_have_url(re.compile(rf"[?&]{word}="))
    drawn(page)


def seen(page: Page) -> dict[str, Any]:
    """Everything on the page that depends on the address."""
    found: dict[str, Any] = page.evaluate(_SEEN)
    return {**found, "controls": page.evaluate(_SAID), "address": {**words(page), "full": page.url}}


def question_name(indicator: str) -> str:
    """Name of the question that an indicator answers, as its file has it."""
    for path in (ROOT / "data" / "questions").glob("*.toml"):
        with path.open("rb") as file:
            question = tomllib.load(file)
        if indicator in [version["indicator"] for version in question["versions"]]:
            return str(question["name"])
    raise AssertionError(indicator)


def mirrors(page: Page) -> None:
    """Raise AssertionError unless every control says what the address says."""
    asked, said = words(page), page.evaluate(_SAID)
    with (ROOT / "data" / "indicators" / f"{asked['indicator']}.toml").open("rb") as file:
        indicator = tomllib.load(file)
    level: Level = asked["level"]  # type: ignore[assignment]
    group, period = asked["group"], Period.parse(asked["period"]).label
    everyone = f"All {indicator['words']['people'].split(' ')[0]}"
    alone = asked["by"] == OVERALL
    assert said["topic"] == TOPICS[indicator["topic"]]
    assert said["indicator"] == question_name(asked["indicator"])
    assert said["level"].split(" (")[0] == LEVEL_WORDS[level].label
    assert said["by"] == ("Nothing: everyone together" if alone else DIMENSIONS[asked["by"]].label)
    assert said["group"] == ("" if alone else everyone if group == ALL else GROUPS[group].label)
    assert said["period"] in (period, ""), "one period has no list"
    timeline = {said["now"], said["slider"], said["spoken"]}
    assert timeline in ({period}, {""}), "nor a timeline; and what shows every period at once has none"
    assert said["view"] == VIEW_LABELS[asked["view"]]  # type: ignore[index]
    assert slugify(said["place"]) == asked.get("place", "")


def is_phone(page: Page) -> bool:
    """Whether the choices are a sheet that has to be opened."""
    return bool(page.viewport_size and page.viewport_size["width"] < 960)


@contextmanager
def choices(page: Page) -> Iterator[Locator]:
    """The rail of choices: opened and closed again where it is a sheet."""
    rail = page.locator("#explore-rail")
    if is_phone(page):
        page.get_by_role("button", name="Change").click()
    expect(rail).to_be_visible()
    yield rail
    if is_phone(page):
        rail.get_by_role("button", name=re.compile("^Show")).click()
        expect(rail).to_be_hidden()


def press_place(page: Page, slug: str) -> None:
    """Click a place's shape on the map; with a finger on a phone."""
    page.locator(".map-figure").scroll_into_view_if_needed()
    if is_phone(page):
        # What is fixed to the lower edge covers what is only just scrolled to.
        page.locator(".map-figure").evaluate("map => map.scrollIntoView({block: 'center', behavior: 'instant'})")
    point = page.evaluate(_INSIDE, slug)
    if page.evaluate("navigator.maxTouchPoints"):
        page.touchscreen.tap(point["x"], point["y"])
    else:
        page.mouse.click(point["x"], point["y"])


def point_at(page: Page, slug: str) -> None:
    """Move the pointer over a place's shape."""
    page.locator(".map-figure").scroll_into_view_if_needed()
    point = page.evaluate(_INSIDE, slug)
    page.mouse.move(point["x"], point["y"])


def leads_to(page: Page, *slugs: str) -> None:
    """A key has led the map to one of these places: which lie beside each other is fetched with the first move."""
    place = re.compile(f"^map-({'|'.join(map(re.escape, slugs))})$")
    expect(page.locator("#map")).to_have_attribute("aria-activedescendant", place)


def place_link(page: Page, slug: str) -> Locator:
    """A place's link in the list."""
    return page.locator(f'.ranking-item[data-key="{slug}"]')


def tab(page: Page, view: str) -> Locator:
    """The link to a view."""
    return page.locator(f'.view-tab[data-key="{view}"]')


def shapes(page: Page) -> dict[str, str]:
    """What each place of the map is painted with, by slug: a colour, or the pattern it refers to."""
    found: dict[str, str] = page.locator(".map-figure .place").evaluate_all(
        "places => Object.fromEntries(places.map(place => [place.dataset.place, place.getAttribute('fill')]))"
    )
    return found


def hold(page: Page) -> None:
    """Wait until the browser holds every period and group of the view, and is quiet."""
    page.wait_for_function(
        """() => {
          const words = new URLSearchParams(window.location.search);
          const held = new URLSearchParams(document.documentElement.dataset.held);
          ['period', 'group'].forEach(word => words.delete(word));
          [words, held].forEach(each => each.sort());
          return held.toString() === words.toString();
        }""",
        timeout=2 * TIMEOUT,  # they are made while the page is at rest, and a machine that tests is not
    )
    drawn(page)


@contextmanager
def asked(page: Page) -> Iterator[list[str]]:
    """The addresses the page asks the site for meanwhile; a browser asks for the picture of a tab when it likes."""
    found = list[str]()

    def note(request: Request) -> None:
        if not request.url.endswith(("/favicon.ico", "/assets/icon.svg")):
            found.append(request.url)

    page.on("request", note)
    yield found
    page.remove_listener("request", note)


def focus(page: Page) -> dict[str, Any]:
    """What has the focus: its tag, id, key, text, whether it is the chosen radio, and the outline it is shown by."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const own = document.activeElement, style = getComputedStyle(own);
          return {
            tag: own.tagName, id: own.id, key: own.dataset.key || '', checked: own.type === 'radio' && own.checked,
            text: own.innerText?.trim().slice(0, 60), hidden: !!own.closest('[aria-hidden=true]'), named: own.className,
            outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          };
        }"""
    )
    return found


def walk(page: Page, selector: str, limit: int = 30) -> None:
    """Press Tab until what is meant has the focus, which is seen all the way."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        assert focus(page)["outlined"], focus(page)
        if page.locator(selector).first.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{selector} was not reached in {limit} steps")


@contextmanager
def frozen(page: Page, address: str) -> Iterator[None]:
    """Open an address, let the browser hold it, and stop the page's clock: in between the test moves it."""
    page.clock.install()
    visit(page, address)
    with stopped(page):
        yield


@contextmanager
def stopped(page: Page) -> Iterator[None]:
    """Let the browser hold what it shows, and stop the page's clock."""
    hold(page)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    yield
    page.clock.resume()
