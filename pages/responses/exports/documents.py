"""The view document of a page and the words of its address: what every format of every page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from components.documents.document import NothingToExportError, ViewDocument
from components.documents.file_names import stem_of
from components.formatting.html import SafeHtml
from components.views.describe import describe
from components.views.excess.export import excess_document
from components.views.excess.view import ExcessView
from components.views.gaps.export import gaps_document
from components.views.gaps.words import side_name
from components.views.maternity.document import maternity_document
from components.views.page_document import Visit
from components.views.place.exports.document import profile_document, two_document
from components.views.regions.document import region_document
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import parse_excess_query
from data.analysis.gap_selection import gap_view
from data.analysis.profiles.levels import PROFILED
from data.analysis.regions.region_query import parse_region_query
from data.catalog.models import Catalog
from data.language import gettext, language_of, use_language
from data.query.answers import Answers
from data.query.url import parse_query
from data.query.url_parameters import shortened
from pages.responses.maternity import maternity_view
from pages.responses.region_pages.rendered import region_view
from pages.responses.rendered_places import place_page, places_of, profile_page


def document_of(page: str, words: Mapping[str, str], source: Answers, origin: str, day: date) -> ViewDocument:
    """The view of a page (`components/documents/document.py:PAGES`) in the language its words name.

    `origin` is the site's own address (scheme and host), `day` the day of the export. What of the words could not be
    followed is among the document's notices. Raises NothingToExportError where the page shows nothing, KeyError for a
    page that has no documents.
    """
    with use_language(language_of(words.get("lang", ""))):
        return _named(_MAKERS[page](words, source, Visit(origin, day)), source.catalog)


def _named(document: ViewDocument, catalog: Catalog) -> ViewDocument:
    """The document under a name from which its page and words can be read."""
    return replace(document, file_stem=stem_of(document.page, document.words, document.file_stem, catalog))


def _explore(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    selection, problems = parse_query(dict(words), source.catalog)
    return describe(source.to(selection), visit.origin, visit.day, problems)


def _gaps(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    return gaps_document(gap_view(words, source, side_name), visit)


def _worst(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    selection, notices = parse_excess_query(words, source.catalog)
    return excess_document(ExcessView.of(excess_scan(source), selection, source.catalog, notices), visit)


def _maternity(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    view = maternity_view(source, words)
    if view is None:
        raise NothingToExportError(gettext("This data file has no statements about maternity units."))
    return maternity_document(view, visit)


def _place(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    catalog, word = source.catalog, words.get("place", "")
    place = catalog.by_slug.get(word.lower())
    if place is None or place.level not in PROFILED:
        raise NothingToExportError(gettext("“{word}” is not a place we know.", word=shortened(word)))
    page, said = place_page(place, dict(words), catalog)
    if page.beside:
        return two_document(places_of(source, page), {"with": page.beside}, tuple(said), visit)
    return profile_document(profile_page(source, page), page.form, tuple(said), visit)


def _region(words: Mapping[str, str], source: Answers, visit: Visit) -> ViewDocument:
    query, said = parse_region_query(words, source.catalog)
    if not query.members:
        raise NothingToExportError(gettext("No region is chosen. Choose its cities and towns first."))
    return region_document(region_view(source, query, SafeHtml("")), query, said, visit)


_MAKERS = {
    "explore": _explore,
    "gaps": _gaps,
    "worst": _worst,
    "maternity-access": _maternity,
    "place": _place,
    "region": _region,
}
