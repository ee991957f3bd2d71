"""The documents of the site: each is its page whole, before any script runs.

A reading page (registered with `reading=True`) has nothing that Dash draws and comes without it. Others are drawn here
first, as HTML and SVG; Dash draws it again behind that and takes it over (`assets/takeover.js`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from html import escape
from typing import Any

import brotli
import dash
from cachetools import LRUCache
from dash import Dash, html
from dash._pages import _parse_query_string
from flask import Flask, Response, request

from components.documents.drawings.first_drawing import FirstDrawing
from components.formatting.markup import data_attributes
from components.formatting.tree import written
from components.page.notices import failure, refusal, unanswered
from components.page.shell import Here, footer, header, synthetic_banner
from data.catalog.models import Catalog
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.settings import ROOT
from pages.responses.addresses import answers
from pages.responses.admission import is_document
from pages.responses.files import plotly
from pages.responses.files.letters import address
from pages.responses.files.scripts import DASH, READING, VIEWS, Scripts
from pages.responses.files.style_sheet import link
from pages.responses.heads.head import head
from pages.responses.heads.page_registry import registered, said_of, title_of
from pages.responses.held_answers import configuration, dependencies, held_answers
from pages.responses.release import present_version
from pages.responses.sending import kept, packed, query_string

log = logging.getLogger(__name__)

MOST_BYTES = 6 * 2**20
"""Compressed, of all documents a process remembers: a view of 351 towns takes 130 KB, most others less than 40."""
_QUALITY = 4

DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}"{root}>
  <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    {head}
    <link rel="icon" type="image/svg+xml" href="{icon}">
    <link rel="preload" href="{letters}" as="font" type="font/woff2" crossorigin>
    {css}
  </head>
  <body data-version="{version}">
    {header}
    <main id="main" tabindex="-1"{main}</main>
    {footer}
    {scripts}
  </body>
</html>
"""


@dataclass(frozen=True)
class _Drawn:
    """A page as HTML, with its status and what it says of its document."""

    root: Any
    main: str
    status: int
    said: Mapping[str, str]


class Site(Dash):
    """Dash, whose documents are whole pages in the language of the request."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.own_scripts = Scripts(self._starting)

    def index(self, *_args: Any, **_named: Any) -> Any:
        """The document of the address that is asked."""
        page, variables = registered(request.path)
        words = _parse_query_string(f"?{query_string()}")
        drawn = _drawn(page, {**words, **variables})
        if page.get("reading"):
            parts = {"main": f">{drawn.main}", "scripts": self.own_scripts.elements(READING)}
        else:
            title = title_of(page, request.path, said_of(None))
            scripts = [
                self._generate_config_html(),
                held_answers(self.get_layout(), drawn.root, title),
                self.own_scripts.elements(VIEWS, DASH),
            ]
            parts = _around(drawn, "\n    ".join(scripts))
        return _sent(_document(page, drawn, parts), drawn.status)

    def _config(self) -> dict[str, Any]:
        return configuration(super()._config())  # type: ignore[no-untyped-call]

    def _starting(self) -> list[str]:
        """What Dash would write into each document to be run, and would ask for at each."""
        self._generate_scripts_html()  # takes the functions of callbacks that are waiting
        return [*dict.fromkeys(self._inline_scripts), dependencies(self)]


def container() -> html.Div:
    """What Dash draws: its page, and above it what went wrong or is awaited."""
    return html.Div(
        [
            html.Div(id="failure", role="alert", **data_attributes(unanswered=unanswered(), refused=refusal())),
            html.Div(
                id="awaited",
                className="awaited",
                role="status",
                **data_attributes(words=gettext("Fetching the figures…")),
            ),
            dash.page_container,
        ]
    )


def _drawn(page: Mapping[str, Any], words: dict[str, Any]) -> _Drawn:
    try:
        root = page["layout"](**words)
        main = written(root) if page.get("reading") else FirstDrawing(answers().shapes).page(root)
    except Exception:
        log.exception("a page failed")
        failed = html.Div([html.H1(gettext("Something went wrong")), html.P(failure())], className="page")
        return _Drawn(failed, str(written(failed)), 500, said_of(None))
    said = said_of(root)
    return _Drawn(root, str(main), int(said["status"] or 200), said)


def _around(drawn: _Drawn, scripts: str) -> dict[str, str]:
    """The parts of a document that Dash draws, with what is drawn before it does."""
    entry = '<div id="react-entry-point"></div>'
    main = f' class="first" data-plotly="{plotly.address()}">{entry}<div id="first-drawing">{drawn.main}</div>'
    return {"main": main, "scripts": scripts}


def _document(page: Mapping[str, Any], drawn: _Drawn, parts: Mapping[str, str]) -> str:
    bare = page.get("bare")
    here = Here(page, request.path, query_string())
    title = title_of(page, request.path, drawn.said)
    catalog = _catalog()
    return DOCUMENT.format(
        lang=language(),
        root=' data-embedded=""' if bare else "",
        version=present_version() or "",
        title=escape(title),
        css=link(),
        letters=address(),
        icon=_icon(),
        head="" if bare or drawn.status != 200 else head(page, title, drawn.said),
        header=synthetic_banner(catalog) + ("" if bare else header(here)),
        footer="" if bare else footer(catalog, request.url),
        **parts,
    )


@lru_cache(maxsize=1)
def _icon() -> str:
    content = (ROOT / "assets" / "icon.svg").read_bytes()
    return f"/assets/icon.svg?m={blake2b(content, digest_size=8).hexdigest()}"


def _catalog() -> Catalog | None:
    try:
        return answers().catalog
    except DatabaseUnavailableError:
        return None


# What is remembered


_Key = tuple[Any, str, str]
_remembered: LRUCache[_Key, bytes] = LRUCache(MOST_BYTES, getsizeof=len)
_lock = threading.Lock()


def register_remembered(server: Flask) -> None:
    """Let a server send the documents it remembers at once: before they would wait in the line of those to render."""
    server.before_request(_at_once)


def _at_once() -> Response | None:
    key = _key() if is_document() else None
    with _lock:
        document = _remembered.get(key) if key else None
    return None if document is None else _checked(document)


def _key() -> _Key | None:
    """What a document is remembered by: the answers, the version of data and code, its address; None without data."""
    try:
        version = content_version(answers().catalog.version)
    except DatabaseUnavailableError:
        return None
    return answers(), version, request.url


def _sent(document: str, status: int) -> Response:
    # What a form sent is no part of the address.
    key = _key() if status == 200 and is_document() else None
    if key is None:
        return Response(document, status, mimetype="text/html")
    compressed: bytes = brotli.compress(document.encode(), quality=_QUALITY)
    with _lock:
        if len(compressed) <= MOST_BYTES:
            _remembered[key] = compressed
    return _checked(compressed)


def _checked(compressed: bytes) -> Response:
    """A document, or that it is still the one a browser has: the same page is the same in every process."""
    tag = blake2b(compressed, digest_size=16).hexdigest()
    known = request.if_none_match.contains_weak(tag)
    response = kept(Response(status=304) if known else packed(compressed, "text/html"), tag)
    response.vary.add("Accept-Encoding")
    return response
