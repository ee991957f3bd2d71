"""Names, and how alike to them words are that somebody typed: misspelt, cut short, run together or split."""

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
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

Kind = Literal["indicator", "place", "topic"]
SYNONYMS = Path(__file__).with_name("synonyms.toml")
Alike = Mapping[str, float]
"""Known words that one typed word may mean, each with its likeness from 0 to 1."""

_EMPTY = frozenset(
    {
        "a", "about", "an", "and", "are", "at", "by", "do", "does", "each", "for", "from", "get", "has", "have", "how",
        "in", "is", "it", "many", "map", "me", "much", "my", "number", "of", "on", "or", "people", "per", "rate",
        "show", "statistic", "that", "the", "there", "to", "what", "where", "which", "who", "with",
    }
)  # fmt: skip
"""Words that say nothing about what is looked for."""
_ONE_LETTER = {"n": "north", "s": "south", "e": "east", "w": "west"}
_SPELLINGS = {"mt": "mount", "preemie": "preterm"}
_LEAST = 0.74
"""The least likeness: one slip in four to seven letters, two from eight on."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: plain lower-case letters and digits, without plurals and filler.

    >>> words_of("Deaths in North Attleborough")
    ('death', 'north', 'attleboro')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    split = re.findall(r"[a-z0-9]+", plain)
    whole = [_ONE_LETTER.get(word, word) if i + 1 < len(split) else word for i, word in enumerate(split)]
    words = [(word, _root(_SPELLINGS.get(word, word))) for word in whole]
    telling = tuple(root for word, root in words if not {word, root} & _EMPTY)
    return telling or tuple(root for _, root in words)


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
    """The table of `synonyms.toml`: of `indicators`, `topics`, `places` and `groups`, words and what they mean."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing. `weight` is what a perfect match counts; a `loose` name is a text that may be long.

    `own`: it is the thing's own name, not another word for it.
    """

    kind: Kind
    id: str
    text: str
    weight: float = 1.0
    own: bool = True
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name answers: `score` from 0 to about 1; `exact` when it is what was typed, letter by letter."""

    name: Name
    score: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A name that stands whole among the typed words, and the positions of these words."""

    name: Name
    typed: frozenset[int]
    likeness: float


class Lexicon:
    """Names by their words. Made once for a catalogue; finding in it takes about a millisecond."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._words = tuple(words_of(name.text) for name in self.names)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(self._words):
            for word in dict.fromkeys(words):
                self._holding[word].append(index)
        self._known = sorted(self._holding)
        self._rarity = {w: math.log(1 + len(self.names) / len(held)) for w, held in self._holding.items()}
        self._usual = sum(self._rarity.values()) / max(len(self._rarity), 1)
        self._joined = {i: "".join(words) for i, words in enumerate(self._words) if not self.names[i].loose}
        self._whole = {words for words, name in zip(self._words, self.names, strict=True) if not name.loose}
        self._weighed = [sum(self._rarity[w] for w in set(words)) for words in self._words]

    def alike(self, word: str, unfinished: bool = False) -> Alike:
        """Known words that a typed word may mean. An `unfinished` one is still being typed."""
        found: dict[str, float] = {}
        if len(word) >= 4:
            near = process.extract(word, self._known, scorer=OSA.normalized_similarity, score_cutoff=_LEAST, limit=20)
            # What is spelt like a known word may be a slip for another, but more likely is not.
            found = {known: likeness * (0.8 if word in self._holding else 1.0) for known, likeness, _ in near}
        if len(word) >= 2:
            for known in self._known[bisect_left(self._known, word) :]:
                if not known.startswith(word):
                    break
                found[known] = max(found.get(known, 0.0), 0.8 + 0.2 * len(word) / len(known))
        if word in self._holding:
            found[word] = 1.0
        if unfinished and not found and len(word) >= 5:
            # A letter may be missing or too many in what is typed so far.
            for length in (len(word) - 1, len(word), len(word) + 1):
                long = [known for known in self._known if len(known) >= length]
                begun = [known[:length] for known in long]
                near = process.extract(word, begun, scorer=OSA.normalized_similarity, score_cutoff=0.79, limit=20)
                found |= {long[i]: max(found.get(long[i], 0.0), 0.9 * likeness) for _, likeness, i in near}
        return found

    def names_one(self, words: Sequence[str]) -> bool:
        """Whether words, as `words_of` gives them, are a name as a whole."""
        return tuple(words) in self._whole

    def knows(self, word: str) -> bool:
        """Whether a word, as `words_of` gives it, stands in a name."""
        return word in self._holding

    def matches(self, typed: Sequence[Alike]) -> dict[tuple[Kind, str], Match]:
        """The best match of each thing that any typed word may mean, by kind and id."""
        weights = [self._weight(alike) for alike in typed]
        total = sum(weights) or 1.0
        hits: dict[int, list[float]] = {}
        held: dict[int, dict[str, float]] = defaultdict(dict)
        for position, alike in enumerate(typed):
            for word, likeness in alike.items():
                for index in self._holding[word]:
                    row = hits.setdefault(index, [0.0] * len(typed))
                    row[position] = max(row[position], likeness)
                    held[index][word] = max(held[index].get(word, 0.0), likeness)
        best: dict[tuple[Kind, str], Match] = {}
        for index, row in hits.items():
            name = self.names[index]
            asked = sum(w * likeness for w, likeness in zip(weights, row, strict=True)) / total
            said = self._share(index, held[index])
            score = name.weight * asked * (1.0 if name.loose else 0.75 + 0.25 * said)
            _keep(best, Match(name, score, asked > 0.9999 and said > 0.9999 and not name.loose))
        return best

    def together(self, words: Sequence[str], least: float = 82) -> dict[tuple[Kind, str], Match]:
        """Names that read like the typed words when spaces do not count: "low birth weight" for "low birthweight"."""
        text = "".join(words)
        if len(text) < 5:
            return {}
        near = process.extract(text, self._joined, scorer=fuzz.ratio, score_cutoff=least, limit=12)
        best: dict[tuple[Kind, str], Match] = {}
        for _, likeness, index in near:
            name = self.names[index]
            _keep(best, Match(name, 0.98 * name.weight * likeness / 100))
        return best

    def parts(self, typed: Sequence[Alike], kind: Kind, least: float = 0.8) -> list[Part]:
        """Names of a kind that stand whole among the typed words, those of most words first."""
        held: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
        for position, alike in enumerate(typed):
            for word, likeness in alike.items():
                for index in self._holding[word] if likeness >= least else ():
                    if self.names[index].kind == kind and likeness > held[index].get(word, (0.0, 0))[0]:
                        held[index][word] = (likeness, position)
        found = []
        for index, words in held.items():
            if set(words) == set(self._words[index]):
                likeness = sum(x for x, _ in words.values()) / len(words)
                found.append(Part(self.names[index], frozenset(p for _, p in words.values()), likeness))
        return sorted(found, key=lambda part: (-len(part.typed), -part.likeness, -part.name.weight))

    def _weight(self, alike: Alike) -> float:
        """What a typed word counts: a rare word more; one that nothing is like as much as a usual one."""
        if not alike:
            return self._usual
        return self._rarity[max(alike, key=lambda word: (alike[word], self._rarity[word]))]

    def _share(self, index: int, held: Mapping[str, float]) -> float:
        """How much of a name was typed, from 0 to 1."""
        return sum(self._rarity[w] * likeness for w, likeness in held.items()) / (self._weighed[index] or 1.0)


def _keep(best: dict[tuple[Kind, str], Match], match: Match) -> None:
    key = (match.name.kind, match.name.id)
    if key not in best or match.score > best[key].score:
        best[key] = match
