"""Addresses that are made to be slow to read: what is read of one grows as it does, and no faster."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from data.query.regions.region import clean_name
from data.query.search.hits import search
from data.query.url import parse_query
from data.query.url_parameters import plain_query, read_query, read_words
from tests.examples import is_deep
from tests.questions import Asked

LONG = 60_000
"""Letters: seven times what an address has. What is read in squares would take seconds."""
SECONDS = 1.5
"""Of processor. Read in lines it is a fiftieth of one."""
SIGNS = (
    "%25", "25", "%", "&amp;", "amp;", "&", ";", ";a", "=", "&#038;", "%26amp%3B", "?", " ", "%20", "\u00a0", "\u200b",
    ")", "(", '")', ">", "]", "'", ".", ",", "…", "- ", " to ", "2018", "2018–", "a-", "-a", "<", "{", "a ", "é",
    "\u0301", "place=", ";place=", "indicator=1;", "Q=", "0", "٣", "_", "\r\n",
)  # fmt: skip
"""What the readers look for, and what would lead them to look again."""
NAMES = ("indicator=", "period=", "place=a", "with=", "name=", "q=", "from=/", "")


ONCE_SLOW = ("q=1amp;", "period=1%20", "indicator=1)", "place=a1%25")


def shapes() -> Iterator[str]:
    """Each sign again and again, then another once, so that what was tried has to be given up."""
    for name in NAMES:
        for n, sign in enumerate(SIGNS):
            yield name + "1" + sign * (LONG // len(sign)) + SIGNS[(n + 7) % len(SIGNS)] + "1"


def few(first: int) -> list[str]:
    """All in a deep run; each day's tries those that once were slow, and every eleventh from another one on."""
    every = list(shapes())
    return every if is_deep() else [*(q for q in every if q.startswith(ONCE_SLOW)), *every[first::11]]


def took(read: object, *given: object) -> float:
    began = time.process_time()
    read(*given)  # type: ignore[operator]
    return time.process_time() - began


def test_no_address_is_slow_to_read() -> None:
    for query in few(1):
        for read in (read_query, plain_query):
            assert took(read, query) < SECONDS, query[:40]


def test_no_word_is_slow_to_follow(ask: Asked) -> None:
    parse_query({}, ask.catalog)
    search(ask.catalog, "a")
    for query in few(5)[::3]:
        word = query.partition("=")[2] or query
        words = dict.fromkeys(("indicator", "place", "group", "period", "with", "name", "members", "level"), word)
        assert took(parse_query, words, ask.catalog) < SECONDS, query[:40]
        assert took(search, ask.catalog, word) < SECONDS, query[:40]
        assert took(clean_name, word) < SECONDS, query[:40]


def test_what_was_escaped_again_and_again_is_no_word() -> None:
    for coats in (1, 3, 19):
        assert read_query("place=%" + "25" * (coats - 1) + "62oston") == {"place": "boston"}
    assert read_query("place=%" + "25" * 400 + "62oston") == {"place": "%"}
    assert read_words({"place": "%" + "25" * 400 + "62oston"}) == {"place": "%"}
    query = "place=%" + "25" * 400 + "62oston&level=county"
    assert plain_query(query) == plain_query(plain_query(query))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("(boston)", "(boston)"), ("boston)", "boston"), ('"(boston)."', "(boston)"), ("«boston».)", "boston"),
        ("(boston (a))", "(boston (a))"), ("boston)))))", "boston"),
    ],
)  # fmt: skip
def test_brackets_around_a_word_go_and_those_of_a_word_stay(text: str, read: str) -> None:
    assert read_query(f"place={text}")["place"] == read
