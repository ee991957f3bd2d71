"""Every valid state of Explore and of Gaps, in an order that begins with what readers open first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from data.query.answers import Answers
from data.query.selection import PARAMETERS, Selection
from data.query.url import parse_query
from data.vocabulary import ALL, EACH, GROUPS, OVERALL, VIEWS
from tests.questions import SEED

LANGUAGES = ("en", "es", "pt")
PLACES = ("reported", "unreliable", "suppressed", "not_available")
"""Kinds of place: one of each is chosen, where a view has one."""


def settled(words: dict[str, str], answers: Answers) -> Selection | None:
    """The state of words that are followed; None where the page would show something else and say so."""
    selection, notices = parse_query(words, answers.catalog)
    return None if notices else selection


def openings(answers: Answers) -> Iterator[Selection]:
    """Each indicator as it opens, and each question where an address may name one."""
    catalog = answers.catalog
    named = [("indicator", name) for name in catalog.indicators]
    named += [("question", name) for name in catalog.questions] if "question" in PARAMETERS else []
    yield from dict.fromkeys(parse_query({key: name}, catalog)[0] for key, name in named)


def frames(answers: Answers) -> Iterator[Selection]:
    """Each indicator on each level by each dimension for each group in each period, as a map of no place."""
    catalog = answers.catalog
    for indicator in catalog.indicators:
        for level in catalog.levels(indicator):
            for dimension in catalog.dimensions(indicator, level):
                everyone = OVERALL in catalog.dimensions(indicator, level)
                groups = catalog.strata(indicator, dimension, level) if dimension != OVERALL else ()
                for group in (*((OVERALL,) if everyone else ()), *groups):
                    for period in catalog.periods(indicator, level, GROUPS[group].dimension, group):
                        words = {"indicator": indicator, "level": level, "by": dimension, "period": period.slug}
                        words["group"] = ALL if group == OVERALL else group
                        if selection := settled(words, answers):
                            yield selection


def places(frame: Selection, answers: Answers) -> Iterator[str]:
    """No place, and of each kind one that is taken by lot."""
    yield ""
    dice = random.Random(f"{SEED}{frame.query()}")
    rows = answers.to(frame).places
    for kind in PLACES if frame.level != "state" else ():
        if slugs := rows.where(status=kind).column("slug"):
            yield dice.choice(slugs)


def of_frame(frame: Selection, answers: Answers) -> list[Selection]:
    """The states of a frame: of each kind of place each view, small multiples of each kind."""
    # Where one place alone has figures, no place and that place are the same state.
    found: dict[Selection, None] = {}
    for place in places(frame, answers):
        for view in VIEWS:
            for each in EACH if view == "multiples" else EACH[:1]:
                asked = replace(frame, place=place, view=view, multiples_by=each)
                if selection := settled(asked.parameters(), answers):
                    found[selection] = None
    return list(found)


def states(answers: Answers) -> Iterator[Selection]:
    """Every state in English."""
    for frame in frames(answers):
        yield from of_frame(frame, answers)


def drawn(frame: Selection, answers: Answers, number: int) -> list[Selection]:
    """A number of a frame's states, each in a language: half of them in English.

    They are drawn by the frame's own address, so that a new indicator changes no other's.
    """
    dice = random.Random(f"{SEED}{frame.query()}")
    every = of_frame(frame, answers)
    chosen = dice.sample(every, min(number, len(every)))
    return [replace(own, language=dice.choice((*LANGUAGES, "en"))) for own in chosen]


def in_languages(found: Iterator[Selection]) -> Iterator[Selection]:
    """Each state in each language."""
    for selection in found:
        for code in LANGUAGES:
            yield replace(selection, language=code)


def gap_states(answers: Answers) -> Iterator[dict[str, str]]:
    """The words of every state of Gaps: measure by dimension in each period, of the state and a place of each level."""
    catalog = answers.catalog
    dice = random.Random(SEED)
    for indicator in catalog.indicators.values():
        if not indicator.comparable:
            continue
        for level in catalog.levels(indicator.id):
            for dimension in catalog.dimensions(indicator.id, level):
                if dimension == OVERALL:
                    continue
                for period in catalog.periods(indicator.id, level, dimension):
                    words = {"indicator": indicator.id, "by": dimension, "period": period.slug}
                    words |= {
                        "level": level,
                        "place": "" if level == "state" else dice.choice(catalog.places_of(level)).slug,
                    }
                    yield {key: word for key, word in words.items() if word}


def gap_openings(answers: Answers) -> Iterator[dict[str, str]]:
    """Each measure with figures of groups, as Gaps opens it."""
    catalog = answers.catalog
    for indicator in catalog.indicators.values():
        if indicator.comparable and any(c.dimension != OVERALL for c in catalog.covered(indicator.id)):
            yield {"indicator": indicator.id}
