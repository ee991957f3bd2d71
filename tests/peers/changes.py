"""One change of a filter after the other, by one client and by many: what each site is asked and how long it takes.

Ours, Dash's and Vizro's are the requests their pages send from a browser: of the last two the browser's own, recorded
when an entry of the list is chosen, with the name of another entry in its place. Streamlit's go over its WebSocket
(`tests/peers/streamlit_client.py`).
"""

from __future__ import annotations

import http.client
import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from data.settings import ROOT
from tests import processes
from tests.browser.chromium import launch
from tests.browser.server import Served
from tests.clients import PATIENCE, asked_by, connected
from tests.peers.first_map import PLOTLYS, new_page
from tests.peers.sites import OURS, STREAMLIT
from tests.site import callback_body

ADDRESS = "/_dash-update-component"
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br, zstd"}
SETTLED = 1000
"""Milliseconds after which a list that opens is there for good: a choice that comes sooner is lost."""
Bodies = Callable[[str], bytes]


@dataclass
class Run:
    """Of each repetition: changes a second; milliseconds at the median, the 95th percentile and of processor; MB."""

    rate: list[float] = field(default_factory=list)
    half: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def join(self, other: Run) -> None:
        """Take the repetitions of another run too."""
        for name, values in vars(other).items():
            getattr(self, name).extend(values)

    def add(self, served: Served, took: float, times: Sequence[float], worked: float) -> None:
        """Note a repetition: seconds it took, those of each change, and those of processor before and since."""
        self.rate.append(len(times) / took)
        self.half.append(1000 * median(times))
        self.slow.append(1000 * quantiles(times, n=20)[18])
        if processes.KNOWN:
            self.processor.append(1000 * (processes.seconds(served.leader) - worked) / len(times))
            self.memory.append(processes.proportional(processes.tree(served.leader)))


def recorded(served: Served, views: Sequence[str]) -> Bodies:
    """What makes the body of a change, from the one a browser sends when the second view is chosen in its list."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = new_page(browser)
        page.goto(served.address)
        page.wait_for_function(PLOTLYS, timeout=1000 * PATIENCE)
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
        page.locator("#view").click()
        page.wait_for_timeout(SETTLED)
        with page.expect_response(lambda response: ADDRESS in response.url):
            page.get_by_text(views[1], exact=True).last.click()
        page.wait_for_timeout(500)
        browser.close()
    (body,) = sent
    assert views[1] in body, "the change says which view is chosen"
    return lambda view: body.replace(json.dumps(views[1])[1:-1], json.dumps(view)[1:-1]).encode()


def of_ours(served: Served, queries: Mapping[str, str]) -> Bodies:
    """What makes the body of a change on Explore, whose view of each name has a query."""
    connection = connected(served)
    connection.request("GET", "/_dash-dependencies")
    dependencies = json.loads(connection.getresponse().read())
    connection.close()
    output, changed = "explore-head.children", "explore-asked.data"
    return lambda view: json.dumps(callback_body(dependencies, output, {changed: queries[view]}, changed)).encode()


def change(site: str, python: str, served: Served, clients: int, views: Sequence[str], bodies: Bodies | None) -> Run:
    """Choose every view once, by so many clients at once, each of which goes on when it has its answer."""
    run = Run()
    processes.rested(served.leader)
    if site == STREAMLIT:
        took, times, worked = _over_websockets(python, served, clients, views)
    else:
        assert bodies is not None
        took, times, worked = _over_http(served, clients, [bodies(view) for view in views], check=site != OURS)
    assert len(times) == len(views), "every view was answered"
    run.add(served, took, times, worked)
    return run


def _over_http(
    served: Served, clients: int, bodies: Sequence[bytes], *, check: bool
) -> tuple[float, list[float], float]:
    def ask(connection: http.client.HTTPConnection, body: bytes) -> None:
        connection.request("POST", ADDRESS, body, HEADERS)
        answered = connection.getresponse()
        content = answered.read()
        assert answered.status == 200, (answered.status, content[:100])
        assert not check or b"choropleth" in content, content[:100]

    worked = processes.seconds(served.leader)
    took, times = asked_by(clients, served, bodies, ask)
    return took, times, worked


def _over_websockets(
    python: str, served: Served, clients: int, views: Sequence[str]
) -> tuple[float, list[float], float]:
    command = [python, "-W", "ignore", "tests/peers/streamlit_client.py", served.address, str(clients)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(views) + "\n")
        process.stdin.close()
        assert process.stdout.readline().strip() == "ready", "a session was opened for each client"
        worked = processes.seconds(served.leader)
        told = json.loads(process.stdout.readline())
    return told["took"], told["times"], worked
