"""Readers of publishers' files: whatever one holds, it is read to rows that pass or refused in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from openpyxl import Workbook

from data.errors import InputError
from tests.publishers import Case, Sheets, every_case

LONGEST_SENTENCE = 500
SHEETS = b"\x01"
"""An input for a workbook begins with it where what follows is the text of its sheets, and not its bytes."""
BETWEEN_SHEETS = "\n%%\n"
_memory = Path("/dev/shm")  # files in memory, where there is some


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """Every importer with its sound files."""
    return tuple(every_case())


@lru_cache(maxsize=1)
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(dir=_memory if _memory.is_dir() else None)


@lru_cache(maxsize=128)
def _files(case: int) -> tuple[Path, dict[str, bytes]]:
    """A folder with the sound files of a case, and what they hold."""
    folder = Path(mkdtemp(dir=_folder().name))
    cases()[case].write(folder)
    return folder, {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def try_one(content: bytes) -> None:
    """Read an input: the first byte names the importer, the second which of its files it is in place of.

    Raises what is no refusal in a sentence.
    """
    if len(content) < 3:
        return
    number = content[0] % len(cases())
    case, (folder, sound) = cases()[number], _files(number)
    name = list(sound)[content[1] % len(sound)]
    written = content[2:]
    if isinstance(case.files[name], Sheets) and written.startswith(SHEETS):
        written = _workbook(written[1:].decode("utf-8", "replace"))
    path = folder / name
    path.write_bytes(written)
    try:
        case.read(folder)
    except InputError as error:
        said = str(error)
        assert said
        assert "\n" not in said
        assert len(said) < LONGEST_SENTENCE, said
    finally:
        path.write_bytes(sound[name])


def _workbook(text: str) -> bytes:
    """A workbook of texts: sheets as CSV, the first line of each its title; a number is a number."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for part in text.split(BETWEEN_SHEETS)[:4]:
        title, _, table = part.partition("\n")
        sheet = book.create_sheet("".join(c for c in title if c.isalnum() or c in " &")[:30] or "A")
        for line in table.splitlines():
            sheet.append([_cell(cell) for cell in next(csv.reader([line]), [])[:60]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str) -> str | float | None:
    try:
        return float(text)
    except ValueError:
        # What a workbook cannot hold is no cell of one.
        return "".join(letter for letter in text if letter.isprintable()).lstrip("=") or None


def seeds() -> Iterator[bytes]:
    """The sound files."""
    for number, case in enumerate(cases()):
        _, sound = _files(number)
        for n, (name, content) in enumerate(sound.items()):
            yield bytes([number, n]) + content
            file = case.files[name]
            if isinstance(file, Sheets):
                yield (
                    bytes([number, n])
                    + SHEETS
                    + BETWEEN_SHEETS.join(_text(t, r) for t, r in file.sheets.items()).encode()
                )


def _text(title: str, rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return f"{title}\n{out.getvalue()}"


def dictionary() -> Iterator[str]:
    """Words that an input may be made of."""
    yield from (
        "Suppressed",
        "Unreliable",
        "Not Applicable",
        "-1",
        "-999",
        "9999",
        "1e999",
        "NaN",
        "1,234",
        "1.234,5",
        '"',
        "\t",
    )
    yield from (
        "\ufeff",
        "2018-2020",
        "25",
        "Massachusetts",
        "<!DOCTYPE html>",
        "[",
        "{}",
        "null",
        "true",
        "٣",
        "²",
        "12:00",
    )
