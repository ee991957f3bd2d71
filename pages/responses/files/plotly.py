"""Plotly.js as one file, `/plotly.js`: what draws a chart that is pointed at (see `assets/charts.js`).

It is the one of the plotly package, which Dash comes with.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import brotli
import plotly
from cachetools import cached
from flask import Flask, Response, request
from plotly.offline import get_plotlyjs_version

from pages.responses.addresses import FOR_AN_HOUR, FOREVER
from pages.responses.sending import packed

PATH = "/plotly.js"
_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_QUALITY = 7
"""Of Brotli: the best takes 20 times as long and saves a tenth."""


def register(server: Flask) -> None:
    """Register the route with a server."""
    server.add_url_rule(PATH, "plotly", script)


@lru_cache(maxsize=1)
def address() -> str:
    """The address of the file, with its version."""
    version: str = get_plotlyjs_version()
    return f"{PATH}?m={version}"


def script() -> Response:
    """The file, for good where its version is asked for."""
    kept = FOREVER if f"{PATH}?m={request.args.get('m')}" == address() else FOR_AN_HOUR
    return packed(_packed(), "text/javascript", **{"Cache-Control": kept})


# Once in a process, when a chart is first pointed at; whoever asks meanwhile waits for it.
@cached({}, condition=threading.Condition())
def _packed() -> bytes:
    compressed: bytes = brotli.compress(_FILE.read_bytes(), quality=_QUALITY)
    return compressed
