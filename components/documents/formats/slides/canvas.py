"""A slide as a canvas: its pixels, areas on it, and text as DrawingML, in the language of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from math import ceil

from components.formatting.typeface import wrapped

WIDTH = 1280
"""Pixels a slide is wide, whatever its size: those of the site's style sheet."""
LANGUAGES = {"en": "en-US", "es": "es-US", "pt": "pt-BR"}
"""Languages as office programs name them."""
LEADING = 1.3
"""Height of a line of text, in its size."""
_ROOMIER = 1.04
"""Factor by which letters of a fallback typeface are wider than ours."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a slide in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def below(self, height: float, gap: float = 0.0) -> Area:
        """What is left under so many pixels from its top."""
        return replace(self, y=self.y + height + gap, height=max(self.height - height - gap, 0.0))

    def split(self, share: float, gap: float) -> tuple[Area, Area]:
        """Two areas beside each other, the first with a share of the width."""
        left = (self.width - gap) * share
        return replace(self, width=left), replace(self, x=self.x + left + gap, width=self.width - gap - left)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The slides of a deck: units of DrawingML in a pixel, their height in pixels, the area of contents, a language."""

    emu: float
    height: float
    area: Area
    lang: str

    @property
    def points(self) -> float:
        """Points in a pixel."""
        return self.emu / 12700

    def box(self, area: Area) -> tuple[int, int, int, int]:
        """An area in units of DrawingML."""
        x, y, width, height = (round(part * self.emu) for part in (area.x, area.y, area.width, area.height))
        return x, y, width, height


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of a size in pixels; `**…**` marks what is bold. `after` is the room under it."""

    text: str
    size: float = 16.0
    bold: bool = False
    quiet: bool = False
    after: float = 6.0
    align: str = "l"
    linked: str = ""
    """Words behind the others that lead to an address,"""
    link: str = ""
    """and the relation to it;"""
    jump: bool = False
    """whether that is a slide of the deck."""

    def height(self, width: float) -> float:
        """Pixels it takes on a width."""
        return lines_of(self.text + self.linked, width, self.size, bold=self.bold) * self.size * LEADING + self.after


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Lines that a text needs on a width."""
    return len(wrapped(text.replace("**", ""), width / _ROOMIER, size, bold=bold)) or 1


def height_of(words: Sequence[Words], width: float) -> float:
    """Pixels that paragraphs take on a width."""
    return ceil(sum(one.height(width) for one in words))


def fitting(words: Sequence[Words], width: float, height: float, least: float = 14.0) -> list[Words]:
    """Paragraphs as large as they are, or as small as they must be; what still has no room is left out, last first."""
    sized = list(words)
    while height_of(sized, width) > height and any(one.size > least for one in sized):
        sized = [replace(one, size=max(one.size - 1, least)) for one in sized]
    while sized and height_of(sized, width) > height:
        sized.pop()
    return sized


def paragraphs(words: Sequence[Words], canvas: Canvas) -> str:
    """Paragraphs as DrawingML."""
    return "".join(_paragraph(one, canvas) for one in words) or f'<a:p><a:endParaRPr lang="{canvas.lang}"/></a:p>'


def _paragraph(words: Words, canvas: Canvas) -> str:
    runs = "".join(
        _run(part, words, canvas, bold=words.bold or number % 2 == 1)
        for number, part in enumerate(words.text.split("**"))
        if part
    )
    if words.linked:
        runs += _run(words.linked, words, canvas, bold=words.bold, link=words.link)
    after = round(100 * words.after * canvas.points)
    return (
        f'<a:p><a:pPr marL="0" indent="0" algn="{words.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{after}"/></a:spcAft><a:buNone/></a:pPr>'
        f"{runs}</a:p>"
    )


def _run(text: str, words: Words, canvas: Canvas, *, bold: bool, link: str = "") -> str:
    return f"<a:r>{properties(words, canvas, bold=bold, link=link)}<a:t>{escape(text, quote=False)}</a:t></a:r>"


def properties(words: Words, canvas: Canvas, *, bold: bool, link: str = "") -> str:
    """The properties of a run: language, size, weight, colour and typeface of the deck's theme."""
    colour = "tx2" if words.quiet else "tx1"
    action = ' action="ppaction://hlinksldjump"' if words.jump else ""
    leads = f'<a:hlinkClick r:id="{link}"{action}/>' if link else ""
    return (
        f'<a:rPr lang="{canvas.lang}" sz="{round(100 * words.size * canvas.points)}" b="{int(bold)}" dirty="0">'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+mn-lt"/>{leads}</a:rPr>'
    )
