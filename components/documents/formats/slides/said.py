"""What is said on slides and by who shows them: the foot with sources and address, and the speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.document import KeyMark, ViewDocument
from components.documents.formats.csv import plain_text
from components.documents.formats.slides.canvas import Area, Words
from components.documents.formats.slides.deck import Page
from components.formatting.typeface import length, shortened
from components.page.notes import source_words
from data.language import day, gettext, ngettext


def key_words(key: Sequence[KeyMark]) -> str:
    """What filled and open marks stand for."""
    return "    ".join(f"{'●' if mark.filled else '○'} {mark.words}" for mark in key)


def foot(page: Page, document: ViewDocument) -> None:
    """Where the figures are from, which data it is, and the address of the view, under everything else."""
    at = page.foot
    width = at.width * 0.72
    stamp = gettext(
        "Data version {version}, built {built}. Slide made {day}.",
        version=document.data_version,
        built=document.built,
        day=day(document.exported),
    )
    room = width - 1.06 * length(f"{stamp} ", 14)
    words = Words(
        f"{stamp} ",
        14,
        quiet=True,
        after=0,
        linked=shortened(document.address.partition("//")[2], room, 14),
        link=page.link(document.address),
    )
    source = Words(_sources(document, width), 14, quiet=True, after=2)
    page.words(Area(at.x, at.y, at.width * 0.76, 44), [source, words], gettext("Source"), last=True)


def _sources(document: ViewDocument, width: float) -> str:
    """As many sources as have room on a line, and how many more there are."""
    named = list(dict.fromkeys(source.short for source in document.sources))
    for number in range(len(named), 0, -1):
        shown, left = "; ".join(named[:number]), len(named) - number
        if left:
            shown = ngettext("{sources}; {number} more", "{sources}; {number} more", left, sources=shown)
        said = gettext("Source: {source}.", source=shown)
        if 1.03 * length(said, 14) <= width:
            return said
    return shortened(gettext("Source: {source}.", source=named[0]), width, 14) if named else ""


def spoken(document: ViewDocument, comment: str = "", changes: Sequence[str] = ()) -> str:
    """The speaker's notes of a view: its sentences, what was chosen, its notes and its sources, whole."""
    under = [text for figure in document.figures for text in figure.below]
    beside = [f"{passage.title}: {text}" for passage in document.passages for text in passage.said]
    filters = [gettext("{name}: {value}", name=chosen.name, value=chosen.value) for chosen in document.filters]
    parts = [
        (comment, changes),
        (document.title, [document.subtitle, *document.notices, *document.reading]),
        (gettext("Under the figure"), under),
        (gettext("Beside the figures"), beside),
        (gettext("Chosen"), filters),
        (gettext("Notes"), [*document.notes, *document.source_notes]),
        (gettext("Sources"), [f"{source_words(source)} {source.address}".strip() for source in document.sources]),
        (
            gettext("Address"),
            [document.address, gettext("Data version {version}, built {day}.", version=document.data_version,
                                       day=document.built)],
        ),
    ]  # fmt: skip
    written = [f"{head}\n" + "\n".join(map(plain_text, said)) for head, said in parts if head or said]
    return "\n\n".join(part.strip() for part in written if part.strip())
