"""Plotly.js as one file, `/plotly.js`: what draws a chart that is pointed at (see `assets/charts.js`).

It is the one of the plotly package, which Dash comes with and which knows fifty kinds of charts; or its makers' own cut
of the same version to the few kinds that ours are of, where `make plotly` has fetched that.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import brotli
import plotly
from flask import Flask, Response, request
from plotly.offline import get_plotlyjs_version

from data.settings import ROOT
from pages.responses.files.held import Held

PATH = "/plotly.js"
WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
VERSION: str = get_plotlyjs_version()
CUT = ROOT / "build" / f"plotly-basic-{VERSION}.min.js"
_QUALITY = 7
"""Of Brotli: the best takes 20 times as long and saves a tenth."""


def register(server: Flask) -> None:
    """Register the route with a server."""
    server.add_url_rule(PATH, "plotly", script)


def address() -> str:
    """The address of the file, with its version."""
    return f"{PATH}?m={_kind()}"


def script() -> Response:
    """The file, for good where its version is asked for."""
    held = _held(CUT if _kind() != VERSION else WHOLE)
    return held.response(held.version if request.args.get("m") == _kind() else None)


# Once in a process, as documents are remembered with the version they name.
@lru_cache(maxsize=1)
def _kind() -> str:
    return f"{VERSION}-basic" if CUT.exists() else VERSION


# When a chart is first pointed at; whoever asks meanwhile waits for it.
@lru_cache(maxsize=2)
def _held(file: Path) -> Held:
    return Held(file.read_bytes, "text/javascript", lambda: brotli.compress(file.read_bytes(), quality=_QUALITY))
