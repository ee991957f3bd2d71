"""The header of a publisher's table: the columns that must be there, and what the file is when they are not."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from data.errors import SourceFileError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
BELOW = 20
"""Lines below the first in which a header is looked for."""


def check_header(
    path: Path,
    text: str,
    header: Sequence[str],
    required: Sequence[str],
    heads: re.Pattern[str] | None,
    delimiter: str,
) -> None:
    """Raise SourceFileError when a required column is not there, or one that is read is there twice.

    `heads` matches the names of further columns that are read. Where columns are missing, the sentence says what is the
    matter with the whole file, if that can be told: a reader sees the column, but not the separator.
    """
    lacking = [column for column in required if column not in header]
    if heads is not None and not any(heads.fullmatch(name) for name in header):
        lacking = [*lacking, ""]
    if lacking:
        _explain(path, text, required, heads, delimiter)
    for column in lacking:
        if column:
            other = next((name for name in header if name.casefold() == column.casefold()), None)
            renamed = f"; “{other}” is there: did the publisher rename it?" if other else ""
            raise SourceFileError(path, f"this column is missing from the header{renamed}", column=column, row=1)
    read = [name for name in header if name in required or (heads is not None and heads.fullmatch(name))]
    for column in read:
        if header.count(column) > 1:
            problem = f"this column stands {header.count(column)} times in the header"
            raise SourceFileError(path, problem, column=column, row=1)


def _explain(path: Path, text: str, required: Sequence[str], heads: re.Pattern[str] | None, delimiter: str) -> None:
    """Raise SourceFileError when the file is separated otherwise, or its header stands further down."""
    lines = text.split("\n", BELOW + 1)[: BELOW + 1]
    hint = re.fullmatch(r"\ufeff?\"?sep=(.)\"?", lines[0].strip(), re.IGNORECASE)
    if hint:
        problem = f"begins with a line for spreadsheet programs, “{lines[0].strip()}”: delete this line"
        raise SourceFileError(path, problem, row=1)
    for row, line in enumerate(lines, start=1):
        for other, name in SEPARATORS.items():
            cells = _cells(line, other)
            if len(cells) < 2 or not set(required) <= set(cells):
                continue
            if heads is not None and not any(heads.fullmatch(cell) for cell in cells):
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
