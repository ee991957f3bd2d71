"""A view as a file in some format: its bytes, media type and name. Made here or in a process of its own, alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.documents.formats.metadata import ZIP_MIME, archive_of, metadata_bytes
from data.language import language_of, use_language
from data.query.answers import Answers
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import FORMATS


@dataclass(frozen=True, slots=True)
class ViewFile:
    """A file of a view, whole."""

    content: bytes
    mime: str
    name: str


def made_elsewhere(
    source: Answers, page: str, words: Mapping[str, str], origin: str, day: date, kind: str, zipped: bool
) -> ViewFile:
    """`view_file` as a task of the workshop, over its own answers."""
    return view_file(page, words, source, origin, day, kind, zipped=zipped)


def view_file(
    page: str, words: Mapping[str, str], source: Answers, origin: str, day: date, kind: str, *, zipped: bool = False
) -> ViewFile:
    """The view of a page in a format (`FORMATS`), in the language its words name.

    `zipped` puts it into a ZIP with its metadata beside it. Raises NothingToExportError and DatabaseUnavailableError,
    KeyError for a page or a format that there is none of.
    """
    chosen = FORMATS[kind]
    with use_language(language_of(words.get("lang", ""))):
        document = document_of(page, words, source, origin, day)
        content, name = chosen.make(document), f"{document.file_stem}.{kind}"
        if not zipped:
            return ViewFile(content, chosen.mime, name)
        both = {name: content, f"{document.file_stem}.metadata.json": metadata_bytes(document)}
        return ViewFile(archive_of(both), ZIP_MIME, f"{document.file_stem}.{kind}.zip")
