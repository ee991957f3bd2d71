"""Rows of a table in the snapshot, read back as they were written: the header and the number of cells are checked."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.errors import SnapshotError


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of a CSV by column, the first of them row 2 of the file.

    Raises SnapshotError where the file is missing or no table in UTF-8, and where its header or a row has other cells.
    """
    if not path.is_file():
        raise SnapshotError(f"{path.name} is missing: run `python -m data ingest {path.stem}`")
    with path.open(newline="", encoding="utf-8") as file:
        # Else a quotation mark that nothing closes would take the rest of the file into one cell.
        reader = csv.DictReader(file, strict=True)
        try:
            if list(reader.fieldnames or ()) != list(columns):
                raise SnapshotError(f"{path.name}: expected the columns {', '.join(columns)}")
            for number, cells in enumerate(reader, start=2):
                if None in cells or None in cells.values():
                    raise SnapshotError(f"{path.name}, row {number}: has not {len(columns)} cells, as the header has")
                yield cells
        except (UnicodeDecodeError, csv.Error) as error:
            raise SnapshotError(f"{path.name}: is not a table in UTF-8 ({error}); take it from git again") from error
