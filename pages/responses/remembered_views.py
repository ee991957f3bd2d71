"""A remembered view to a request that has been answered before, word for word: sent again without asking Flask.

To read a request, to match its address and to settle its words takes longer than to send what is remembered. A request
whose bytes are those of one that was answered with a view is answered with the same view and the same headers, for as
long as data and code are of the version they were of.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from cachetools import LRUCache
from flask import Flask

from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from data.query.selection import Selection
from pages.responses.operations.observed import RENDERED, ROUTE
from pages.responses.rendered import is_rendered, response_bytes

PATH = "/_dash-update-component"
VIEW = "equity.view"
"""Key of a WSGI environment: whoever answers a request with a plain view says which, and in what version, here."""
_LONGEST = 4_000
"""Bytes of the body of a request; that of a view has some hundred."""
_MOST = 4_096
"""Requests that are known again, of some 300 bytes each."""
_TOLD = (
    "CONTENT_TYPE", "HTTP_ACCEPT_ENCODING", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_X_FORWARDED_PROTO",
    "wsgi.url_scheme",
)  # fmt: skip
"""What else of a request its answer may depend on."""
_OWN_LENGTH = "content-length"

Headers = tuple[tuple[str, str], ...]
Application = Callable[..., Iterable[bytes]]


class RememberedViews:
    """A WSGI application, and what it answered with views. Safe to share between threads."""

    def __init__(self, application: Application, source: Answers) -> None:
        self._application, self._source = application, source
        self._known: LRUCache[bytes, tuple[str, Selection, Headers]] = LRUCache(_MOST)
        self._headers: dict[Headers, Headers] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return self._application(environ, start)
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isdecimal() and int(length) <= _LONGEST):
            return self._application(environ, start)
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = io.BytesIO(body)
        told = "\0".join([environ.get(name, "") for name in _TOLD])
        key = blake2b(body, key=blake2b(told.encode("utf-8", "replace")).digest(), digest_size=16).digest()
        known = self._again(key)
        if known is not None:
            content, headers = known
            environ[ROUTE], environ[RENDERED] = PATH, False
            start("200 OK", [*headers, ("Content-Length", str(len(content)))])
            return [content]
        return self._application(environ, lambda *answer: self._heed(key, environ, start, *answer))

    def _again(self, key: bytes) -> tuple[bytes, Headers] | None:
        """What a request is answered with again; None where it was not, or not from the file that is in place."""
        with self._lock:
            known = self._known.get(key)
        if known is None:
            return None
        version, selection, headers = known
        # Pinned: a view that is forgotten in this very moment is rendered again, and of this file.
        with self._source.database.pinned():
            try:
                if version != content_version(self._source.catalog.version):
                    return None
                if not is_rendered(self._source, version, selection):
                    return None
                return response_bytes(self._source, version, selection), headers
            except DatabaseUnavailableError:
                return None

    def _heed(
        self, key: bytes, environ: dict[str, Any], start: Callable[..., Any], status: str, given: Any, *problem: Any
    ) -> Any:
        """Keep what a request was answered with, where it is a view as it is remembered."""
        view = environ.get(VIEW)
        if view is not None and status.startswith("200") and ("Content-Encoding", "br") in given:
            headers = tuple((name, value) for name, value in given if name.lower() != _OWN_LENGTH)
            with self._lock:
                self._known[key] = (*view, self._headers.setdefault(headers, headers))
        return start(status, given, *problem)


def register(server: Flask, source: Answers) -> None:
    """Answer again what was answered before. To be registered before all else that stands around the server."""
    server.wsgi_app = RememberedViews(server.wsgi_app, source)  # type: ignore[assignment, method-assign]
