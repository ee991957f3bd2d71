"""Regions as they are sent, rendered once for all who ask and remembered within a bound of bytes."""

from __future__ import annotations

import threading

from cachetools import LRUCache, cached

from components.formatting.html import SafeHtml
from components.views.regions.addresses import region_words
from components.views.regions.chooser import chooser
from components.views.regions.panels import RegionView, members_words, region_fragments, region_title
from data.analysis.regions.read_region import read_region
from data.analysis.regions.region_pairs import region_pairs
from data.analysis.regions.region_query import RegionQuery
from data.language import language, use_language
from data.query.answers import Answers
from data.query.regions.region import region_place
from pages.responses.page_parts import PageParts, compressed, read_parts

MOST_BYTES = 2 * 2**20
"""Compressed, a region takes some 50 KB, most of it outlines. Anyone may make up regions, so that few are kept."""


def region_form(source: Answers, query: RegionQuery) -> SafeHtml:
    """The form to choose the members of a region. Raises DatabaseUnavailableError."""
    kept = {**query.further, "lang": "" if language() == "en" else language()}
    return chooser(
        source.catalog, query.members, query.name, source.shapes("municipality"), source.shapes("county"), kept
    )


def rendered_region(source: Answers, version: str, query: RegionQuery) -> PageParts:
    """The region of an address, in the language of the request. Raises DatabaseUnavailableError.

    `version` is that of data and code.
    """
    return read_parts(_rendered(source, version, query, language()))


_cache: LRUCache[tuple[Answers, str, RegionQuery, str], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, query: RegionQuery, code: str) -> bytes:
    with use_language(code):
        view = region_view(source, query, region_form(source, query))
        return compressed(region_title(view), members_words(view.place, view.profile.catalog), region_fragments(view))


def region_view(source: Answers, query: RegionQuery, form: SafeHtml) -> RegionView:
    """What the page of a region shows, `form` its chooser. Raises DatabaseUnavailableError."""
    catalog = source.catalog
    reading = read_region(source, region_place(catalog, query.members, query.name), query.question)
    return RegionView(
        reading,
        query.name,
        query.beside,
        region_pairs(source, reading.profile, query.beside, language()) if query.beside is not None else None,
        query.order or "topic",
        region_words(query.members, query.name, catalog, **query.further),
        source.shapes("municipality"),
        form,
    )
