"""A list of rows as a drawing: words, small marks and figures in columns, as the tables of the pages have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from components.documents.drawings.svg import LINE as LINE_HEIGHT
from components.documents.drawings.svg import SIZE, Style, document, element, label, line
from components.formatting.palette import INK, INK_2, LINE
from components.formatting.typeface import length, wrapped
from data.language import gettext

_LINE = SIZE * LINE_HEIGHT
_PAD, _GAP, _KEY, _APART = 8, 16, 22, 24
"""Over and under a row, between two columns, the height of a line of the key, and between two of its entries."""
_HEAD = re.compile(r"^<svg[^>]*?viewBox=\"(\S+) (\S+) (\S+) (\S+)\"[^>]*>")


@dataclass(frozen=True, slots=True)
class Track:
    """A column: its head, its width in units of the page, and whether what stands in it ends at its right."""

    head: str
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row has in a column, from above: a drawing (SVG with a `viewBox`), words, and quiet words `below`.

    `line` is where an upright line stands the whole height of the row, from the left of the column.
    """

    words: str = ""
    below: tuple[str, ...] = ()
    bold: bool = False
    colour: str = INK
    drawing: str = ""
    line: float | None = None


Row = Sequence[Entry]
Line = TypeVar("Line")


MOST = 14
"""Rows that a list has in one drawing: a sheet of paper has room for them."""


def parts_of(title: str, rows: Sequence[Line], most: int = MOST) -> list[tuple[str, Sequence[Line]]]:
    """A list in parts that have room on a sheet of paper, as even as they can be, each with its title."""
    number = -(-len(rows) // most)
    if number <= 1:
        return [(title, rows)]
    each = -(-len(rows) // number)
    titles = (
        gettext("{title}, part {part} of {number}", title=title, part=n + 1, number=number) for n in range(number)
    )
    return [(name, rows[n * each : (n + 1) * each]) for n, name in enumerate(titles)]


def rows_svg(tracks: Sequence[Track], rows: Sequence[Row], keys: Sequence[tuple[str, str]], text: str) -> str:
    """The list as a picture that stands alone. `keys` are small drawings with what each means; `text` says it all."""
    starts = [sum(track.width + _GAP for track in tracks[:at]) for at in range(len(tracks))]
    width = starts[-1] + tracks[-1].width
    parts, top = key_rows(keys, width)
    head = [wrapped(track.head, track.width, SIZE, bold=True) for track in tracks]
    for start, track, lines in zip(starts, tracks, head, strict=True):
        parts.append(_words(lines, start, track, top, Style(colour=INK_2, bold=True)))
    top += _LINE * max(len(lines) for lines in head) + _PAD
    parts.append(line(0, top, width, top, INK_2))
    for row in rows:
        drawn = [
            _entry(entry, start, track, top + _PAD) for entry, start, track in zip(row, starts, tracks, strict=True)
        ]
        bottom = max(end for _, end in drawn) + _PAD
        for entry, start in zip(row, starts, strict=True):
            if entry.line is not None:
                parts.append(line(start + entry.line, top, start + entry.line, bottom, INK, 2))
        parts += [written for written, _ in drawn]
        parts.append(line(0, bottom, width, bottom, LINE))
        top = bottom
    return document("".join(parts), width, top + 1, text)


def key_rows(keys: Sequence[tuple[str, str]], width: float) -> tuple[list[str], float]:
    """A key in as many lines as it takes, and where it ends: small drawings with what each means."""
    parts, x, y = list[str](), 0.0, 0.0
    for drawing, words in keys:
        size = _size(drawing)[0]
        room = size + 6 + length(words)
        if x and x + room > width:
            x, y = 0.0, y + _KEY
        lines = wrapped(words, width - size - 6)
        parts.append(_placed(drawing, x, y + (_LINE - _size(drawing)[1]) / 2))
        parts.append(
            label(
                "<br>".join(escape(words, quote=False) for words in lines),
                x + size + 6,
                y,
                Style(colour=INK_2, down="top"),
            )
        )
        y += _KEY * (len(lines) - 1)
        x += room + _APART
    return parts, y + _KEY + _PAD if keys else 0.0


def _entry(entry: Entry, start: float, track: Track, top: float) -> tuple[str, float]:
    """An entry, and where it ends."""
    parts, y = list[str](), top
    if entry.drawing:
        wide, high = _size(entry.drawing)
        parts.append(_placed(entry.drawing, start + (track.width - wide if track.right else 0), y))
        y += high
    if entry.words:
        lines = wrapped(entry.words, track.width, SIZE, bold=entry.bold)
        parts.append(_words(lines, start, track, y, Style(colour=entry.colour, bold=entry.bold)))
        y += _LINE * len(lines)
    for words in entry.below:
        lines = wrapped(words, track.width, SIZE)
        parts.append(_words(lines, start, track, y, Style(colour=INK_2)))
        y += _LINE * len(lines)
    return "".join(parts), y


def _words(lines: Sequence[str], start: float, track: Track, top: float, style: Style) -> str:
    at = start + track.width if track.right else start
    across = "end" if track.right else "start"
    written = "<br>".join(escape(words, quote=False) for words in lines)
    return label(written, at, top, Style(style.size, style.colour, across, "top", style.bold))


def _size(drawing: str) -> tuple[float, float]:
    box = _HEAD.match(drawing)
    assert box is not None, "our drawings say how large they are"
    return float(box[3]), float(box[4])


def _placed(drawing: str, x: float, y: float) -> str:
    """A drawing at a point, as a part of the picture."""
    box = _HEAD.match(drawing)
    assert box is not None, "our drawings say how large they are"
    content = drawing[box.end() :].removesuffix("</svg>")
    return element("g", content, transform=f"translate({x - float(box[1]):.1f} {y - float(box[2]):.1f})")
