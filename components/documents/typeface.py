"""The typeface of pictures and documents: the site's own, from a package, so that a picture is the same everywhere."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

FAMILY = "Inter"
FOLDER = Path(str(files("fontpkg_inter"))) / "files"
"""Where the typeface's files are."""
_REGULAR, _BOLD = 400, 700
_OPTICAL_SIZE = 14


def length(text: str, size: float = 14, *, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of its size."""
    drawn: float = _font(bold=bold).getlength(text)
    return drawn * size / _DRAWN


_DRAWN = 100
"""The size lengths are measured at: large, so that rounding to whole pixels does not matter."""


@lru_cache(maxsize=2)
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    upright = next(path for path in sorted(FOLDER.glob("*.ttf")) if "Italic" not in path.name)
    font = ImageFont.truetype(upright, _DRAWN)
    font.set_variation_by_axes([_OPTICAL_SIZE, _BOLD if bold else _REGULAR])
    return font


def shortened(text: str, width: float, size: float = 14, *, bold: bool = False) -> str:
    """The text, or as much of it as fits a width, with an ellipsis."""
    if length(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and length(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
