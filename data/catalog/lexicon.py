"""Fuzzy index of names for the search: typed words may be misspelt, unfinished, run together or split."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

Kind = Literal["indicator", "place", "topic"]
SYNONYMS = Path(__file__).with_name("synonyms.toml")
Alike = Mapping[str, float]
"""Words of the index that one typed word may mean, each with its similarity from 0 to 1."""

_STOP_WORDS = frozenset(
    {
        "a", "about", "an", "and", "are", "at", "by", "do", "does", "each", "for", "from", "get", "has", "have", "how",
        "in", "is", "it", "many", "map", "me", "much", "my", "number", "of", "on", "or", "people", "per", "rate",
        "show", "statistic", "that", "the", "there", "to", "what", "where", "which", "who", "with",
    }
)  # fmt: skip
"""Stop words: they do not identify a name."""
_ONE_LETTER = {"n": "north", "s": "south", "e": "east", "w": "west"}
_SPELLINGS = {
    "mt": "mount", "preemie": "preterm", "preemy": "preterm", "mom": "mother", "mum": "mother", "kid": "child",
    "children": "child",
    "die": "death", "died": "death", "dead": "death", "dying": "death", "fatality": "death", "killed": "death",
    "teenage": "teen", "teenager": "teen", "lonely": "loneliness", "hungry": "hunger", "depressed": "depression",
}  # fmt: skip
"""Words that are another word in the names of the index."""
_MIN_SIMILARITY = 0.74
"""Least similarity of a match: it allows one slip in four to seven letters, two from eight on.

At 0.72, “Northbrough” no longer finds Northborough; at 0.76, “diabetus” and “fentynal” find nothing.
"""
_ONE_SLIP = 0.79
"""Least similarity of an unfinished word: one slip in five letters. At 0.85, “worche” is not found."""


def words_of(text: str) -> tuple[str, ...]:
    """Words of a text, normalised: plain lower-case letters and digits, without plurals and stop words.

    >>> words_of("Deaths in North Attleborough")
    ('death', 'north', 'attleboro')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    split = re.findall(r"[a-z0-9]+", plain)
    expanded = [_ONE_LETTER.get(word, word) if i + 1 < len(split) else word for i, word in enumerate(split)]
    pairs = [(word, _root(_SPELLINGS.get(word, _SPELLINGS.get(_root(word), word)))) for word in expanded]
    significant = tuple(root for word, root in pairs if not {word, root} & _STOP_WORDS)
    return significant or tuple(root for _, root in pairs)


def _root(word: str) -> str:
    if word.endswith("borough"):
        return word[:-3]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, Mapping[str, Any]]:
    """Table of `synonyms.toml`: by `indicators`, `topics`, `places` and `groups`, words and the ids they mean."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the index. `weight` is the score of a perfect match; a `loose` name is a text that may be long.

    `own`: it is the official name, not a synonym.
    """

    kind: Kind
    id: str
    text: str
    weight: float = 1.0
    own: bool = True
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Match of a name: `score` from 0 to about 1; `exact` when it equals the typed words letter by letter."""

    name: Name
    score: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A name whose words are all among the typed words, and the positions of these."""

    name: Name
    typed: frozenset[int]
    likeness: float


class Lexicon:
    """Index of names by their words. Made once for a catalogue; a search takes about a millisecond."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._words = tuple(words_of(name.text) for name in self.names)
        self._names_with: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(self._words):
            for word in dict.fromkeys(words):
                self._names_with[word].append(index)
        self._vocabulary = sorted(self._names_with)
        self._rarity = {w: math.log(1 + len(self.names) / len(indices)) for w, indices in self._names_with.items()}
        self._mean_rarity = sum(self._rarity.values()) / max(len(self._rarity), 1)
        self._joined = {i: "".join(words) for i, words in enumerate(self._words) if not self.names[i].loose}
        self._names = {words for words, name in zip(self._words, self.names, strict=True) if not name.loose}
        self._pairs = {pair for words in self._names for pair in pairwise(words)}
        self._name_rarity = [sum(self._rarity[w] for w in set(words)) for words in self._words]

    def alike(self, word: str, unfinished: bool = False) -> Alike:
        """Words of the index that a typed word may mean. An `unfinished` one is still being typed."""
        similarity: dict[str, float] = {}
        if len(word) >= 4:
            close = process.extract(
                word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_MIN_SIMILARITY, limit=20
            )
            # A word that is in the index may be a slip for another, but more likely is not: it loses about one slip.
            similarity = {
                candidate: likeness * (0.8 if word in self._names_with else 1.0) for candidate, likeness, _ in close
            }
        if len(word) >= 2:
            for candidate in self._vocabulary[bisect_left(self._vocabulary, word) :]:
                if not candidate.startswith(word):
                    break
                # The beginning of a word is as likely meant as a word with one slip, the more so the less is missing.
                similarity[candidate] = max(similarity.get(candidate, 0.0), 0.8 + 0.2 * len(word) / len(candidate))
        if word in self._names_with:
            similarity[word] = 1.0
        if unfinished and not similarity and len(word) >= 5:
            # A letter may be missing or too many in what is typed so far: less likely than in a complete word, but at
            # 0.7 instead of 0.9 “worche” is no hit.
            for length in (len(word) - 1, len(word), len(word) + 1):
                long = [candidate for candidate in self._vocabulary if len(candidate) >= length]
                begun = [candidate[:length] for candidate in long]
                close = process.extract(word, begun, scorer=OSA.normalized_similarity, score_cutoff=_ONE_SLIP, limit=20)
                similarity |= {long[i]: max(similarity.get(long[i], 0.0), 0.9 * likeness) for _, likeness, i in close}
        return similarity

    def names_one(self, words: Sequence[str]) -> bool:
        """Whether words, as `words_of` gives them, are a complete name."""
        return tuple(words) in self._names

    def in_a_name(self, words: Sequence[str]) -> bool:
        """Whether two words stand beside each other in a name; false for fewer."""
        return len(words) == 2 and tuple(words) in self._pairs

    def knows(self, word: str) -> bool:
        """Whether a word, as `words_of` gives it, is in the index."""
        return word in self._names_with

    def matches(self, typed: Sequence[Alike]) -> dict[tuple[Kind, str], Match]:
        """Best match of each kind and id that any typed word may mean."""
        weights = [self._weight(alike) for alike in typed]
        total = sum(weights) or 1.0
        hits: dict[int, list[float]] = {}
        typed_words: dict[int, dict[str, float]] = defaultdict(dict)
        for position, alike in enumerate(typed):
            for word, likeness in alike.items():
                for index in self._names_with[word]:
                    row = hits.setdefault(index, [0.0] * len(typed))
                    row[position] = max(row[position], likeness)
                    typed_words[index][word] = max(typed_words[index].get(word, 0.0), likeness)
        best: dict[tuple[Kind, str], Match] = {}
        for index, row in hits.items():
            name = self.names[index]
            typed_share = sum(w * likeness for w, likeness in zip(weights, row, strict=True)) / total
            name_share = self._share(index, typed_words[index])
            # What was typed counts most; the rest of the name decides between names that have it. Without it (1 + 0),
            # “diabetus” opens an indicator of a longer title; at 0.55 + 0.45, “heath insurance” is no hit.
            score = name.weight * typed_share * (1.0 if name.loose else 0.75 + 0.25 * name_share)
            _keep(best, Match(name, score, typed_share > 0.9999 and name_share > 0.9999 and not name.loose))
        return best

    def together(self, words: Sequence[str], least: float = 82) -> dict[tuple[Kind, str], Match]:
        """Best matches when spaces are ignored: "low birth weight" for "low birthweight".

        `least` similarity, 0 to 100: 82 is two wrong letters in twelve. A match scores a little less than with spaces.
        """
        text = "".join(words)
        if len(text) < 5:
            return {}
        close = process.extract(text, self._joined, scorer=fuzz.ratio, score_cutoff=least, limit=12)
        best: dict[tuple[Kind, str], Match] = {}
        for _, likeness, index in close:
            name = self.names[index]
            _keep(best, Match(name, 0.98 * name.weight * likeness / 100))
        return best

    def parts(self, typed: Sequence[Alike], kind: Kind, least: float = 0.8) -> list[Part]:
        """Names of a kind whose words are all among the typed words, those of most words first.

        `least` is that of one slip in five letters: at 0.9, “opiod deaths wooburn” has no place in it.
        """
        typed_words: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
        for position, alike in enumerate(typed):
            for word, likeness in alike.items():
                for index in self._names_with[word] if likeness >= least else ():
                    if self.names[index].kind == kind and likeness > typed_words[index].get(word, (0.0, 0))[0]:
                        typed_words[index][word] = (likeness, position)
        parts = []
        for index, words in typed_words.items():
            if set(words) == set(self._words[index]):
                likeness = sum(x for x, _ in words.values()) / len(words)
                parts.append(Part(self.names[index], frozenset(p for _, p in words.values()), likeness))
        return sorted(parts, key=lambda part: (-len(part.typed), -part.likeness, -part.name.weight))

    def _weight(self, alike: Alike) -> float:
        """Weight of a typed word: its rarity; the mean rarity for a word without similar ones."""
        if not alike:
            return self._mean_rarity
        return self._rarity[max(alike, key=lambda word: (alike[word], self._rarity[word]))]

    def _share(self, index: int, likenesses: Mapping[str, float]) -> float:
        """Share of a name that was typed, from 0 to 1, weighted by rarity."""
        return sum(self._rarity[w] * likeness for w, likeness in likenesses.items()) / (self._name_rarity[index] or 1.0)


def _keep(best: dict[tuple[Kind, str], Match], match: Match) -> None:
    key = (match.name.kind, match.name.id)
    if key not in best or match.score > best[key].score:
        best[key] = match
