"""Check of the header of a publisher's table: its required columns, and an explanation when they are missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from data.errors import SourceFileError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
MAX_LINES_ABOVE = 20
"""Lines above a header that are searched for one, to explain a file whose header is not in its first line."""


def check_header(
    path: Path,
    text: str,
    header: Sequence[str],
    required: Sequence[str],
    column_pattern: re.Pattern[str] | None,
    delimiter: str,
) -> None:
    """Raise SourceFileError when a required column is missing, or one that is read is there twice.

    `column_pattern` matches the names of further columns that are read. Where columns are missing, the message explains
    the file's format if that is the cause: a person sees the column in the file, but not the separator.
    """
    missing = [column for column in required if column not in header]
    if column_pattern is not None and not any(column_pattern.fullmatch(name) for name in header):
        missing = [*missing, ""]
    if missing:
        _explain(path, text, required, column_pattern, delimiter)
    for column in missing:
        if column:
            other = next((name for name in header if name.casefold() == column.casefold()), None)
            renamed = f"; “{other}” is there: did the publisher rename it?" if other else ""
            raise SourceFileError(path, f"this column is missing from the header{renamed}", column=column, row=1)
    read = [
        name for name in header if name in required or (column_pattern is not None and column_pattern.fullmatch(name))
    ]
    for column in read:
        if header.count(column) > 1:
            problem = f"this column stands {header.count(column)} times in the header"
            raise SourceFileError(path, problem, column=column, row=1)


def _explain(
    path: Path, text: str, required: Sequence[str], column_pattern: re.Pattern[str] | None, delimiter: str
) -> None:
    """Raise SourceFileError when the file has another separator, or its header is further down."""
    lines = text.split("\n", MAX_LINES_ABOVE + 1)[: MAX_LINES_ABOVE + 1]
    hint = re.fullmatch(r"\ufeff?\"?sep=(.)\"?", lines[0].strip(), re.IGNORECASE)
    if hint:
        problem = f"begins with a line for spreadsheet programs, “{lines[0].strip()}”: delete this line"
        raise SourceFileError(path, problem, row=1)
    for row, line in enumerate(lines, start=1):
        for other, name in SEPARATORS.items():
            cells = _cells(line, other)
            if len(cells) < 2 or not set(required) <= set(cells):
                continue
            if column_pattern is not None and not any(column_pattern.fullmatch(cell) for cell in cells):
                continue
            if other != delimiter:
                problem = f"is separated by {name}, not by {SEPARATORS[delimiter]}: save it with those"
                raise SourceFileError(path, problem, row=row)
            if row > 1:
                problem = f"its header stands in row {row}, not in the first: delete what stands above it"
                raise SourceFileError(path, problem, row=1)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []
