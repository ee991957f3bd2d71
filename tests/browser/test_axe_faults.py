"""axe as our tests run it names every kind of fault, and each kind of pale text once: faults are planted and named."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.explore import ISSUE, drawn
from tests.browser.page_checks import assert_accessible, axe_violations

SOUND = """<!doctype html><html lang="en"><head><title>Planted</title></head><body><main><h1>Overdose deaths</h1>
<p>By county.</p>{}</main></body></html>"""
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
FAULTS = {
    "image-alt": f"<img src='{PIXEL}'>",
    "color-contrast": "<p style='color: #aaa; background: #fff'>A figure that is hard to read.</p>",
    "button-name": "<button type='button'><svg width='24' height='24' aria-hidden='true'></svg></button>",
    "label": "<input type='range' min='0' max='5'>",
    "select-name": "<select><option>Suffolk County</option></select>",
    "link-name": "<a href='/explore'><svg width='24' height='24' aria-hidden='true'></svg></a>",
    "link-in-text-block": "<p style='color: #000; background: #fff'>Of all deaths <a href='/explore'"
    " style='color: #222; text-decoration: none'>those of an overdose</a> are counted.</p>",
    "aria-valid-attr-value": "<button type='button' aria-expanded='perhaps'>Share</button>",
    "aria-required-children": "<ul role='listbox' aria-label='Counties'><li role='button'>Suffolk</li></ul>",
    "aria-hidden-focus": "<div aria-hidden='true'><button type='button'>Close</button></div>",
    "heading-order": "<h4>Groups in the state</h4>",
    "list": "<ul><p>Suffolk County</p></ul>",
    "valid-lang": "<p lang='xx-castellano'>Muertes por sobredosis</p>",
}
"""A fault of each kind a page of ours could have, by the name of the rule it breaks."""


def test_a_planted_fault_is_named(page: Page) -> None:
    page.goto("/about")
    page.set_content(SOUND.format(""))
    assert_accessible(page)
    for rule, fault in FAULTS.items():
        page.set_content(SOUND.format(fault))
        with pytest.raises(AssertionError, match=rf"(?m)^{rule} \("):
            assert_accessible(page)


LIKE_ROWS = """<style>li { position: relative; color: #444; background: #fff } .dark { background: #333 }
.over { position: absolute; inset: 0; z-index: -1; background: #555 }</style><ul>{}</ul>"""
PALE_ROWS = {
    "colour": "<li id='odd' style='color: #bbb'>Dukes</li>",
    "class": "<li id='odd' class='dark'>Dukes</li>",
    "within another": "<li><div style='background: #333'><span id='odd'>Dukes</span></div></li>",
    "see-through": "<li id='odd' style='opacity: 0.3'>Dukes</li>",
    "drawn up over another": "<li style='background: none'>"
    "<b style='display: block; height: 20px; background: #555'></b>"
    "<span id='odd' style='display: block; margin-top: -20px'>Dukes</span></li>",
    "painted over": "<li style='z-index: 0; background: none'><i class='over'></i><span id='odd'>Dukes</span></li>",
}


@pytest.mark.parametrize("row", PALE_ROWS.values(), ids=PALE_ROWS)
def test_a_pale_row_among_rows_alike_is_named(page: Page, row: str) -> None:
    """Contrast is looked at once for each kind of text: what differs in any row is of another kind."""
    alike = [f"<li>{county}</li>" for county in ("Berkshire", "Bristol", "Essex")]
    alike += ["<li><div><span>Franklin</span></div></li>", "<li style='z-index: 0'><span>Norfolk</span></li>"]
    alike += ["<li style='background: none'><span style='display: block'>Hampden</span></li>"]
    page.goto("/health")
    page.set_content(SOUND.format(LIKE_ROWS.replace("{}", "".join(alike))))
    assert_accessible(page)
    page.set_content(SOUND.format(LIKE_ROWS.replace("{}", "".join([*alike, row]))))
    with pytest.raises(AssertionError, match=r"(?m)^color-contrast .*\n +#odd"):
        assert_accessible(page)


def test_rows_alike_are_looked_at_once(page: Page) -> None:
    page.goto("/health")
    rows = "".join(f"<li style='color: #bbb'>Town {number}</li>" for number in range(351))
    page.set_content(SOUND.format(LIKE_ROWS.replace("{}", rows)))
    (violation,) = axe_violations(page)
    assert violation["id"] == "color-contrast"
    assert len(violation["nodes"]) == 1


def test_faults_planted_in_a_view_are_named_one_and_all(page: Page) -> None:
    page.goto(f"{ISSUE}&place=hampden-county")
    drawn(page)
    page.locator(".view").evaluate(
        "(view, html) => view.insertAdjacentHTML('beforeend', `<div id='planted'>${html}</div>`)",
        "".join(FAULTS.values()),
    )
    page.locator("svg.map .place").first.evaluate("place => place.setAttribute('aria-selected', 'nearly')")
    with pytest.raises(AssertionError) as told:
        assert_accessible(page)
    named = set(re.findall(r"(?m)^([a-z-]+) \(", str(told.value)))
    assert named >= set(FAULTS)
    assert "map-" in str(told.value), "the place on the map too"
