"""Everything about a view but its figures: what it shows, how it is defined, where it is from, and its terms.

The same in every file for programs: in JSON, in Parquet's own metadata, and beside a file in a ZIP.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from components.documents.document import ViewDocument
from components.documents.formats.csv import plain_text
from components.page.notes import BOUNDARIES, source_words
from components.page.shell import NAME

SHAPE = 1
"""The version of the shape of what is written here: a field that is renamed, moved or left out makes another."""
ZIP_MIME = "application/zip"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time that every file of a ZIP bears, so that the same view is the same bytes."""


def metadata_of(document: ViewDocument) -> dict[str, Any]:
    """What is to be known about a view, in values that JSON has. Words are in the reader's language."""
    return {
        "shape": SHAPE,
        "page": document.page,
        "words": dict(document.words),
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "path": list(document.path),
        "reading": [plain_text(sentence) for sentence in document.reading],
        "filters": [{"name": chosen.name, "value": chosen.value} for chosen in document.filters],
        "notices": list(document.notices),
        "passages": [
            {"title": passage.title, "said": [plain_text(sentence) for sentence in passage.said]}
            for passage in document.passages
        ],
        "fields": [
            {"name": field.name, "kind": field.kind, "meaning": field.meaning} for field in document.dataset.fields
        ],
        "definitions": [
            {"name": found.name, "definition": found.definition, "unit": found.unit} for found in document.definitions
        ],
        "notes": [plain_text(note) for note in document.notes],
        "source_notes": [plain_text(note) for note in document.source_notes],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "release": source.release,
                "licence": source.licence,
                "address": str(source.address),
                "retrieved": source.retrieved.isoformat(),
                "words": source_words(source),
            }
            for source in document.sources
        ],
        "licences": list(document.licences),
        "boundaries": BOUNDARIES,
        "data_version": document.data_version,
        "data_built": document.built,
        "exported": document.exported.isoformat(),
        "made_by": NAME,
        "address": document.address,
    }


def metadata_bytes(document: ViewDocument) -> bytes:
    """The same as JSON in UTF-8: the file beside another."""
    return json.dumps(metadata_of(document), ensure_ascii=False, indent=1).encode()


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """Files by name as a ZIP; the same files are the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()
