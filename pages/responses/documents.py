"""The documents of the site: each is its page whole, before any script runs.

A reading page (registered with `reading=True`) has nothing that Dash draws and comes without it. Of the others, Dash
draws what stands in the shell.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import dash
from dash import Dash, html
from dash._pages import _parse_query_string, _path_to_page
from flask import Response, request

from components.formatting.markup import data_attributes
from components.formatting.tree import written
from components.page.notices import failure, unanswered
from components.page.shell import NAME, Here, footer, header
from data.language import gettext, language

log = logging.getLogger(__name__)

_NOT_FOUND = "not_found_404"
_OF_VIEWS = frozenset(
    ("embed", "explore", "export", "hover", "map", "pickers", "print", "reach", "share", "sheet", "sorting", "states",
     "tabs", "timeline")
)  # fmt: skip
"""Scripts that work on what Dash draws; reading pages come without them."""

DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
  <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    {head}
    <link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
    <link rel="preload" href="/typeface.ttf" as="font" type="font/ttf" crossorigin>
    {css}
  </head>
  <body>
    {header}
    <main id="main" tabindex="-1">{main}</main>
    {footer}
    {scripts}
  </body>
</html>
"""


class Site(Dash):
    """Dash, whose documents are whole pages in the language of the request."""

    def index(self, *_args: Any, **_named: Any) -> Any:
        """The document of the address that is asked."""
        page, variables = registered(request.path)
        words = _parse_query_string(f"?{request.query_string.decode('utf-8', 'replace')}")
        if page.get("reading"):
            return self._reading(page, {**words, **variables})
        return super().index()  # type: ignore[no-untyped-call]

    def interpolate_index(self, *_parts: Any, **named: Any) -> str:
        """The document of a page that Dash draws; Dash gives its parts."""
        page, _ = registered(request.path)
        entry = f"{named['app_entry']}<div hidden>{named['config']}{named['scripts']}{named['renderer']}</div>"
        return _document(page, title=_registered_title(page), css=named["css"], main=entry, scripts="")

    def _reading(self, page: Mapping[str, Any], words: dict[str, Any]) -> Response:
        try:
            root = page["layout"](**words)
            main, status = str(written(root)), _said(root, "status")
            title, description = _said(root, "title"), _said(root, "description")
        except Exception:
            log.exception("a page failed")
            main, status, title, description = str(written(_failed())), "500", "", ""
        title = f"{title} · {NAME}" if title else _registered_title(page, request.path)
        head = f'<meta name="description" content="{escape(description)}">' if description else ""
        scripts = "\n    ".join(f'<script defer src="{escape(source)}"></script>' for source in self._sources(page))
        document = _document(page, title=title, head=head, css=self._style_sheets(), main=main, scripts=scripts)
        return Response(document, int(status or 200), mimetype="text/html")

    def _style_sheets(self) -> str:
        links: str = self._generate_css_dist_html()  # type: ignore[no-untyped-call]
        return links

    def _sources(self, page: Mapping[str, Any]) -> list[str]:
        """Addresses of the scripts of a reading page: the site's own, but those of views and of other pages."""
        resources = self.scripts.get_all_scripts(dev_bundles=False)
        listed = self._collect_and_register_resources(resources)  # type: ignore[no-untyped-call]
        sources = [source for source in listed if isinstance(source, str)]
        others = {_script_of(p) for p in dash.page_registry.values()} - {_script_of(page)}
        assets = self.get_asset_url("")
        return [
            source
            for source in sources
            if source.startswith(assets) and PurePosixPath(urlsplit(source).path).stem not in _OF_VIEWS | others
        ]


def registered(path: str) -> tuple[Mapping[str, Any], dict[str, str]]:
    """The page of a path and the variables in it; of an unknown path the page that says so."""
    page, variables = _path_to_page(path.strip("/"))
    unknown = not page or page["module"].endswith(_NOT_FOUND)
    if unknown:
        page = next(page for page in dash.page_registry.values() if page["module"].endswith(_NOT_FOUND))
    return page, variables or {}


def container() -> html.Div:
    """What Dash draws in the shell: its page, and above it what went wrong or is awaited."""
    return html.Div(
        [
            html.Div(id="failure", role="alert", **data_attributes(unanswered=unanswered())),
            html.Div(
                id="awaited",
                className="awaited",
                role="status",
                **data_attributes(words=gettext("Fetching the figures…")),
            ),
            dash.page_container,
        ]
    )


def _document(page: Mapping[str, Any], *, title: str, css: str, main: str, scripts: str, head: str = "") -> str:
    here = Here(page, request.path, request.query_string.decode("utf-8", "replace"))
    return DOCUMENT.format(
        lang=language(), title=escape(title), head=head, css=css, header=header(here), main=main, footer=footer(),
        scripts=scripts,
    )  # fmt: skip


def _script_of(page: Mapping[str, Any]) -> str:
    """The name of the script that is a page's own: that of its module."""
    name: str = page["module"].rpartition(".")[2]
    return name


def _registered_title(page: Mapping[str, Any], path: str = "") -> str:
    title = page["title"]
    if not callable(title):
        return str(title)
    _, variables = _path_to_page(path.strip("/")) if path else (None, None)
    return str(title(**(variables or {})))


def _said(root: Any, word: str) -> str:
    """What the root of a layout says of its document in a `data-` attribute; empty where it says nothing."""
    return str(getattr(root, f"data-{word}", "") or "")


def _failed() -> html.Div:
    return html.Div([html.H1(gettext("Something went wrong")), html.P(failure())], className="page")
