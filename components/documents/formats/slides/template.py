"""Templates of slides: the site's own, made here, or one that `EQUITY_SLIDES` names, checked before it is used."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml
from pptx.util import Emu

from components.documents.formats.slides.canvas import WIDTH, Area
from components.formatting.palette import ACCENT, INK, INK_2, LINE, MARKS, PAPER, WASH
from components.formatting.typeface import FAMILY
from data.errors import InputError

SLIDE = (12_192_000, 6_858_000)
"""Width and height of a slide: 16 to 9."""
_EMU = SLIDE[0] / WIDTH
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_CONTENTS = (
    PP_PLACEHOLDER.OBJECT,
    PP_PLACEHOLDER.BODY,
    PP_PLACEHOLDER.CHART,
    PP_PLACEHOLDER.TABLE,
    PP_PLACEHOLDER.PICTURE,
    PP_PLACEHOLDER.BITMAP,
)
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
COVER, VIEW = "Cover", "View"
"""The names of the layouts of the site's own template."""
TITLE, SUBTITLE, CONTENT = (
    Area(56, 28, 1168, 60),
    Area(56, 88, 1168, 28),
    Area(56, 128, 1168, 508),
)
"""Where a view's title, subtitle and contents stand on a slide of the site's own template."""
FOOT = Area(56, 658, 1168, 44)


class TemplateError(InputError):
    """A file cannot be a template of slides; says what it lacks."""


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts of a deck that slides are made from, and whether they are the site's own."""

    cover: Any
    view: Any
    own: bool


def opened(path: Path | None) -> tuple[Any, Layouts]:
    """A deck without slides, from the template at a path or the site's own, and its layouts. Raises TemplateError."""
    if path is None:
        deck = Presentation(BytesIO(own_template()))
        cover, view = deck.slide_layouts
        return deck, Layouts(cover, view, own=True)
    deck = _read(path)
    _without_slides(deck)
    return deck, _layouts(deck, path)


def check(path: Path | None) -> None:
    """Raise a TemplateError, in one sentence, where the file at a path cannot be a template."""
    if path is not None:
        opened(path)


def content_area(layout: Any, emu: float) -> Area:
    """Where contents stand on a slide of a layout: over all its placeholders of contents."""
    boxes = [one for one in layout.placeholders if one.placeholder_format.type in _CONTENTS]
    left, top = min(one.left for one in boxes), min(one.top for one in boxes)
    right, bottom = max(one.left + one.width for one in boxes), max(one.top + one.height for one in boxes)
    return Area(left / emu, top / emu, (right - left) / emu, (bottom - top) / emu)


def _read(path: Path) -> Any:
    try:
        return Presentation(BytesIO(_as_presentation(path.read_bytes())))
    except FileNotFoundError:
        raise TemplateError(
            f"EQUITY_SLIDES names {path.name}, which is not there: name a file with slides (.pptx or .potx)."
        ) from None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, PackageNotFoundError):
        raise TemplateError(
            f"EQUITY_SLIDES names {path.name}, which is not a file with slides: save the template as .pptx or .potx."
        ) from None


def _as_presentation(content: bytes) -> bytes:
    """A template as a presentation: the two differ in the name of their kind."""
    with zipfile.ZipFile(BytesIO(content)) as read:
        types = read.read("[Content_Types].xml")
        if b"presentationml.template.main+xml" not in types:
            return content
        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
            for name in read.namelist():
                part = read.read(name)
                if name == "[Content_Types].xml":
                    part = part.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
                new.writestr(name, part)
    return written.getvalue()


def _without_slides(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for slide in list(listed):
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)


def _layouts(deck: Any, path: Path) -> Layouts:
    covers, views = [], []
    for layout in deck.slide_layouts:
        kinds = [one.placeholder_format.type for one in layout.placeholders]
        titled = any(kind in _TITLES for kind in kinds)
        contents = sum(kind in _CONTENTS for kind in kinds)
        if titled and PP_PLACEHOLDER.SUBTITLE in kinds:
            covers.append(layout)
        elif titled and contents:
            views.append((contents, PP_PLACEHOLDER.OBJECT not in kinds, layout))
    lacking = []
    if not covers:
        lacking.append("a layout with a title and a subtitle (for the cover)")
    if not views:
        lacking.append("a layout with a title and a placeholder for contents (for the views)")
    if lacking:
        raise TemplateError(f"The template {path.name} that EQUITY_SLIDES names lacks {' and '.join(lacking)}.")
    named = {layout.name: layout for layout in covers} | {layout.name: layout for _, _, layout in views}
    return Layouts(
        named.get(COVER, covers[0]),
        named.get(VIEW, min(views, key=lambda found: found[:2])[2]),
        own=False,
    )


@lru_cache(maxsize=1)
def own_template() -> bytes:
    """The site's own template as a file: 16 to 9, in the site's typeface and colours."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(SLIDE[0]), Emu(SLIDE[1])
    master = deck.slide_master
    cover, view = deck.slide_layouts[0], deck.slide_layouts[1]
    for layout in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(layout)
    _themed(master)
    _styled(master)
    _written(master, [
        _bar(), _placeholder("title", "Title", TITLE, anchor="b"), _placeholder("body", "Text", CONTENT, index=1),
    ])  # fmt: skip
    cover.name, view.name = COVER, VIEW
    _written(cover, [
        _placeholder("ctrTitle", "Title", Area(120, 190, 1040, 190), anchor="b", size=44, bold=True),
        _placeholder("subTitle", "Subtitle", Area(120, 396, 1040, 150), index=1, size=20, quiet=True),
    ])  # fmt: skip
    _written(view, [
        _rule(Area(FOOT.x, 650, FOOT.width, 0)),
        _placeholder("title", "Title", TITLE, anchor="b"),
        _placeholder("body", "Subtitle", SUBTITLE, index=13, size=18, quiet=True),
        _placeholder("", "Contents", CONTENT, index=1),
        _placeholder("ftr", "Foot", Area(904, 658, 320, 20), index=11, size=14, quiet=True, align="r"),
        _placeholder("sldNum", "Number", Area(1104, 678, 120, 20), index=12, size=14, bold=True, align="r"),
    ])  # fmt: skip
    thumbnail = [key for key, one in deck.part.package._rels.items() if one.reltype.endswith("/thumbnail")]
    for key in thumbnail:
        deck.part.package._rels.pop(key)
    deck.core_properties.title = ""
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _themed(master: Any) -> None:
    """The theme of a master with the site's colours and typeface.

    Where the typeface is not installed, its panose numbers lead an office program to one that is like it.
    """
    part = next(one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme"))
    groups = [MARKS[name].colour for name in ("black_nh", "hispanic", "white_nh", "asian_nh", "aian_nh")]
    colours = {"dk1": INK, "lt1": PAPER, "dk2": INK_2, "lt2": WASH, "accent1": ACCENT,
               **{f"accent{i}": colour for i, colour in enumerate(groups, 2)},
               "hlink": ACCENT, "folHlink": MARKS["nhopi_nh"].colour}  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{c[1:].upper()}"/></a:{name}>' for name, c in colours.items())
    latin = f'<a:latin typeface="{FAMILY}" panose="020B0502030000000004" pitchFamily="34" charset="0"/>'
    xml = part.blob.decode("utf-8")
    xml = re.sub(r"(<a:clrScheme [^>]*>).*?(</a:clrScheme>)", rf"\g<1>{scheme}\g<2>", xml, flags=re.DOTALL)
    xml = re.sub(r"<a:latin [^>]*/>", latin, xml)
    xml = re.sub(r'(<a:(?:theme|clrScheme|fontScheme)\b[^>]* name=")[^"]*', r"\g<1>Massachusetts Health Equity", xml)
    part._blob = xml.encode("utf-8")


def _styled(master: Any) -> None:
    """The text styles of a master: titles bold and to the left, text without bullets."""
    styles = master.element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles")
    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{_size(36)}" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>'
    )
    body = "".join(
        f'<a:lvl{level}pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="300"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{_size(18)}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 6)
    )
    for name, style in (("titleStyle", title), ("bodyStyle", body)):
        old = styles.find(f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}")
        new = parse_xml(f"<p:{name} {_NAMESPACES}>{style}</p:{name}>")
        styles.replace(old, new)


def _size(pixels: float) -> int:
    return round(100 * pixels * _EMU / 12700)


def _written(layout: Any, shapes: list[str]) -> None:
    """Put shapes in place of those of a layout or master; each is given a number of its own."""
    tree = layout.shapes._spTree
    for old in list(layout.shapes):
        tree.remove(old._element)
    for number, shape in enumerate(shapes, 2):
        tree.append(parse_xml(shape.replace("{number}", str(number))))


def _frame(area: Area) -> str:
    x, y, width, height = (round(part * _EMU) for part in (area.x, area.y, area.width, area.height))
    return f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'


def _placeholder(
    kind: str, name: str, area: Area, *, index: int = 0, anchor: str = "t", size: float = 0, bold: bool = False,
    quiet: bool = False, align: str = "l",
) -> str:  # fmt: skip
    number = f' idx="{index}"' if index else ""
    kinds = f' type="{kind}"' if kind else ""
    style = ""
    if size:
        colour = "tx2" if quiet else "tx1"
        style = (
            f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{_size(size)}" b="{int(bold)}">'
            f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    text = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    )
    content = text if kind == "sldNum" else '<a:endParaRPr lang="en-US"/>'
    return (
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{number}}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph{kinds}{number}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{_frame(area)}</a:xfrm>"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" '
        f'rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>'
        f"<a:p>{content}</a:p></p:txBody></p:sp>"
    )


def _bar() -> str:
    """The bar of the site's color over every slide: decoration."""
    return _decoration("Bar", Area(0, 0, WIDTH, 8), '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>')


def _rule(area: Area) -> str:
    line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{LINE[1:].upper()}"/></a:solidFill></a:ln>'
    return (
        f'<p:cxnSp {_NAMESPACES}><p:nvCxnSpPr><p:cNvPr id="{{number}}" name="Line">{_DECORATIVE}</p:cNvPr>'
        f'<p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr><a:xfrm>{_frame(area)}</a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{line}</p:spPr></p:cxnSp>'
    )


_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def _decoration(name: str, area: Area, fill: str) -> str:
    return (
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{number}}" name="{name}">{_DECORATIVE}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>{_frame(area)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        '<a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )
