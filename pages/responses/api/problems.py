"""Problems: how the read API says that it cannot answer (RFC 9457), in one shape, with a sentence and a hint.

A person who follows a link of an export in a browser gets the same sentence as a page.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from components.documents.document import NothingToExportError
from components.page.paths import READ_API
from data.errors import DatabaseUnavailableError, InputError
from data.language import format_integer, gettext
from data.query.briefings.codec import BriefingError
from data.references import reference
from pages.responses.admission import RETRY_SECONDS
from pages.responses.exports.refusals import BusyError
from pages.responses.exports.workshop import FileFailedError
from pages.responses.files.exports import refused

API = "/api/v1"
FILES = (f"{API}/views/", f"{API}/briefing")
"""Addresses that people follow links to."""
PAGE = READ_API
"""The page that explains the API, with an entry for each kind of problem."""
MIME = "application/problem+json"
STATUSES = (400, 404, 405, 406, 413, 414, 429, 500, 503)
LONGEST = 8000
"""Characters of an address: proxies and browsers cut longer ones."""


class ProblemError(Exception):
    """A request cannot be answered; the message is a sentence that says why, `hint` one that says what helps."""

    def __init__(self, status: int, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.status, self.hint = status, hint


def register(server: Flask) -> None:
    """Register the answers to what goes wrong with a server; `operations.failures` has those of the server itself."""
    server.before_request(_check_length)
    server.register_error_handler(ProblemError, lambda e: problem(e.status, str(e), e.hint))
    server.register_error_handler(BusyError, _busy)
    server.register_error_handler(NothingToExportError, _nothing)
    server.register_error_handler(BriefingError, _nothing)
    server.register_error_handler(FileFailedError, _failed)
    server.register_error_handler(DatabaseUnavailableError, _unavailable)


def is_api() -> bool:
    """Whether the request is one to the API."""
    return request.path.startswith(f"{API}/") or request.path == API


def problem(
    status: int, detail: str, hint: str = "", headers: Mapping[str, str] | None = None, heading: str = ""
) -> Response:
    """The problem as JSON; as a page, under a `heading` of its own, where a browser asks for a file of a view."""
    hint = hint or helps(status)
    if _is_for_a_person():
        response = refused(heading or title(status), detail, status)
    else:
        said = {
            "type": f"{request.host_url.rstrip('/')}{PAGE}#problem-{status}",
            "title": title(status),
            "status": status,
            "detail": detail,
            "hint": hint,
            "instance": request.full_path.rstrip("?")[:LONGEST],
            "reference": reference(),
        }
        response = Response(orjson.dumps(said), status=status, mimetype=MIME)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    response.vary.add("Accept")
    return response


def title(status: int) -> str:
    """The kind of a problem, in a few words."""
    return {
        400: gettext("The request cannot be followed"),
        404: gettext("There is nothing at this address"),
        405: gettext("The API is for reading only"),
        406: gettext("There is no such form of this answer"),
        413: gettext("Too much was sent"),
        414: gettext("The address is too long"),
        429: gettext("Too many requests"),
        503: gettext("The site cannot answer just now"),
    }.get(
        status,
        gettext("The request cannot be followed") if status < 500 else gettext("Something went wrong on our side"),
    )


def helps(status: int) -> str:
    """What helps against a kind of problem, in a sentence."""
    return {
        400: gettext("The page {page} lists what each address takes.", page=PAGE),
        404: gettext("The page {page} lists every address.", page=PAGE),
        405: gettext("Ask with GET or HEAD."),
        406: gettext("Leave out the header Accept, or name a form with the word format."),
        413: gettext("Send less at once."),
        414: gettext("Ask for fewer things at once."),
        429: gettext("Ask more slowly; the header Retry-After says when."),
        503: gettext("Ask again later; the header Retry-After says when."),
    }.get(status, gettext("Try again; should it happen again, tell us the reference."))


def _is_for_a_person() -> bool:
    """Whether a browser shows the answer: on the way to a file by a link, or anywhere but in the API."""
    if not is_api():
        return True
    best = request.accept_mimetypes.best_match([MIME, "application/json", "text/html"])
    return request.path.startswith(FILES) and best == "text/html"


def _check_length() -> None:
    if is_api() and len(request.full_path) > LONGEST:
        length = format_integer(len(request.full_path))
        sentence = gettext(
            "The address has {number} characters, more than {most}.", number=length, most=format_integer(LONGEST)
        )
        raise ProblemError(414, sentence)


def _busy(error: BusyError) -> Response:
    return problem(error.status, str(error), headers={"Retry-After": str(error.retry_seconds)})


def _nothing(error: InputError) -> Response:
    return problem(400, str(error), heading=gettext("There is nothing to take along here"))


def _failed(error: FileFailedError) -> Response:
    return problem(500, gettext("This file could not be made."))


def _unavailable(error: DatabaseUnavailableError) -> Response:
    if not is_api():
        return Response(orjson.dumps({"status": "unavailable", "reason": str(error)}), 503, mimetype="application/json")
    detail = gettext("The data file is missing or being replaced. Try again in a minute.")
    heading = gettext("The figures cannot be shown just now")
    return problem(503, detail, headers={"Retry-After": str(RETRY_SECONDS)}, heading=heading)


def of_server(error: HTTPException) -> Response:
    """What the server itself refuses (405, 404, …)."""
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    # The server's own descriptions are English; ours, of a busy site or a format that there is none of, are sentences.
    own = error.description if error.description and error.description != type(error).description else ""
    detail = own if own and status in (400, 404, 411, 415, 503) else _sentence(status)
    return problem(status, detail, headers=headers)


def _sentence(status: int) -> str:
    return {
        404: gettext("The API has no such address."),
        413: gettext("What was sent is larger than a briefing can be."),
        500: gettext("The answer could not be made."),
        405: gettext("An address of the API takes no {method}.", method=request.method),
    }.get(status, title(status))
