"""The picture of a page that other sites show beside a link to it: `/card.png`, with the path and words of the page.

What it shows is found here, its picture is set in the workshop: the compiler and its fonts take 40 MB, which a worker
would keep.
"""

from __future__ import annotations

import threading
from typing import Any

from cachetools import LRUCache
from flask import Flask, Response, abort, current_app, request

from components.documents.card import MIME, Card, card_png
from components.page.shell import NAME
from components.views.describe import describe
from data.code_release import content_version
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from data.query.selection import EXPLORE
from data.query.url import parse_query
from data.query.url_parameters import read_query
from pages.responses.addresses import FOR_AN_HOUR, answers
from pages.responses.admission import give_way
from pages.responses.exports.workshop import Workshop
from pages.responses.heads.page_registry import registered, said_of, title_of
from pages.responses.sending import query_string

PATH = "/card.png"
MOST_BYTES = 2**20
"""Of all cards a process remembers: some dozen. Whoever shows a link fetches its card once, and keeps it."""
_remembered: LRUCache[Any, bytes] = LRUCache(MOST_BYTES, getsizeof=len)
_lock = threading.Lock()


def register(server: Flask) -> None:
    """Register the route with a server."""
    server.add_url_rule(PATH, "card", card)


def card() -> Response:
    """The card of the page whose path is the word `page`: 404 where there is none, 503 while there is no data.

    Raises what `Workshop.submit` does.
    """
    path = request.args.get("page", EXPLORE)
    query = query_string()
    key = (answers(), content_version(answers().catalog.version), query)
    with _lock:
        drawn = _remembered.get(key)
    if drawn is None:
        workshop: Workshop = current_app.extensions["workshop"]
        found = _view(query) if path == EXPLORE else _page(path)
        give_way()  # pages would wait for all files that are made before this one
        # Not counted as a file of its client's: one site that shows many links asks for the cards of all.
        drawn = workshop.submit(_drawn, found)
        with _lock:
            _remembered[key] = drawn
    return Response(drawn, mimetype=MIME, headers={"Cache-Control": FOR_AN_HOUR})


def _drawn(_: Answers, found: Card) -> bytes:
    return card_png(found)


def _view(query: str) -> Card:
    selection, _ = parse_query(read_query(query), answers().catalog)
    document = describe(answers().to(selection), request.host_url, today(), ())
    return Card(document.title, document.subtitle, document.figures[0] if document.figures else None)


def _page(path: str) -> Card:
    page, variables = registered(path)
    if page.get("bare") or page["path"] == "/404":
        abort(404)
    words: dict[str, Any] = {word: text for word, text in request.args.items() if word != "page"}
    try:
        said = said_of(page["layout"](**{**words, **variables}))
    except DatabaseUnavailableError:
        abort(503)
    if said["status"]:
        abort(int(said["status"]))
    return Card(title_of(page, path, said).removesuffix(f" · {NAME}"), said["description"])
