"""Registry of the formats a view is taken along in: what each is called, its media type, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.documents.briefing import Briefing
from components.documents.document import ViewDocument
from components.documents.formats import csv, json, media_types, parquet, svg_page
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


def read_costly() -> tuple[Mapping[str, Callable[[ViewDocument], bytes]], Mapping[str, Callable[[Briefing], bytes]]]:
    """What makes costly files of a view, and what those of a briefing, by the ending; reads the code of them all."""
    from components.documents.formats import briefing_zip, docx, pdf, png, pptx, xlsx

    views = {
        "xlsx": xlsx.xlsx_bytes, "png": png.png_bytes, "pdf": pdf.pdf_bytes, "docx": docx.docx_bytes,
        "pptx": pptx.pptx_bytes,
    }  # fmt: skip
    books = {
        "xlsx": xlsx.xlsx_book, "zip": briefing_zip.zip_book, "pdf": pdf.pdf_book, "docx": docx.docx_book,
        "pptx": pptx.pptx_book,
    }  # fmt: skip
    return views, books


# Workers make no costly file: they start sooner, and hold less, without the code that does.
def _of_view(kind: str) -> Callable[[ViewDocument], bytes]:
    return lambda document: read_costly()[0][kind](document)


def _of_briefing(kind: str) -> Callable[[Briefing], bytes]:
    return lambda briefing: read_costly()[1][kind](briefing)


FORMATS: Mapping[str, Format] = {
    # The byte order mark tells a spreadsheet that opens the file by itself what its letters are.
    "csv": Format(csv.MIME, lambda document: csv.csv_text(document).encode("utf-8-sig"), costly=False),
    "parquet": Format(MIME, lambda document: parquet.parquet_bytes(document, parquet_file), costly=False),
    "json": Format(json.MIME, json.json_bytes, costly=False),
    "xlsx": Format(media_types.XLSX, _of_view("xlsx"), costly=True),
    "png": Format(media_types.PNG, _of_view("png"), costly=True),
    # A hundredth of a second, as its letters are ready in every process of the site.
    "svg": Format(svg_page.MIME, svg_page.svg_bytes, costly=False),
    "pdf": Format(media_types.PDF, _of_view("pdf"), costly=True),
    "docx": Format(media_types.DOCX, _of_view("docx"), costly=True),
    "pptx": Format(media_types.PPTX, _of_view("pptx"), costly=True),
}
"""Formats by the ending of their files. `documents/export_menu.py` says what each is called, and lists them all."""


BOOKS: Mapping[str, tuple[str, Callable[[Briefing], bytes]]] = {
    "pdf": (media_types.PDF, _of_briefing("pdf")),
    "pptx": (media_types.PPTX, _of_briefing("pptx")),
    "docx": (media_types.DOCX, _of_briefing("docx")),
    "xlsx": (media_types.XLSX, _of_briefing("xlsx")),
    "zip": (ZIP_MIME, _of_briefing("zip")),
}
"""Formats a briefing is taken along in, by the ending of their files: each one's media type, and what makes it."""
