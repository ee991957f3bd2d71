"""The answer to Explore's callback, sent as it is remembered: already JSON, already compressed.

Dash would read a remembered view out of its JSON, write it again and compress it anew, which takes ten times as long as
everything else. Whatever is not a plain view (a notice of a word that was not understood, a failure) is left to Dash.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request

from components.views.page import OUTPUTS
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.query.link_stamp import PARAMETER
from data.query.selection import Selection
from data.query.url import parse_query
from pages.responses.addresses import answers, read_parameters
from pages.responses.remembered_views import PATH, VIEW
from pages.responses.rendered import is_rendered, response_bytes
from pages.responses.sending import packed

log = logging.getLogger(__name__)

_INPUT = ("explore-asked", "data")


def register_remembered(server: Flask) -> None:
    """Let a server send remembered views at once: before they would wait in the line of those to render."""
    server.before_request(lambda: _answer(render=False))


def register_rendered(server: Flask) -> None:
    """Let a server send a view it renders, whose turn it is, without reading and writing it again."""
    server.before_request(lambda: _answer(render=True))


def _answer(*, render: bool) -> Response | None:
    """The response to a request for a view; None leaves the request to Dash, which answers all others."""
    if request.path != PATH or request.method != "POST":
        return None
    try:
        view = _view()
        if view is None or (not render and not is_rendered(answers(), *view)):
            return None
        content = response_bytes(answers(), *view)
        # Only now: what Dash answers in the place of a view that failed is not to be taken for it.
        request.environ[VIEW] = view
        return packed(content, "application/json")
    except DatabaseUnavailableError:
        return None
    except Exception:
        # Dash meets the same failure, tells the reader and logs it.
        log.debug("a view could not be rendered; Dash says so", exc_info=True)
        return None


def _view() -> tuple[str, Selection] | None:
    """Version and selection of the view that a request asks for; None where it asks for none, or gives notices.

    It is asked for before its turn and when it has come, and read once.
    """
    if "view" not in g:
        search = _search()
        selection = None if search is None else _selection(search)
        g.view = None if selection is None else (content_version(answers().catalog.version), selection)
    view: tuple[str, Selection] | None = g.view
    return view


def _search() -> str | None:
    """Query string in a request of Explore's callback; None for another callback."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or OUTPUTS["head"][0] not in str(body.get("output", "")):
        return None
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or len(inputs) != 1 or not isinstance(inputs[0], dict):
        return None
    callback_input = inputs[0]
    if (callback_input.get("id"), callback_input.get("property")) != _INPUT:
        return None
    value = callback_input.get("value")
    return value if isinstance(value, str) else "" if value is None else None


def _selection(search: str) -> Selection | None:
    """Selection of a query string; None where it gives notices."""
    words = read_parameters(search)
    if words.get(PARAMETER):
        return None
    selection, problems = parse_query(words, answers().catalog)
    return None if problems else selection
