"""A view as CSV: one rectangular table (RFC 4180, UTF-8) that spreadsheets, R and pandas open as it is.

The first line names the columns. Rows of figures come first, those about the file last: in them `table` is `about`,
`item` says what the row tells and `text` tells it. `docs/decisions.md` says why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from components.exports.document import PlaceClass, ViewDocument
from components.figures.tables import Cell, Table, TableRow
from components.page.notes import BOUNDARIES, source_words
from data.catalog.models import Catalog
from data.language import gettext
from data.query.rows import is_missing

COLUMNS = (
    "table", "indicator", "place", "geo_id", "level", "group", "group_id", "period", "value", "value_words", "ci_low",
    "ci_high", "numerator", "denominator", "unit", "status", "status_words", "compared_with", "comparison", "class",
    "class_bounds", "colour", "source", "licence", "item", "text",
)  # fmt: skip
ABOUT = "about"
MIME = "text/csv; charset=utf-8"

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Characters that a spreadsheet may take for the start of a formula."""
_UNSHADED = PlaceClass(0, "", "")


def csv_text(document: ViewDocument) -> str:
    """The view as CSV, its figures and everything about them."""
    rows = (_row(row, table, document) for table in document.tables for row in table.rows)
    return written_table(COLUMNS, rows, about(document))


def written_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], said: Iterable[tuple[str, str]]) -> str:
    """A file: rows by column, each with what it has, and at the end what is `said` about the file, item by item."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    writer.writerows({"table": ABOUT, "item": item, "text": safe_text(text)} for item, text in said)
    return written.getvalue()


def about_list(said: Iterable[tuple[str, str]], catalog: Catalog, address: str, day: date) -> Iterator[tuple[str, str]]:
    """What is `said` of a list, and its data, day and whole address, item by item."""
    for item, sentence in said:
        yield item, plain_text(sentence)
    yield "data version", catalog.version
    yield "data built", catalog.built
    yield "exported", day.isoformat()
    yield "address", address


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


def _row(row: TableRow, table: Table, document: ViewDocument) -> dict[str, str]:
    cells = row.cells
    low, high = _ends(cells["interval"])
    key = (table.indicator, row.geo_id, row.group, row.period)
    shade = document.shading.get(key, _UNSHADED) if table.subject == "places" else _UNSHADED
    source = next((s for s in document.sources if s.id == row.source), None)
    against = next((c.head for c in table.columns if c.id == "verdict"), "")
    compared = cells["verdict"].value is not None if "verdict" in cells else False
    return {
        "table": table.subject,
        "indicator": table.indicator,
        "place": safe_text(row.place),
        "geo_id": row.geo_id,
        "level": row.level,
        "group": safe_text(row.group_label),
        "group_id": row.group,
        "period": row.period,
        "value": _number(cells["value"]),
        "value_words": safe_text(cells["value"].words),
        "ci_low": low,
        "ci_high": high,
        "numerator": _number(cells["numerator"]) if "numerator" in cells else "",
        "denominator": _number(cells["denominator"]) if "denominator" in cells else "",
        "unit": safe_text(next(c.unit for c in table.columns if c.id == "value")),
        "status": str(cells["status"].value),
        "status_words": safe_text(cells["status"].words),
        "compared_with": safe_text(against) if compared else "",
        "comparison": safe_text(cells["verdict"].words) if compared else "",
        "class": str(shade.number) if shade.number else "",
        "class_bounds": safe_text(shade.bounds),
        "colour": shade.colour,
        "source": safe_text(source.short) if source is not None else "",
        "licence": safe_text(source.licence) if source is not None else "",
    }


def _number(cell: Cell) -> str:
    """A number as it is stored, not as it is rounded for a reader; empty where there is none or it is hidden."""
    return written_number(cell.value) if isinstance(cell.value, float) else ""


def _ends(cell: Cell) -> tuple[str, str]:
    if not isinstance(cell.value, tuple):
        return "", ""
    low, high = cell.value
    return written_number(low), written_number(high)


def number_or_empty(value: float | None) -> str:
    """A number as it is stored; empty where there is none or it is hidden."""
    return "" if value is None or is_missing(value) else written_number(value)


def written_number(value: float) -> str:
    """A number as it is stored: 12, 79.6019900498."""
    return str(int(value)) if value.is_integer() else repr(value)


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs: what could begin a formula is given the apostrophe that marks it as text."""
    return f"'{text}" if text.startswith(_FORMULAS) else text
