"""Which place a word of an address means, however it is spelt."""

from __future__ import annotations

from data.catalog.models import Catalog, Place
from data.query.search.hits import search
from data.vocabulary import slugify


def place_meant(word: str, catalog: Catalog) -> Place | None:
    """The place by its slug, its name, or as the search surely reads it; None where it is none."""
    place = catalog.by_slug.get(word.lower()) or catalog.by_slug.get(slugify(word))
    if place is None:
        result = search(catalog, word, 1, kinds=("place",))
        place = catalog.by_slug.get(result.hits[0].id) if result.sure and result.hits else None
    return place
