"""A deck while it is written: slides of its template's layouts, and what is put on them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from components.documents.formats.slides.canvas import (
    LANGUAGES,
    WIDTH,
    Area,
    Canvas,
    Words,
    fitting,
    lines_of,
    paragraphs,
)
from components.documents.formats.slides.chart_xml import drawn
from components.documents.formats.slides.pictures import Picture
from components.documents.formats.slides.tables import Grid, grid_xml
from components.documents.formats.slides.template import CONTENT, FOOT, SUBTITLE, TITLE, content_area, opened
from components.documents.native_chart import NativeChart
from components.formatting.typeface import length, wrapped

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_SIZES = (36.0, 32.0, 28.0)
"""Pixels of a title: the largest that fits a line; else the last but one, or the last, in two lines."""
_FOOT = 48.0
"""Pixels for what stands under the contents on a slide of somebody's own template."""
_FOOTS = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


class Deck:
    """A deck from the site's own template, or one at a path."""

    def __init__(self, template: Path | None, language: str) -> None:
        self.file, self.layouts = opened(template)
        self.pages: list[Page] = []
        self.lang = LANGUAGES.get(language, language)
        emu = self.file.slide_width / WIDTH
        area = CONTENT if self.layouts.own else content_area(self.layouts.view, emu)
        self.canvas = Canvas(emu, self.file.slide_height / emu, area, self.lang)

    @property
    def number(self) -> int:
        """How many slides there are."""
        return len(self.file.slides)

    def cover(self, title: str, said: Sequence[Words], name: str) -> Page:
        """A slide of the layout for covers."""
        page = Page(self, self.layouts.cover)
        page.fill((PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.TITLE), _plain(title, self.lang))
        page.fill((PP_PLACEHOLDER.SUBTITLE,), paragraphs(said, self.canvas))
        page.close(name)
        return page

    def view(self, title: str, subtitle: str, name: str) -> Page:
        """A slide of the layout for views with its title and subtitle; `name` stands in its foot."""
        page = Page(self, self.layouts.view)
        page.headed(title, subtitle)
        page.close(name)
        return page

    def content(self) -> bytes:
        """The deck as a file."""
        for page in self.pages:
            page.end()
        written = BytesIO()
        self.file.save(written)
        return written.getvalue()


class Page:
    """A slide while it is written; `area` is what is free on it for contents."""

    def __init__(self, deck: Deck, layout: Any) -> None:
        self.deck, self.canvas, self.layout = deck, deck.canvas, layout
        self.slide = deck.file.slides.add_slide(layout)
        self.area, self.foot = deck.canvas.area, FOOT
        self._next = 100
        self._last: list[Any] = []
        deck.pages.append(self)

    def fill(self, kinds: Sequence[Any], text: str) -> None:
        """Put paragraphs into the first placeholder of some kinds, if there is one."""
        shape = next((one for one in self.slide.placeholders if one.placeholder_format.type in kinds), None)
        if shape is not None:
            self._text(shape, text)

    def headed(self, title: str, subtitle: str) -> None:
        """The title and the subtitle, the title as large as one or two lines allow."""
        head = self.slide.shapes.title
        own = self.deck.layouts.own
        self._text(head, _plain(title, self.canvas.lang))
        if not own:
            area = self.canvas.area
            words = fitting([Words(subtitle, 18, quiet=True, after=0)], area.width, 60)
            self.words(Area(area.x, area.y, area.width, 28), words, "Subtitle")
            self.area = area.below(28, 12)
            self.foot = Area(area.x, area.bottom - _FOOT, area.width, _FOOT)
            self.area = Area(self.area.x, self.area.y, area.width, self.area.height - _FOOT - 8)
            return
        size = next((s for s in _SIZES if lines_of(title, TITLE.width, s, bold=True) == 1), 0.0)
        lines = 1 if size else 2
        size = size or next((s for s in (30.0, 28.0, 26.0) if lines_of(title, TITLE.width, s, bold=True) == 2), 24.0)
        high = lines * size * 1.22
        # Two lines of about one length; a box as wide as they need, and a little for another typeface than ours.
        wide = max(length(line, size, bold=True) for line in wrapped(title, TITLE.width, size, bold=True))
        width = TITLE.width if lines == 1 else min(1.08 * wide + 8, TITLE.width)
        self._place(head, Area(TITLE.x, TITLE.y + 8, width, high))
        self._text(head, _plain(title, self.canvas.lang, round(100 * size * self.canvas.points)))
        top = TITLE.y + 8 + high + 4
        under = next((s for s in self.slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.BODY), None)
        small = fitting([Words(subtitle, 18, quiet=True, after=0)], SUBTITLE.width, 26)
        small = small or fitting([Words(subtitle, 16, quiet=True, after=0)], SUBTITLE.width, 44)
        high = sum(one.height(SUBTITLE.width) for one in small)
        if under is not None:
            self._place(under, Area(SUBTITLE.x, top, SUBTITLE.width, high))
            self._text(under, paragraphs(small, self.canvas))
        top = max(top + high + 16, CONTENT.y)
        self.area = Area(CONTENT.x, top, CONTENT.width, CONTENT.bottom - top)

    def close(self, name: str) -> None:
        """Take away the placeholders that stay empty, and put in the foot and the number of the slide."""
        for shape in list(self.slide.placeholders):
            if shape.has_text_frame and not shape.text_frame.text.strip():
                shape._element.getparent().remove(shape._element)
        for shape in self.layout.placeholders:
            if shape.placeholder_format.type not in _FOOTS:
                continue
            own = deepcopy(shape._element)
            own.nvSpPr.cNvPr.set("id", str(self._id()))
            for run in own.iter(f"{{{_A}}}rPr", f"{{{_A}}}endParaRPr"):
                run.set("lang", self.canvas.lang)
            self._last.append(own)
            if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                body = own.find(f"{{{_P}}}txBody")
                self._replace(body, _plain(name, self.canvas.lang))

    def end(self) -> None:
        """Put what stands at the foot behind everything else: it is read last."""
        for shape in self._last:
            self.slide.shapes._spTree.append(shape)

    def words(self, area: Area, words: Sequence[Words], name: str, *, last: bool = False) -> None:
        """A text box; what is `last` is read after everything else."""
        x, y, width, height = self.canvas.box(area)
        # A number alone stays whole where the site's typeface is missing and another is wider.
        alone = all(" " not in part.text and part.align == "l" for part in words)
        wrap = "none" if alone else "square"
        self._add(
            f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{self._id()}" name="{escape(name)}"/>'
            f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
            f'</p:spPr><p:txBody><a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs(words, self.canvas)}</p:txBody></p:sp>"
        )
        if last:
            self._last.insert(0, self.slide.shapes._spTree[-1])

    def picture(self, area: Area, picture: Picture, name: str, text: str) -> Area:
        """A picture as large as its area allows, from the top left; the area it takes."""
        scale = min(area.width / picture.width, area.height / picture.height)
        taken = Area(area.x, area.y, picture.width * scale, picture.height * scale)
        _, relation = self.slide.part.get_or_add_image_part(BytesIO(picture.png))
        x, y, width, height = self.canvas.box(taken)
        self._add(
            f'<p:pic {_NAMESPACES}><p:nvPicPr><p:cNvPr id="{self._id()}" name="{escape(name)}" '
            f'descr="{escape(text)}"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
            f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></p:spPr></p:pic>"
        )
        return taken

    def chart(self, area: Area, chart: NativeChart, name: str, text: str) -> None:
        """A chart that can be edited, with its workbook."""
        made = drawn(chart, area.width, area.height, self.canvas.points, self.canvas.lang)
        package = self.slide.part.package
        part = ChartPart.load(
            package.next_partname(ChartPart.partname_template),
            CONTENT_TYPE.DML_CHART,
            package,
            made.xml.replace("{workbook}", "rId1").encode("utf-8"),
        )
        relation = part.relate_to(EmbeddedXlsxPart.new(made.workbook, package), RELATIONSHIP_TYPE.PACKAGE)
        assert relation == "rId1", "a new part has no relations"
        self._framed(
            area, name, text, "http://schemas.openxmlformats.org/drawingml/2006/chart",
            f'<c:chart r:id="{self.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)}"/>',
        )  # fmt: skip

    def table(self, area: Area, grid: Grid, name: str, text: str) -> None:
        """A table."""
        kind = "http://schemas.openxmlformats.org/drawingml/2006/table"
        self._framed(area, name, text, kind, grid_xml(grid, self.canvas))

    def link(self, address: str) -> str:
        """The relation to an address, for words that lead there."""
        return str(self.slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def jump(self, page: Page) -> str:
        """The relation to another slide, for words that lead there."""
        return str(self.slide.part.relate_to(page.slide.part, RELATIONSHIP_TYPE.SLIDE))

    def notes(self, text: str) -> None:
        """The speaker's notes."""
        frame = self.slide.notes_slide.notes_text_frame
        if frame is not None:
            self._replace(
                frame._txBody,
                "".join(_plain(line, self.canvas.lang) for line in text.split("\n")),
            )

    def _framed(self, area: Area, name: str, text: str, kind: str, content: str) -> None:
        x, y, width, height = self.canvas.box(area)
        self._add(
            f'<p:graphicFrame {_NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{self._id()}" name="{escape(name)}" '
            f'descr="{escape(text)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
            f'<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
            f'</p:xfrm><a:graphic><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _add(self, xml: str) -> None:
        self.slide.shapes._spTree.append(parse_xml(xml))

    def _id(self) -> int:
        self._next += 1
        return self._next

    def _place(self, shape: Any, area: Area) -> None:
        shape.left, shape.top, shape.width, shape.height = self.canvas.box(area)

    def _text(self, shape: Any, text: str) -> None:
        self._replace(shape._element.txBody, text)

    def _replace(self, body: Any, text: str) -> None:
        for old in body.findall(f"{{{_A}}}p"):
            body.remove(old)
        for new in parse_xml(f"<a:wrap {_NAMESPACES}>{text}</a:wrap>"):
            body.append(new)


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def _plain(text: str, lang: str, size: int = 0) -> str:
    """A paragraph in the style of its placeholder, or of a size in hundredths of a point."""
    sized = f' sz="{size}"' if size else ""
    if not text:
        return f'<a:p><a:endParaRPr lang="{lang}"/></a:p>'
    return f'<a:p><a:r><a:rPr lang="{lang}"{sized} dirty="0"/><a:t>{escape(text, quote=False)}</a:t></a:r></a:p>'
