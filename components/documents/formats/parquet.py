"""A view as Parquet: its rows for machines in typed columns, with everything about them in the file's metadata.

The metadata has `title`, `address`, `data_version` and `language` as they are, and `document`: the JSON of
`metadata.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from components.documents.dataset import Kind, Value
from components.documents.document import ViewDocument
from components.documents.formats.metadata import metadata_of

RowsWriter = Callable[[Mapping[str, Kind], Sequence[Mapping[str, Value]], Mapping[str, str]], bytes]
"""What writes rows by column as a file, with texts by key in the file's metadata: what has the library to do it."""


def parquet_bytes(document: ViewDocument, write: RowsWriter) -> bytes:
    """The rows of a view; a figure that is hidden or not there is null, and its status says which."""
    about = {
        "title": document.title,
        "address": document.address,
        "data_version": document.data_version,
        "language": document.language,
        "document": json.dumps(metadata_of(document), ensure_ascii=False),
    }
    return write({field.name: field.kind for field in document.dataset.fields}, document.dataset.rows, about)
