"""SVG as text: elements, labels of one or more lines, swatches. Everything that comes from data is escaped here."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from components.formatting.palette import EDGE, HIDDEN, INK, NOT_AVAILABLE, PAPER
from components.formatting.typeface import FAMILY, length

LINE = 1.3
"""Height of a line of text, in its size: that of the charts on the page."""
BASELINE = 0.36
"""How far below the middle of a line its letters stand, in its size."""
SIZE = 14.0

_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_HATCHED = "▨ "
"""How a chart writes the hatch of what is hidden before the word; no typeface is asked for it."""

PATTERNS = (
    f'<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{PAPER}"/><line x1="0" y1="0" x2="0" y2="6" stroke="{HIDDEN}" '
    'stroke-width="3"/></pattern><pattern id="lines" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{NOT_AVAILABLE}"/><line x1="0" y1="3" x2="6" y2="3" stroke="{EDGE}" '
    'stroke-width="1.25"/></pattern><pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/>'
    + "".join(f'<circle cx="{at}" cy="{at}" r="0.7" fill="{EDGE}"/>' for at in (1.5, 4.5))
    + "</pattern></defs>"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a label is set. `across` and `down` say which point of it stands at its place."""

    size: float = SIZE
    colour: str = INK
    across: str = "start"
    down: str = "middle"
    bold: bool = False
    ground: str = ""
    """The colour behind the letters, where they stand on lines."""


def number(value: float) -> str:
    """A coordinate: two decimals are a fiftieth of a pixel."""
    if value % 1 == 0:
        return str(int(value))
    return f"{value:.2f}".rstrip("0").rstrip(".")


# A page's charts have hundreds of elements, of a few names and colours.
@lru_cache(maxsize=256)
def _named(key: str) -> str:
    return f' {key.rstrip("_").replace("_", "-")}="'


@lru_cache(maxsize=4096)
def _escaped(value: str) -> str:
    return escape(value)


def element(name: str, content: str = "", /, **attributes: float | str) -> str:
    """An element; of an attribute's name, an underscore stands for a hyphen and one at its end for nothing."""
    written = "".join(
        [
            f'{_named(key)}{_escaped(value) if isinstance(value, str) else number(value)}"'
            for key, value in attributes.items()
        ]
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


STEP = 5
"""Heights are whole steps: at 8 pixels to 5 units no picture ends within a pixel, and no line of it is lost."""


def fitted(picture: str, width: float) -> str:
    """A picture that stands alone, as large as a width asks."""
    box = re.search(r'viewBox="0 0 (\S+) (\S+)"', picture)
    assert box is not None, "our pictures say how large they are"
    box_width, height = float(box[1]), float(box[2])
    high = height * width / box_width
    head, rest = picture.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    return document(f'{head} width="{number(width)}" height="{number(high)}">{rest}', width, high, "")


def document(content: str, width: float, height: float, title: str) -> str:
    """A picture that stands alone, with its text alternative."""
    height = math.ceil(height / STEP - 1e-9) * STEP
    title_element = element("title", escape(title)) if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{number(height)}" '
        f'viewBox="0 0 {number(width)} {number(height)}" font-family="{FAMILY}, sans-serif">'
        f"{title_element}{PATTERNS}{content}</svg>"
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)


def swatch(x: float, y: float, kind: str, width: float = 16, height: float = 12) -> str:
    """A box painted as the map paints, with an edge: `suppressed` hatched, `unreliable` dotted, else in a colour.

    The colour of what is not available brings its lines.
    """
    fill = {"suppressed": "url(#hatch)", "unreliable": "url(#dots)", NOT_AVAILABLE: "url(#lines)"}.get(kind, kind)
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=EDGE, stroke_width=1)


def label(text: str, x: float, y: float, style: Style) -> str:
    """A label at a point. `<br>` begins a line and `<b>` is bold, as in the charts' own labels; other marks go."""
    lines = _BREAK.split(text)
    step = style.size * LINE
    height = step * len(lines)
    top = y - {"top": 0.0, "middle": height / 2, "bottom": height}[style.down]
    parts, bold = [], style.bold
    for i, written in enumerate(lines):
        at, down = x, top + step * (i + 0.5)
        if written.startswith(_HATCHED):
            written = written.removeprefix(_HATCHED)
            # The hatch begins the label: where the words end or have their middle at the point, it stands before them.
            reach = length(unescape(_TAG.sub("", written)), style.size, bold=bold)
            at = x + {"start": 20.0, "middle": 10.0, "end": 0.0}[style.across]
            before = {"start": 0.0, "middle": reach / 2, "end": reach}[style.across]
            parts.append(swatch(at - before - 20, down - 5, "suppressed", 14, 10))
        runs, bold = _runs(written, bold=bold)
        parts.append(_text(runs, at, down + style.size * BASELINE, style))
    return "".join(parts)


def _text(runs: str, x: float, y: float, style: Style) -> str:
    attributes: dict[str, float | str] = {"font_size": style.size, "fill": style.colour, "text_anchor": style.across}
    if style.ground:
        attributes |= {"stroke": style.ground, "stroke_width": 5, "paint_order": "stroke"}
    return element("text", runs, x=x, y=y, **attributes)


# Of the words of ticks, groups and places, which stand in many charts.
@lru_cache(maxsize=2048)
def _runs(written: str, *, bold: bool) -> tuple[str, bool]:
    """The parts of a line, each with its weight, and whether the line ends bold: the next one goes on so."""
    spans, at = [], 0
    for tag in [*_TAG.finditer(written), None]:
        run = written[at : tag.start() if tag else len(written)]
        if run:
            words = escape(unescape(run), quote=False)
            spans.append(f'<tspan font-weight="{700 if bold else 400}">{words}</tspan>')
        if tag is None:
            break
        if tag[2] in ("b", "strong"):
            bold = not tag[1]
        at = tag.end()
    return "".join(spans), bold
