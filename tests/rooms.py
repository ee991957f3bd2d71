"""`make rooms`: docs/pictures/rooms.svg, the rooms of the code and what they import, made from the imports.

The rooms stand in the order of the layers in pyproject.toml. Every room that is imported has one line down the middle,
which those that import it join.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil

from tests.import_graph import GROUND, ROOT, Room, in_order, rooms

PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"

WIDTH, MARGIN, COLUMN, LANE, TOP = 1280, 20, 450, 18, 60
LABELS, LETTERS = 92, 46
"""Pixels at the inner edge of a box for the names of what it imports; letters to a line of its purpose."""
LINE, STEP, FIRST = 16, 15, 26
"""Pixels from line to line of text and of imports, and from the top of a box to its first import.

Everything stands on a grid of `STEP`, the right column half a step lower, so that no two lines run on one another.
"""
WIDTHS = ((1, 1.2), (10, 2.6), (30, 4.5), (100, 7.0))
"""Imports from which on a line is so many pixels wide: classes, so that one import more seldom changes the picture."""
INK, PAPER = "#222", "#fff"
STYLE = """
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #222 }
.name { font-size: 15px; font-weight: 700 } .head { font-size: 17px; font-weight: 700 }
.about { font-size: 12.5px } .small { font-size: 12px; fill: #444 }
.room { stroke: #222; stroke-width: 1.5 } .site { fill: #fff } .steward { fill: #ececec; stroke-dasharray: 6 4 }
.both { fill: #d4d4d4; stroke-width: 3.5 } .line { stroke: #222; fill: none } .halo { stroke: #fff; fill: none }
"""


@dataclass
class Box:
    """A room's place: the column it stands in, its upper edge and its height."""

    room: Room
    x: float
    top: float
    height: float
    lines: list[str]

    @property
    def is_left(self) -> bool:
        return self.x < WIDTH / 2

    @property
    def edge(self) -> float:
        """Where lines leave and enter it: its side towards the middle."""
        return self.x + COLUMN if self.is_left else self.x


def boxes(all_rooms: Iterable[Room]) -> dict[str, Box]:
    """The site's rooms in the left column, the steward's in the right; what both use below, the ground across."""
    made = {}
    for room in all_rooms:
        lines = textwrap.wrap(room.purpose, 150 if room.name == GROUND else LETTERS)
        height = STEP * ceil(max(40 + LINE * len(lines), FIRST + STEP * len(room.imports)) / STEP)
        is_left = room.program == "site" or room.name == "data/catalog"
        made[room.name] = Box(room, MARGIN if is_left else WIDTH - MARGIN - COLUMN, TOP, height, lines)
    left, right = ([b for n, b in made.items() if b.is_left is side and n != GROUND] for side in (True, False))
    end = _stacked(left, TOP, STEP)
    shared = [box for box in right if box.room.program == "both"]
    # What the site imports too stands lower than the rooms of the site that do.
    first = max(box.top for box in left if shared[0].room.name in box.room.imports) + 1.5 * STEP
    end = max(end, _stacked(shared, first, STEP))
    alone = [box for box in right if box not in shared]
    space = (first - TOP - sum(box.height for box in alone)) // len(alone) // STEP * STEP
    _stacked(alone, TOP + STEP / 2, space)
    made[GROUND].x, made[GROUND].top = MARGIN, end + STEP
    return made


def _stacked(column: Iterable[Box], top: float, space: float) -> float:
    """Stack boxes with so much space between them; returns where the next would begin."""
    for box in column:
        box.top = top
        top += box.height + space
    return top


def _lanes(placed: Mapping[str, Box]) -> dict[str, float]:
    """Where the line to each imported room runs: the nearer to its column the higher it ends, the ground's between."""
    imported = {name for box in placed.values() for name in box.room.imports} - {GROUND}
    lanes = {}
    for is_left in (True, False):
        column = sorted((b for n, b in placed.items() if n in imported and b.is_left is is_left), key=lambda b: b.top)
        for number, box in enumerate(column, start=1):
            lanes[box.room.name] = box.edge + (1 if is_left else -1) * (6 + LANE * number)
    lefts, rights = ([x for n, x in lanes.items() if placed[n].is_left is side] for side in (True, False))
    return {**lanes, GROUND: (max(lefts) + min(rights)) / 2}


def _width(imports: int) -> float:
    return max(width for least, width in WIDTHS if imports >= least)


def _stubs(box: Box, lanes: Mapping[str, float]) -> list[tuple[str, float]]:
    """The rooms a box imports, the farthest line first, each with the height at which it leaves."""
    far = sorted(box.room.imports, key=lambda name: -abs(lanes[name] - box.edge))
    return [(name, box.top + FIRST + STEP * number) for number, name in enumerate(far)]


def _lines(placed: Mapping[str, Box], lanes: Mapping[str, float]) -> Iterator[str]:
    """Lines down the middle, then those across, which bridge them, then a dot where one joins another."""
    joins: dict[str, list[tuple[float, float, int]]] = {name: [] for name in lanes}
    for box in placed.values():
        for name, y in _stubs(box, lanes):
            joins[name].append((y, box.edge, box.room.imports[name]))
    across, dots = [], []
    for name, joined in joins.items():
        x, target, total = lanes[name], placed[name], 0
        end = target.top if name == GROUND else target.top + FIRST - STEP
        heights = [*sorted(joined), (end, 0.0, 0)]
        for (y, _, imports), (below, _, _) in pairwise(heights):
            total += imports
            yield f'<path class="line" stroke-width="{_width(total)}" d="M{x:g} {y:g}V{below:g}"/>'
            dots.append(f'<circle cx="{x:g}" cy="{y:g}" r="{2 + _width(total) / 2:g}" fill="{INK}"/>')
        across += [_across(edge, x, y, _width(imports)) for y, edge, imports in joined]
        if name == GROUND:
            yield f'<path d="M{x - 7:g} {end - 11:g}h14l-7 11z" fill="{INK}"/>'
        else:
            back = 11 if target.is_left else -11
            across.append(_across(target.edge + back, x, end, _width(total)))
            across.append(f'<path d="M{target.edge + back:g} {end - 6:g}v12l{-back} -6z" fill="{INK}"/>')
    yield from [*across, *dots]


def _across(start: float, end: float, y: float, width: float) -> str:
    clear = end + (6 if start > end else -6)
    return (
        f'<path class="halo" stroke-width="{width + 2.4:g}" d="M{start:g} {y:g}H{clear:g}"/>'
        f'<path class="line" stroke-width="{width}" d="M{start:g} {y:g}H{end:g}"/>'
    )


def _drawn(box: Box, lanes: Mapping[str, float], placed: Mapping[str, Box]) -> Iterator[str]:
    room, is_ground = box.room, box.room.name == GROUND
    width = WIDTH - 2 * MARGIN if is_ground else COLUMN
    x = box.x + (12 if box.is_left else LABELS + 12)
    size = f'width="{width}" height="{box.height:g}"'
    yield f'<rect class="room {room.program}" x="{box.x:g}" y="{box.top:g}" {size} rx="3"/>'
    packages = f", {room.packages} package{'s' if room.packages > 1 else ''}" if room.packages else ""
    size = f"{room.modules} modules{packages}" if room.modules > 1 else "1 module"
    size = f"{size} of data that stand in no package" if is_ground else size
    yield (
        f'<text x="{x:g}" y="{box.top + 21:g}"><tspan class="name">{room.name}</tspan>'
        f'<tspan class="small" dx="8">{size} · {room.program}</tspan></text>'
    )
    for number, line in enumerate(box.lines):
        yield f'<text class="about" x="{x:g}" y="{box.top + 40 + LINE * number:g}">{escape(line)}</text>'
    for name, y in _stubs(box, lanes):
        anchor, at = ("end", box.edge - 7) if box.is_left else ("start", box.edge + 7)
        yield f'<text class="small" x="{at:g}" y="{y + 4:g}" text-anchor="{anchor}">{placed[name].room.label}</text>'


def _legend(y: float) -> Iterator[str]:
    words = {"site": "the site alone", "steward": "the steward's program alone", "both": "both"}
    x = float(MARGIN)
    for program, text in words.items():
        yield f'<rect class="room {program}" x="{x + 2:g}" y="{y - 12:g}" width="26" height="15" rx="2"/>'
        yield f'<text class="small" x="{x + 36:g}" y="{y:g}">used by {text}</text>'
        x += 60 + 6.2 * len(f"used by {text}")
    ends = [f"to {following - 1}" for following, _ in WIDTHS[1:]] + ["or more"]
    for (least, width), end in zip(WIDTHS, ends, strict=True):
        yield f'<path class="line" stroke-width="{width}" d="M{x:g} {y - 4:g}h30"/>'
        yield f'<text class="small" x="{x + 36:g}" y="{y:g}">{least} {end} imports</text>'
        x += 146


def _description(all_rooms: Iterable[Room]) -> str:
    """The picture in words: who imports whom."""
    return " ".join(
        f"{room.name} ({room.program}) imports {', '.join(in_order(room.imports))}."
        for room in all_rooms
        if room.imports
    )


def picture() -> str:
    """The picture as SVG."""
    all_rooms = rooms()
    placed = boxes(all_rooms)
    lanes, ground = _lanes(placed), placed[GROUND]
    height = ground.top + ground.height + 46
    parts = [
        f'<text class="head" x="{MARGIN}" y="42">The site</text>',
        f'<text class="head" x="{WIDTH - MARGIN - COLUMN}" y="42">The steward’s program</text>',
        f'<text class="small" x="{WIDTH / 2}" y="42" text-anchor="middle">imports go down</text>',
        *_lines(placed, lanes),
        *(part for box in placed.values() for part in _drawn(box, lanes, placed)),
        *_legend(height - 16),
    ]
    drawn = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
        f'role="img" aria-labelledby="title desc">\n<title id="title">The rooms of the code and their imports</title>\n'
        f'<desc id="desc">{escape(_description(all_rooms))}</desc>\n<style>{STYLE}</style>\n'
        f'<rect width="{WIDTH}" height="{height:g}" fill="{PAPER}"/>\n{drawn}\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
