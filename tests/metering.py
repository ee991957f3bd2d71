"""What references, the log and the metrics cost a view that is remembered: `make bench ARGS=metering`.

One process calls the site as its server does, bare, observed, and observed and counted, in turns of a hundred, so that
what else the machine does hits all of them; what is said is processor time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask

TURNS, CALLS = 60, 100
MOST = 0.1
"""Of the processor time of a remembered view that counting it may take."""


def measure(folder: Path) -> dict[str, list[float]]:
    """Microseconds of processor time for a remembered view in each turn, in a fresh process that counts in a folder."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.metering"], env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, list[float]] = json.loads(made.stdout.splitlines()[-1])
    return found


def described(found: dict[str, list[float]]) -> tuple[str, bool]:
    """The figures as lines of text, and whether they are within what is wanted."""
    bare, observed, counted = (median(found[name]) for name in ("bare", "observed", "counted"))
    share = (counted - observed) / bare
    lines = [
        "a remembered view in one process, without its server, medians of processor time:",
        f"  bare {bare:.0f} µs; with reference and log {observed:.0f} µs, {(observed - bare) / bare:+.1%} of it;"
        f" with metrics {counted:.0f} µs, {share:+.1%}, of {MOST:.0%} allowed",
    ]
    return "\n".join(lines), share <= MOST


def main() -> None:
    """Print the microseconds of each turn as JSON."""
    from data.settings import Settings
    from pages.responses.operations.metrics import Meters
    from pages.responses.operations.observed import Observed
    from pages.responses.remembered_views import RememberedViews
    from tests.site import callback_body, open_site

    site = open_site(Settings.from_environment().database)
    dependencies = json.loads(site.get("/_dash-dependencies").data)
    asked = {"explore-asked.data": "?indicator=infant_mortality"}
    body = json.dumps(callback_body(dependencies, "explore-head.children", asked, "explore-asked.data")).encode()
    server = site.app.server
    bare = RememberedViews(partial(Flask.wsgi_app, server), server.extensions["answers"])
    meters = Meters()
    ways = {
        "bare": bare,
        "observed": Observed(bare, every=False, meters=None),
        "counted": Observed(bare, every=False, meters=meters),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    _call(bare, body)  # from now on it is remembered
    for _ in range(TURNS):
        for name, application in ways.items():
            began = time.process_time()
            for _ in range(CALLS):
                _call(application, body)
            meters.write()
            found[name].append(1e6 * (time.process_time() - began) / CALLS)
    print(json.dumps(found))


def _call(application: Any, body: bytes) -> None:
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/_dash-update-component", "QUERY_STRING": "",
        "SERVER_NAME": "here", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)), "HTTP_ACCEPT_ENCODING": "br", "HTTP_HOST": "here", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environ, lambda status, *_: statuses.append(status))
    b"".join(answer)
    close = getattr(answer, "close", None)
    if close:
        close()
    assert statuses == ["200 OK"], statuses


if __name__ == "__main__":
    main()
