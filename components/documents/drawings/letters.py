"""The letters the site is written in, of the typeface that pictures are made with, as a small file.

The whole typeface has the letters of a hundred languages, and four hundred kilobytes; these are a fifteenth of that.
"""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from hashlib import blake2b

from components.formatting.typeface import upright
from data.made_beside import MadeBeside, give

RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x3C6, 0x3C6), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),
    (0x202F, 0x202F), (0x2032, 0x2033), (0x2039, 0x203A), (0x2080, 0x2089), (0x2190, 0x2195), (0x2212, 0x2212),
    (0x2248, 0x2248), (0x2264, 0x2265), (0x25A0, 0x25A0), (0x25B2, 0x25B2), (0x25B6, 0x25B6), (0x25BC, 0x25BC),
    (0x25C0, 0x25C0), (0x25C6, 0x25C6), (0x25CB, 0x25CB), (0x25CF, 0x25CF),
)  # fmt: skip
"""The letters that are kept: of European languages in Latin letters, and the signs the site uses."""
WEIGHTS, OPTICAL_SIZE = (400, 700), 14
"""The weights that are kept, and the one optical size: the one that widths are measured at."""
FEATURES = ["kern", "ccmp", "locl", "tnum"]
"""What the letters can do: stand well beside each other, bear accents, and be figures of one width."""


@lru_cache(maxsize=1)
def version() -> str:
    """What names the file, known before it is made: what it is made of, and how."""
    how = repr((RANGES, WEIGHTS, OPTICAL_SIZE, FEATURES)).encode()
    return blake2b(upright().read_bytes() + how, digest_size=8).hexdigest()


_TAKEN: list[bytes] = []
_COMING: list[MadeBeside] = []


def take(made: bytes) -> None:
    """Use the file as another process of the site has made it."""
    _TAKEN[:] = [made]


def begin() -> None:
    """Have the file made by a process beside this one: this one, and those forked from it, wait when they need it."""
    _COMING[:] = [MadeBeside(__name__)]


def letters() -> bytes:
    """The file; two seconds of work, once in a process, or once for all of them (`begin`, as gunicorn does)."""
    if not _TAKEN and _COMING:
        made = _COMING[0].wait()
        take(made or _made())
    return _TAKEN[0] if _TAKEN else _made()


@lru_cache(maxsize=1)
def _made() -> bytes:
    # Two seconds of work need a library that nothing else of the site does.
    from fontTools import subset, ttLib
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    # A time of its own would make the file of every process another one.
    font = ttLib.TTFont(upright(), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[letter for first, last in RANGES for letter in range(first, last + 1)])
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": WEIGHTS})
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


if __name__ == "__main__":
    give(_made())
