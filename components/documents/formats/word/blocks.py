"""Blocks of a text document: paragraphs, headings, captions with numbers, pictures, links, contents."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt

from components.documents.formats.word.letters import embed
from components.documents.formats.word.styles import CALLOUT, INNER, NOTE, colour, new_document
from components.formatting.palette import ACCENT
from components.page.shell import NAME
from data.language import gettext


@dataclass
class Writer:
    """A document as it is written from its head to its end. Texts may have `**…**` for what is bold."""

    language: str
    document: Any = field(init=False)
    _numbers: dict[str, int] = field(default_factory=dict)
    _bookmarks: int = 0

    def __post_init__(self) -> None:
        self.document = new_document(self.language)

    def saved(self) -> bytes:
        """The file, with the letters it is written in."""
        embed(self.document)
        written = BytesIO()
        self.document.save(written)
        return written.getvalue()

    def _begun(self, style: str) -> Any:
        """An empty paragraph of a style, named as files name it: the library would look every style through."""
        added = self.document.add_paragraph()
        if style != "Normal":
            added._p.get_or_add_pPr().get_or_add_pStyle().val = style.replace(" ", "")
        return added

    def paragraph(self, text: str, style: str = "Normal") -> Any:
        """A paragraph; lines of the text are lines of it."""
        added = self._begun(style)
        for i, line in enumerate(text.split("\n")):
            if i:
                added.add_run().add_break()
            _runs(added, line)
        return added

    def heading(self, text: str, level: int, *, on_new_page: bool = False, bookmark: str = "") -> Any:
        """A heading; the title of a document is of level 0. `bookmark` is a name that contents lead to."""
        added = self._begun("Title" if level == 0 else f"Heading {level}")
        run = _runs(added, text)
        if on_new_page:
            added.paragraph_format.page_break_before = True
        if bookmark and run is not None:
            self._bookmarks += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for mark in (start, end):
                mark.set(qn("w:id"), str(self._bookmarks))
            start.set(qn("w:name"), bookmark)
            run._r.addprevious(start)
            added._p.append(end)
        return added

    def notices(self, sentences: tuple[str, ...], head: str = "") -> None:
        """What a reader must know first, each sentence in a box of one."""
        for sentence in (*([f"**{head}**"] if head else []), *sentences):
            self.paragraph(sentence, CALLOUT)

    def caption(self, kind: str, title: str) -> None:
        """The caption of a `figure` or a `table`, numbered in a field that lists of them are made from."""
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        mark = "\0"
        named = gettext("Figure {number}", number=mark) if kind == "figure" else gettext("Table {number}", number=mark)
        before, _, behind = named.partition(mark)
        added = self._begun("Caption")
        added.add_run(before)
        _field(added, f"SEQ {'Figure' if kind == 'figure' else 'Table'} \\* ARABIC", str(number))
        added.add_run(f"{behind}. {title.replace('**', '')}" if title else behind)

    def picture(self, content: bytes, width: float, text: str) -> None:
        """A picture so many inches wide, with its text alternative."""
        add_picture(self.document.add_paragraph(), content, width, text)

    def link(self, text: str, address: str, style: str = NOTE) -> None:
        """A paragraph that is a link."""
        added = self._begun(style)
        target = added.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        added._p.append(_hyperlink(text, f'r:id="{target}"'))

    def contents(self, entries: list[tuple[str, str]]) -> None:
        """The contents: titles with the bookmarks they lead to, in a field that a reader's program can renew."""
        for i, (title, bookmark) in enumerate(entries):
            added = self.document.add_paragraph()
            added.paragraph_format.space_after = Pt(8)
            added.paragraph_format.left_indent, added.paragraph_format.first_line_indent = Inches(0.35), Inches(-0.35)
            added.paragraph_format.tab_stops.add_tab_stop(Inches(0.35))
            added.paragraph_format.tab_stops.add_tab_stop(Inches(INNER), WD_TAB_ALIGNMENT.RIGHT)
            if not i:
                _char(added, "begin")
                _instruction(added, 'TOC \\o "1-1" \\h \\z')
                _char(added, "separate")
            added._p.append(_hyperlink(f"{i + 1}\t{title}", f'w:anchor="{bookmark}"'))
            if i == len(entries) - 1:
                _char(added, "end")

    def page_lines(self, head: str, foot: str) -> None:
        """The lines above and below every page: the site and what the page is of; the data, and the page's number."""
        section = self.document.sections[0]
        above = section.header.paragraphs[0]
        below = section.footer.paragraphs[0]
        for line in (above, below):
            stops = line.paragraph_format.tab_stops
            stops.add_tab_stop(Inches(INNER), WD_TAB_ALIGNMENT.RIGHT)
        above._p.pPr.find(qn("w:tabs")).addprevious(
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="36" w:space="8" w:color="{ACCENT[1:]}"/></w:pBdr>'
            )
        )
        name = above.add_run(NAME)
        name.bold = True
        above.add_run(f"\t{head}")
        below.add_run(f"{foot}\t")
        _field(below, "PAGE", "1")


def _runs(paragraph: Any, text: str) -> Any:
    """Add a text with `**…**` to a paragraph; returns its first run, None without any."""
    first = None
    for i, part in enumerate(text.split("**")):
        if part:
            run = paragraph.add_run(part)
            if i % 2:
                run.bold = True
            first = first or run
    return first


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until a program works it out anew."""
    _char(paragraph, "begin")
    _instruction(paragraph, instruction)
    _char(paragraph, "separate")
    paragraph.add_run(shown)
    _char(paragraph, "end")


def _char(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {text} "
    paragraph.add_run()._r.append(told)


def _hyperlink(text: str, target: str) -> Any:
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} {target} w:history="1"/>')
    for i, part in enumerate(text.split("\t")):
        run = OxmlElement("w:r")
        properties, style = OxmlElement("w:rPr"), OxmlElement("w:rStyle")
        style.set(qn("w:val"), "Hyperlink")
        properties.append(style)
        run.append(properties)
        if i:
            run.append(OxmlElement("w:tab"))
        words = OxmlElement("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = part
        run.append(words)
        link.append(run)
    return link


def add_picture(paragraph: Any, content: bytes, width: float, text: str) -> None:
    """Add a picture to a paragraph, so many inches wide, with its text alternative."""
    shape = paragraph.add_run().add_picture(BytesIO(content), width=Inches(width))
    for side in ("distL", "distR"):  # where nothing is said, programs leave room, and cut the picture off at the right
        shape._inline.set(side, "0")
    told = shape._inline.docPr
    told.set("descr", text.replace("**", ""))
    told.set("title", "")


def coloured(paragraph: Any, text: str, ink: str) -> None:
    """Add letters in a colour to a paragraph: the mark of a key."""
    run = paragraph.add_run(text)
    run.font.color.rgb = colour(ink)
