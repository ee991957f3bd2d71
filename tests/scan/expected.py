"""The kinds of fault that are still there, with the number of states of each day's sample that had it when last listed.

A kind leaves this list when it is mended, and none is added: what is not listed fails the tests on sight, and so does a
number that has grown. `python -m tests.scan --expected` writes the list anew; `make test-deep` fails when a kind on it
is gone.
"""

from __future__ import annotations

EXPECTED: dict[str, int] = {
    "title_is_long": 85,
    "machine_words": 56,
    "this_group_of_everyone": 1,
    "clause_is_repeated": 272,
    "sentence_is_repeated": 114,
    "second_hand_sources": 25,
    "english_left_in_notes": 2,
    "capital_in_a_sentence": 5,
    "percent_without_article": 9,
    "odd_words": 37,
}
