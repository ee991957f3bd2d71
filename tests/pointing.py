"""What pointing at a chart brings and how soon its label is there: at the first chart of a visit, and at the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.explore import ISSUE, visit
from tests.browser.page_checks import DESKTOP
from tests.browser.server import served

TIMES = 5
MOST_BEFORE = 0
"""Bytes of plotly.js that a visit may bring before a chart is pointed at."""
_CHARTS = f"{ISSUE}&place=hampden-county"

# From the pointer's first event on a mark until the frame that has its label is painted, in milliseconds.
_LABELLED = """
figure => new Promise((done) => {
  const marks = [...figure.querySelectorAll('.drawing path[transform]')].map(mark => mark.getBoundingClientRect());
  const {x, y, width, height} = marks.reduce((one, other) => (other.x > one.x ? other : one));
  const at = {clientX: x + width / 2, clientY: y + height / 2, bubbles: true, pointerType: 'mouse'};
  const began = performance.now();
  document.elementFromPoint(at.clientX, at.clientY).dispatchEvent(new PointerEvent('pointerover', at));
  const look = () => {
    const next = figure.querySelector('.hovertext') ? () => setTimeout(() => done(performance.now() - began)) : look;
    requestAnimationFrame(next);
  };
  look();
})
"""


@dataclass(frozen=True, slots=True)
class Pointed:
    """Bytes of plotly.js as sent, before a chart was pointed at and after; milliseconds to the first and next label."""

    before: int
    after: int
    first: list[float]
    following: list[float]


def measure(log: Path) -> Pointed:
    """Serve the site and point at both charts of a view, in `TIMES` browsers that have kept nothing."""
    first, following, before, after = [], [], 0, 0
    with served(log, WEB_CONCURRENCY="1") as site, sync_playwright() as playwright:
        browser = launch(playwright)
        for _ in range(TIMES):
            page, sent = _opened(browser, site)
            before += sum(sent)
            first.append(_label(page, ".groups-figure"))
            following.append(_label(page, ".trend-figure"))
            after = sum(sent)
            page.context.close()
        browser.close()
    return Pointed(before, after, first, following)


def described(found: Pointed) -> tuple[str, bool]:
    """The figures as lines of text, and whether nothing came before it was needed."""
    first, following = (
        f"{median(each):.0f} ms ({min(each):.0f}–{max(each):.0f})" for each in (found.first, found.following)
    )
    return (
        f"plotly.js, in {TIMES} first visits\n"
        f"  {found.before:,} bytes before a chart is pointed at, {found.after / 1000:,.0f} KB then\n"
        f"  the label of what is pointed at after {first}, of the next chart after {following}"
    ), found.before <= MOST_BEFORE and found.after > 0


def _opened(browser: Browser, site: str) -> tuple[Page, list[int]]:
    """A page in a context of its own, and the sizes of what it has been sent of plotly's, as it is on the wire."""
    width, height = DESKTOP
    page = browser.new_context(base_url=site, viewport={"width": width, "height": height}).new_page()
    session, asked, sent = page.context.new_cdp_session(page), set[str](), list[int]()
    session.on("Network.requestWillBeSent", lambda event: _note(event, asked))
    session.on(
        "Network.loadingFinished",
        lambda event: sent.append(int(event["encodedDataLength"])) if event["requestId"] in asked else None,
    )
    session.send("Network.enable")
    visit(page, _CHARTS)
    return page, sent


def _note(event: dict[str, object], asked: set[str]) -> None:
    request = event["request"]
    if isinstance(request, dict) and ("plotly" in str(request["url"]) or "async-" in str(request["url"])):
        asked.add(str(event["requestId"]))


def _label(page: Page, name: str) -> float:
    figure = page.locator(name)
    figure.evaluate("figure => figure.scrollIntoView({block: 'center', behavior: 'instant'})")
    found: float = figure.evaluate(_LABELLED)
    expect(figure.locator(".chart.live")).to_have_count(1)
    return found
