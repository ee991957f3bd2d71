"""The word `with` of an address that names several places: `with=malden,revere`, one line over time for each."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog.models import Catalog
from data.vocabulary import REGION, slugify

BETWEEN = ","
"""Stands between the places of the word."""
MOST_BESIDE = 5
"""Places set beside the first: with more than six lines a reader no longer tells them apart."""


def several_places(word: str, place: str, catalog: Catalog) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Slugs of the places that the word names besides `place`, each once, and what in it names no place.

    A region that the reader made is none of them.
    """
    parts = [part.strip() for part in word.split(BETWEEN)]
    found = {part: catalog.by_slug.get(part) or catalog.by_slug.get(slugify(part)) for part in parts if part}
    slugs = dict.fromkeys(named.slug for named in found.values() if named is not None and named.level != REGION)
    unknown = tuple(part for part, named in found.items() if named is None)
    return tuple(slug for slug in slugs if slug != place)[:MOST_BESIDE], unknown


def joined_word(slugs: Sequence[str]) -> str:
    """The word of some places in their order."""
    return BETWEEN.join(dict.fromkeys(slugs))


def slugs_of(word: str) -> tuple[str, ...]:
    """The places of the word where it names several; none where it names one, or an indicator."""
    return tuple(word.split(BETWEEN)) if BETWEEN in word else ()
