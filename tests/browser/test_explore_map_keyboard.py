"""The map by keyboard: arrows between neighbours, letters to a name, Enter to choose, a card that says what it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility_tree import accessibility_tree
from tests.browser.explore import ISSUE, TOWNS, focus, hold, leads_to, reaches, tab, visit

MOVES = {
    ("worcester-county", "ArrowRight"): {"middlesex-county", "norfolk-county"},
    ("worcester-county", "ArrowLeft"): {"hampshire-county", "franklin-county", "hampden-county"},
    ("hampshire-county", "ArrowUp"): {"franklin-county"},
    ("hampshire-county", "ArrowDown"): {"hampden-county"},
    ("middlesex-county", "ArrowRight"): {"essex-county", "suffolk-county"},
    ("berkshire-county", "ArrowLeft"): {"berkshire-county"},  # the end of the state
    ("nantucket-county", "ArrowLeft"): {"dukes-county"},  # islands have no neighbours: the nearest there
    ("dukes-county", "ArrowUp"): {"bristol-county", "barnstable-county", "plymouth-county"},
}
"""Where an arrow may lead from a county, by anyone's map of Massachusetts."""


def enter(page: Page) -> None:
    """Come to the map by Tab, from the tabs that stand before it."""
    tab(page, "map").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if focus(page)["id"] == "map":
            return
    raise AssertionError("the map is not among the next twenty stops")


def active(page: Page) -> str:
    """The slug of the place the map is at, as a screen reader is told it."""
    found: str = page.locator("#map").evaluate(
        "map => document.getElementById(map.getAttribute('aria-activedescendant')).dataset.place"
    )
    return found


def go(page: Page, slug: str) -> None:
    """Go to a county by typing its name, after what was typed before is forgotten."""
    page.wait_for_timeout(950)
    page.keyboard.type(slug.split("-")[0])
    assert active(page) == slug


def card_says_the_place(page: Page) -> list[str]:
    """The card's lines, once they are the name of the place the map is at."""
    card = page.locator(".place-card")
    expect(card).to_be_visible()
    lines = card.locator(":scope > *").all_inner_texts()
    assert "\n".join(lines) == page.locator(f"#map-{active(page)}").get_attribute("aria-label")
    return lines


def said_once(page: Page, name: str) -> None:
    """The place the map is at is the chosen one: it is read out under the map, and no card says the same again."""
    expect(page.locator(".readout strong")).to_have_text(name)
    expect(page.locator(".place-card")).to_be_hidden()


def test_the_map_is_a_stop_of_the_tab_key_and_shows_where_it_is(page: Page) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    enter(page)
    assert focus(page)["outlined"]
    assert active(page) == "hampden-county", "it begins at the place that is chosen"
    said_once(page, "Hampden County")
    page.keyboard.type("wor")
    lines = card_says_the_place(page)
    assert lines[:2] == ["Worcester County", "50.0 per 100,000"]
    assert lines[2].startswith("95% interval ")
    go(page, "hampden-county")
    expect(page.locator(".over .focus.active")).to_have_count(1)
    outline = page.locator(".over .focus.active").get_attribute("d")
    assert outline == page.locator("#map-hampden-county").get_attribute("d")
    page.keyboard.press("Tab")
    expect(page.locator(".over .active")).to_have_count(0)


def test_arrows_lead_to_the_neighbour_that_lies_there(page: Page) -> None:
    visit(page, ISSUE)
    enter(page)
    for (start, key), allowed in MOVES.items():
        go(page, start)
        page.keyboard.press(key)
        leads_to(page, *allowed)
        card_says_the_place(page)
    assert "place=" not in page.url, "walking chooses nothing"


def test_presses_before_the_neighbours_have_come_are_followed_in_turn(page: Page) -> None:
    held: list[Route] = []
    page.route("**/shapes/**", lambda route: held.append(route))
    visit(page, ISSUE)
    enter(page)
    go(page, "franklin-county")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert active(page) == "franklin-county"
    for route in held:
        route.continue_()
    leads_to(page, "hampden-county")


def test_every_county_and_most_towns_can_be_reached_by_arrows_alone(page: Page) -> None:
    """From the place the map begins at, pressing every arrow at every place that is found."""
    visit(page, TOWNS)
    enter(page)
    first = active(page)
    page.keyboard.press("ArrowDown")  # which places lie beside each other is fetched with the first move
    expect(page.locator("#map")).not_to_have_attribute("aria-activedescendant", f"map-{first}")
    reached = page.evaluate(
        """() => {
          const map = document.getElementById('map');
          const at = () => map.getAttribute('aria-activedescendant');
          const found = new Map([[at(), []]]), next = [at()];
          const press = (key) => map.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
          while (next.length) {
            const from = next.shift();
            for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
              map.setAttribute('aria-activedescendant', from);
              press(key);
              if (!found.has(at())) { found.set(at(), true); next.push(at()); }
            }
          }
          return [...found.keys()];
        }"""
    )
    assert len(reached) > 330, "letters reach the others"


def test_typing_goes_to_the_place_whose_name_begins_so(page: Page) -> None:
    visit(page, ISSUE)
    enter(page)
    page.keyboard.type("ham")
    assert active(page) == "hampden-county"
    page.keyboard.type("ps")
    assert active(page) == "hampshire-county"
    page.keyboard.type("zzz")
    assert active(page) == "hampshire-county", "what names nothing moves nothing"
    page.keyboard.press("Home")
    assert active(page) == "barnstable-county"
    page.keyboard.press("End")
    assert active(page) == "worcester-county"
    page.wait_for_timeout(950)
    for slug in ("hampden-county", "hampshire-county", "hampden-county"):
        page.keyboard.press("h")
        assert active(page) == slug, "the same letter again goes on to the next name"


def test_names_of_two_words_are_typed_with_their_space(page: Page) -> None:
    visit(page, TOWNS)
    enter(page)
    page.keyboard.type("north b")
    assert active(page) == "north-brookfield"
    assert "place=" not in page.url, "the space is a letter here and no choice"


@pytest.mark.parametrize("key", ["Enter", " "])
def test_enter_chooses_and_the_focus_stays_while_the_card_gives_way_to_the_readout(page: Page, key: str) -> None:
    visit(page, ISSUE)
    enter(page)
    page.keyboard.type("suff")
    page.wait_for_timeout(950)  # what was typed is forgotten, and a space is a choice again
    page.keyboard.press(key)
    reaches(page, place="suffolk-county")
    assert focus(page)["id"] == "map"
    assert active(page) == "suffolk-county"
    said_once(page, "Suffolk County")
    (places,) = (node for node in accessibility_tree(page).every("listbox") if node.name == "Counties")
    selected = [option.name for option in places.every("option") if option.states["selected"]]
    assert len(selected) == 1
    assert selected[0].startswith("Suffolk County")
    expect(page.locator(".over .ring")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert active(page) != "suffolk-county", "and the walk goes on"
    card_says_the_place(page)
    page.keyboard.press("Escape")
    expect(page.locator(".place-card")).to_be_hidden()


def test_a_hidden_county_is_said_to_be_hidden(page: Page) -> None:
    visit(page, ISSUE)
    enter(page)
    page.keyboard.type("nan")
    name, said = card_says_the_place(page)
    assert name == "Nantucket County"
    assert said.startswith("The figure is hidden (fewer than 10")


def test_keys_with_a_modifier_are_the_browsers(page: Page) -> None:
    visit(page, ISSUE)
    enter(page)
    before = active(page)
    page.keyboard.press("Control+ArrowDown")
    assert active(page) == before


def test_the_place_the_keyboard_is_at_stays_when_the_group_changes(page: Page) -> None:
    visit(page, ISSUE)
    hold(page)
    enter(page)
    page.keyboard.type("bri")
    page.evaluate("""() => window.dash_clientside.set_props('explore-address', {
      search: window.location.search.replace('black_nh', 'white_nh')})""")
    reaches(page, group="white_nh")
    assert focus(page)["id"] == "map"
    assert active(page) == "bristol-county"
    card_says_the_place(page)
