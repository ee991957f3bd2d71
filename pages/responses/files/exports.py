"""What every file that is sent has in common: the name it is saved under, and words in its place."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from dash import html
from flask import Response

from components.formatting.tree import written
from components.page.notices import reference_note, report
from data.language import gettext, language
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.references import reference
from pages.responses.files.style_sheet import link


def attached(content: bytes, mime: str, name: str) -> Response:
    """A file to save under a name."""
    response = Response(content, mimetype=mime.partition(";")[0], content_type=mime)
    # The plain name for old readers, the encoded one (RFC 5987) for the others; ours are plain in both.
    plain = "".join(letter for letter in name if " " <= letter <= "~" and letter not in '"\\')
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


def refused(title: str, sentence: str, status: int) -> Response:
    """A page in words: whoever followed a link reads it in place of the file."""
    body = (
        f'<!DOCTYPE html><html lang="{language()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{link()}</head><body><main class="page"><h1>{escape(title)}</h1><p>{escape(sentence)}</p>'
        f'<p><a href="{in_language(EXPLORE)}">{escape(gettext("Back to Explore"))}</a></p>'
        f"{written(reference_note() if status != 500 else html.P(report(reference())))}</main></body></html>"
    )
    return Response(body, status=status, mimetype="text/html")
