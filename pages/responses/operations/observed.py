"""Every request as it is seen from outside: its reference, its line in the log, its place in the metrics.

It stands around all else, so that what is answered from memory, refused or failed is seen too.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, g, request

from data import references
from data.logs import REQUESTS
from data.settings import Settings
from pages.responses.admission import DOCUMENTS
from pages.responses.exports.rates import Network, is_in, networks
from pages.responses.heads.page_registry import registered
from pages.responses.operations.door import OWN

log = logging.getLogger(REQUESTS)
HEADER = "X-Request-ID"
ROUTE = "equity.route"
"""Key of a WSGI environment: the route of a request; whoever answers before Flask sets it."""
RENDERED = "equity.rendered"
"""Key of a WSGI environment: whether the answer took a turn to render; False where it was remembered."""
NO_ROUTE = "none"
Start = Callable[..., Any]


class Meters(Protocol):
    """What counts requests."""

    def count(self, route: str, status: int, seconds: float, rendered: bool | None) -> None:
        """Count a request; `rendered` is None where nothing is to render."""

    def write(self) -> None:
        """Let others see what was counted."""


class Observed:
    """A WSGI application and what is to be known of its requests."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        every: bool,
        meters: Meters | None,
        proxies: tuple[Network, ...] = (),
    ) -> None:
        """`every` request has a line in the log, else those that were not answered as asked.

        `proxies` may give a request its reference; what others say is theirs, and gets nowhere.
        """
        self._application, self._every, self.meters, self._proxies = application, every, meters, proxies

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request."""
        began, status = time.perf_counter(), 500
        given = environ.get("HTTP_X_REQUEST_ID", "")
        if given and not is_in(environ.get("REMOTE_ADDR", ""), self._proxies):
            given = ""
        token = references.begin(given)
        own = references.reference()

        def started(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start(line, [*headers, (HEADER, own)], *rest)

        try:
            return self._application(environ, started)
        finally:
            seconds = time.perf_counter() - began
            if self.meters is not None and OWN not in environ:
                self.meters.count(_route(environ), status, seconds, environ.get(RENDERED))
            if self._every or status >= 400:
                _write(environ, status, seconds)
            references.end(token)


def register(server: Flask, settings: Settings, meters: Meters | None) -> None:
    """Observe the requests of a server. To be registered before what answers them."""
    server.before_request(_note_route)
    server.after_request(_note_turn)
    server.wsgi_app = Observed(  # type: ignore[assignment]
        server.wsgi_app,
        every=settings.log == "requests",
        meters=meters,
        proxies=networks(settings.trusted_proxies),
    )


def _note_route() -> None:
    rule = request.url_rule
    request.environ[ROUTE] = rule.rule if rule is not None else NO_ROUTE


def _note_turn(response: Any) -> Any:
    if request.environ.get(ROUTE) in (*DOCUMENTS, "/_dash-update-component"):
        request.environ[RENDERED] = bool(g.get("admitted"))
    return response


def _route(environ: dict[str, Any]) -> str:
    """The route of a request; of a page, that of the page."""
    route: str = environ.get(ROUTE, NO_ROUTE)
    return _page(environ.get("PATH_INFO", "")) if route in DOCUMENTS else route


@lru_cache(maxsize=512)
def _page(path: str) -> str:
    page, _ = registered(path)
    return str(page["path_template"] or page["path"])


def _write(environ: dict[str, Any], status: int, seconds: float) -> None:
    level, event = (
        (logging.ERROR, "failed") if status >= 500 and status != 503
        else (logging.WARNING, "refused") if status >= 400
        else (logging.INFO, "answered")
    )  # fmt: skip
    method = environ.get("REQUEST_METHOD", "")
    said = {
        "route": _route(environ),
        "method": method if method in _METHODS else "other",
        "status": status,
        "milliseconds": round(1000 * seconds, 1),
    }
    log.log(level, event, extra=said)


_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
