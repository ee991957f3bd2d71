"""What the walks of Explore have in common: their widths, their addresses, and words that no page may show."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explore import ISSUE, drawn
from tests.browser.page_checks import A_MOMENT

WIDTHS = ((1280, 900), (768, 1024), (375, 812))
at_three_widths = pytest.mark.parametrize(
    "width", [pytest.param(w, id=str(w), marks=pytest.mark.viewport(w, h)) for w, h in WIDTHS]
)
"""For what a width changes: where a thing stands, whether it has to be opened, and how it is pressed."""
at_one_width = pytest.mark.viewport(*WIDTHS[0])
"""For numbers, words, files and addresses, which are the same at every width."""

COUNTY = f"{ISSUE}&place=hampden-county"
SHARED = "/explore?indicator=low_birthweight&level=county&by=race_ethnicity&group=black_nh&period=2017-2023&view=groups"
TARGET = "/explore?indicator=drug_overdose_deaths_age_adjusted&level=state&by=overall&group=all&period=2023&view=trend"

CARELESS = re.compile(
    r"\b(NaN|undefined|null|None|nan|inf)\b"  # no "NaN"
    r"|\b[Aa] (?=[aeio][a-z]{2})(?!one\b|once\b)|\b[Aa]n (?=[bcdfgjklmnpqrstvwz][a-z])"  # the right articles
    r"|\b1 (?:counties|places|deaths|cities and towns|groups)\b"  # the right plurals
    r"|\d\.\d{4,}"  # no false precision
)
"""What a careful person does not write."""


def go(page: Page, view: str) -> None:
    """Follow the tab of a view and wait until all of it is drawn."""
    page.locator(f'.view-tab[data-key="{view}"]').click()
    expect(page.locator(".view-tab[aria-current]")).to_have_attribute("data-key", view)
    drawn(page)


def panel(page: Page) -> str:
    """The text of the panels of a view, in one line."""
    return " ".join(page.locator("#explore-panels").inner_text().split())


def ask(page: Page, typed: str) -> None:
    """Type into the search box and wait for what it lists when the last letter is in."""
    wanted = re.compile(rf"/search\.json\?(.*&)?q={re.escape(typed.replace(' ', '+'))}(&|$)")
    with page.expect_response(wanted):
        page.keyboard.type(typed)
    expect(page.locator("#search-list")).to_be_visible()
    page.evaluate(A_MOMENT)


def careful(page: Page) -> None:
    """Raise AssertionError when a sentence of the page was not written with care."""
    for part in ("h1", ".view-subtitle", ".view-reading", "#explore-panels", "#explore-live"):
        text = page.locator(part).first.inner_text()
        found = CARELESS.search(text)
        assert found is None, f"{part} of {page.url}: …{text[max(found.start() - 40, 0) : found.end() + 40]}…"


def grey(colour: str) -> float:
    """The luminance (0–255) that a printer without colour gives to `rgb(…)`, by ITU-R BT.601."""
    red, green, blue = (float(x) for x in re.findall(r"[\d.]+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def apart_in_grey(swatches: Locator) -> bool:
    """Whether each colour is plainly darker than the one before it when printed without colour."""
    colours = swatches.evaluate_all("found => found.map(one => getComputedStyle(one).backgroundColor)")
    greys = [grey(colour) for colour in colours]
    return len(greys) > 2 and all(light - dark >= 15 for light, dark in pairwise(greys))
