"""One release of the data: each request is answered from one file, says which, and /health says whether it is in place.

The file may be replaced at any moment. A request pins the file it begins with; its answer bears the version of data and
code in the header `Data-Version`. A page bears the version it was made of; what it asks for afterwards is not shown on
it where that is of another (`assets/versions.js`): the page is loaded anew, whole.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, jsonify, request

from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from pages.responses.addresses import answers

VERSION = "Data-Version"
"""The header that says which data and code an answer is made of."""
HEALTH, READY, LIVE = "/health", "/health/ready", "/health/live"
_WITHOUT_DATA = (
    LIVE,
    "/assets/",
    "/scripts/",
    "/plotly.js",
    "/_dash-component-suites/",
    "/style.css",
    "/typeface.",
    "/favicon.ico",
    "/robots.txt",
)
"""What is answered without the file, and must not wait while a new one is looked through."""


def register(server: Flask, source: Answers) -> None:
    """Register the answers with a server, and let each of its requests be answered from one file."""
    server.extensions["answers"] = source
    server.add_url_rule(HEALTH, endpoint="health", view_func=health)
    server.add_url_rule(READY, endpoint="health-ready", view_func=health)
    server.add_url_rule(LIVE, endpoint="health-live", view_func=lambda: jsonify(status="ok"))
    server.before_request(_pin)
    server.after_request(_say_version)
    server.teardown_request(_let_go)


def present_version() -> str | None:
    """The version of data and code that this request is answered from; None without any data."""
    try:
        return content_version(answers().catalog.version)
    except DatabaseUnavailableError:
        return None


def health() -> tuple[Response, int]:
    """Whether the site can answer, with the version of the data or the reason why not.

    200 and `ok`; 200 and `degraded` where the file in place is refused or gone, and the one before it is served; 503
    and `unavailable` where there is none to serve.
    """
    source = answers()
    try:
        # The whole catalogue is read, so that a file of another version is not called well.
        source.catalog  # noqa: B018
        version = source.version
    except DatabaseUnavailableError as error:
        return jsonify(status="unavailable", reason=str(error)), 503
    if source.database.trouble:
        reason = f"{source.database.trouble}. The file before it is served."
        return jsonify(status="degraded", data_version=version, reason=reason), 200
    return jsonify(status="ok", data_version=version), 200


def _pin() -> None:
    if request.path.startswith(_WITHOUT_DATA):
        return
    pinned = ExitStack()
    pinned.enter_context(answers().database.pinned())
    g.pinned = pinned


def _let_go(_error: BaseException | None) -> None:
    pinned: ExitStack | None = g.pop("pinned", None)
    if pinned is not None:
        pinned.close()


def _say_version(response: Response) -> Response:
    version = present_version() if "pinned" in g else None
    if version is not None:
        response.headers[VERSION] = version
    return response
