"""Ways in which a file comes broken: each takes a base file of tests/publishers.py and gives the bytes of a broken one.

None changes a figure into another that could as well be true: what a reader of a file cannot know is not asked of it.
A mutation that does not apply to a file (a separator of a workbook) gives None.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.publishers import Sheets, Table, Tree

File = Table | Tree | Sheets
Mutation = Callable[[File, Random], bytes | None]
CODES = ("-1", "-9", "-99", "-999", "-9999", "9999", "99999", "9999.0")
"""What publishers write where they have no figure."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIGURE = re.compile(r"[\d.,% ()]+")
TAKE_AWAY = ("cut_short", "a_row_dropped_or_doubled", "a_column_dropped_or_doubled")
"""Mutations after which rows, or some of their numbers, may be gone: an ingest refuses a release that loses figures."""


# --- the file as a whole


def cut_short(file: File, rng: Random) -> bytes:
    content = file.content()
    return content[: rng.randrange(len(content))]


def another_encoding(file: File, rng: Random) -> bytes:
    content = file.content()
    if isinstance(file, Sheets):
        return content.decode("latin-1").encode("utf-8")
    text = content.decode(file.encoding if isinstance(file, Table) else "utf-8")
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-8", "latin-1", "cp1252"))
    )


def byte_order_mark(file: File, rng: Random) -> bytes:
    return rng.choice((b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) + file.content()


def a_web_page(file: File, rng: Random) -> bytes:
    before = rng.choice(
        ("", "\ufeff", "\n\n", "<!-- saved from example.org -->\n", '<?xml version="1.0"?>\n<!-- a -->')
    )
    page = rng.choice(("<!DOCTYPE html><html><body>Moved, sorry</body></html>", "<html>\n<p>Log in, please</p></html>"))
    return (before + page).encode()


def another_kind_of_file(file: File, rng: Random) -> bytes:
    content, zipped = file.content(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("table.csv", content)
    kinds = (
        gzip.compress(content, mtime=0),
        zipped.getvalue(),
        b"",
        b" \r\n",
        b"%PDF-1.7\n" + content,
        b"\xd0\xcf\x11\xe0" + content,
    )
    return rng.choice(
        (*kinds, b"{}", b"[]", b"null", b'{"error": "quota"}', b"\x00" + content, b"PK\x03\x04" + content)
    )


def other_line_ends(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    return file.content().replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n")))


# --- separators and quotation marks


def another_separator(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    other = rng.choice([mark for mark in ",;\t|" if mark != file.delimiter])
    if rng.random() < 0.3:  # as a program in another language saves it
        return _with_figures(replace(file, delimiter=other), lambda cell: cell.replace(".", ",")).content()
    if rng.random() < 0.3:  # as an editor replaces it, cells in quotation marks and all
        return file.content().replace(file.delimiter.encode(), other.encode())
    return replace(file, delimiter=other).content()


def line_for_spreadsheets(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    return f"{rng.choice(('sep=', 'SEP='))}{file.delimiter}\n".encode() + file.content()


def a_quotation_mark(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    content = file.content()
    starts = [match.end() for match in re.finditer(rb"^|[,;\t\n]", content)]
    at = rng.choice(starts) if rng.random() < 0.6 else rng.randrange(len(content))
    return content[:at] + rng.choice((b'"', b'""', b"'", "“".encode())) + content[at:]


def all_in_quotation_marks(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    out = io.StringIO()
    csv.writer(out, delimiter=file.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(file.rows)
    return (out.getvalue() + file.below).encode(file.encoding)


# --- rows and columns that moved


def a_row_above_the_header(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    width = len(file.rows[0])
    labels = [f"Label {n}" for n in range(width)]
    above = rng.choice(([labels], [[""] * width], [["A title"]], [labels, labels], [["A title"], [""] * width], [[]]))
    return replace(file, rows=[*above, *file.rows]).content()


def blank_rows(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    at = rng.randint(1, len(file.rows))
    return replace(file, rows=[*file.rows[:at], rng.choice(([], [""] * len(file.rows[0]))), *file.rows[at:]]).content()


def a_row_moved_sideways(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    rows = [list(row) for row in file.rows]
    at = rng.randrange(len(rows))
    cell = rng.randrange(len(rows[at]))
    moved = (
        [*rows[at][:cell], "", *rows[at][cell:]]
        if rng.random() < 0.5
        else [*rows[at][:cell], *rows[at][cell + 1 :], ""]
    )
    rows[at] = moved[: len(rows[at])] if rng.random() < 0.7 else moved
    return replace(file, rows=rows).content()


def a_column_moved_down(file: File, rng: Random) -> bytes | None:
    """A cell inserted into a column, as spreadsheet programs do it: the last cell falls into a row of its own."""
    if not isinstance(file, Table):
        return None
    column, at = rng.randrange(len(file.rows[0])), rng.randrange(1, len(file.rows))
    cells = [row[column] for row in file.rows]
    cells = [*cells[:at], "", *cells[at:]]
    rows = [[*row[:column], cell, *row[column + 1 :]] for row, cell in zip(file.rows, cells, strict=False)]
    last = [""] * len(file.rows[0])
    last[column] = cells[-1]
    return replace(file, rows=[*rows, *([last] if cells[-1] else [])]).content()


def a_column_dropped_or_doubled(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    column, times = rng.randrange(len(file.rows[0])), rng.choice((0, 2))
    rows = [[*row[:column], *row[column : column + 1] * times, *row[column + 1 :]] for row in file.rows]
    return replace(file, rows=rows).content()


def header_moved_sideways(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    header = file.rows[0]
    moved = rng.choice(
        (header[1:], ["", *header], [*header[1:], header[0]], [*header[1:], ""], [h.upper() + " " for h in header])
    )
    return replace(file, rows=[moved, *file.rows[1:]]).content()


def a_row_dropped_or_doubled(file: File, rng: Random) -> bytes | None:
    if not isinstance(file, Table):
        return None
    at, times = rng.randrange(1, len(file.rows)), rng.choice((0, 2))
    return replace(file, rows=[*file.rows[:at], *[file.rows[at]] * times, *file.rows[at + 1 :]]).content()


def other_order(file: File, rng: Random) -> bytes | None:
    """Rows and columns in another order are the same table."""
    if not isinstance(file, Table) or file.rows[-1][0].startswith("Note"):
        return None
    rows = file.rows[1:]
    rng.shuffle(rows)
    order = list(range(1, len(file.rows[0]) - (2 if "" in file.rows[0] else 0)))
    rng.shuffle(order)
    order = [0, *order, *range(len(order) + 1, len(file.rows[0]))]
    return replace(file, rows=[[row[i] for i in order] for row in [file.rows[0], *rows]]).content()


def zeros_eaten(file: File, rng: Random) -> bytes | None:
    """A spreadsheet program takes codes for numbers."""
    if not isinstance(file, Table):
        return None
    eaten = [[re.sub(r"\A0+(?=\d)", "", cell) if cell.isdigit() else cell for cell in row] for row in file.rows]
    return replace(file, rows=eaten).content()


# --- figures


def _one_figure(file: File, rng: Random, change: Callable[[str], str]) -> bytes | None:
    if isinstance(file, Tree):
        text = file.content().decode()
        numbers = list(re.finditer(r'(?<=: )"?\d+(?:\.\d+)?"?(?=[,}])', text))
        actual = rng.choice(numbers)
        return (text[: actual.start()] + _in_json(change, actual[0]) + text[actual.end() :]).encode()
    if isinstance(file, Sheets):
        title, rows = next(iter(file.sheets.items()))
        changed = [list(row) for row in rows]
        row, column = rng.randrange(2, len(rows)), rng.choice(file.figures)
        changed[row][column] = _as_cell(change(f"{changed[row][column]}"))
        return replace(file, sheets={**file.sheets, title: changed}).content()
    rows = [list(row) for row in file.rows]
    column = rng.choice([i for i, name in enumerate(rows[0]) if name in file.figures])
    filled = [n for n, row in enumerate(rows) if n and FIGURE.fullmatch(row[column])]
    if not filled:
        return None
    at = rng.choice(filled)
    rows[at][column] = _in_cell(change, rows[at][column])
    return replace(file, rows=rows).content()


def _in_json(change: Callable[[str], str], token: str) -> str:
    quoted = token.startswith('"')
    return f'"{change(token[1:-1])}"' if quoted else change(token)


def _in_cell(change: Callable[[str], str], cell: str) -> str:
    """The cell with its first number changed, which may stand in brackets or have thousands marks."""
    whole = re.search(r"\d[\d,]*(?:\.\d+)?", cell) if "(" not in cell else NUMBER.search(cell)
    assert whole is not None
    return cell[: whole.start()] + change(whole[0]) + cell[whole.end() :]


def _as_cell(text: str) -> Any:
    """A cell of a workbook: a number where the text is one, as a program would save it."""
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _with_figures(file: Table, change: Callable[[str], str]) -> Table:
    columns = [i for i, name in enumerate(file.rows[0]) if name in file.figures]
    rows = [
        [change(cell) if n and i in columns else cell for i, cell in enumerate(row)] for n, row in enumerate(file.rows)
    ]
    return replace(file, rows=rows)


def a_decimal_comma(file: File, rng: Random) -> bytes | None:
    return _one_figure(file, rng, lambda cell: cell.replace(",", "").replace(".", ","))


def decimal_commas(file: File, rng: Random) -> bytes | None:
    return (
        _with_figures(file, lambda cell: cell.replace(",", "").replace(".", ",")).content()
        if isinstance(file, Table)
        else None
    )


def european_thousands(file: File, rng: Random) -> bytes | None:
    """1,234.5 as 1.234,5; a whole number below a thousand stays what it is."""
    return _one_figure(file, rng, lambda cell: _grouped(cell).translate(str.maketrans(",.", ".,")))


def commas_between_thousands(file: File, rng: Random) -> bytes | None:
    return _one_figure(file, rng, _grouped)


def commas_in_wrong_places(file: File, rng: Random) -> bytes | None:
    def change(cell: str) -> str:
        digits = cell.replace(",", "")
        at = rng.randint(1, len(digits))
        return f"{digits[:at]},{digits[at:]}" if f"{digits[:at]},{digits[at:]}" != _grouped(cell) else f",{digits}"

    return _one_figure(file, rng, change)


def _grouped(cell: str) -> str:
    whole, point, decimals = cell.replace(",", "").partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", ",", whole) + point + decimals


def a_code_for_no_figure(file: File, rng: Random) -> bytes | None:
    return _one_figure(file, rng, lambda _: rng.choice(CODES))


def a_negative_figure(file: File, rng: Random) -> bytes | None:
    return _one_figure(file, rng, lambda cell: rng.choice(("-", "−", "- ")) + cell)


def an_odd_number(file: File, rng: Random) -> bytes | None:
    def change(cell: str) -> str:
        digits = cell.replace(",", "")
        full_width = digits.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
        odd = (f"{digits[:1]}_{digits[1:]}", f"{float(digits):e}", full_width, f"{digits}*", f"<{digits}", f"+{digits}")
        return rng.choice(
            (*odd, f"{digits}e2", f"{digits}%", f"${digits}", "inf", "nan", "NaN", "#REF!", "²", "٣", "1/2", "0x10")
        )

    return _one_figure(file, rng, change)


def blanks_around(file: File, rng: Random) -> bytes | None:
    blank = rng.choice((" ", "  ", "\u00a0")) if not isinstance(file, Table) or file.encoding != "latin-1" else " "
    return _one_figure(file, rng, lambda cell: f"{blank}{cell}{blank}") if not isinstance(file, Tree) else None


MUTATIONS: tuple[Mutation, ...] = (
    cut_short, another_encoding, byte_order_mark, a_web_page, another_kind_of_file, other_line_ends, another_separator,
    line_for_spreadsheets, a_quotation_mark, all_in_quotation_marks, a_row_above_the_header, blank_rows,
    a_row_moved_sideways, a_column_moved_down, a_column_dropped_or_doubled, header_moved_sideways,
    a_row_dropped_or_doubled, other_order, zeros_eaten, a_decimal_comma, decimal_commas, european_thousands,
    commas_between_thousands, commas_in_wrong_places, a_code_for_no_figure, a_negative_figure, an_odd_number,
    blanks_around,
)  # fmt: skip
