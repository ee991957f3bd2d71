"""Routes of views as files: `/api/v1/views/<page>.<kind>` with the words of the page's address.

`metadata=zip` besides gives the file in a ZIP, with its metadata beside it.

The addresses that exports had before lead there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Flask, Response, abort, redirect, request

from components.documents.document import PAGES
from components.documents.export_menu import METADATA, ZIPPED, view_file_address
from data.code_release import content_version
from data.dates import today
from data.language import language_of, use_language
from data.query.answers import Answers
from data.query.url import parse_query
from data.query.url_parameters import read_query
from pages.responses.addresses import answers
from pages.responses.exports.files import ViewFile, made_elsewhere, view_file
from pages.responses.exports.formats import FORMATS
from pages.responses.exports.workshop import submit
from pages.responses.files.exports import attached
from pages.responses.sending import kept, query_string, tag_of

MOVED = {
    "/export/csv": ("explore", "csv"),
    "/export/png": ("explore", "png"),
    "/export/worst.csv": ("worst", "csv"),
    "/export/region.csv": ("region", "csv"),
    "/export/maternity-access.csv": ("maternity-access", "csv"),
}
"""Addresses that files had once: the page and the format of each."""


def register(server: Flask) -> None:
    """Register the addresses that lead to those of views, which the API has (`pages/responses/api/routes.py`)."""
    for old, (page, kind) in MOVED.items():
        words = {"page": page, "kind": kind}
        server.add_url_rule(old, endpoint=f"moved-{page}-{kind}", view_func=moved, defaults=words)


def moved(page: str, kind: str) -> Response:
    """The way from an address that a file had once, with the words as they stand."""
    address = view_file_address(page, kind) + (f"?{query_string()}" if query_string() else "")
    return redirect(address, 308)  # type: ignore[return-value]  # werkzeug's Response is flask's here


def view(page: str, kind: str) -> Response:
    """A view of a page as a file. It takes the words of the address of that page.

    A word that cannot be followed is told in the file. PDF, slides, workbooks and pictures are made in a bounded line.
    """
    if page not in PAGES or kind not in FORMATS:
        abort(404)
    words = read_query(query_string())
    with use_language(language_of(words.get("lang", ""))):
        return _file(page, kind, words, answers())


def _file(page: str, kind: str, words: dict[str, str], source: Answers) -> Response:
    """The file, of a costly format made in the workshop. What goes wrong is said by `api.problems`."""
    day, zipped = today(), request.args.get(METADATA) == ZIPPED
    tag = _tag(page, f"{kind}.{ZIPPED}" if zipped else kind, words, source, day)
    if request.if_none_match.contains_weak(tag):
        return kept(Response(status=304), tag)
    if FORMATS[kind].costly:
        file = submit(made_elsewhere, page, words, request.host_url, day, kind, zipped)
    else:
        file = view_file(page, words, source, request.host_url, day, kind, zipped=zipped)
    return kept(_sent(file), tag)


def _sent(file: ViewFile) -> Response:
    return attached(file.content, file.mime, file.name)


def _tag(page: str, kind: str, words: Mapping[str, str], source: Answers, day: date) -> str:
    """ETag of an export: format, version of data and code, view, notices, host and day; all it depends on."""
    version = content_version(source.catalog.version)
    return tag_of(page, kind, version, *_asked(page, words, source), request.host_url, day.isoformat())


def _asked(page: str, words: Mapping[str, str], source: Answers) -> tuple[str, ...]:
    """What is asked for: of Explore the view that is shown, so that the same view said in other words is the same."""
    if page == "explore":
        selection, notices = parse_query(dict(words), source.catalog)
        return selection.query(), *notices
    return tuple(f"{key}={word}" for key, word in sorted(words.items()))
