"""Strict reader of publishers' delimited text files: errors name file, column and row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalog.models import Place
from data.errors import SourceFileError
from data.sources.files.content import UTF_8, read_text
from data.sources.files.header import check_header
from data.sources.files.numbers import NotANumber, parse_number

BLANK = frozenset({""})
YEARS = range(1900, 2101)


class Figure(float):
    """A number with the cell of the publisher's file it was read from, kept when it is scaled."""

    cell: Cell

    def __new__(cls, value: float, cell: Cell) -> Figure:
        """The number, with its cell."""
        figure = super().__new__(cls, value)
        figure.cell = cell
        return figure

    def __getnewargs__(self) -> tuple[float, Cell]:  # type: ignore[override]  # a copy needs the cell too
        """Arguments of `__new__` for a copy."""
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
    """Cell of a publisher's file."""

    file: Path
    column: str
    row: int


def cell_of(number: float | None) -> Cell | None:
    """Cell a number was read from; None where it was computed from several or not read from a table."""
    return number.cell if isinstance(number, Figure) else None


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a publisher's file. `row` counts lines as a spreadsheet does: the header is 1."""

    file: Path
    row: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Text of a cell without surrounding blanks."""
        return self.cells[column].strip()

    def number(
        self,
        column: str,
        blank: Collection[str] = BLANK,
        *,
        integer: bool = False,
        cross_checked: bool = False,
        allow_exponents: bool = False,
    ) -> float | None:
        """Value of a cell as a number from 0 up; None where it is one of `blank`, the publisher's words for no figure.

        `integer`, `cross_checked` and `allow_exponents` are those of `parse_number`.
        """
        text = self.text(column)
        if text in blank:
            return None
        try:
            value = parse_number(text, integer=integer, cross_checked=cross_checked, allow_exponents=allow_exponents)
        except NotANumber as error:
            raise self.error(column, f"“{text}” {error}") from None
        return Figure(value, Cell(self.file, column, self.row))

    def count(self, column: str, blank: Collection[str] = BLANK, *, cross_checked: bool = False) -> int | None:
        """Value of a cell as a whole number from 0 up; None where it is one of `blank`."""
        value = self.number(column, blank, integer=True, cross_checked=cross_checked)
        if value is None:
            return None
        if value != int(value):
            raise self.error(column, f"“{self.text(column)}” is not a count: a whole number from 0 up is expected")
        if self.text(column).endswith(".000"):
            raise self.error(column, f"“{self.text(column)}” could have a point between thousands: save it without")
        return int(value)

    def year(self, column: str) -> int:
        """Value of a cell as a year of four digits; it must be there."""
        text = self.text(column)
        if not re.fullmatch(r"[0-9]{4}", text) or int(text) not in YEARS:
            raise self.error(column, f"“{text}” is not a year")
        return int(text)

    def code(self, column: str, digits: int) -> str:
        """Text of a cell as a code of so many digits, leading zeros included."""
        text = self.text(column)
        if re.fullmatch(r"[0-9]+", text) and len(text) < digits:
            raise self.error(
                column,
                f"“{text}” has lost its leading zeros (“{text:0>{digits}}”): a spreadsheet program takes them away; "
                "use the file as the publisher gives it, without saving it again",
            )
        return text

    def required_number(self, column: str) -> float:
        """Value of a cell as a number; it must be there."""
        value = self.number(column)
        if value is None:
            raise self.error(column, "is empty where a number is expected")
        return value

    def required_count(self, column: str) -> int:
        """Value of a cell as a count; it must be there, for an empty one may mean that its row has moved."""
        count = self.count(column)
        if count is None:
            raise self.error(column, "is empty where a count is expected: have the cells of this row moved?")
        return count

    def check_quotient(self, column: str, numerator: float, denominator: float, per: float) -> None:
        """Raise if the figure in `column` is not `numerator` / `denominator` × `per`, within its rounding."""
        value, decimals = self.required_number(column), len(self.text(column).partition(".")[2])
        expected = numerator / denominator * per if denominator else None
        if expected is None or abs(value - expected) > 0.5 * 10.0**-decimals + 1e-6 * expected:
            quotient = "no figure" if expected is None else f"{expected:.{max(decimals, 1)}f}"
            problem = f"“{self.text(column)}” is not {numerator:,.12g} of {denominator:,.12g}, which give {quotient}"
            raise self.error(column, f"{problem}: are they of another row, or has the file decimal commas?")

    def error(self, column: str, problem: str) -> SourceFileError:
        """Error about a cell of this record, to be raised."""
        return SourceFileError(self.file, problem, column=column, row=self.row)


def read_table(
    path: Path,
    required: Iterable[str],
    *,
    column_pattern: re.Pattern[str] | None = None,
    encoding: str = UTF_8,
    delimiter: str = ",",
    keep: Callable[[dict[str, str]], bool] | None = None,
    footer: str | None = None,
    allow_unterminated: bool = False,
    require_filled: bool = False,
) -> list[Record]:
    """Read a delimited file with a header line, in any line ending.

    `required` columns must be there, once each; those that match `column_pattern` may be there, once each. `keep`
    filters records (in a national file, those of Massachusetts); a line whose first cell is `footer` ends the table,
    and must be there. `allow_unterminated`: the last line may have no end, as in the publisher's own file.
    `require_filled`: every cell below a column's name is filled and no other, as in the publisher's own file, so that
    a moved cell is an error. Raises SourceFileError when the file is missing, not text, not a table of this kind, cut
    short, or lacks a column.
    """
    text, columns = read_text(path, encoding), tuple(required)
    lines = _Lines(path, text, delimiter)
    header = [name.strip() for name in next(lines, [])]
    check_header(path, text, header, columns, column_pattern, delimiter)
    records = list(_records(path, header, lines, keep, footer, require_filled=require_filled))
    if footer is None and not allow_unterminated and not text.endswith("\n"):
        problem = "its last line has no end: was it cut short? If it is whole, add an end of line"
        raise SourceFileError(path, problem, row=text.count("\n") + 1)
    return records


class _Lines(Iterator[list[str]]):
    """Iterator of the lines of a table as cells; `row` is that of the last. Raises SourceFileError on bad quotes."""

    def __init__(self, path: Path, text: str, delimiter: str) -> None:
        self._path, self.row = path, 0
        self._reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)

    def __next__(self) -> list[str]:
        first_row = self._reader.line_num + 1
        try:
            line = next(self._reader)
        except csv.Error as error:
            problem = "a quotation mark is opened here and not closed, or stands inside a cell: look at this line"
            raise SourceFileError(self._path, problem, row=first_row) from error
        self.row = self._reader.line_num
        if self.row != first_row:
            problem = f"a cell goes on to row {self.row}: a quotation mark is not closed"
            raise SourceFileError(self._path, problem, row=first_row)
        return line


def _records(
    path: Path,
    header: list[str],
    lines: _Lines,
    keep: Callable[[dict[str, str]], bool] | None,
    footer: str | None,
    *,
    require_filled: bool,
) -> Iterator[Record]:
    first_cells = set()
    for line in lines:
        if footer is not None and line and line[0].strip() == footer:
            return
        filled_cells = [i for i, cell in enumerate(line) if cell.strip()]
        if not filled_cells:
            continue
        if len(line) != len(header):
            raise SourceFileError(path, f"has {len(line)} cells where the header has {len(header)}", row=lines.row)
        # A row with its first cell only may be a note, but not where that cell repeats a place or year of a row above.
        if len(filled_cells) == 1 < len(header) and (filled_cells[0] > 0 or line[0].strip() in first_cells):
            problem = f"“{line[filled_cells[0]].strip()}” stands alone in its row: have the cells of this column moved?"
            raise SourceFileError(path, problem, column=header[filled_cells[0]], row=lines.row)
        first_cells.add(line[0].strip())
        cells = dict(zip(header, line, strict=True))
        if keep is None or keep(cells):
            if require_filled:
                _refuse_gaps(path, header, line, lines.row)
            yield Record(path, lines.row, cells)
    if footer is not None:
        raise SourceFileError(path, f"has no “{footer}” and notes below its table: was it cut short?")


def _refuse_gaps(path: Path, header: list[str], line: list[str], row: int) -> None:
    for name, cell in zip(header, line, strict=True):
        if name and not cell.strip():
            problem = "is empty, and an empty cell is nowhere else in this file: have the cells of this row moved?"
            raise SourceFileError(path, problem, column=name, row=row)
        if cell.strip() and not name:
            problem = f"“{cell.strip()}” stands in a column without a name: has the header moved?"
            raise SourceFileError(path, problem, row=row)


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


def refuse_missing(file: Path, geo_ids: Collection[str], expected: Iterable[Place], about: str = "") -> None:
    """Raise SourceFileError naming the places of `expected` whose geo_id is not in `geo_ids`.

    A place the source covers must have a row, even one without a figure: a missing row means the file was cut short or
    changed its codes. `about` names the part of the file ("2016") when it has several.
    """
    missing = [place.name for place in expected if place.geo_id not in geo_ids]
    if missing:
        names = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        problem = f"has no row for {names}" + (f" ({about})" if about else "")
        raise SourceFileError(file, f"{problem}; every place must be there: was the file cut short?")
