"""A view as a PNG: set as a page by typst from data alone, with everything about it written into the file too.

The text of the file (`PNG text chunks`) can be read back without looking: `Title`, `Description`, `Filters` (JSON),
`Notes`, `Source`, `Copyright`, `URL`, `Data version`, `Creation Time`, `Software`, and `Data`: the view's CSV.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL.PngImagePlugin import PngInfo, putchunk

from components.documents.document import MARGIN, WIDTH, DocumentFigure, ViewDocument, width_of
from components.documents.drawings.chart_svg import chart_svg
from components.documents.drawings.legend import legend_svg
from components.documents.drawings.ranking import Listing, listing_svg, pictured
from components.documents.drawings.svg import fitted
from components.documents.formats.csv import csv_text
from components.figures.legend import Legend
from components.figures.tables import Table, TableRow
from components.formatting.typeface import FOLDER, length
from components.page.notes import BOUNDARIES, source_words
from components.page.shell import NAME
from data.language import day, gettext

MIME = "image/png"
WIDTH_PIXELS = 1600
INSET = 8
"""Units of the page between a column's edge and its words."""
ROWS = 40
"""Rows of a table that a picture shows; the CSV has all."""

HEADER = 8 + 25
"""Bytes of a PNG before its first chunk that may be text: the signature and the header."""
LONG = 1000
"""Letters from which a text is compressed."""

_TEMPLATE = (Path(__file__).parent / "png.typ").read_bytes()
_LOCK = threading.Lock()


def png_bytes(document: ViewDocument) -> bytes:
    """The view as a PNG 1,600 pixels wide and as high as it needs, with everything about it in its text."""
    view = json.dumps(page(document), ensure_ascii=False)
    return _with_text(draw(_TEMPLATE, ppi=72 * WIDTH_PIXELS / WIDTH, view=view), document)


def draw(template: bytes, *, ppi: float, **inputs: str) -> bytes:
    """The PNG of a template of one page and its inputs."""
    # One compiler serves all threads: it keeps what it has read of the typeface, and is not made for two at once.
    with _LOCK:
        drawn = _compiler().compile(template, format="png", ppi=ppi, sys_inputs=inputs)
    assert isinstance(drawn, bytes), "a page of automatic height is one page"
    return drawn


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(FOLDER)], ignore_system_fonts=True)


def _with_text(drawn: bytes, document: ViewDocument) -> bytes:
    """The picture with text after its header; what is drawn is not encoded again, so its colours stay as they are."""
    info = PngInfo()
    for keyword, text in texts(document).items():
        info.add_itxt(keyword, text, lang=document.language, zip=len(text) > LONG)
    written = BytesIO()
    written.write(drawn[:HEADER])
    for kind, content, _ in info.chunks:
        putchunk(written, kind, content)
    written.write(drawn[HEADER:])
    return written.getvalue()


def texts(document: ViewDocument) -> dict[str, str]:
    """Metadata of the PNG export: text chunks by keyword."""
    return {
        "Title": document.title,
        "Description": " ".join([document.subtitle, *document.reading]).replace("**", ""),
        "Filters": json.dumps({f.name: f.value for f in document.filters}, ensure_ascii=False),
        "Notices": "\n".join(document.notices),
        "Notes": "\n".join([*document.notes, *document.source_notes]).replace("**", ""),
        "Source": "\n".join(source_words(s) for s in document.sources),
        "Copyright": "\n".join(document.licences),
        "URL": document.address,
        "Data version": document.data_version,
        "Creation Time": document.exported.isoformat(),
        "Software": NAME,
        "Data": csv_text(document),
    }


def page(document: ViewDocument) -> dict[str, Any]:
    """Everything the page is set from, as plain data."""
    return {
        "width": WIDTH,
        "lang": document.language,
        "name": NAME,
        "path": list(document.path),
        "title": document.title,
        "subtitle": document.subtitle,
        "reading": _runs(" ".join(document.reading)),
        "notices": list(document.notices),
        "rows": [[figure_data(figure) for figure in row] for row in _rows(document.figures)],
        # Where the view is drawn, its tables are in the file's text and in the CSV.
        "tables": [] if document.figures else [_table(table) for table in document.tables],
        "passages": [{"title": p.title, "said": [_runs(sentence) for sentence in p.said]} for p in document.passages],
        "words": {"notes": gettext("Notes"), "sources": gettext("Sources")},
        "notes": _runs(" ".join(document.notes)),
        "sources": [
            *(source_words(source) for source in document.sources),
            gettext("Boundaries: {boundaries}, simplified.", boundaries=BOUNDARIES),
        ],
        "filters": " · ".join(gettext("{name}: {value}", name=f.name, value=f.value) for f in document.filters),
        "stamp": gettext(
            "Data version {version}, built {built}. Picture made {day}.",
            version=document.data_version,
            built=document.built,
            day=day(document.exported),
        ),
        "address": document.address,
    }


def _runs(text: str) -> list[dict[str, Any]]:
    """A text with `**…**` as its parts, each bold or not."""
    return [{"text": part, "bold": i % 2 == 1} for i, part in enumerate(text.split("**")) if part]


def _rows(figures: tuple[DocumentFigure, ...]) -> list[list[DocumentFigure]]:
    """Figures side by side as far as the page is wide."""
    rows: list[list[DocumentFigure]] = []
    for figure in figures:
        if not rows or sum(f.share for f in rows[-1]) + figure.share > 1.001:
            rows.append([])
        rows[-1].append(figure)
    return rows


def figure_data(figure: DocumentFigure) -> dict[str, Any]:
    """A figure as the page is set from it: its SVG with its width, its words, and its legend likewise (or None)."""
    width = width_of(figure.share)
    legend = {"svg": legend_svg(figure.legend, width), "width": width, "text": ""} if figure.legend else None
    below = [_runs(text) for text in figure.below]
    if isinstance(figure.drawn, Listing):
        svg = listing_svg(figure.drawn, width)
        left = len(figure.drawn.places) - len(pictured(figure.drawn))
        if left:
            below.append(_runs(gettext("{number} more places stand in the data file of this view (CSV).", number=left)))
    elif isinstance(figure.drawn, Legend):
        svg = legend_svg(figure.drawn, width)
    elif isinstance(figure.drawn, str):
        svg = fitted(figure.drawn, width)
    else:
        svg = chart_svg(figure.drawn, width, figure.text)
    return {
        "svg": svg,
        "width": width,
        "title": figure.title,
        "text": figure.text,
        "note": figure.note,
        "key": [{"filled": entry.filled, "words": entry.words} for entry in figure.key],
        "legend": legend,
        "below": below,
    }


def column_widths(table: Table, rows: Sequence[TableRow]) -> list[float]:
    """The width of every column in units of the page, which they fill, so that no word is wider than its column.

    Where not everything has room on one line, what is longest gives way first: it goes on in further lines.
    """
    least, whole = [], []
    for column in table.columns:
        cells = [row.cells[column.id].words for row in rows]
        parts = cells if column.kind in ("number", "interval") else [word for cell in cells for word in cell.split()]
        least.append(max(length(words, bold=True) for words in [*column.head.split(), *parts]) + 2 * INSET + 1)
        whole.append(max(length(words, bold=True) for words in [column.head, *cells]) + 2 * INSET + 1)
    room = WIDTH - 2 * MARGIN
    if sum(whole) <= room:  # what is left goes to the names and to what stands last
        left = room - sum(whole)
        return [whole[0] + left * 0.4, *whole[1:-1], whole[-1] + left * 0.6] if len(whole) > 1 else [room]
    low, high = 0.0, float(room)
    for _ in range(20):  # the widest that a column may be, to within a thousandth of a unit
        middle = (low + high) / 2
        widths = [max(narrow, min(wide, middle)) for narrow, wide in zip(least, whole, strict=True)]
        low, high = (middle, high) if sum(widths) <= room else (low, middle)
    return [max(narrow, min(wide, low)) for narrow, wide in zip(least, whole, strict=True)]


def _table(table: Table) -> dict[str, Any]:
    # The chosen place and the state, which places are compared with, are shown wherever they stand.
    kept = tuple(row for row in table.rows[ROWS:] if row.chosen or (table.subject == "places" and row.level == "state"))
    rows = table.rows[:ROWS] + kept
    more = ""
    if len(rows) < len(table.rows):
        more = gettext(
            "{left} of {all} rows are not in this picture; the data file of this view (CSV) has every one.",
            left=len(table.rows) - len(rows),
            all=len(table.rows),
        )
    return {
        "caption": table.caption,
        "widths": column_widths(table, rows),
        "inset": INSET,
        "heads": [{"words": c.head, "right": c.kind in ("number", "interval")} for c in table.columns],
        "rows": [{"chosen": r.chosen, "cells": [cell.words for cell in r.cells.values()]} for r in rows],
        "more": more,
    }
