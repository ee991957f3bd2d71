"""Admission control: what a process works on at once, so that no reader, and no number of readers, stops the site.

Python runs one thread at a time, so more renders at once only make each slower, and the thread that answers /health
with them. Renders of pages take turns, and wait in a bounded line; what a browser fetches ahead of its reader waits
until no page is rendered; whatever does not render (/health, assets, documents) is never counted and finds a thread.
"""

from __future__ import annotations

import threading
import time

from flask import Flask, current_app, g, request
from werkzeug.exceptions import ServiceUnavailable

from data.language import gettext
from pages.responses.exports.formats import BOOKS, FORMATS

RENDERS = 2
"""Renders of pages at once: one computes while the other waits for the database or its reader's connection."""
IN_LINE = 20
"""Renders that may wait for their turn; one more is refused, with a sentence. Each holds one of gunicorn's 50 threads:
with all of them waiting, /health would find none."""
AHEAD = 4
"""Requests for what a browser fetches ahead that may hold a thread: with RENDERS and IN_LINE 26 of 50. Files that
are made in the workshop take 17; the rest are for /health, assets and documents."""
RETRY_SECONDS = 5
"""When one who was refused may come again. Sooner, the line is still full; later, a reader gives up before."""

_RENDERED = (
    "/_dash-update-component", "/export/", "/api/v1/views/", "/card.png", "/briefing", "/api/v1/briefing",
    "/api/v1/observations", "/api/v1/measures", "/api/v1/regions",
)  # fmt: skip
"""Addresses whose answers are rendered; files and scripts are not. Documents are: each is its whole page."""

DOCUMENTS = ("/", "/<path:path>")
"""Rules of the addresses that Dash answers with a document."""


class Admission:
    """The renders of a process. Safe to share between threads."""

    def __init__(self, renders: int = RENDERS, in_line: int = IN_LINE) -> None:
        self._turns = threading.Semaphore(renders)
        self._most = renders + in_line
        self._changed = threading.Condition()
        self._admitted = 0

    def enter(self) -> bool:
        """Wait for a turn to render a page; False, at once, when the line is full. Whoever entered must leave."""
        with self._changed:
            if self._admitted >= self._most:
                return False
            self._admitted += 1
        self._turns.acquire()
        return True

    def leave(self) -> None:
        """Give the turn to the next."""
        self._turns.release()
        with self._changed:
            self._admitted -= 1
            self._changed.notify_all()

    @property
    def admitted(self) -> int:
        """How many pages are rendered or wait to be."""
        return self._admitted

    @property
    def busy(self) -> bool:
        """Whether any page is rendered, or waits to be."""
        return self._admitted > 0

    def idle(self, seconds: float) -> bool:
        """Wait until no page is rendered and none waits to be; False when one still is after some seconds."""
        until = time.monotonic() + seconds
        with self._changed:
            return self._changed.wait_for(lambda: not self._admitted, max(until - time.monotonic(), 0))


def register(server: Flask, admission: Admission) -> None:
    """Let a server's renders take turns."""
    server.extensions["admission"] = admission

    def enter() -> None:
        rendered = request.path.startswith(_RENDERED) and not _is_made_elsewhere()
        if not rendered and not is_document():
            return
        if not admission.enter():
            # `operations.failures` says so in the form that was asked for.
            raise ServiceUnavailable(_sentence(), retry_after=RETRY_SECONDS)
        g.admitted = True

    server.before_request(enter)
    server.teardown_request(lambda _error: give_way())


def give_way() -> None:
    """Give this request's turn to the next, if it has one: it is done with rendering, and may wait for something."""
    if g.pop("admitted", False):
        admission: Admission = current_app.extensions["admission"]
        admission.leave()


def _is_made_elsewhere() -> bool:
    """Whether a file is asked for that is made in the workshop, which has a line of its own."""
    kind = (request.view_args or {}).get("kind", "")
    return kind in BOOKS or (kind in FORMATS and FORMATS[kind].costly)


def is_document() -> bool:
    """Whether a page is asked for."""
    rule = request.url_rule
    return request.method in ("GET", "HEAD") and rule is not None and rule.rule in DOCUMENTS


def _sentence() -> str:
    return gettext("The site has more to do than it can just now. Try again in a few seconds.")
