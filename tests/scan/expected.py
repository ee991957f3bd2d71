"""The kinds of fault that are still there, with the number of states of each day's sample that had it when last listed.

A kind leaves this list when it is mended, and none is added: what is not listed fails the tests on sight, and so does a
number that has grown. `python -m tests.scan --expected` writes the list anew; `make test-deep` fails when a kind on it
is gone.
"""

from __future__ import annotations

EXPECTED: dict[str, int] = {
    "title_is_long": 115,
    "few_places_in_digits": 6,
    "best_group": 109,
    "plural_with_is": 10,
    "machine_words": 56,
    "nothing_to_set_side_by_side": 129,
    "this_group_of_everyone": 71,
    "ratio_with_two_decimals": 6,
    "old_year_in_the_present": 11,
    "number_without_unit": 20,
    "mark_of_no_state_figure": 11,
    "title_leaves_out_the_group": 32,
    "clause_is_repeated": 683,
    "sentence_is_repeated": 188,
    "people_are_named_twice": 2,
    "second_hand_sources": 25,
    "english_left": 79,
    "english_left_in_notes": 2,
    "capital_in_a_sentence": 5,
    "all_in_total": 6,
    "percent_without_article": 9,
    "odd_words": 37,
}
