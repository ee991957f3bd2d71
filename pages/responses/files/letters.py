"""The site's letters as browsers get them: those it is written in, and the whole typeface for any other.

What they are: `components/documents/drawings/letters.py`. When a browser fetches which: assets/typeface.css.
"""

from __future__ import annotations

import brotli
from flask import Flask, Response, request

from components.documents.drawings.letters import letters, version
from components.formatting.typeface import upright
from pages.responses.files.held import Held
from pages.responses.sending import FOREVER

WHOLE, SMALL = "/typeface.ttf", "/typeface.woff2"
FOR_A_MONTH = "public, max-age=2592000"


def register(server: Flask) -> None:
    """Register the routes with a server."""
    server.add_url_rule(WHOLE, "letters-whole", whole)
    server.add_url_rule(SMALL, "letters", small)


def small() -> Response:
    """The letters as WOFF2."""
    keep = FOREVER if request.args.get("m") == version() else FOR_A_MONTH
    return Response(letters(), mimetype="font/woff2", headers={"Cache-Control": keep})


def address() -> str:
    """The address of the letters, with their version."""
    return f"{SMALL}?m={version()}"


def whole() -> Response:
    """The whole typeface: the file that pictures are made with."""
    response = _WHOLE.response(None)
    response.headers["Cache-Control"] = FOR_A_MONTH
    return response


_WHOLE = Held(lambda: upright().read_bytes(), "font/ttf", lambda: brotli.compress(upright().read_bytes(), quality=9))
