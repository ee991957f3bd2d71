"""How long a map takes to follow the period slider: with every period in the browser, and through the server.

Both are measured in one run, in turns, on the map of 351 municipalities. With the periods in the browser the map
follows the finger (the `input` event), through the server its lifting (`change`): a slider that asks a server cannot
ask at every step. The server has answered each period before, so that it is met at its best.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.explore import TOWNS, hold, visit
from tests.browser.page_checks import DESKTOP, settle
from tests.browser.server import served

TIMES = 20
FASTER = 2.5
"""How many times as fast the browser has to be."""

# Without a route of Playwright's, which would slow the server's version by a detour.
_NOTHING_HELD = """
const ask = window.fetch;
window.fetch = (address, ...rest) =>
  String(address).includes('/explore/states.json') ? Promise.resolve(new Response('{}')) : ask(address, ...rest);
"""

# From the slider's event until the frame that shows the new colours is painted, in milliseconds.
_FOLLOW = """
([to, kind]) => new Promise((done) => {
  const colours = () => [...document.querySelectorAll('.map-figure .place')].map(p => p.getAttribute('fill')).join();
  const slider = document.querySelector('#choose-period'), before = colours();
  slider.value = String(to);
  const began = performance.now();
  slider.dispatchEvent(new Event(kind, {bubbles: true}));
  const look = () => {
    if (colours() === before || !document.querySelector('.map-figure .map-canvas[data-drawn]')) {
      requestAnimationFrame(look);
    } else {
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    }
  };
  look();
})
"""


@dataclass(frozen=True, slots=True)
class Repaint:
    """Medians of `TIMES` repaints in milliseconds."""

    held: float
    server: float

    @property
    def ratio(self) -> float:
        """How many times as long the server takes."""
        return self.server / self.held


def measure(log: Path) -> Repaint:
    """Serve the site, drag the slider of two pages in turns, and give the medians; the server's log goes to `log`."""
    with served(log) as site, sync_playwright() as playwright:
        browser = launch(playwright)
        held, asking = _opened(browser, site), _opened(browser, site, _NOTHING_HELD)
        hold(held)
        periods = int(held.locator("#choose-period").get_attribute("max") or 0) + 1
        for period in range(periods):  # each is another than the one before: the last was on the screen
            _follow(held, period, "input")
            _follow(asking, period, "change")
        times = [(_follow(held, n % periods, "input"), _follow(asking, n % periods, "change")) for n in range(TIMES)]
        browser.close()
    return Repaint(*(median(each) for each in zip(*times, strict=True)))


def _opened(browser: Browser, site: str, script: str = "") -> Page:
    width, height = DESKTOP
    page = browser.new_page(base_url=site, viewport={"width": width, "height": height})
    if script:
        page.add_init_script(script)
    visit(page, TOWNS)
    return page


def _follow(page: Page, period: int, kind: str) -> float:
    found: float = page.evaluate(_FOLLOW, [period, kind])
    if kind == "input":
        page.locator("#choose-period").dispatch_event("change")
    settle(page)
    return found
