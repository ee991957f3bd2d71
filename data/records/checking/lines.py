"""Lines of a CSV that no engine should be given: with more or fewer fields than the head has, or not in UTF-8.

An engine stops at such a line, or fills and cuts it to fit, each in its own way. They are looked for before it reads.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from data.records.errors import RecordsError


@dataclass(frozen=True)
class BrokenLines:
    """How many records of a file have too few or too many fields, and at which line the first stands.

    `encoded`: the file is UTF-8; where it is not, nothing after the first such letter was read. `head` are its columns.
    """

    file: str
    head: tuple[str, ...]
    records: int = field(default=0, repr=False)
    first_line: int = 0
    encoded: bool = True


def broken_lines(where: str | Path) -> BrokenLines | None:
    """The broken lines of the first CSV among the files at `where` that has any; None where there are none.

    What is no CSV on this machine (Parquet, a table, an address) has none that could be found here. Raises
    RecordsError where a file cannot be opened.
    """
    for path in _files(str(where)):
        try:
            found = _broken(path)
        except (OSError, csv.Error) as error:
            raise RecordsError(f"{path.name} cannot be read as a CSV: export it again") from error
        if found is not None:
            return found
    return None


def _files(where: str) -> Iterator[Path]:
    if "://" in where or not where.lower().removesuffix(".gz").endswith(".csv"):
        return
    path = Path(where)
    root = Path(path.anchor)
    yield from sorted(root.glob(str(path.relative_to(root)))) if path.anchor else sorted(Path().glob(where))


def _broken(path: Path) -> BrokenLines | None:
    head: tuple[str, ...] = ()
    records, first = 0, 0
    with _opened(path) as file:
        reader = csv.reader(file)
        try:
            for row in reader:
                head = head or tuple(row)
                if row and len(row) != len(head):
                    records += 1
                    first = first or reader.line_num
        except UnicodeDecodeError:
            return BrokenLines(path.name, head, records, first, encoded=False)
    return BrokenLines(path.name, head, records, first) if records else None


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield file
