"""What a soak asks for, and how evenly. `make soak` runs one."""

from __future__ import annotations

import os
import random
import socket
from collections import Counter
from pathlib import Path

from tests.soak.journeys import Deck
from tests.soak.processes import weigh


def test_each_card_comes_as_often_as_it_is_in_the_deck_before_any_comes_again() -> None:
    deck = Deck(("page", "page", "file"), random.Random(7))
    rounds = [[deck.draw() for _ in range(3)] for _ in range(20)]
    assert all(Counter(one) == {"page": 2, "file": 1} for one in rounds)
    assert len({tuple(one) for one in rounds}) == 3, "in any order"


def test_open_files_are_counted_without_the_connections_of_readers() -> None:
    def opened() -> int:
        weight = weigh(os.getpid())
        assert weight is not None
        return weight.files

    before = opened()
    with Path(__file__).open(), Path(__file__).open(), socket.create_server(("127.0.0.1", 0)) as listening:
        assert opened() == before + 3
        with socket.create_connection(listening.getsockname()) as reader:
            accepted, _ = listening.accept()
            with accepted:
                assert opened() == before + 3
                reader.close()
                assert opened() == before + 4, "the reader has hung up, and the site keeps what is left"
    assert opened() == before
