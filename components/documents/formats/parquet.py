"""A view as Parquet: its rows for machines in typed columns, with everything about them in the file's metadata.

The metadata has `title`, `address`, `data_version` and `language` as they are, and `document`: the JSON of
`metadata.py`.
"""

from __future__ import annotations

import json

from components.documents.document import ViewDocument
from components.documents.formats.metadata import metadata_of
from data.query.published.parquet import MIME, parquet_file

__all__ = ["MIME", "parquet_bytes"]


def parquet_bytes(document: ViewDocument) -> bytes:
    """The rows of a view; a figure that is hidden or not there is null, and its status says which."""
    about = {
        "title": document.title,
        "address": document.address,
        "data_version": document.data_version,
        "language": document.language,
        "document": json.dumps(metadata_of(document), ensure_ascii=False),
    }
    return parquet_file({field.name: field.kind for field in document.dataset.fields}, document.dataset.rows, about)
