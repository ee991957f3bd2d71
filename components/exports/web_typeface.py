"""The typeface as browsers fetch it: the letters, weights and figures that the site is set in, of a typeface of 2,900.

Whole, it would be most of what a first visit sends. A word is as wide as in pictures (`formatting/typeface.py`).
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from components.formatting.typeface import upright

MIME = "font/woff2"
WEIGHTS = (400, 400, 700)
"""The least weight, that of plain text, and the greatest."""
_FEATURES = ["kern", "ccmp", "locl", "mark", "mkmk", "tnum"]
_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E)
_GREEK = (0x304, *range(0x391, 0x3AA), *range(0x3B1, 0x3CA))
_SIGNS = (
    *range(0x2002, 0x2016), *range(0x2018, 0x2023), *range(0x2026, 0x203B), *range(0x2070, 0x208F),
    *range(0x2190, 0x2196), 0x1D62, 0x2096, 0x2C7C, 0x20AC, 0x2122, 0x2212, 0x221A, 0x2248, 0x2260, 0x2264, 0x2265,
    0x25A0, 0x25B2, 0x25B6, 0x25BC, 0x25C0, 0x2713,
)  # fmt: skip
"""Spaces, dashes, small figures, quotation marks, arrows, signs of comparison. Other alphabets are the system's."""


@lru_cache(maxsize=1)
def web_typeface() -> bytes:
    """The file, WOFF2; made once for a process, which takes about two seconds."""
    font = TTFont(upright())
    options = Options()
    options.layout_features = _FEATURES
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=(*_LATIN, *_GREEK, *_SIGNS))
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()
