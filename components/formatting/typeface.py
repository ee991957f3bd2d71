"""The typeface of pictures and documents: the site's own, from a package, so that a picture is the same everywhere."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from PIL import ImageFont

FAMILY = "Inter"
FOLDER = Path(str(files("fontpkg_inter"))) / "files"
"""Folder of the typeface's files."""
_REGULAR, _BOLD = 400, 700
_OPTICAL_SIZE = 14


def upright() -> Path:
    """The file of the upright letters, of every weight."""
    return next(path for path in sorted(FOLDER.glob("*.ttf")) if "Italic" not in path.name)


def length(text: str, size: float = 14, *, bold: bool = False) -> float:
    """Width of a line of text, in the unit of its size."""
    return _drawn(text, bold=bold) * size / _DRAWN


# Names of places, groups and indicators are measured again for every chart; wrapping measures parts of them too.
@lru_cache(maxsize=4096)
def _drawn(text: str, *, bold: bool) -> float:
    """Width of a text at the size lengths are measured at: that of its letters, each with what follows it.

    To set a text takes a quarter of a millisecond, whatever its length; its pairs of letters are those of other texts.
    """
    if _JOINED.search(text):
        return _set(text, bold=bold)
    width = sum([_set(letter, bold=bold) for letter in text])
    return width + sum([_kerning(pair, bold=bold) for pair in map("".join, pairwise(text))])


_JOINED = re.compile(r"[^\w\s.,;:%$*†‡’'“”()/&–−-]|[-–−:(]{2}|\dx|x\d|[-–−:][^\w\s]|_")
"""What the typeface may draw as one, so that a text is more than its pairs: arrows, fractions, 2x3 as a product."""


# Of the letters of three languages; a text of another script is as wide as it was.
@lru_cache(maxsize=8192)
def _kerning(pair: str, *, bold: bool) -> float:
    return _set(pair, bold=bold) - _set(pair[0], bold=bold) - _set(pair[1], bold=bold)


@lru_cache(maxsize=1024)
def _set(text: str, *, bold: bool) -> float:
    return float(_font(bold=bold).getlength(text))


_DRAWN = 100
"""The size lengths are measured at: large, so that rounding to whole pixels does not matter."""


@lru_cache(maxsize=2)
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(upright(), _DRAWN)
    font.set_variation_by_axes([_OPTICAL_SIZE, _BOLD if bold else _REGULAR])
    return font


def with_letters_for(text: str) -> str:
    """JSON whose texts can all be set: a box stands for each letter that the typeface lacks.

    What somebody typed may have any letter, and a PDF that is to be read aloud may not have one that is not drawn.
    """
    text = _ESCAPED.sub(lambda found: f"{found[1]}{_BOX}", text)
    lacking = set(text) - _letters()
    return text.translate(dict.fromkeys(map(ord, lacking), _BOX)) if lacking else text


_BOX = "\u25a1"
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|u007f|[bf])")
"""A control character as JSON writes it; new lines and tabs, which have letters of their own, are none here."""


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """The letters that the typeface has, with those that are not drawn."""
    # A large library for whoever makes no picture.
    from fontTools import ttLib

    with ttLib.TTFont(upright(), lazy=True) as typeface:
        return frozenset(map(chr, typeface.getBestCmap())) | set("\n\t\r")


def shortened(text: str, width: float, size: float = 14, *, bold: bool = False) -> str:
    """The text, or as much of it as fits a width, with an ellipsis."""
    if length(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and length(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


_PIECE = re.compile(r"\S+?(?:(?<=\w)-(?=[^\W\d])|(?=\s|$))(?:\s+/(?=\s|$))?\s*")
"""Units between which a line may be broken: a word, with the slash behind it, or a part of one up to its hyphen."""


# The same names stand at the ends of the lines of many charts.
@lru_cache(maxsize=2048)
def wrapped(text: str, width: float, size: float = 14, *, bold: bool = False, most: int = 0) -> tuple[str, ...]:
    """A text as the fewest lines that fit a width, two as even as they can be.

    A word wider than the width stands on a line of its own. Where `most` is given and lines are more, the last of them
    ends with an ellipsis.
    """
    lines = _filled(text, width, size, bold=bold)
    if most and len(lines) > most:
        rest = "".join(_PIECE.findall(text)[sum(len(_PIECE.findall(line)) for line in lines[: most - 1]) :])
        return (*lines[: most - 1], shortened(rest, width, size, bold=bold))
    if len(lines) != 2:
        return lines
    pieces = _PIECE.findall(text)
    halves = [("".join(pieces[:i]).rstrip(), "".join(pieces[i:]).rstrip()) for i in range(1, len(pieces))]
    return min(halves, key=lambda half: max(length(line, size, bold=bold) for line in half))


def _filled(text: str, width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    """Lines filled one after the other."""
    pieces, lines = _PIECE.findall(text), list[str]()
    whole = "".join(pieces).rstrip()
    if pieces and length(whole, size, bold=bold) <= width:  # as most do: one length is taken, not one of each piece
        return (whole,)
    for piece in pieces:
        longer = lines[-1] + piece if lines else piece
        if lines and length(longer.rstrip(), size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return tuple(line.rstrip() for line in lines)
