"""Text of an SVG in lines: runs of bold and plain words, filled to a width, as a page of typst sets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from components.documents.drawings.svg import element
from components.formatting.palette import INK
from components.formatting.typeface import length

CAPITAL = 0.727
"""Height of a capital of Inter, in its size: a line is as high as its capitals, and its leading comes between lines."""
_WORD = re.compile(r"\s+|\S+")
_PART = re.compile(r"[^-–/&=?_.,·]*[-–/&=?_.,·]?")
"""Where a word that is wider than its line is broken: behind a sign."""

Run = tuple[str, bool]
"""Words and whether they are bold."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set: its size, what lies between its lines, its colour, and the end that lines stand at."""

    size: float
    leading: float = 9.5
    colour: str = INK
    across: str = "start"
    tabular: bool = False
    link: str = ""
    """The address that its words lead to."""


def runs_of(parts: Sequence[Mapping[str, object]]) -> list[Run]:
    """Runs of the parts of a text as a page has them (`text`, `bold`)."""
    return [(str(part["text"]), bool(part["bold"])) for part in parts]


def lines_of(runs: Iterable[Run], width: float, size: float) -> list[list[Run]]:
    """The runs in as few lines as a width asks for. A word is broken only where it is wider than a line."""
    lines: list[list[Run]] = [[]]
    taken, space = 0.0, 0.0
    for word in _words(runs):
        if word[0][0].isspace():
            space = length(" ", size) if lines[-1] else 0.0
            continue
        long = sum(length(text, size, bold=bold) for text, bold in word)
        if lines[-1] and taken + space + long > width:
            lines.append([])
            taken, space = 0.0, 0.0
        for piece, own in _pieces(word, width, size) if long > width else [(word, long)]:
            if taken and taken + space + own > width:
                lines.append([])
                taken, space = 0.0, 0.0
            _add(lines[-1], piece, spaced=space > 0)
            taken, space = taken + space + own, 0.0
    return [line for line in lines if line]


def evened(runs: Sequence[Run], width: float, size: float) -> float:
    """The least width, to a hundredth of the given one, that asks for no further line: lines are as even as can be."""
    whole, low, wide = len(lines_of(runs, width, size)), width / 2, width
    for _ in range(6):
        middle = (low + wide) / 2
        low, wide = (middle, wide) if len(lines_of(runs, middle, size)) > whole else (low, middle)
    return wide


def _words(runs: Iterable[Run]) -> list[list[Run]]:
    """Words and the spaces between them; a word may change its weight within."""
    words: list[list[Run]] = []
    for text, bold in runs:
        for part in _WORD.findall(text):
            apart = part.isspace() or not words or words[-1][0][0].isspace()
            if apart:
                words.append([(part, bold)])
            else:
                words[-1].append((part, bold))
    return words


def _pieces(word: list[Run], width: float, size: float) -> list[tuple[list[Run], float]]:
    """A word in pieces no wider than a width, if its signs allow, each with how wide it is."""
    pieces: list[tuple[list[Run], float]] = []
    for text, bold in word:
        kept = ""
        for part in filter(None, _PART.findall(text)):
            if kept and length(kept + part, size, bold=bold) > width:
                pieces.append(([(kept, bold)], length(kept, size, bold=bold)))
                kept = ""
            kept += part
        pieces.append(([(kept, bold)], length(kept, size, bold=bold)))
    return pieces


def _add(line: list[Run], word: list[Run], *, spaced: bool) -> None:
    for i, (text, bold) in enumerate(word):
        written = f" {text}" if spaced and i == 0 else text
        if line and line[-1][1] == bold:
            line[-1] = (line[-1][0] + written, bold)
        else:
            line.append((written, bold))


def paragraph(lines: Sequence[Sequence[Run]], x: float, y: float, setting: Setting) -> str:
    """Lines whose first has the tops of its capitals at `y`."""
    step = setting.size * CAPITAL + setting.leading
    attributes: dict[str, float | str] = {"font_size": setting.size, "fill": setting.colour}
    if setting.across != "start":
        attributes["text_anchor"] = setting.across
    if setting.tabular:
        attributes["font_variant_numeric"] = "tabular-nums"
    written = "".join(
        element("text", _spans(line), x=x, y=y + setting.size * CAPITAL + i * step, **attributes)
        for i, line in enumerate(lines)
    )
    return element("a", written, href=setting.link) if setting.link else written


def _spans(line: Sequence[Run]) -> str:
    return "".join(
        element("tspan", escape(text, quote=False), font_weight="700") if bold else escape(text, quote=False)
        for text, bold in line
    )


def height(lines: int, setting: Setting) -> float:
    """How high so many lines are, from the top of the first's capitals to where the last's letters stand."""
    return lines * setting.size * CAPITAL + max(lines - 1, 0) * setting.leading
