"""Spelling and dates: American, in every English text a reader can see."""

from __future__ import annotations

import re
from functools import cache

import pytest

from data.pipeline.build import Inputs, read_definitions
from data.pipeline.message_extraction import messages

pytestmark = pytest.mark.slow

BRITISH = re.compile(
    r"\b(?:\w*colour\w*|grey\w*|licences?|licenced|modell(?:ed|ing|er)\w*|labell(?:ed|ing)|cancell(?:ed|ing)|travell\w+"
    r"|\w*neighbour\w*|centres?|programmes?|labour\w*|favour\w*|behaviour\w*|honour\w*|rumour\w*|paediatr\w*|anaem\w*"
    r"|\w*haem\w*|oesoph\w*|foetal|foetus|diarrhoea|tumour\w*|fulfil|enrol|enrolment|judgement|catalogue\w*|whilst"
    r"|(?:age-)?standardis\w*|\w+(?:nis|lis|ris|tis|mis|cis|sis)(?:ed|ing|ation|ations)|analys(?:ed|ing))\b",
    re.IGNORECASE,
)
AMERICAN = frozenset(
    {
        "promised", "raised", "arising", "rising", "comprised", "comprising", "advertised", "advertising", "exercised",
        "exercising", "surprised", "surprising", "premised", "promising",
    }
)  # fmt: skip
"""Words of these endings that are spelled so in America too."""
_PLACEHOLDER = re.compile(r"\{\w+\}|`[^`]*`")
"""What is no English: the place of a value, and a name in the code."""
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY_FIRST = re.compile(rf"\b(?:[12]?\d|3[01]) (?:{MONTHS})\b")
"""A date in British order: 21 November."""


@cache
def english() -> tuple[str, ...]:
    found: list[str] = []
    for message in messages():
        found += [message] if isinstance(message, str) else list(message)
    definitions = read_definitions(Inputs())
    for question in getattr(definitions, "questions", {}).values():
        found += [question.name, question.counts]
        found += [
            text for version in question.versions for text in (version.name, version.differs, version.use) if text
        ]
    return tuple(found)


def test_every_text_is_spelled_as_americans_spell() -> None:
    british = {
        word
        for text in english()
        for word in BRITISH.findall(_PLACEHOLDER.sub("", text))
        if word.lower() not in AMERICAN
    }
    assert british == set()


def test_every_date_is_written_month_first() -> None:
    assert [text for text in english() if DAY_FIRST.search(text)] == []


def test_there_is_something_to_read() -> None:
    assert len(english()) > 1500
