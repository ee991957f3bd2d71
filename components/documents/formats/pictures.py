"""Figures as pictures of their own, for documents that cannot hold their lines: the drawing of the page, as a PNG."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from components.documents.document import DocumentFigure
from components.documents.drawings.chart_svg import chart_svg
from components.documents.drawings.legend import legend_svg
from components.documents.drawings.ranking import Listing, listing_svg
from components.documents.drawings.svg import fitted
from components.documents.formats.page import draw
from components.figures.legend import Legend

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


def figure_svg(figure: DocumentFigure, width: float) -> str:
    """A figure's drawing as an SVG of a width."""
    if isinstance(figure.drawn, Listing):
        return listing_svg(figure.drawn, width)
    if isinstance(figure.drawn, Legend):
        return legend_svg(figure.drawn, width)
    if isinstance(figure.drawn, str):
        return fitted(figure.drawn, width)
    return chart_svg(figure.drawn, width, figure.text)


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
