"""A briefing as one ZIP: its contents as text, all of it as PDF, and a folder for each section with its files."""

from __future__ import annotations

from collections.abc import Iterator

from components.documents.briefing import Briefing, Section
from components.documents.formats import csv, pdf, png, xlsx
from components.documents.formats.csv import plain_text
from components.documents.formats.metadata import ZIP_MIME, archive_of, metadata_bytes
from components.page.shell import NAME
from data.language import gettext
from data.vocabulary import slugify

MIME = ZIP_MIME
CONTENTS = "contents.txt"
LONGEST_FOLDER = 60
"""Letters of a folder's name: with a file's name in it, it stays shorter than what any disk takes."""


def zip_book(briefing: Briefing) -> bytes:
    """The briefing's files by folder; folders bear the numbers of their sections, so that they stay in their order."""
    files = {
        CONTENTS: _contents(briefing).encode("utf-8-sig"),
        f"{slugify(briefing.file_stem) or 'briefing'}.pdf": pdf.pdf_book(briefing),
    }
    for number, section in enumerate(briefing.sections, 1):
        folder = f"{number:02d}-{slugify(section.title)[:LONGEST_FOLDER].strip('-')}".rstrip("-")
        files |= {f"{folder}/{name}": content for name, content in _files(section)}
    return archive_of(files)


def _files(section: Section) -> Iterator[tuple[str, bytes]]:
    document = section.document
    yield f"{document.file_stem}.csv", csv.csv_text(document).encode("utf-8-sig")
    yield f"{document.file_stem}.xlsx", xlsx.xlsx_bytes(document)
    yield f"{document.file_stem}.png", png.png_bytes(document)
    yield f"{document.file_stem}.pdf", pdf.pdf_bytes(document)
    yield f"{document.file_stem}.metadata.json", metadata_bytes(document)


def _contents(briefing: Briefing) -> str:
    """What the briefing is, as text that anything opens."""
    lines = [briefing.title, NAME, ""]
    for number, section in enumerate(briefing.sections, 1):
        lines.append(f"{number}. {section.title}")
        said = [section.document.subtitle, section.comment, *section.changes, section.document.address]
        lines += [f"   {plain_text(text)}" for text in said if text]
        lines.append("")
    for name, text in (
        (gettext("Data version"), briefing.data_version),
        (gettext("Data built"), briefing.built),
        (gettext("Exported"), briefing.exported.isoformat()),
        (gettext("Address"), briefing.address),
    ):
        lines.append(gettext("{name}: {value}", name=name, value=text))
    return "\r\n".join([*lines, ""])
