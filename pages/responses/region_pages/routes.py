"""What answers beside the page of regions: the form that chooses its members, and its figures as a file."""

from __future__ import annotations

from flask import Flask, Response, current_app, redirect, request

from components.documents.formats.csv import MIME
from components.documents.region import region_csv
from components.page.paths import REGIONS
from components.views.place.words import profile_title
from components.views.regions.addresses import CSV, region_address
from components.views.regions.panels import members_words
from components.views.regions.words import method_words
from data.analysis.regions.read_region import read_region
from data.analysis.regions.region_query import chosen_members, parse_region_query
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext, language_of, use_language
from data.query.answers import Answers
from data.query.regions.region import region_place
from data.query.url_parameters import read_query, shortened
from data.vocabulary import slugify
from pages.responses.files import exports

KEPT = ("with", "with_members", "with_name", "question", "order")
"""Words of a page that stay while its members change."""
MOST = 500
"""Words of a form that are read: there are 351 cities and towns, and as many names might be typed twice."""


def register(server: Flask) -> None:
    """Register the routes of this module with a server."""
    server.before_request(gather)
    server.add_url_rule(CSV, endpoint="export-region", view_func=export_region)


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


def export_region() -> Response:
    """The figures of a region, of the query string of its page: 200 with the file, else a page that says why not."""
    words = read_query(request.query_string.decode("utf-8", "replace"))
    with use_language(language_of(words.get("lang", ""))):
        try:
            source: Answers = current_app.extensions["answers"]
            query, said = parse_region_query(words, source.catalog)
            if not query.members:
                sentence = gettext("No region is chosen. Choose its cities and towns first.")
                return exports.refused(gettext("There is nothing to take along here"), sentence, 400)
            reading = read_region(source, region_place(source.catalog, query.members, query.name), query.question)
        except DatabaseUnavailableError:
            return exports.unavailable()
        about = [
            ("title", profile_title(reading.profile)),
            ("subtitle", members_words(reading.profile.place, reading.profile.catalog)),
            *(("notice", notice) for notice in said),
            *(("note", sentence) for sentence in method_words()),
        ]
        address = request.host_url.rstrip("/") + region_address(query.members, query.name, source.catalog)
        text = region_csv(reading, about, address, today())
        name = f"{slugify(query.name) or 'region'}.csv"
        return exports.attached(text.encode("utf-8-sig"), MIME, name)
