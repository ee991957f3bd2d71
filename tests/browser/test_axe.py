"""axe finds nothing to object to in any view, state, width and language, and no page is wider than a small phone.

Every view is looked at in every language at every width, each time in a state that is its turn: 6 views x 3 widths x
3 languages are 54 cells, 9 for each view, and there are 9 states. By `state_of` a view meets each state once, and a
state meets every view, every width and every language (the first test counts it). So any two of view, state, width and
language meet, and view, width and language meet all three, in 54 looks instead of 486. A fault needs a view's own
markup, a state's own part, a width's own layout or a language's longer words, rarely three of them at once. Each day's
run takes every second look (the first test counts them, too); a deep one all.

One page is kept for a width and a language, and its address is changed in place, as a reader's choices change it. What
the covering leaves out is looked at by itself: the page before its first answer, long lists of towns, what stays shut
until it is opened, and the pages beside Explore.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from data.vocabulary import EACH, VIEWS
from tests.browser.explore import ISSUE, TOWNS, drawn, hold
from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle
from tests.examples import is_deep

WIDTHS = (1280, 768, 375)
LANGUAGES = ("en", "es", "pt")
STATES = ("suppressed", "empty", "notice", "slider dragged", "loading", "error", "share", "export", "dialog")
UPDATES = "**/_dash-update-component*"
DASH = "**/scripts/*/dash.js"

WORDS = ISSUE.removeprefix("/explore").removesuffix("&view=map")
NO_ROWS = "?indicator=beta_blocker_after_heart_attack_medicare&level=county&by=race_ethnicity&group=aian_nh&period=2020"
STATE_ONLY = "?indicator=opioid_deaths_dph_state"
NOTHING = {
    "map": NO_ROWS,
    "trend": "?indicator=diabetes_incidence_essex_middlesex&level=county&place=barnstable-county",
    "groups": WORDS.replace("race_ethnicity", "overall").replace("black_nh", "all").replace("2021-2023", "2020-2022"),
    "table": NO_ROWS,
    "multiples": STATE_ONLY,
    "compare": STATE_ONLY,
}
"""For each view an address at which it has nothing to draw."""


def state_of(view: str, width: int, language: str) -> str:
    """The state whose turn it is; the step of four between views is what spreads states over widths and languages."""
    cell = 3 * WIDTHS.index(width) + LANGUAGES.index(language)
    return STATES[(cell + 4 * VIEWS.index(view)) % len(STATES)]


def views_today(width: int, language: str) -> list[str]:
    """The views that are looked at in this run: in that of each day every second, so that all are at every width."""
    cell = WIDTHS.index(width) + LANGUAGES.index(language)
    return [view for n, view in enumerate(VIEWS) if is_deep() or (n + cell) % 2 == 0]


def test_each_day_every_view_is_looked_at_at_every_width_and_in_every_language() -> None:
    seen = [(v, w, lang) for w, lang in product(WIDTHS, LANGUAGES) for v in views_today(w, lang)]
    assert {(v, w) for v, w, _ in seen} == set(product(VIEWS, WIDTHS))
    assert {(v, lang) for v, _, lang in seen} == set(product(VIEWS, LANGUAGES))
    assert {state_of(*cell) for cell in seen} == set(STATES)


def test_the_covering_has_every_view_state_width_and_language_together_in_pairs() -> None:
    cells = [(v, state_of(v, w, lang), w, lang) for v, w, lang in product(VIEWS, WIDTHS, LANGUAGES)]
    values = (VIEWS, STATES, WIDTHS, LANGUAGES)
    for first in range(4):
        for second in range(first):
            wanted = set(product(values[first], values[second]))
            assert {(cell[first], cell[second]) for cell in cells} == wanted


# Explore


at_every_width = pytest.mark.parametrize(
    "width", [pytest.param(width, marks=pytest.mark.viewport(width, 900), id=str(width)) for width in WIDTHS]
)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@at_every_width
@in_every_language
@pytest.mark.expects_console(r"400 \(BAD REQUEST\).*_dash-update-component", "(?i)callback (error|failed)")
def test_no_view_in_any_state_breaks_a_rule(page: Page, width: int, language: str) -> None:
    page.add_init_script(FRUGAL)
    page.goto(f"/explore{WORDS}{spoken(language)}")
    drawn(page)
    # What has failed stays said until the page is left: its turn is the last.
    for view in sorted(views_today(width, language), key=lambda view: state_of(view, width, language) == "error"):
        state = state_of(view, width, language)
        words = {"suppressed": ALL_HIDDEN, "empty": NOTHING[view], "notice": MISSPELT}.get(state, WORDS)
        if state not in {"suppressed", "empty"} and (VIEWS.index(view) + WIDTHS.index(width)) % 2:
            words += "&place=hampden-county"
        page.evaluate("plenty => { window.plenty = plenty; }", state == "slider dragged")
        go(page, f"{words}&view={view}{spoken(language)}")
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator(".notice")).to_have_count(1 if state == "notice" else 0)
        if state == "empty" and view not in {"map", "table"}:  # these have every place, each without a figure
            expect(page.locator(".empty")).to_be_visible()
        with IN_STATE[state](page) if state in IN_STATE else nullcontext():
            looked_at(page, f"{view}, {state}")


ALL_HIDDEN = WORDS.replace("black_nh", "aian_nh") + "&each=period"
MISSPELT = WORDS.replace("2021-2023", "1066-1067") + "&with=atlantis"


def spoken(language: str) -> str:
    """The word for a language, as the site writes it: English needs none."""
    return "" if language == "en" else f"&lang={language}"


# The reader has asked for as little data as can be, so that the browser fetches no states ahead: they cost the server a
# second each. (To refuse them on their way would cost more: the browser then keeps no script it has compiled.)
FRUGAL = "Object.defineProperty(navigator, 'connection', { get: () => ({ saveData: !window.plenty }) });"


def go(page: Page, search: str, address: str = "explore-address") -> None:
    """Change the address in place, as a choice does, and wait until the page has followed."""
    page.evaluate("([id, search]) => window.dash_clientside.set_props(id, {search})", [address, search])
    settle(page)
    expect(page.locator(".map-figure .map-canvas:not([data-drawn])")).to_have_count(0)


def looked_at(page: Page, what: str) -> None:
    """Raise AssertionError that says of what, unless axe has nothing to say."""
    try:
        assert_accessible(page)
    except AssertionError as error:
        raise AssertionError(f"{what}: {error}") from error


@contextmanager
def dragged(page: Page) -> Iterator[None]:
    """The slider is moved and the finger still down: the page shows a period that the address does not say.

    Views of every period have no slider, and are as they are.
    """
    if page.locator("#choose-period").count() == 0:
        yield
        return
    hold(page)
    before = page.url
    page.locator("#choose-period").evaluate(
        "slider => { slider.value = '0'; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator(".view-subtitle")).not_to_contain_text("2021")
    settle(page)
    yield
    assert page.url == before


@contextmanager
def unanswered(page: Page, pattern: str) -> Iterator[list[Route]]:
    """The requests of a pattern wait for their answers until the end."""
    late: list[Route] = []
    done = False

    def keep(route: Route) -> None:
        if done:
            route.continue_()
        else:
            late.append(route)

    page.route(pattern, keep)
    yield late
    done = True
    for route in late:
        route.continue_()
    settle(page)
    page.unroute(pattern)


@contextmanager
def loading(page: Page) -> Iterator[None]:
    """A group is chosen and the server has not answered."""
    with unanswered(page, UPDATES) as late:
        search = page.evaluate("window.location.search").replace("black_nh", "hispanic")
        with page.expect_request(UPDATES):
            page.evaluate("search => window.dash_clientside.set_props('explore-address', {search})", search)
        yield
        assert late


@contextmanager
def failing(page: Page) -> Iterator[None]:
    """A callback fails on the server, and the reader is told."""

    def spoil(route: Route) -> None:
        asked: dict[str, Any] = json.loads(route.request.post_data or "")
        asked["inputs"][0]["value"] = 1066  # no address
        route.continue_(post_data=json.dumps(asked))

    page.route(UPDATES, spoil)
    go(page, page.evaluate("window.location.search").replace("black_nh", "hispanic"))
    page.unroute(UPDATES)
    expect(page.locator("#failure")).to_have_text(re.compile(r"\w{3}"))
    yield


def opened(opener: str, panel: str) -> Callable[[Page], AbstractContextManager[None]]:
    """A way to open a panel by its button and to shut it again."""

    @contextmanager
    def open_(page: Page) -> Iterator[None]:
        page.locator(opener).click()
        expect(page.locator(panel)).to_be_visible()
        yield
        page.keyboard.press("Escape")

    return open_


@contextmanager
def dialog_opened(page: Page) -> Iterator[None]:
    """The sheet of choices; where there is room for the choices beside the view, the list of what search finds."""
    opener = page.locator("#open-choices")
    if opener.is_visible():
        opener.click()
        expect(page.get_by_role("dialog")).to_be_visible()
    else:
        found(page, "diabetes")
    yield
    page.keyboard.press("Escape")


def found(page: Page, words: str) -> None:
    """Type into the search of the header, and wait for its list."""
    page.keyboard.press("/")
    page.locator("#search-box").fill(words)
    expect(page.locator("#search-list")).to_be_visible()


IN_STATE: dict[str, Callable[[Page], AbstractContextManager[None]]] = {
    "slider dragged": dragged,
    "loading": loading,
    "error": failing,
    "share": opened("#open-share", "#share-panel"),
    "export": opened("details.export > summary", ".export-list"),
    "dialog": dialog_opened,
}


@pytest.mark.parametrize(
    ("language", "stage"),
    [
        pytest.param("en", DASH, marks=pytest.mark.viewport(375, 812), id="en-375-nothing-yet"),
        pytest.param("es", DASH, marks=pytest.mark.viewport(1280, 900), id="es-1280-nothing-yet"),
        pytest.param("pt", DASH, marks=pytest.mark.viewport(768, 900), id="pt-768-nothing-yet"),
    ],
)
def test_the_page_breaks_no_rule_before_its_first_answer(page: Page, language: str, stage: str) -> None:
    with unanswered(page, stage):
        with page.expect_request(stage):
            page.goto(f"/explore{WORDS}&view=map{spoken(language)}", wait_until="commit")
        page.wait_for_function("() => document.readyState === 'interactive' && document.styleSheets.length > 0")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
        no_horizontal_scroll(page)
    drawn(page)


# Each with a width and a language of its own: these lists are long, and their markup is one for all.
TURNS = [
    pytest.param("en", marks=pytest.mark.viewport(375, 812), id="en-375"),
    pytest.param("es", marks=pytest.mark.viewport(1280, 900), id="es-1280"),
    pytest.param("pt", marks=pytest.mark.viewport(768, 900), id="pt-768"),
]
turns = pytest.mark.parametrize("language", TURNS)


@pytest.mark.parametrize("language", TURNS[:2])
def test_the_towns_break_no_rule(page: Page, language: str) -> None:
    page.add_init_script(FRUGAL)
    page.goto(f"{TOWNS}&place=boston{spoken(language)}")
    drawn(page)
    assert_accessible(page)
    go(page, f"{TOWNS.removeprefix('/explore').replace('view=map', 'view=table')}{spoken(language)}")
    assert page.locator(".figures-table tbody tr").count() >= 351
    assert_accessible(page)


@turns
def test_what_is_shut_until_it_is_opened_breaks_no_rule(page: Page, language: str) -> None:
    """Small multiples of every kind with their figures open, two kinds in each turn, and the state alone."""
    page.add_init_script(FRUGAL)
    page.goto(f"/explore{WORDS}&view=multiples{spoken(language)}")
    settle(page)
    first = LANGUAGES.index(language)
    for each in EACH[first : first + 2]:
        go(page, f"{WORDS}&view=multiples&each={each}&place=hampden-county{spoken(language)}")
        # What was opened stays open when another kind is drawn.
        if not page.locator(".multiples-figures").evaluate("figures => figures.open"):
            page.locator(".multiples-figures > summary").press("Enter")
        expect(page.locator(".multiples-figures table")).to_be_visible()
        looked_at(page, each)
    go(page, f"{WORDS.replace('level=county', 'level=state')}&view=map{spoken(language)}")
    looked_at(page, "the state alone")


# The pages beside Explore


@turns
def test_an_embedded_view_breaks_no_rule(page: Page, language: str) -> None:
    """Two views in each turn; test_embed.py has all of them at every width in English."""
    page.goto(f"/embed{MISSPELT}{spoken(language)}")
    settle(page)
    expect(page.locator(".notice")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == language
    assert_accessible(page)
    for view in VIEWS[LANGUAGES.index(language) :: 3]:
        go(page, f"{WORDS}&place=hampden-county&view={view}{spoken(language)}", "embed-address")
        looked_at(page, view)


@turns
def test_the_search_breaks_no_rule(page: Page, language: str) -> None:
    for words in ("", "xqzzv", "worchester"):
        page.goto(f"/search?q={words}{spoken(language)}")
        settle(page)
        assert page.locator("html").get_attribute("lang") == language
        looked_at(page, words or "every indicator")
    found(page, "diabetes lawrence")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-list [aria-selected=true]")).to_have_count(1)
    looked_at(page, "the list of the header")


@pytest.mark.viewport(768, 900)
def test_no_gap_breaks_a_rule(page: Page) -> None:
    """In Portuguese, with its tables open, with nothing to compare, and with words that cannot be followed."""
    page.goto(f"/gaps{WORDS}{spoken('pt')}")
    settle(page)
    assert page.locator("html").get_attribute("lang") == "pt"
    for summary in page.locator(".all-measures summary").all():
        summary.click()
    for table in page.locator(".all-measures table").all():
        expect(table).to_be_visible()
    assert_accessible(page)
    for words in ("?indicator=births", f"{WORDS}&reference=martians&place=dukes-county"):
        go(page, f"{words}{spoken('pt')}", "gaps-address")
        assert_accessible(page)
    with dialog_opened(page):
        assert_accessible(page)


# A small phone, and no other host


@pytest.mark.viewport(320, 700)
@in_every_language
def test_no_page_is_wider_than_a_small_phone_or_built_from_another_host(page: Page, language: str) -> None:
    """The fixture refuses whatever leaves the site and fails; here the page is asked what it is made of as well."""
    page.add_init_script(FRUGAL)
    for path in ("explore", "embed"):
        page.goto(f"/{path}{WORDS}{spoken(language)}")
        settle(page)
        for view in VIEWS:
            for words in (f"{WORDS}&place=hampden-county", NOTHING[view]):
                go(page, f"{words}&view={view}{spoken(language)}", f"{path}-address")
                no_horizontal_scroll(page)
        self_contained(page)
    for address in ("/search?q=", "/search?q=worchester", f"/gaps{WORDS}"):
        page.goto(f"{address}{spoken(language)}")
        settle(page)
        no_horizontal_scroll(page)
        self_contained(page)


def self_contained(page: Page) -> None:
    """Raise AssertionError that names every script, style sheet and file of the page that is another host's."""
    files: list[str] = page.evaluate(
        """() => [
          ...[...document.scripts].map(script => script.src),
          ...[...document.querySelectorAll('link')].map(link => link.href),
          ...[...document.styleSheets].map(sheet => sheet.href),
          ...performance.getEntriesByType('resource').map(entry => entry.name),
        ].filter(Boolean)"""
    )
    site = page.evaluate("window.location.origin + '/'")
    assert len(files) > 10
    assert [file for file in files if not file.startswith((site, "data:", "blob:"))] == []
