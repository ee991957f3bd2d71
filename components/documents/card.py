"""A page as a card of 1200 by 630 pixels, which other sites show beside a link to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from components.documents.document import DocumentFigure
from components.documents.drawings.chart_svg import chart_svg
from components.documents.drawings.ranking import Listing
from components.documents.formats.page import draw
from components.figures.legend import Legend
from components.formatting.typeface import shortened, wrapped
from components.page.shell import NAME, PUBLISHER
from data.language import language

MIME = "image/png"
SIZE = (1200, 630)
_FIGURE = 500.0
"""Width of the figure, where there is one, in pixels."""
_SIZES = (60, 52, 44, 38)
_LINES = 5
_TEMPLATE = (Path(__file__).parent / "card.typ").read_bytes()


@dataclass(frozen=True)
class Card:
    """What a card shows: a title, a sentence, and a figure, if the page has one."""

    title: str
    said: str
    figure: DocumentFigure | None = None


def card_png(card: Card) -> bytes:
    """The card as a PNG. Its title is as large as five lines allow."""
    svg = "" if card.figure is None else _svg(card.figure)
    room = 1072.0 * 0.92 if not svg else 1072.0 - _FIGURE - 40
    size = next((s for s in _SIZES if len(wrapped(card.title, room, s, bold=True)) <= _LINES), _SIZES[-1])
    content = {
        "name": NAME,
        "title": card.title,
        "size": size,
        "said": shortened(card.said, 3 * room, 24),
        "svg": svg,
        "alt": card.figure.text if card.figure else "",
        "foot": PUBLISHER,
        "lang": language(),
    }
    return draw(_TEMPLATE, {"card": json.dumps(content, ensure_ascii=False)}, format="png", ppi=72)


def _svg(figure: DocumentFigure) -> str:
    if isinstance(figure.drawn, str):
        return figure.drawn
    if isinstance(figure.drawn, Listing | Legend):
        return ""
    return chart_svg(figure.drawn, _FIGURE, figure.text)
