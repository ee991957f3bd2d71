"""Headers that protect readers, on every answer: one table, by the kind of answer (OWASP's list of secure headers).

They are put on outside of Flask, so that an answer that fails on its way has them too. What a document may do is what
the site does, and no more: scripts, styles and figures of its own address. No answer sets a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from flask import Flask

from components.page.share import EMBED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Kind = Literal["document", "embed", "file"]
Headers = tuple[tuple[str, str], ...]

SHARED = ("/api/", "/card.png", "/data/", "/download/", "/export/")
"""Starts of paths whose files other sites may show or read, as pictures of cards and the API's figures are."""
_UNUSED = (
    "accelerometer", "autoplay", "camera", "cross-origin-isolated", "display-capture", "encrypted-media", "fullscreen",
    "gyroscope", "keyboard-map", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "sync-xhr", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What a page could ask a browser for, and no page of ours does."""
_USED = ("clipboard-write", "geolocation")
"""For the buttons that copy a link and that find where a reader is. `web-share`, of the one that hands a link to an
app, is no page's but ours anyway."""
_DOCUMENT: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    # Where a bar ends is known when it is drawn, and Dash and plotly bring style sheets inside of their scripts.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# A drawing that is opened by itself has its styles in it.
_FILE: Mapping[str, str] = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def _policy(directives: Mapping[str, str], ancestors: str) -> str:
    return "; ".join(f"{name} {value}" for name, value in {**directives, "frame-ancestors": ancestors}.items())


OF_ALL: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
)
_OF_DOCUMENTS: Headers = (
    (
        "Permissions-Policy",
        ", ".join([*(f"{name}=()" for name in _UNUSED), *(f"{name}=(self)" for name in _USED)]),
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
)
BY_KIND: Mapping[Kind, Headers] = {
    "document": (
        ("Content-Security-Policy", _policy(_DOCUMENT, "'none'")),
        ("X-Frame-Options", "DENY"),
        *_OF_DOCUMENTS,
    ),
    # The one page that is made for the frames of others.
    "embed": (("Content-Security-Policy", _policy(_DOCUMENT, "*")), *_OF_DOCUMENTS),
    "file": (("Content-Security-Policy", _policy(_FILE, "'none'")), ("X-Frame-Options", "DENY")),
}
OWN, ANYONES = "same-origin", "cross-origin"
TLS: Headers = (("Strict-Transport-Security", "max-age=31536000"),)
"""A year. Names below ours are not ours to speak for, so that they are left out."""
BEFORE_FLASK: Headers = (*OF_ALL, *BY_KIND["document"], ("Cross-Origin-Resource-Policy", OWN))
"""Of what the server answers itself, in words, to a request that is none."""
_NAMES = {name.lower() for headers in (TLS, BEFORE_FLASK, *BY_KIND.values()) for name, _ in headers}


def register(server: Flask) -> None:
    """Put the headers on every answer of a server."""
    server.wsgi_app = protected(server.wsgi_app)  # type: ignore[method-assign, assignment]


def headers_of(path: str, content_type: str, status: int, *, https: bool) -> Headers:
    """The headers of an answer. One without content (304) changes nothing of what its reader keeps."""
    always = (*OF_ALL, *TLS) if https else OF_ALL
    if status == 304:
        return always
    kind = kind_of(path, content_type)
    shared = kind == "embed" or (kind == "file" and path.startswith(SHARED))
    return (*always, *BY_KIND[kind], ("Cross-Origin-Resource-Policy", ANYONES if shared else OWN))


def kind_of(path: str, content_type: str) -> Kind:
    """Whether an answer is a page, the page for frames, or anything else."""
    if content_type.partition(";")[0].strip().lower() != "text/html":
        return "file"
    return "embed" if path == EMBED else "document"


def protected(application: WSGIApplication) -> WSGIApplication:
    """An application whose answers have the headers, in place of any it gives itself."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Callable[[bytes], object]:
            given = [(name, value) for name, value in headers if name.lower() not in _NAMES]
            types = [value for name, value in given if name.lower() == "content-type"]
            https = environ.get("wsgi.url_scheme") == "https"
            path = environ.get("PATH_INFO", "")
            ours = headers_of(path, types[0] if types else "", int(status[:3]), https=https)
            return start_response(status, [*given, *ours], *problem)

        return application(environ, start)

    return answer
