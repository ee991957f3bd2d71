"""Tasks that tests give to the workshop: its process imports them by name."""

from __future__ import annotations

import os
import time
from datetime import date

from components.documents.document import NothingToExportError
from data.language import gettext
from data.query.answers import Answers
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import FORMATS


def explore(source: Answers, kind: str) -> bytes:
    """Explore's first view in a format."""
    document = document_of("explore", {}, source, "https://example.org/", date(2026, 11, 30))
    return FORMATS[kind].make(document)


def priority(_: Answers) -> bytes:
    """The priority of the process, and its number."""
    return f"{os.getpriority(os.PRIO_PROCESS, 0)} {os.getpid()}".encode()


def says(_: Answers, word: str) -> bytes:
    """A word back."""
    return word.encode()


def speaks(_: Answers) -> bytes:
    """A word in the language of who asked."""
    return gettext("Maternity access").encode()


def refuses(_: Answers) -> bytes:
    """A view that shows nothing."""
    raise NothingToExportError("There is nothing here.")


def fails(_: Answers) -> bytes:
    """A fault of ours."""
    raise ZeroDivisionError


def crashes(_: Answers) -> bytes:
    """A library that takes the process with it."""
    os._exit(3)


def hangs(_: Answers) -> bytes:
    """A file that is never done."""
    time.sleep(60)
    return b""


def version(source: Answers) -> bytes:
    """The version of the data that files are made of."""
    return source.version.encode()
