"""The view document of a page and the words of its address: what every format of every page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from components.documents.document import ViewDocument
from components.documents.file_names import stem_of
from components.views.describe import describe
from data.catalog.models import Catalog
from data.language import language_of, use_language
from data.query.answers import Answers
from data.query.url import parse_query


def document_of(page: str, words: Mapping[str, str], source: Answers, origin: str, day: date) -> ViewDocument:
    """The view of a page (`components/documents/document.py:PAGES`) in the language its words name.

    `origin` is the site's own address (scheme and host), `day` the day of the export. What of the words could not be
    followed is among the document's notices. Raises NothingToExportError where the page shows nothing, KeyError for a
    page that has no documents.
    """
    with use_language(language_of(words.get("lang", ""))):
        return _named(_MAKERS[page](words, source, origin, day), source.catalog)


def _named(document: ViewDocument, catalog: Catalog) -> ViewDocument:
    """The document under a name from which its page and words can be read."""
    return replace(document, file_stem=stem_of(document.page, document.words, document.file_stem, catalog))


def _explore(words: Mapping[str, str], source: Answers, origin: str, day: date) -> ViewDocument:
    selection, problems = parse_query(dict(words), source.catalog)
    return describe(source.to(selection), origin, day, problems)


_MAKERS = {"explore": _explore}
