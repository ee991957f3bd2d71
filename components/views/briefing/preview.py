"""The preview of a view in a briefing: its first figure as every format draws it, else the head of its first table."""

from __future__ import annotations

import re
from dataclasses import replace

from components.documents.document import GAP, MARGIN, WIDTH, DocumentFigure, ViewDocument
from components.documents.drawings.svg import PATTERNS
from components.documents.formats.page import figure_data
from components.figures.tables import Table, TableRow
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import aria

ACROSS = 360
"""Units a preview is drawn for, so that its letters are as large as the page's."""
_SHARE = (ACROSS + GAP) / (WIDTH - 2 * MARGIN + GAP)
ROWS, COLUMNS = 6, 3
"""Rows and columns of a table that a preview has."""

WIDEST = 800
"""Units of the width that a drawing may have been made for."""

_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ')
_ID = re.compile(r'\bid="([^"]+)"')


def preview(document: ViewDocument, number: int) -> SafeHtml:
    """The preview of the view at a place in the list; the number keeps apart what pictures on one page name alike."""
    first = document.figures[0] if document.figures else None
    # What is drawn for the width of a page is read as the head of its table: nobody could read it as a preview.
    if document.tables and (first is None or _width(first) > WIDEST):
        return _head_of(document.tables[0], number)
    return _drawing(first, number) if first is not None else html.Div(className="brief-picture")


def _width(figure: DocumentFigure) -> float:
    """The width that a list's drawing was made for; 0 for what can be read at any: charts, and maps."""
    is_list = isinstance(figure.drawn, str) and figure.name != "map"
    box = _BOX.search(str(figure.drawn)) if is_list else None
    return float(box[1]) if box else 0.0


def _drawing(figure: DocumentFigure, number: int) -> SafeHtml:
    data = figure_data(replace(figure, share=_SHARE))
    drawn, text = data["svg"], data["text"] or figure.title
    before, patterns, behind = drawn.partition(PATTERNS)
    drawn = before + patterns + behind.replace(PATTERNS, "")  # a drawing in another brings them once more
    for name in dict.fromkeys(_ID.findall(drawn)):
        apart = f"brief-{number}-{name}"
        drawn = drawn.replace(f'id="{name}"', f'id="{apart}"').replace(f"url(#{name})", f"url(#{apart})")
        drawn = drawn.replace(f'href="#{name}"', f'href="#{apart}"')
    # Its words are the text alternative below; the letters of the drawing would be read one by one.
    return html.Div(SafeHtml(drawn), className="brief-picture", role="img", **aria(label=text))


def _head_of(shown: Table, number: int) -> SafeHtml:
    numbers = [column for column in shown.columns[1:] if column.kind == "number"]
    columns = [shown.columns[0], *(numbers or shown.columns[1:])][:COLUMNS]
    rows = [
        row(
            _name(line, shown),
            [
                html.Td(line.cells[column.id].words, className="number" if column.kind == "number" else None)
                for column in columns[1:]
            ],
        )
        for line in shown.rows[:ROWS]
    ]
    content = table(shown.caption, [column.head for column in columns], rows)
    return html.Div(scrolled(content, f"{number}. {shown.caption}"), className="brief-picture brief-table")


def _name(line: TableRow, shown: Table) -> str:
    """What a row is of: its first cell, and the next ones in words where that alone is said of several rows."""
    named: list[str] = []
    for column in shown.columns:
        if column.kind in ("number", "interval"):
            break
        named.append(column.id)
        if len({tuple(row.cells[name].words for name in named) for row in shown.rows}) == len(shown.rows):
            break
    words = dict.fromkeys(line.cells[name].words for name in named)
    return " · ".join(words)
