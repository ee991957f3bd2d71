"""Which labels of a level axis are written: as many as have room, so that no number runs into the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from components.documents.drawings.svg import SIZE
from components.formatting.typeface import length

ROOM = 8.0
"""Pixels that two labels keep between them."""

Tick = tuple[float, str]
"""The pixel of a tick, which its label is centred on, and the label; `<br>` begins a second line."""


def shown_ticks(ticks: Sequence[Tick], width: float, size: float = SIZE) -> list[Tick]:
    """The labels that fit beside each other, each moved as far as a picture of a width asks of it.

    All of them, or every second, every third and so on from the first; where no two fit, the first alone.
    """
    written = [_inside(tick, width, size) for tick in ticks if tick[1]]
    for step in range(1, len(written)):
        labels = written[::step]
        if all(_apart(one, other, size) for one, other in pairwise(labels)):
            return labels
    return written[:1]


def _half(text: str, size: float) -> float:
    return max(length(part, size) for part in text.split("<br>")) / 2


def _inside(tick: Tick, width: float, size: float) -> Tick:
    at, text = tick
    half = _half(text, size)
    return min(max(at, half), width - half), text


def _apart(one: Tick, other: Tick, size: float) -> bool:
    return other[0] - _half(other[1], size) - one[0] - _half(one[1], size) >= ROOM
