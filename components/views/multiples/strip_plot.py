"""A strip of places on one axis: where a map's values lie, the group's state figure with its interval, everyone's line.

Sizes are in pixels and places across in percent, so that a strip fills its panel and its text keeps its size.
"""

from __future__ import annotations

from components.figures.map import fills
from components.figures.style import Scale
from components.formatting.html import SafeHtml
from components.formatting.numbers import format_number, is_number
from components.formatting.palette import INK, LINE, PAPER, mark
from components.formatting.phrases import has_value
from data.query.selection import Answer
from data.vocabulary import OVERALL

HEIGHT, GRID = 64, 42
DOTS, STATE, LABELS = 12, 31, 58
"""Pixels from the top to the middle of the dots, to the state's mark, and to the foot of the labels."""
MANY = 60
"""More places than this are fine upright lines: their dots would be one bar. Any number between the 19 areas of a kind
and the 351 cities and towns divides them alike."""


def strip(panel: Answer, scale: Scale) -> SafeHtml:
    """The places with a figure, the state's figure for the same group below them, and the line of everyone."""
    parts = [*_grid(scale), *_everyone(panel, scale), *_places(panel, scale), *_state(panel, scale)]
    # What it shows is said by the map above it and by the figures beside its name.
    return SafeHtml(f'<svg class="strip" width="100%" height="{HEIGHT}" aria-hidden="true">{"".join(parts)}</svg>')


def _at(value: float, scale: Scale) -> str:
    return f"{scale.share(value) * 100:.2f}%"


def _grid(scale: Scale) -> list[str]:
    parts = []
    every = 2 if len(scale.ticks) > 6 else 1
    for position, tick in enumerate(scale.ticks):
        x = _at(tick, scale)
        parts.append(f'<line x1="{x}" x2="{x}" y1="0" y2="{GRID}" stroke="{LINE}"/>')
        if position % every == 0:
            anchor = "start" if position == 0 else "end" if position == len(scale.ticks) - 1 else "middle"
            tick_label = format_number(tick, 0 if float(tick).is_integer() else 1)
            between = ' class="between"' if position % 2 else ""  # left out where panels are narrow
            parts.append(f'<text{between} x="{x}" y="{LABELS}" text-anchor="{anchor}">{tick_label}</text>')
    return parts


def _everyone(panel: Answer, scale: Scale) -> list[str]:
    row = panel.overall.only()
    if panel.selection.group == OVERALL or not panel.indicator.comparable or not has_value(row):
        return []
    x = _at(row.value, scale)
    return [f'<line class="everyone" x1="{x}" x2="{x}" y1="0" y2="{GRID}" stroke="{INK}" stroke-width="2"/>']


def _places(panel: Answer, scale: Scale) -> list[str]:
    rows = [(row, colour) for row, colour in zip(panel.places, fills(panel), strict=True) if has_value(row)]
    # The chosen place is drawn last, over the others.
    rows.sort(key=lambda pair: (pair[0].slug == panel.selection.place, pair[0].value))
    parts = []
    for row, colour in rows:
        x, chosen = _at(row.value, scale), row.slug == panel.selection.place
        if len(rows) > MANY and not chosen:
            parts.append(f'<line class="one" x1="{x}" x2="{x}" y1="{DOTS - 7}" y2="{DOTS + 7}"/>')
        else:
            size, edge = (7, 2.5) if chosen else (5, 1)
            parts.append(
                f'<circle cx="{x}" cy="{DOTS}" r="{size}" fill="{colour}" stroke="{INK}" stroke-width="{edge}"/>'
            )
    return parts


def _state(panel: Answer, scale: Scale) -> list[str]:
    row = panel.state.only()
    if not panel.indicator.comparable or not has_value(row):
        return []
    style, parts = mark(panel.selection.group), []
    if is_number(row.ci_low):
        low, high = _at(row.ci_low, scale), _at(row.ci_high, scale)
        parts.append(
            f'<line x1="{low}" x2="{high}" y1="{STATE}" y2="{STATE}" stroke="{style.colour}" stroke-width="2"/>'
        )
    shape = f'<path d="{style.path}" fill="{style.colour}" stroke="{PAPER}" stroke-width="0.75"/>'
    parts.append(f'<svg x="{_at(row.value, scale)}" y="{STATE}" class="state">{shape}</svg>')
    return parts
