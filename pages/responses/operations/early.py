"""Answers to what never becomes a request of the site: cut off, too long, too slow, or no HTTP."""

from __future__ import annotations

import logging
import re

from data import references
from data.language import language_of, use_language
from data.logs import REQUESTS
from pages.responses.files.exports import refused
from pages.responses.operations.failures import words
from pages.responses.operations.observed import HEADER, NO_ROUTE
from pages.responses.operations.security_headers import BEFORE_FLASK

log = logging.getLogger(REQUESTS)
_LANGUAGE = re.compile(r"(?:^|[?&])lang=([A-Za-z-]{2,12})")


def answer(status: int, line: str, error: Exception | None = None) -> bytes:
    """The whole answer, of which there is a line in the log; `line` is what has come of the request's first line."""
    token = references.begin()
    try:
        log.log(
            logging.ERROR if error else logging.WARNING,
            "failed" if error else "refused",
            extra={"route": NO_ROUTE, "status": status},
            exc_info=error,
        )
        spoken = _LANGUAGE.search(line)
        with use_language(language_of(spoken[1]) if spoken else "en"):
            title, sentence = words(status)
            response = refused(title, sentence, status)
        response.headers.update(BEFORE_FLASK)
        response.headers.update({HEADER: references.reference(), "Connection": "close", "Cache-Control": "no-store"})
        head = [f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in response.headers.items())]
        return "\r\n".join([*head, "", ""]).encode() + response.get_data()
    finally:
        references.end(token)
