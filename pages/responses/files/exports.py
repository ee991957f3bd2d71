"""Routes of two lists as CSV, and what every file that is sent has in common: its name, and words in its place."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from flask import Flask, Response, request

from components.documents.excess import excess_csv
from components.documents.formats import csv as table_text
from components.page.paths import MATERNITY_ACCESS
from components.views.excess.view import ExcessView
from components.views.excess.words import method_words, page_subtitle, page_title
from components.views.maternity.export import maternity_csv
from components.views.maternity.panels import EXPORT as MATERNITY
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import parse_excess_query
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext, language, language_of, use_language
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language, read_query
from pages.responses.addresses import answers
from pages.responses.files.style_sheet import link
from pages.responses.maternity import maternity_view
from pages.responses.sending import query_string


def register(server: Flask) -> None:
    """Register the routes of this module with a server."""
    server.add_url_rule("/export/worst.csv", endpoint="export-worst", view_func=export_worst)
    server.add_url_rule(MATERNITY, endpoint="export-maternity", view_func=export_maternity)


def export_worst() -> Response:
    """The list of where it is worst, of the query string of its page: 200 with the file, 503 with a page in words."""
    words = read_query(query_string())
    with use_language(language_of(words.get("lang", ""))):
        try:
            source = answers()
            selection, notices = parse_excess_query(words, source.catalog)
            view = ExcessView.of(excess_scan(source), selection, source.catalog, notices)
        except DatabaseUnavailableError:
            return unavailable()
        about = [
            ("title", page_title(view)),
            ("subtitle", page_subtitle(view)),
            *(("notice", notice) for notice in notices),
            *(("note", said) for said in method_words(view)),
        ]
        address = f"{request.host_url.rstrip('/')}/worst{selection.query()}".rstrip("?")
        text = excess_csv(view.lines, about, source.catalog, address, today())
        return attached(text.encode("utf-8-sig"), table_text.MIME, "where-it-is-worst.csv")


def export_maternity() -> Response:
    """Maternity access, all years: 200 with the file, 404 where there is nothing to tell, 503 with a page in words."""
    words = read_query(query_string())
    with use_language(language_of(words.get("lang", ""))):
        try:
            view = maternity_view(answers(), {})
        except DatabaseUnavailableError:
            return unavailable()
        if view is None:
            return refused(gettext("There is nothing to take along here"), gettext("Maternity access"), 404)
        address = f"{request.host_url.rstrip('/')}{in_language(MATERNITY_ACCESS)}"
        text = maternity_csv(view, address, today())
        return attached(text.encode("utf-8-sig"), table_text.MIME, "maternity-access.csv")


def attached(content: bytes, mime: str, name: str) -> Response:
    """A file to save under a name."""
    response = Response(content, mimetype=mime.partition(";")[0], content_type=mime)
    # The plain name for old readers, the encoded one (RFC 5987) for the others; ours are plain in both.
    plain = name.encode("ascii", "ignore").decode().replace('"', "")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


def unavailable() -> Response:
    """The page in words while there is no data: 503."""
    title = gettext("The figures cannot be shown just now")
    return refused(title, gettext("The data file is missing or being replaced. Try again in a minute."), 503)


def refused(title: str, sentence: str, status: int) -> Response:
    """A page in words: whoever followed a link reads it in place of the file."""
    body = (
        f'<!DOCTYPE html><html lang="{language()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{link()}</head><body><main class="page"><h1>{escape(title)}</h1><p>{escape(sentence)}</p>'
        f'<p><a href="{in_language(EXPLORE)}">{escape(gettext("Back to Explore"))}</a></p></main></body></html>'
    )
    return Response(body, status=status, mimetype="text/html")
