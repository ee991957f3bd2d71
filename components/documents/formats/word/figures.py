"""Figures of a text document: the drawings every format has, as pictures sharp enough for print."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from components.documents.document import GAP, MARGIN, WIDTH, DocumentFigure, width_of
from components.documents.formats.page import draw, figure_data, key_mark
from components.documents.formats.word.blocks import Writer, add_picture, coloured
from components.documents.formats.word.styles import INNER, NOTE
from components.formatting.palette import INK_2

ACROSS = 708
"""Units a line of text is wide: letters of 14 units are then nearly as large as those of the text."""
SHARPNESS = 2.5
"""Dots of a picture to a unit."""
ROOM = 12
"""Units at the right of a drawing, for letters that reach beyond it; the template has the same."""
BETWEEN = 12
"""Units between a drawing and its legend; the template has the same."""
TALLEST = 8.4
"""Inches a picture may be high, so that its caption has room on its page."""

_FULL = (ACROSS + GAP) / (WIDTH - 2 * MARGIN + GAP)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TEMPLATE = b"""#let parts = json(bytes(sys.inputs.parts))
#set page(width: auto, height: auto, margin: (right: 12pt, rest: 0pt), fill: white)
#set text(font: "Inter", size: 14pt)
#stack(dir: ttb, spacing: 12pt, ..parts.map(part => image(bytes(part.svg), format: "svg", width: part.width * 1pt)))
"""
_MARK = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.mark), format: "svg", width: 14pt)
"""
MARK = 0.12
"""Inches that a mark of a key is wide."""


def add_figure(writer: Writer, figure: DocumentFigure, title: str, *, needed: bool) -> bool:
    """A figure with its caption, key and what is said under it; `title` is for one without a title of its own.

    One that is too long for a page is left out where it is not `needed`: the tables say the same. False where it is.
    """
    data = figure_data(replace(figure, share=_FULL) if width_of(figure.share) > ACROSS else figure)
    parts = [{"svg": part["svg"], "width": part["width"]} for part in (data, data["legend"]) if part]
    across, high = (
        max(part["width"] for part in parts) + ROOM,
        sum(_height(part) for part in parts) + 12 * (len(parts) - 1),
    )
    width = INNER * across / (ACROSS + ROOM)
    if high * INNER / (ACROSS + ROOM) > TALLEST:
        if not needed:
            return False
        width *= TALLEST / (high * INNER / (ACROSS + ROOM))
    writer.caption("figure", figure.title or title)
    _key(writer, figure)
    writer.picture(_drawn(parts), width, data["text"] or figure.title)
    for said in figure.below:
        writer.paragraph(said, NOTE)
    return True


def _height(part: dict[str, Any]) -> float:
    box = _BOX.search(part["svg"])
    return float(box[2]) * part["width"] / float(box[1]) if box else 0.0


def _drawn(parts: list[dict[str, Any]]) -> bytes:
    return draw(_TEMPLATE, {"parts": json.dumps(parts, ensure_ascii=False)}, format="png", ppi=72 * SHARPNESS)


def _key(writer: Writer, figure: DocumentFigure) -> None:
    if not figure.key and not figure.note:
        return
    line = writer.paragraph("", NOTE)
    line.paragraph_format.keep_with_next = True
    for entry in figure.key:
        mark = key_mark(entry)
        if mark:
            content = draw(_MARK, {"mark": mark}, format="png", ppi=72 * 2 * SHARPNESS)
            add_picture(line, content, MARK, entry.words)
            line.add_run(" ")
        else:
            coloured(line, "● " if entry.filled else "○ ", INK_2)
        line.add_run(f"{entry.words}    ")
    line.add_run(figure.note)
