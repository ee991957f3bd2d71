"""Publishers' delimited text files, read strictly: what is missing or doubled is said with file, column and row."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalog import Place
from data.errors import SourceFileError

BLANK = frozenset({""})


class Figure(float):
    """A number that knows the cell of a publisher's file it stands in, also when it has been scaled."""

    cell: Cell

    def __new__(cls, value: float, cell: Cell) -> Figure:
        """The number, with its cell."""
        figure = super().__new__(cls, value)
        figure.cell = cell
        return figure

    def __getnewargs__(self) -> tuple[float, Cell]:  # type: ignore[override]  # a copy needs the cell too
        """What a copy is made of."""
        return float(self), self.cell

    def __mul__(self, factor: float) -> Figure:
        """The number in another unit, of the same cell."""
        return Figure(float(self) * factor, self.cell)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> Figure:
        """The number in another unit, of the same cell."""
        return Figure(float(self) / divisor, self.cell)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a number stands in a publisher's file."""

    file: Path
    column: str
    row: int


def cell_of(number: float | None) -> Cell | None:
    """The cell a number was read from, None where it was computed from several or not read from a table."""
    return number.cell if isinstance(number, Figure) else None


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a publisher's file. `row` counts lines as a spreadsheet does: the header is 1."""

    file: Path
    row: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell without surrounding blanks."""
        return self.cells[column].strip()

    def number(self, column: str, blank: Collection[str] = BLANK) -> float | None:
        """The cell as a number; None where it holds one of the publisher's words for "nothing here" in `blank`."""
        text = self.text(column)
        if text in blank:
            return None
        try:
            value = float(text.replace(",", ""))
        except ValueError:
            raise self.error(column, f"“{text}” is not a number") from None
        if not math.isfinite(value):
            raise self.error(column, f"“{text}” is not a finite number")
        return Figure(value, Cell(self.file, column, self.row))

    def count(self, column: str, blank: Collection[str] = BLANK) -> int | None:
        """The cell as a whole number that is not negative; None where it is one of `blank`."""
        value = self.number(column, blank)
        if value is None:
            return None
        if value < 0 or value != int(value):
            raise self.error(column, f"“{self.text(column)}” is not a count: a whole number from 0 up is expected")
        return int(value)

    def required_number(self, column: str) -> float:
        """The cell as a number that must be there."""
        value = self.number(column)
        if value is None:
            raise self.error(column, "is empty where a number is expected")
        return value

    def error(self, column: str, problem: str) -> SourceFileError:
        """The error to raise about a cell of this record."""
        return SourceFileError(self.file, problem, column=column, row=self.row)


def read_table(
    path: Path,
    required: Iterable[str],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
    keep: Callable[[dict[str, str]], bool] | None = None,
    footer: str | None = None,
) -> list[Record]:
    """Read a delimited file with a header line, in any line ending.

    `required` columns must be there, once each; `keep` picks lines (for a national file, those of Massachusetts); a
    line whose first cell is `footer` ends the table.
    Raises SourceFileError when the file is missing, not text in `encoding`, not a table, or lacks a column.
    """
    lines = csv.reader(io.StringIO(_decoded(path, encoding), newline=None), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(lines)]
    except StopIteration:
        raise SourceFileError(path, "is empty; a header line is expected") from None
    if header and header[0].lstrip().lower().startswith(("<!doctype", "<html")):
        raise SourceFileError(path, "is a web page, not a table: the address may have moved")
    for column in required:
        times = header.count(column)
        if times != 1:
            problem = "is missing from the header" if times == 0 else f"stands {times} times in the header"
            raise SourceFileError(path, f"this column {problem}", column=column, row=1)
    return list(_records(path, header, lines, keep, footer))


def _decoded(path: Path, encoding: str) -> str:
    if not path.is_file():
        raise SourceFileError(path, "is not in the folder given")
    try:
        return path.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SourceFileError(path, f"is not {encoding} text", row=row) from error


def _records(
    path: Path,
    header: list[str],
    lines: Iterator[list[str]],
    keep: Callable[[dict[str, str]], bool] | None,
    footer: str | None,
) -> Iterator[Record]:
    for row, line in enumerate(lines, start=2):
        if footer is not None and line and line[0].strip() == footer:
            return
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(header):
            raise SourceFileError(path, f"has {len(line)} cells where the header has {len(header)}", row=row)
        cells = dict(zip(header, line, strict=True))
        if keep is None or keep(cells):
            yield Record(path, row, cells)


def refuse_duplicates(records: Iterable[Record], *key: str) -> None:
    """Raise SourceFileError when two records agree in all `key` columns."""
    seen: dict[tuple[str, ...], int] = {}
    for record in records:
        value = tuple(record.text(column) for column in key)
        if value in seen:
            raise SourceFileError(
                record.file,
                f"repeats row {seen[value]} ({', '.join(value)}); each should stand once",
                column=key[0],
                row=record.row,
            )
        seen[value] = record.row


def refuse_missing(file: Path, found: Collection[str], expected: Iterable[Place], about: str = "") -> None:
    """Raise SourceFileError naming the places of `expected` whose geo_id is not among `found`.

    A place the source covers must have a row, even one without a figure: a row that is gone means the file was cut
    short or changed its codes. `about` says which part of the file ("2016") when it has several.
    """
    missing = [place.name for place in expected if place.geo_id not in found]
    if missing:
        named = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        problem = f"has no row for {named}" + (f" ({about})" if about else "")
        raise SourceFileError(file, f"{problem}; every place must be there: was the file cut short?")
