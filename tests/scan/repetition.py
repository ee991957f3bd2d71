"""Faults of repetition: what is said twice in one title, in one sentence, or on one page, and notes of others."""

from __future__ import annotations

import re
from collections import Counter

from tests.scan.checks import ALL_LANGUAGES, check, found
from tests.scan.said import Said
from tests.scan.words import sentences

FEWEST_WORDS = 5
"""A clause of fewer words may be said twice."""
_CLAUSE = re.compile(r"[.;:()—|]|, ")
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
_CLAUSE = re.compile(r"[.;:()—|]|, ")


@check("titles", *ALL_LANGUAGES)
def period_is_said_twice(said: Said) -> str:
    """A title or subtitle says its period once."""
    years = said.facts.years
    labels = {years.label, years.long_label}
    for text in (said.title, said.subtitle):
        if sum(len(re.findall(rf"(?<![\d–-]){re.escape(label)}(?![\d–-])", text)) for label in labels) > 1:
            return text
    return ""


@check("words", *ALL_LANGUAGES)
def clause_is_repeated(said: Said) -> str:
    """No clause of five words or more stands twice in title, subtitle, summary and notes."""
    parts = [c.strip(" .“”").lower() for text in (said.title, said.subtitle, *said.summary, *said.notes)
             for c in _CLAUSE.split(text)]  # fmt: skip
    counted = Counter(part for part in parts if len(part.split()) >= FEWEST_WORDS and part not in said.facts.names)
    return next((part for part, number in counted.items() if number > 1), "")


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
