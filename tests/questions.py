"""Asking a database in the words of an address, and many questions spread over everything it has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.selection import Answer, Selection
from data.query.url import parse_query
from data.vocabulary import ALL, GROUPS, OVERALL, VIEWS

SAMPLE = 210
SEED = 20261121


@dataclass(frozen=True)
class Asked:
    """A database that is asked in the words of an address."""

    answers: Answers

    @property
    def catalog(self) -> Catalog:
        return self.answers.catalog

    def __call__(self, **words: str) -> Answer:
        """The answer to words that are all understood."""
        selection, notices = parse_query(words, self.catalog)
        assert notices == ()
        return self.answers.to(selection)

    def parse(self, **words: str) -> tuple[Selection, tuple[str, ...]]:
        return parse_query(words, self.catalog)

    @cached_property
    def sample(self) -> tuple[Answer, ...]:
        """Answers to questions of every indicator; the same ones whenever the data is the same."""
        return tuple(self.answers.to(question) for question in sampled(self.catalog, SAMPLE))


def every(catalog: Catalog) -> Iterator[Selection]:
    """Each indicator on each level by each dimension for each group, in one period, place and view chosen at random."""
    dice = random.Random(SEED)
    for indicator in sorted(catalog.indicators):  # whatever their titles are
        for level in catalog.levels(indicator):
            for dimension in catalog.dimensions(indicator, level):
                groups = [OVERALL] if OVERALL in catalog.dimensions(indicator, level) else []
                groups += [] if dimension == OVERALL else catalog.strata(indicator, dimension, level)
                for group in groups:
                    words = {"indicator": indicator, "level": level, "by": dimension, "view": dice.choice(VIEWS)}
                    words["group"] = ALL if group == OVERALL else group
                    words["period"] = dice.choice(
                        catalog.periods(indicator, level, GROUPS[group].dimension, group)
                    ).slug
                    if level != "state" and dice.random() < 0.5:
                        words["place"] = dice.choice(catalog.places_of(level)).slug
                    question, notices = parse_query(words, catalog)
                    assert notices == (), (words, notices)
                    yield question


def sampled(catalog: Catalog, number: int) -> list[Selection]:
    """One question of every indicator, and others up to `number` in all."""
    found = list(every(catalog))
    random.Random(SEED).shuffle(found)
    first: dict[str, Selection] = {}
    for question in found:
        first.setdefault(question.indicator, question)
    others = [question for question in found if first[question.indicator] is not question]
    return [*first.values(), *others][: max(number, len(first))]
