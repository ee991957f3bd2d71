"""The scripts of the site, each kind of page's as one file: `/scripts/<version>/<name>`.

A reading page has `reading.js`; one that Dash draws has `views.js`, and then `dash.js`, which starts Dash. No document
has a script in it that is run: what Dash would write there stands in these, so that the policy of the site can refuse
any other. What draws a chart that is pointed at is apart (`pages/responses/files/plotly.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, Response, abort

from data.made_beside import MadeBeside, give
from data.settings import ROOT
from pages.responses.files.held import Held

MIME = "text/javascript"
READING, VIEWS, DASH = "reading.js", "views.js", "dash.js"
_OF_VIEWS = frozenset(
    ("charts", "drawn", "embed", "explore", "hover", "map", "pickers", "print", "reach", "share", "sheet", "sorting",
     "states", "tabs", "takeover", "timeline")
)  # fmt: skip
"""Scripts that work on what Dash draws; reading pages come without them."""
_OF_READING = frozenset(("briefing_page", "data", "maternity_access", "methods", "places", "regions"))
"""Scripts of one reading page each; views come without them."""
_DASH = (
    ("dash", "deps/react@18.3.1.min.js"),
    ("dash", "deps/react-dom@18.3.1.min.js"),
    ("dash", "deps/prop-types@15.8.1.min.js"),
    ("dash_bootstrap_components", "_components/dash_bootstrap_components.min.js"),
    ("dash", "dash-renderer/build/dash_renderer.min.js"),
    ("dash", "dcc/dash_core_components.js"),
    ("dash", "dcc/dash_core_components-shared.js"),
    ("dash", "html/dash_html_components.min.js"),
)
"""What Dash needs to draw a view, by the package it is of, in the order in which it names them: without stand-ins for
browsers that it does not run in anyway, and without its tables."""
START = b"\nvar renderer = new DashRenderer();\n"
"""What Dash begins with: when all else is there."""
_SPACE = re.compile(r"^[ \t]*(?://.*)?\n?", re.MULTILINE)
"""Comments that are lines of their own, and indentation: no text of our scripts is longer than its line."""


def our_scripts(left_out: Iterable[str]) -> list[str]:
    """Our scripts but some, in the order of their names."""
    return [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "assets").glob("*.js")) if path.stem not in left_out
    ]


def joined(scripts: Iterable[str]) -> bytes:
    """Scripts as one. Each runs whether or not one before it failed, as it would in a file of its own."""
    parts = (f"try{{\n{_SPACE.sub('', script).rstrip()}\n}}catch(error){{reportError(error)}}\n" for script in scripts)
    return "".join(parts).encode()


def _read(files: Iterable[tuple[str, str]]) -> bytes:
    # Looked for, not imported: what serves the site compresses them before there is a site.
    folders = {package: find_spec(package) for package, _ in files}
    found = []
    for package, path in files:
        spec = folders[package]
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(package)
        found.append((Path(spec.submodule_search_locations[0]) / path).read_bytes())
    return b"\n".join(found)


_COMING: list[MadeBeside] = []


def begin() -> None:
    """Have Dash's script compressed by a process beside this one, which takes two seconds."""
    _COMING[:] = [MadeBeside(__name__)]


def _dash() -> bytes:
    return _read(_DASH) + START


def _compressed_dash() -> bytes:
    made = _COMING[0].wait() if _COMING else b""
    return made or Held(_dash, MIME).brotli


_OF_DASH = Held(_dash, MIME, _compressed_dash)
"""Dash's script: it depends on what is installed alone."""


class Scripts:
    """The scripts of a server."""

    def __init__(self, starting: Callable[[], Iterable[str]]) -> None:
        """`starting` are scripts that only the app knows, at the time when it is first asked for a document."""
        self._held = {
            READING: Held(lambda: joined(our_scripts(_OF_VIEWS)), MIME),
            VIEWS: Held(lambda: joined([*our_scripts(_OF_READING), *starting()]), MIME),
            DASH: _OF_DASH,
        }

    def address(self, name: str) -> str:
        """The address of a script, with its version."""
        return f"/scripts/{self._held[name].version}/{name}"

    def elements(self, *names: str) -> str:
        """The elements of a document that name scripts."""
        return "\n    ".join(f'<script defer src="{self.address(name)}"></script>' for name in names)

    def register(self, server: Flask) -> None:
        """Register the route with a server."""
        server.extensions["scripts"] = self
        server.add_url_rule("/scripts/<version>/<name>", "scripts", self.script)

    def compress(self) -> None:
        """Compress all, before anyone waits for it."""
        for held in self._held.values():
            _ = held.brotli

    def script(self, version: str, name: str) -> Response:
        """A script, for good where its version is asked for; 404 for a name that is none's."""
        if name not in self._held:
            abort(404)
        return self._held[name].response(version)


if __name__ == "__main__":
    os.nice(10)  # whoever begins the site waits for other things first
    give(Held(_dash, MIME).brotli)
