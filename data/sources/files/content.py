"""Content of a publisher's file: its text or JSON; a file of another format is refused with the name of the format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from data.errors import SourceFileError

UTF_8, LATIN_1 = "utf-8", "latin-1"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_AS_CSV = "open it and save the sheet as CSV (UTF-8)"
_BINARY = (
    (b"PK\x03\x04", f"is an Excel workbook (.xlsx) or another zip archive, whatever its name says: {_AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"is an old Excel workbook (.xls), whatever its name says: {_AS_CSV}"),
    (b"\x1f\x8b", "is compressed (gzip), whatever its name says: unpack it first"),
    (b"BZh", "is compressed (bzip2), whatever its name says: unpack it first"),
    (b"7z\xbc\xaf", "is compressed (7-Zip), whatever its name says: unpack it first"),
    (b"%PDF", "is a PDF document: fetch the publisher's table"),
    (b"{\\rtf", "is a word processor's document (RTF): fetch the publisher's table"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_COMMENT = re.compile(r"\A(?:\s|<!--.*?(?:-->|\Z)|<\?.*?\?>)*", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|meta|title|div)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MAX_SEARCHED = 1_000_000
"""Characters of a file that are searched for the beginning of a web page behind comments."""


def read_content(path: Path) -> bytes:
    """Bytes of a file. Raises SourceFileError when it is not there, cannot be opened or is empty."""
    if not path.is_file():
        raise SourceFileError(path, "is not in the folder given")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceFileError(path, f"cannot be opened ({error.strerror}): may you read it?") from error
    if not content.strip():
        raise SourceFileError(path, "is empty: fetch it again")
    return content


def read_text(path: Path, encoding: str = UTF_8) -> str:
    """Text of a file in UTF-8, with or without a byte order mark, or in `encoding` where it is not UTF-8.

    Line ends are converted to line feeds. Hardly any text in Latin-1 is valid UTF-8, so UTF-8 is tried first and a
    Latin-1 source saved again as UTF-8 is read all the same. Raises SourceFileError, naming the format of the file,
    when it is no text in either encoding.
    """
    content = read_content(path)
    for beginning, problem in _BINARY:
        if content.startswith(beginning):
            raise SourceFileError(path, problem)
    if content.startswith(_UTF_16) or b"\x00" in content[:1000]:
        raise SourceFileError(path, "is UTF-16 text (“Unicode” in some programs): save it as UTF-8")
    text = _decode(path, content.removeprefix(_BYTE_ORDER_MARK), encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_page(path, text)
    control = _CONTROL.search(text)
    if control is not None:
        row = text.count("\n", 0, control.start()) + 1
        raise SourceFileError(path, "holds a control character, which no text has: fetch it again", row=row)
    return text


def read_json(path: Path) -> Any:
    """Parsed JSON of a file. Raises SourceFileError when it is malformed, repeats a key or has an infinite number."""
    text = read_text(path)
    try:
        return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise SourceFileError(path, f"is not JSON ({error}): was it cut short, or saved by another program?") from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}” stands twice")
    return result


def _no_constant(word: str) -> Any:
    raise ValueError(f"“{word}” is not a number")


def _decode(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(UTF_8)
    except UnicodeDecodeError as error:
        if encoding != UTF_8:
            return content.decode(encoding)
        row = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        problem = "has letters that are not UTF-8, probably of Windows (Latin-1, “ANSI”): save the file as UTF-8"
        raise SourceFileError(path, problem, row=row) from error


def refuse_page(path: Path, text: str) -> None:
    """Raise SourceFileError when a text is a web page, also one behind comments, or XML."""
    comment = _COMMENT.match(text[:MAX_SEARCHED])
    rest = text[comment.end() if comment else 0 :]
    if _PAGE.match(rest):
        raise SourceFileError(path, "is a web page, not a table: the address may have moved, or ask for a login")
    if rest.startswith("<") or text.startswith("<?xml"):
        raise SourceFileError(path, "is XML, not the publisher's file: fetch it again")
