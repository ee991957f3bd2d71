"""A view as a page set by typst: what the page is set from, as plain data, and the compiler that sets it.

The picture and the PDF are the same page; a picture is as high as it needs, a PDF is a sheet of paper.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.documents.briefing import Briefing
from components.documents.document import MARGIN, WIDTH, DocumentFigure, KeyMark, ViewDocument, width_of
from components.documents.drawings.legend import legend_list, legend_svg
from components.documents.drawings.ranking import Listing, pictured
from components.documents.drawings.svg import element
from components.documents.formats.csv import plain_text
from components.documents.formats.figures import figure_svg, figure_text
from components.figures.tables import Column, Table, TableRow
from components.formatting.typeface import FOLDER, length, with_letters_for
from components.page.notes import BOUNDARIES, source_words
from components.page.shell import NAME
from data.language import day, gettext, use_language

if TYPE_CHECKING:
    import typst

INSET = 8
"""Units of the page between a column's edge and its words."""
ROWS = 40
"""Rows of a table that a page shows at most; the CSV has all."""
FEWEST_ROWS = 12
"""Rows of a table that a sheet shows at least, and is made as small for as it must be."""

_HERE = Path(__file__).parent
_PARTS = (_HERE / "page.typ").read_bytes()
_LOCK = threading.Lock()


def set_page(document: ViewDocument, paper: str, **options: Any) -> bytes:
    """The page of a view: a `picture` as high as it needs, or a `letter` sheet. `options` are the compiler's."""
    with use_language(document.language):
        view = json.dumps(page(document, paper), ensure_ascii=False)
    return compiled("single", {"view": view}, **options)


def compiled(template: str, inputs: dict[str, str], **options: Any) -> bytes:
    """What a template of this folder makes of its inputs, with the parts of a page (`page.typ`) at hand."""
    return draw(_PARTS + (_HERE / f"{template}.typ").read_bytes(), inputs, **options)


def draw(template: bytes, inputs: dict[str, str], **options: Any) -> bytes:
    """The one page of a template and its inputs, which are JSON, in the format the options name."""
    inputs = {name: with_letters_for(text) for name, text in inputs.items()}
    # One compiler serves all threads: it keeps what it has read of the typeface, and is not made for two at once.
    with _LOCK:
        drawn = _compiler().compile(template, sys_inputs=inputs, **options)
    assert isinstance(drawn, bytes), "a page is one page"
    return drawn


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # With the first page that is set: most workers set none, and the compiler takes 7 MB before it does anything.
    import typst

    return typst.Compiler(font_paths=[str(FOLDER)], ignore_system_fonts=True)


def page(document: ViewDocument, paper: str = "picture") -> dict[str, Any]:
    """Everything the page is set from, as plain data."""
    return {
        "paper": paper,
        "width": WIDTH,
        "lang": document.language,
        "name": NAME,
        "path": list(document.path),
        "title": document.title,
        "description": plain_text(" ".join([document.subtitle, *document.reading])),
        "made": [document.exported.year, document.exported.month, document.exported.day],
        "most": ROWS,
        "least": FEWEST_ROWS,
        "subtitle": document.subtitle,
        "reading": runs_of(" ".join(document.reading)),
        "notices": list(document.notices),
        "figures": [_on_paper(figure_data(figure), paper) for figure in document.figures],
        # Where the view is drawn, its tables are in the file's text and in the CSV.
        "tables": [] if document.figures else [_table(table) for table in document.tables],
        "passages": [{"title": p.title, "said": [runs_of(sentence) for sentence in p.said]} for p in document.passages],
        "words": {
            "notes": gettext("Notes"),
            "sources": gettext("Sources"),
            "view": gettext("This view"),
            "more": _more(paper),
        },
        "notes": runs_of(" ".join(document.notes)),
        "sources": [*(source_words(source) for source in document.sources), boundaries()],
        "filters": " · ".join(gettext("{name}: {value}", name=f.name, value=f.value) for f in document.filters),
        "stamp": stamp(document, paper),
        "address": document.address,
    }


_EDGED = re.compile(
    r'<text ([^>]*?)( stroke="[^"]*" stroke-width="[^"]*")([^>]*?) paint-order="stroke"([^>]*)>(.*?)</text>'
)
"""Letters with an edge around them, which lies under them."""


def _on_paper(figure: dict[str, Any], paper: str) -> dict[str, Any]:
    """A figure for a page: on paper the edges of letters are drawn first, then the letters.

    In a PDF each letter brings its edge, which would lie over the letter before it.
    """
    if paper != "letter":
        return figure
    edge, letters = r"<text \1\2\3\4>\5</text>", r"<text \1\3\4>\5</text>"
    return figure | {"svg": _EDGED.sub(edge + letters, figure["svg"])}


def boundaries() -> str:
    """Where the outlines of places are from."""
    return gettext("Boundaries: {boundaries}, simplified.", boundaries=BOUNDARIES)


def stamp(document: ViewDocument | Briefing, paper: str) -> str:
    """Which data a page is of, and when it was made."""
    words = {"version": document.data_version, "built": document.built, "day": day(document.exported)}
    if paper == "letter":
        return gettext("Data version {version}, built {built}. PDF made {day}.", **words)
    return gettext("Data version {version}, built {built}. Picture made {day}.", **words)


def _more(paper: str) -> str:
    """What is said under a table that is longer than the page; its numbers are put in where the page ends."""
    numbers = {"left": "{left}", "all": "{all}"}
    if paper == "letter":
        return gettext(
            "{left} of {all} rows are not on this page; the data file of this view (CSV) has every one.", **numbers
        )
    return gettext(
        "{left} of {all} rows are not in this picture; the data file of this view (CSV) has every one.", **numbers
    )


def runs_of(text: str) -> list[dict[str, Any]]:
    """A text with `**…**` as its parts, each bold or not."""
    return [{"text": part, "bold": i % 2 == 1} for i, part in enumerate(text.split("**")) if part]


def figure_data(figure: DocumentFigure) -> dict[str, Any]:
    """A figure as the page is set from it: its SVG with its width, its words, and its legend likewise (or None)."""
    width = width_of(figure.share)
    legend = None
    if figure.legend:
        legend = {"svg": legend_svg(figure.legend, width), "width": width, "text": legend_list(figure.legend)}
    below = [runs_of(text) for text in figure.below]
    left = len(figure.drawn.places) - len(pictured(figure.drawn)) if isinstance(figure.drawn, Listing) else 0
    if left:
        below.append(runs_of(gettext("{number} more places stand in the data file of this view (CSV).", number=left)))
    return {
        "svg": figure_svg(figure, width),
        "width": width,
        "title": figure.title,
        "text": figure_text(figure),
        "note": figure.note,
        "key": [{"filled": entry.filled, "words": entry.words, "svg": key_mark(entry)} for entry in figure.key],
        "legend": legend,
        "below": below,
    }


def key_mark(entry: KeyMark) -> str:
    """The mark of its own that an entry of a key has, as a picture; empty without one."""
    if not entry.path:
        return ""
    mark = element("path", d=entry.path, fill=entry.colour)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="-7 -7 14 14">{mark}</svg>'


def column_widths(table: Table, rows: Sequence[TableRow], room: float = WIDTH - 2 * MARGIN) -> list[float]:
    """The width of every column in units of the page, so that no word is wider than its column.

    They fill the room there is, of the page unless another is named. Where not everything has room on one line, what
    is longest gives way first: it goes on in further lines.
    """
    least, whole = [], []
    for column in table.columns:
        cells = [row.cells[column.id].words for row in rows]
        parts = [part for cell in cells for part in _unbroken(cell, column)]
        least.append(max(length(words, bold=True) for words in [*column.head.split(), *parts]) + 2 * INSET + 1)
        whole.append(max(length(words, bold=True) for words in [column.head, *cells]) + 2 * INSET + 1)
    if sum(whole) <= room:  # what is left goes to the names and to what stands last
        left = room - sum(whole)
        return [whole[0] + left * 0.4, *whole[1:-1], whole[-1] + left * 0.6] if len(whole) > 1 else [room]
    low, high = 0.0, float(room)
    for _ in range(20):  # the widest that a column may be, to within a thousandth of a unit
        middle = (low + high) / 2
        widths = [max(narrow, min(wide, middle)) for narrow, wide in zip(least, whole, strict=True)]
        low, high = (middle, high) if sum(widths) <= room else (low, middle)
    return [max(narrow, min(wide, low)) for narrow, wide in zip(least, whole, strict=True)]


def _unbroken(words: str, column: Column) -> list[str]:
    """The parts of a cell that stay on one line: its words, or all of a figure unless more than the figure is said."""
    is_figure = column.kind in ("number", "interval") and " · " not in words
    return [words] if is_figure else words.split()


def _table(table: Table) -> dict[str, Any]:
    # The chosen place and the state, which places are compared with, are shown wherever they stand.
    first = table.rows[:ROWS]
    rows = first + tuple(row for row in table.rows[ROWS:] if is_kept(row, table))
    return {
        "caption": table.caption,
        "widths": column_widths(table, rows),
        "inset": INSET,
        "heads": [{"words": c.head, "right": c.kind in ("number", "interval")} for c in table.columns],
        "rows": [
            {"chosen": row.chosen, "kept": is_kept(row, table), "cells": [cell.words for cell in row.cells.values()]}
            for row in rows
        ],
        "all": len(table.rows),
    }


def is_kept(row: TableRow, table: Table) -> bool:
    """Whether a row is shown wherever it stands: the chosen place, and the state among places."""
    return row.chosen or (table.subject == "places" and row.level == "state")
