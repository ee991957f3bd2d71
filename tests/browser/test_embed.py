"""A view in the frame of another site: shown, as high as it needs, worked in place; nothing else is let in a frame."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from data.vocabulary import VIEWS
from tests.browser.accessibility_tree import accessibility_tree
from tests.browser.explore import ISSUE
from tests.browser.page_checks import IDLE, assert_accessible, no_horizontal_scroll, settle

QUERY = ISSUE.removeprefix("/explore")
FINDING = "Black residents die of overdose at 1.5 times the state rate, 2021–23"


class _Pages(BaseHTTPRequestHandler):
    """Another site: each address answers with the page that was put there."""

    def __init__(self, pages: dict[str, str], *rest: object) -> None:
        self.pages = pages
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self.pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, dict[str, str]]]:
    """Another origin, and the pages it has."""
    pages: dict[str, str] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, pages))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def guest(browser: Browser, elsewhere: tuple[str, dict[str, str]]) -> Iterator[Page]:
    """A page of another site; what it frames is of another origin, so that its own requests are not watched."""
    context = browser.new_context(viewport={"width": 800, "height": 900})
    yield context.new_page()
    context.close()


def article(code: str) -> str:
    listening = "<script>heights = []; addEventListener('message', ({data}) => heights.push(data.height))</script>"
    title = "<title>An article</title>"
    return f'<!DOCTYPE html><html lang="en">{title}{listening}<body><h1>An article</h1>{code}</body></html>'


def framed(page: Page) -> Frame:
    frame = page.wait_for_selector("iframe").content_frame()
    assert frame is not None
    frame.wait_for_selector(".embed h1")
    frame.wait_for_function(IDLE)
    return frame


def code_of(page: Page, query: str = QUERY) -> str:
    """The code as a reader copies it from the page."""
    page.goto(f"/explore{query}")
    settle(page)
    page.locator("#open-share").click()
    code: str = page.locator("#embed-code").input_value()
    return code


def test_the_copied_code_shows_the_view_on_another_site_as_high_as_it_is(
    page: Page, guest: Page, elsewhere: tuple[str, dict[str, str]]
) -> None:
    origin, pages = elsewhere
    pages["/article"] = article(code_of(page))
    guest.goto(f"{origin}/article")
    frame = framed(guest)
    expect(frame.locator("h1")).to_have_text(FINDING)
    expect(frame.locator("svg.map [role=option]")).to_have_count(14)

    def fits() -> None:
        guest.wait_for_function(
            "high => Math.abs(document.querySelector('iframe').offsetHeight - high) <= 1",
            arg=frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)"),
        )

    fits()
    assert min(guest.evaluate("heights")) > 300, "of the view, not of what stands there while it loads"
    before = guest.locator("iframe").evaluate("frame => frame.offsetHeight")
    guest.set_viewport_size({"width": 360, "height": 900})
    guest.wait_for_function("before => document.querySelector('iframe').offsetHeight !== before", arg=before)
    fits()
    # Choosing a place works in place: the frame grows by the place's figures, and the article stays where it is.
    frame.locator('[data-place="hampden-county"]').dispatch_event("click")
    expect(frame.locator(".readout strong")).to_have_text("Hampden County")
    fits()
    assert guest.url == f"{origin}/article"
    back = frame.get_by_role("link", name="See notes, table and other choices")
    assert "place=hampden-county" in str(back.get_attribute("href"))
    with guest.context.expect_page() as opened:
        back.click()
    settle(opened.value)
    expect(opened.value.locator("h1")).to_have_text(
        "Black residents in Hampden County die of overdose at 1.5 times the rate in Massachusetts, 2021–23"
    )


def test_a_page_that_does_not_listen_shows_the_view_too(
    guest: Page, elsewhere: tuple[str, dict[str, str]], site: str
) -> None:
    origin, pages = elsewhere
    pages["/plain"] = article(f'<iframe src="{site}/embed{QUERY}" title="A view" width="100%" height="400"></iframe>')
    guest.goto(f"{origin}/plain")
    frame = framed(guest)
    expect(frame.locator("svg.map")).to_be_visible()
    assert guest.locator("iframe").evaluate("frame => frame.clientHeight") == 400
    assert frame.evaluate("document.documentElement.scrollHeight > innerHeight"), "the frame scrolls"


@pytest.mark.parametrize("path", ["/explore", "/gaps", "/methods", "/health", "/nowhere"])
def test_every_other_page_is_refused_in_a_frame(
    guest: Page, elsewhere: tuple[str, dict[str, str]], site: str, path: str
) -> None:
    origin, pages = elsewhere
    refused: list[str] = []
    guest.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    pages["/refused"] = article(f'<iframe src="{site}{path}" title="A page"></iframe>')
    guest.goto(f"{origin}/refused")
    guest.wait_for_timeout(500)
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in refused), refused
    frame = guest.query_selector("iframe").content_frame()  # type: ignore[union-attr]
    assert frame is not None
    assert frame.url.startswith("chrome-error://")


def test_no_header_is_ever_seen_while_the_view_is_drawn(page: Page) -> None:
    page.add_init_script(
        """new MutationObserver(() => {
          for (const part of document.querySelectorAll('.site-header, .site-footer, .skip-link'))
            if (part.getClientRects().length) window.flashed = part.className;
        }).observe(document, {childList: true, subtree: true});"""
    )
    page.goto(f"/embed{QUERY}")
    settle(page)
    assert page.evaluate("window.flashed") is None
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("width", [pytest.param(w, marks=pytest.mark.viewport(w, 900)) for w in (800, 375, 320)])
def test_each_embedded_view_is_accessible_and_never_too_wide(page: Page, width: int) -> None:
    """One page for all: another view is set as its address, which is how the frame's own links lead there."""
    page.goto(f"/embed{QUERY}&place=hampden-county")
    settle(page)
    for view in VIEWS:
        search = f"{QUERY.replace('view=map', f'view={view}')}&place=hampden-county"
        page.evaluate("search => window.dash_clientside.set_props('embed-address', {search})", search)
        settle(page)
        expect(page.locator(f".embed-link a[href*='view={view}']")).to_be_visible()
        expect(page.locator("h1")).to_have_count(1)
        if view == "map":
            (places,) = (node for node in accessibility_tree(page).every("listbox") if node.name == "Counties")
            assert [option.states["selected"] for option in places.every("option")].count(True) == 1
            assert len(places.every("option")) == 14
        assert_accessible(page)
        no_horizontal_scroll(page)
        assert "Massachusetts Health Equity Dashboard" in page.title()
        expect(page.locator(".site-header")).to_be_hidden()
