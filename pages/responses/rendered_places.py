"""Profiles as they are sent, rendered once for all who ask and remembered within a bound of bytes."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cachetools import LRUCache, cached
from dash.development.base_component import Component

from components.views.gaps.words import side_name
from components.views.place.one_page import one_page
from components.views.place.panels import ProfilePage, profile_fragments
from components.views.place.side_by_side import side_by_side, two_subtitle, two_title
from components.views.place.words import profile_subtitle, profile_title
from data.analysis.profiles.addresses import FORMS
from data.analysis.profiles.place_gaps import place_gaps
from data.analysis.profiles.place_profile import place_profile
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.two_places import two_places
from data.language import use_language
from data.query.answers import Answers
from pages.responses.maternity import maternity_view
from pages.responses.page_parts import PageParts, compressed, read_parts

MOST_BYTES = 16 * 2**20
"""Compressed, a profile takes some 20 KB: of all 400 places in two languages they are all held."""


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What an address asks for: a place by its slug, its order and form, and a second place or none."""

    slug: str
    order: str
    form: str
    beside: str
    language: str


def rendered_place(source: Answers, version: str, page: PlacePage) -> PageParts:
    """The profile of an address; `version` is that of data and code. Raises DatabaseUnavailableError."""
    return read_parts(_rendered(source, version, page))


_cache: LRUCache[tuple[Answers, str, PlacePage], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, page: PlacePage) -> bytes:
    with use_language(page.language):
        return compressed(*(_two(source, page) if page.beside else _one(source, page)))


def _one(source: Answers, page: PlacePage) -> tuple[str, str, list[Component]]:
    place = source.catalog.by_slug[page.slug]
    shown = ProfilePage(
        place_profile(source, place, page.language),
        place_gaps(source, place, page.language, side_name),
        residents_of(source.residents(place.geo_id)),
        maternity_view(source, {"place": page.slug}),
        source.shapes("county"),
        source.shapes(place.level, place.kind),
        page.order,
    )
    fragments = one_page(shown) if page.form == FORMS[1] else profile_fragments(shown)
    return profile_title(shown.profile), profile_subtitle(shown.profile), fragments


def _two(source: Answers, page: PlacePage) -> tuple[str, str, list[Component]]:
    catalog = source.catalog
    two = two_places(source, catalog.by_slug[page.slug], catalog.by_slug[page.beside], page.language)
    return two_title(two), two_subtitle(two), side_by_side(two)
