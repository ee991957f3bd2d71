"""Colours, markers and dashes: a group has the same three everywhere, and is known by them in colour, grey and print.

Text stands out from white by at least 4.5:1 and marks by 3:1; any two group colours are at least 0.13 apart in OKLab,
in normal vision and in the three kinds of colour blindness.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary import GROUPS, OVERALL

INK = "#141414"
INK_2 = "#46525e"
EDGE = "#747f8b"
LINE = "#d6dce2"
WASH = "#f3f6f8"
PAPER = "#ffffff"
ACCENT = "#14558f"
WORSE = "#9a3b00"

TEXT_CONTRAST = 4.5
"""Least contrast of text with white."""

HIDDEN = "#8b95a0"
"""The hatch's line. The map paints hidden places in it, and the style sheet turns that colour into the hatch."""
UNRELIABLE = "#a5aeb7"
"""Stands for unreliable places, which the map paints white with thin dots: a figure that may be chance draws no eye."""
NOT_AVAILABLE = "#eef1f4"
"""The ground of places without a published figure: level lines in EDGE are on it wherever it stands beside classes."""
COUNTED = "#e4e9ee"
"""The ground of places whose count is a circle on them."""
ZERO = PAPER

CLASSES: dict[int, tuple[str, ...]] = {
    1: ("#5da6db",),
    2: ("#a0d0ef", "#2372b0"),
    3: ("#dceefa", "#5da6db", "#0f3c6d"),
    4: ("#dceefa", "#a0d0ef", "#2372b0", "#0f3c6d"),
    5: ("#dceefa", "#a0d0ef", "#5da6db", "#2372b0", "#0f3c6d"),
    6: ("#dff0fa", "#b7dcf3", "#88c3e9", "#3483c1", "#195f9c", "#0f3c6d"),
    7: ("#dff0fa", "#b7dcf3", "#88c3e9", "#5ba5da", "#3483c1", "#195f9c", "#0f3c6d"),
}
"""Map colours by number of classes, light for low. Lightness falls at every step, so the order survives in grey."""

WANTED_CLASSES = {"municipality": 7}
"""Classes wanted by level; five where nothing else is said."""


def label_colour(fill: str) -> str:
    """Ink or white, whichever is readable on a map colour."""
    return PAPER if fill in ("#2372b0", "#0f3c6d", "#195f9c") else INK


def text_colour(colour: str) -> str:
    """A colour as dark as text needs to be on white (4.5:1), for words beside a mark of that colour."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    while contrast_with_paper(red, green, blue) < TEXT_CONTRAST:
        red, green, blue = (int(0.97 * part) for part in (red, green, blue))
    return f"#{red:02x}{green:02x}{blue:02x}"


def contrast_with_paper(*colour: int) -> float:
    """Contrast of a colour (red, green, blue, 0–255) with white; WCAG 2.2, relative luminance."""
    shares = [part / 255 for part in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark of a group: colour, plotly marker symbol, plotly line dash, and the same shape as an SVG path.

    The path fits a box from −6 to 6 in both directions.
    """

    colour: str
    symbol: str
    dash: str
    path: str


_UP = "M0,-5.2 L5.4,4.4 L-5.4,4.4 Z"
_DOWN = "M0,5.2 L5.4,-4.4 L-5.4,-4.4 Z"
_CIRCLE = "M-4.8,0 A4.8,4.8 0 1 0 4.8,0 A4.8,4.8 0 1 0 -4.8,0 Z"
_SQUARE = "M-4.4,-4.4 H4.4 V4.4 H-4.4 Z"
_DIAMOND = "M0,-5.8 L5.8,0 L0,5.8 L-5.8,0 Z"
_PLUS = "M-1.9,-5.2 H1.9 V-1.9 H5.2 V1.9 H1.9 V5.2 H-1.9 V1.9 H-5.2 V-1.9 H-1.9 Z"
_CROSS = (
    "M-5.2,-2.6 L-2.6,-5.2 L0,-2.6 L2.6,-5.2 L5.2,-2.6 L2.6,0 L5.2,2.6 L2.6,5.2 L0,2.6 L-2.6,5.2 L-5.2,2.6 L-2.6,0 Z"
)
_BAR = "M-2.2,-5.6 H2.2 V5.6 H-2.2 Z"
_STAR = "M0,-5.8 L1.6,-1.8 L5.8,-1.8 L2.4,0.9 L3.6,5 L0,2.5 L-3.6,5 L-2.4,0.9 L-5.8,-1.8 L-1.6,-1.8 Z"
_HEX = "M-5.2,0 L-2.6,-4.6 L2.6,-4.6 L5.2,0 L2.6,4.6 L-2.6,4.6 Z"

MARKS: dict[str, Mark] = {
    "white_nh": Mark("#575900", "triangle-up", "8px,3px", _UP),
    "black_nh": Mark("#9d3e7a", "circle", "solid", _CIRCLE),
    "hispanic": Mark("#c27c05", "square", "2px,3px", _SQUARE),
    "asian_nh": Mark("#5b61d8", "diamond", "10px,3px,2px,3px", _DIAMOND),
    "asian_pi_nh": Mark("#5b61d8", "diamond", "10px,3px,2px,3px", _DIAMOND),
    "aian_nh": Mark("#290f9b", "triangle-down", "5px,5px", _DOWN),
    "nhopi_nh": Mark("#571d51", "cross", "1px,4px", _PLUS),
    "multiracial_nh": Mark("#8b8e8f", "x", "12px,4px", _CROSS),
    "other": Mark("#747f8b", "star", "3px,3px", _STAR),
    "not_stated": Mark("#747f8b", "hexagon", "1px,3px", _HEX),
    "female": Mark("#571d51", "circle", "solid", _CIRCLE),
    "male": Mark("#c27c05", "square", "2px,3px", _SQUARE),
    OVERALL: Mark(INK, "line-ns", "solid", _BAR),
}
_PLAIN = Mark(INK_2, "circle", "solid", _CIRCLE)


def mark(group: str) -> Mark:
    """The mark of a group. A race by sex, or alone, has its race's mark; the label beside it says which."""
    if group in MARKS:
        return MARKS[group]
    if GROUPS[group].dimension == "race_by_sex":
        return MARKS[group.rsplit("_", 1)[0]]
    if GROUPS[group].dimension == "race_alone":
        return MARKS[group.replace("_alone", "_nh")]
    return _PLAIN


__all__ = [
    "ACCENT", "CLASSES", "COUNTED", "EDGE", "HIDDEN", "INK", "INK_2", "LINE", "MARKS", "NOT_AVAILABLE", "PAPER",
    "UNRELIABLE", "WANTED_CLASSES", "WASH", "WORSE", "ZERO", "Mark", "contrast_with_paper", "label_colour", "mark",
    "text_colour",
]  # fmt: skip


PLACES = (
    Mark(ACCENT, "circle", "solid", _CIRCLE),
    Mark("#b4530a", "triangle-up", "8px,3px", _UP),
    Mark("#2f8060", "square", "2px,3px", _SQUARE),
    Mark("#7a4fb5", "diamond", "10px,3px,2px,3px", _DIAMOND),
    Mark(INK, "triangle-down", "5px,5px", _DOWN),
    Mark("#747f8b", "x", "1px,4px", _CROSS),
)
"""Marks of places set beside each other, in their order; none is a group's colour."""
