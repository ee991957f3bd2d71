"""What went wrong, as whoever asked is told: in words, with a way on and the reference that the log has of it.

Pages are pages; what a script of a page asked for is a sentence; the read API says problems of its own.
"""

from __future__ import annotations

import logging

import dash
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from components.page.notices import failure
from data.language import gettext
from data.references import reference
from pages.responses.api.problems import is_api, of_server, problem
from pages.responses.files.exports import refused
from pages.responses.operations.bodies import UPDATE

log = logging.getLogger(__name__)


def register(server: Flask) -> None:
    """Register the answers with a server: behind the API's, whose problems have a form of their own."""
    server.register_error_handler(HTTPException, of_http)
    server.register_error_handler(Exception, of_fault)
    # A script of another version of the site, or an address that somebody made up.
    server.register_error_handler(DependencyException, _no_resource)
    server.register_error_handler(InvalidResourceError, _no_resource)


def report_failure(error: Exception) -> None:
    """Log a failing callback and tell the reader, who would otherwise see nothing happen."""
    log.error("a callback failed", exc_info=error)
    dash.set_props("failure", {"children": failure()})


def of_http(error: HTTPException) -> Response | HTTPException:
    """The answer to a request that is refused, or sent elsewhere."""
    status = error.code or 500
    if status < 400:
        return error
    if is_api():
        return of_server(error)
    title, usual = words(status)
    own = error.description if error.description and error.description != type(error).description else ""
    response = _said(title, own or usual, status)
    response.headers.update({n: v for n, v in error.get_headers() if n in ("Allow", "Retry-After")})
    return response


def of_fault(error: Exception) -> Response:
    """The answer to a request that failed."""
    log.error("a request failed", exc_info=error)
    if is_api():
        return problem(500, gettext("The answer could not be made."))
    return _said(*words(500), 500)


def words(status: int) -> tuple[str, str]:
    """A heading and a sentence for an answer that is none."""
    headings = {
        404: gettext("There is nothing at this address"),
        413: gettext("Too much was sent"),
        414: gettext("The address is too long"),
        431: gettext("The address is too long"),
        503: gettext("The site cannot answer just now"),
    }
    sentences = {
        404: gettext("It may have been mistyped, or the page may have moved."),
        405: gettext("This address does not take what was sent to it. Follow a link of the site instead."),
        408: gettext("Your request did not arrive whole in time. Send it again."),
        411: gettext("Say the length of what you send in the header Content-Length."),
        413: gettext("This address takes less than was sent. Send less at once."),
        414: gettext("Choose the view on the site, and copy its address from there."),
        431: gettext("Choose the view on the site, and copy its address from there."),
        503: gettext("The site has more to do than it can just now. Try again in a few seconds."),
    }
    if status < 500:
        return (
            headings.get(status, gettext("The request cannot be followed")),
            sentences.get(
                status, gettext("The site does not understand what was sent to it. Follow a link of the site.")
            ),
        )
    return (
        headings.get(status, gettext("Something went wrong")),
        sentences.get(status, gettext("Something went wrong on our side, and it has been logged. Try again.")),
    )


def _no_resource(_error: Exception) -> Response | HTTPException:
    return of_http(NotFound())


def _said(title: str, sentence: str, status: int) -> Response:
    if request.path == UPDATE:
        number = gettext("Reference number: {number}", number=reference())
        response = Response(f"{sentence}\n{number}\n", status, mimetype="text/plain")
    else:
        response = refused(title, sentence, status)
    response.headers["Cache-Control"] = "no-store"
    return response
