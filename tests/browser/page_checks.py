"""What every page of the site must hold, whatever it shows: quiet, self-contained, accessible, not too wide."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebError,
    WebSocket,
    expect,
)

DESKTOP = (1280, 900)
PHONE = (375, 812)
TABLET = 600
TIMEOUT = 1000 * float(os.environ.get("EQUITY_TEST_TIMEOUT") or 60)
"""Milliseconds that anything awaited may take: the bound of a test that fails, no measure, as a machine may be busy."""

# WCAG 2.1 AA is the law's measure; axe's best practices hold the landmarks and headings we promise on top.
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")

CONTRAST_KINDS = Path(__file__).with_name("contrast_kinds.js").read_text(encoding="utf-8")
GOOD_KINDS: set[int] = set()
"""The kinds of text whose contrast axe has found good in this process, as numbers of contrast_kinds.js."""

# Dash keeps its stores on the window, in production too. It is idle when the layout is there and no callback, of the
# server's or of the browser's, is queued or under way; `stored` and `completed` are memories of what is done.
IDLE = """
() => {
  if (document.readyState !== 'complete' || document.fonts.status !== 'loaded') return false;
  if (document.querySelector('[aria-busy="true"]')) return false;
  if (!document.getElementById('_dash-config')) return true;
  const stores = window.dash_stores || [];
  return stores.length > 0 && stores.every(store => {
    const state = store.getState();
    const {stored, completed, ...pending} = state.callbacks;
    return state.appLifecycle === 'HYDRATED' && !state.isLoading
      && Object.values(pending).every(list => list.length === 0);
  });
}
"""
# Two frames and a pause: what was painted by the last answer may itself ask the next question.
A_MOMENT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"

TOO_WIDE = """
() => {
  const root = document.documentElement;
  const width = root.clientWidth;
  const excess = Math.max(root.scrollWidth, document.body.scrollWidth) - width;
  if (excess <= 0) return null;
  const edge = e => e.getBoundingClientRect().right;
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('');
  const wide = [...document.querySelectorAll('body *')].filter(e => edge(e) > width + 0.5).slice(0, 8);
  return {width, excess, wide: wide.map(e => `${name(e)} to ${Math.round(edge(e))}`)};
}
"""


class PageWatch:
    """Sees what a page asks for and what it complains of. Its browser finds no other machine (see chromium.FLAGS)."""

    def __init__(self, page: Page, origin: str, expected_console: Sequence[str] = ()) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self._host = urlsplit(origin).netloc
        self._expected = [re.compile(pattern) for pattern in expected_console]
        self._context = page.context
        self._context.on("request", self._see_request)
        self._context.on("console", self._see_console)
        self._context.on("weberror", self._see_error)
        page.on("websocket", self._see_socket)

    def end(self) -> None:
        """See no more: the context may be used by other pages."""
        self._context.remove_listener("request", self._see_request)
        self._context.remove_listener("console", self._see_console)
        self._context.remove_listener("weberror", self._see_error)

    def verify(self) -> None:
        """Raise AssertionError naming every request that left the site and every complaint that was not expected."""
        said = [f"asked another host: {url}" for url in dict.fromkeys(self.foreign)]
        said += [f"complained: {complaint}" for complaint in dict.fromkeys(self.complaints)]
        assert not said, "The page " + "\nThe page ".join(said)

    def _leaves(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host

    def _see_request(self, request: Request) -> None:
        if self._leaves(request.url):
            self.foreign.append(request.url)

    def _see_socket(self, socket: WebSocket) -> None:
        if self._leaves(socket.url):
            self.foreign.append(socket.url)

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            place = message.location.get("url", "")
            self._complain(f"{message.type}: {message.text} ({place})" if place else f"{message.type}: {message.text}")

    def _see_error(self, error: WebError) -> None:
        self._complain(f"uncaught {error.error}")

    def _complain(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self._expected):
            self.complaints.append(text)


@contextmanager
def watched_page(
    browser: Browser,
    origin: str,
    *,
    viewport: tuple[int, int] = DESKTOP,
    expected_console: Sequence[str] = (),
    **options: Any,
) -> Iterator[Page]:
    """Yield a page in a context of its own, whose relative addresses are the site's.

    `options` go to Playwright's `new_context`. A page narrower than a tablet is touched with a finger.

    Raises AssertionError at the end when the page asked another host for anything, or when its console shows an error
    or a warning that no pattern of `expected_console` matches.
    """
    context = browser.new_context(**{**options_of(origin, viewport), **options})
    try:
        with _watched(context, origin, expected_console) as page:
            yield page
    finally:
        context.close()


@contextmanager
def watched_tab(
    context: BrowserContext, origin: str, *, viewport: tuple[int, int] = DESKTOP, expected_console: Sequence[str] = ()
) -> Iterator[Page]:
    """Yield a page in a context that other pages use before and after it, and leave nothing of it behind.

    The context has to be made with `options_of`. Raises AssertionError as `watched_page` does.
    """
    width, height = viewport
    try:
        with _watched(context, origin, expected_console) as page:
            page.set_viewport_size({"width": width, "height": height})
            yield page
    finally:
        for other in context.pages[1:]:  # the first keeps the browser open
            other.close()
        context.set_offline(False)
        context.clear_permissions()
        context.clear_cookies()


def options_of(origin: str, viewport: tuple[int, int]) -> dict[str, Any]:
    """What Playwright makes a context with for pages of this size: relative addresses are the site's."""
    width, height = viewport
    return {
        "base_url": origin,
        "viewport": {"width": width, "height": height},
        "locale": "en-US",
        "timezone_id": "America/New_York",
        "service_workers": "block",  # a worker's requests would pass unseen
        "has_touch": width < TABLET,
    }


@contextmanager
def _watched(context: BrowserContext, origin: str, expected_console: Sequence[str]) -> Iterator[Page]:
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    watch = PageWatch(page, origin, expected_console)
    try:
        yield page
        if not page.is_closed():
            page.evaluate(A_MOMENT)  # what the page did last is still to be told
    finally:
        watch.end()
    watch.verify()


def plotly_draws(figure: Locator) -> Locator:
    """Point at a chart; gives the graph that plotly.js has drawn in the place of its drawing."""
    figure.locator(".chart").scroll_into_view_if_needed()
    figure.locator(".chart").hover()
    expect(figure.locator(".chart.live")).to_have_count(1)
    return figure.locator(".js-plotly-plot")


def settle(page: Page) -> None:
    """Wait until the page is loaded, Dash is idle and nothing on it says aria-busy; raises TimeoutError otherwise."""
    page.wait_for_function(IDLE, polling=50)
    page.evaluate(A_MOMENT)
    page.wait_for_function(IDLE, polling=50)


def axe_violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds on the page as it is now, by AXE_TAGS: one dictionary for each broken rule. Works offline."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(CONTRAST_KINDS)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(AXE_TAGS)}}
    found = page.evaluate("([options, known]) => window.lookOver(options, known)", [options, sorted(GOOD_KINDS)])
    GOOD_KINDS.update(found["added"])
    violations: list[dict[str, Any]] = found["violations"]
    return violations


def assert_accessible(page: Page) -> None:
    """Raise AssertionError that lists, for each rule axe finds broken, the elements and what would mend them."""
    lines = []
    for violation in axe_violations(page):
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"  {' '.join(map(str, node['target']))}   {node['html'][:160]}")
            lines += [f"      {line.strip()}" for line in node.get("failureSummary", "").splitlines()]
    assert not lines, f"{page.url} is not accessible:\n" + "\n".join(lines)


def no_horizontal_scroll(page: Page) -> None:
    """Raise AssertionError naming the elements that reach past the right edge when the page scrolls sideways."""
    found = page.evaluate(TOO_WIDE)
    if found is not None:
        culprits = "; ".join(found["wide"])
        raise AssertionError(f"{page.url} is {found['excess']} px wider than {found['width']} px; too far: {culprits}")
