"""Files of views, opened by libraries that had no part in making them: what they say, and their rows for machines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pikepdf
import pyarrow.parquet
import pypdf
from PIL import Image
from pptx import Presentation

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Opened:
    """A file as others read it: all its words, its rows for machines, its tables in words, and its sheets of paper.

    `alternatives` are the text alternatives of its pictures, `charted` the numbers in workbooks of its charts.
    """

    words: str
    rows: Rows | None = None
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    alternatives: tuple[str, ...] = ()
    charted: tuple[float, ...] = ()
    sheets: int = 1

    @property
    def squeezed(self) -> str:
        return squeezed(self.words)


def squeezed(text: str) -> str:
    """A text without bold, spaces and the signs that only break lines: these are where each typesetter has them."""
    return re.sub(r"[\s\u00ad\u2060\ufeff]+", "", text).replace("**", "")


def opened(kind: str, content: bytes) -> Opened:
    """A file by the ending of its name."""
    return _READERS[kind](content)


def _csv(content: bytes) -> Opened:
    first, *lines = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    rows = [dict(zip(first, line, strict=True)) for line in lines]
    about = "\n".join(f"{row['item']} {row['text']}" for row in rows if row["table"] == "about")
    return Opened(about, [row for row in rows if row["table"] != "about"])


def _parquet(content: bytes) -> Opened:
    read = pyarrow.parquet.read_table(BytesIO(content))
    return Opened("\n".join(_strings(json.loads(read.schema.metadata[b"document"]))), read.to_pylist())


def _json(content: bytes) -> Opened:
    read = json.loads(content)
    tables = tuple(
        tuple(tuple(row["cells"][column["id"]]["words"] for column in table["columns"]) for row in table["rows"])
        for table in read["tables"]
    )
    told = {key: value for key, value in read.items() if key not in ("rows", "tables")}
    return Opened("\n".join(_strings(told)), read["rows"], tables, tuple(f["text"] for f in read["figures"]))


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from _strings(value)
    elif isinstance(found, list):
        for value in found:
            yield from _strings(value)


def _xlsx(content: bytes) -> Opened:
    book = openpyxl.load_workbook(BytesIO(content))
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    # By its own first head, as its name is in the reader's language.
    data = next(title for title, sheet in sheets.items() if sheet and sheet[0][0] == "table")
    first, *lines = sheets.pop(data)
    rows = [dict(zip(map(str, first), line, strict=True)) for line in lines]
    words = (str(value) for sheet in sheets.values() for row in sheet for value in row if value is not None)
    return Opened("\n".join(words), rows)


def _png(content: bytes) -> Opened:
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        assert picture.width == 2000
        assert picture.height >= 800
        dark, light = picture.convert("L").getextrema()
        assert (dark < 40, light) == (True, 255)  # type: ignore[operator]
        told: dict[str, str] = dict(picture.text)  # type: ignore[attr-defined]
    read = _csv(told.pop("Data").encode())
    told["Filters"] = "\n".join(f"{name}: {value}" for name, value in json.loads(told["Filters"]).items())
    return Opened("\n".join(told.values()), read.rows)


def _svg(content: bytes) -> Opened:
    root = ElementTree.fromstring(content)
    words = "".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    named = tuple(_named(root))
    return Opened(words, alternatives=named)


def _named(node: ElementTree.Element) -> Iterator[str]:
    """What the pictures in a drawing are called; one that stands in another is a part of it."""
    for one in node:
        if one.get("role") == "img":
            yield one.get("aria-label") or one.findtext(f".//{SVG}title") or ""
        else:
            yield from _named(one)


def _pdf(content: bytes) -> Opened:
    read = pypdf.PdfReader(BytesIO(content))
    words = "\n".join(sheet.extract_text() for sheet in read.pages)
    # Where a line of Portuguese ends with a hyphen, the next begins with it again; in an address it must not.
    at = words.rfind("https://")
    words = words[:at].replace("-\n-", "-") + words[at:]
    with pikepdf.open(BytesIO(content)) as tagged:
        named = tuple(str(one.Alt) for one in _parts(tagged.Root.StructTreeRoot.K) if "/Alt" in one)
    return Opened(words, alternatives=named, sheets=len(read.pages))


def _parts(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _parts(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _parts(node.K)


def _docx(content: bytes) -> Opened:
    read = docx.Document(BytesIO(content))
    # As XML: the library's own objects of cells take a second for a long table.
    body: Any = read.element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    words = "".join(one.text or "" for one in body.iter(f"{name}t"))
    tables = tuple(
        tuple(tuple("".join(t.text or "" for t in cell.iter(f"{name}t")) for cell in row.iter(f"{name}tc"))
              for row in list(table.iter(f"{name}tr"))[1:])
        for table in body.iter(f"{name}tbl")
    )  # fmt: skip
    named = tuple(one.get("descr") or "" for one in body.iter() if str(one.tag).endswith("}docPr"))
    return Opened(words, tables=tables, alternatives=named)


def _pptx(content: bytes) -> Opened:
    read = Presentation(BytesIO(content))
    words, tables, named, numbers = list[str](), [], [], list[float]()
    for slide in read.slides:
        if slide.has_notes_slide:
            words.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
            else:
                named.append(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")
            if shape.has_table:
                rows = list(shape._element.iter(f"{DRAWING}tr"))[1:]
                tables.append(
                    tuple(
                        tuple(
                            "".join(part.text or "" for part in cell.iter(f"{DRAWING}t"))
                            for cell in row.iter(f"{DRAWING}tc")
                        )
                        for row in rows
                    )
                )
            if shape.has_chart:
                book = openpyxl.load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob), data_only=True)
                # Series, category, value, and the two ends of its interval.
                numbers += [
                    value
                    for row in book.worksheets[0].iter_rows(values_only=True) if len(row) > 7 and row[7] is not None
                    for value in row[2:5] if isinstance(value, float | int)
                ]  # fmt: skip
    return Opened("\n".join(words), tables=tuple(tables), alternatives=tuple(named), charted=tuple(numbers))


_READERS: Mapping[str, Callable[[bytes], Opened]] = {
    "csv": _csv, "parquet": _parquet, "json": _json, "xlsx": _xlsx, "png": _png, "svg": _svg, "pdf": _pdf,
    "docx": _docx, "pptx": _pptx,
}  # fmt: skip
