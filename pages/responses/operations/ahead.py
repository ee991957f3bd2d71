"""The view that each indicator opens on, rendered by a new worker while nobody asks for anything.

Most readers ask for one of these first. And the first view of an indicator costs twice another: its rows are read, what
is said of it is put together. That is done by then for whatever else is asked of it.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from flask import Flask

from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from data.query.url import parse_query
from pages.responses.admission import Admission
from pages.responses.rendered import response_bytes

log = logging.getLogger(__name__)

EXTENSION = "ahead"
"""The name under which a server has what is to be done ahead: a function without arguments."""
START_SECONDS = 0.5
"""Until then a new worker is left to who waits for it."""
PATIENCE_SECONDS = 60
"""Where pages are rendered for so long without a pause, what readers ask for is made by them."""


def register(server: Flask, source: Answers, admission: Admission) -> None:
    """Let a server know what is to be done ahead; whoever starts its worker does it (`gunicorn.conf.py`)."""
    server.extensions[EXTENSION] = partial(render_openings, source, admission)


def render_openings(source: Answers, admission: Admission) -> int:
    """Render the view that each indicator opens on, between the pages of readers; how many were rendered."""
    time.sleep(START_SECONDS)
    number = 0
    try:
        first = source.catalog
        for indicator in first.indicators:
            if not admission.idle(PATIENCE_SECONDS):
                break
            # A view is remembered by the version it is of: no other file may come while it is made.
            with source.database.pinned():
                catalog = source.catalog
                if catalog.version != first.version:
                    break
                selection, _ = parse_query({"indicator": indicator}, catalog)
                response_bytes(source, content_version(catalog.version), selection)
            number += 1
    except DatabaseUnavailableError:
        return number
    except Exception:
        # Whoever asks for that view is told, and it is logged then too.
        log.warning("a view could not be rendered ahead", exc_info=True)
    return number
