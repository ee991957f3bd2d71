"""The site's typeface inside a text document, so that it is read in it where the typeface is not installed.

A document holds a typeface scrambled by a key of its own, as the standard asks (ECMA-376, part 4, 9.2.1).
"""

from __future__ import annotations

import io
import logging
import uuid
from functools import lru_cache
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from components.documents.drawings.letters import OPTICAL_SIZE, RANGES
from components.formatting.typeface import FAMILY, upright

_KEYS = {400: uuid.UUID("6c9c3f52-5e5b-4d4c-9d43-0f5a3b0c1d01"), 700: uuid.UUID("6c9c3f52-5e5b-4d4c-9d43-0f5a3b0c1d02")}
_BOLD = 700
_NAMES = {400: "w:embedRegular", 700: "w:embedBold"}
_MIME = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_SCRAMBLED = 32
"""Bytes of the file that are scrambled."""
_DROPPED = ["GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR"]
"""Tables that are left out: how pairs of letters stand together is nine tenths of the work of the others."""
FALLBACK = "Segoe UI"
"""The typeface nearest to the site's that most office programs have."""


def embed(document: Any) -> None:
    """Put the typeface's two weights into a document, and name what stands for it where it cannot be read."""
    table = next(
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    told = parse_xml(
        f'<w:font {nsdecls("w", "r")} w:name="{FAMILY}"><w:altName w:val="{FALLBACK}"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    for weight, content in _files().items():
        part = Part(PackURI(f"/word/fonts/font{weight}.odttf"), _MIME, content, document.part.package)
        held = OxmlElement(_NAMES[weight])
        held.set(qn("r:id"), table.relate_to(part, _FONT))
        held.set(qn("w:fontKey"), f"{{{str(_KEYS[weight]).upper()}}}")
        told.append(held)
    listed = parse_xml(table.blob)
    listed.append(told)
    table._blob = serialize_part_xml(listed)
    settings = document.settings.element
    for name in ("w:saveSubsetFonts", "w:embedTrueTypeFonts"):
        settings.insert(1, OxmlElement(name))


@lru_cache(maxsize=1)
def _files() -> dict[int, bytes]:
    """The two weights, scrambled; a third of a second, once in a process."""
    from fontTools import subset, ttLib
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += _DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[letter for first, last in RANGES for letter in range(first, last + 1)])
    with ttLib.TTFont(upright(), recalcTimestamp=False, lazy=True) as whole:
        subsetter.subset(whole)
        kept = _written(whole)
    found = {}
    for weight, key in _KEYS.items():
        font = ttLib.TTFont(io.BytesIO(kept), recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"wght": weight, "opsz": OPTICAL_SIZE})
        if weight == _BOLD:
            _name_bold(font)
        found[weight] = _scrambled(_written(font), key)
    return found


def _name_bold(font: Any) -> None:
    """Let a font say that it is the bold one of its family: programs go by that."""
    for number, name in ((2, "Bold"), (4, f"{FAMILY} Bold"), (6, f"{FAMILY}-Bold")):
        font["name"].setName(name, number, 3, 1, 0x409)
    font["head"].macStyle |= 1
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~(1 << 6) | (1 << 5)


def _written(font: Any) -> bytes:
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _scrambled(content: bytes, key: uuid.UUID) -> bytes:
    signs = bytes(reversed(key.bytes)) * 2
    head = bytes(a ^ b for a, b in zip(content[:_SCRAMBLED], signs, strict=True))
    return head + content[_SCRAMBLED:]
