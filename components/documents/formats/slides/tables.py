"""Tables of slides: rows as they fit, the head marked as such, numbers under numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components.documents.formats.slides.canvas import Canvas, Words, properties
from components.figures.tables import Column, Table, TableRow
from components.formatting.palette import INK_2, LINE
from components.formatting.typeface import length, wrapped

INSET = 8.0
"""Pixels between a column's edge and its words."""
ROW, LINE_HEIGHT = 30.0, 1.3
_CHOSEN = "E6EFF7"
_NUMERIC = ("number", "interval")


@dataclass(frozen=True)
class Grid:
    """A table on a slide: the widths of its columns, the heights of its rows, cells as lines, and what is marked."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    chosen: tuple[bool, ...]
    size: float

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return sum(self.heights)


def grid_of(
    table: Table, rows: Sequence[TableRow], columns: Sequence[Column], width: float, size: float = 14.0
) -> Grid:
    """Some rows and columns of a table on a width, which they fill."""
    heads = tuple(column.head for column in columns)
    cells = [tuple(row.cells[column.id].words for column in columns) for row in rows]
    chosen = (False, *(row.chosen for row in rows))
    widths = _widths([heads, *cells], [column.kind in _NUMERIC for column in columns], width, size)
    written = (heads, *cells)
    heights = tuple(
        _height(line, widths, size, bold=number == 0 or chosen[number]) for number, line in enumerate(written)
    )
    return Grid(widths, heights, written, tuple(c.kind in _NUMERIC for c in columns), chosen, size)


def rows_that_fit(
    table: Table, rows: Sequence[TableRow], columns: Sequence[Column], width: float, height: float, size: float = 14.0
) -> int:
    """How many of the rows stand under the head in a height."""
    grid = grid_of(table, rows, columns, width, size)
    used, number = grid.heights[0], 0
    for high in grid.heights[1:]:
        used += high
        if used > height:
            break
        number += 1
    return number


def _widths(rows: Sequence[tuple[str, ...]], right: Sequence[bool], room: float, size: float) -> tuple[float, ...]:
    """Each column as wide as its words; where there is no room the widest give way, and numbers never."""
    whole, least = [], []
    for at, numeric in enumerate(right):
        cells = [row[at] for row in rows]
        whole.append(max(1.05 * length(cell, size, bold=True) for cell in cells) + 2 * INSET)
        head, *others = cells
        parts = [*head.split(), *(others if numeric else [word for cell in others for word in cell.split()])]
        least.append(max((1.05 * length(part, size, bold=True) for part in parts), default=0.0) + 2 * INSET)
    if sum(whole) <= room:
        left = room - sum(whole)
        return (whole[0] + left / 2, *whole[1:-1], whole[-1] + left / 2) if len(whole) > 1 else (room,)
    low, high = 0.0, room
    for _ in range(20):
        middle = (low + high) / 2
        widths = [max(narrow, min(wide, middle)) for narrow, wide in zip(least, whole, strict=True)]
        low, high = (middle, high) if sum(widths) <= room else (low, middle)
    found = [max(narrow, min(wide, low)) for narrow, wide in zip(least, whole, strict=True)]
    scale = min(1.0, room / sum(found))
    return tuple(one * scale for one in found)


def _height(cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool) -> float:
    lines = max(
        len(wrapped(cell, width - 2 * INSET, size, bold=bold)) or 1 for cell, width in zip(cells, widths, strict=True)
    )
    return max(ROW, lines * size * LINE_HEIGHT + 11)


def grid_xml(grid: Grid, canvas: Canvas) -> str:
    """The table as DrawingML."""
    columns = "".join(f'<a:gridCol w="{round(width * canvas.emu)}"/>' for width in grid.widths)
    rows = "".join(
        f'<a:tr h="{round(height * canvas.emu)}">'
        + "".join(
            _cell(cell, grid, canvas, head=number == 0, right=right, chosen=grid.chosen[number])
            for cell, right in zip(cells, grid.right, strict=True)
        )
        + "</a:tr>"
        for number, (cells, height) in enumerate(zip(grid.rows, grid.heights, strict=True))
    )
    return f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _cell(text: str, grid: Grid, canvas: Canvas, *, head: bool, right: bool, chosen: bool) -> str:
    words = Words(text, grid.size, quiet=head)
    style = properties(words, canvas, bold=head or chosen)
    inset, colour = round(INSET * canvas.emu), INK_2 if head else LINE
    none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    line = f'<a:lnB w="9525"><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:lnB>'
    fill = f'<a:solidFill><a:srgbClr val="{_CHOSEN}"/></a:solidFill>' if chosen else "<a:noFill/>"
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{"r" if right else "l"}"/>'
        f"<a:r>{style}<a:t>{escape(text, quote=False)}</a:t></a:r></a:p></a:txBody>"
        f'<a:tcPr marL="{inset}" marR="{inset}" marT="38100" marB="38100" anchor="ctr">{none}{line}{fill}</a:tcPr>'
        "</a:tc>"
    )
