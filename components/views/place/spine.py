"""A line's mark: the place's figure with its interval on the spread of all places of its level, about the state's.

Each line has its own scale. Less favorable is to the left; of a measure without a direction, lower is. The state's
figure is in the middle, whatever the measure, so that it makes one spine down the table.
"""

from __future__ import annotations

from components.formatting.html import SafeHtml
from components.formatting.numbers import is_number
from components.formatting.palette import ACCENT, EDGE, INK, INK_2, LINE, PAPER, WORSE
from data.analysis.profiles.line_scale import Scale
from data.analysis.profiles.profile_lines import ProfileLine, Standing
from data.query.rows import Row

WIDTH, HEIGHT, ROOM = 208, 32, 8
"""Pixels of a mark, and what is left free at both ends for half of a dot."""
MIDDLE = "#c3cdd5"
"""The middle half of the places: darker than their whole spread."""

_DIAMOND = "M0,-6.5 L6.5,0 L0,6.5 L-6.5,0 Z"
_BELOW, _ABOVE = "M0,0 L4,7 L-4,7 Z", "M0,0 L4,-7 L-4,-7 Z"


def x_of(scale: Scale, value: float) -> float:
    """Position of a figure from the left, in pixels."""
    return round(ROOM + (scale.position(value) + 1) / 2 * (WIDTH - 2 * ROOM), 1)


def spine_mark(line: ProfileLine, *, beside: bool = True) -> SafeHtml:
    """Spread, middle half, interval and figure as a small drawing; county and peers too where they stand `beside`.

    An ornament: words beside it say the same.
    """
    scale, y = line.scale, HEIGHT / 2
    parts = [*ground(line, scale)]
    if beside and line.county is not None:
        at = x_of(scale, line.county.value)
        parts.append(f'<path transform="translate({at} 9)" d="{_ABOVE}" fill="{INK_2}"/>')
    if beside and line.peers is not None:
        at = x_of(scale, line.peers[0])
        parts.append(f'<path transform="translate({at} 23)" d="{_BELOW}" fill="{PAPER}" stroke="{INK_2}"/>')
    parts += [whisker(line.row, scale, y, _colour(line.standing)), _dot(x_of(scale, line.row.value), y, line.standing)]
    return drawing(parts)


def ground(line: ProfileLine, scale: Scale) -> list[str]:
    """What lies under the figures: the places of the level, the middle half of them, and the state's line."""
    parts = [_band(x_of(scale, line.spread.low), x_of(scale, line.spread.high), LINE)]
    if line.spread.middle is not None:
        parts.append(_band(x_of(scale, line.spread.middle[0]), x_of(scale, line.spread.middle[1]), MIDDLE))
    if scale.middle is not None:
        x = x_of(scale, scale.middle)
        parts.append(f'<path class="spine-state" d="M{x},0V{HEIGHT}" stroke="{INK}" stroke-width="2"/>')
    return parts


def whisker(row: Row, scale: Scale, y: float, colour: str) -> str:
    """The interval of a figure; empty without one."""
    if not is_number(row.ci_low) or not is_number(row.ci_high):
        return ""
    start, end = sorted((x_of(scale, row.ci_low), x_of(scale, row.ci_high)))
    return f'<path d="M{start},{y:g}H{end}" stroke="{colour}" stroke-width="2"/>'


def drawing(parts: list[str]) -> SafeHtml:
    """Parts as one drawing of the size of a mark."""
    return SafeHtml(
        f'<svg class="spine" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def first_dot(x: float, y: float) -> str:
    """The mark of the first of two places: filled."""
    return f'<circle cx="{x}" cy="{y:g}" r="5" fill="{ACCENT}"/>'


def second_dot(x: float, y: float) -> str:
    """The mark of the second of two places: an open square."""
    return f'<rect x="{x - 4:g}" y="{y - 4:g}" width="8" height="8" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>'


def _band(one: float, other: float, fill: str) -> str:
    start, end = sorted((one, other))
    return f'<rect x="{start}" y="11" width="{max(end - start, 1):.1f}" height="10" fill="{fill}"/>'


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


def key_mark(kind: str) -> SafeHtml:
    """A mark alone, for the key: of a standing, or `county`, `peers`, `first`, `second`, `band`, `spread`, `state`."""
    drawn = {
        "county": f'<path transform="translate(7 11)" d="{_ABOVE}" fill="{INK_2}"/>',
        "peers": f'<path transform="translate(7 3)" d="{_BELOW}" fill="{PAPER}" stroke="{INK_2}"/>',
        "first": first_dot(7, 7),
        "second": second_dot(7, 7),
        "state": f'<path d="M7,0V14" stroke="{INK}" stroke-width="2"/>',
        "whisker": f'<path d="M0,7H14" stroke="{INK_2}" stroke-width="2"/>',
        "spread": f'<rect y="2" width="14" height="10" fill="{LINE}"/>',
        "band": f'<rect y="2" width="14" height="10" fill="{LINE}"/><rect x="4" y="2" width="6" height="10" '
        f'fill="{MIDDLE}"/>',
    }
    mark = drawn.get(kind) or _dot(7, 7, kind)  # type: ignore[arg-type]  # every other kind is a standing
    return SafeHtml(
        f'<svg class="key-mark" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
        f"{mark}</svg>"
    )
