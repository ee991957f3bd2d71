"""A line's mark: the place's figure with its interval on the spread of all places of its level, about the state's.

Each line has its own scale. Less favorable is to the left; of a measure without a direction, lower is. The state's
figure is in the middle, whatever the measure, so that it makes one spine down the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.html import SafeHtml
from components.formatting.numbers import is_number
from components.formatting.palette import ACCENT, EDGE, INK, INK_2, LINE, PAPER, WORSE
from data.analysis.profiles.profile_lines import ProfileLine, Standing

WIDTH, HEIGHT, ROOM = 240, 24, 8
"""Pixels of a mark, and what is left free at both ends for half of a dot."""
MIDDLE = "#c3cdd5"
"""The middle half of the places: darker than their whole spread."""

_DIAMOND = "M0,-6 L6,0 L0,6 L-6,0 Z"


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from the least favorable figure to the most favorable, the state's `middle` of both halves."""

    worst: float
    best: float
    middle: float | None

    def x(self, value: float) -> float:
        """Position of a figure from the left; beyond the scale at its end."""
        if self.middle is None:
            share = _share(value, self.worst, self.best)
        elif (value - self.middle) * (self.best - self.worst) < 0:
            share = 0.5 * _share(value, self.worst, self.middle)
        else:
            share = 0.5 + 0.5 * _share(value, self.middle, self.best)
        return round(ROOM + min(max(share, 0.0), 1.0) * (WIDTH - 2 * ROOM), 1)


def _share(value: float, start: float, end: float) -> float:
    return (value - start) / (end - start) if end != start else 0.5


def scale_of(line: ProfileLine) -> Scale:
    """The scale of a line: the spread of places and the interval of the place's own figure are on it."""
    row, state = line.row, line.state
    ends = [line.spread.low, line.spread.high, *(x for x in (row.ci_low, row.ci_high) if is_number(x))]
    low, high = min(ends), max(ends)
    ascending = line.answer.indicator.polarity != "higher_is_worse"
    comparable = state is not None and line.standing != "not compared"
    middle = state.value if state is not None and comparable else None
    if middle is not None:
        low, high = min(low, middle), max(high, middle)
    return Scale(low, high, middle) if ascending else Scale(high, low, middle)


def spine_mark(line: ProfileLine) -> SafeHtml:
    """Spread, middle half, interval and figure as a small drawing. An ornament: words beside it say the same."""
    scale, row, y = scale_of(line), line.row, HEIGHT / 2
    parts = [_band(scale.x(line.spread.low), scale.x(line.spread.high), LINE)]
    if line.spread.middle is not None:
        parts.append(_band(scale.x(line.spread.middle[0]), scale.x(line.spread.middle[1]), MIDDLE))
    if scale.middle is not None:
        parts.append(
            f'<path class="spine-state" d="M{scale.x(scale.middle)},0V{HEIGHT}" stroke="{INK}" stroke-width="2"/>'
        )
    colour = _colour(line.standing)
    if is_number(row.ci_low) and is_number(row.ci_high):
        start, end = sorted((scale.x(row.ci_low), scale.x(row.ci_high)))
        parts.append(f'<path d="M{start},{y:g}H{end}" stroke="{colour}" stroke-width="2"/>')
    parts.append(_dot(scale.x(row.value), y, line.standing))
    return SafeHtml(
        f'<svg class="spine" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def _band(one: float, other: float, fill: str) -> str:
    start, end = sorted((one, other))
    return f'<rect x="{start}" y="7" width="{max(end - start, 1):.1f}" height="10" fill="{fill}"/>'


def _colour(standing: Standing) -> str:
    return {"worse": WORSE, "better": ACCENT, "higher": INK, "lower": INK}.get(standing, INK_2)


def _dot(x: float, y: float, standing: Standing) -> str:
    """A diamond where worse, a filled dot where better or different, an open one where nothing is clear."""
    if standing == "worse":
        return f'<path transform="translate({x} {y:g})" d="{_DIAMOND}" fill="{WORSE}"/>'
    if standing in ("better", "higher", "lower"):
        return f'<circle cx="{x}" cy="{y:g}" r="5" fill="{_colour(standing)}"/>'
    edge = INK_2 if standing == "not clear" else EDGE
    return f'<circle cx="{x}" cy="{y:g}" r="4.5" fill="{PAPER}" stroke="{edge}" stroke-width="2"/>'


def key_mark(standing: Standing) -> SafeHtml:
    """A mark alone, for the key."""
    return SafeHtml(
        f'<svg class="key-mark" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
        f"{_dot(7, 7, standing)}</svg>"
    )
