"""The list of all measures leaves what the words of its address say, as looking through all of them does."""

from __future__ import annotations

import random

from data.catalog.models import Catalog, Coverage, Indicator
from data.language import use_language
from data.query.published.filters import FILTERS, Filters, choices, entries, parse_filters, plain_text
from tests.questions import Asked


def obvious(catalog: Catalog, words: dict[str, str]) -> set[str]:
    """Indicators that have everything the words ask for, found from coverage and definitions alone."""
    left, rows_by_indicator = set(), dict[str, list[Coverage]]()
    for row in catalog.coverage:
        rows_by_indicator.setdefault(row.indicator, []).append(row)
    for indicator in catalog.indicators.values():
        shown = [row for row in rows_by_indicator.get(indicator.id, ()) if row.shown]
        sources = [catalog.sources[s.source] for s in indicator.series if s.source in catalog.sources]
        tests = {
            "topic": lambda word, own=indicator: own.topic == word,
            "level": lambda word, rows=shown: any(row.level == word for row in rows),
            "by": lambda word, rows=shown: any(row.dimension == word for row in rows),
            "newest": lambda word, rows=shown: any(row.period.end.year >= int(word) for row in rows),
            "source": lambda word, own=sources: any(source.id == word for source in own),
            "licence": lambda word, own=sources: any(source.redistribution == word for source in own),
            "q": lambda word, own=indicator: all(w in said(own, catalog) for w in plain_text(word).split()),
        }
        if shown and all(tests[name](word) for name, word in words.items()):
            left.add(indicator.id)
    return left


def said(indicator: Indicator, catalog: Catalog) -> str:
    question = catalog.question_of[indicator.id]
    version = question.version(indicator.id)
    sources = [catalog.sources[s.source] for s in indicator.series if s.source in catalog.sources]
    parts = [question.name, question.counts, version.name, indicator.title, indicator.definition, indicator.id]
    return plain_text(" ".join([*parts, *(f"{source.publisher} {source.short}" for source in sources)]))


def found(catalog: Catalog, words: dict[str, str]) -> set[str]:
    filters, notices = parse_filters(words, catalog)
    assert notices == ()
    return {entry.indicator.id for entry in filters.left(entries(catalog))}


def test_every_measure_is_listed_once(ask_published: Asked) -> None:
    listed = [entry.indicator.id for entry in entries(ask_published.catalog)]
    assert sorted(listed) == sorted(ask_published.catalog.indicators)


def test_filters_leave_what_looking_through_all_leaves(ask_published: Asked) -> None:
    catalog, dice = ask_published.catalog, random.Random(13)
    typed = ("", "opioid", "Births county", "diabétes", "MODEL adults", "urban institute", "zzz")
    sizes = set()
    for _ in range(60):
        words = {name: dice.choice(choices(name, catalog)) for name in dice.sample(FILTERS[1:], dice.randint(0, 3))}
        if word := dice.choice(typed):
            words["q"] = word
        left = found(catalog, words)
        assert left == obvious(catalog, words), words
        sizes.add(len(left))
    assert len(sizes) > 8, "not all of them leave everything or nothing"


def test_a_search_finds_words_of_the_readers_language_with_or_without_accents(ask_published: Asked) -> None:
    with use_language("es"):
        catalog = ask_published.answers.catalog
        assert found(catalog, {"q": "corazon"}) == found(catalog, {"q": "CORAZÓN"}) != set()


def test_a_word_that_is_no_choice_leaves_everything_and_is_told(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    filters, notices = parse_filters({"topic": "Overdose", "level": "moon", "newest": "1066", "q": " opioid "}, catalog)
    assert filters == Filters(q="opioid", topic="overdose")
    assert len(notices) == 2
    assert "“moon”" in notices[0]
    assert "“1066”" in notices[1]
