"""What the head of the page says of a view: by its own words where a view has some, else by those of its question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.figures import descriptions
from components.views.compare import text as compare_words
from components.views.multiples import text as multiples_words
from data.query.selection import Answer
from data.vocabulary import View


@dataclass(frozen=True, slots=True)
class Sayings:
    """The title, the line under it, the sentences to read, and what the live region says."""

    title: Callable[[Answer], str]
    subtitle: Callable[[Answer], str]
    reading: Callable[[Answer], list[str]]
    live: Callable[[Answer], str]


_USUAL = Sayings(descriptions.title, descriptions.subtitle, descriptions.reading, descriptions.plain_live)
_OWN: Mapping[View, Sayings] = {
    "compare": Sayings(compare_words.title, compare_words.subtitle, compare_words.reading, compare_words.live),
    "multiples": Sayings(
        multiples_words.title, multiples_words.subtitle, multiples_words.reading, multiples_words.live
    ),
}  # fmt: skip


def sayings(answer: Answer) -> Sayings:
    """The words of an answer's view."""
    return _OWN.get(answer.selection.view, _USUAL)
