"""Which labels of a level axis are written: as many as have room, so that no number runs into the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    return written[:: _step(written, size)]


def _step(labels: Sequence[Tick], size: float) -> int:
    """One where all labels fit beside each other, two where every second does, and so on; else as many as there are."""
    for step in range(1, len(labels)):
        if all(_apart(one, other, size) for one, other in pairwise(labels[::step])):
            return step
    return max(len(labels), 1)


WIDTHS = (280.0, 340.0, 400.0, 480.0, 640.0)
"""Widths of a fluid drawing, in pixels, from which more labels may have room: see `assets/charts.css`."""


@dataclass(frozen=True, slots=True)
class FluidTick:
    """A label at a share of the plot and so many pixels from it; its class names the widths it has no room at."""

    text: str
    share: float
    shift: float
    kind: str


def fluid_ticks(ticks: Sequence[Tick], left: float, right: float, size: float = SIZE) -> list[FluidTick]:
    """The labels of a plot between two margins, its ticks in shares of it, for every width the drawing may have.

    Which ones a picture of a width would show is found for each of WIDTHS; up to the next, those stay.
    """
    labels = [tick for tick in ticks if tick[1]]
    steps = []
    for width in WIDTHS:
        plot = width - left - right
        steps.append(_step([_inside((left + share * plot, text), width, size) for share, text in labels], size))
    return [
        FluidTick(text, share, _moved(share, _half(text, size), left, right), _lacking(place, steps))
        for place, (share, text) in enumerate(labels)
    ]


def _lacking(place: int, steps: Sequence[int]) -> str:
    return " ".join(f"no-{number}" for number, step in enumerate(steps) if place % step)


def _moved(share: float, half: float, left: float, right: float) -> float:
    """Pixels by which the label at an end of the plot is moved inwards, where its margin is too narrow for it."""
    if share <= 0:
        return max(half - left, 0.0)
    return -max(half - right, 0.0) if share >= 1 else 0.0


def _half(text: str, size: float) -> float:
    return max(length(part, size) for part in text.split("<br>")) / 2


def _inside(tick: Tick, width: float, size: float) -> Tick:
    at, text = tick
    half = _half(text, size)
    return min(max(at, half), width - half), text


def _apart(one: Tick, other: Tick, size: float) -> bool:
    return other[0] - _half(other[1], size) - one[0] - _half(one[1], size) >= ROOM
