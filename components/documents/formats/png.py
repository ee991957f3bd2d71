"""A view as a PNG: its page as a picture, with everything about it written into the file too.

The text of the file (`PNG text chunks`) can be read back without looking: `Title`, `Description`, `Filters` (JSON),
`Notes`, `Source`, `Copyright`, `URL`, `Data version`, `Creation Time`, `Software`, and `Data`: the view's CSV.
"""

from __future__ import annotations

import json
from io import BytesIO

from PIL.PngImagePlugin import PngInfo, putchunk

from components.documents.document import WIDTH, ViewDocument
from components.documents.formats import media_types
from components.documents.formats.csv import csv_text
from components.documents.formats.page import set_page
from components.page.notes import source_words
from components.page.shell import NAME

MIME = media_types.PNG
WIDTH_PIXELS = 2000

HEADER = 8 + 25
"""Bytes of a PNG before its first chunk that may be text: the signature and the header."""
LONG = 1000
"""Letters from which a text is compressed."""


def png_bytes(document: ViewDocument) -> bytes:
    """The view as a PNG 2,000 pixels wide and as high as it needs, with everything about it in its text."""
    return _with_text(set_page(document, "picture", format="png", ppi=72 * WIDTH_PIXELS / WIDTH), document)


def _with_text(drawn: bytes, document: ViewDocument) -> bytes:
    """The picture with text after its header; what is drawn is not encoded again, so its colours stay as they are."""
    info = PngInfo()
    for keyword, text in texts(document).items():
        info.add_itxt(keyword, text, lang=document.language, zip=len(text) > LONG)
    written = BytesIO()
    written.write(drawn[:HEADER])
    for kind, content, _ in info.chunks:
        putchunk(written, kind, content)
    written.write(drawn[HEADER:])
    return written.getvalue()


def texts(document: ViewDocument) -> dict[str, str]:
    """Metadata of the PNG export: text chunks by keyword."""
    return {
        "Title": document.title,
        "Description": " ".join([document.subtitle, *document.reading]).replace("**", ""),
        "Filters": json.dumps({f.name: f.value for f in document.filters}, ensure_ascii=False),
        "Notices": "\n".join(document.notices),
        "Notes": "\n".join([*document.notes, *document.source_notes]).replace("**", ""),
        "Source": "\n".join(source_words(s) for s in document.sources),
        "Copyright": "\n".join(document.licences),
        "URL": document.address,
        "Data version": document.data_version,
        "Creation Time": document.exported.isoformat(),
        "Software": NAME,
        "Data": csv_text(document),
    }
