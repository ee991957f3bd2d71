"""Routes of briefings: the form of the page, and the briefing in a format, `/api/v1/briefing.<kind>`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from components.page.paths import BRIEFING
from data.dates import today
from data.language import gettext, language_of, use_language
from data.query.briefings.codec import LARGEST, PARAMETER, BriefingError, file_bytes, read_file, read_link
from data.query.briefings.edits import edited
from data.query.briefings.kept import KeptBriefing
from data.query.url_parameters import read_query
from pages.responses.addresses import read_parameters
from pages.responses.briefings.asked import address_of, post
from pages.responses.briefings.books import FILE, ReadyMade, book
from pages.responses.briefings.sections import file_stem
from pages.responses.exports.formats import BOOKS
from pages.responses.exports.workshop import submit_within
from pages.responses.files.exports import attached
from pages.responses.sending import query_string

_MIME = "application/json"
SECONDS = 60.0
"""The longest that a briefing may take to make: it is up to twenty files in one, of a second each at most."""


def register(server: Flask, page: Callable[[], Any]) -> None:
    """Register the routes with a server. `page` answers the request with the document of its page."""

    def posted() -> Any:
        """The page with what its form says: at the address of that, or at once where it is too long for an address."""
        read_parameters(query_string())
        try:
            kept = _of_form()
        except BriefingError as error:
            post(error)
            return page()
        except RequestEntityTooLarge:
            post(BriefingError(gettext("What was sent is larger than a briefing can be.")))
            return page()
        address = address_of(kept)
        if address:
            return redirect(address, 303)
        post(kept)
        return page()

    server.add_url_rule(BRIEFING, endpoint="briefing-form", view_func=posted, methods=["POST"])


def briefing_file(kind: str) -> Response:
    """A briefing as a file: that of a link (`views`), of a topic, or of a place.

    What goes wrong is said by `pages/responses/api/problems.py`.
    """
    words = read_query(query_string())
    with use_language(language_of(words.get("lang", ""))):
        if kind != FILE and kind not in BOOKS:
            abort(404, gettext("A briefing is not made in this format."))
        wanted = _of_form() if request.method == "POST" else _of_words(words)
        if isinstance(wanted, KeptBriefing) and not wanted.views:
            raise BriefingError(gettext("Nothing is in the briefing yet."))
        day = today()
        if kind == FILE and isinstance(wanted, KeptBriefing):
            return attached(file_bytes(wanted), _MIME, f"{file_stem(wanted, day)}.{FILE}")
        made, stem = submit_within(SECONDS, book, kind, wanted, request.host_url, day)
        return attached(made, _MIME if kind == FILE else BOOKS[kind][0], f"{stem}.{kind}")


def _of_form() -> KeptBriefing:
    """The briefing of a form: the list it holds, with the headings and comments beside it. Raises BriefingError."""
    request.max_content_length = 2 * LARGEST
    form = request.form
    return edited(read_file(form.get(PARAMETER, "").encode()), form)


def _of_words(words: dict[str, str]) -> KeptBriefing | ReadyMade:
    """The briefing of an address. Raises BriefingError."""
    if PARAMETER in words:
        return read_link(words[PARAMETER])
    for about in ("topic", "place"):
        if about in words:
            return ReadyMade(about, words[about])
    raise BriefingError(gettext("Nothing is in the briefing yet."))
