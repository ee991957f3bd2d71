"""What search terms mean beyond names: the version of a question that answers them, and two places to compare."""

from __future__ import annotations

from collections.abc import Callable

from data.catalog.lexicon import Lexicon, Part, words_of
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.choices.versions import Need, version_for
from data.query.search.terms import LEVEL_NAMES, SearchTerms

_COMMON = frozenset({"death", "rate", "share"})
"""Words of titles that tell no version from another."""


def version_named(
    catalog: Catalog, question: Question, terms: SearchTerms, place: Place | None, *, apart: bool = False
) -> str:
    """The version of a question that answers the place, group, level and breakdown of search terms.

    Of several, the one whose title was typed in full, or words of it ("heroin"), else the first. A town without
    figures has its county's.
    """
    typed = set(terms.tokens)
    titled = [i for i in question.indicators if set(words_of(catalog.indicators[i].title)) == typed]
    # Of a place that stands outside the terms (a ZIP code) a version is not named by its title, but by the place.
    if titled and not apart and typed != set(words_of(question.name)):
        return titled[0]
    at = place if place is not None and place.level != "state" else None
    level = terms.level or ("state" if place is not None and at is None else "")
    needs = [
        Need("" if at else level, "" if group else terms.by, group, at.slug if at else "")
        for group in terms.groups or ("",)
    ]
    ordered = sorted(question.indicators, key=lambda i: -_typed(catalog, question, i, terms))
    around = [Need("county", need.by, need.group) for need in needs if need.place]
    for need in [*needs, *around]:
        for indicator in ordered:
            if need.met(catalog, indicator):
                return indicator
    return version_for(catalog, question, *needs[0].weaker())


def _typed(catalog: Catalog, question: Question, indicator: str, terms: SearchTerms) -> float:
    """How many of the typed words are those of a version and not of all."""
    own = {*words_of(catalog.indicators[indicator].title), *words_of(question.version(indicator).name)}
    shared = set.intersection(*(set(words_of(catalog.indicators[i].title)) for i in question.indicators))
    own -= shared | _COMMON
    named = [alike for token, alike in zip(terms.tokens, terms.typed, strict=True) if token not in LEVEL_NAMES]
    return sum(max((likeness for word, likeness in alike.items() if word in own), default=0.0) for alike in named)


def two_places(
    catalog: Catalog, lexicon: Lexicon, terms: SearchTerms, surely: Callable[[Part], bool]
) -> tuple[Place, Place, list[int]] | None:
    """Two places of one level, named letter by letter in different words, and the positions of the words left.

    `surely` says whether the words of a place mean it, and not an indicator. None where there are not exactly two.
    """
    free = [p for p in range(len(terms.typed)) if p not in terms.group_words]
    parts = lexicon.parts([terms.typed[p] for p in free], "place")
    taken: set[int] = set()
    found: list[tuple[int, Place]] = []
    for part in parts:
        words = frozenset(free[p] for p in part.typed)
        place = catalog.by_slug[part.name.id]
        named = part.likeness > 0.9999 and place.level in ("municipality", "county")  # 1, but for rounding
        if named and not taken & words and surely(Part(part.name, words, part.likeness)):
            taken |= words
            found.append((min(words), place))
    if len(found) != 2:
        return None
    (_, first), (_, second) = sorted(found, key=lambda one: one[0])
    if first.level != second.level:
        return None
    return first, second, [p for p in free if p not in taken and terms.tokens[p] not in LEVEL_NAMES]
