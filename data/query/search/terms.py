"""Parsing of typed search terms: the words to match, and the groups, year, level and breakdown named with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.catalog.lexicon import Lexicon, synonyms, words_of
from data.vocabulary import GROUPS, Level

LONGEST = 200
"""Characters of a question that are read: nobody types more to find something."""

_BY_LEVEL: dict[str, Level] = {
    "county": "county", "counties": "county", "town": "municipality", "towns": "municipality", "city": "municipality",
    "cities": "municipality", "municipality": "municipality", "region": "eohhs_region", "regions": "eohhs_region",
    "state": "state",
}  # fmt: skip
LEVEL_NAMES = frozenset(_BY_LEVEL)
"""Words that say what kind of place is meant, beside a place's name too: "sufolk county", "woburn city"."""
_BY_GROUP = {
    "race": "race_ethnicity", "ethnicity": "race_ethnicity", "sex": "sex", "gender": "sex", "age": "age",
    "income": "income", "education": "education",
}  # fmt: skip
_BY = re.compile(rf"\bby ({'|'.join((*_BY_LEVEL, *_BY_GROUP))})(?: (?:and|or) (?:town|city|towns|ethnicity))?\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


_LEVEL_ALONE = re.compile(r"\b(counties|towns|cities|regions|(?<=which )(?:county|town|city|region))\b", re.IGNORECASE)
"""A level that is named without "by": “towns with the highest overdose”."""
_ASKING = frozenset(
    {
        "against", "all", "among", "best", "better", "between", "biggest", "can", "cause", "changed", "changing",
        "close", "closed", "closing", "common", "compare", "compared", "difference", "disparity", "enough", "ever",
        "find", "fewest", "gap", "getting", "going", "health", "high", "higher", "highest", "i", "inequality", "least",
        "less", "live", "living", "lower", "lowest", "ma", "more", "most", "need", "newest", "now", "over", "place",
        "please", "recent", "rising", "see", "than", "these", "they", "this", "those", "time", "trend", "unequal", "v",
        "versus", "vs", "was", "were", "why", "worse", "worst", "year",
    }
)  # fmt: skip
"""Words of a question that name nothing; they are left out where other words are left that do."""


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Search terms. `tokens` are the words looked for, `typed` the words of the index that each of them may mean.

    `groups` are ids of the groups named, the likeliest first, and `group_words` the positions of the words that name
    them. `year` is 0, `level` and `by` are empty where none is named.
    """

    tokens: tuple[str, ...]
    typed: tuple[dict[str, float], ...]
    groups: tuple[str, ...] = ()
    group_words: frozenset[int] = frozenset()
    year: int = 0
    level: Level | None = None
    by: str = ""


def parse_search_terms(words: str, lexicon: Lexicon) -> SearchTerms:
    """Take words apart. What is left over is looked for; a year or "by county" alone is looked for too."""
    text = words[:LONGEST]
    tokens, years, named = words_of(text), list[str](), list[str]()
    if not lexicon.names_one(tokens):  # a title is that title, also where it has a year or "by race" in it
        named = [m.group(1).lower() for m in _BY.finditer(text)]
        rest = words_of(_BY.sub(" ", text))
        years = [word for word in rest if _YEAR.fullmatch(word)]
        tokens = tuple(word for word in rest if word not in years) or tokens
        named += [level for level in _LEVEL_ALONE.findall(text.lower()) if len(tokens) > 1]
        tokens = _telling(tokens, lexicon, alone=bool(named))
    unfinished = text[-1:].isalnum()
    typed = [dict(lexicon.alike(w, unfinished and i == len(tokens) - 1)) for i, w in enumerate(tokens)]
    _join(tokens, typed, lexicon)
    groups, positions = _groups(tokens, lexicon)
    for position in positions:
        # A word for a group is that word: "black" is not a slip for "lack".
        typed[position] = {tokens[position]: 1.0} if lexicon.knows(tokens[position]) else {}
    return SearchTerms(
        tokens,
        tuple(typed),
        groups,
        positions,
        int(years[0]) if years else 0,
        next((_BY_LEVEL[n] for n in named if n in _BY_LEVEL), None),
        next((_BY_GROUP[n] for n in named if n in _BY_GROUP), ""),
    )


def _telling(tokens: tuple[str, ...], lexicon: Lexicon, alone: bool) -> tuple[str, ...]:
    """Words without those of asking, and without a level that was named, where others are left that are known.

    A name stays whole: "high blood pressure", "poor mental health".
    """
    left = tuple(
        word
        for i, word in enumerate(tokens)
        if word not in _ASKING
        or lexicon.in_a_name((*tokens[max(i - 1, 0) : i], word))
        or lexicon.in_a_name(tokens[i : i + 2])
    )
    without = tuple(word for word in left if not (alone and word in LEVEL_NAMES))
    return without or left or tokens


def _join(tokens: Sequence[str], typed: list[dict[str, float]], lexicon: Lexicon) -> None:
    """Two words may be one: "birth wieght" is "birthweight"."""
    for position, (first, second) in enumerate(pairwise(tokens)):
        for word, likeness in lexicon.alike(first + second).items():
            # One slip in five letters, and the first three right: two words are seldom one.
            if likeness >= 0.8 and word.startswith(first[:3]):
                for likenesses in (typed[position], typed[position + 1]):
                    likenesses[word] = max(likenesses.get(word, 0.0), likeness)


def _groups(tokens: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, ...], frozenset[int]]:
    """Ids of the groups named, those of race and sex together first, and the positions of the words that name them."""
    words = [token if lexicon.knows(token) else _group_word(token) for token in tokens]
    named: list[tuple[str, ...]] = []
    used: set[int] = set()
    for span in (*pairwise(range(len(tokens))), *((position,) for position in range(len(tokens)))):
        ids = _group_names().get(tuple(words[position] for position in span))
        if ids and not used & set(span):
            named.append(ids)
            used |= set(span)
    both = [f"{race}_{sex}" for first in named for race in first for second in named for sex in second]
    each = sorted((g for ids in named for g in ids), key=lambda g: GROUPS[g].dimension == "sex")
    return tuple(g for g in (*both, *each) if g in GROUPS), frozenset(used)


@lru_cache(maxsize=1)
def _group_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {words_of(text): tuple(ids) for text, ids in synonyms()["groups"].items()}


def _group_word(token: str) -> str:
    """The word of a group's name that an unknown word is a slip for, else the word itself."""
    vocabulary = sorted({word for name in _group_names() for word in name if len(word) > 3})
    # One slip in five letters: at 0.85, “blak” is not Black; lower, more unknown words would be groups.
    near = process.extractOne(token, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=0.79)
    return near[0] if near and len(token) > 3 else token
