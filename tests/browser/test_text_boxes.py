"""No two texts lie over each other and none is cut, on phones and desks: the boxes of all texts are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_checks import settle
from tests.examples import is_deep

BOXES = Path(__file__).with_name("text_boxes.js").read_text(encoding="utf-8")

OVERDOSE = "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
INCOME = "/explore?indicator=median_household_income&level=county&by=overall&group=all"
TOWNS = "/explore?indicator=opioid_overdose_deaths&level=municipality&by=overall&group=all"
THREE = "/explore?indicator=diabetes_incidence_essex_middlesex&level=county"
BIRTHS = "/explore?indicator=births&level=state&by=race_ethnicity&group=black_nh"
MATERNAL = "/explore?indicator=severe_maternal_morbidity&by=race_ethnicity&group=black_nh"
ABSTRACT = "severe_maternal_morbidity_dph_abstract"

# Those where texts were seen to collide or to be cut first: they are measured at four widths.
SEEN = [
    f"{INCOME}&view=map",
    f"{INCOME}&view=compare",
    f"{OVERDOSE}&view=map",
    f"{OVERDOSE}&view=groups&place=hampden-county",
    f"/gaps?indicator={ABSTRACT}",
    "/explore?indicator=opioid_overdose_deaths&level=area&kind=public_health_group&view=map",
    f"{THREE}&view=map",
    f"{TOWNS}&view=map",
    f"{OVERDOSE}&view=compare",
    f"{OVERDOSE}&view=trend",
    f"{OVERDOSE}&place=hampden-county&view=trend&lang=es",
    "/explore?indicator=drug_overdose_deaths&level=state&by=race_ethnicity&group=all&view=trend",
    "/explore?indicator=treatment_admissions_alcohol&view=map",
    "/methods",
    "/",
    "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023",
    "/search?q=overdose",
    # A mark near the start of the axis beside the longest names, and figures of five digits beside its end.
    f"{BIRTHS}&view=groups",
    f"{BIRTHS}&view=map",
    "/gaps?indicator=heart_disease_mortality&lang=es",
]
MORE = [
    *(f"{INCOME}&view={view}" for view in ("groups", "table", "multiples", "trend")),
    *(f"{OVERDOSE}&view={view}" for view in ("groups", "table", "multiples")),
    *(f"{OVERDOSE}&view={view}&lang=es" for view in ("map", "groups", "compare")),
    *(f"{OVERDOSE}&view={view}&lang=pt" for view in ("map", "groups", "table")),
    *(f"{OVERDOSE}&place=middlesex-county&view={view}" for view in ("map", "table")),
    *(f"{TOWNS}&view={view}" for view in ("table", "compare", "groups")),
    *(f"{TOWNS}&place=boston&view={view}" for view in ("map", "table")),
    *(f"{THREE}&view={view}" for view in ("groups", "table")),
    *(f"{MATERNAL}&view={view}" for view in ("map", "groups", "table", "compare")),
    *(f"/explore?indicator=births&level=county&view={view}" for view in ("table", "multiples")),
    "/explore?indicator=low_birthweight&by=education&level=state&view=groups",
    "/explore?indicator=opioid_deaths_dph_county&level=county&period=2023&view=map",
    "/explore?indicator=opioid_deaths_dph_state",
    "/explore?indicator=preventable_hospital_stays&level=county&view=map",
    "/explore?indicator=heart_disease_mortality&level=county&view=map",
    "/explore?indicator=heart_disease_mortality&view=groups",
    "/explore?indicator=mammography_screening&level=county&view=map",
    "/explore?indicator=diabetes_prevalence&level=municipality&view=map",
    "/explore?indicator=infant_mortality_dph_births&view=groups",
    "/explore?indicator=deaths_after_birth_opioid_overdose",
    "/explore?indicator=all_cause_mortality&level=county&view=map&by=sex&group=female",
    "/gaps?indicator=median_household_income_by_race",
    "/gaps?indicator=births",
    "/gaps?indicator=low_birthweight&by=education&level=state",
    "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023&lang=pt",
    "/search?q=brockton+overdose&lang=es",
    "/embed?indicator=drug_overdose_deaths&view=map",
    "/worst",
    "/worst?lang=es",
    f"{BIRTHS}&view=groups&lang=pt",
    f"{OVERDOSE}&place=hampden-county&view=compare",
    f"{OVERDOSE}&place=hampden-county&with=suffolk-county&view=compare&lang=es",
    f"{TOWNS}&place=brockton&with=springfield&view=compare",
    "/explore?indicator=opioid_overdose_death_counts",
    "/explore?indicator=social_vulnerability&level=municipality&view=map",
]


FEWEST_VIEWS = 60
TODAY = MORE if is_deep() else MORE[::2]
"""Those of the others that this run measures: that of each day every second, as it takes a share of other examples."""


def test_more_than_sixty_views_are_measured() -> None:
    assert len({*SEEN, *MORE}) >= FEWEST_VIEWS


def opened_in(address: str) -> tuple[str, str]:
    """The page of an address and its language: what is alike in both is shown by one page in place."""
    parts = urlsplit(address)
    return parts.path, parse_qs(parts.query).get("lang", ["en"])[0]


def part_of(addresses: list[str], part: int, parts: int) -> list[str]:
    """One part of several of about the same length, each with addresses of few pages and languages."""
    ordered = sorted(addresses, key=opened_in)
    return ordered[part * len(ordered) // parts : (part + 1) * len(ordered) // parts]


def open_view(page: Page, address: str) -> None:
    """Show an address: where Explore is open already, in the same language, in place, as a choice does."""
    path, _, words = address.partition("?")
    if path != "/explore" or opened_in(page.url) != opened_in(address):
        page.goto(address)
        page.wait_for_selector("h1:not(.waiting)")
        return
    page.evaluate("(search) => window.dash_clientside.set_props('explore-address', {search})", f"?{words}")
    settle(page)
    expect(page.locator(".map-figure .map-canvas:not([data-drawn])")).to_have_count(0)


def measured(page: Page, address: str, widths: tuple[int, ...]) -> list[str]:
    """The faults of a page at some widths, each as a sentence; the page is opened once and made narrower."""
    page.set_viewport_size({"width": widths[0], "height": 900})
    open_view(page, address)
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        found: dict[str, Any] = page.evaluate(BOXES)
        assert found["texts"] > 10, f"{address} shows nothing at {width}"
        faults += [f"{address} at {width}: {pair} lie over each other" for pair in found["over"]]
        faults += [f"{address} at {width}: {text} is cut" for text in found["cut"]]
    return faults


def widths_of(address: str) -> tuple[int, ...]:
    """The widths an address is measured at: in each day's run two of the four by turns, a wide and a narrow one."""
    return (1280, 768, 375, 320) if is_deep() else ((1280, 320), (768, 375))[SEEN.index(address) % 2]


def test_every_address_is_in_one_part() -> None:
    for addresses, parts in ((SEEN, 4), (TODAY, 5)):
        assert sorted(a for part in range(parts) for a in part_of(addresses, part, parts)) == sorted(addresses)


@pytest.mark.parametrize("part", range(4))
def test_no_text_is_cut_or_under_another_at_any_width(page: Page, part: int) -> None:
    faults = [f for address in part_of(SEEN, part, 4) for f in measured(page, address, widths_of(address))]
    assert faults == []


@pytest.mark.parametrize("part", range(5))
def test_no_text_is_cut_or_under_another_on_a_desk_and_a_phone(page: Page, part: int) -> None:
    faults = [fault for address in part_of(TODAY, part, 5) for fault in measured(page, address, (1280, 375))]
    assert faults == []


@pytest.mark.parametrize(("width", "fewest"), [(1280, 40), (375, 5)])
def test_towns_carry_their_names_from_twice_the_size_on_and_none_lies_over_another(
    page: Page, width: int, fewest: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{TOWNS}&view=map")
    settle(page)
    names, nearer = page.locator(".town-name"), page.locator("[data-zoom=in]")
    nearer.click()
    expect(names).to_have_count(0)  # 1.5 times
    for _ in range(3):
        nearer.click()
        settle(page)
        assert names.count() >= fewest
        assert page.evaluate(BOXES)["over"] == []
    all_of_three, inside = names.count(), names.filter(visible=True).count()
    assert 0 < inside < all_of_three, "a name that the frame would cut is not shown"
    for _ in range(4):
        page.locator("[data-zoom=out]").click()
    expect(names).to_have_count(0)


@pytest.mark.viewport(375, 812)
def test_a_phone_has_one_row_of_header_and_folds_notes_and_sources(page: Page) -> None:
    page.goto(f"{OVERDOSE}&view=map")
    settle(page)
    header, menu = page.locator(".site-header"), page.locator("#menu-open")
    closed = header.bounding_box()
    assert closed is not None
    assert closed["height"] < 64
    expect(page.locator("#to-gaps")).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#to-gaps")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#to-gaps")).to_be_hidden()
    expect(menu).to_be_focused()
    figure = page.locator("svg.map").bounding_box()
    assert figure is not None
    assert figure["y"] + figure["height"] < 812, "title and figure are in the first screen"
    notes = page.locator(".notes p").first
    expect(notes).to_be_hidden()
    page.locator(".notes-fold").first.click()
    expect(notes).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".notes p").last).to_be_visible()
