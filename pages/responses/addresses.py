"""Routes that are not pages: outlines, search, redirects, and the 404 status of unknown URLs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import dash
from flask import Flask, Response, abort, current_app, jsonify, make_response, redirect, request

from components.page.paths import DATA, SEARCH
from components.page.search.results import listing
from data.analysis.profiles.levels import PROFILED
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.language import set_language
from data.query.answers import Answers
from data.query.regions.member_code import MemberCodeError
from data.query.regions.region import is_region
from data.query.search.hits import KINDS, search
from data.query.selection import EXPLORE, PARAMETERS, QUESTION
from data.query.url_parameters import Words, plain_query, read_query, read_words
from pages.responses.sending import FOREVER, query_string

_CACHED = ("/geometry/", "/shapes/", "/assets/")
FOR_AN_HOUR = "public, max-age=3600"
_PAGES_RULE = "/<path:path>"
"""Dash answers every path that nothing else answers with the same document."""
_BEHIND = ".,;:!?)]}>\"'’”» "
"""Punctuation behind a URL in a text, which mail takes for a part of it."""
_OF_VIEWS = {*PARAMETERS, QUESTION} - {"lang"}
"""Words of a view: an address that has any of them without a path is an old one of Explore's."""


def answers() -> Answers:
    """The answers of the app that serves the request."""
    service: Answers = current_app.extensions["answers"]
    return service


def read_parameters(query: Words | str) -> dict[str, str]:
    """Query parameters of a query string or of Dash's keywords; sets the language of this request."""
    words = read_query(query) if isinstance(query, str) else read_words(query)
    set_language(words.get("lang", "en"))
    return words


def register(server: Flask) -> None:
    """Register the routes of this module with a server."""
    server.add_url_rule("/geometry/<kind>.json", view_func=geometry)
    server.add_url_rule("/shapes/<key>.json", view_func=shapes)
    server.add_url_rule("/search.json", view_func=search_json)
    server.add_url_rule("/favicon.ico", view_func=favicon)
    server.before_request(_set_request_language)
    server.before_request(_redirect_root)
    server.after_request(_set_cache_control)


def geometry(kind: str) -> Response:
    """Outlines of a kind of area as GeoJSON; 404 for a kind without any."""
    outlines = answers().boundary(kind)
    if outlines is None:
        abort(404)
    return Response(outlines, mimetype="application/geo+json")


def shapes(key: str) -> Response:
    """Outlines of places of a level or a kind of area, as SVG paths in JSON; 404 for an unknown one."""
    if not is_region(key) and answers().boundary(key) is None:
        abort(404)
    try:
        return Response(answers().shapes(key).document(), mimetype="application/json")
    except MemberCodeError:
        abort(404)


def favicon() -> Response:
    """The mark of the site, where browsers look for it when a document names none."""
    return redirect("/assets/icon.svg")  # type: ignore[return-value]  # werkzeug's Response is flask's here


def search_json() -> tuple[Response, int]:
    """Search hits of the query `q` as JSON, for the search box; the other parameters are those of the view.

    `only` keeps to one kind (`indicator`, `place`, `topic`). 503 with the reason while there is no data.
    """
    here = read_parameters(query_string())
    kinds = tuple(kind for kind in KINDS if kind == here.get("only")) or KINDS
    try:
        catalog = answers().catalog
        result = search(catalog, here.pop("q", ""), here=here, kinds=kinds)
        in_explore = "indicator" in here or QUESTION in here
        listed = jsonify(listing(result, catalog, only="" if kinds == KINDS else kinds[0], in_explore=in_explore))
    except DatabaseUnavailableError as error:
        return jsonify(status="unavailable", reason=str(error)), 503
    # The browser may keep it for a while: the same letters are typed again and again.
    listed.headers["Cache-Control"] = "private, max-age=300"
    listed.vary.add("Accept")
    return listed, 200


def _set_request_language() -> None:
    """Speak the language of the address; where Dash asks for parts of a page without its address, of that page."""
    asked_by_page = request.path.startswith("/_dash")
    read_parameters(urlsplit(request.referrer or "").query if asked_by_page else query_string())


def _redirect_root() -> Response | None:
    if request.path == "/" and _OF_VIEWS.intersection(read_query(query_string())):
        return _redirected(EXPLORE, query_string(), 302)
    if request.path == SEARCH and request.accept_mimetypes.best == "application/json":
        return make_response(search_json())
    return _straight()


def _straight() -> Response | None:
    """The way to the page that is meant by an address to which something was added on its way; see `plain_query`."""
    if request.method not in ("GET", "HEAD") or request.url_rule is None or request.url_rule.rule != _PAGES_RULE:
        return None
    # The question mark itself may have been written in percent signs.
    path, _, inside = request.path.partition("?")
    meant = f"/{path.strip('/ ').rstrip(_BEHIND).strip('/').lower()}"
    query = "&".join(part for part in (inside, query_string()) if part)
    plain = plain_query(query)
    if not _is_page(meant) or (meant, plain) == (request.path, query_string()):
        return None
    return _redirected(meant, plain, 302 if meant == request.path else 308)


def _redirected(path: str, query: str, status: int) -> Response:
    """A redirect within the site."""
    address = f"{path}?{query}" if query else path
    return redirect(address, status)  # type: ignore[return-value]  # werkzeug's Response is flask's here


def _set_cache_control(response: Response) -> Response:
    if request.path.startswith(_CACHED) and response.status_code == 200:
        response.headers["Cache-Control"] = _kept_for()
    return response


def _kept_for() -> str:
    """How long an answer may be kept: for good where the address names the version of what it answers.

    A file of assets is named with what is in it (`m`); outlines are asked for by data and code (`v`).
    Under another version than ours the answer is nobody's to keep: who asks has a page of another file.
    """
    if "m" in request.args:
        return FOREVER
    if "v" not in request.args:
        return FOR_AN_HOUR
    return FOREVER if request.args["v"] == content_version(answers().catalog.version) else "no-store"


def _is_page(path: str) -> bool:
    """Whether a path is a page's: a fixed one, or that of a place, a question or an indicator that there is."""
    start, _, name = path.rpartition("/")
    if path in _pages():
        return True
    if start not in ("/place", DATA):
        return any(re.fullmatch(pattern, path) for pattern in _patterns())
    try:
        catalog = answers().catalog
    except DatabaseUnavailableError:
        return True  # whether there is such a one cannot be known; the page says why
    if start == DATA:
        return name in catalog.questions or name in catalog.indicators
    return name in catalog.by_slug and catalog.by_slug[name].level in PROFILED


def _pages() -> set[str]:
    pages = [page for page in dash.page_registry.values() if not page["path_template"]]
    return {page["path"] for page in pages if not page["module"].endswith("not_found_404")}


def _patterns() -> list[str]:
    """Of the pages of one thing each (a place, a question): regular expressions of their paths."""
    templates = [page["path_template"] for page in dash.page_registry.values() if page["path_template"]]
    return [re.sub("<.*?>", "[^/]+", template) for template in templates if not template.startswith("/place/")]
