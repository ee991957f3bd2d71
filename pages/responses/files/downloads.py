"""Routes of files: the published file, the data package, series of indicators with their dictionaries, and the feed."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask, Response, abort, request, send_file

from components.documents import atom
from components.documents.formats.csv import MIME as CSV
from components.documents.series import DICTIONARY_COLUMNS, rows_csv
from components.page.paths import RELEASES
from components.views.catalog.addresses import DATABASE, FEED, PACKAGE, SERIES
from data.catalog.models import Catalog, Indicator
from data.code_release import content_version
from data.language import language, use_language
from data.query.answers import Answers
from data.query.published.contents import COLUMNS
from data.query.published.descriptors import dictionary_rows, series_dictionary
from data.query.url_parameters import in_language
from pages.responses.addresses import FOR_AN_HOUR, answers
from pages.responses.files.exports import attached
from pages.responses.sending import KEPT, kept, tag_of

_DICTIONARY = "-dictionary"


def register(server: Flask) -> None:
    """Register the routes of this module with a server. While there is no data, all answer 503."""
    server.add_url_rule(DATABASE, endpoint="download-database", view_func=database)
    server.add_url_rule(PACKAGE, endpoint="download-package", view_func=package)
    server.add_url_rule(f"{SERIES}/<name>.<kind>", endpoint="export-series", view_func=series)
    server.add_url_rule(FEED, endpoint="releases-feed", view_func=releases_feed)


def database() -> Response:
    """The whole published file, in parts where a part is asked for."""
    publication = answers().publication
    tag = tag_of("database", *map(str, publication.identity))
    sent = send_file(
        publication.path.absolute(), mimetype="application/vnd.duckdb", as_attachment=True,
        download_name="equity.duckdb", conditional=True, etag=tag, max_age=0,
    )  # fmt: skip
    sent.headers["Cache-Control"] = KEPT
    return sent


def package() -> Response:
    """The data package of all tables, as a ZIP file."""
    with use_language("en"):
        source = answers()
        catalog = source.catalog
        name = "massachusetts-health-equity-data.zip"
        return _file(name, "application/zip", catalog, lambda: source.publication.package(catalog))


def series(name: str, kind: str) -> Response:
    """The series of an indicator as `csv` or `parquet`, or its dictionary as `csv` or `json`; 404 for anything else."""
    with use_language("en"):
        source = answers()
        catalog = source.catalog
        indicator = catalog.indicators.get(name.removesuffix(_DICTIONARY))
        makers = (
            {} if indicator is None
            else _of_dictionary(indicator, catalog) if name.endswith(_DICTIONARY)
            else _of_series(indicator, source, catalog)
        )  # fmt: skip
        if kind not in makers:
            abort(404)
        mime, make = makers[kind]
        return _file(f"{name}.{kind}", mime, catalog, make)


def releases_feed() -> Response:
    """Release notes of the data as an Atom feed, in the language of the address."""
    host = request.host_url.rstrip("/")
    source = answers()
    version = content_version(source.catalog.version)
    written = atom.feed(source.publication.releases, f"{host}{in_language(RELEASES)}", f"{host}{in_language(FEED)}")
    response = Response(written, content_type=atom.MIME)
    response.set_etag(tag_of(FEED, host, language(), version), weak=True)
    response.headers["Cache-Control"] = FOR_AN_HOUR
    response.make_conditional(request)
    return response


_Maker = tuple[str, Callable[[], bytes]]
"""A media type, and what makes a file of it."""


def _of_series(indicator: Indicator, source: Answers, catalog: Catalog) -> dict[str, _Maker]:
    about = {
        "title": indicator.title,
        "definition": indicator.definition,
        "unit": indicator.unit,
        "data_version": catalog.version,
        "dictionary": json.dumps(series_dictionary(indicator, catalog, catalog.version), ensure_ascii=False),
    }
    return {
        "csv": (CSV, lambda: rows_csv(COLUMNS, source.publication.series(indicator, catalog))),
        "parquet": (
            "application/vnd.apache.parquet", lambda: source.publication.parquet(indicator, catalog, about),
        ),
    }  # fmt: skip


def _of_dictionary(indicator: Indicator, catalog: Catalog) -> dict[str, _Maker]:
    dictionary = series_dictionary(indicator, catalog, catalog.version)
    return {
        "csv": (CSV, lambda: rows_csv(DICTIONARY_COLUMNS, dictionary_rows(dictionary))),
        "json": ("application/json", lambda: json.dumps(dictionary, indent=1, ensure_ascii=False).encode()),
    }


def _file(name: str, mime: str, catalog: Catalog, make: Callable[[], bytes]) -> Response:
    """A file to keep, made unless the reader has it: its tag is the data that it is made of, the code and its name."""
    tag = tag_of(name, content_version(catalog.version))
    known = request.if_none_match.contains_weak(tag)
    return kept(Response(status=304) if known else attached(make(), mime, name), tag)
