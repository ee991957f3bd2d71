"""What answers beside the page of regions: the form that chooses its members."""

from __future__ import annotations

from flask import Flask, Response, current_app, redirect, request

from components.page.paths import REGIONS
from components.views.regions.addresses import region_address
from data.analysis.regions.region_query import chosen_members, parse_region_query
from data.errors import DatabaseUnavailableError
from data.language import language_of, use_language
from data.query.answers import Answers
from data.query.url_parameters import read_query, shortened

KEPT = ("with", "with_members", "with_name", "question", "order")
"""Words of a page that stay while its members change."""
MOST = 500
"""Words of a form that are read: there are 351 cities and towns, and as many names might be typed twice."""


def register(server: Flask) -> None:
    """Register the routes of this module with a server."""
    server.before_request(gather)


def gather() -> Response | None:
    """A redirect to the one word `members`, where a form sent its cities and towns (`town`) or a set of them (`add`).

    None for every other request. A word that means no place stays in the address, so that the page can say so.
    """
    if request.path != REGIONS or not {"town", "add"} & request.args.keys():
        return None
    words = read_query(request.query_string.decode("utf-8", "replace"))
    source: Answers = current_app.extensions["answers"]
    with use_language(language_of(words.get("lang", ""))):
        try:
            address = _address(words, source)
        except DatabaseUnavailableError:
            return None  # the page says why
    return redirect(address, 302) if address else None  # type: ignore[return-value]  # werkzeug's Response is flask's


def _address(words: dict[str, str], source: Answers) -> str:
    """The address of the region that a form sent; empty where it names no place."""
    catalog = source.catalog
    towns, places = request.args.getlist("town")[:MOST], request.args.getlist("add")[:MOST]
    chosen, unknown = chosen_members(towns, places, catalog)
    if not chosen:
        return ""
    query, _ = parse_region_query(words, catalog)
    kept = {key: words[key] for key in KEPT if key in words} | ({"town": shortened(unknown[0])} if unknown else {})
    return region_address({*chosen, *query.members}, query.name, catalog, **kept)
