"""Registry of the formats a view is taken along in: what each is called, its media type, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from components.documents.briefing import Briefing
from components.documents.document import ViewDocument
from components.documents.formats import csv, json, parquet, svg_page
from components.documents.formats.metadata import ZIP_MIME
from data.query.published.parquet import MIME, parquet_file


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, what makes it of a view, and whether that takes so long that it is done elsewhere.

    A costly format is made in a process of its own, so that no reader of a page waits for it.
    """

    mime: str
    make: Callable[[ViewDocument], bytes]
    costly: bool


OFFICE = "application/vnd.openxmlformats-officedocument."


def _view(kind: str) -> Callable[[ViewDocument], bytes]:
    """What makes a costly format of a view: its code is read with the first file, in the process that makes files.

    A worker never makes one, and the libraries of all of them would be 30 MB in each.
    """

    def make(document: ViewDocument) -> bytes:
        made: bytes = getattr(_module(kind), f"{kind}_bytes")(document)
        return made

    return make


def _book(kind: str, module: str = "") -> Callable[[Briefing], bytes]:
    """What makes a format of a briefing; see `_view`."""

    def make(briefing: Briefing) -> bytes:
        made: bytes = getattr(_module(module or kind), f"{kind}_book")(briefing)
        return made

    return make


def _module(name: str) -> object:
    return import_module(f"components.documents.formats.{name}")


FORMATS: Mapping[str, Format] = {
    # The byte order mark tells a spreadsheet that opens the file by itself what its letters are.
    "csv": Format(csv.MIME, lambda document: csv.csv_text(document).encode("utf-8-sig"), costly=False),
    "parquet": Format(MIME, lambda document: parquet.parquet_bytes(document, parquet_file), costly=False),
    "json": Format(json.MIME, json.json_bytes, costly=False),
    "xlsx": Format(f"{OFFICE}spreadsheetml.sheet", _view("xlsx"), costly=True),
    "png": Format("image/png", _view("png"), costly=True),
    # A hundredth of a second, as its letters are ready in every process of the site.
    "svg": Format(svg_page.MIME, svg_page.svg_bytes, costly=False),
    "pdf": Format("application/pdf", _view("pdf"), costly=True),
    "docx": Format(f"{OFFICE}wordprocessingml.document", _view("docx"), costly=True),
    "pptx": Format(f"{OFFICE}presentationml.presentation", _view("pptx"), costly=True),
}
"""Formats by the ending of their files. `documents/export_menu.py` says what each is called, and lists them all."""


BOOKS: Mapping[str, tuple[str, Callable[[Briefing], bytes]]] = {
    "pdf": ("application/pdf", _book("pdf")),
    "pptx": (f"{OFFICE}presentationml.presentation", _book("pptx")),
    "docx": (f"{OFFICE}wordprocessingml.document", _book("docx")),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", _book("xlsx")),
    "zip": (ZIP_MIME, _book("zip", "briefing_zip")),
}
"""Formats a briefing is taken along in, by the ending of their files: each one's media type, and what makes it."""
