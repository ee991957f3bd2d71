"""Drawings as pictures of slides, which cannot hold their lines: PNGs of 2.5 pixels to one of the page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from components.documents.formats.page import draw

FINE = 2.5
"""Pixels of a picture in each pixel of its drawing: enough for print."""
_SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)"')
_TEMPLATE = (
    b"#let picture = json(bytes(sys.inputs.picture))\n"
    b"#set page(width: picture.width * 1pt, height: picture.height * 1pt, margin: 0pt, fill: none)\n"
    b'#image(bytes(picture.svg), format: "svg", width: 100%, height: 100%)\n'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: a PNG, and its width and height as it is drawn."""

    png: bytes
    width: float
    height: float


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing."""
    box = _SIZE.search(svg)
    assert box is not None, "our drawings say how large they are"
    return float(box[1]), float(box[2])


def picture(svg: str) -> Picture:
    """A drawing as a picture without a ground."""
    width, height = size_of(svg)
    content = json.dumps({"svg": svg, "width": width, "height": height}, ensure_ascii=False)
    return Picture(draw(_TEMPLATE, {"picture": content}, format="png", ppi=72 * FINE), width, height)
