"""What a soak asks for, and how evenly. `make soak` runs one."""

from __future__ import annotations

import random
from collections import Counter

from tests.soak.journeys import Deck


def test_each_card_comes_as_often_as_it_is_in_the_deck_before_any_comes_again() -> None:
    deck = Deck(("page", "page", "file"), random.Random(7))
    rounds = [[deck.draw() for _ in range(3)] for _ in range(20)]
    assert all(Counter(one) == {"page": 2, "file": 1} for one in rounds)
    assert len({tuple(one) for one in rounds}) == 3, "in any order"
