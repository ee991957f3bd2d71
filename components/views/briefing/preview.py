"""The preview of a view in a briefing: its first figure as every format draws it, else the head of its first table."""

from __future__ import annotations

import re
from dataclasses import replace

from components.documents.document import GAP, MARGIN, WIDTH, DocumentFigure, ViewDocument
from components.documents.drawings.svg import PATTERNS
from components.documents.formats.page import figure_data
from components.figures.tables import Table
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import aria

ACROSS = 360
"""Units a preview is drawn for, so that its letters are as large as the page's."""
_SHARE = (ACROSS + GAP) / (WIDTH - 2 * MARGIN + GAP)
ROWS, COLUMNS = 6, 3
"""Rows and columns of a table that a preview has."""

TALLEST = 480
"""Units a drawing may be high."""

_BOX = re.compile(r'viewBox="0 0 \S+ ([\d.]+)"')
_ID = re.compile(r'\bid="([^"]+)"')


def preview(document: ViewDocument, number: int) -> SafeHtml:
    """The preview of the view at a place in the list; the number keeps apart what pictures on one page name alike."""
    drawn = figure_data(replace(document.figures[0], share=_SHARE))["svg"] if document.figures else ""
    # A long list is read as the head of its table; made as small as a preview, nobody could read it.
    if document.tables and (not drawn or _height(drawn) > TALLEST):
        return _head_of(document.tables[0])
    return _drawing(document.figures[0], drawn, number) if drawn else html.Div(className="brief-picture")


def _height(drawn: str) -> float:
    box = _BOX.search(drawn)
    return float(box[1]) if box else 0.0


def _drawing(figure: DocumentFigure, drawn: str, number: int) -> SafeHtml:
    before, patterns, behind = drawn.partition(PATTERNS)
    drawn = before + patterns + behind.replace(PATTERNS, "")  # a drawing in another brings them once more
    for name in dict.fromkeys(_ID.findall(drawn)):
        apart = f"brief-{number}-{name}"
        drawn = drawn.replace(f'id="{name}"', f'id="{apart}"').replace(f"url(#{name})", f"url(#{apart})")
        drawn = drawn.replace(f'href="#{name}"', f'href="#{apart}"')
    # Its words are the text alternative below; the letters of the drawing would be read one by one.
    return html.Div(SafeHtml(drawn), className="brief-picture", role="img", **aria(label=figure.text))


def _head_of(shown: Table) -> SafeHtml:
    columns = shown.columns[:COLUMNS]
    rows = [
        row(
            line.cells[columns[0].id].words,
            [
                html.Td(line.cells[column.id].words, className="number" if column.kind == "number" else None)
                for column in columns[1:]
            ],
        )
        for line in shown.rows[:ROWS]
    ]
    content = table(shown.caption, [column.head for column in columns], rows)
    return html.Div(scrolled(content, shown.caption), className="brief-picture brief-table")
