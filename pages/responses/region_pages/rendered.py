"""Regions as they are sent, rendered once for all who ask and remembered within a bound of bytes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import brotli
import orjson
from cachetools import LRUCache, cached
from dash.development.base_component import Component

from components.formatting.html import SafeHtml
from components.formatting.markup import html_fragment
from components.views.regions.addresses import region_words
from components.views.regions.chooser import chooser
from components.views.regions.panels import RegionView, members_words, region_fragments, region_title
from data.analysis.regions.read_region import read_region
from data.analysis.regions.region_pairs import region_pairs
from data.analysis.regions.region_query import RegionQuery
from data.language import language, use_language
from data.query.answers import Answers
from data.query.regions.region import region_place

QUALITY = 4
"""Of Brotli, as of the views of Explore."""
MOST_BYTES = 8 * 2**20
"""Compressed, a region takes some 50 KB, most of it outlines. Anyone may make up regions, so that few are kept."""


@dataclass(frozen=True, slots=True)
class RenderedRegion:
    """A region as it is shown: title and one sentence on it, and its parts, each with its class, as HTML."""

    title: str
    description: str
    parts: tuple[tuple[str, str], ...] = field(repr=False)

    def fragments(self) -> list[Component]:
        """The parts as fragments of the page."""
        return [html_fragment(SafeHtml(text), className=name) for name, text in self.parts]


def region_form(source: Answers, query: RegionQuery) -> SafeHtml:
    """The form to choose the members of a region. Raises DatabaseUnavailableError."""
    kept = {**query.further, "lang": "" if language() == "en" else language()}
    return chooser(
        source.catalog, query.members, query.name, source.shapes("municipality"), source.shapes("county"), kept
    )


def rendered_region(source: Answers, version: str, query: RegionQuery) -> RenderedRegion:
    """The region of an address, in the language of the request. Raises DatabaseUnavailableError.

    `version` is that of data and code.
    """
    title, description, parts = orjson.loads(brotli.decompress(_rendered(source, version, query, language())))
    return RenderedRegion(title, description, tuple((kind, text) for kind, text in parts))


_cache: LRUCache[tuple[Answers, str, RegionQuery, str], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, query: RegionQuery, code: str) -> bytes:
    with use_language(code):
        view = _view(source, query)
        parts = [
            (props["className"], props["data-fragment"])
            for props in (part.to_plotly_json()["props"] for part in region_fragments(view))
        ]
        shown = (region_title(view), members_words(view.place, view.profile.catalog), parts)
    compressed: bytes = brotli.compress(orjson.dumps(shown), quality=QUALITY)
    return compressed


def _view(source: Answers, query: RegionQuery) -> RegionView:
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
        region_form(source, query),
    )
