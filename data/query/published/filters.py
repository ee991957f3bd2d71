"""The list of all measures, searched and filtered: what of it the words of an address leave."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.catalog.availability import CatalogKey, dimensions_known
from data.catalog.models import Catalog, Indicator, Source
from data.catalog.questions import Question
from data.language import gettext
from data.query.choices.versions import newest_period, span
from data.query.url_parameters import shortened
from data.vocabulary import DIMENSIONS, LEVELS, OVERALL, TOPICS, Level

FILTERS = ("q", "topic", "level", "by", "newest", "source", "licence")
"""Words of addresses that search and filter the list, in the order of its form."""
TERMS = ("free", "with_citation", "non_commercial")
"""Kinds of terms that a source may be used under: `Source.redistribution`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator in the list: the question it answers, where, by what, and in which years it has figures.

    `text` is what the search looks in, made plain by `plain_text`; `first` and `last` are years.
    """

    indicator: Indicator
    question: Question
    text: str
    levels: tuple[Level, ...]
    dimensions: tuple[str, ...]
    first: int
    last: int
    sources: tuple[Source, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The kinds of terms its figures may be used under, each once."""
        return tuple(dict.fromkeys(source.redistribution for source in self.sources))


@dataclass(frozen=True, slots=True)
class Filters:
    """A search and filters of the list; each is empty where it leaves everything. `newest` is a year, as text."""

    q: str = ""
    topic: str = ""
    level: str = ""
    by: str = ""
    newest: str = ""
    source: str = ""
    licence: str = ""

    def left(self, listed: Iterable[Entry]) -> list[Entry]:
        """The entries that stay: each holds every word that was typed, and every filter."""
        typed = plain_text(self.q).split()
        return [entry for entry in listed if all(word in entry.text for word in typed) and self._leave(entry)]

    def _leave(self, entry: Entry) -> bool:
        return (
            self.topic in ("", entry.indicator.topic)
            and (not self.level or self.level in entry.levels)
            and (not self.by or self.by in entry.dimensions)
            and (not self.newest or entry.last >= int(self.newest))
            and (not self.source or self.source in {source.id for source in entry.sources})
            and (not self.licence or self.licence in entry.terms)
        )

    @property
    def any(self) -> bool:
        """Whether anything is searched or filtered."""
        return any(getattr(self, name) for name in FILTERS)


def parse_filters(words: Mapping[str, str], catalog: Catalog) -> tuple[Filters, tuple[str, ...]]:
    """The filters of an address, and a sentence for each of its words that could not be followed."""
    known = {name: choices(name, catalog) for name in FILTERS if name != "q"}
    followed: dict[str, str] = {"q": words.get("q", "").strip()}
    notices = []
    for name, allowed in known.items():
        word = words.get(name, "").strip()
        if word and word.lower() in allowed:
            followed[name] = word.lower()
        elif word:
            notices.append(
                gettext("“{word}” is not one of the choices here, so nothing is left out by it.", word=shortened(word))
            )
    return Filters(**followed), tuple(notices)


def choices(name: str, catalog: Catalog) -> tuple[str, ...]:
    """Values that a filter can have, in the order of its list."""
    listed = entries(catalog)
    if name == "topic":
        return tuple(TOPICS)
    if name == "level":
        return tuple(level for level in LEVELS if any(level in entry.levels for entry in listed))
    if name == "by":
        known = dimensions_known(catalog)
        return tuple(d for d in DIMENSIONS if d != OVERALL and d in known)
    if name == "newest":
        return tuple(str(year) for year in sorted({entry.last for entry in listed}, reverse=True))
    if name == "source":
        used = {source.id: source for entry in listed for source in entry.sources}
        return tuple(sorted(used, key=lambda i: (used[i].publisher.casefold(), used[i].title.casefold(), i)))
    used_terms = {terms for entry in listed for terms in entry.terms}
    return tuple(terms for terms in TERMS if terms in used_terms)


def entries(catalog: Catalog) -> Sequence[Entry]:
    """Every indicator that has a figure, by topic, then by question, in the order of the question's versions."""
    return _entries(CatalogKey.of(catalog))


@lru_cache(maxsize=8)  # of two files, in each language
def _entries(key: CatalogKey) -> tuple[Entry, ...]:
    catalog = key.catalog
    topics = list(TOPICS)
    questions = sorted(catalog.questions.values(), key=lambda q: (topics.index(q.topic), q.name.casefold(), q.id))
    return tuple(
        _entry(catalog.indicators[indicator], question, catalog)
        for question in questions
        for indicator in question.indicators
        if any(row.shown for row in catalog.covered(indicator))
    )


def _entry(indicator: Indicator, question: Question, catalog: Catalog) -> Entry:
    shown = [row for row in catalog.covered(indicator.id) if row.shown]
    levels, dimensions = {row.level for row in shown}, {row.dimension for row in shown}
    sources = {s.source: catalog.sources[s.source] for s in indicator.series if s.source in catalog.sources}
    version = question.version(indicator.id)
    said = [
        question.name, question.counts, version.name, indicator.title, indicator.definition, indicator.id,
        *(text for source in sources.values() for text in (source.publisher, source.short)),
    ]  # fmt: skip
    return Entry(
        indicator=indicator,
        question=question,
        text=plain_text(" ".join(dict.fromkeys(said))),
        levels=tuple(level for level in LEVELS if level in levels),
        dimensions=tuple(d for d in DIMENSIONS if d in dimensions),
        first=span(catalog, indicator.id)[0],
        last=newest_period(catalog, indicator.id).end.year,
        sources=tuple(sources.values()),
    )


def plain_text(text: str) -> str:
    """A text as it is searched: in lower case and without accents; `assets/data.js` does the same."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()
