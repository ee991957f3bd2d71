"""The whole series of an indicator as CSV, and its dictionary as CSV: for spreadsheets, R and pandas as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

from components.documents.formats.csv import safe_text, written_number

DICTIONARY_COLUMNS = ("column", "code", "kind", "description")


def rows_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV in UTF-8 with the mark that tells spreadsheets so; numbers as stored, what is not there empty."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return written_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(str(value))
