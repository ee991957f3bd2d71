"""What a visit fetches: until all above the fold is to be seen, until the page rests, and at a second visit.

A real Chromium, its cache empty, on a link of 1.6 Mbit/s with 150 ms to the server and back. Above the fold is seen
when the document, the style sheet, the letters and the pictures in the window are there. Two sums are told: of these
files alone (`needed`), and of all that came over the link until the last of them was there (`arrived`). That it is seen
then is looked at: with every script refused the window is drawn, and drawn again when the page is at rest.
Bytes are those of the link: compressed, with the heads of the answers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.page_checks import DESKTOP, PHONE, options_of
from tests.browser.server import served

ADDRESSES = ("/explore", "/", "/gaps", "/place/brockton")
ABOVE, AT_REST, AGAIN = 120_000, 450_000, 40_000
"""Bytes allowed until all above the fold is seen, until the page rests, and at a second visit."""
UNLIKE = 0.02
"""The share of the window's points that may be another color once scripts have run: what is pressed is marked then."""
LATER = "/plotly.js?"
"""What draws charts that are pointed at; counted apart."""
_SEEN_FIRST = ("Document", "Stylesheet", "Font", "Image")
_LINK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
_QUIET, _LONGEST = 3.0, 60.0
"""Seconds without a request after which a page is at rest, and that it is waited for: what is fetched ahead is asked
for one and a half seconds after the page is there."""


@dataclass
class Visit:
    """The requests of a visit: addresses, kinds and bytes, and when of all bytes which had come."""

    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)
    came: list[tuple[str, float, int]] = field(default_factory=list)

    def watch(self, page: Page) -> Any:
        """Take down what a page asks for; the session that tells of it."""
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        session.on("Network.responseReceived", self._answered)
        session.on("Network.dataReceived", self._received)
        session.on("Network.loadingFinished", self._done)
        session.send("Network.enable")
        return session

    def _asked(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self.addresses[event["requestId"]] = event["request"]["url"]
            self.kinds[event["requestId"]] = event.get("type", "Other")

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        self.came.append((event["requestId"], event["timestamp"], event["encodedDataLength"]))

    def _done(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])
        self.ended[event["requestId"]] = event["timestamp"]

    def asked(self) -> list[str]:
        """The requests that went over the link, without those for what draws charts that are pointed at."""
        mine = [one for one in self.addresses if one not in self.cached]
        return [one for one in mine if LATER not in self.addresses[one]]

    def total(self) -> int:
        """Bytes of them all."""
        return sum(self.sizes.get(one, 0) for one in self.asked())

    def of_charts(self) -> int:
        """Bytes of what draws charts."""
        mine = set(self.addresses) - set(self.asked()) - self.cached
        return sum(self.sizes.get(one, 0) for one in mine)

    def above(self) -> tuple[int, int]:
        """Bytes of what is seen first, and all bytes that had come when the last of it was there."""
        first = [one for one in self.asked() if self.kinds[one] in _SEEN_FIRST]
        last = max(self.ended[one] for one in first)
        needed = sum(self.sizes[one] for one in first)
        others = sum(size for one, when, size in self.came if when <= last and one not in first)
        return needed, needed + others

    def assets(self) -> list[str]:
        """Addresses of scripts, style sheets, letters and pictures that were asked for over the link."""
        return [self.addresses[one] for one in self.asked() if self.kinds[one] in ("Script", *_SEEN_FIRST[1:])]


def visited(context: BrowserContext, address: str, link: dict[str, Any] | None = None, quiet: float = _QUIET) -> Visit:
    """A visit in a tab of its own, until the page is at rest: nothing was asked for some seconds."""
    page, visit = context.new_page(), Visit()
    session = visit.watch(page)
    if link:
        session.send("Network.emulateNetworkConditions", link)
    page.goto(address)
    known, since, began = -1, time.monotonic(), time.monotonic()
    while time.monotonic() - since < quiet and time.monotonic() - began < _LONGEST:
        page.wait_for_timeout(200)
        now = len(visit.addresses) + len(visit.sizes)
        known, since = (known, since) if now == known else (now, time.monotonic())
    page.close()
    return visit


def unlike(browser: Browser, site: str, address: str, viewport: tuple[int, int]) -> float:
    """The share of the window's points that are another color at rest than before any script has come."""
    pictures = []
    for scripts in (False, True):
        with browser.new_context(**options_of(site, viewport)) as context:
            page = context.new_page()
            if not scripts:
                page.route("**/scripts/**", lambda route: route.abort())
            page.goto(address, wait_until="networkidle")
            page.wait_for_timeout(1500)
            pictures.append(Image.open(BytesIO(page.screenshot())).convert("L"))
    before, after = pictures
    changed = ImageChops.difference(before, after).point(lambda value: 255 if value > 16 else 0)
    return changed.histogram()[255] / (changed.width * changed.height)


def measure(folder: Path) -> tuple[str, bool]:
    """Each address at both widths, as lines, and whether all keep to what is allowed."""
    lines, held = ["bytes of a visit"], True
    with served(folder / "site.txt", WEB_CONCURRENCY="1") as site, sync_playwright() as playwright:
        browser = launch(playwright)
        for address in ADDRESSES:
            for viewport in (DESKTOP, PHONE):
                with browser.new_context(**options_of(site, viewport)) as context:
                    first = visited(context, address, _LINK)
                    again = visited(context, address, _LINK)
                    other = visited(context, f"{address}?lang=es", _LINK)
                changed = unlike(browser, site, address, viewport)
                needed, arrived = first.above()
                kept = (
                    needed <= ABOVE and first.total() <= AT_REST and again.total() <= AGAIN
                    and not again.assets() and not other.assets() and changed <= UNLIKE
                )  # fmt: skip
                held = held and kept
                lines.append(
                    f"  {address} at {viewport[0]}: above the fold {needed:,} ({arrived:,} had come) of {ABOVE:,}"
                    f", at rest {first.total():,} of {AT_REST:,} in {len(first.asked())} requests"
                    f" and {first.of_charts():,} for charts\n"
                    f"    again {again.total():,} of {AGAIN:,} in {len(again.asked())}, {len(again.assets())} of assets"
                    f"; in another language {other.total():,} in {len(other.asked())}"
                    f"; {changed:.1%} of the window is drawn otherwise at rest{'' if kept else '  MISSED'}"
                )
        browser.close()
    return "\n".join(lines), held
