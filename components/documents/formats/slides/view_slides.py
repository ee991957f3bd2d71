"""The slides of one view: its main figures with its sentences, then other figures, then its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.documents.document import DocumentFigure, ViewDocument
from components.documents.drawings.legend import legend_list, legend_svg
from components.documents.drawings.ranking import Listing
from components.documents.formats.figures import figure_svg, figure_text
from components.documents.formats.slides.canvas import Area, Words, fitting, height_of
from components.documents.formats.slides.deck import Deck, Page
from components.documents.formats.slides.pictures import picture, size_of
from components.documents.formats.slides.said import foot, key_words, spoken
from components.documents.formats.slides.tables import grid_of, rows_that_fit
from components.figures.tables import Table, TableRow
from components.formatting.typeface import length
from components.page.shell import NAME
from data.language import gettext

MOST = 5
"""Slides of a view."""
GAP = 40.0
_SMALL, _FEW = 0.35, 3
"""Share of a page up to which a figure is one of many, and how many of these make a grid."""
_GRID = {1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (2, 2), 6: (3, 2), 8: (4, 2), 9: (3, 3), 12: (4, 3)}
"""Columns and rows of a grid of so many figures; others take the next."""
_BIG = re.compile(r"^[−$]?\d[\d.,]*(?:\s?%)?(?!\S*\s+\S{1,2}\s+[−$]?\d+[.,]?\d*(?:\s|$))")
_BIG_SIZE, _BIG_ROOM = 36.0, 150.0
"""Pixels of the letters of a sentence's main figure, and the most it may be wide."""
_MOST_BESIDE = 16
"""Rows that a table beside a map has at most."""
_PLACES = ("place", "value", "interval", "verdict", "status")
"""Columns of a table of places beside a map."""
_LEAST_SCALE = 0.5
"""How much smaller than on the page a picture may be drawn."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a person wrote over a view: a heading, a comment, and what has changed since; empty for nothing."""

    title: str = ""
    comment: str = ""
    changes: tuple[str, ...] = ()


def write_view(deck: Deck, document: ViewDocument, heading: Heading = Heading(), most: int = MOST) -> None:
    """Write the slides of a view, at most so many."""
    _View(deck, document, heading, deck.number + most).write()


class _View:
    def __init__(self, deck: Deck, document: ViewDocument, heading: Heading, last: int) -> None:
        self.deck, self.document, self.heading, self.last = deck, document, heading, last
        self.shown: set[int] = set()
        """The tables that are shown whole."""

    @property
    def full(self) -> bool:
        return self.deck.number >= self.last

    def write(self) -> None:
        area = self.deck.canvas.area
        # What would be too small to read as a picture stands in a table.
        figures = [f for f in self.document.figures if not self.document.tables or _is_legible(f, area)]
        if not figures:
            self._table_slides(first=True)
            return
        small = [figure for figure in figures if figure.share <= _SMALL]
        if len(small) < _FEW:
            self._figures(figures)
        else:
            self._grids(figures)
            if small[0].chart is not None:  # each of many charts has its own figures
                return
        self._table_slides(first=False)

    # Slides

    def _page(self, title: str, subtitle: str, *, notes: bool) -> Page:
        page = self.deck.view(title, subtitle, NAME)
        foot(page, self.document)
        if notes:
            page.notes(spoken(self.document, self.heading.comment, self.heading.changes))
        return page

    def _lead(self) -> Page:
        """The first slide, with the view's own title; the speaker's notes have everything that is said."""
        title = self.heading.title or self.document.title
        subtitle = self.document.title if self.heading.title else self.document.subtitle
        return self._page(title, subtitle, notes=True)

    def _next(self, title: str) -> Page:
        return self._page(title, self.document.title, notes=False)

    def _said(self) -> list[Words]:
        """The sentences of the view, after a person's own."""
        document, heading = self.document, self.heading
        said = [Words(text, 16) for text in heading.comment.split("\n") if text.strip()]
        said += [Words(text, 14, quiet=True) for text in heading.changes]
        return said + [Words(text, 16, after=10) for text in [*document.notices, *document.reading]]

    def _figures(self, figures: list[DocumentFigure]) -> None:
        first, *others = figures
        page = self._lead()
        if _is_map(first):
            others = self._map(page, first, others)
        elif others and first.share + others[0].share <= 1.001 and not isinstance(others[0].drawn, Listing):
            area = self._sentences(page, page.area, 0.34)
            self._pair(page, area, (first, others.pop(0)))
        else:
            below = [Words(text, 14, quiet=True) for text in first.below]
            self._beside(page, first, [*self._said(), *below], 0.66)
        # The places of a list stand in a table, which can be edited.
        others = [figure for figure in others if not (isinstance(figure.drawn, Listing) and self.document.tables)]
        while others and not self.full:
            one = others.pop(0)
            if others and one.share + others[0].share <= 1.001:
                page = self._next(f"{one.title} · {others[0].title}")
                self._pair(page, page.area, (one, others.pop(0)))
                continue
            page = self._next(one.title or self.document.subtitle)
            self._beside(page, one, [Words(text, 16) for text in one.below], 0.7)

    def _beside(self, page: Page, figure: DocumentFigure, said: Sequence[Words], share: float) -> None:
        """A figure with sentences beside it; without any it has the whole width."""
        left, right = page.area.split(share, GAP)
        self._figure(page, left if said else page.area, figure, titled=False, below=False)
        if said:
            self._column(page, right, said)

    def _map(self, page: Page, drawn: DocumentFigure, others: list[DocumentFigure]) -> list[DocumentFigure]:
        """The map at the left; at the right the sentences, and the groups, the places, or what else there is."""
        left, right = page.area.split(0.53, 56)
        below = fitting([Words(text, 14, quiet=True, after=4) for text in drawn.below], left.width, 76)
        words = height_of(below, left.width)
        legend = None if drawn.legend is None else picture(legend_svg(drawn.legend, left.width))
        under = words + (legend.height + 12 if legend else 0)
        self._picture(page, replace(left, height=left.height - under - 8), drawn)
        if legend is not None and drawn.legend is not None:
            at = replace(left, y=left.bottom - under, height=legend.height)
            page.picture(at, legend, gettext("Legend"), legend_list(drawn.legend))
        if below:
            page.words(replace(left, y=left.bottom - words, height=words), below, gettext("Under the figure"))
        groups = next((figure for figure in others if figure.chart is not None and figure.chart.kind == "dots"), None)
        places = next((t for t in self.document.tables if t.subject == "places"), None)
        fits = [f for f in others if f.chart is not None or f.share + drawn.share <= 1.001]
        beside = groups or (None if places else next(iter(fits), None))
        own = 0.12 if self.heading.comment or self.heading.changes else 0.0
        room = self._column(page, right, self._said(), 0.36 + own if beside or places else 1.0)
        behind = next((t for t in self.document.tables if beside is not None and t.subject == beside.name), None)
        if beside is not None and beside.chart is None and behind is not None:
            self._rows_beside(page, room, behind)
        elif beside is not None:
            self._figure(page, room, beside, titled=True, below=False)
        elif places is not None:
            self._rows_beside(page, room, places)
        return [figure for figure in others if figure is not beside]

    def _pair(self, page: Page, area: Area, pair: Sequence[DocumentFigure]) -> None:
        for figure, half in zip(pair, area.split(0.5, GAP), strict=True):
            self._figure(page, half, figure, titled=True, below=True)

    def _grids(self, figures: Sequence[DocumentFigure]) -> None:
        """Many small figures, so many to a slide as can be read, with what explains them all under the first."""
        small = [figure for figure in figures if figure.share <= _SMALL]
        others = [figure for figure in figures if figure.share > _SMALL]
        most = 8 if small[0].chart is not None or len(small) <= 8 else 9
        parts = [small[at : at + most] for at in range(0, len(small), most)]
        for number, part in enumerate(parts):
            if self.full:
                break
            page = self._lead() if number == 0 else self._next(f"{part[0].title} – {part[-1].title}")
            area = self._sentences(page, page.area, 0.16) if number == 0 else page.area
            # What explains them all stands in a cell of the grid that is left over, or under them.
            if others and (len(part) in _GRID or len(part) > most):
                high = 100.0
                self._figure(page, replace(area, y=area.bottom - high, width=area.width * 0.5, height=high), others[0],
                             titled=True, below=False, small=True)  # fmt: skip
                self._grid(page, replace(area, height=area.height - high - 12), part)
            else:
                self._grid(page, area, [*part, *others[:1]])

    def _grid(self, page: Page, area: Area, figures: Sequence[DocumentFigure]) -> None:
        columns, rows = next(shape for number, shape in _GRID.items() if number >= len(figures))
        gap = 24.0
        width, height = (area.width - gap * (columns - 1)) / columns, (area.height - gap * (rows - 1)) / rows
        for number, figure in enumerate(figures):
            down, across = divmod(number, columns)
            cell = Area(area.x + across * (width + gap), area.y + down * (height + gap), width, height)
            self._figure(page, cell, figure, titled=True, below=True, small=True)

    # Parts of slides

    def _figure(
        self, page: Page, area: Area, figure: DocumentFigure, *, titled: bool, below: bool, small: bool = False
    ) -> None:
        """A figure with its title, its note and its key over it, and its sentences under it."""
        size = 14.0 if small else 18.0
        head = [Words(figure.title, size, bold=True, after=2)] if titled and figure.title else []
        # Lines that have their names at their ends need no key.
        named = figure.chart is not None and any(series.end for series in figure.chart.series)
        note = "    ".join(filter(None, [figure.note, "" if named else key_words(figure.key)]))
        head += [Words(note, 14, quiet=True, after=2)] if note else []
        head = fitting(head, area.width, 90)
        if head:
            high = height_of(head, area.width)
            page.words(replace(area, height=high), head, figure.title or figure.name)
            area = area.below(high, 4)
        if below and figure.below:
            share = 0.25 if small else 0.4
            words = [Words(text, 14, quiet=True, after=4) for text in figure.below]
            words = fitting(words, area.width, area.height * share)
            if words:
                high = height_of(words, area.width)
                page.words(replace(area, y=area.bottom - high, height=high), words, gettext("Under the figure"))
                area = replace(area, height=area.height - high - 8)
        if figure.chart is not None:
            rows = len(figure.chart.rows)
            height = min(area.height, 60.0 * rows + 60 + 30 * len(figure.chart.references)) if rows else area.height
            page.chart(replace(area, height=height), figure.chart, figure.title or figure.name, figure.text)
        else:
            self._picture(page, area, figure)

    def _picture(self, page: Page, area: Area, figure: DocumentFigure) -> None:
        """A figure as a picture, drawn as wide as it stands there."""
        svg = figure_svg(figure, area.width)
        width, height = size_of(svg)
        if height > area.height:
            svg = figure_svg(figure, width * max(area.height / height, 0.6))
        page.picture(
            area, picture(svg), figure.title or gettext("Map"), figure_text(figure) or figure.title or figure.note
        )

    def _sentences(self, page: Page, area: Area, share: float) -> Area:
        """The sentences over the whole width, in at most a share of the height; what is left under them."""
        said = fitting(self._said(), area.width, area.height * share)
        if not said:
            return area
        high = height_of(said, area.width)
        page.words(replace(area, height=high), said, gettext("In words"))
        return area.below(high, 12)

    def _column(self, page: Page, area: Area, said: Sequence[Words], share: float = 1.0) -> Area:
        """Sentences under each other, their main figures large beside them; what is left under them."""
        room = area.height * share
        indent = max((length(found, _BIG_SIZE, bold=True) * 1.05 for one in said if (found := _main(one))), default=0.0)
        indent = indent + 20 if 0 < indent <= _BIG_ROOM else 0.0
        words = fitting(said, area.width - indent, room)
        at = area.y
        for one in words:
            main = _main(one) if indent else ""
            left = indent if main else 0.0
            high = one.height(area.width - left)
            if main:
                page.words(Area(area.x, at - 8, indent, 46), [Words(main, _BIG_SIZE, bold=True)], main)
                high = max(high, 48)
            page.words(Area(area.x + left, at, area.width - left, high), [one], gettext("In words"))
            at += high + 6
        return area.below(at - area.y, 8)

    # Tables

    def _rows_beside(self, page: Page, area: Area, table: Table) -> None:
        """As many rows as have room beside a map; the state's and the chosen one wherever they stand."""
        columns = [column for column in table.columns if table.subject != "places" or column.id in _PLACES]
        has_verdict = any(column.id == "verdict" for column in columns)
        columns = [c for c in columns if c.id != ("status" if has_verdict else "verdict")]
        rows, room = list(table.rows), area.height - 20
        if rows_that_fit(table, rows, columns, area.width, room) == len(rows):
            self.shown.add(id(table))
        rows = rows[:_MOST_BESIDE] + [row for row in rows[_MOST_BESIDE:] if _is_kept(row)]
        while len(rows) > 1 and rows_that_fit(table, rows, columns, area.width, room) < len(rows):
            rows.remove(next((row for row in reversed(rows) if not _is_kept(row)), rows[-1]))
        page.table(area, grid_of(table, rows, columns, area.width), table.caption, table.caption)

    def _table_slides(self, *, first: bool) -> None:
        """The tables that no chart carries, or all of a view of tables; as many slides as there are left."""
        tables = [table for table in self.document.tables if id(table) not in self.shown]
        if not first:
            tables = [table for table in tables if table.subject == "places"] or tables[:1]
            shown = [
                t for t in tables if any(row.cells["value"].value is not None for row in t.rows if "value" in row.cells)
            ]
            tables = shown or tables[:1]
        for number, table in enumerate(tables):
            rows = list(table.rows)
            part = 0
            while rows and not self.full:
                part += 1
                lead = first and number == 0 and part == 1
                page = self._lead() if lead else self._next(_numbered(table.caption, part))
                area = self._sentences(page, page.area, 0.34) if lead else page.area
                rows = self._rows(page, area, table, rows)

    def _rows(self, page: Page, area: Area, table: Table, rows: list[TableRow]) -> list[TableRow]:
        """As many rows of a table as have room; the others."""
        room = area.height - 24
        fit = max(rows_that_fit(table, rows, table.columns, area.width, room), 1)
        taken, others = rows[:fit], rows[fit:]
        grid = grid_of(table, taken, table.columns, area.width)
        page.table(area, grid, table.caption, table.caption)
        if others and self.full:
            self._more(page, area.below(grid.height, 6), len(others), len(table.rows))
        return others

    def _more(self, page: Page, area: Area, left: int, number: int) -> None:
        words = gettext(
            "{left} of {all} rows are not on these slides; the data file of this view (CSV) has every one.",
            left=left,
            all=number,
        )
        page.words(replace(area, height=20), [Words(words, 14, quiet=True, after=0)], gettext("Note"))


def _is_map(figure: DocumentFigure) -> bool:
    return isinstance(figure.drawn, str) and (figure.legend is not None or figure.name == "map")


def _is_legible(figure: DocumentFigure, area: Area) -> bool:
    """Whether a figure that is a picture can be read on a slide."""
    if figure.chart is not None or not isinstance(figure.drawn, str):
        return True
    width, height = size_of(figure.drawn)
    return height * area.width * figure.share / width <= area.height / _LEAST_SCALE


def _main(words: Words) -> str:
    """The first figure in bold of a sentence; empty without one."""
    parts = words.text.split("**")[1::2]
    found = (_BIG.match(part) for part in parts)
    return next((match[0].strip().rstrip(".,") for match in found if match), "")


def _is_kept(row: TableRow) -> bool:
    """Whether a row stands in a shortened table wherever it stood: the chosen place, and the state's figure."""
    value = row.cells.get("value")
    return row.chosen or (row.level == "state" and value is not None and value.value is not None)


def _numbered(caption: str, part: int) -> str:
    return caption if part == 1 else f"{caption} ({part})"
