"""Registry of the formats a view is taken along in: what each is called, its media type, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.documents.briefing import Briefing
from components.documents.document import ViewDocument
from components.documents.formats import briefing_zip, csv, docx, json, parquet, pdf, png, pptx, svg_page, xlsx
from data.query.published.parquet import MIME, parquet_file


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, what makes it of a view, and whether that takes so long that it is done elsewhere.

    A costly format is made in a process of its own, so that no reader of a page waits for it.
    """

    mime: str
    make: Callable[[ViewDocument], bytes]
    costly: bool


FORMATS: Mapping[str, Format] = {
    # The byte order mark tells a spreadsheet that opens the file by itself what its letters are.
    "csv": Format(csv.MIME, lambda document: csv.csv_text(document).encode("utf-8-sig"), costly=False),
    "parquet": Format(MIME, lambda document: parquet.parquet_bytes(document, parquet_file), costly=False),
    "json": Format(json.MIME, json.json_bytes, costly=False),
    "xlsx": Format(xlsx.MIME, xlsx.xlsx_bytes, costly=True),
    "png": Format(png.MIME, png.png_bytes, costly=True),
    # A hundredth of a second, as its letters are ready in every process of the site.
    "svg": Format(svg_page.MIME, svg_page.svg_bytes, costly=False),
    "pdf": Format(pdf.MIME, pdf.pdf_bytes, costly=True),
    "docx": Format(docx.MIME, docx.docx_bytes, costly=True),
    "pptx": Format(pptx.MIME, pptx.pptx_bytes, costly=True),
}
"""Formats by the ending of their files. `documents/export_menu.py` says what each is called, and lists them all."""


BOOKS: Mapping[str, tuple[str, Callable[[Briefing], bytes]]] = {
    "pdf": (pdf.MIME, pdf.pdf_book),
    "pptx": (pptx.MIME, pptx.pptx_book),
    "docx": (docx.MIME, docx.docx_book),
    "xlsx": (xlsx.MIME, xlsx.xlsx_book),
    "zip": (briefing_zip.MIME, briefing_zip.zip_book),
}
"""Formats a briefing is taken along in, by the ending of their files: each one's media type, and what makes it."""
