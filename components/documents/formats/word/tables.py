"""Tables of a text document: a head that is repeated on every page, words as the page says them, numbers at the right.

They are written as one piece of XML: cell by cell, the library takes a millisecond for each.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from components.documents.formats.page import column_widths, is_kept
from components.documents.formats.word.blocks import Writer
from components.documents.formats.word.styles import ACCENT_WASH, INNER, NOTE
from components.figures.tables import Column, Table, TableRow
from data.language import format_integer, gettext

TWIPS = 1440
"""Of an inch: the unit of a table's widths."""
SIZES = (9.0, 8.0, 7.0)
"""Points of the letters of a table: the largest in which every word fits its column."""
_UNITS = 14
"""Units of the letters that widths of columns are measured in."""


def add_table(writer: Writer, table: Table, most: int) -> None:
    """A table with its caption and at most so many rows; the chosen place and the state stand in it wherever they do.

    Where rows are left out, it is said below how many.
    """
    rows = table.rows[:most] + tuple(row for row in table.rows[most:] if is_kept(row, table))
    writer.caption("table", table.caption)
    writer.document.element.body.insert_element_before(_written(table, rows), "w:sectPr")
    if len(rows) < len(table.rows):
        left = format_integer(len(table.rows) - len(rows))
        every = format_integer(len(table.rows))
        writer.paragraph(
            gettext(
                "{left} of {all} rows are not in this document; the data file of this view (CSV) has every one.",
                left=left,
                all=every,
            ),
            NOTE,
        ).paragraph_format.space_before = Pt(4)
    else:
        writer.paragraph("", NOTE)  # two tables without a paragraph between them would be one


def _written(table: Table, rows: tuple[TableRow, ...]) -> Any:
    for size in SIZES:
        room = INNER * 72 / size * _UNITS
        natural = column_widths(table, rows, room)
        if sum(natural) <= room + 1:
            break
    widths = [round(width / sum(natural) * INNER * TWIPS) for width in natural]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    pairs = list(zip(table.columns, widths, strict=True))
    head = "".join(_cell(column.head, column, width, size) for column, width in pairs)
    body = "".join(_row(row, pairs, size) for row in rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="SiteTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def _row(row: TableRow, pairs: list[tuple[Column, int]], size: float) -> str:
    cells = "".join(
        _cell(row.cells[column.id].words, column, width, size, chosen=row.chosen) for column, width in pairs
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(words: str, column: Column, width: int, size: float, *, chosen: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ACCENT_WASH[1:]}"/>' if chosen else ""
    right = '<w:jc w:val="right"/>' if column.kind in ("number", "interval") else ""
    letters = f'<w:rPr>{"<w:b/>" if chosen else ""}<w:sz w:val="{round(2 * size)}"/></w:rPr>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="SiteTableText"/>{right}</w:pPr><w:r>{letters}<w:t xml:space="preserve">{escape(words)}</w:t>'
        "</w:r></w:p></w:tc>"
    )
