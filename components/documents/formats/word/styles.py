"""Styles of a text document: the site's typeface, sizes and colours, letter paper, headings that are headings."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from components.formatting.palette import ACCENT, INK, INK_2, LINE, PAPER, WASH
from components.formatting.typeface import FAMILY

WIDTH, HEIGHT = 8.5, 11.0
"""Letter paper, in inches."""
SIDE, TOP, BOTTOM = 0.8, 0.9, 0.8
INNER = WIDTH - 2 * SIDE
"""Inches a line of text is wide."""
LANGUAGES = {"en": "en-US", "es": "es-US", "pt": "pt-BR"}
"""The language a document is read out and spelled in, by the site's."""

TABLE, TABLE_TEXT, NOTE, CALLOUT, COMMENT, COVER = (
    "Site Table", "Site Table Text", "Site Note", "Site Notice", "Site Comment", "Site Cover"
)  # fmt: skip
"""Names of the styles that are the site's own."""
TABLE_SIZE = 9
"""Points of the letters of a table."""
ACCENT_WASH = "#e6eff7"
"""The ground of notices and of the chosen row."""


def new_document(language: str) -> Any:
    """An empty document in the site's styles, in a language."""
    document = Document()
    package = document.part.package
    for name in [name for name, relation in package.rels.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[name]  # of the library's own empty page
    section = document.sections[0]
    section.page_width, section.page_height = Inches(WIDTH), Inches(HEIGHT)
    section.left_margin = section.right_margin = Inches(SIDE)
    section.top_margin, section.bottom_margin = Inches(TOP), Inches(BOTTOM)
    section.header_distance, section.footer_distance = Inches(0.4), Inches(0.4)
    _defaults(document, LANGUAGES.get(language, language))
    _of_text(document)
    _of_site(document)
    document.styles.element.append(_table_style())
    return document


def _defaults(document: Any, code: str) -> None:
    """Typeface and language of everything, in the place of those of the template."""
    for run in document.styles.element.iter(qn("w:rPrDefault")):
        properties = run.find(qn("w:rPr"))
        for name in ("w:rFonts", "w:lang"):
            for found in properties.findall(qn(name)):
                properties.remove(found)
        properties.insert(0, _fonts())
        spoken = OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia"):
            spoken.set(qn(name), code)
        properties.append(spoken)


def _fonts() -> Any:
    fonts = OxmlElement("w:rFonts")
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FAMILY)
    return fonts


def _of_text(document: Any) -> None:
    """The styles a reader's program knows: text, headings, title, captions, links."""
    _style(document, "Normal", 10.5, INK, after=6, line=1.25)
    _style(document, "Title", 30, PAPER, bold=True, before=10, after=10, line=1.1)
    _style(document, "Subtitle", 12, INK_2, before=0, after=6, line=1.2)
    _style(document, "Heading 1", 20, INK, bold=True, before=0, after=4, line=1.15, keep=True)
    _style(document, "Heading 2", 13, INK, bold=True, before=16, after=4, line=1.2, keep=True)
    _style(document, "Heading 3", 11, INK, bold=True, before=10, after=2, line=1.2, keep=True)
    _style(document, "Caption", 9.5, INK, bold=True, before=12, after=4, line=1.2, keep=True)
    _style(document, "Header", 8.5, INK_2, after=0)
    _style(document, "Footer", 8.5, INK_2, after=0)
    for name in ("Title", "Header", "Footer"):
        properties = document.styles[name].element.pPr
        for kind in ("w:pBdr", "w:tabs", "w:contextualSpacing"):
            for found in properties.findall(qn(kind)):
                properties.remove(found)


def _of_site(document: Any) -> None:
    """The styles of the site: small text, tables' text, notices, and what the reader has written."""
    for name in (TABLE_TEXT, NOTE, CALLOUT, COMMENT, COVER):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    _style(document, TABLE_TEXT, TABLE_SIZE, INK, after=0, line=1.15)
    _style(document, NOTE, 9, INK_2, after=4, line=1.25)
    _style(document, CALLOUT, 10, INK, before=4, after=4, line=1.25)
    _style(document, COMMENT, 11.5, INK, before=2, after=10, line=1.35)
    _style(document, COVER, 12, PAPER, after=0, line=1.3)
    for name in (COVER, "Title"):
        _block(document.styles[name])
    _edge(document.styles[CALLOUT], ACCENT, ACCENT_WASH)
    _edge(document.styles[COMMENT], INK_2, WASH)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = colour(ACCENT)
    link.font.underline = True


def _style(
    document: Any, name: str, size: float, ink: str, *,
    bold: bool = False, before: float = 0, after: float = 0, line: float = 1.2, keep: bool = False,
) -> None:  # fmt: skip
    """Set a style anew; lengths are in points, `line` in heights of its letters."""
    style = document.styles[name]
    properties = style.element.get_or_add_rPr()
    for found in list(properties):
        properties.remove(found)
    properties.append(_fonts())
    style.font.size, style.font.color.rgb = Pt(size), colour(ink)
    style.font.bold, style.font.italic = bold, False
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    shape.keep_with_next = keep
    shape.widow_control = True


def _block(style: Any) -> None:
    """The ground of the cover, which goes on from paragraph to paragraph."""
    properties = style.element.get_or_add_pPr()
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="{space}" w:color="{ACCENT[1:]}"/>'
        for side, space in (("top", 16), ("left", 18), ("bottom", 16), ("right", 18))
    )
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))
    spacing.addprevious(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ACCENT[1:]}"/>'))
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(18)


def _edge(style: Any, ink: str, ground: str) -> None:
    """A line at the left and a ground under the text."""
    properties = style.element.get_or_add_pPr()
    line = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="{ink[1:]}"/></w:pBdr>'
    )
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground[1:]}"/>')
    spacing = properties.find(qn("w:spacing"))
    for element in (line, shade):
        spacing.addprevious(element)
    style.paragraph_format.left_indent = Pt(10)


def _table_style() -> Any:
    """A table as the site draws one: a line under its head, lighter ones under its rows."""
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="SiteTable"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>'
        f'<w:top w:val="single" w:sz="4" w:color="{LINE[1:]}"/><w:bottom w:val="single" w:sz="4" w:color="{LINE[1:]}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{LINE[1:]}"/></w:tblBorders><w:tblCellMar>'
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/>'
        f'<w:color w:val="{INK_2[1:]}"/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" '
        f'w:color="{INK_2[1:]}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    )


def colour(name: str) -> RGBColor:
    """A colour as the library takes it."""
    return RGBColor.from_string(name[1:].upper())
