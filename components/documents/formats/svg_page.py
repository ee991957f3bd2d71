"""A view as one SVG: the page of the PNG with words that are words, its figures the same marks at the same positions.

It stands alone: the letters are in the file, and so is what it is of (`title`, `desc` and `metadata`, in the terms of
Dublin Core). Each figure is a picture of its own with its text alternative.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from components.documents.document import GAP, MARGIN, WIDTH, ViewDocument
from components.documents.drawings.letters import letters
from components.documents.drawings.paragraph import Run, Setting, evened, height, lines_of, paragraph, runs_of
from components.documents.drawings.svg import element, line, number
from components.documents.formats.page import page
from components.formatting.palette import ACCENT, INK, INK_2, LINE, PAPER
from components.formatting.typeface import FAMILY, length
from components.page.shell import NAME
from data.language import use_language

MIME = "image/svg+xml"
INNER = WIDTH - 2 * MARGIN
CHOSEN = "#e6eff7"
_ID = re.compile(r'( id="|url\(#)')
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may have, however it is written. What somebody typed may have it."""
_BODY = Setting(14)
_QUIET = Setting(14, colour=INK_2)
_TITLE, _HEAD, _NOTES_HEAD = Setting(36, 17), Setting(18), Setting(14, 9)
_NOTES = Setting(13, 9, INK_2)

Lines = Sequence[Sequence[Run]]
Data = Mapping[str, Any]


def svg_bytes(document: ViewDocument) -> bytes:
    """The view as an SVG 1,000 units wide and as high as it needs."""
    with use_language(document.language):
        content = page(document)
        drawn = _Page()
        drawn.draw(content)
        high = drawn.y + 32
    about = "".join(
        element(f"dc:{name}", escape(text))
        for name, text in (
            ("title", document.title),
            ("creator", NAME),
            ("date", document.exported.isoformat()),
            ("language", document.language),
            ("source", document.address),
            ("rights", "; ".join(document.licences)),
        )
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'width="{WIDTH}" height="{number(high)}" viewBox="0 0 {WIDTH} {number(high)}" lang="{document.language}" '
        f'font-family="{FAMILY}, sans-serif" fill="{INK}" aria-labelledby="page-title page-description">'
        f'<title id="page-title">{escape(document.title)}</title>'
        f'<desc id="page-description">{escape(content["description"])}</desc>'
        f"<metadata>{about}</metadata><style>{_style()}</style>"
    )
    ground = element("rect", width=WIDTH, height=high, fill=PAPER)
    band = element("rect", width=WIDTH, height=6, fill=ACCENT)
    whole = "".join([head, ground, band, *drawn.parts, "</svg>"])
    return _NOT_XML.sub("\ufffd", whole).encode()


@lru_cache(maxsize=1)
def _style() -> str:
    """The letters as a part of the file, of every weight between plain and bold."""
    packed = b64encode(letters()).decode()
    return (
        f"@font-face{{font-family:{FAMILY};font-weight:400 700;"
        f'src:url(data:font/woff2;base64,{packed}) format("woff2")}}'
    )


@dataclass
class _Page:
    """The page while it is drawn from top to bottom: its parts, and how far down it has come."""

    parts: list[str] = field(default_factory=list)
    y: float = 0.0
    figures: int = 0

    def draw(self, content: Data) -> None:
        """All of the page."""
        self._head(content)
        for row in _rows(content["figures"]):
            self._figures(row)
        for table in content["tables"]:
            self._table(table, content)
        self._passages(content["passages"])
        self._foot(content)

    def words(self, runs: Sequence[Run], setting: Setting, x: float = MARGIN, width: float = INNER) -> None:
        """A paragraph below what is there."""
        lines = lines_of(runs, width, setting.size)
        self.parts.append(paragraph(lines, x, self.y, setting))
        self.y += height(len(lines), setting)

    def rule(self, above: float, below: float) -> None:
        """A line across the page."""
        self.y += above
        self.parts.append(line(MARGIN, self.y, WIDTH - MARGIN, self.y, LINE))
        self.y += below

    def _head(self, content: Data) -> None:
        self.y = 32.0
        name = length(content["name"], bold=True)
        self.parts.append(paragraph([[(content["name"], True)]], MARGIN, self.y, _BODY))
        path = Setting(14, colour=INK_2, across="end")
        lines = lines_of([(" · ".join(content["path"]), False)], INNER - name - GAP, 14)
        self.parts.append(paragraph(lines, WIDTH - MARGIN, self.y, path))
        self.y += height(max(len(lines), 1), path) + 32
        title = [(content["title"], True)]
        self.words(title, _TITLE, width=evened(title, 0.92 * INNER, _TITLE.size))
        self.y += 20
        self.words([(content["subtitle"], False)], Setting(16, colour=INK_2))
        self.y += 18
        self.words(runs_of(content["reading"]), Setting(16, 12), width=0.92 * INNER)
        for said in content["notices"]:
            self.y += 18
            lines = lines_of([(said, False)], INNER - 32, 14)
            high = height(len(lines), _BODY) + 20
            self.parts.append(element("rect", x=MARGIN, y=self.y, width=INNER, height=high, fill=CHOSEN))
            self.parts.append(element("rect", x=MARGIN - 2, y=self.y, width=4, height=high, fill=ACCENT))
            self.parts.append(paragraph(lines, MARGIN + 16, self.y + 10, _BODY))
            self.y += high
        self.y += 36

    def _figures(self, row: Sequence[Data]) -> None:
        """Figures beside each other. Plots begin side by side; one without a title begins where the others' do."""
        top = self.y
        titled = all(figure["title"] for figure in row)
        places, x = [], float(MARGIN)
        for figure in row:
            self.y = top
            self._figure_head(figure, x)
            places.append((figure, x, self.y))
            x += figure["width"] + GAP
        begin = max(y for _, _, y in places)
        ends = []
        for figure, x, y in places:
            self.y = begin if titled else y
            self._figure_body(figure, x)
            ends.append(self.y)
        self.y = max(ends) + 36

    def _figure_head(self, figure: Data, x: float) -> None:
        if figure["title"]:
            self.words([(figure["title"], True)], _HEAD, x, figure["width"])
            self.y += 12
        if figure["key"] or figure["note"]:
            self._key(figure, x)
        if figure["title"]:
            self.y += 14 - (0 if figure["key"] or figure["note"] else 12)

    def _key(self, figure: Data, x: float) -> None:
        """The marks of the figure's key and its note, in as many lines as they need."""
        at = x
        size, end = _QUIET.size, x + figure["width"]
        for entry in figure["key"]:
            wide = 15 + length(entry["words"], size)
            if at > x and at + wide > end:
                at, self.y = x, self.y + height(2, _QUIET) - height(1, _QUIET)
            fill = INK_2 if entry["filled"] else PAPER
            middle = self.y + height(1, _QUIET) / 2
            if entry["svg"]:
                mark = entry["svg"].partition(">")[2].removesuffix("</svg>")
                self.parts.append(element("g", mark, transform=f"translate({at + 6:.1f} {middle:.1f})"))
            else:
                circle = element("circle", cx=at + 4.5, cy=middle, r=4.5, fill=fill, stroke=INK_2, stroke_width=2)
                self.parts.append(circle)
            self.parts.append(paragraph([[(entry["words"], False)]], at + 15, self.y, _QUIET))
            at += wide + 16
        if not figure["note"]:
            self.y += height(1, _QUIET)
            return
        if at > x and at + length(figure["note"], size) > end:
            at, self.y = x, self.y + height(2, _QUIET) - height(1, _QUIET)
        self.words([(figure["note"], False)], _QUIET, at, end - at)

    def _figure_body(self, figure: Data, x: float) -> None:
        self._picture(figure["svg"], figure["text"], x)
        if figure["legend"]:
            self.y += 12
            self._picture(figure["legend"]["svg"], figure["legend"]["text"], x)
        for said in figure["below"]:
            self.y += 14
            self.words(runs_of(said), _QUIET, x, figure["width"])

    def _picture(self, svg: str, text: str, x: float) -> None:
        """A drawing as it is, at its place. What it names within is its own: a page has many of the same drawings."""
        size = _SIZE.match(svg)
        assert size is not None, "our pictures say how large they are"
        self.figures += 1
        own = _ID.sub(rf"\g<1>figure{self.figures}-", svg)
        said = "" if "<title>" in own or not text else element("title", escape(text))
        role = ' role="img"' if text else ' aria-hidden="true"'
        begin, rest = own.split(">", 1)
        self.parts.append(f'<g transform="translate({number(x)} {number(self.y)})"{role}>{said}{begin}>{rest}</g>')
        self.y += float(size[2])

    def _table(self, table: Data, content: Data) -> None:
        """A table: its caption, its heads over a line, and its rows, as many as a picture shows."""
        kept = sum(row["kept"] for row in table["rows"])
        shown = [row for at, row in enumerate(table["rows"]) if at < content["most"] - kept or row["kept"]]
        self.words([(table["caption"], True)], _HEAD)
        self.y += 12
        heads = [[(head["words"], True)] for head in table["heads"]]
        self._row(heads, table, Setting(14, colour=INK_2), INK_2, ground="")
        for row in shown:
            cells = [[(cell, bool(row["chosen"]) and i == 0)] for i, cell in enumerate(row["cells"])]
            self._row(cells, table, Setting(14, tabular=True), LINE, ground=CHOSEN if row["chosen"] else "")
        if len(shown) < table["all"]:
            self.y += 12
            said = content["words"]["more"].format(left=table["all"] - len(shown), all=table["all"])
            self.words([(said, False)], _QUIET)
        self.y += 36

    def _row(self, cells: Sequence[Sequence[Run]], table: Data, setting: Setting, under: str, *, ground: str) -> None:
        inset = table["inset"]
        filled = [
            lines_of(cell, width - 2 * inset + 1, setting.size)
            for cell, width in zip(cells, table["widths"], strict=True)
        ]
        high = height(max(map(len, filled), default=1), setting) + 14
        if ground:
            self.parts.append(element("rect", x=MARGIN, y=self.y, width=INNER, height=high, fill=ground))
        x = float(MARGIN)
        for lines, head, width in zip(filled, table["heads"], table["widths"], strict=True):
            right = head["right"]
            at = x + width - inset if right else x + inset
            own = Setting(setting.size, setting.leading, setting.colour, "end" if right else "start", setting.tabular)
            self.parts.append(paragraph(lines, at, self.y + (high - height(len(lines), setting)) / 2, own))
            x += width
        self.y += high
        self.parts.append(line(MARGIN, self.y, WIDTH - MARGIN, self.y, under))

    def _passages(self, passages: Sequence[Data]) -> None:
        wide = (INNER - GAP) / 2
        for first in range(0, len(passages), 2):
            top, ends = self.y, []
            for passage, x in zip(passages[first : first + 2], (MARGIN, MARGIN + wide + GAP), strict=False):
                self.y = top
                self.words([(passage["title"], True)], _HEAD, x, wide)
                for said in passage["said"]:
                    self.y += 12
                    self.words(runs_of(said), _QUIET, x, wide)
                ends.append(self.y)
            self.y = max(ends) + (24 if first + 2 < len(passages) else 36)

    def _foot(self, content: Data) -> None:
        """What bears on the figures, where they come from, and which view it is."""
        self.rule(0, 20)
        top, wide = self.y, (INNER - GAP) / 2
        self.words([(content["words"]["notes"], True)], _NOTES_HEAD, MARGIN, wide)
        self.y += 12
        self.words(runs_of(content["notes"]), _NOTES, MARGIN, wide)
        end, self.y = self.y, top
        self.words([(content["words"]["sources"], True)], _NOTES_HEAD, MARGIN + wide + GAP, wide)
        for source in content["sources"]:
            self.y += 12
            self.words([(source, False)], _NOTES, MARGIN + wide + GAP, wide)
        self.y = max(end, self.y)
        self.rule(24, 16)
        for said in (content["filters"], content["stamp"]):
            self.words([(said, False)], _NOTES)
            self.y += 11
        self.words([(content["address"], False)], Setting(13, 9, ACCENT, link=content["address"]))


def _rows(figures: Sequence[Data]) -> list[list[Data]]:
    """Figures side by side as far as the page is wide."""
    rows: list[list[Data]] = []
    taken = 0.0
    for figure in figures:
        if not rows or taken + GAP + figure["width"] > INNER + 1:
            rows.append([])
            taken = -GAP
        rows[-1].append(figure)
        taken += GAP + figure["width"]
    return rows
