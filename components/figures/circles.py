"""Sized circles for a map of counts: an area painted by its count would be a map of how many people live there.

The area of a circle is its count, on one scale over every period of the group, so that the timeline shows growth. The
key stands on the map itself, west of the islands, and so is as large as the map draws the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from components.figures.style import FONT
from components.formatting.numbers import format_value
from components.formatting.palette import ACCENT, INK, INK_2, PAPER
from data.query.map_shapes import Shapes
from data.query.selection import Answer, ClassValues

CIRCLE = "#a0d0ef"
_WIDTH = 625
"""Pixels of the map that the largest circles are measured on."""
_LARGEST, _OF_TOWNS = 30, 20
"""Radius of the largest circle in pixels of that map; of the small areas of towns."""
_KEY_X, _KEY_BOTTOM, _STEP = 0.37, 0.88, 0.18
"""Where the key stands, in shares of the map's width and height, and how far apart its circles are."""


@dataclass(frozen=True, slots=True)
class KeyCircle:
    """A circle of the key: its middle and radius in units of the map, and the count it stands for."""

    x: float
    y: float
    radius: float
    label: str


def largest(answer: Answer, basis: ClassValues) -> float:
    """The count that the largest circle stands for; 0 where there is none."""
    return max([*basis, *(row.value for row in answer.places if row.has_value)], default=0.0)


def circles(answer: Answer, basis: ClassValues, shapes: Shapes) -> str:
    """A circle on each place with a count, the largest below the others; and those of the key."""
    most = largest(answer, basis)
    counted = sorted((row for row in answer.places if row.has_value and row.value > 0), key=lambda row: -row.value)
    drawn = []
    for row in counted:
        x, y = shapes.frame.point(row.label_lon, row.label_lat)
        fill = PAPER if row.status == "unreliable" else CIRCLE
        drawn.append(_circle(x, y, _radius(row.value, most, answer, shapes), fill, shapes))
    drawn += [_circle(one.x, one.y, one.radius, CIRCLE, shapes) for one in key(answer, basis, shapes)]
    return f'<g class="circles" aria-hidden="true">{"".join(drawn)}</g>'


def key(answer: Answer, basis: ClassValues, shapes: Shapes) -> list[KeyCircle]:
    """Two circles that say how large counts are drawn: a round number near the largest, and about a quarter of it."""
    most = _round_below(largest(answer, basis))
    if most <= 0:
        return []
    frame = shapes.frame
    counts = [most] if most < 4 else [most, _round_below(most / 4)]
    found = []
    for i, count in enumerate(counts):
        radius = _radius(count, largest(answer, basis), answer, shapes)
        x = (_KEY_X + _STEP * i) * frame.width
        found.append(KeyCircle(x, _KEY_BOTTOM * frame.height - radius, radius, format_value(count, answer.indicator)))
    return found


def key_labels(answer: Answer, basis: ClassValues, shapes: Shapes) -> str:
    """The counts under the circles of the key, as HTML over the map: they keep their size whatever the map's."""
    across = [(one, one.x / shapes.frame.width * 100) for one in key(answer, basis, shapes)]
    return "".join(
        f'<span class="map-key" style="left:{x:.2f}%;top:{_KEY_BOTTOM * 100:.2f}%">{escape(one.label)}</span>'
        for one, x in across
    )


def key_texts(answer: Answer, basis: ClassValues, shapes: Shapes, size: float) -> str:
    """The same in a picture, in letters of a size in units of the map."""
    return "".join(
        f'<text x="{one.x:g}" y="{_KEY_BOTTOM * shapes.frame.height + 1.2 * size:g}" font-family="{escape(FONT)}" '
        f'font-size="{size:.1f}" text-anchor="middle" fill="{INK_2}">{escape(one.label)}</text>'
        for one in key(answer, basis, shapes)
    )


def _radius(value: float, most: float, answer: Answer, shapes: Shapes) -> float:
    full = _OF_TOWNS if answer.selection.level == "municipality" else _LARGEST
    return full * shapes.frame.width / _WIDTH * math.sqrt(value / most)


def _circle(x: float, y: float, radius: float, fill: str, shapes: Shapes) -> str:
    edge = INK if fill == PAPER else ACCENT
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.1f}" fill="{fill}" fill-opacity="0.8" stroke="{edge}" '
        f'stroke-width="{shapes.frame.width / _WIDTH:g}"/>'
    )


def _round_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is no more than a value of at least 1; else 0."""
    if value < 1:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(base * power for base in (5, 2, 1) if base * power <= value)
