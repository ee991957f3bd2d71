"""A briefing as one deck: a cover, the contents, the slides of each view, and an appendix of what is in them."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.briefing import Briefing
from components.documents.formats.csv import plain_text
from components.documents.formats.slides.canvas import LEADING, Area, Words, height_of, lines_of
from components.documents.formats.slides.deck import Deck
from components.documents.formats.slides.view_slides import Heading, write_view
from components.page.notes import source_words
from components.page.shell import NAME
from data.language import day, gettext

MOST = 2
"""Slides of a view in a briefing: the tables are in its workbook."""
_COLUMNS = 2
_NAMES = 0.92
"""Share of the width that titles have in the contents."""


def write_book(deck: Deck, briefing: Briefing) -> None:
    """Write the slides of a briefing."""
    deck.cover(
        briefing.title,
        [
            Words(NAME, 20, after=8),
            Words(day(briefing.exported), 18, quiet=True, after=8),
            Words(
                gettext("Data version {version}, built {day}.", version=briefing.data_version, day=briefing.built),
                16,
                quiet=True,
            ),
        ],
        NAME,
    ).notes(briefing.address)
    contents = deck.view(gettext("Contents"), briefing.title, NAME)
    starts = [deck.number]
    for section in briefing.sections:
        write_view(deck, section.document, Heading(section.heading, section.comment, section.changes), MOST)
        starts.append(deck.number)
    _lists(deck, gettext("Definitions"), briefing.title,
           [f"**{found.name}** ({found.unit}). {found.definition}" for found in briefing.definitions])  # fmt: skip
    _lists(deck, gettext("Notes"), briefing.title, [plain_text(note) for note in briefing.notes])
    _lists(deck, gettext("Sources"), briefing.title, [source_words(source) for source in briefing.sources])
    titles = [*(section.title for section in briefing.sections), gettext("Definitions, notes and sources")]
    area = contents.area
    size = _size(titles, area)
    for title, at in zip(titles, starts, strict=True):
        if at >= deck.number:
            break
        line = Words("", size, after=8, linked=title, link=contents.jump(deck.pages[at]), jump=True)
        names, numbers = area.split(_NAMES, 20)
        contents.words(names, [line], title)
        contents.words(numbers, [Words(str(at + 1), size, align="r")], gettext("Slide number"))
        area = area.below(line.height(names.width), 4)


def _size(titles: Sequence[str], area: Area) -> float:
    """The largest size at which each title has a line of its own, and all of them have room."""
    for size in (20.0, 18.0, 16.0):
        fits = all(lines_of(title, (area.width - 20) * _NAMES, size) == 1 for title in titles)
        if fits and len(titles) * (size * LEADING + 12) <= area.height:
            return size
    return 14.0


def _lists(deck: Deck, title: str, subtitle: str, said: Sequence[str]) -> None:
    """Paragraphs in two columns, on as many slides as they need."""
    left, part = [Words(text, 14, after=8) for text in said if text], 0
    while left:
        part += 1
        page = deck.view(title if part == 1 else f"{title} ({part})", subtitle, NAME)
        for column in page.area.split(1 / _COLUMNS, 40):
            taken: list[Words] = []
            while left and (not taken or height_of([*taken, left[0]], column.width) <= column.height):
                taken.append(left.pop(0))
            if taken:
                page.words(column, taken, title)
