"""The first map in a browser that has nothing of the site yet: how soon it is there, and how many bytes the page takes.

Plotly's maps ask another host for outlines of the world, even where none are shown. There is no other host here: they
get an empty answer at once, which costs the peers neither time nor bytes.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

PLOTLYS = "document.querySelectorAll('.choroplethlayer path').length >= 14"
OURS = "document.querySelectorAll('svg.map .place').length >= 14"
ELSEWHERE = "https://cdn.plot.ly/**"
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
NOTHING = json.dumps({
    "type": "Topology", "arcs": [],
    "objects": {layer: {"type": "GeometryCollection", "geometries": []} for layer in LAYERS},
})  # fmt: skip
QUIET_MILLISECONDS = 1500
PATIENCE = 120_000


@dataclass
class First:
    """Of each repetition: seconds to the first map; kilobytes and requests until the page rests."""

    seconds: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


def new_page(browser: Browser) -> Page:
    """A page of a browser with nothing cached, for which there is no other host."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    headers = {"Access-Control-Allow-Origin": "*"}
    page.route(ELSEWHERE, lambda route: route.fulfill(body=NOTHING, content_type="application/json", headers=headers))
    return page


def look(browser: Browser, address: str, drawn: str, found: First) -> None:
    """Open a page with nothing cached and note what it took. `drawn` is true in the page once its map is there."""
    page = new_page(browser)
    context = page.context
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    came: list[float] = []
    frames: list[float] = []
    network.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    # A frame of bytes is told in base64.
    network.on(
        "Network.webSocketFrameReceived", lambda event: frames.append(len(event["response"]["payloadData"]) * 3 / 4)
    )
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(drawn, timeout=PATIENCE)
    found.seconds.append(time.perf_counter() - began)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MILLISECONDS)
    found.kilobytes.append((sum(came) + sum(frames)) / 1000)
    found.requests.append(len(came))
    context.close()
