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
from data.analysis.profiles.addresses import FORMS, ORDERS, unknown_order
from data.analysis.profiles.levels import PROFILED
from data.analysis.profiles.pair_lines import TwoPlaces
from data.analysis.profiles.place_gaps import place_gaps
from data.analysis.profiles.place_profile import place_profile
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.two_places import two_places
from data.catalog.models import Catalog, Place
from data.language import gettext, language, use_language
from data.query.answers import Answers
from data.query.search.place_meant import place_meant
from data.query.url_parameters import shortened
from pages.responses.maternity import maternity_view
from pages.responses.page_parts import PageParts, compressed, read_parts

MOST_BYTES = 3 * 2**20
"""Compressed, a profile takes some 20 KB: a hundred and fifty of them."""


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What an address asks for: a place by its slug, its order and form, and a second place or none."""

    slug: str
    order: str
    form: str
    beside: str
    language: str


def place_page(place: Place, words: dict[str, str], catalog: Catalog) -> tuple[PlacePage, list[str]]:
    """What the words of an address ask for, and a sentence on each that could not be followed."""
    said = list[str]()
    chosen = {}
    for name, known in (("order", ORDERS), ("form", FORMS)):
        word = words.get(name, known[0]).lower()
        if word not in known:
            said.append(unknown_order(word))
        chosen[name] = word if word in known else known[0]
    beside = _beside(place, words.get("with", ""), catalog, said)
    return PlacePage(place.slug, chosen["order"], chosen["form"], beside, language()), said


def _beside(place: Place, word: str, catalog: Catalog, said: list[str]) -> str:
    """The slug of the second place, by its slug, its name, or as the search reads it; empty without one."""
    if not word:
        return ""
    other = place_meant(word, catalog)
    if other is None:
        said.append(gettext("“{word}” is not a place we know.", word=shortened(word)))
    elif other.level not in PROFILED:
        said.append(gettext("The profile of {place} stands beside the state already.", place=place.name))
    elif other.geo_id == place.geo_id:
        said.append(gettext("{place} cannot stand beside itself.", place=place.name))
    else:
        return other.slug
    return ""


def rendered_place(source: Answers, version: str, page: PlacePage) -> PageParts:
    """The profile of an address; `version` is that of data and code. Raises DatabaseUnavailableError."""
    return read_parts(_rendered(source, version, page))


_cache: LRUCache[tuple[Answers, str, PlacePage], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, page: PlacePage) -> bytes:
    with use_language(page.language):
        return compressed(*(_two(source, page) if page.beside else _one(source, page)))


def _one(source: Answers, page: PlacePage) -> tuple[str, str, list[Component]]:
    shown = profile_page(source, page)
    fragments = one_page(shown) if page.form == FORMS[1] else profile_fragments(shown)
    return profile_title(shown.profile), profile_subtitle(shown.profile), fragments


def profile_page(source: Answers, page: PlacePage) -> ProfilePage:
    """What the page of one place shows. Raises DatabaseUnavailableError."""
    place = source.catalog.by_slug[page.slug]
    return ProfilePage(
        place_profile(source, place, page.language),
        place_gaps(source, place, page.language, side_name),
        residents_of(source.residents(place.geo_id)),
        maternity_view(source, {"place": page.slug}),
        source.shapes("county"),
        source.shapes(place.level, place.kind),
        page.order,
    )


def _two(source: Answers, page: PlacePage) -> tuple[str, str, list[Component]]:
    two = places_of(source, page)
    return two_title(two), two_subtitle(two), side_by_side(two)


def places_of(source: Answers, page: PlacePage) -> TwoPlaces:
    """The two places of a page that has two. Raises DatabaseUnavailableError."""
    catalog = source.catalog
    return two_places(source, catalog.by_slug[page.slug], catalog.by_slug[page.beside], page.language)
