"""Names that search finds: those of questions and their versions, places and topics, and what else people call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.catalog.availability import CatalogKey, available, standing
from data.catalog.lexicon import Lexicon, Name, synonyms, words_of
from data.catalog.models import Catalog
from data.query.selection import DEFAULT_INDICATOR
from data.vocabulary import LEVELS, TOPICS, Level

_FIRST = (DEFAULT_INDICATOR, "opioid_overdose_deaths")
"""Default indicators of a place: the first of these that is published at its level."""


@dataclass(frozen=True)
class SearchIndex:
    """Search index of a catalogue: `telling` are the words of indicators, `first` the default indicators of levels."""

    lexicon: Lexicon
    prior: Mapping[str, float]
    telling: frozenset[str]
    first: Mapping[Level, str]


@lru_cache(maxsize=8)
def search_index(key: CatalogKey) -> SearchIndex:
    """The index of a catalogue in the current language."""
    catalog = key.catalog
    names = tuple(names_of(catalog))
    telling = {w for name in names if name.kind == "indicator" and not name.loose for w in words_of(name.text)}
    first = {}
    for level in LEVELS:
        having = [i for i in catalog.indicators if level in catalog.levels(i)]
        first[level] = next((i for i in _FIRST if i in having), next(iter(having), DEFAULT_INDICATOR))
    # At 0, “overdosse” opens the topic; from 0.12 on, “low birthweight in boston” the indicator of more places.
    prior = {i: 0.08 * standing(available(catalog, i)) for i in catalog.indicators}
    return SearchIndex(Lexicon(names), prior, frozenset(telling), first)


def names_of(catalog: Catalog) -> Iterator[Name]:
    """Every name of the index, the official ones and the synonyms."""
    topics = {i.topic for i in catalog.indicators.values()}
    for indicator in catalog.indicators.values():
        if catalog.covered(indicator.id):
            yield Name("indicator", indicator.id, indicator.title)
            more = f"{indicator.definition} {indicator.id} {TOPICS[indicator.topic]}"
            # All words in a definition count just above `_ENOUGH`, below most of a title's.
            yield Name("indicator", indicator.id, more, 0.62, own=False, loose=True)
    for question in catalog.questions.values():
        if catalog.covered(question.indicators[0]):
            yield Name("indicator", question.indicators[0], question.name)
    for place in catalog.places.values():
        # An area after the city or town of its name.
        yield Name("place", place.slug, place.name, 1.0 if place.level != "area" else 0.97)
        if place.short_name != place.name:
            # Franklin County is “franklin” in a view of counties: 0.94 is more than the level in view makes up for.
            yield Name("place", place.slug, place.short_name, 0.97)
    for topic, title in TOPICS.items():
        if topic in topics:
            yield Name("topic", topic, title, 0.96)  # at 1, “overdosse” opens the topic and not the deaths
    yield from _other_names(catalog, topics)


def _other_names(catalog: Catalog, topics: set[str]) -> Iterator[Name]:
    table = synonyms()
    # Synonyms are just below official names: from 0.92 down, “overdosse” opens the topic. Each further target of a word
    # is less likely: by 0.02 only, “fentynal” opens all opioid overdose deaths.
    for text, targets in table["indicators"].items():
        for rank, target in enumerate(i for i in targets if catalog.covered(i)):
            yield Name("indicator", target, text, 0.99 - 0.04 * rank, own=False)
    for text, topic in table["topics"].items():
        if topic in topics:
            yield Name("topic", topic, text, 0.99, own=False)
    for text, slug in table["places"].items():
        if slug in catalog.by_slug:
            yield Name("place", slug, text, 0.98, own=False)
    named = {words_of(text) for p in catalog.places.values() for text in (p.name, p.short_name)}
    for locality in catalog.localities:
        # A village called like a county (Berkshire) is not what its name is typed for.
        if locality.kind == "neighborhood" and words_of(locality.name) not in named:
            slug = catalog.places[locality.geo_id].slug
            yield Name("place", slug, locality.name, 0.99 - 0.01 * locality.position, own=False)
