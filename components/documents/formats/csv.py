"""A view as CSV: one rectangular table (RFC 4180, UTF-8) that spreadsheets, R and pandas open as it is.

The first line names the columns. Rows of figures come first, those about the file last: in them `table` is `about`,
`item` says what the row tells and `text` tells it. `docs/decisions.md` says why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from components.documents.dataset import Dataset, Value
from components.documents.document import ViewDocument
from components.page.notes import BOUNDARIES, source_words
from data.language import gettext

ABOUT = "about"
ABOUT_COLUMNS = ("item", "text")
MIME = "text/csv; charset=utf-8"

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Characters that a spreadsheet may take for the start of a formula."""


def csv_text(document: ViewDocument) -> str:
    """The view as CSV, its figures and everything about them."""
    return dataset_csv(document.dataset, about(document))


def dataset_csv(dataset: Dataset, said: Iterable[tuple[str, str]]) -> str:
    """A dataset, with what is `said` about the file at its end."""
    rows = ({name: _written(value) for name, value in row.items()} for row in dataset.rows)
    return written_table([*(field.name for field in dataset.fields), *ABOUT_COLUMNS], rows, said)


def written_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], said: Iterable[tuple[str, str]]) -> str:
    """A file: rows by column, each with what it has, and at the end what is `said` about the file, item by item."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    writer.writerows({"table": ABOUT, "item": item, "text": safe_text(text)} for item, text in said)
    return written.getvalue()


def about(document: ViewDocument) -> Iterator[tuple[str, str]]:
    """Metadata of the CSV export, item by item."""
    yield "title", document.title
    yield "subtitle", document.subtitle
    yield "reading", plain_text(" ".join(document.reading))
    for chosen in document.filters:
        yield "filter", gettext("{name}: {value}", name=chosen.name, value=chosen.value)
    for notice in document.notices:
        yield "notice", notice
    for drawn in document.figures:
        for sentence in drawn.below:
            yield "under the figure", plain_text(sentence)
    for passage in document.passages:
        for sentence in passage.said:
            yield "beside the figures", plain_text(f"{passage.title}: {sentence}")
    for note in document.notes:
        yield "note", plain_text(note)
    for note in document.source_notes:
        yield "source note", plain_text(note)
    for source in document.sources:
        yield "source", source_words(source)
        yield "source address", source.address
    for licence in document.licences:
        yield "licence", licence
    yield "boundaries", BOUNDARIES
    yield "data version", document.data_version
    yield "data built", document.built
    yield "exported", document.exported.isoformat()
    yield "address", document.address


def plain_text(text: str) -> str:
    """A sentence without the signs of what is bold."""
    return text.replace("**", "")


def _written(value: Value) -> str:
    """A value as the file has it: numbers as they are stored, text that no spreadsheet runs, nothing for None."""
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else written_number(float(value))


def written_number(value: float) -> str:
    """A number as it is stored: 12, 79.6019900498."""
    return str(int(value)) if value.is_integer() else repr(value)


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs: what could begin a formula is given the apostrophe that marks it as text."""
    return f"'{text}" if text.startswith(_FORMULAS) else text
