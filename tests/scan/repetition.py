"""Faults of repetition: what is said twice in one title, in one sentence, or on one page, and notes of others."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import lru_cache

from data.language import use_language
from data.vocabulary import GROUPS
from tests.scan.checks import ALL_LANGUAGES, check, found
from tests.scan.said import Said
from tests.scan.words import sentences

FEWEST_WORDS = 5
"""A clause of fewer words may be said twice."""
_CLAUSE = re.compile(r"(?<!\bEE)(?<!\bUU)(?<!\bvs)(?<!\bU)(?<!\bS)\.(?!\d)|[;:()—|]|, ", re.I)
"""A point within a number or after an abbreviation ends no clause."""
_LEGEND = re.compile(r"^“[^”]+” (?:means|quer dizer|quiere decir|significa)")
"""A note that explains a word of the table, by what may be said of the chosen place too."""
_READ_AT = re.compile(r"^(?:Taken from|Citado)\b")
_FIGURE = re.compile(r"\d[\d.,]*[.,%]|\d{3}")
"""A figure, which is no age."""
_OF_WHOM = re.compile(r"^ (?:among|of|in|entre|de|del|dos|das|do|da|por|no|na)\b")
_ARTICLE = re.compile(r"^(?:(?:in|en|em|no|na) )?(?:(?:the|el|la|los|las|o|a|os|as) )?")
"""What may stand before a name: "in the West region"."""
BIRTHS = re.compile(
    r"\bbirths among [\w ,/-]*\bbirths\b|\blive (?:White|Black|Asian|Hispanic|race-not-stated|other-race)\b"
)
DOUBLE = re.compile(r"\([^()]*\([^()]*\)|\)\s*\(|\(\s*\)")
OWN_NOUN = re.compile(r"\bnumber of ((?:\w+ )?\w+s)\b[^.;:]{0,60}? (?:was|is|were) [\d,.]+ \1\b"
                      r"|\b(years|days) of [\w ]{3,40}?\b(?:was|is|were) [\d,.]+ \2\b")  # fmt: skip
PEOPLE_TWICE = re.compile(r"\bAll ([a-z][a-z ]+), percent of (?:all )?\1\b")
ALT_TWICE = re.compile(r"\bby (county|city or town|region|area|state)\b.*\bby \1\b|\b1 of 1 state shown")
LAST_IS_HIGHEST = re.compile(r"highest (\S+) in ([\d–]+), \2 \1")
ADJUSTED_TWICE = re.compile(r"\bage-adjusted\b[^.]*\bage-adjusted\b")
INTERVAL_MISSING = re.compile(r"\bno interval is published\b|\bNo intervals? (?:is|are) published\b")
QUOTED = re.compile(r"\b(?:publicitytop|medicalcases|brown-watch|slideplayer|LubaKaper)\b")
OTHERS_NOTES = (
    (re.compile(r"Infant mortality divides"), ("infant", "maternal")),
    (re.compile(r"health-related social needs were asked"), ("context",)),
)
CITED = re.compile(
    r"Retrieved|Licen[cs]|Licença|Covers|Cubre|Abrange|consulta|Obtido|95% interval|no interval|Not measured"
)
"""What sources and measures say of themselves, each in its own place."""


@check("titles", *ALL_LANGUAGES)
def period_is_said_twice(said: Said) -> str:
    """A title or subtitle says its period once."""
    years = said.facts.years
    labels = {years.label, years.long_label}
    for text in (said.title, said.subtitle):
        if sum(len(re.findall(rf"(?<![\d–-]){re.escape(label)}(?![\d–-])", text)) for label in labels) > 1:
            return text
    return ""


_SPAN = re.compile(
    r"\w+ (?:de )?\d{4} – \w+ (?:de )?\d{4}|\d+ (?:months to|meses hasta|meses até) [\wçã]+ (?:de )?\d{4}"
)
_IN_A_PLACE = re.compile(r"(?:in|en|em) (?:[^,\d\s]+ ?){1,5}$")


@lru_cache(maxsize=4096)  # every county is a name that is read in each of its views
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(part for clause in _CLAUSE.split(text) if (part := clause.strip(" .“”").lower()))


def _is_a_name(clause: str, said: Said) -> bool:
    """Whether a clause only names the measure, its people or the period: title, subtitle and summary each say them."""
    bare = _ARTICLE.sub("", clause)
    with use_language(said.language):
        groups = [label for group in GROUPS.values() for label in (group.label, group.short)]
    places = {said.facts.place, *(figure.name for figure in said.facts.figures)}
    parts = {part for name in (*said.facts.names, *places, *groups) for part in _clauses(name)}
    # Of two places the sentences begin alike: "the heart disease death rate among White adults".
    rests = [bare.removeprefix(part) for part in parts if len(part.split()) > 1 and bare.startswith(part)]
    measured = any(not rest or _OF_WHOM.match(rest) for rest in rests)
    with use_language(said.language):
        years = {said.facts.years.label.lower(), said.facts.years.long_label.lower()}
    # Small multiples of fiscal years span "July 2022 – June 2024", which is no one period of the view.
    is_period = clause in years or _SPAN.fullmatch(clause) is not None
    return clause in parts or is_period or (measured and not _FIGURE.search(clause))


@check("words", *ALL_LANGUAGES)
def clause_is_repeated(said: Said) -> str:
    """No clause of five words or more stands twice in title, subtitle, summary and notes.

    Names are not counted, nor where a publication was read, nor a legend: what "hidden" means in a table is also the
    reason that is given for a chosen place without a figure.
    """
    notes = [note for note in said.notes if not _LEGEND.match(note) and not _READ_AT.match(note)]
    parts = [part for text in (said.title, said.subtitle, *said.summary, *notes) for part in _clauses(text)]
    counted = Counter(part for part in parts if len(part.split()) >= FEWEST_WORDS)
    for before, part in itertools.pairwise(parts):
        # "In Plymouth County, 9.0% …; in Massachusetts, 9.0% …": two places may have the same figure.
        if _IN_A_PLACE.match(before) and counted[part] == len({b for b, p in itertools.pairwise(parts) if p == part}):
            counted[part] = 1
    return next((part for part, number in counted.items() if number > 1 and not _is_a_name(part, said)), "")


@check("words", *ALL_LANGUAGES)
def sentence_is_repeated(said: Said) -> str:
    """No sentence of five words or more stands twice on a page."""
    own = [s.strip(" .") for text in (*said.summary, said.page) for s in sentences(text)]
    counted = Counter(s for s in own if len(s.split()) >= FEWEST_WORDS and s[:1].isupper() and not CITED.search(s))
    return next((s for s, number in counted.items() if number > 1), "")


@check("titles")
def births_of_births(said: Said) -> str:
    """Births are to mothers: no births among White births, no live White births."""
    return found(BIRTHS, said.all)


@check("words", *ALL_LANGUAGES)
def double_brackets(said: Said) -> str:
    """One pair of brackets at a time."""
    return found(DOUBLE, " | ".join((said.title, said.subtitle, *said.summary, *said.notes)))


@check("titles")
def noun_after_its_own_name(said: Said) -> str:
    """ "Adults had 4.9 days of poor mental health", not "the number of days was 4.9 days"."""
    return found(OWN_NOUN, said.head)


@check("titles")
def people_are_named_twice(said: Said) -> str:
    """Not "All adults, percent of adults"."""
    return found(PEOPLE_TWICE, f"{said.subtitle} {said.page}")


@check("titles")
def alt_text_says_it_twice(said: Said) -> str:
    """A figure's text says the level once, and no "1 of 1 state shown"."""
    return next(
        (words for text in said.alt for twice in (ALT_TWICE, LAST_IS_HIGHEST) if (words := found(twice, text))), ""
    )


@check("titles")
def adjustment_is_said_twice(said: Said) -> str:
    """Age-adjusted, once."""
    return found(ADJUSTED_TWICE, said.subtitle) or found(ADJUSTED_TWICE, said.title)


@check("titles")
def missing_interval_in_our_words(said: Said) -> str:
    """ "The publisher gives no margin of error", once, not "no interval is published"."""
    return found(INTERVAL_MISSING, said.head)


@check("words")
def second_hand_sources(said: Said) -> str:
    """No website that only repeats a publication is cited for it."""
    return found(QUOTED, said.all)


@check("words")
def notes_of_other_measures(said: Said) -> str:
    """Notes are of the measure in view, not of others in its source."""
    for pattern, allowed in OTHERS_NOTES:
        if said.facts.indicator and not any(word in f"{said.facts.indicator} {said.facts.topic}" for word in allowed):
            words = found(pattern, f"{' '.join(said.notes)} {said.page}")
            if words:
                return words
    return ""
